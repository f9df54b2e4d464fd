"""What goes between the window and the process that decodes for it: requests and answers on two pipes.

Requests come from the window. Answers come from a process that a hostile file may have taken over: their
lengths, shapes and numbers are checked before anything is made of them, and there is nothing in them but
pixels, levels of sound and the bytes of a PNG.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from layers_desktop.media.formats import MediaKind, cap_bytes
from layers_desktop.ui.thumbnails.thumbnail import LONGEST_SHAPE, WAVE_COLUMNS, Decoded, Plate, Still, Wave

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
