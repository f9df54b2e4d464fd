"""Text in a row: how wide it is, what of it is shown where there is little room, and putting it there."""

from __future__ import annotations

import math
import unicodedata
from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter

from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.i18n import formats
from layers_desktop.ui.uploads.status_text import Status

_LEAST_BEFORE_END: Final = 80
"""Pixels of a status line's beginning, without which its end makes no sense."""
_MOST_REMEMBERED: Final = 2_000
"""Texts of one font; a screen shows a hundred."""


class Advance:
    """Measures texts in one font, and remembers: rows are painted again and again and are much alike."""

    def __init__(self, font: QFont) -> None:
        self._metrics = QFontMetricsF(font)
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """Return the whole pixels that `text` needs so that it is never elided for a fraction of one."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            known = math.ceil(self._metrics.horizontalAdvance(text)) + 1 if text else 0
            self._known[text] = known
        return known


def elided(metrics: QFontMetrics, status: Status, width: int) -> str:
    """Say a status line in `width` pixels: in the longest words that fit, else the shortest ones cut off.

    What must stay readable in a line that is cut stands at its end.
    """
    wordings = (status.longer or status.text, status.text, *status.shorter)
    for words in wordings:
        if metrics.horizontalAdvance(words) <= width:
            return words
    shortest, end = wordings[-1], status.end
    room = width - metrics.horizontalAdvance(end)
    if not end:
        return metrics.elidedText(shortest, Qt.TextElideMode.ElideRight, width)
    if room < _LEAST_BEFORE_END:
        return metrics.elidedText(shortest, Qt.TextElideMode.ElideMiddle, width)
    return metrics.elidedText(shortest.removesuffix(end), Qt.TextElideMode.ElideRight, room) + end


def size_words(transfer: Transfer, direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight) -> str:
    """Return the size as it stands after the kind, with a dot between them; empty when it is not known."""
    if transfer.size is None:
        return ""
    size = formats.byte_size(transfer.size)
    if transfer.kind is None:
        return size
    return _after_dot(size, direction)


def project_words(
    project: str,
    transfer: Transfer,
    metrics: QFontMetrics,
    room: int,
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
) -> str:
    """Return the project as it stands after kind and size, its name cut to `room` pixels."""
    if not project or (transfer.kind is None and transfer.size is None):
        return metrics.elidedText(project, Qt.TextElideMode.ElideRight, room)
    whole = _after_dot(project, direction)
    if metrics.horizontalAdvance(whole) <= room:
        return whole
    dot = metrics.horizontalAdvance(_after_dot("", direction)) + 1
    return _after_dot(metrics.elidedText(project, Qt.TextElideMode.ElideRight, room - dot), direction)


def _after_dot(text: str, direction: Qt.LayoutDirection) -> str:
    """Put the dot between this and what stands before it in the row."""
    turned = direction is not _direction_of(text) and direction is Qt.LayoutDirection.RightToLeft
    # Where "482 KB" stands left of the kind, so does the dot; spaces that do not break are not cut off.
    return f"{text}\u00a0·\u00a0" if turned else f" · {text}"


def draw_text(
    painter: QPainter,
    area: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    centred: bool = False,
) -> None:
    """Write one line in the middle of the area's height, at its leading edge or in the middle of its width.

    It is read in its own direction: in a window from right to left, "482 KB" stays "482 KB". Its baseline is
    that of `font`, whatever other fonts lend it letters: Chinese ones, which are higher, would shift it
    against what stands beside it.
    """
    painter.setFont(font)
    painter.setPen(colour)
    metrics = QFontMetrics(font)
    window = painter.layoutDirection()
    mirrored = window is Qt.LayoutDirection.RightToLeft
    left: float = area.left()
    if centred:
        left += (area.width() - metrics.horizontalAdvance(text)) / 2
    elif mirrored:
        left += area.width() - metrics.horizontalAdvance(text)
    baseline = area.top() + (area.height() - metrics.height()) // 2 + metrics.ascent()
    if mirrored:
        painter.setLayoutDirection(_direction_of(text))
    painter.drawText(QPointF(left, baseline), text)
    if mirrored:
        painter.setLayoutDirection(window)


def _direction_of(text: str) -> Qt.LayoutDirection:
    """Return the direction of the first letter that has one; left to right without any, as of "25 %"."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            leads_right = kind == "L"
            return Qt.LayoutDirection.LeftToRight if leads_right else Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight
