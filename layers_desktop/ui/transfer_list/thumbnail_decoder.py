"""One file into what stands in the square of its row. Blocking: for workers only, never the GUI thread.

What is dropped is not to be trusted: pipes and devices are not opened, the format is the one that the media
room found and is on a list, an SVG is drawn only as far as it is harmless, a sound's cover is judged as every
other image, and an image whose pixels would fill the memory is left alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QFile, QFileDevice, QIODevice, QSize, Qt
from PySide6.QtGui import QImageIOHandler, QImageReader

from layers_desktop.media.bounded import Read
from layers_desktop.media.cover_art import COVERED_TYPES, cover_of
from layers_desktop.media.plain_svg import LONGEST, plain_svg
from layers_desktop.media.waveform import WAVE_TYPES, peaks_of
from layers_desktop.ui.transfer_list.thumbnail import Decoded, Still, Wave
from layers_desktop.ui.transfer_list.thumbnail_file import OpenedFile, opened
from layers_desktop.ui.transfer_list.thumbnail_guard import is_harmless
from layers_desktop.ui.transfer_list.thumbnail_shape import drawn, plate_of, rounded

FORMATS: Final = {
    "image/png": b"png",
    "image/jpeg": b"jpeg",
    "image/webp": b"webp",
    "image/gif": b"gif",
    "image/bmp": b"bmp",
    "image/tiff": b"tiff",
    "image/x-icon": b"ico",
    "image/vnd.microsoft.icon": b"ico",
}
"""MIME type → Qt's decoder."""
_SVG: Final = "image/svg+xml"
SHOWN_TYPES: Final = frozenset(FORMATS) | COVERED_TYPES | WAVE_TYPES | {_SVG}
"""MIME types of files that are worth opening. Everything else shows an icon."""
WAVE_COLUMNS: Final = 9
MOST_PIXELS: Final = 25_000_000
"""Of an image that has to be unpacked whole, 100 MB: the cameras and screens of 2026 stay below."""
MOST_PIXELS_SCALED: Final = 64_000_000
"""JPEG is decoded at an eighth of its size, so large photographs cost little."""
LONGEST_SHAPE: Final = 4
"""A strip longer than this times its width is shown whole: cut square it would show nothing."""


def decode(path: bytes, mime_type: str, pixels: int) -> Decoded:
    """Return what to show in a square of `pixels` device pixels; None when there is nothing but an icon."""
    found = decode_whole(path, mime_type, pixels)
    return replace(found, image=rounded(found.image, pixels)) if isinstance(found, Still) else found


def decode_whole(path: bytes, mime_type: str, pixels: int) -> Decoded:
    """Return the same with the whole picture, in its own shape: it covers the square, a strip lies in it."""
    if mime_type not in SHOWN_TYPES:
        return None
    with opened(path) as file:
        if file is None:
            return None
        try:
            return _decode(file, mime_type, pixels)
        except OSError:
            return None


def _decode(file: OpenedFile, mime_type: str, pixels: int) -> Decoded:
    if mime_type in FORMATS:
        return _of_file(file, FORMATS[mime_type], pixels)
    if mime_type == _SVG:
        return _of_drawing(file, pixels)
    if mime_type in COVERED_TYPES:
        cover = cover_of(file.read, file.size, mime_type)
        found = None if cover is None else _of_data(cover.data, FORMATS[cover.mime_type], pixels)
        return None if found is None else replace(found, size=QSize(0, 0))
    peaks = peaks_of(file.read, file.size, mime_type, WAVE_COLUMNS)
    return None if peaks is None else Wave(peaks)


def _of_file(file: OpenedFile, file_format: bytes, pixels: int) -> Still | None:
    if not is_harmless(file.read, file_format):
        return None
    file.read(0, 0)  # the descriptor stands at the beginning again
    device = QFile()
    flags = QFileDevice.FileHandleFlag.DontCloseHandle
    if not device.open(file.descriptor, QIODevice.OpenModeFlag.ReadOnly, flags):
        return None
    try:
        return _read_scaled(device, file_format, pixels)
    finally:
        device.close()


def _of_data(data: bytes, file_format: bytes, pixels: int) -> Still | None:
    def read(at: int, count: int) -> bytes:
        return data[at : at + count]

    if not is_harmless(read, file_format):
        return None
    device = QBuffer()
    device.setData(QByteArray(data))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read_scaled(device, file_format, pixels)


def _of_drawing(file: OpenedFile, pixels: int) -> Still | None:
    plain = plain_svg(_whole(file.read, LONGEST + 1))
    image = None if plain is None else drawn(plain, pixels)
    return None if image is None else Still(image, plate_of(image))


def _whole(read: Read, most: int) -> bytes:
    return read(0, most)


def _read_scaled(device: QIODevice, file_format: bytes, pixels: int) -> Still | None:
    """Return the first frame, turned as its camera was held."""
    reader = QImageReader(device, file_format)
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size = reader.size()
    limit = MOST_PIXELS_SCALED if file_format == b"jpeg" else MOST_PIXELS
    if not size.isValid() or size.isEmpty() or size.width() * size.height() > limit:
        return None
    reader.setScaledSize(_target(size, pixels))
    image = reader.read()
    if image.isNull():
        return None
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return Still(image, plate_of(image), size.transposed() if turned else size)


def _target(size: QSize, pixels: int) -> QSize:
    """Return the size to decode to: just covering the square, or inside it for a long strip."""
    longer, shorter = max(size.width(), size.height()), min(size.width(), size.height())
    strip = longer > LONGEST_SHAPE * shorter
    how = Qt.AspectRatioMode.KeepAspectRatio if strip else Qt.AspectRatioMode.KeepAspectRatioByExpanding
    return size.scaled(pixels, pixels, how).expandedTo(QSize(1, 1))
