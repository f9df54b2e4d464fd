"""Whether an image that another program wrote is all there: by how its format ends. Pure.

A browser whose download breaks off leaves what has come, under the name of the whole.
"""

from __future__ import annotations

import re
from typing import Final

_SOS: Final = 0xDA
_NEXT_MARKER: Final = re.compile(rb"[^\xff]*+\xff++[^\xff]", re.DOTALL)
"""With the fill bytes in front of it, found at the speed of `re`: there may be millions."""
_END_OF_PNG: Final = b"IEND\xaeB`\x82"
_END_OF_IMAGE: Final = b"\xff\xd9"


def is_complete(data: bytes, mime_type: str) -> bool:
    """Return False when an image surely ends too early; True also for formats that do not tell."""
    match mime_type:
        case "image/png":
            return _END_OF_PNG in data[-65_536:]  # some programs write more behind it
        case "image/jpeg":
            return _END_OF_IMAGE in data[_scan_of_jpeg(data) :]
        case "image/gif":
            return data.rstrip(b"\0").endswith(b";")
        case "image/webp":
            return int.from_bytes(data[4:8], "little") + 8 <= len(data)
        case _:
            return True


def _scan_of_jpeg(data: bytes) -> int:
    """Return where the first scan begins: a small picture in the segments before it has an end of its own."""
    at = 2
    while (marker := _NEXT_MARKER.match(data, at)) is not None:
        at = marker.end()
        if data[at - 1] == _SOS:
            return at
        at += max(int.from_bytes(data[at : at + 2], "big"), 2)
    return len(data)
