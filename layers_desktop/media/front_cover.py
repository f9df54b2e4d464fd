"""Which of a file's pictures is shown: the rule that ID3 tags, FLAC and Ogg files have in common. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from layers_desktop.media.bounded import NotThere

_FRONT_COVER: Final = 3
"""A picture's type in ID3v2, which RFC 9639 took over for FLAC."""


def front_cover(pictures: Iterable[tuple[int, bytes]]) -> bytes:
    """Return the front cover of (type, data) pairs, or else the first; reads no further. Raises NotThere."""
    first: bytes | None = None
    for kind, data in pictures:
        if kind == _FRONT_COVER:
            return data
        first = first or data
    if first is None:
        raise NotThere
    return first
