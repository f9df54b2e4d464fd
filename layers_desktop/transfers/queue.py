"""The queue: the only owner of transfers, journal, budget and workers; and the thread that it lives in.

Commands come in through `post`, values go out through signals; nobody reaches in. A worker runs one step; its
result is decided by `retry_policy`, written to the journal (`store`), and only then the next step goes out
(`scheduler`). Waits are dates with one timer, never sleeping threads.
"""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QMetaObject, QObject, Qt, QThread, QTimer, Signal, Slot

from layers_desktop.api.network import Network
from layers_desktop.core.background import Tasks, unexpected
from layers_desktop.core.clock import Clocks, DeadlineTimer
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.transfers import commands
from layers_desktop.transfers.connectivity import Reachability
from layers_desktop.transfers.dispatcher import Dispatcher
from layers_desktop.transfers.journal.database import unusable
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.recovery import ProcessRun
from layers_desktop.transfers.retry_policy import RetryPolicy
from layers_desktop.transfers.scheduler import Scheduler
from layers_desktop.transfers.store import TransferStore
from layers_desktop.transfers.throttle import BandwidthLimiter
from layers_desktop.transfers.transfer import BatchSummary, Hold, Restored, Snapshot
from layers_desktop.transfers.user_actions import UserActions, submits
from layers_desktop.transfers.watch.watcher import FOLDER_THREADS, FolderWatcher, WatchTimes
from layers_desktop.transfers.worker_pool import JobResult, TransferWorker, WorkerPool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueConfig:
    """What a queue is built with."""

    data: Path
    """Folder of the journal and of the runs' locks."""
    concurrency: int = 4
    bandwidth_limit: int = 0
    """Bytes a second for all files together; 0 for no limit."""
    small_first: bool = True
    """Small files go before larger ones that were dropped earlier."""
    policy: RetryPolicy = field(default_factory=RetryPolicy)
    watch: WatchTimes = field(default_factory=WatchTimes)
    join_seconds: float = 5.0
    """How long quit waits for everything that runs beside the queue, together."""
    clocks: Clocks = field(default_factory=Clocks)
    network: Network = field(default_factory=Network)
    """The program's proxy, which may change; and where the storage is, once that is known."""

    @property
    def journal(self) -> Path:
        """Where the journal is."""
        return self.data / "journal.sqlite3"


log = logging.getLogger(__name__)

SAMPLE_MS = 100
"""How often the workers' byte counters are read: ten times a second."""
LISTED_AT_ONCE = 125
LIST_MS = 5
"""So many new rows are told of every so often: all at once would hold Python's lock, and so the window."""
WRITE_INSPECTED_MS = 20
"""How long what was inspected is gathered: each write costs the disk a few milliseconds."""
_SPARE_SECONDS: Final = 10.0
"""Beyond what the queue joins itself: it may be busy when it is stopped, and closes its journal."""


