"""The file that is sent: read in blocks, hashed in the same pass, proved to be the one that was dropped."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from layers_desktop.api.storage import BLOCK
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.media.bounded_reader import file_id, modified_ns
from layers_desktop.transfers.transfer import Transfer

_AN_MD5 = re.compile("[0-9A-Fa-f]{32}")
"""An ETag of this form is the body's MD5 at R2 and plain S3; with a key service it only looks so."""


class SourceChanged(UserError):
    """The file is not the one that was inspected: `size` and `mtime_ns` are what it has now."""

    def __init__(self, name: str, size: int, mtime_ns: int) -> None:
        super().__init__(Problem.of("file.changed/sending", file=name))
        self.size = size
        self.mtime_ns = mtime_ns


class SourceUnreadable(UserError):
    """The file is gone or cannot be read any more."""


class SourceFile:
    """One opened file of a transfer. Use as a context manager; blocking, for workers only."""

    def __init__(
        self, transfer: Transfer, inspected: tuple[int, int] | None = None, *, md5: bool = False
    ) -> None:
        """`inspected` is the `file_id` of what was inspected, None where an earlier run did that.

        With `md5` the MD5 is made in the same pass: what most storages answer as ETag.
        """
        self._transfer = transfer
        self._inspected = inspected
        self._digest = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False) if md5 else None
        self._descriptor = -1

    def __enter__(self) -> Self:
        # O_NONBLOCK: the path may have become a pipe since the drop, and opening one would wait for ever.
        flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
        flags |= getattr(os, "O_BINARY", 0)
        try:
            self._descriptor = os.open(os.fsdecode(self._transfer.path), flags)
        except OSError as error:
            raise _unreadable(self._transfer.name, error) from None
        try:
            self.check_unchanged()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def check_unchanged(self) -> None:
        """Raise `SourceChanged` unless it is the file that was inspected, with its size and time."""
        now = os.fstat(self._descriptor)
        expected = (self._transfer.size, self._transfer.mtime_ns)
        same = self._inspected is None or file_id(now) == self._inspected
        if not same or not stat.S_ISREG(now.st_mode) or (now.st_size, modified_ns(now)) != expected:
            raise SourceChanged(self._transfer.name, now.st_size, modified_ns(now))

    def blocks(self) -> Iterator[bytes]:
        """Yield the file in blocks of 256 KiB.

        A file that shrinks or grows meanwhile raises `SourceChanged` before a wrong length can go out.
        """
        left = self._transfer.size or 0
        while left:
            try:
                block = os.read(self._descriptor, min(BLOCK, left))
            except OSError as error:
                raise _unreadable(self._transfer.name, error) from None
            if not block:
                now = os.fstat(self._descriptor)
                raise SourceChanged(self._transfer.name, now.st_size, modified_ns(now))
            self._digest.update(block)
            if self._md5 is not None:
                self._md5.update(block)
            left -= len(block)
            yield block

    @property
    def sha256(self) -> str:
        """Of what `blocks` has handed over so far, 64 hex digits."""
        return self._digest.hexdigest()

    def denies(self, etag: str | None) -> bool:
        """Tell whether an ETag is the MD5 of other bytes than `blocks` gave; False where it is none."""
        if self._md5 is None or etag is None or not _AN_MD5.fullmatch(etag):
            return False
        return etag.lower() != self._md5.hexdigest()


def _unreadable(name: str, error: OSError) -> SourceUnreadable:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceUnreadable(Problem.of("file.gone/sending", file=name))
    why = error.strerror or "input/output error"
    return SourceUnreadable(Problem.of("file.unreadable/sending", file=name, why=why))
