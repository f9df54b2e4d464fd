"""The picture that a sound or film carries: which one, found without a library. Reads files, within bounds.

mp3 (ID3v2), m4a, mp4 and mov (`covr`), FLAC (PICTURE) and Ogg (METADATA_BLOCK_PICTURE). What is damaged, odd
or too large has no cover; nothing of it is believed, the picture's type included.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from layers_desktop.media import cover_id3, cover_mp4, cover_xiph
from layers_desktop.media.bounded import BoundedFile, NotThere, Read

_READERS: Final[dict[str, Callable[[BoundedFile], bytes]]] = {
    "audio/mpeg": cover_id3.picture,
    "audio/aac": cover_id3.picture,
    "audio/mp4": cover_mp4.picture,
    "video/mp4": cover_mp4.picture,
    "video/quicktime": cover_mp4.picture,
    "audio/flac": cover_xiph.flac_picture,
    "audio/ogg": cover_xiph.ogg_picture,
}
COVERED_TYPES: Final = frozenset(_READERS)
"""MIME types whose files may carry a cover."""

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)


@dataclass(frozen=True, slots=True)
class Cover:
    """An encoded picture, and what it is by its first bytes."""

    data: bytes
    mime_type: str


def cover_of(read: Read, size: int, mime_type: str) -> Cover | None:
    """Return the cover of a file of this type and size in bytes; None without one. May raise OSError."""
    reader = _READERS.get(mime_type)
    if reader is None:
        return None
    try:
        data = reader(BoundedFile(read, size))
    except NotThere:
        return None
    found = _image_type(data)
    return None if found is None else Cover(data, found)


def _image_type(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((name for mark, name in _SIGNATURES if data.startswith(mark)), None)
