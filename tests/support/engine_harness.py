"""A running engine as its window sees it: signals collected in the test's own thread."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Slot
from pytestqt.qtbot import QtBot

from layers_desktop.api.account import Account
from layers_desktop.core.errors import Problem
from layers_desktop.core.secrets import ApiKey
from layers_desktop.media.folder_scan import walk
from layers_desktop.media.inspection import NewFile, Rejection
from layers_desktop.sandbox import Fault, Sandbox
from layers_desktop.transfers.commands import Command, QueryFiles, Submit, UseAccount
from layers_desktop.transfers.queue import Engine, QueueConfig
from layers_desktop.transfers.retry_policy import RetryPolicy
from layers_desktop.transfers.store import TransferListener
from layers_desktop.transfers.transfer import (
    Activity,
    BatchSummary,
    Hold,
    Progress,
    Restored,
    Snapshot,
    Stage,
    Transfer,
)
from tests.support.processes import wait_until
from tests.support.stages import LEGAL_TRANSITIONS
from tests.support.timeouts import TIMEOUT_S

QUICK = RetryPolicy(base=0.01, cap=0.02, rest=0.0)


class QuietListener(TransferListener):
    """Hears nothing but what its subclasses hear."""

    def on_added(self, snapshots: list[Snapshot]) -> None: ...
    def on_changed(self, snapshots: list[Snapshot]) -> None: ...
    def on_removed(self, ids: list[int]) -> None: ...
    def on_batch_finished(self, summary: BatchSummary) -> None: ...
    def on_restored(self, restored: Restored) -> None: ...
    def on_notice(self, problem: Problem) -> None: ...
    def on_network_suspected(self) -> None: ...


class Harness(QObject):
    """Starts engines on one data folder, one after another, and remembers what they said."""

    def __init__(self, qtbot: QtBot, config: QueueConfig) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.config = config
        self.rows: dict[int, Snapshot] = {}
        self.all_seen: dict[int, list[Snapshot]] = {}
        self.holds: list[Hold | None] = []
        self.notices: list[Problem] = []
        self.batches: list[BatchSummary] = []
        self.progress: list[list[Progress]] = []
        self.submitted: dict[int, int] = {}
        self.restored: list[Restored] = []
        self.lost_folders: list[tuple[Problem, ...]] = []
        self.gone: list[int] = []
        self.said: Counter[str] = Counter()
        self.engine = self._make()

    def _make(self) -> Engine:
        engine = Engine(self.config)
        queue = engine.queue
        queue.added.connect(self._added)
        queue.changed.connect(self._changed)
        queue.removed.connect(self._removed)
        queue.progress.connect(self._progressed)
        queue.hold_changed.connect(self._held)
        queue.submitted.connect(self._submitted)
        queue.batch_finished.connect(self._batch_finished)
        queue.notice.connect(self._noticed)
        queue.restored.connect(self._restored)
        queue.watching.connect(self._watching)
        queue.file_usage.connect(self._told_files)
        return engine

    def start(self) -> None:
        self.engine.start()

    def stop(self) -> bool:
        ended = self.engine.stop()
        QCoreApplication.processEvents()  # what it said to its last moment is heard before a later start
        return ended

    def start_anew(self, box: Sandbox | None = None) -> None:
        """A later start of the program on the same data, signed in where there is a `box`."""
        self.rows.clear()
        self.engine = self._make()
        self.engine.start()
        if box is not None:
            self.sign_in(box)

    def restart(self, box: Sandbox | None = None) -> None:
        assert self.stop()
        self.start_anew(box)

    def post(self, *commands: Command) -> None:
        for command in commands:
            self.engine.queue.post(command)

    def sign_in(
        self, box: Sandbox, *, key: str | None = None, tier: str = "partner", adopt: bool = True
    ) -> Account:
        account = Account(
            base_url=box.base_url,
            key=ApiKey(key or box.key),
            organization_id=box.world.organization_id,
            rate_limit_tier=tier,
        )
        self.post(UseAccount(account, adopt=adopt))
        return account

    def submit(self, box: Sandbox, *paths: Path, checksum: bool = True) -> None:
        project = box.world.projects[0]
        given = Submit(project_id=project.project_id, project_name=project.name, checksum=checksum)
        self.post(with_files(given, *paths))

    def submit_held(self, box: Sandbox, fault: str | Fault, *paths: Path, calls: int = 1) -> None:
        """Hand in files, and wait until so many calls of them are held by the fault."""
        box.world.faults.add(fault)
        self.submit(box, *paths)
        assert box.world.faults.wait_held(calls)

    def submit_and_settle(self, box: Sandbox, *paths: Path, rows: int = 1, checksum: bool = True) -> None:
        self.submit(box, *paths, checksum=checksum)
        self.wait_settled(rows)

    def release_and_settle(self, box: Sandbox, rows: int = 1) -> None:
        box.world.faults.release()
        self.wait_settled(rows)

    def wait_until(self, true: Callable[[], bool], timeout: float = TIMEOUT_S) -> None:
        self._qtbot.waitUntil(true, timeout=int(timeout * 1000))

    def catch_up(self) -> None:
        """Wait until everything is heard that follows from what has reached the queue by now.

        Between two signals of one happening, what is shown does not fit together.
        """
        heard = self.said["files"]
        self.post(QueryFiles(b"/nowhere"))
        self.wait_until(lambda: self.said["files"] > heard)

    def wait_settled(self, count: int = 1) -> None:
        """Wait until there are so many rows and nothing more happens to any of them.

        It fails where none of them comes, goes or settles for a while, however long all of them take.
        """

        def numbers() -> tuple[int, int]:
            return len(self.rows), len(self.unsettled)

        def have_changed(since: tuple[int, int]) -> bool:
            return numbers() != since

        while (now := numbers())[0] < count or now[1]:
            self.wait_until(partial(have_changed, now))

    @property
    def unsettled(self) -> list[Snapshot]:
        return [row for row in self.rows.values() if row.activity is not Activity.FINISHED]

    @property
    def hold(self) -> Hold | None:
        return self.holds[-1] if self.holds else None

    def row(self, name: str | None = None) -> Snapshot:
        found = [row for row in self.rows.values() if name in {None, row.transfer.name}]
        assert len(found) == 1, found
        return found[0]

    def transfer(self, name: str | None = None) -> Transfer:
        return self.row(name).transfer

    def activity(self, name: str | None = None) -> Activity | None:
        found = [row for row in self.rows.values() if name in {None, row.transfer.name}]
        return found[0].activity if found else None

    def stages(self) -> Counter[Stage]:
        return Counter(row.transfer.stage for row in self.rows.values())

    @Slot(object)
    def _added(self, snapshots: list[Snapshot]) -> None:
        self.said["added"] += 1
        for snapshot in snapshots:
            assert snapshot.transfer.id not in self.rows, "a row was added twice"
            self.rows[snapshot.transfer.id] = snapshot
            self.all_seen.setdefault(snapshot.transfer.id, []).append(snapshot)

    @Slot(object)
    def _changed(self, snapshots: Sequence[Snapshot]) -> None:
        self.said["changed"] += 1
        for snapshot in snapshots:
            id_ = snapshot.transfer.id
            before = self.all_seen[id_][-1].transfer.stage
            after = snapshot.transfer.stage
            assert before is after or after in LEGAL_TRANSITIONS[before], (before, after)
            self.all_seen[id_].append(snapshot)
            if id_ in self.rows:
                self.rows[id_] = snapshot

    @Slot(object)
    def _removed(self, ids: list[int]) -> None:
        self.said["removed"] += 1
        for id_ in ids:
            self.gone.append(id_)
            self.rows.pop(id_, None)

    @Slot(object)
    def _progressed(self, progress: list[Progress]) -> None:
        self.progress.append(progress)

    @Slot(object)
    def _held(self, hold: Hold | None) -> None:
        self.holds.append(hold)

    @Slot(int, int)
    def _submitted(self, ticket: int, batch_id: int) -> None:
        self.submitted[ticket] = batch_id

    @Slot(object)
    def _batch_finished(self, summary: BatchSummary) -> None:
        self.batches.append(summary)

    @Slot(object)
    def _restored(self, restored: Restored) -> None:
        self.restored.append(restored)

    @Slot(object)
    def _watching(self, lost: tuple[Problem, ...]) -> None:
        self.lost_folders.append(lost)

    @Slot(object)
    def _told_files(self, _files: object) -> None:
        self.said["files"] += 1

    @Slot(object)
    def _noticed(self, problem: Problem) -> None:
        self.notices.append(problem)


def with_files(submit: Submit, *paths: Path) -> Submit:
    """Return what is handed in of these files and folders, as the command line does."""
    found = list(walk(bytes(path) for path in paths))
    return replace(
        submit,
        files=tuple(NewFile(one) for one in found if not isinstance(one, Rejection)),
        refused=tuple(one for one in found if isinstance(one, Rejection)),
    )


def let_go(box: Sandbox) -> None:
    """Have the sandbox carry out what it held of an engine that was stopped, before the next one asks."""
    box.world.faults.release()
    wait_until(box.is_idle, "what was held to be carried out")


def make_png(path: Path, size: int) -> Path:
    """A file that is an image by its first bytes, of exactly so many bytes, like no other."""
    seed = hashlib.sha256(bytes(path)).digest()
    head = b"\x89PNG\r\n\x1a\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((head + seed * (size // 32 + 1))[:size])
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def steps(box: Sandbox) -> list[str]:
    """The steps of uploads that reached the sandbox, in the order of their answers."""
    wanted = {"presign", "put", "finalize", "inline"}
    return [request.step for request in box.world.requests if request.step in wanted]
