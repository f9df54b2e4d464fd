"""A file that is looked for in the history: by its size, then by its bytes where an asset has that size."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem
from layers_desktop.transfers.asset import FileMark
from layers_desktop.transfers.fingerprint import Watch, mark_of, size_of
from layers_desktop.transfers.history_values import FindFile, Looked, Looking

SAMPLE_MS: Final = 100


class FileSearch(QObject):
    """Reads one file at a time, on a thread of its own; a newer one supersedes. History's thread."""

    looking = Signal(object)  # Looking
    looked = Signal(object)  # Looked
    problem = Signal(object)  # Problem

    def __init__(self, has_size: Callable[[str, int], bool], parent: QObject | None = None) -> None:
        """`has_size(account_id, size)` tells whether the account has an asset of so many bytes."""
        super().__init__(parent)
        self._has_size = has_size
        self._tasks = Tasks(self, threads=1)
        self._watch = Watch()
        self._sampler = QTimer(self, interval=SAMPLE_MS)
        self._sampler.timeout.connect(self._sample)
        self._path = b""

    def begin(self, question: FindFile) -> None:
        """Look for this file, and for no other any more."""
        self.cancel()
        watch = self._watch = Watch()
        self._tasks.run(
            lambda: size_of(question.path),
            partial(self._sized, watch, question),
            partial(self._not_read, watch),
        )

    def cancel(self) -> None:
        """Stop reading, and say nothing more of the file; safe from any thread."""
        self._watch.cancelled = True

    def close(self) -> bool:
        """End what reads; for quit. True when nothing reads any more."""
        self.cancel()
        self._sampler.stop()
        return self._tasks.close()

    def _sized(self, watch: Watch, question: FindFile, size: int) -> None:
        if watch.cancelled:
            return
        if not self._has_size(question.account_id, size):
            self.looked.emit(Looked(question.path, None))
            return
        self._path = question.path
        self._sampler.start()
        self._tasks.run(
            lambda: mark_of(question.path, watch),
            partial(self._marked, watch, question),
            partial(self._not_read, watch),
        )

    def _marked(self, watch: Watch, question: FindFile, mark: FileMark | None) -> None:
        if watch.cancelled:
            return
        self._sampler.stop()
        if mark is not None:
            self.looked.emit(Looked(question.path, mark))

    def _not_read(self, watch: Watch, problem: Problem) -> None:
        if not watch.cancelled:  # else nobody waits for this file any more
            self._sampler.stop()
            self.problem.emit(problem)

    @Slot()
    def _sample(self) -> None:
        watch = self._watch
        if watch.cancelled:
            self._sampler.stop()
        elif watch.size:
            self.looking.emit(Looking(self._path, min(watch.read / watch.size, 1.0)))
