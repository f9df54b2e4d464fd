"""The engine without its threads on a disk, a clock and a Layers that are models; killed and started anew."""

from __future__ import annotations

import operator
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from layers_desktop.api.account import Account
from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.network import Network
from layers_desktop.core.clock import Clocks
from layers_desktop.core.errors import Problem
from layers_desktop.core.secrets import ApiKey
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile
from layers_desktop.transfers.commands import AssignProject, Submit
from layers_desktop.transfers.dispatcher import Dispatcher
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.recovery import ProcessRun
from layers_desktop.transfers.retry_policy import RetryPolicy
from layers_desktop.transfers.scheduler import Scheduler
from layers_desktop.transfers.steps import Outcome, Step
from layers_desktop.transfers.store import TransferStore
from layers_desktop.transfers.transfer import (
    IN_DOUBT,
    DuplicatePolicy,
    Snapshot,
    Stage,
    Transfer,
)
from layers_desktop.transfers.unconfirmed import MAKES_ASSET
from layers_desktop.transfers.user_actions import UserActions
from layers_desktop.transfers.worker_pool import Job, JobResult, WorkerPool
from tests.support.engine_harness import QuietListener
from tests.support.stages import LEGAL_TRANSITIONS
from tests.unit.transfers.call_checker import CallChecker
from tests.unit.transfers.model_layers import Content, ModelLayers, ModelWorker

_MEMORY = Path("/dev/shm")
"""Where there is one: nothing here is about a disk, which would only be waited for."""
START = 1_700_000_000.0
LONGEST_CALL = 3_600.0
LEFT = {Stage.QUEUED, Stage.PRESIGNED, Stage.UPLOADED, Stage.FAILED}
"""What `upload`, called again, goes on with."""


