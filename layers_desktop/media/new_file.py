"""A file that came in, as everything that lists and submits files names it."""

from __future__ import annotations

from typing import NamedTuple


class NewFile(NamedTuple):
    """A file as it came in: nothing of it was opened."""

    path: bytes
    size: int | None = None
    """Bytes; None where nobody has looked yet."""
    mtime_ns: int | None = None
    """Nanoseconds since the epoch, within 64 bits; likewise."""
