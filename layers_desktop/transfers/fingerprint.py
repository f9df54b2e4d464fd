"""What tells a file from all others: its size and its SHA-256, for a file that is looked for."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layers_desktop.core.errors import Problem, UserError
from layers_desktop.transfers.asset import FileMark

BLOCK: Final = 1 << 20
"""Bytes read at once: hashing this much lets other threads run meanwhile."""


@dataclass(slots=True)
class Watch:
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
        raise _no_file()
    return found.st_size


def mark_of(path: bytes, watch: Watch) -> FileMark | None:
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


def _hashed(descriptor: int, watch: Watch) -> FileMark | None:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise _no_file()
    watch.size = found.st_size
    digest = hashlib.sha256()
    while block := os.read(descriptor, BLOCK):
        digest.update(block)
        watch.read += len(block)
        if watch.cancelled:
            return None
    return FileMark(watch.read, digest.hexdigest())


def _unreadable(error: OSError) -> FileUnreadable:
    return FileUnreadable(
        Problem(
            code="history.file_unreadable",
            title="The file that you look for cannot be read",
            explanation=f"This computer says: {error.strerror or 'input/output error'}.",
            action="Check that it is still there, then drop it again.",
        )
    )


def _no_file() -> FileUnreadable:
    return FileUnreadable(
        Problem(
            code="history.no_file",
            title="Only a file can be looked for, not a folder",
            action="Drop one file on the search field.",
        )
    )
