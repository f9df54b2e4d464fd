"""The queue: the only owner of transfers, journal, budget and workers. Lives in a thread of its own.

Commands come in through `post`, values go out through signals; nobody reaches in. A worker runs one step; its
report is decided by `policy`, written to the journal (`ledger`), and only then the next step is given out
(`foreman`). Waits are dates with one timer, never sleeping threads.
"""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal, Slot

from layers_desktop.api.account import Account
from layers_desktop.errors import Problem, UserError
from layers_desktop.tasks import Tasks, unexpected
from layers_desktop.transfers import commands
from layers_desktop.transfers.alarm import Alarm
from layers_desktop.transfers.bandwidth import Bandwidth
from layers_desktop.transfers.control import Control
from layers_desktop.transfers.crew import Crew
from layers_desktop.transfers.dispatch import Dispatcher
from layers_desktop.transfers.foreman import Calls, Foreman
from layers_desktop.transfers.job import Report
from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.journal_file import unusable
from layers_desktop.transfers.ledger import Audience, Ledger
from layers_desktop.transfers.lookout import LOOKOUT_THREADS, Lookout
from layers_desktop.transfers.open_drops import OpenDrops
from layers_desktop.transfers.queue_config import QueueConfig
from layers_desktop.transfers.reachability import Reachability
from layers_desktop.transfers.reception import NOT_READY, Reception, submits
from layers_desktop.transfers.run import Run
from layers_desktop.transfers.transfer import Hold, Transfer
from layers_desktop.transfers.worker import TransferWorker

log = logging.getLogger(__name__)

SAMPLE_MS = 100
"""How often the workers' byte counters are read: ten times a second."""