class TransferQueue(QObject):
    """See the module. All signals carry frozen values; all slots run in the queue's thread."""

    added = Signal(object)  # list[Snapshot]
    changed = Signal(object)  # list[Snapshot]
    removed = Signal(object)  # list[int]
    progress = Signal(object)  # list[Progress]
    hold_changed = Signal(object)  # Hold | None
    submitted = Signal(int, int)  # the ticket of a Submit, and its batch once it is on disk; 0: it cannot be
    batch_finished = Signal(object)  # BatchSummary
    restored = Signal(object)  # Restored: what earlier runs left, once for each organization that signs in
    watching = Signal(object)  # tuple[Problem, ...]: the watched folders that cannot be read at the moment
    file_usage = Signal(object)  # FileUsage: the answer to QueryFiles
    notice = Signal(object)  # Problem
    _command = Signal(object)

    def __init__(self, config: QueueConfig) -> None:
        super().__init__()
        self._config = config
        self._unusable: Problem | None = None
        """Why files cannot be taken in: there is no store, nor what is built on it."""
        self._shown_hold: Hold | None = None
        self._stopping = self._closed = False
        self._adopts = True
        self.ended = True
        """False when something still ran at the end of `stop`; may be read when the queue is gone."""
        # Made before the thread runs: constructors that connect signals do so under Python's lock, and can
        # wait for ever for a thread that destroys a receiver under Qt's (docs/decisions.md, 29).
        self._folder_news = QFileSystemWatcher(self)
        self._folder_tasks = Tasks(self, threads=FOLDER_THREADS)
        self._command.connect(self._handle, Qt.ConnectionType.QueuedConnection)

    def post(self, command: commands.Command) -> None:
        """Ask for something; safe from any thread. After `stop` nothing is heard any more."""
        if not self._closed:
            self._command.emit(command)

    def stop_accepting(self) -> None:
        """Give out nothing more; safe from any thread, before `stop`.

        What was handed in before that is still written down: the next start goes on with it.
        """
        self._stopping = True

    # Life

    @Slot()
    def start(self) -> None:
        """Open the journal and make the timers; runs in the queue's thread, before any command."""
        self._reachability = Reachability(self, self._config.network)
        self._reachability.changed.connect(self._network_changed)
        self._alarm = DeadlineTimer(self._config.clocks.monotonic, self)
        self._alarm.expired.connect(self._dispatch)
        self._sampler = QTimer(self, interval=SAMPLE_MS)
        self._sampler.timeout.connect(self._sample)
        self._inspected = QTimer(self, interval=WRITE_INSPECTED_MS, singleShot=True)
        self._inspected.timeout.connect(self._write_inspected)
        self._lister = QTimer(self, interval=LIST_MS)
        self._lister.timeout.connect(self._list)
        self._bandwidth = BandwidthLimiter(self._config.bandwidth_limit)
        self._workers = WorkerPool(self._create_worker)
        try:
            self._build(self._open_store())
        except UserError as error:
            self._unusable = error.problem
        except Exception as error:
            # The window says so: without this it would wait for a queue that has no journal.
            log.exception("the journal could not be opened")
            self._unusable = unexpected(error)
        if self._unusable is not None:
            self.notice.emit(self._unusable)

    def _build(self, store: TransferStore) -> None:
        """Make all that needs the journal, or close it again."""
        with ExitStack() as undo:
            undo.callback(store.close)
            self._build_on(store)
            undo.pop_all()

    def _build_on(self, store: TransferStore) -> None:
        self._store = store
        store.ready.small_first = self._config.small_first
        self._dispatcher = Dispatcher(
            store.ready,
            self._workers,
            self._config.clocks,
            self._config.concurrency,
            self._config.network,
        )
        self._user_actions = UserActions(store, self._dispatcher, self._workers)
        self._watcher = FolderWatcher(
            self._config.data / "watched",
            self._config.watch,
            monotonic=self._config.clocks.monotonic,
            handed_in=store.submitted_files,
            submit=self._submit,
            on_lost=self.watching.emit,
            news=self._folder_news,
            tasks=self._folder_tasks,
            parent=self,
        )
        self._scheduler = Scheduler(store, self._dispatcher)

    def _open_store(self) -> TransferStore:
        try:
            run = ProcessRun(self._config.data / "runs")
        except OSError as error:
            raise unusable(error) from None
        journal = Journal(self._config.journal, self.notice.emit)
        if journal.opened_with:
            self.notice.emit(journal.opened_with)
        return TransferStore(journal, run, self._config.clocks, self, self._config.policy)

    @Slot()
    def stop(self) -> None:
        """Cancel sockets, join with a deadline, close the journal."""
        self.stop_accepting()
        self._closed = True
        self._alarm.set(None)
        self._sampler.stop()
        end = time.monotonic() + self._config.join_seconds

        def left() -> float:
            return max(0.05, end - time.monotonic())

        self._lister.stop()
        self.ended = self._reachability.close()
        self._workers.shutdown(left())
        if self._unusable is None:
            self.ended = self._watcher.close(left()) and self.ended
            self._dispatcher.close()
            self._store.close()
        # A call of the system that hangs cannot be ended: the engine's deadline is for this, too.
        self._workers.join()
        self.thread().quit()

    def _create_worker(self) -> TransferWorker:
        worker = TransferWorker(
            self._bandwidth, self._config.network, self._config.clocks.monotonic, parent=self
        )
        worker.reported.connect(self._on_result, Qt.ConnectionType.QueuedConnection)
        return worker

    # Commands

    @Slot(object)
    def _handle(self, command: commands.Command) -> None:
        if self._unusable is not None:
            if isinstance(command, commands.Submit | commands.SubmitAgain):
                self._not_done(command, self._unusable)
            return
        try:
            self._carry_out(command)
        except UserError as error:
            self._not_done(command, error.problem)
        except Exception as error:
            log.exception("%s failed", type(command).__name__)
            self._not_done(command, unexpected(error))
        self._list_soon()
        self._dispatch()

    def _carry_out(self, command: commands.Command) -> None:
        match command:
            case commands.Submit():
                self._submit(command)
            case commands.SubmitAgain():
                for submit in submits(command, self._store.ready):
                    self._submit(submit)
            case commands.AssignProject():
                self._store.assign_project(command)
            case commands.UseAccount():
                self._use(command)
            case commands.WatchFolders(folders, off):
                self._watcher.set_folders(folders, off)
            case commands.QueryFiles(folder):
                self.file_usage.emit(self._store.file_usage(folder))
            case commands.NetworkChanged():
                self._reachability.ask_anew()
            case commands.SetConcurrency() | commands.SetBandwidthLimit() | commands.SetSmallFirst():
                self._configure(command)
            case _:
                self._user_actions.handle(command)

    def _not_done(self, command: commands.Command, problem: Problem) -> None:
        self.notice.emit(problem)
        if isinstance(command, commands.Submit) and command.ticket:
            self.submitted.emit(command.ticket, 0)

    def _configure(self, command: commands.Setting) -> None:
        match command:
            case commands.SetConcurrency(count):
                self._dispatcher.resize(count)
            case commands.SetBandwidthLimit(bytes_per_second):
                self._bandwidth.change(bytes_per_second)
            case commands.SetSmallFirst(on):
                self._store.ready.small_first = on

    def _use(self, command: commands.UseAccount) -> None:
        account = command.account
        self._adopts = command.adopt
        self._dispatcher.set_account(account)
        self._reachability.set_account(account)
        self._watcher.set_account(account)
        if account is not None:
            self._store.open_account(account.organization_id, resume=command.resume, adopt=command.adopt)

    def _submit(self, submit: commands.Submit) -> None:
        """Write down what came in, and put it on the list."""
        account = self._dispatcher.account
        organization_id = submit.organization_id
        if organization_id is None or (organization_id == "" and self._adopts):
            organization_id = account.organization_id if account is not None else ""
        batch_id = self._store.add(submit, organization_id)
        if submit.ticket:
            self.submitted.emit(submit.ticket, batch_id)
        self._list_soon()

    def _list_soon(self) -> None:
        """Put on the list what is written down and not there yet: the first of it at once."""
        if not self._stopping and not self._lister.isActive():
            self._lister.start()
            self._list()

    @Slot()
    def _list(self) -> None:
        if not self._store.list_more(LISTED_AT_ONCE):
            self._lister.stop()
        self._dispatch()

    @Slot()
    def _write_inspected(self) -> None:
        if not self._stopping:
            self._scheduler.write_inspected()
            self._dispatch()

    # Steps

    @Slot()
    def _dispatch(self) -> None:
        if self._stopping:
            return
        waiting = self._scheduler.schedule()
        if waiting.hold != self._shown_hold:
            self._shown_hold = waiting.hold
            self.hold_changed.emit(waiting.hold)
        self._alarm.set(waiting.until)
        if self._workers.busy and not self._sampler.isActive():
            self._sampler.start()  # started again, a busy queue's timer would never fire

    @Slot(object, object)
    def _on_result(self, worker: TransferWorker, report: JobResult) -> None:
        if self._stopping:
            worker.job = None
            return
        if self._scheduler.on_result(worker, report) and not self._inspected.isActive():
            self._inspected.start()
        self._dispatch()

    @Slot(object)
    def _network_changed(self, problem: Problem | None) -> None:
        if self._stopping:
            return
        self._dispatcher.offline = problem
        if problem is None:
            self._user_actions.network_is_back()
        self._dispatch()

    @Slot()
    def _sample(self) -> None:
        sent = self._workers.progress()
        if sent:
            self.progress.emit(sent)
        if self._scheduler.show_inspecting():
            self._dispatch()  # others need not wait for what hangs
        elif not sent:
            self._sampler.stop()

    # What store and scheduler tell

    def on_added(self, snapshots: list[Snapshot]) -> None:
        """Tell of new rows."""
        self.added.emit(snapshots)

    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Tell how rows stand."""
        self.changed.emit(snapshots)

    def on_removed(self, ids: list[int]) -> None:
        """Tell of rows that are off the list."""
        self.removed.emit(ids)

    def on_batch_finished(self, summary: BatchSummary) -> None:
        """Tell of a drop that has ended."""
        self.batch_finished.emit(summary)

    def on_restored(self, restored: Restored) -> None:
        """Tell of what earlier runs left."""
        self.restored.emit(restored)

    def on_notice(self, problem: Problem) -> None:
        """Tell of what went wrong."""
        self.notice.emit(problem)

    def on_network_suspected(self) -> None:
        """Find out whether Layers can be reached."""
        self._reachability.ask()


class Engine:
    """`queue` is there from the start: connect to its signals, then `start()`; `stop()` before the end."""

    def __init__(self, config: QueueConfig) -> None:
        self._deadline_ms = int((config.join_seconds + _SPARE_SECONDS) * 1_000)
        self.queue = TransferQueue(config)
        self._thread = QThread()
        self._thread.setObjectName("queue")
        self.queue.moveToThread(self._thread)
        QMetaObject.invokeMethod(self.queue, "start", Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the thread; the journal is opened in it."""
        self._thread.start()

    def stop(self) -> bool:
        """Stop the queue and join its thread; False when something of it still runs."""
        self.queue.stop_accepting()
        if not self._thread.isRunning():
            return True
        # Posted, not called: a busy queue must not block the window's thread beyond the deadline below.
        QMetaObject.invokeMethod(self.queue, "stop", Qt.ConnectionType.QueuedConnection)
        # The thread deletes the queue with its timers and workers when it ends: they belong to it.
        self.queue.deleteLater()
        ended = self._thread.wait(self._deadline_ms)
        if not ended:
            log.error("the queue's thread did not end in time")
        return ended and self.queue.ended
