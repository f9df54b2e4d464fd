"""The history: all assets that were ever uploaded from here, found in a thread of its own.

Questions come in through `post`, values go out through signals. A first page supersedes what was asked
before, also while it is being searched. The journal is read, never written, and only when somebody asks.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMetaObject, QObject, Qt, QThread, QTimer, Signal, Slot

from layers_desktop.core.background import unexpected
from layers_desktop.core.errors import UserError
from layers_desktop.history.asset import Asset, AssetFilter
from layers_desktop.history.export import Exports
from layers_desktop.history.file_lookup import FileLookup
from layers_desktop.history.index import HistoryIndex, Superseded, has_trigrams
from layers_desktop.history.messages import (
    PAGE,
    Collect,
    Collected,
    Counted,
    Export,
    FindFile,
    IndexProgress,
    NewerAssets,
    Question,
    Search,
    SearchResult,
    StopLooking,
)
from layers_desktop.transfers.transfer import Snapshot, Stage

log = logging.getLogger(__name__)

NEWS_MS: Final = 300
"""Assets that come this close together are told as one."""
WRITTEN_AT_ONCE: Final = 1_000
STOP_SECONDS: Final = 5.0


class History(QObject):
    """See the module. All slots run in the history's thread."""

    found = Signal(object)  # Found
    counted = Signal(object)  # Counted
    collected = Signal(object)  # Collected
    catching_up = Signal(object)  # IndexProgress
    looking = Signal(object)  # Looking
    looked = Signal(object)  # Looked
    exported = Signal(object)  # Exported
    grown = Signal()
    """There are assets that were not there before."""
    problem = Signal(object)  # Problem
    _question = Signal(object, object)

    def __init__(self, index: Path, journal: Path) -> None:
        super().__init__()
        self._path, self._journal = index, journal
        self._index: HistoryIndex | None = None
        self._newest = 0
        """The ticket of the last first page, written by whoever posts; the rest belongs to the thread."""
        self._answering: int | None = None
        self._closing = False
        self._ended = True
        self._files = FileLookup(self._has_size, self)
        self._files.looking.connect(self.looking)
        self._files.looked.connect(self.looked)
        self._files.problem.connect(self.problem)
        self._exports = Exports(self)
        self._exports.exported.connect(self.exported)
        self._exports.problem.connect(self.problem)
        self._news = QTimer(self, singleShot=True, interval=NEWS_MS)
        self._news.timeout.connect(self.grown)
        self._thread = QThread()
        self._thread.setObjectName("history")
        self.moveToThread(self._thread)
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
    def _stop(self) -> None:
        self._news.stop()
        self._exports.give_up()
        self._ended = self._files.close()
        if self._index is not None:
            self._index.close()
        self.thread().quit()

    @Slot(object)
    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Hear from the queue that there are new assets."""
        if self._index is not None and any(one.transfer.stage is Stage.DONE for one in snapshots):
            self._news.start()

    @Slot(object, object)
    def _answer(self, ticket: int, question: Question) -> None:
        if self._closing:
            return
        self._answering = ticket if isinstance(question, Search) else None
        try:
            self._look_up(question)
        except Superseded:
            return
        except UserError as error:
            self.problem.emit(error.problem)
        except Exception as error:
            log.exception("the history could not answer")
            self.problem.emit(unexpected(error))
        finally:
            self._answering = None

    def _look_up(self, question: Question) -> None:
        match question:
            case Search():
                self._search(question)
            case NewerAssets():
                self._catch_up()
                self._tell(question, self._opened().newer(question.wanted, question.after, PAGE))
            case FindFile():
                self._catch_up()
                self._files.begin(question)
            case StopLooking():
                self._files.cancel()
            case Export():
                self._export(question)
            case Collect():
                self._collect(question)

    def _opened(self) -> HistoryIndex:
        if self._index is None:
            full_text = has_trigrams()
            self._index = HistoryIndex(self._path, self._journal, self._unwanted, full_text=full_text)
        return self._index

    def _unwanted(self) -> bool:
        superseded = self._answering is not None and self._answering != self._newest
        return self._closing or superseded

    def _search(self, question: Search) -> None:
        self._still_wanted()
        index = self._opened()
        if question.before is None:
            self._catch_up()
        page = index.page(question.wanted, question.before, PAGE)
        self._still_wanted()
        self._tell(question, page)
        if question.before is None:
            count = index.count(question.wanted)
            self._still_wanted()
            self.counted.emit(Counted(question.wanted, count))

    def _still_wanted(self) -> None:
        if self._unwanted():
            raise Superseded

    def _tell(self, question: Search | NewerAssets, assets: list[Asset]) -> None:
        self.found.emit(SearchResult(question, tuple(assets), more=len(assets) == PAGE))

    def _catch_up(self) -> None:
        """Take in what is new. What is known already can be searched also where that fails."""
        try:
            self._opened().catch_up(self._told)
        except UserError as error:
            self.problem.emit(error.problem)

    def _told(self, done: int, of: int) -> bool:
        if done < of:
            self.catching_up.emit(IndexProgress(done / of))
        return not self._closing

    def _has_size(self, account_id: str, size: int) -> bool:
        return self._opened().has_size(account_id, size)

    def _export(self, asked: Export) -> None:
        if isinstance(asked.assets, AssetFilter):
            self._catch_up()
            self._exports.begin(asked, self._all(asked.assets))
        else:
            self._exports.begin(asked, iter([asked.assets]))

    def _collect(self, asked: Collect) -> None:
        if asked.before is None:
            self._catch_up()
        part = self._opened().page(asked.wanted, asked.before, WRITTEN_AT_ONCE)
        self.collected.emit(Collected(asked, tuple(part), more=len(part) == WRITTEN_AT_ONCE))

    def _all(self, wanted: AssetFilter) -> Iterator[Sequence[Asset]]:
        before: int | None = None
        while part := self._opened().page(wanted, before, WRITTEN_AT_ONCE):
            yield part
            before = part[-1].number
