"""What the window asks of the process that decodes pictures, and what it answers, on two pipes.

Requests come from the window. Answers come from a process that a hostile file may have taken over: their
lengths, shapes and numbers are checked before anything is made of them, and there is nothing in them but
pixels, levels of sound and the bytes of a PNG.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from enum import Enum, IntEnum, auto
from typing import BinaryIO, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from layers_desktop.media.formats import MediaKind, cap_bytes
from layers_desktop.media.picture_metadata import COVERED_TYPES
from layers_desktop.media.waveform import WAVE_TYPES

FORMATS: Final = {
    "image/png": b"png",
    "image/jpeg": b"jpeg",
    "image/webp": b"webp",
    "image/gif": b"gif",
    "image/bmp": b"bmp",
    "image/tiff": b"tiff",
    "image/vnd.microsoft.icon": b"ico",
}
"""MIME type → Qt's decoder."""
MOST_IMAGE_MIB: Final = 256
"""Of one image before it is scaled, 64 million pixels: Qt's own limit, which holds on every system."""
MOST_BITMAP_BYTES: Final = (MOST_IMAGE_MIB + 1) * 2**20
"""Of a file that holds such an image as it is."""
SVG: Final = "image/svg+xml"
SHOWN_TYPES: Final = frozenset(FORMATS) | COVERED_TYPES | WAVE_TYPES | {SVG}
"""MIME types of files that are worth opening. Everything else shows an icon."""
LONGEST_SHAPE: Final = 4
"""A strip longer than this times its width is shown whole: cut square it would show nothing."""
WAVE_COLUMNS: Final = 9
"""Bars of a sound's wave."""
READY: Final = b"ready"
"""What the process says when it can take requests."""
LONGEST_ANSWER: Final = cap_bytes(MediaKind.IMAGE) + 1024
"""Bytes. Layers takes no larger image; pictures for the window are far smaller."""
_REQUEST: Final = struct.Struct("!BHHHI")
_LENGTH: Final = struct.Struct("!I")
_STILL: Final = struct.Struct("!BHHII")
_WAVE: Final = struct.Struct(f"!{WAVE_COLUMNS}d")
_PIXELS: Final = QImage.Format.Format_ARGB32_Premultiplied
"""In the byte order of this computer, four bytes each."""


class Plate(Enum):
    """The ground that a picture with transparent parts needs to be seen."""

    LIGHT = auto()
    DARK = auto()


@dataclass(frozen=True, slots=True)
class Still:
    """A picture as it was decoded."""

    image: QImage
    plate: Plate | None = None
    """None: it is seen on any."""
    size: QSize = field(default_factory=lambda: QSize(0, 0), compare=False)
    """Pixels of the whole image, held upright; 0 × 0 of a drawing and of a sound's cover."""


@dataclass(frozen=True, slots=True)
class Wave:
    """How loud a sound is, from its beginning to its end."""

    peaks: tuple[float, ...]
    """0 to 1."""


Decoded = Still | Wave | None
"""None: there is nothing to show but an icon."""
_PLATES: Final = (None, Plate.LIGHT, Plate.DARK)


class Operation(IntEnum):
    """What is wanted of a file."""

    SQUARE = 0
    """A square with round corners, or a wave."""
    WHOLE = 1
    """The picture in its own shape."""
    PNG = 2
    """All of its pixels, as a PNG."""


@dataclass(frozen=True, slots=True)
class Request:
    """One file, and what is wanted of it."""

    operation: Operation
    path: bytes
    mime_type: str
    pixels: int
    """Side of the square, device pixels."""
    cpu_seconds: int
    """How much computing it may take, where the system can limit that."""

    def encoded(self) -> bytes:
        """Return the bytes that `read_request` reads."""
        kind = self.mime_type.encode()
        head = _REQUEST.pack(self.operation, self.pixels, self.cpu_seconds, len(kind), len(self.path))
        return head + kind + self.path


def read_request(stream: BinaryIO) -> Request | None:
    """Wait for a request; None when there will be no more."""
    head = stream.read(_REQUEST.size)
    if len(head) < _REQUEST.size:
        return None
    operation, pixels, cpu_seconds, kind, path = _REQUEST.unpack(head)
    mime_type = stream.read(kind).decode()
    return Request(Operation(operation), stream.read(path), mime_type, pixels, cpu_seconds)


def write_answer(stream: BinaryIO, answer: bytes) -> None:
    """Send an answer whole."""
    stream.write(_LENGTH.pack(len(answer)) + answer)
    stream.flush()


def read_answer(stream: BinaryIO) -> bytes | None:
    """Wait for an answer; None when the process has ended, or says something that is none."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    answer = stream.read(length) if length <= LONGEST_ANSWER else b""
    return answer if len(answer) == length else None


def encode_picture(made: Decoded) -> bytes:
    """Return a picture as an answer; empty for none."""
    if made is None:
        return b""
    if isinstance(made, Wave):
        return _WAVE.pack(*made.peaks)
    image = made.image.convertToFormat(_PIXELS)
    plate = _PLATES.index(made.plate)
    head = _STILL.pack(plate, image.width(), image.height(), made.size.width(), made.size.height())
    return head + bytes(image.constBits())


def decode_picture(answer: bytes, pixels: int) -> Decoded:
    """Return the picture that was made for a square of `pixels`. Raises ValueError for what is none."""
    if not answer:
        return None
    if len(answer) == _WAVE.size:
        peaks = _WAVE.unpack(answer)
        if not all(0 <= peak <= 1 for peak in peaks):
            raise ValueError("a wave out of bounds")
        return Wave(peaks)
    if len(answer) < _STILL.size:
        raise ValueError("too short for a picture")
    plate, width, height, *size = _STILL.unpack_from(answer)
    content = answer[_STILL.size :]
    most = LONGEST_SHAPE * pixels
    wanted = 0 < width <= most and 0 < height <= most and max(size) < 2**31 and plate < len(_PLATES)
    if not wanted or len(content) != 4 * width * height:
        raise ValueError("a picture out of bounds")
    image = QImage(content, width, height, 4 * width, _PIXELS).copy()
    return Still(image, _PLATES[plate], QSize(*size))