class ModelProgram(QuietListener):
    """One life of the program after the other, and what a person and Layers see of them."""

    def __init__(self, *, forgets_finalized: bool) -> None:
        self.folder = Path(
            tempfile.mkdtemp(prefix="exactly-once-", dir=_MEMORY if _MEMORY.is_dir() else None)
        )
        self.now = 1_000.0
        self.layers = ModelLayers(forgets_finalized=forgets_finalized, now=lambda: self.now)
        self.call_checker = CallChecker(wall=lambda: START + self.now)
        self.policy = RetryPolicy(jitter=lambda: 0.0, rest=0.0)
        self.seen: dict[int, Transfer] = {}
        self.told: Counter[int] = Counter()
        """How often a person was told that a transfer may be at Layers already."""
        self.cancelled_in_doubt = 0
        self.versions = 0
        self.apart: set[int] = set()
        """Rows of lives that did not know what earlier ones had left unfinished."""
        self.api_key = "lp_1"
        self.start(resume=True)

    def start(self, *, resume: bool) -> None:
        """Begin a life: of the window, or with no `resume` of `upload`."""
        self.resumed = False
        clocks = Clocks(monotonic=lambda: self.now, wall=lambda: START + self.now)
        self.journal = Journal(self.folder / "journal.sqlite3")
        # the promises are about this program's logic, not about the disk's cache
        self.journal._db.execute("PRAGMA synchronous = OFF")
        self.store = TransferStore(self.journal, ProcessRun(self.folder / "runs"), clocks, self, self.policy)
        self.workers: list[ModelWorker] = []
        pool = WorkerPool(self._hire)
        self.dispatcher = Dispatcher(self.store.ready, pool, clocks, senders=2, network=Network())
        self.user_actions = UserActions(self.store, self.dispatcher, pool)
        self.scheduler = Scheduler(self.store, self.dispatcher)
        self.sign_in(resume=resume)

    def sign_in(self, *, another: bool = False, resume: bool = True) -> None:
        """Sign in to the one organization, with another key of it or the same."""
        if another:
            self.api_key = f"lp_{int(self.api_key[3:]) + 1}"
        account = Account(
            base_url="https://layers.example",
            key=ApiKey(self.api_key),
            organization_id="org",
            rate_limit_tier="partner",
        )
        self.dispatcher.set_account(account)
        self.resumed |= resume
        self.store.open_account("org", resume=resume)
        self.elsewhere = False
        while self.store.list_more(2):
            self.scheduler.schedule()  # what is on the list goes out before the rest is

    def sign_in_elsewhere(self) -> None:
        """Sign in to another organization: what is this one's leaves the list until it is signed in again."""
        self.dispatcher.set_account(
            Account(base_url="https://layers.example", key=ApiKey("lp_other"), organization_id="other")
        )
        self.store.open_account("other", resume=True, adopt=False)
        self.elsewhere = True
        self.list_all()
        assert all(
            task.transfer.account_id == "" or self.store.ready.is_running(task.transfer.id)
            for task in self.store.ready
        ), "what is another organization's is on the list"

    def crash(
        self, carried_out: Callable[[int], bool], *, off: float, another: bool = False, resume: bool = True
    ) -> None:
        """End this life in the middle of its calls, and begin another one `off` seconds later."""
        for id_, worker in sorted(self.busy.items()):
            assert worker.job is not None
            self.call_checker.came_of_it(worker.job, None)
            if carried_out(id_):
                self.layers.do(worker.job)
        signed = {
            id_
            for id_, transfer in self.seen.items()
            if Stage.PRESIGNED in {transfer.stage, transfer.stage is Stage.FAILED and transfer.resume_stage}
        }
        self.call_checker.dies(signed)
        self._end()
        self.now += off
        if another:
            self.api_key = f"lp_{int(self.api_key[3:]) + 1}"
        self.start(resume=resume)

    def close(self) -> None:
        """End it and remove what it wrote."""
        self._end()
        shutil.rmtree(self.folder)

    def _end(self) -> None:
        self.dispatcher.close()
        self.store.close()

    # Its disk, and what is dropped

    def new_file(self, size: int, *, copy: bool = False) -> bytes:
        """Make a file like no other, or one with the bytes of the last one."""
        self.versions += 0 if copy and self.versions else 1
        path = f"/{len(self.layers.files)}.png".encode()
        self.layers.files[path] = Content(self.versions, size)
        return path

    def edit(self, path: bytes, size: int) -> None:
        """Give a file other bytes."""
        self.versions += 1
        self.layers.files[path] = Content(self.versions, size)

    def drop(self, *paths: bytes, project: bool = True, key: bool = True, listed: bool = True) -> None:
        """Drop files as they are now: where no project is picked, or nobody is signed in, too.

        Without `listed` they are only written down, most of them as text, when something else happens.
        """
        submit = Submit(files=tuple(map(NewFile, paths)))
        if project and key:
            submit = replace(submit, project_id="project", project_name="Project")
        account_id = "org" if key else ""
        if listed:
            self._submit(submit, account_id)
        else:
            self.store.add(submit, account_id)

    def pick_project(self, image_kind: MediaKind) -> None:
        """Pick the project that files may wait for."""
        self.store.assign_project(
            AssignProject(project_id="project", project_name="Project", image_kind=image_kind, checksum=True)
        )

    def drop_again(self, id_: int) -> None:
        """Drop a file as it was then; where it failed and may be at Layers, its row goes on (`_goes_out`)."""
        self.list_all()
        before = self.seen[id_]
        now = self.layers.files[before.path]
        if before.inspected:
            self.layers.files[before.path] = Content(before.mtime_ns or 0, before.size or 0)
        rows = set(self.seen)
        submit = Submit(
            files=(NewFile(before.path),),
            project_id="project",
            project_name="Project",
            image_kind=before.kind,
        )
        self._submit(submit)
        (again,) = set(self.seen) - rows
        self._inspect(again)
        self.scheduler.schedule()
        self.layers.files[before.path] = now

    def upload(self, *paths: bytes, again: bool = False) -> None:
        """Call `upload` in a life that has not taken up anything: what was left of a file goes on."""
        self.list_all()
        left = {path: self._left_of(path) for path in paths}
        doubted = [row.id for rows in left.values() for row in rows if row.in_doubt]
        rows = set(self.seen)
        files = ((path, self.layers.files[path]) for path in paths)
        submit = Submit(
            files=tuple(NewFile(path, content.size, content.version) for path, content in files),
            project_id="project",
            project_name="Project",
            if_known=DuplicatePolicy.SEND if again else DuplicatePolicy.REUSE,
            carry_on=True,
        )
        self._submit(submit)
        for id_ in set(self.seen) - rows:
            assert not left[self.seen[id_].path], "what was left of this file is sent anew"
        for id_ in doubted:
            assert again or self.seen[id_].stage is Stage.FAILED, "what is in doubt is a person's to say"

    def _left_of(self, path: bytes) -> list[Transfer]:
        now = self.layers.files[path]
        listed = {id_ for (id_,) in self.journal._db.execute("SELECT id FROM transfer WHERE listed = 1")}
        return [
            row
            for row in self.seen.values()
            if row.id in listed
            and (row.path, row.size, row.mtime_ns, row.kind) == (path, now.size, now.version, MediaKind.IMAGE)
            and row.stage in LEFT
            and not row.waits_for_project
        ]

    def _submit(self, submit: Submit, account_id: str = "org") -> None:
        self.list_all()
        batch_id = self.store.add(submit, account_id)
        self.list_all()
        if not self.resumed:
            self.apart |= {row.id for row in self.seen.values() if row.batch_id == batch_id}

    def list_all(self) -> None:
        """Put all that was written down on the list, a few at a time."""
        while self.store.list_more(2):
            pass

    def _inspect(self, id_: int) -> None:
        """Let this file be inspected before anything else happens."""
        worker = ModelWorker()
        job = Job(step=Step.INSPECT, task=self.store.ready[id_], client=None, token=CancelToken())
        self.store.ready.started(id_, Step.INSPECT, self.now)
        self.scheduler.on_result(worker, JobResult(job, self.layers.do(job)))
        self.scheduler.write_inspected()

    # Its calls

    @property
    def busy(self) -> dict[int, ModelWorker]:
        return {worker.job.transfer.id: worker for worker in self.workers if worker.job is not None}

    @property
    def writing(self) -> list[ModelWorker]:
        """The workers whose call makes an asset."""
        return [worker for worker in self.busy.values() if worker.job and worker.job.step in MAKES_ASSET]

    def answer(self, id_: int, fault: str | None) -> None:
        """Let a call end, as it should or with a fault."""
        worker = self.busy[id_]
        assert worker.job is not None
        self.report(worker, self.layers.answer(worker.job, fault))

    def report(self, worker: ModelWorker, outcome: Outcome) -> None:
        """Tell the program what came of a call."""
        assert worker.job is not None
        self.call_checker.came_of_it(worker.job, outcome)
        if self.scheduler.on_result(worker, JobResult(worker.job, outcome)):
            self.scheduler.write_inspected()

    def wait(self, seconds: float) -> None:
        """Let time pass: no call lasts for hours."""
        for id_ in sorted(self.busy) if seconds > LONGEST_CALL else ():
            self.answer(id_, "lost before")
        self.now += seconds

    def go_on(self, steps: int) -> None:
        """Take some steps without a fault."""
        for _ in range(steps):
            self.scheduler.schedule()
            if self.busy:
                self.answer(min(self.busy), None)
            else:
                self.now += 100.0

    def _hire(self) -> ModelWorker:
        self.workers.append(ModelWorker(self._goes_out))
        return self.workers[-1]

    def _goes_out(self, job: Job) -> None:
        """A call goes out: what it is must be written down by now."""
        written = self.journal.transfer(job.transfer.id)
        assert written is not None
        waits = written.waits_for_key or written.waits_for_project
        assert job.step is Step.INSPECT or not waits, "it goes out before it is known where to"
        assert written.idempotency_key == job.transfer.idempotency_key, "the key is not written down"
        if job.transfer.stage is Stage.QUEUED and job.step in {Step.INLINE, Step.PRESIGN}:
            same = operator.attrgetter("path", "size", "mtime_ns", "kind", "project_id")
            for row in self.seen.values():
                failed = row.stage is Stage.FAILED and row.sent_at is not None and row.id in self.store.ready
                assert not failed or same(row) != same(job.transfer), (
                    "what may be at Layers goes out as another"
                )
        before = self.seen[job.transfer.id]
        if job.transfer.if_known is not DuplicatePolicy.SEND:
            file = self.layers.files[job.transfer.path]
            if job.step in {Step.INLINE, Step.PRESIGN} and not before.begun:
                taken = (file.size, file.version) == (job.transfer.size, job.transfer.mtime_ns)
                self._is_no_known_file(job.transfer, file.sha256 if taken else None)
            elif job.step is Step.FINALIZE and before.sent_at is None:
                sent = self.layers.uploads[job.transfer.upload_id or ""].content
                self._is_no_known_file(job.transfer, sent.sha256 if sent else None)
        if job.step in MAKES_ASSET:
            assert written.sent_at is not None, "it is not written down that it goes out"
        self.call_checker.goes_out(job)

    def _is_no_known_file(self, now: Transfer, sha256: str | None) -> None:
        """What is to become an asset is none yet, and the same file of another drop is not on its way."""
        others = [row for row in self.seen.values() if row.batch_id != now.batch_id]
        where_to = operator.attrgetter("kind", "project_id", "account_id", "size")
        there = [row for row in others if row.asset_id and not row.reused and where_to(row) == where_to(now)]
        assert sha256 not in {row.sha256 for row in there}, "it is known"
        same = operator.attrgetter("path", "size", "mtime_ns", "kind", "project_id", "account_id")
        for row in others:
            begun = row.begun and not row.settled and row.id in self.store.ready
            assert self.seen[now.id].begun or not begun or same(row) != same(now), "it is on its way"

    # What a person sees

    def on_added(self, snapshots: list[Snapshot]) -> None:
        self.on_changed(snapshots)

    def on_changed(self, snapshots: list[Snapshot]) -> None:
        for snapshot in snapshots:
            now = snapshot.transfer
            before = self.seen.get(now.id)
            if before is not None and before.stage is not now.stage:
                assert now.stage in LEGAL_TRANSITIONS[before.stage], (before.stage, now.stage)
                if now.in_doubt:
                    self.told[now.id] += 1
                    self.call_checker.forget(now.id)
            if now.waits_for_choice and before is not None and before.sent_at is None:
                self.call_checker.forget(now.id)  # what is at Layers of it is not registered
            written = self.journal.transfer(now.id)
            assert written == now, "what is shown is not what is written down"
            self.seen[now.id] = now

    def on_removed(self, ids: list[int]) -> None:
        """What left the list is as the journal has it."""
        for id_ in ids:
            written = self.journal.transfer(id_)
            assert written is not None
            self.seen[id_] = written

    def on_notice(self, problem: Problem) -> None:
        """Only a transfer that was cancelled has a notice of its own."""
        assert problem.code == IN_DOUBT
        self.cancelled_in_doubt += 1

    # What must be true

    def check(self) -> None:
        """No file has two assets unless a person was told."""
        owners = Counter(made.owner for made in self.layers.assets.values())
        for owner, count in owners.items():
            # Whatever they hold and of whatever kind they are: one drop becomes one asset.
            assert count <= 1 + self.told[owner], f"{owner} became {count} assets"
        self._check_files()
        cancelled = [owner for owner in owners if self.seen[owner].stage is Stage.CANCELLED]
        unseen = [owner for owner in cancelled if not self.told[owner]]
        assert len(unseen) <= self.cancelled_in_doubt, f"there are assets of {unseen}, which were cancelled"

    def _check_files(self) -> None:
        """One file, as it was at one time, is not several assets because it was dropped several times."""
        drops: defaultdict[object, set[int]] = defaultdict(set)
        for made in self.layers.assets.values():
            row = self.seen[made.owner]
            asked = row.if_known is DuplicatePolicy.SEND or self.told[row.id] or row.stage is Stage.CANCELLED
            if not asked and row.id not in self.apart:
                drops[row.path, made.content, made.kind, row.project_id].add(row.batch_id)
        assert all(len(batches) == 1 for batches in drops.values()), "a file that was dropped again"

    def run_to_quiet(self) -> None:
        """Without faults everything that was not cancelled ends with its one asset."""
        self.sign_in()
        self.pick_project(MediaKind.IMAGE)
        self.user_actions.resume(None)
        for _ in range(1_000):
            self.user_actions.retry(None)
            self.user_actions.upload_again(tuple(self.seen))
            self.scheduler.schedule()
            if self.busy:
                self.answer(min(self.busy), None)
            elif all(task.transfer.stage in {Stage.DONE, Stage.CANCELLED} for task in self.store.ready):
                break
            else:
                self.now += 100.0
        for transfer in self.seen.values():
            taken_off = transfer.stage is Stage.FAILED and transfer.id not in self.store.ready
            assert taken_off or transfer.stage in {Stage.DONE, Stage.CANCELLED}
            if transfer.stage is Stage.DONE:
                self._is_asset(transfer)
        self.check()

    def _is_asset(self, transfer: Transfer) -> None:
        assert transfer.asset_id is not None
        made = self.layers.assets[transfer.asset_id]
        if transfer.reused:
            assert (made.content.sha256, made.kind) == (transfer.sha256, transfer.kind)
            return
        assert (made.owner, made.kind) == (transfer.id, transfer.kind)
        assert made.content.sha256 == transfer.sha256 or transfer.sha256 is None
        assert made.content.size == transfer.size
