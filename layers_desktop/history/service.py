"""The history: all assets that were ever uploaded from here, found in a thread of its own.

Questions come in through `post`, values go out through signals. A first page supersedes the searches that
were asked before. The journal is read, never written, and only when somebody asks.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMetaObject, QObject, Qt, QThread, QTimer, Signal, Slot

from layers_desktop.core.background import unexpected
from layers_desktop.core.errors import UserError
from layers_desktop.history.export import export
from layers_desktop.history.file_lookup import FileLookup
from layers_desktop.history.messages import (
    PAGE,
    Asset,
    AssetFilter,
    Collect,
    Collected,
    Counted,
    Export,
    Exported,
    FileDigest,
    FindFile,
    NewerAssets,
    Question,
    Search,
    SearchResult,
    StopLooking,
)
from layers_desktop.history.search import AssetSearch
from layers_desktop.transfers.transfer import Snapshot, Stage, Transfer

log = logging.getLogger(__name__)

NEWS_MS: Final = 300
"""Assets that come this close together are told as one."""
READ_AT_ONCE: Final = 1_000
"""Assets of one step of what takes long."""
STOP_SECONDS: Final = 5.0


class History(QObject):
    """See the module. All slots run in the history's thread."""

    found = Signal(object)  # SearchResult
    counted = Signal(object)  # Counted
    collected = Signal(object)  # Collected
    looking = Signal(object)  # Looking
    looked = Signal(object)  # FileIdentified
    exported = Signal(object)  # Exported
    grown = Signal()
    """There are assets that were not there before."""
    problem = Signal(object)  # Problem
    _question = Signal(object, object)

    def __init__(self, journal: Path, old_index: Path) -> None:
        """`old_index` is what earlier editions searched instead of the journal; it is removed."""
        super().__init__()
        self._old_index = old_index
        self._search = AssetSearch(journal, lambda: self._closing)
        self._newest = 0
        """The ticket of the last first page, written by whoever posts; the rest belongs to the thread."""
        self._closing = False
        self._ended = True
        self._files = FileLookup(self._has_size, self)
        self._files.looking.connect(self.looking)
        self._files.looked.connect(self.looked)
        self._files.problem.connect(self.problem)
        self._jobs: deque[Iterator[None]] = deque()
        """What takes long, one after another, a step at a time, so that a search is answered meanwhile."""
        self._steps = QTimer(self, interval=0)
        self._steps.timeout.connect(self._step)
        self._news = QTimer(self, singleShot=True, interval=NEWS_MS)
        self._news.timeout.connect(self.grown)
        self._thread = QThread()
        self._thread.setObjectName("history")
        self.moveToThread(self._thread)
        self._thread.started.connect(self._remove_old_index)
        self._question.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    # From the thread that built it

    def start(self) -> None:
        """Start the thread. Nothing is opened before the first question."""
        self._thread.start()

    def stop(self) -> bool:
        """End the thread; False when that took longer than the deadline."""
        self._closing = True
        self._files.cancel()
        if not self._thread.isRunning():
            return True
        QMetaObject.invokeMethod(self, "_stop", Qt.ConnectionType.QueuedConnection)
        self.deleteLater()
        ended = self._thread.wait(int(STOP_SECONDS * 1000))
        if not ended:
            log.error("the history's thread did not end in time")
        return ended and self._ended

    def post(self, question: Question) -> None:
        """Ask something; the answer comes by a signal."""
        if self._closing:
            return
        if isinstance(question, Search) and question.before is None:
            self._newest += 1
        self._question.emit(self._newest, question)

    # In the history's thread

    @Slot()
    def _remove_old_index(self) -> None:
        for name in (self._old_index.name, f"{self._old_index.name}-journal"):
            with suppress(OSError):
                self._old_index.with_name(name).unlink(missing_ok=True)

    @Slot()
    def _stop(self) -> None:
        self._news.stop()
        self._steps.stop()
        self._jobs.clear()  # a file that was there before is as it was
        self._ended = self._files.close()
        self.thread().quit()

    @Slot(object)
    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Hear from the queue that there are new assets."""
        if any(one.transfer.stage is Stage.DONE for one in snapshots):
            self._news.start()

    @Slot(object, object)
    def _answer(self, ticket: int, question: Question) -> None:
        if self._closing or (isinstance(question, Search) and ticket != self._newest):
            return
        try:
            self._look_up(ticket, question)
        except UserError as error:
            self.problem.emit(error.problem)
        except Exception as error:
            # Qt would only print it, and whoever asked would wait for ever.
            log.exception("the history could not answer")
            self.problem.emit(unexpected(error))

    def _look_up(self, ticket: int, question: Question) -> None:
        match question:
            case Search(wanted, before):
                self._tell(question, self._search.page(wanted, PAGE, before=before))
                if before is None and ticket == self._newest:
                    self.counted.emit(Counted(wanted, self._search.count(wanted)))
            case NewerAssets(wanted, after):
                self._tell(question, self._search.page(wanted, PAGE, after=after))
            case FindFile():
                self._files.begin(question)
            case StopLooking():
                self._files.cancel()
            case Export():
                self._begin(self._export(question))
            case Collect():
                self._begin(self._collect(question))

    def _tell(self, question: Search | NewerAssets, assets: list[Asset]) -> None:
        self.found.emit(SearchResult(question, tuple(assets), more=len(assets) == PAGE))

    def _has_size(self, account_id: str, size: int) -> bool:
        return bool(self._search.page(AssetFilter(account_id=account_id, file=FileDigest(size)), 1))

    # What takes long

    def _begin(self, job: Iterator[None]) -> None:
        self._jobs.append(job)
        self._steps.start()

    @Slot()
    def _step(self) -> None:
        if not self._jobs:
            self._steps.stop()
            return
        try:
            next(self._jobs[0])
        except StopIteration:
            self._jobs.popleft()
        except UserError as error:
            self._jobs.popleft()
            self.problem.emit(error.problem)
        except Exception as error:
            # As above; and it would come again at each step, before all other work.
            self._jobs.popleft()
            log.exception("the history did not come to an end")
            self.problem.emit(unexpected(error))

    def _export(self, asked: Export) -> Iterator[None]:
        parts: Iterable[Sequence[Transfer]]
        parts = self._all(asked.assets) if isinstance(asked.assets, AssetFilter) else [asked.assets]
        written = 0
        for count in export(parts, asked.path, asked.form):
            written = count
            yield
        self.exported.emit(Exported(asked.path, written))

    def _collect(self, asked: Collect) -> Iterator[None]:
        assets: list[Asset] = []
        for part in self._all(asked.wanted):
            assets += part
            yield
        self.collected.emit(Collected(asked, tuple(assets)))

    def _all(self, wanted: AssetFilter) -> Iterator[Sequence[Asset]]:
        before: int | None = None
        while part := self._search.page(wanted, READ_AT_ONCE, before=before):
            yield part
            before = part[-1].number
