"""The picture in an MP4 or QuickTime file: `moov` › `udta` › `meta` › `ilst` › `covr` › `data`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from layers_desktop.media.bounded import BoundedFile, NotThere

_MOST_BOXES: Final = 2_000
"""On one level; a film in fragments has hundreds."""
_PATHS: Final = (
    (b"moov", b"udta", b"meta", b"ilst", b"covr", b"data"),
    (b"moov", b"meta", b"ilst", b"covr", b"data"),
)
_TYPE_AND_LOCALE: Final = 8


def picture(file: BoundedFile) -> bytes:
    """Return the first cover as it is encoded. Raises NotThere."""
    for path in _PATHS:
        place = _find(file, path)
        if place is not None:
            start, end = place
            return file.take(start + _TYPE_AND_LOCALE, end - start - _TYPE_AND_LOCALE)
    raise NotThere


def _find(file: BoundedFile, path: tuple[bytes, ...]) -> tuple[int, int] | None:
    start, end = 0, file.size
    for name in path:
        if name == b"ilst":
            start += _version_of_meta(file, start)
        found = next(((s, e) for box, s, e in _boxes(file, start, end) if box == name), None)
        if found is None:
            return None
        start, end = found
    return start, end


def _version_of_meta(file: BoundedFile, start: int) -> int:
    """Return how long the version before the boxes in `meta` is: QuickTime writes none."""
    return 0 if file.take(start + 4, 4) == b"hdlr" else 4


def _boxes(file: BoundedFile, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, start, end) of the contents of the boxes between two offsets."""
    at = start
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        length, name = file.unpack(">I4s", at)
        content = at + 8
        if length == 1:
            (length,) = file.unpack(">Q", content)
            content += 8
        elif length == 0:
            length = end - at  # to the end
        if length < content - at:
            return
        yield name, content, at + length
        at += length
