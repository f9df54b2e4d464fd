from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.widgets.spin_box import SpinBox


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def box(request: pytest.FixtureRequest, qapp: QApplication, theme: Theme, qtbot: QtBot) -> Iterator[SpinBox]:
    """Return a number from 0 to 9 that stands at 0, in a window of either direction."""
    assert theme is not None
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(request.param)
    made = SpinBox()
    made.setRange(0, 9)
    made.resize(100, 28)
    qtbot.addWidget(made)
    made.show()
    yield made
    qapp.setLayoutDirection(before)


def arrow(box: SpinBox, *, above: bool) -> QPoint:
    across = 12 if box.isRightToLeft() else box.width() - 12
    return QPoint(across, box.height() // 4 if above else 3 * box.height() // 4)


def test_the_arrows_are_where_they_are_drawn(box: SpinBox) -> None:
    for above, value in ((True, 1), (True, 2), (False, 1)):
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=arrow(box, above=above))
        assert box.value() == value


def test_an_arrow_that_leads_no_further_is_fainter(box: SpinBox) -> None:
    def darkest(*, above: bool) -> int:
        shown, middle = box.grab().toImage(), arrow(box, above=above)
        return min(shown.pixelColor(middle + QPoint(x, y)).lightness()
                   for x in range(-6, 7) for y in range(-5, 6))  # fmt: skip

    assert darkest(above=False) > darkest(above=True)
    box.setValue(9)
    assert darkest(above=False) < darkest(above=True)


@pytest.mark.parametrize("way", ["keys", "arrows", "page", "screen reader"])
def test_whatever_changes_the_number_shows_it(box: SpinBox, way: str) -> None:
    box.setValue(4)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "abc")
    assert (box.value(), box.text(), bool(box.complaint)) == (4, "abc", True)
    match way:
        case "keys":
            QTest.keyClick(box, Qt.Key.Key_Up)
        case "arrows":
            QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=arrow(box, above=True))
        case "page":
            QTest.keyClick(box, Qt.Key.Key_PageDown)
        case _:
            value = QAccessible.queryAccessibleInterface(box).valueInterface()
            value.setCurrentValue(7)
    assert box.value() != 4
    assert (box.text(), box.complaint) == (str(box.value()), "")


@pytest.mark.parametrize("typed", ["1.5 MB/s", "1.5MB/s", "1.5 mb/s", " 1,5  Mb / S ", "1.5"])
def test_the_unit_may_be_typed_as_people_do(qtbot: QtBot, typed: str) -> None:
    size = SpinBox(per_unit=1_000)
    qtbot.addWidget(size)
    size.setRange(0, 9_000)
    size.setSuffix(" MB/s")
    size.selectAll()
    QTest.keyClicks(size, typed)
    assert (size.value(), size.complaint) == (1_500, "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("abc", "only"), ("4 apples", "only"), ("", "only"), ("10", "Use"), ("-1", "Use"), ("7", "")],
)
def test_what_is_no_number_is_told_so_and_not_that_it_is_out_of_range(
    box: SpinBox, typed: str, said: str
) -> None:
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_Delete)
    QTest.keyClicks(box, typed)
    assert said in box.complaint
    assert bool(said) == bool(box.complaint)


def test_the_wheel_scrolls_the_page_and_not_the_number(box: SpinBox) -> None:
    box.setFocus()
    turned = QWheelEvent(
        QPointF(9, 9),
        QPointF(9, 9),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turned)
    assert box.value() == 0
    assert not turned.isAccepted()
