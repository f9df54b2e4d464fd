"""The queue: the only owner of transfers, journal, budget and workers. Lives in a thread of its own.

Commands come in through `post`, values go out through signals; nobody reaches in. A worker runs one step; its
result is decided by `retry_policy`, written to the journal (`store`), and only then the next step goes out
(`scheduler`). Waits are dates with one timer, never sleeping threads.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal, Slot

from layers_desktop.api.network import Network
from layers_desktop.core.background import Tasks, unexpected
from layers_desktop.core.clock import steady_time
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.transfers import commands
from layers_desktop.transfers.connectivity import Reachability
from layers_desktop.transfers.deadline_timer import DeadlineTimer
from layers_desktop.transfers.dispatcher import Dispatcher
from layers_desktop.transfers.journal.database import unusable
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.journal.runs import ProcessRun
from layers_desktop.transfers.recovery import take_in_notes
from layers_desktop.transfers.retry_policy import RetryPolicy
from layers_desktop.transfers.scheduler import Scheduler, SchedulerCallbacks
from layers_desktop.transfers.store import Clocks, StoreListener, TransferStore
from layers_desktop.transfers.throttle import BandwidthLimiter
from layers_desktop.transfers.transfer import Hold
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
    network: Network = field(default_factory=Network)
    """The program's proxy, which may change; and where the storage is, once that is known."""
    clocks: Clocks = field(default_factory=lambda: Clocks(monotonic=steady_time, wall=time.time))

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
        self._store: TransferStore | None = None
        self._unusable: Problem | None = None
        """Why files cannot be taken in, where there is no store."""
        self._scheduler: Scheduler | None = None
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
            self._store = self._open_store()
        except UserError as error:
            self._unusable = error.problem
        except Exception as error:
            log.exception("the journal could not be opened")
            self._unusable = unexpected(error)
        if self._store is not None:
            self._build(self._store)
        elif self._unusable is not None:
            self.notice.emit(self._unusable)

    def _build(self, store: TransferStore) -> None:
        """Make all that needs the journal."""
        store.ready.small_first = self._config.small_first
        self._dispatcher = Dispatcher(
            store.ready,
            self._workers,
            self._config.clocks,
            self._config.concurrency,
            self._config.network,
        )
        self._user_actions = UserActions(store, self._dispatcher, self._workers, self._config.clocks.wall)
        self._watcher = FolderWatcher(
            self._config.data / "watched",
            self._config.watch,
            monotonic=self._config.clocks.monotonic,
            handed_in=store.submitted_files,
            submit=self._submit,
            told=self.watching.emit,
            news=self._folder_news,
            tasks=self._folder_tasks,
            parent=self,
        )
        self._scheduler = Scheduler(
            store,
            self._dispatcher,
            self._user_actions,
            policy=self._config.policy,
            clocks=self._config.clocks,
            calls=SchedulerCallbacks(
                started=self._started, network_suspected=self._reachability.ask, notice=self.notice.emit
            ),
        )

    def _open_store(self) -> TransferStore:
        try:
            run = ProcessRun(self._config.data / "runs")
        except OSError as error:
            raise unusable(error) from None
        journal = Journal(self._config.journal, self.notice.emit)
        if journal.opened_with:
            self.notice.emit(journal.opened_with)
        audience = StoreListener(
            added=self.added.emit,
            changed=self.changed.emit,
            removed=self.removed.emit,
            batch_finished=self.batch_finished.emit,
            restored=self.restored.emit,
            notice=self.notice.emit,
        )
        take_in_notes(self._config.data / "drops", journal, run)
        return TransferStore(journal, run, self._config.clocks, audience, self._config.policy)

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
        if self._store is not None:
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
        if self._store is None:
            if isinstance(command, commands.Submit | commands.SubmitAgain) and self._unusable:
                self._not_done(command, self._unusable)
            return
        try:
            self._carry_out(self._store, command)
        except UserError as error:
            self._not_done(command, error.problem)
        except Exception as error:
            log.exception("%s failed", type(command).__name__)
            self._not_done(command, unexpected(error))
        self._list_soon()
        self._dispatch()

    def _carry_out(self, store: TransferStore, command: commands.Command) -> None:
        match command:
            case commands.Submit():
                self._submit(command)
            case commands.SubmitAgain():
                for submit in submits(command, store.ready):
                    self._submit(submit)
            case commands.AssignProject():
                store.assign_project(command)
            case commands.UseAccount():
                self._use(store, command)
            case commands.WatchFolders(folders, off):
                self._watcher.set_folders(folders, off)
            case commands.QueryFiles(folder):
                self.file_usage.emit(store.file_usage(folder))
            case commands.NetworkChanged():
                self._reachability.ask_anew()
            case commands.SetConcurrency() | commands.SetBandwidthLimit() | commands.SetSmallFirst():
                self._configure(store, command)
            case _:
                self._user_actions.handle(command)

    def _not_done(self, command: commands.Command, problem: Problem) -> None:
        self.notice.emit(problem)
        if isinstance(command, commands.Submit) and command.ticket:
            self.submitted.emit(command.ticket, 0)

    def _configure(self, store: TransferStore, command: commands.Setting) -> None:
        match command:
            case commands.SetConcurrency(count):
                self._dispatcher.resize(count)
            case commands.SetBandwidthLimit(bytes_per_second):
                self._bandwidth.change(bytes_per_second)
            case commands.SetSmallFirst(on):
                store.ready.small_first = on

    def _use(self, store: TransferStore, command: commands.UseAccount) -> None:
        account = command.account
        self._adopts = command.adopt
        self._dispatcher.set_account(account)
        self._reachability.set_account(account)
        self._watcher.set_account(account)
        if account is not None:
            store.open_account(account.organization_id, resume=command.resume, adopt=command.adopt)

    def _submit(self, submit: commands.Submit) -> None:
        """Write down what came in, and put it on the list."""
        if self._store is None:
            return
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
        if self._store is None or not self._store.list_more(LISTED_AT_ONCE):
            self._lister.stop()
        self._dispatch()

    @Slot()
    def _write_inspected(self) -> None:
        if self._stopping or self._scheduler is None:
            return
        self._scheduler.write_inspected()
        self._dispatch()

    # Steps

    @Slot()
    def _dispatch(self) -> None:
        if self._stopping or self._scheduler is None:
            return
        self._scheduler.schedule()
        hold = self._dispatcher.hold()
        if hold != self._shown_hold:
            self._shown_hold = hold
            self.hold_changed.emit(hold)
        self._alarm.set(self._dispatcher.next_date())

    def _started(self) -> None:
        if not self._sampler.isActive():  # started again, a busy queue's timer would never fire
            self._sampler.start()

    @Slot(object, object)
    def _on_result(self, worker: TransferWorker, report: JobResult) -> None:
        if self._stopping or self._scheduler is None:
            worker.job = None
            return
        if self._scheduler.on_result(worker, report) and not self._inspected.isActive():
            self._inspected.start()
        self._dispatch()

    @Slot(object)
    def _network_changed(self, problem: Problem | None) -> None:
        if self._stopping or self._store is None:
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
        if self._scheduler is not None and self._scheduler.show_inspecting():
            self._dispatch()  # others need not wait for what hangs
        elif not sent:
            self._sampler.stop()
