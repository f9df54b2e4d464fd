"""Images into squares with round corners, drawings into images, and the ground that they are seen on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, qAlpha, qGray

from layers_desktop.ui.transfer_list.thumbnail import Plate

CORNER: Final = 8 / 44
"""Radius of the corners as a part of the side."""
DRAWING_MARGIN: Final = 4 / 44
"""Around a drawing, which is shown whole: logos reach their edges."""
LARGEST_DRAWING: Final = 88
"""Pixels of a side; a screen that has more shows it enlarged. Drawing costs the square of it, and more."""
_SAMPLES: Final = 12
_OPAQUE: Final = 0.97
"""Of a picture's area: what is less transparent than this needs no ground."""
_DARKEST, _LIGHTEST = 80, 190
"""Of 255: a picture between these is seen on a light and on a dark ground."""


def rounded(image: QImage, pixels: int) -> QImage:
    """Return the middle of the image in a square of `pixels`, its corners round."""
    square = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    square.fill(Qt.GlobalColor.transparent)
    place = QRect(0, 0, image.width(), image.height())
    place.moveTopLeft(QRect(0, 0, pixels, pixels).center() - place.center())
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


def drawn(svg: bytes, pixels: int) -> QImage | None:
    """Return a harmless drawing in a square of `pixels`, whole; None when Qt cannot read it.

    By `QImageReader`, because it lets other threads run meanwhile; `QSvgRenderer` stops all of Python.
    """
    device = QBuffer()
    device.setData(QByteArray(svg))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(device, b"svg")
    reader.setDecideFormatFromContent(False)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        return None
    room = round(min(pixels, LARGEST_DRAWING) * (1 - 2 * DRAWING_MARGIN))
    reader.setScaledSize(size.scaled(room, room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        return None
    if pixels > LARGEST_DRAWING:
        room = round(pixels * (1 - 2 * DRAWING_MARGIN))
        image = image.scaled(
            room, room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return image


def plate_of(image: QImage) -> Plate | None:
    """Return the ground that a transparent picture needs; None when it is seen on any."""
    if not image.hasAlphaChannel():
        return None
    small = image.scaled(
        _SAMPLES, _SAMPLES, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    pixels = [small.pixel(x, y) for x in range(_SAMPLES) for y in range(_SAMPLES)]
    alpha = sum(map(qAlpha, pixels))
    if not 0 < alpha < _OPAQUE * 255 * len(pixels):
        return None
    grey = sum(qGray(pixel) * qAlpha(pixel) for pixel in pixels) / alpha
    if grey <= _DARKEST:
        return Plate.LIGHT
    return Plate.DARK if grey >= _LIGHTEST else None
