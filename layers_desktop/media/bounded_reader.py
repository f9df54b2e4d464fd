"""Foreign files and numbers within bounds: what is dropped is not to be trusted."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from typing import Any, Final

Read = Callable[[int, int], bytes]
"""Offset and count in bytes → what is there, shorter at the end of the file. May raise OSError."""

MOST_BYTES: Final = 24 * 1024 * 1024
"""Read of one file altogether, whatever its lengths promise."""
MOST_READS: Final = 20_000
LARGEST_SIZE: Final = 2**53 - 1
"""Bytes; beyond it a number is not exact everywhere that it is read again. Nothing so large is sent."""
LARGEST_NUMBER: Final = 2**63 - 1
"""Of a column of SQLite. File systems have times beyond it: after 11 April 2262, in nanoseconds."""


def bounded_ns(nanoseconds: int) -> int:
    """Return a time of a foreign file system within what can be written down."""
    return max(-LARGEST_NUMBER, min(nanoseconds, LARGEST_NUMBER))


def modified_ns(status: os.stat_result) -> int:
    """Return when a file was modified, in nanoseconds since the epoch, bounded: to be compared and kept."""
    return bounded_ns(status.st_mtime_ns)


def file_id(status: os.stat_result) -> tuple[int, int]:
    """Return device and inode: as long as both are the same, a path leads to the same file."""
    return status.st_dev, status.st_ino


def bounded_size(size: int) -> int:
    """Return a size in bytes, neither negative nor larger than a whole number of JSON (RFC 8259, 6)."""
    return max(0, min(size, LARGEST_SIZE))


class NotThere(ValueError):
    """The file ends before, or the bounds are reached: what is looked for is not to be had."""


class BoundedFile:
    """Takes whole pieces out of a file; counts what that costs."""

    def __init__(
        self, read: Read, size: int, *, most_bytes: int = MOST_BYTES, most_reads: int = MOST_READS
    ) -> None:
        self._read = read
        self.size = size
        """Bytes of the whole file."""
        self._bytes, self._reads = most_bytes, most_reads

    def take(self, at: int, count: int) -> bytes:
        """Return exactly `count` bytes from `at`. Raises NotThere."""
        self._bytes -= count
        self._reads -= 1
        if not 0 <= count <= self.size - at or self._bytes < 0 or self._reads < 0:
            raise NotThere
        piece = self._read(at, count)
        if len(piece) != count:
            raise NotThere
        return piece

    def unpack(self, layout: str, at: int) -> tuple[Any, ...]:
        """Return the numbers that stand at `at`; `layout` is `struct`'s. Raises NotThere."""
        return struct.unpack(layout, self.take(at, struct.calcsize(layout)))

    def chunks(self, layout: str, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        """Yield (name, start, end) of chunks that say name and length, on even offsets (RIFF, AIFF)."""
        while at + 8 <= end:
            name, length = self.unpack(layout, at)
            yield name, at + 8, min(at + 8 + length, end)
            at += 8 + length + length % 2

    def boxes(self, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        """Yield (name, start, end) of what ISO base media boxes hold. Raises NotThere at a broken one."""
        at = start
        while at + 8 <= end:
            length, name = self.unpack(">I4s", at)
            content = at + 8
            if length == 1:
                (length,) = self.unpack(">Q", content)
                content += 8
            elif length == 0:  # to the end
                length = end - at
            if length < content - at:
                raise NotThere
            yield name, content, at + length
            at += length
