"""A file that is looked for in the history: by its size, then by its bytes where an asset has that size."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.history.messages import FileDigest, FileIdentified, FindFile, Looking

BLOCK: Final = 1 << 20
"""Bytes read at once: hashing this much lets other threads run meanwhile."""


@dataclass(slots=True)
class ReadProgress:
    """How far a file is read; written by the thread that reads, but for `cancelled`."""

    read: int = 0
    size: int = 0
    cancelled: bool = False


class FileUnreadable(UserError):
    """The file is gone, cannot be read, or is none."""


def size_of(path: bytes) -> int:
    """Return the file's size in bytes. Blocking. Raises FileUnreadable."""
    try:
        found = Path(os.fsdecode(path)).stat()
    except OSError as error:
        raise _unreadable(error) from None
    if not stat.S_ISREG(found.st_mode):
        raise FileUnreadable(Problem.of("history.no_file"))
    return found.st_size


def digest_of(path: bytes, watch: ReadProgress) -> FileDigest | None:
    """Return what marks the file; None when the watch was cancelled. Blocking. Raises FileUnreadable."""
    # O_NONBLOCK: the path may have become a pipe meanwhile, and opening one would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(os.fsdecode(path), flags | getattr(os, "O_BINARY", 0))
        try:
            return _hashed(descriptor, watch)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _unreadable(error) from None


def _hashed(descriptor: int, watch: ReadProgress) -> FileDigest | None:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise FileUnreadable(Problem.of("history.no_file"))
    watch.size = found.st_size
    digest = hashlib.sha256()
    while block := os.read(descriptor, BLOCK):
        digest.update(block)
        watch.read += len(block)
        if watch.cancelled:
            return None
    return FileDigest(watch.read, digest.hexdigest())


def _unreadable(error: OSError) -> FileUnreadable:
    why = error.strerror or "input/output error"
    return FileUnreadable(Problem.of("history.file_unreadable", why=why))


SAMPLE_MS: Final = 100


class FileLookup(QObject):
    """Reads one file at a time, on a thread of its own; a newer one supersedes. History's thread."""

    looking = Signal(object)  # Looking
    looked = Signal(object)  # FileIdentified
    problem = Signal(object)  # Problem

    def __init__(self, has_size: Callable[[str, int], bool], parent: QObject | None = None) -> None:
        """`has_size(account_id, size)` tells whether there is such an asset; called on the other thread."""
        super().__init__(parent)
        self._has_size = has_size
        self._tasks = Tasks(self, threads=1)
        self._path = b""
        self._watch = ReadProgress()
        self._sampler = QTimer(self, interval=SAMPLE_MS)
        self._sampler.timeout.connect(self._sample)

    def begin(self, question: FindFile) -> None:
        """Look for this file, and for no other any more."""
        self.cancel()
        self._path, watch = question.path, ReadProgress()
        self._watch = watch
        self._sampler.start()
        self._tasks.run(
            partial(self._identify, question, watch),
            partial(self._identified, watch),
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

    def _identify(self, question: FindFile, watch: ReadProgress) -> FileIdentified:
        known = self._has_size(question.account_id, size_of(question.path))
        return FileIdentified(question.path, digest_of(question.path, watch) if known else None)

    def _identified(self, watch: ReadProgress, file: FileIdentified) -> None:
        if not watch.cancelled:  # else nobody waits for this file any more
            self._sampler.stop()
            self.looked.emit(file)

    def _not_read(self, watch: ReadProgress, problem: Problem) -> None:
        if not watch.cancelled:
            self._sampler.stop()
            self.problem.emit(problem)

    @Slot()
    def _sample(self) -> None:
        watch = self._watch
        if watch.cancelled:
            self._sampler.stop()
        elif watch.size:
            self.looking.emit(Looking(self._path, min(watch.read / watch.size, 1.0)))
