"""Pictures of the window with what lies on it, and all of them on one sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QWidget

from tests.screenshots.scene import visible_windows

_COLUMNS = 4
_CELL = 440
_CAPTION = 28
_GAP = 16


def picture(window: QWidget) -> QImage:
    """Return the window as it is on the screen, with the lists, menus and dialogs that lie on it.

    What reaches over its edge makes the picture larger, on a grey ground.
    """
    parts = [(part, QRect(part.mapToGlobal(QPoint(0, 0)), part.size())) for part in visible_windows(window)]
    whole = QRect()
    for _, place in parts:
        whole = whole.united(place)
    ratio = window.devicePixelRatioF()
    image = QImage(whole.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#8A8F98"))
    painter = QPainter(image)
    for part, place in parts:
        drawn = part.grab()
        at = place.topLeft() - whole.topLeft()
        painter.drawPixmap(at, drawn)
        if part is not window:
            painter.setPen(QColor("#8A8F98"))
            painter.drawRect(QRect(at, place.size()).adjusted(0, 0, -1, -1))
    painter.end()
    return image


def save(image: QImage, path: Path) -> None:
    """Write a PNG; OSError when it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path), "PNG"):  # type: ignore[call-overload]  # its stub asks for bytes
        raise OSError(f"cannot write {path}")


def sheet(pictures: Sequence[tuple[str, QImage]]) -> QImage:
    """Return all of them, small, each with its name."""
    cells = [_fitted(image) for _, image in pictures]
    rows = math.ceil(len(cells) / _COLUMNS)
    heights = [
        max(image.height() for image in cells[row * _COLUMNS : (row + 1) * _COLUMNS]) for row in range(rows)
    ]
    width = _COLUMNS * (_CELL + _GAP) + _GAP
    result = QImage(width, sum(heights) + rows * (_CAPTION + _GAP) + _GAP, QImage.Format.Format_RGB32)
    result.fill(QColor("#5B616B"))
    painter = QPainter(result)
    font = QFont("Inter")
    font.setPixelSize(14)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.white)
    top = _GAP
    for row, height in enumerate(heights):
        for column, (name, _) in enumerate(pictures[row * _COLUMNS : (row + 1) * _COLUMNS]):
            left = _GAP + column * (_CELL + _GAP)
            painter.drawText(QRect(left, top, _CELL, _CAPTION), Qt.AlignmentFlag.AlignVCenter, name)
            painter.drawImage(QPoint(left, top + _CAPTION), cells[row * _COLUMNS + column])
        top += height + _CAPTION + _GAP
    painter.end()
    return result


def _fitted(image: QImage) -> QImage:
    plain = QImage(image)
    plain.setDevicePixelRatio(1.0)
    return plain.scaledToWidth(_CELL, Qt.TransformationMode.SmoothTransformation)
