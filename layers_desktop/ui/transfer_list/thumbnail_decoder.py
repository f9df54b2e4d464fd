"""One image file into one small square with round corners. Blocking: for workers only, never the GUI thread.

What is dropped is not to be trusted: pipes and devices are not opened, the format is the one that the media
room found and is on a list (an SVG named `.png` is not parsed as SVG: a small one can take seconds), and an
image whose pixels would fill the memory is left alone.
"""

from __future__ import annotations

import os
import stat
from typing import Final

from PySide6.QtCore import QFile, QFileDevice, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath

from layers_desktop.ui.transfer_list.thumbnail_guard import is_harmless

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
"""MIME type → Qt's decoder. Everything else shows an icon."""
CORNER: Final = 8 / 44
"""Radius of the corners as a part of the side."""
MOST_PIXELS: Final = 25_000_000
"""Of an image that has to be unpacked whole, 100 MB: the cameras and screens of 2026 stay below."""
MOST_PIXELS_SCALED: Final = 64_000_000
"""JPEG is decoded at an eighth of its size, so large photographs cost little."""
LONGEST_SHAPE: Final = 4
"""A strip longer than this times its width is shown whole: cut square it would show nothing."""


def decode(path: bytes, mime_type: str, pixels: int) -> QImage | None:
    """Return the image as a square of `pixels` device pixels; None when there is nothing to show."""
    file_format = FORMATS.get(mime_type)
    if file_format is None:
        return None
    try:
        descriptor = _open_regular(path)
    except OSError:
        return None
    if descriptor is None:
        return None
    if not _harmless(descriptor, file_format):
        os.close(descriptor)
        return None
    file = QFile()
    if not file.open(descriptor, QIODevice.OpenModeFlag.ReadOnly, QFileDevice.FileHandleFlag.AutoCloseHandle):
        os.close(descriptor)
        return None
    try:
        scaled = _read_scaled(file, file_format, pixels)
    finally:
        file.close()
    return None if scaled is None else _rounded(scaled, pixels)


def _open_regular(path: bytes) -> int | None:
    """Open a regular file and nothing else; asked before, because opening a device can do things."""
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - the path is bytes that may not be text
        return None
    # Should a pipe have taken its place meanwhile, the open returns at once instead of waiting for a writer.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    )
    descriptor = os.open(path, flags)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    return None


def _harmless(descriptor: int, file_format: bytes) -> bool:
    try:
        return is_harmless(descriptor, file_format)
    except OSError:
        return False


def _read_scaled(file: QFile, file_format: bytes, pixels: int) -> QImage | None:
    reader = QImageReader(file, file_format)
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size = reader.size()
    limit = MOST_PIXELS_SCALED if file_format == b"jpeg" else MOST_PIXELS
    if not size.isValid() or size.isEmpty() or size.width() * size.height() > limit:
        return None
    reader.setScaledSize(_target(size, pixels))
    image = reader.read()
    return None if image.isNull() else image


def _target(size: QSize, pixels: int) -> QSize:
    """Return the size to decode to: just covering the square, or inside it for a long strip."""
    longer, shorter = max(size.width(), size.height()), min(size.width(), size.height())
    strip = longer > LONGEST_SHAPE * shorter
    how = Qt.AspectRatioMode.KeepAspectRatio if strip else Qt.AspectRatioMode.KeepAspectRatioByExpanding
    return size.scaled(pixels, pixels, how).expandedTo(QSize(1, 1))


def _rounded(image: QImage, pixels: int) -> QImage:
    square = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    square.fill(Qt.GlobalColor.transparent)
    place = QRect(0, 0, image.width(), image.height())
    place.moveTopLeft(
        QRect(0, 0, pixels, pixels).center() - QRect(0, 0, image.width(), image.height()).center()
    )
    corners = QPainterPath()
    corners.addRoundedRect(0, 0, pixels, pixels, CORNER * pixels, CORNER * pixels)
    mask = QImage(square)
    painter = QPainter(mask)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(corners, Qt.GlobalColor.black)
    painter.end()
    painter = QPainter(square)
    painter.drawImage(place.topLeft(), image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, mask)
    painter.end()
    return square
