"""Images made to fill the memory or to take for ever, told by their headers before a decoder sees them.

Qt's limits count the pixels of an image. What stands beside them is not counted: a PNG of 800 KB whose
compressed texts unpack to 4 GB, a JPEG with thousands of refinements, a PNG inside an icon.
"""

from __future__ import annotations

import struct
from typing import Final

from layers_desktop.media.bounded import Read

MOST_COMPRESSED_CHUNKS: Final = 8
"""Of a PNG: texts and colour profiles. libpng unpacks each to up to 8 MB; tools write one or two."""
MOST_CHUNKS: Final = 100_000
"""Of a PNG. 50 MB in the 8 KiB pieces that encoders write are 6 400."""
MOST_SCANS: Final = 64
"""Of a progressive JPEG; encoders write about ten. Each one goes over the whole image."""
MOST_PIXELS_PROGRESSIVE: Final = 25_000_000
"""A progressive JPEG keeps all of its coefficients, 6 bytes a pixel, at whatever size it is decoded to."""
LONGEST_ICON: Final = 2 * 1024 * 1024
"""Bytes of an icon file: a dozen pictures of at most 256 x 256."""
LONGEST_ICON_SIDE: Final = 1_024

_COMPRESSED = (b"zTXt", b"iTXt", b"iCCP")
_PNG_START = 8
_BLOCK = 1024 * 1024
_SCAN = b"\xff\xda"
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})


def is_harmless(read: Read, file_format: bytes) -> bool:
    """Return whether an image may be given to Qt's decoder of this format; OSError when unreadable."""
    match file_format:
        case b"png":
            return _png(read)
        case b"jpeg":
            return _jpeg(read)
        case b"ico":
            return _icon(read)
        case _:
            return True


def _png(read: Read) -> bool:
    """Walk the chunks by their lengths; what is no chunk ends the walk, as it ends the decoding."""
    at, compressed = _PNG_START, 0
    for _ in range(MOST_CHUNKS):
        head = read(at, 8)
        if len(head) < 8 or head[4:] == b"IEND":
            return True
        compressed += head[4:] in _COMPRESSED
        if compressed > MOST_COMPRESSED_CHUNKS:
            return False
        at += 12 + int.from_bytes(head[:4], "big")
    return False


def _jpeg(read: Read) -> bool:
    frame = _frame(read)
    if frame is None:
        return True  # not decodable either
    marker, height, width = frame
    if marker not in _PROGRESSIVE:
        return True
    return width * height <= MOST_PIXELS_PROGRESSIVE and _scans(read) <= MOST_SCANS


def _frame(read: Read) -> tuple[int, int, int] | None:
    """Return marker, height and width of the first frame header."""
    at = 2
    for _ in range(MOST_CHUNKS):
        head = read(at, 9)
        if len(head) < 4:
            return None
        if head[0] != 0xFF:
            at += 1  # decoders look for the next marker, too
        elif head[1] == 0xFF:
            at += 1
        elif head[1] in _FRAMES:
            return (head[1], *struct.unpack(">HH", head[5:9])) if len(head) == 9 else None
        elif head[1] in _NO_LENGTH:
            at += 2
        else:
            at += 2 + int.from_bytes(head[2:4], "big")
    return None


def _scans(read: Read) -> int:
    """Return how often a scan begins. In compressed data 0xFF is followed by 0 or a restart."""
    found, at, tail = 0, 0, b""
    while found <= MOST_SCANS and (block := read(at, _BLOCK)):
        found += (tail + block).count(_SCAN)
        at += len(block)
        tail = block[-1:]
    return found


def _icon(read: Read) -> bool:
    """Judge the PNGs in an icon file, which Qt decodes without asking for their size."""
    data = read(0, LONGEST_ICON + 1)
    if len(data) > LONGEST_ICON or sum(map(data.count, _COMPRESSED)) > MOST_COMPRESSED_CHUNKS:
        return False
    at = data.find(b"IHDR")
    while at >= 0:
        sides = data[at + 4 : at + 12]
        if len(sides) == 8 and max(struct.unpack(">II", sides)) > LONGEST_ICON_SIDE:
            return False
        at = data.find(b"IHDR", at + 4)
    return True
