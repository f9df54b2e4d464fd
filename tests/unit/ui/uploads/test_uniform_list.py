"""What `UniformListView` answers in Qt's place: where rows are, where keys lead, what is painted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from layers_desktop.ui.uploads.uniform_list import UniformListView, ranges_of

Index = QModelIndex | QPersistentModelIndex
HEIGHT, ROOM = 20, 210
"""Of a row, and of the viewport, in pixels: ten rows and a half."""
SHIFT, NO_KEYS = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
STATES = (QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_HasFocus, QStyle.StateFlag.State_MouseOver)


class Numbers(QAbstractListModel):
    """So many rows, and how often they were counted."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows
        self.counted = 0

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        self.counted += 1
        return 0 if parent.isValid() else self.rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return str(index.row()) if role == Qt.ItemDataRole.DisplayRole else None

    def add(self, rows: int) -> None:
        self.beginInsertRows(QModelIndex(), self.rows, self.rows + rows - 1)
        self.rows += rows
        self.endInsertRows()


class Noting(QStyledItemDelegate):
    """Writes down which rows are painted, and in which of `STATES`."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: dict[int, tuple[bool, ...]] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        self.painted[index.row()] = tuple(bool(option.state & state) for state in STATES)


class Shown:
    """A view of many numbers, on the screen."""

    def __init__(self, qtbot: QtBot, rows: int) -> None:
        self.model, self.delegate, self.view = Numbers(rows), Noting(), UniformListView(HEIGHT)
        qtbot.addWidget(self.view)
        self.view.setFrameShape(UniformListView.Shape.NoFrame)
        self.view.setItemDelegate(self.delegate)
        self.view.setModel(self.model)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.resize(120, ROOM)
        with qtbot.waitActive(self.view):
            self.view.show()
            self.view.activateWindow()
        self.view.setFocus()

    @property
    def selected(self) -> list[tuple[int, int]]:
        return ranges_of(self.view.selectionModel().selection())

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEYS) -> int:
        QTest.keyClick(self.view, key, modifier)
        return self.view.currentIndex().row()


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    made = Shown(qtbot, 100)
    yield made
    made.view.setModel(None)


def test_a_row_is_where_its_number_says(shown: Shown) -> None:
    view = shown.view
    assert view.visible_rows() == range(11)
    assert view.verticalScrollBar().maximum() == 100 * HEIGHT - ROOM
    view.verticalScrollBar().setValue(30)
    assert view.visible_rows() == range(1, 12)
    for row in view.visible_rows():
        assert view.indexAt(view.visualRect(shown.model.index(row)).center()).row() == row
    view.scrollToBottom()
    assert view.visible_rows() == range(89, 100)
    assert not view.indexAt(QPoint(5, ROOM + 5)).isValid()


@pytest.mark.parametrize(
    ("hint", "tops"),
    [
        (QAbstractItemView.ScrollHint.EnsureVisible, (0, 610, 610, 400)),
        (QAbstractItemView.ScrollHint.PositionAtTop, (100, 800, 700, 400)),
        (QAbstractItemView.ScrollHint.PositionAtBottom, (0, 610, 510, 210)),
        (QAbstractItemView.ScrollHint.PositionAtCenter, (5, 705, 605, 305)),
    ],
)
def test_a_row_is_scrolled_to_as_far_as_is_asked(
    shown: Shown, hint: QAbstractItemView.ScrollHint, tops: tuple[int, ...]
) -> None:
    reached = []
    for row in (5, 40, 35, 20):
        shown.view.scrollTo(shown.model.index(row), hint)
        reached.append(shown.view.verticalScrollBar().value())
    assert tuple(reached) == tops


def test_keys_lead_a_row_a_page_or_to_an_end_and_what_they_lead_to_is_seen(shown: Shown) -> None:
    keys = Qt.Key
    led = [shown.press(key) for key in (keys.Key_Home, keys.Key_Down, keys.Key_PageDown, keys.Key_Up)]
    assert led == [0, 1, 11, 10]
    assert shown.press(keys.Key_End) == 99
    assert shown.view.visible_rows().stop == 100
    assert [shown.press(key) for key in (keys.Key_Down, keys.Key_PageUp, keys.Key_Home)] == [99, 89, 0]
    assert shown.view.visible_rows().start == 0
    assert [shown.press(key) for key in (keys.Key_PageUp, keys.Key_Up)] == [0, 0]


def test_shift_selects_all_between_also_what_is_not_on_the_screen(shown: Shown) -> None:
    shown.press(Qt.Key.Key_Home)
    shown.press(Qt.Key.Key_Down)
    shown.press(Qt.Key.Key_End, SHIFT)
    assert shown.selected == [(1, 99)]
    shown.press(Qt.Key.Key_PageUp, SHIFT)
    assert shown.selected == [(1, 89)]


def test_all_is_selected_as_one_stretch(shown: Shown) -> None:
    shown.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert shown.selected == [(0, 99)]


def test_a_click_and_a_click_with_shift_select(shown: Shown) -> None:
    left, viewport = Qt.MouseButton.LeftButton, shown.view.viewport()
    QTest.mouseClick(viewport, left, NO_KEYS, QPoint(5, 2 * HEIGHT + 5))
    QTest.mouseClick(viewport, left, SHIFT, QPoint(5, 5 * HEIGHT + 5))
    assert shown.selected == [(2, 5)]


def test_what_has_changed_is_painted_if_it_is_seen_and_nothing_else(shown: Shown, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: set(shown.delegate.painted) == set(range(11)))
    shown.delegate.painted.clear()
    for row in (50, 3):
        shown.model.dataChanged.emit(shown.model.index(row), shown.model.index(row), [0])
    qtbot.waitUntil(lambda: bool(shown.delegate.painted))
    assert set(shown.delegate.painted) == {3}


def test_a_row_is_painted_as_selected_marked_and_under_the_pointer(shown: Shown, qtbot: QtBot) -> None:
    shown.press(Qt.Key.Key_Home)
    shown.press(Qt.Key.Key_Down)
    QTest.mouseMove(shown.view.viewport(), QPoint(5, 2 * HEIGHT + 5))
    shown.view.viewport().update()
    qtbot.waitUntil(lambda: shown.delegate.painted.get(2) == (False, False, True))
    assert shown.delegate.painted[1] == (True, True, False)
    assert shown.delegate.painted[0] == (False, False, False)
    shown.view.verticalScrollBar().setValue(3 * HEIGHT)
    qtbot.waitUntil(lambda: shown.delegate.painted.get(5) == (False, False, True))
    assert shown.delegate.painted[2] == (False, False, True), "out of sight, and not painted again"


def test_what_a_change_costs_does_not_grow_with_the_list(qtbot: QtBot) -> None:
    asked = []
    for rows in (1_000, 100_000):
        shown = Shown(qtbot, rows)
        qtbot.waitUntil(lambda shown=shown: bool(shown.delegate.painted))  # type: ignore[misc]  # a default
        shown.model.counted = 0
        shown.model.add(500)
        shown.model.dataChanged.emit(shown.model.index(0), shown.model.index(rows - 1), [0])
        shown.view.executeDelayedItemsLayout()
        shown.view.selectAll()
        shown.press(Qt.Key.Key_End)
        asked.append(shown.model.counted)
        shown.view.setModel(None)
    assert asked[0] == asked[1]
