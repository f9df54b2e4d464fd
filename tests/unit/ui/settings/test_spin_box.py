from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.settings.fields import Page
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.widgets.spin_box import SpinBox
from tests.support.accessible_name import named

KEY = Qt.Key


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def box(request: pytest.FixtureRequest, qapp: QApplication, theme: Theme, qtbot: QtBot) -> Iterator[SpinBox]:
    """Return a number from 0 to 9 that stands at 0, in a window of either direction."""
    assert theme is not None
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(request.param)
    made = SpinBox()
    made.set_limits(0, 9)
    made.resize(100, 28)
    qtbot.addWidget(made)
    made.show()
    yield made
    qapp.setLayoutDirection(before)


@pytest.fixture
def limit(dialog: SettingsDialog) -> SpinBox:
    """Return the bandwidth limit, which has stops and a unit."""
    dialog.open_at(Page.UPLOADS)
    control = named(dialog, SpinBox, "Bandwidth limit")
    control.setFocus()
    return control


def arrow(box: SpinBox, *, above: bool) -> QPoint:
    across = 12 if box.isRightToLeft() else box.width() - 12
    return QPoint(across, box.height() // 4 if above else 3 * box.height() // 4)


def write(box: SpinBox, text: str) -> None:
    box.selectAll()
    QTest.keyClicks(box, text)


def test_the_arrows_are_where_they_are_drawn(box: SpinBox) -> None:
    for above, value in ((True, 1), (True, 2), (False, 1)):
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=arrow(box, above=above))
        assert box.amount == value


def test_a_screen_reader_sets_the_number(box: SpinBox) -> None:
    QAccessible.queryAccessibleInterface(box).valueInterface().setCurrentValue(7)
    assert (box.amount, box.text()) == (7, "7")


@pytest.mark.parametrize(("typed", "left"), [("7", "7"), ("abc", "0"), ("1.5", "9"), ("12", "9"), ("", "0")])
def test_what_is_typed_is_a_number_of_the_range_when_it_is_left(
    box: SpinBox, qtbot: QtBot, typed: str, left: str
) -> None:
    qtbot.waitActive(box)
    box.setFocus()
    write(box, typed)
    QTest.keyClick(box, KEY.Key_Return)
    assert box.text() == left


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
    assert box.amount == 0
    assert not turned.isAccepted()


def test_the_arrows_go_along_round_numbers_and_back_to_no_limit(limit: SpinBox) -> None:
    assert limit.text() == "No limit"
    shown = []
    for key in (
        KEY.Key_Up,
        KEY.Key_Up,
        KEY.Key_PageUp,
        KEY.Key_PageDown,
        KEY.Key_Down,
        KEY.Key_Down,
        KEY.Key_Down,
    ):
        QTest.keyClick(limit, key)
        shown.append(limit.text())
    assert shown == ["0.1 MB/s", "0.2 MB/s", "2 MB/s", "0.2 MB/s", "0.1 MB/s", "No limit", "No limit"]


@pytest.mark.parametrize("locale", ["en_GB", "de_DE"])
@pytest.mark.parametrize(("typed", "amount"), [("2.5", 2_500), ("2,5", 2_500), ("12", 12_000), ("0,05", 50)])
def test_either_separator_is_understood_and_the_arrows_go_on_from_it(
    limit: SpinBox, locale: str, typed: str, amount: int
) -> None:
    limit.setLocale(QLocale(locale))
    write(limit, typed)
    assert limit.amount == amount
    QTest.keyClick(limit, KEY.Key_Up)
    assert limit.amount in {3_000, 15_000, 100}


@pytest.mark.parametrize("amount", [0, 1, 999, 1_234, 999_999, 1_000_000])
def test_what_was_chosen_before_is_shown_as_it_is(limit: SpinBox, amount: int) -> None:
    limit.setLocale(QLocale("de_DE"))
    limit.set_amount(amount)
    assert limit.amount == amount
    assert "." not in limit.text(), "a group separator would be taken for a decimal one"
