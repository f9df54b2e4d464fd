"""How a PNG or WebP is to be turned (Exif), which Qt's decoders do not tell. Reads files, within bounds."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from layers_desktop.media.bounded_reader import BoundedFile, NotThere, Read

UPRIGHT: Final = 1
"""Exif's number for an image that is shown as it is stored; the others are 2 to 8 (CIPA DC-008, 4.6.4)."""
_ORIENTATION: Final = 0x0112
_LONGEST_EXIF: Final = 64 * 1024
"""Bytes, as in a JPEG. The orientation stands among the first entries."""


def orientation_of(read: Read, size: int, mime_type: str) -> int:
    """Return Exif's orientation, 1 to 8; 1 where the file says none, or is of another type.

    May raise OSError.
    """
    file = BoundedFile(read, size)
    try:
        match mime_type:
            case "image/webp":
                chunks = file.chunks("<4sI", 12, size)
            case "image/png":
                chunks = _png_chunks(file)
            case _:
                return UPRIGHT
        for name, start, end in chunks:
            if name.lower() == b"exif":
                return _of_exif(file.take(start, min(end - start, _LONGEST_EXIF)))
    except (NotThere, struct.error):
        pass
    return UPRIGHT


def _png_chunks(file: BoundedFile) -> Iterator[tuple[bytes, int, int]]:
    at = 8
    while at + 8 <= file.size:
        length, name = file.unpack(">I4s", at)
        yield name, at + 8, at + 8 + length
        at += 12 + length


def _of_exif(exif: bytes) -> int:
    """Return the orientation in a TIFF header's first directory; some programs put a JPEG's mark before."""
    exif = exif.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return UPRIGHT
    (at,) = struct.unpack_from(f"{order}I", exif, 4)
    (count,) = struct.unpack_from(f"{order}H", exif, at)
    for entry in range(count):
        tag, _type, _count, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * entry)
        if tag == _ORIENTATION:
            return value if 1 <= value <= 8 else UPRIGHT
    return UPRIGHT