class TransferQueue(QObject):
    """See the module. All signals carry frozen values; all slots run in the queue's thread."""

    added = Signal(object)  # list[Snapshot]
    changed = Signal(object)  # list[Snapshot]
    removed = Signal(object)  # list[int]
    progress = Signal(object)  # list[Progress]
    held = Signal(object)  # Hold | None
    preparing = Signal(object)  # int: files still being looked at
    batch_finished = Signal(object)  # BatchSummary
    restored = Signal(object)  # Restored: what earlier runs left, once for each organization that signs in
    watching = Signal(object)  # tuple[Problem, ...]: the watched folders that cannot be read at the moment
    files = Signal(object)  # FilesOf: the answer to TellFiles
    notice = Signal(object)  # Problem
    _command = Signal(object)

    def __init__(self, config: QueueConfig) -> None:
        super().__init__()
        self._config = config
        self._ledger: Ledger | None = None
        self._unusable = NOT_READY
        """Why files cannot be taken in, as long as there is no ledger."""
        self._foreman: Foreman | None = None
        self._shown_hold: Hold | None = None
        self._stopping = False
        # Made before the thread runs: constructors that connect signals do so under Python's lock, and can
        # wait for ever for a thread that destroys a receiver under Qt's (docs/decisions.md, 29).
        self._folder_news = QFileSystemWatcher(self)
        self._folder_tasks = Tasks(self, threads=LOOKOUT_THREADS)
        self._drop_tasks = Tasks(self, threads=3)
        self._command.connect(self._handle, Qt.ConnectionType.QueuedConnection)

    def post(self, command: commands.Command) -> None:
        """Ask for something; safe from any thread. After `retire` nothing is heard any more."""
        if not self._stopping:
            self._command.emit(command)

    def retire(self) -> None:
        """Take no more commands and give out nothing more; safe from any thread, before `stop`."""
        self._stopping = True

    # Life

    @Slot()
    def start(self) -> None:
        """Open the journal and make the timers; runs in the queue's thread, before any command."""
        self._reachability = Reachability(self)
        self._reachability.changed.connect(self._network_changed)
        self._alarm = Alarm(self._config.clocks.monotonic, self)
        self._alarm.rang.connect(self._dispatch)
        self._sampler = QTimer(self, interval=SAMPLE_MS)
        self._sampler.timeout.connect(self._sample)
        self._bandwidth = Bandwidth(self._config.bandwidth_limit)
        self._crew = Crew(self._hire)
        try:
            self._ledger = self._open_ledger()
        except UserError as error:
            self._unusable = error.problem
            self.notice.emit(error.problem)
        else:
            self._build(self._ledger)

    def _build(self, ledger: Ledger) -> None:
        """Make all that needs the journal."""
        ledger.board.small_first = self._config.small_first
        self._dispatcher = Dispatcher(ledger.board, self._crew, self._config.clocks, self._config.concurrency)
        self._control = Control(ledger, self._dispatcher, self._crew, self._config.clocks.wall)
        self._reception = Reception(
            self._drop_tasks,
            clock=self._config.clocks.monotonic,
            told=self.preparing.emit,
            enter=self._enter,
            whole=ledger.whole,
            notice=self.notice.emit,
            open_drops=self._open_drops,
        )
        self._lookout = Lookout(
            self._config.data / "watched",
            self._config.watch,
            monotonic=self._config.clocks.monotonic,
            handed_in=ledger.handed_in,
            enter=self._enter,
            whole=ledger.whole,
            told=self.watching.emit,
            news=self._folder_news,
            tasks=self._folder_tasks,
            parent=self,
        )
        self._foreman = Foreman(
            ledger,
            self._dispatcher,
            self._control,
            policy=self._config.policy,
            clocks=self._config.clocks,
            calls=Calls(
                started=self._started, network_suspected=self._reachability.ask, notice=self.notice.emit
            ),
        )

    def _open_ledger(self) -> Ledger:
        try:
            run = Run(self._config.data / "runs")
        except OSError as error:
            raise unusable(error) from None
        journal = Journal(self._config.journal)
        if journal.opened_with:
            self.notice.emit(journal.opened_with)
        audience = Audience(
            added=self.added.emit,
            changed=self.changed.emit,
            removed=self.removed.emit,
            batch_finished=self.batch_finished.emit,
            restored=self.restored.emit,
            notice=self.notice.emit,
        )
        self._open_drops = OpenDrops(self._config.data / "drops", run, journal)
        return Ledger(journal, run, self._config.clocks, audience, self._config.policy)

    @Slot()
    def stop(self) -> None:
        """Cancel sockets, join with a deadline, close the journal."""
        self.retire()
        self._alarm.set(None)
        self._sampler.stop()
        end = time.monotonic() + self._config.join_seconds

        def left() -> float:
            return max(0.05, end - time.monotonic())

        if self._ledger is not None:
            self._reception.give_up()
        self._reachability.close()
        self._crew.dismiss(left())
        if self._ledger is not None:
            self._reception.close(left())
            self._lookout.close(left())
            self._dispatcher.close()
            self._ledger.close()
        self.thread().quit()

    def _hire(self) -> TransferWorker:
        worker = TransferWorker(self._bandwidth, self._config.clocks.monotonic, parent=self)
        worker.reported.connect(self._on_report, Qt.ConnectionType.QueuedConnection)
        return worker

    # Commands

    @Slot(object)
    def _handle(self, command: commands.Command) -> None:
        if self._stopping:
            return
        if self._ledger is None:
            if isinstance(command, commands.Submit | commands.SubmitAgain):
                self.notice.emit(self._unusable)
            return
        try:
            self._obey(self._ledger, command)
        except UserError as error:
            self.notice.emit(error.problem)
        except Exception as error:
            log.exception("%s failed", type(command).__name__)
            self.notice.emit(unexpected(error))
        self._dispatch()

    def _obey(self, ledger: Ledger, command: commands.Command) -> None:
        match command:
            case commands.Submit() | commands.SubmitAgain():
                self._reception.look_at(submits(command, ledger.board), self._dispatcher.account)
            case commands.UseAccount(account, resume):
                self._use(ledger, account, resume=resume)
            case commands.Watch(folders, off):
                self._lookout.follow(folders, off)
            case commands.TellFiles(folder):
                self.files.emit(ledger.files_of(folder))
            case commands.NetworkChanged():
                self._reachability.ask_anew()
            case commands.SetConcurrency(count):
                self._dispatcher.resize(count)
            case commands.SetBandwidthLimit(bytes_per_second):
                self._bandwidth.change(bytes_per_second)
            case commands.SetSmallFirst(on):
                ledger.board.small_first = on
            case _:
                self._control.obey(command)

    def _use(self, ledger: Ledger, account: Account | None, *, resume: bool) -> None:
        self._dispatcher.use(account)
        self._reachability.use(account)
        self._lookout.use(account)
        if account is not None:
            ledger.open_account(account.organization_id, resume=resume)
            if resume:
                self._reception.look_again(account.organization_id)

    def _enter(self, drafts: list[Transfer], *, carry_on: bool, batch_id: int) -> int:
        if self._ledger is None:
            return 0
        batch_id = self._ledger.enter(drafts, carry_on=carry_on, batch_id=batch_id)
        self._dispatch()
        return batch_id

    # Steps

    @Slot()
    def _dispatch(self) -> None:
        if self._stopping or self._foreman is None:
            return
        self._foreman.give_out()
        hold = self._dispatcher.hold()
        if hold != self._shown_hold:
            self._shown_hold = hold
            self.held.emit(hold)
        self._alarm.set(self._dispatcher.next_date())

    def _started(self) -> None:
        if not self._sampler.isActive():  # started again, a busy queue's timer would never fire
            self._sampler.start()

    @Slot(object, object)
    def _on_report(self, worker: TransferWorker, report: Report) -> None:
        if self._stopping or self._foreman is None:
            worker.job = None
            return
        self._foreman.reported(worker, report)
        self._dispatch()

    @Slot(object)
    def _network_changed(self, problem: Problem | None) -> None:
        if self._stopping or self._ledger is None:
            return
        self._dispatcher.offline = problem
        if problem is None:
            self._control.network_is_back()
        self._dispatch()

    @Slot()
    def _sample(self) -> None:
        sent = self._crew.progress()
        if sent:
            self.progress.emit(sent)
        else:
            self._sampler.stop()
