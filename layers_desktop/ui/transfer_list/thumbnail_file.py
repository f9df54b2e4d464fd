"""Opening what was dropped, to look at it: regular files and nothing else. Blocking: for workers only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from layers_desktop.media.bounded import Read


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """An open file that belongs to whoever opened it."""

    descriptor: int
    size: int
    read: Read


@contextmanager
def opened(path: bytes) -> Iterator[OpenedFile | None]:
    """Open a regular file for reading; None for anything else, or what cannot be opened."""
    descriptor = _open_regular(path)
    if descriptor is None:
        yield None
        return

    def read(at: int, count: int) -> bytes:
        os.lseek(descriptor, at, os.SEEK_SET)  # Windows has no pread
        return os.read(descriptor, count)

    try:
        yield OpenedFile(descriptor, os.fstat(descriptor).st_size, read)
    finally:
        os.close(descriptor)


def _open_regular(path: bytes) -> int | None:
    """Open a regular file and nothing else; asked before, because opening a device can do things."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - the path is bytes that may not be text
            return None
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    return None


# Should a pipe have taken the file's place meanwhile, the open returns at once and waits for no writer.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
