"""Exactly once: the engine without its threads against a small model of Layers that misbehaves.

Policy, board, ledger, dispatcher, foreman, control and the real journal are the program's own; the model is
Layers, the disk, the clock and the workers.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from layers_desktop.api import errors as api
from layers_desktop.api.account import Account
from layers_desktop.errors import Problem
from layers_desktop.media.kinds import IMAGE_KINDS, Kind
from layers_desktop.secret import ApiKey
from layers_desktop.transfers.control import Control
from layers_desktop.transfers.crew import Crew
from layers_desktop.transfers.dispatch import Dispatcher
from layers_desktop.transfers.doubt import MAKES_ASSET
from layers_desktop.transfers.foreman import Calls, Foreman
from layers_desktop.transfers.job import Report
from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.ledger import Audience, Clocks, Ledger
from layers_desktop.transfers.policy import Policy
from layers_desktop.transfers.run import Run
from layers_desktop.transfers.steps import Failed, Outcome, Step, Stopped
from layers_desktop.transfers.transfer import IN_DOUBT, LEGAL_TRANSITIONS, Snapshot, Stage, Transfer
from tests.transfers.model_layers import Content, ModelLayers, ModelWorker

DAY = 86_400.0
START = 1_700_000_000.0
FAULTS: dict[str, tuple[bool, type[api.ApiError]]] = {
    "lost before": (False, api.ConnectionLost),
    "lost after": (True, api.Timeout),
    "no connection": (False, api.ConnectionRefused),
    "server fault": (False, api.ServerFault),
    "server fault after": (True, api.ServerFault),
    "unreadable answer": (True, api.MalformedAnswer),
    "strange answer": (True, api.UnexpectedAnswer),
    "refused": (False, api.ForbiddenScope),
    "rate limited": (False, api.RateLimited),
    "wrong key": (False, api.Unauthenticated),
    "suspended": (False, api.KillSwitch),
}
"""Name → whether Layers carried the call out, and what is seen of it."""
LOCAL = {Step.HASH, Step.LOOK}
"""Steps that no fault of a network meets."""


class ExactlyOnce(RuleBasedStateMachine):
    """Any mixture of drops, faults, clicks, keys, edits, waits and crashes."""

    @initialize(forgets=st.booleans())
    def begin(self, forgets: bool) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="exactly-once-"))
        self.now = 1_000.0
        self.layers = ModelLayers(forgets_finalized=forgets, now=lambda: self.now)
        self.policy = Policy(jitter=lambda: 0.0, rest=0.0)
        self.seen: dict[int, Transfer] = {}
        self.told: Counter[int] = Counter()
        """How often a person was told that a transfer may be at Layers already."""
        self.cancelled_in_doubt = 0
        self.versions = 0
        self.api_key = "lp_1"
        self.start_program()

    # The program

    def start_program(self) -> None:
        clocks = Clocks(monotonic=lambda: self.now, wall=lambda: START + self.now)
        audience = Audience(
            added=self.see,
            changed=self.see,
            removed=lambda _: None,
            batch_finished=lambda _: None,
            restored=lambda _: None,
            notice=self.hear,
        )
        self.journal = Journal(self.folder / "journal.sqlite3")
        # the promises are about this program's logic, not about the disk's cache
        self.journal._db.execute("PRAGMA synchronous = OFF")
        self.ledger = Ledger(self.journal, Run(self.folder / "runs"), clocks, audience, self.policy)
        self.workers: list[ModelWorker] = []
        crew = Crew(self.hire)
        self.dispatcher = Dispatcher(self.ledger.board, crew, clocks, senders=2)
        self.control = Control(self.ledger, self.dispatcher, crew, clocks.wall)
        self.foreman = Foreman(
            self.ledger,
            self.dispatcher,
            self.control,
            policy=self.policy,
            clocks=clocks,
            calls=Calls(started=lambda: None, network_suspected=lambda: None, notice=self.unexpected),
        )
        self.sign_in()

    def unexpected(self, problem: Problem) -> None:
        raise AssertionError(problem.sentence())

    def hear(self, problem: Problem) -> None:
        """Only a transfer that was cancelled has a notice of its own."""
        assert problem.code == IN_DOUBT
        self.cancelled_in_doubt += 1

    def hire(self) -> ModelWorker:
        self.workers.append(ModelWorker())
        return self.workers[-1]

    def sign_in(self) -> None:
        account = Account(
            base_url="https://layers.example",
            key=ApiKey(self.api_key),
            organization_id="org",
            rate_limit_tier="partner",
        )
        self.dispatcher.use(account)
        self.ledger.open_account("org", resume=True)

    def see(self, snapshots: list[Snapshot]) -> None:
        for snapshot in snapshots:
            now = snapshot.transfer
            before = self.seen.get(now.id)
            if before is not None and before.stage is not now.stage:
                assert now.stage in LEGAL_TRANSITIONS[before.stage], (before.stage, now.stage)
                if now.problem is not None and now.problem.code == "upload.in_doubt":
                    self.told[now.id] += 1
            written = self.journal.transfer(now.id)
            assert written == now, "what is shown is not what is written down"
            self.seen[now.id] = now

    @property
    def busy(self) -> dict[int, ModelWorker]:
        return {worker.job.transfer.id: worker for worker in self.workers if worker.job is not None}

    @property
    def writing(self) -> list[ModelWorker]:
        """The workers whose call makes an asset."""
        return [worker for worker in self.busy.values() if worker.job and worker.job.step in MAKES_ASSET]

    # What happens

    @rule(sizes=st.lists(st.sampled_from([500, 400_000]), min_size=1, max_size=3), copy=st.booleans())
    def drop_files(self, sizes: list[int], copy: bool) -> None:
        """Files like no other, or copies of each other."""
        drafts = []
        for size in sizes:
            self.versions += 0 if copy and self.versions else 1
            path = f"/{len(self.layers.files)}.png".encode()
            self.layers.files[path] = Content(self.versions, size)
            drafts.append(
                Transfer(
                    id=0,
                    batch_id=0,
                    account_id="org",
                    project_id="project",
                    project_name="Project",
                    path=path,
                    name="it.png",
                    kind=Kind.IMAGE,
                    mime_type="image/png",
                    size=size,
                    mtime_ns=self.versions,
                )
            )
        self.ledger.enter(drafts)

    @precondition(lambda self: self.layers.files)
    @rule(data=st.data(), size=st.sampled_from([500, 600, 400_000]))
    def edit(self, data: st.DataObject, size: int) -> None:
        path = data.draw(st.sampled_from(sorted(self.layers.files)))
        self.versions += 1
        self.layers.files[path] = Content(self.versions, size)

    @rule()
    def give_out(self) -> None:
        self.foreman.give_out()
        for worker in self.busy.values():
            assert worker.job is not None
            written = self.journal.transfer(worker.job.transfer.id)
            assert written is not None
            assert written.idempotency_key == worker.job.transfer.idempotency_key, "the key is not written"
            if worker.job.step in {Step.INLINE, Step.FINALIZE}:
                assert written.sent_at is not None, "it is not written down that it goes out"

    @precondition(lambda self: self.busy)
    @rule(data=st.data(), fault=st.none() | st.sampled_from(sorted(FAULTS)))
    def answer(self, data: st.DataObject, fault: str | None) -> None:
        self.answer_one(data.draw(st.sampled_from(sorted(self.busy))), fault)

    def answer_one(self, id_: int, fault: str | None) -> None:
        worker = self.busy[id_]
        assert worker.job is not None
        if fault is None or worker.job.step in LOCAL:
            self.report(worker, self.layers.do(worker.job))
            return
        happened, error_type = FAULTS[fault]
        if happened:
            real = self.layers.do(worker.job)
            if isinstance(real, Failed):
                self.report(worker, real)
                return
        error = error_type()
        if isinstance(error, api.ConnectionRefused):
            error.unsent = True
        self.report(worker, Failed(error, all_sent=happened and worker.job.step is Step.PUT))

    @precondition(lambda self: self.writing)
    @rule(data=st.data(), then=st.sampled_from(["wait", "edit", "edit", "drop", "key", "a day"]))
    def lose_the_answer(self, data: st.DataObject, then: str) -> None:
        """The situation that everything here is about, and what makes it worse."""
        worker = data.draw(st.sampled_from(self.writing))
        assert worker.job is not None
        transfer = worker.job.transfer
        self.answer_one(transfer.id, "lost after")
        match then:
            case "edit":
                self.versions += 1
                size = data.draw(st.sampled_from([transfer.size or 0, 600, 400_001]))
                self.layers.files[transfer.path] = Content(self.versions, size)
            case "drop":
                self.drop_again(transfer.id)
            case "key":
                self.sign_in_again(another=True)
            case "a day":
                self.now += DAY + 1

    @precondition(lambda self: self.seen)
    @rule(data=st.data())
    def drop_one_again(self, data: st.DataObject) -> None:
        self.drop_again(data.draw(st.sampled_from(sorted(self.seen))))

    def drop_again(self, id_: int) -> None:
        """As it was then; where it failed and may be at Layers, its row goes on."""
        before = self.seen[id_]
        rows = len(self.seen)
        here = id_ in self.ledger.board
        self.ledger.enter(
            [
                Transfer(
                    id=0,
                    batch_id=0,
                    account_id="org",
                    project_id="project",
                    project_name="Project",
                    path=before.path,
                    name=before.name,
                    kind=before.kind,
                    mime_type=before.mime_type,
                    size=before.size,
                    mtime_ns=before.mtime_ns,
                )
            ]
        )
        if here and before.stage is Stage.FAILED and before.sent_at is not None:
            assert len(self.seen) == rows, "it is a row of its own"
            assert not self.seen[id_].settled

    @rule(steps=st.integers(1, 6))
    def go_on(self, steps: int) -> None:
        """Some steps without a fault, so that what comes late in an upload is met as often."""
        for _ in range(steps):
            self.give_out()
            if self.busy:
                self.answer_one(min(self.busy), None)
            else:
                self.now += 100.0

    @precondition(lambda self: any(w.job.step is Step.PUT for w in self.busy.values()))
    @rule(data=st.data(), arrived=st.booleans())
    def interrupt_put(self, data: st.DataObject, arrived: bool) -> None:
        puts = [w for w in self.busy.values() if w.job is not None and w.job.step is Step.PUT]
        worker = data.draw(st.sampled_from(puts))
        assert worker.job is not None
        if arrived:
            self.layers.do(worker.job)
        self.report(worker, Stopped())

    def report(self, worker: ModelWorker, outcome: Outcome) -> None:
        assert worker.job is not None
        self.foreman.reported(worker, Report(worker.job, outcome))

    @rule(seconds=st.sampled_from([0.5, 5.0, 100.0, 1_000.0, DAY / 2, DAY + 1]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(another=st.booleans())
    def sign_in_again(self, another: bool) -> None:
        if another:
            self.api_key = f"lp_{int(self.api_key[3:]) + 1}"
        self.sign_in()

    @rule()
    def sign_out(self) -> None:
        self.dispatcher.use(None)

    @precondition(lambda self: self.seen)
    @rule(
        data=st.data(),
        click=st.sampled_from(["pause", "resume", "cancel", "retry", "kind", "use known", "upload again"]),
        everything=st.booleans(),
    )
    def click(self, data: st.DataObject, click: str, everything: bool) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.seen)))
        ids = None if everything else (id_,)
        match click:
            case "pause":
                self.control.pause(ids)
            case "resume":
                self.control.resume(ids)
            case "retry":
                self.control.retry(ids)
            case "kind":
                self.control.change_kind(id_, data.draw(st.sampled_from(sorted(IMAGE_KINDS))))
            case "use known":
                self.control.use_known((id_,))
            case "upload again":
                self.control.upload_again((id_,))
            case _ if ids is not None:
                self.control.cancel(ids)

    @rule()
    def network_is_back(self) -> None:
        self.control.network_is_back()

    @rule(data=st.data(), off=st.sampled_from([1.0, 1.0, DAY / 2, DAY + 1]), another=st.booleans())
    def crash(self, data: st.DataObject, off: float, another: bool) -> None:
        for id_, worker in sorted(self.busy.items()):
            assert worker.job is not None
            if data.draw(st.booleans(), label=f"call {id_} was carried out"):
                self.layers.do(worker.job)
        self.end_program()
        self.now += off
        if another:
            self.api_key = f"lp_{int(self.api_key[3:]) + 1}"
        self.start_program()

    def end_program(self) -> None:
        self.dispatcher.close()
        self.ledger.close()

    # What must be true

    @invariant()
    def no_file_has_two_assets_unless_a_person_was_told(self) -> None:
        if not hasattr(self, "layers"):
            return
        owners = Counter(made.owner for made in self.layers.assets.values())
        for owner, count in owners.items():
            # Whatever they hold and of whatever kind they are: one drop becomes one asset.
            assert count <= 1 + self.told[owner], f"{owner} became {count} assets"
        unseen = [
            owner for owner in owners if not self.told[owner] and self.seen[owner].stage is Stage.CANCELLED
        ]
        assert len(unseen) <= self.cancelled_in_doubt, f"there are assets of {unseen}, which were cancelled"

    def teardown(self) -> None:
        """Without faults everything that was not cancelled ends with its one asset."""
        if not hasattr(self, "folder"):
            return
        try:
            self.run_to_quiet()
            self.no_file_has_two_assets_unless_a_person_was_told()
        finally:
            self.end_program()
            shutil.rmtree(self.folder)

    def run_to_quiet(self) -> None:
        self.sign_in()
        self.control.resume(None)
        for _ in range(1_000):
            self.control.retry(None)
            self.control.upload_again(tuple(self.seen))
            self.foreman.give_out()
            if self.busy:
                self.answer_one(min(self.busy), None)
            elif all(work.transfer.stage in {Stage.DONE, Stage.CANCELLED} for work in self.ledger.board):
                break
            else:
                self.now += 100.0
        for id_, transfer in self.seen.items():
            assert transfer.stage in {Stage.DONE, Stage.CANCELLED}
            if transfer.stage is Stage.DONE and not transfer.reused:
                assert transfer.asset_id is not None
                made = self.layers.assets[transfer.asset_id]
                assert (made.owner, made.kind) == (id_, transfer.kind)
                assert made.content.sha256 == transfer.sha256 or transfer.sha256 is None
                assert made.content.size == transfer.size
            elif transfer.reused:
                assert transfer.asset_id is not None
                made = self.layers.assets[transfer.asset_id]
                assert (made.content.sha256, made.kind) == (transfer.sha256, transfer.kind)


ExactlyOnce.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestExactlyOnce = ExactlyOnce.TestCase
