"""Text in rows of a window that runs from right to left, and what a measure costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.transfer_list.row_text import Advance, draw_text, size_words

Make = Callable[..., Snapshot]
LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
AREA = QRect(0, 0, 200, 20)


def painted(text: str, direction: Qt.LayoutDirection, align: Qt.AlignmentFlag | None = None) -> QImage:
    image = QImage(AREA.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    if align is None:
        draw_text(painter, AREA, text, QFont(), QColor("black"))
    else:
        draw_text(painter, AREA, text, QFont(), QColor("black"), align=align)
    assert painter.layoutDirection() is direction
    painter.end()
    return image


@pytest.mark.parametrize("text", ["482 KB", "Not sent: this is a PDF.", "25 %", "(2 of 6)"])
@pytest.mark.usefixtures("qapp")
def test_a_text_keeps_its_own_direction_at_the_windows_leading_edge(text: str) -> None:
    at_the_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert painted(text, RTL) == painted(text, LTR, at_the_right)
    assert painted(text, RTL) != painted(text, LTR)


@pytest.mark.usefixtures("qapp")
def test_a_text_in_the_middle_stays_there() -> None:
    middle = Qt.AlignmentFlag.AlignCenter
    assert painted("Copy ID", RTL, middle) == painted("Copy ID", LTR, middle)


@pytest.mark.usefixtures("qapp")
def test_letters_of_a_higher_font_leave_the_line_where_it_is() -> None:
    plain = painted("H", LTR)
    width = QFontMetricsF(QFont()).horizontalAdvance("H")
    part = QRect(0, 0, int(width), AREA.height())
    assert painted("H图片", LTR).copy(part) == plain.copy(part)


def test_the_dot_before_the_size_stands_between_it_and_the_kind(make: Make) -> None:
    assert size_words(make(1).transfer) == " · 482 KB"
    assert size_words(make(1).transfer, RTL) == "482 KB\u00a0·\u00a0"
    assert size_words(make(1, kind=None).transfer, RTL) == "482 KB"
    assert size_words(make(1, size=None).transfer) == ""


def test_a_measure_is_enough_for_its_text_and_bounded_in_memory(qapp: QApplication) -> None:
    advance = Advance(qapp.font())
    metrics = QFontMetricsF(qapp.font())
    texts = [f"name-{number}.png" for number in range(3_000)]
    assert all(advance(text) >= metrics.horizontalAdvance(text) for text in texts)
    assert len(advance._known) <= 2_000
    assert advance("") == 0
