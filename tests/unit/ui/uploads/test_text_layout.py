"""Text in rows of a window that runs from right to left, and what a measure costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.uploads.text_layout import Advance, draw_text, project_words, size_words

Make = Callable[..., Snapshot]
LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
AREA = QRect(0, 0, 200, 20)


def painted(text: str, direction: Qt.LayoutDirection, *, centred: bool = False, area: QRect = AREA) -> QImage:
    image = QImage(AREA.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    draw_text(painter, area, text, QFont(), QColor("black"), centred=centred)
    assert painter.layoutDirection() is direction
    painter.end()
    return image


@pytest.mark.parametrize("text", ["482 KB", "Not sent: this is a PDF.", "25 %", "(2 of 6)"])
@pytest.mark.usefixtures("qapp")
def test_a_text_keeps_its_own_direction_at_the_windows_leading_edge(text: str) -> None:
    at_the_right = AREA.adjusted(AREA.width() - QFontMetrics(QFont()).horizontalAdvance(text), 0, 0, 0)
    assert painted(text, RTL) == painted(text, LTR, area=at_the_right)
    assert painted(text, RTL) != painted(text, LTR)


@pytest.mark.usefixtures("qapp")
def test_a_text_in_the_middle_stays_there() -> None:
    assert painted("Copy ID", RTL, centred=True) == painted("Copy ID", LTR, centred=True)


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


@pytest.mark.usefixtures("qapp")
def test_a_project_that_is_cut_off_keeps_the_dot_that_parts_it_from_the_size(make: Make) -> None:
    metrics, transfer = QFontMetrics(QFont()), make(1).transfer
    whole = project_words("Holiday", transfer, metrics, 1_000)
    assert whole == " · Holiday"
    assert project_words("Holiday", transfer, metrics, 1_000, RTL) == "Holiday\u00a0·\u00a0"
    assert project_words("חופשה", transfer, metrics, 1_000, RTL) == " · חופשה"
    room = metrics.horizontalAdvance(whole) - 5
    cut, mirrored = (project_words("Holiday", transfer, metrics, room, way) for way in (LTR, RTL))
    assert cut.startswith(" · Hol")
    assert cut.endswith("…")
    assert mirrored.endswith("…\u00a0·\u00a0")
    assert max(map(metrics.horizontalAdvance, (cut, mirrored))) <= room


@pytest.mark.usefixtures("qapp")
def test_a_project_after_nothing_has_no_dot(make: Make) -> None:
    bare = make(1, kind=None, size=None).transfer
    assert project_words("Holiday", bare, QFontMetrics(QFont()), 1_000) == "Holiday"
    assert project_words("", bare, QFontMetrics(QFont()), 1_000) == ""


def test_a_measure_is_enough_for_its_text_and_bounded_in_memory(qapp: QApplication) -> None:
    advance = Advance(qapp.font())
    metrics = QFontMetricsF(qapp.font())
    texts = [f"name-{number}.png" for number in range(3_000)]
    assert all(advance(text) >= metrics.horizontalAdvance(text) for text in texts)
    assert len(advance._known) <= 2_000
    assert advance("") == 0
