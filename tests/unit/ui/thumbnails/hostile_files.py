"""Files that are small and take a decoder for ever, fill its memory or unpack to gigabytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter

_XMLNS: Final = 'xmlns="http://www.w3.org/2000/svg"'


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, rows: bytes, extra: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    body = chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + extra + body


def png_that_fills_the_memory() -> bytes:
    """60 000 x 60 000 pixels, 14 GB; the first rows are there."""
    return png(60_000, 60_000, zlib.compress(b"\0" * 2**24, 9))


def png_with_gigabytes_of_text() -> bytes:
    text = zlib.compress(b"a" * 7_900_000, 9)
    extra = b"".join(chunk(b"zTXt", b"k%d\0\0" % number + text) for number in range(500))
    return png(1, 1, zlib.compress(b"\0" * 5), extra)


def drawing_of_nested_uses() -> bytes:
    tens = [f'<use href="#a{n}"/>' * 10 for n in range(12)]
    uses = "".join(f'<g id="a{n + 1}">{ten}</g>' for n, ten in enumerate(tens))
    return f'<svg {_XMLNS} viewBox="0 0 9 9"><path id="a0" stroke="red" d="M0 0h9v9"/>{uses}</svg>'.encode()


def drawing_that_crosses_itself() -> bytes:
    points = " ".join(f"{n * 37 % 100},{n * 61 % 100}" for n in range(120_000))
    return f'<svg {_XMLNS} viewBox="0 0 99 99"><polygon stroke="red" points="{points}"/></svg>'.encode()


def drawing_of_countless_dashes() -> bytes:
    line = '<path d="M0 0h1e7" stroke="red" stroke-dasharray="1e-5"/>'
    return f'<svg {_XMLNS} viewBox="0 0 9 9">{line}</svg>'.encode()


def drawing_of_unfolding_entities() -> bytes:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(10))
    return (
        f'<!DOCTYPE svg [<!ENTITY e0 "aaaaaaaaaa">{entities}]><svg {_XMLNS}><text>&e10;</text></svg>'.encode()
    )


def jpeg(*, progressive: bool) -> bytes:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpeg")
    writer.setProgressiveScanWrite(progressive)
    assert writer.write(image)
    return bytes(buffer.data().data())


def _large(data: bytes, frame: bytes) -> bytes:
    at = data.index(frame) + 5
    return data[:at] + struct.pack(">HH", 7_900, 7_900) + data[at + 4 :]


def jpeg_of_countless_refinements() -> bytes:
    data = _large(jpeg(progressive=True), b"\xff\xc2")
    scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + scan * 20_000 + data[-2:]


def jpeg_of_countless_scans() -> bytes:
    """A sequential one, whose components have scans of their own, over and over."""
    data = _large(jpeg(progressive=False), b"\xff\xc0")
    scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + b"\0" * 4
    return data[: data.index(b"\xff\xda")] + scan * 20_000 + data[-2:]


HOSTILE: Final[list[tuple[Callable[[], bytes], str]]] = [
    (png_that_fills_the_memory, "image/png"),
    (png_with_gigabytes_of_text, "image/png"),
    (drawing_of_nested_uses, "image/svg+xml"),
    (drawing_that_crosses_itself, "image/svg+xml"),
    (drawing_of_countless_dashes, "image/svg+xml"),
    (drawing_of_unfolding_entities, "image/svg+xml"),
    (jpeg_of_countless_refinements, "image/jpeg"),
    (jpeg_of_countless_scans, "image/jpeg"),
]
