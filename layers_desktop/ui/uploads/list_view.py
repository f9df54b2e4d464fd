"""The list itself: what the pointer and the keys on it mean, and which rows a person means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.theme import theme
from layers_desktop.ui.uploads.delegate import BUTTONS, RowDelegate
from layers_desktop.ui.uploads.model import TransferModel, runs
from layers_desktop.ui.uploads.row_actions import RowAction
from layers_desktop.ui.uploads.row_layout import RowPart
from layers_desktop.ui.uploads.shortcuts import (
    ListShortcut,
    asks_for_menu,
    gesture_of,
    mark_first_entry,
    means_the_marked_row,
    moves_plainly,
)
from layers_desktop.ui.uploads.uniform_list import UniformListView, ranges_of

_CLICKED: Final = frozenset({*BUTTONS, RowPart.KIND})

Spot = tuple[int, RowPart]
"""A transfer's id and a part of its row."""


class RowMouseHandler(QObject):
    """Follows the pointer; a painted button is clicked when it is let go where it was pressed."""

    clicked = Signal(object, object, QPoint)
    """Transfer id, `RowAction`, and where a menu belongs, in global coordinates."""

    def __init__(self, view: QListView, rows: TransferModel, delegate: RowDelegate) -> None:
        super().__init__(view)
        self._view = view
        self._rows = rows
        self._delegate = delegate
        self._held: Spot | None = None
        self._held_action: RowAction | None = None

    @property
    def holds(self) -> bool:
        """True while a painted button is held down."""
        return self._held is not None

    @property
    def on(self) -> Spot | None:
        """What the pointer is on, if it answers to a click."""
        return self._delegate.hot

    @property
    def on_button(self) -> bool:
        """True when that is a painted button."""
        return self.on is not None and self.on[1] in _CLICKED

    def move(self, point: QPoint) -> None:
        """Light up what is under the pointer; while one button is held no other does."""
        index = self._view.indexAt(point)
        part = self._part_at(index, point)
        spot = (self._rows.snapshot(index.row()).transfer.id, part) if part is not None else None
        self._light(None if self._held is not None and spot != self._held else spot)

    def press(self, point: QPoint) -> bool:
        """Hold the painted button under the pointer down; False when there is none."""
        self.move(point)
        if self.on is None or not self.on_button:
            return False
        self._held = self.on
        self._held_action = self._action_at(point, self.on[1])
        self._sink(down=True)
        return True

    def release(self, point: QPoint) -> None:
        """Click the held button if it is let go where it was pressed."""
        held = self._held
        self.let_go()
        self.move(point)
        if held is None or self.on != held:
            return
        action = self._action_at(point, held[1])
        # A row that changed while the button was down has another button there: that one was not pressed.
        if action is not None and action is self._held_action:
            self.clicked.emit(held[0], action, self._menu_place(self._view.indexAt(point), held[1], point))

    def let_go(self) -> None:
        """Hold nothing any more."""
        self._held = None
        self._sink(down=False)

    def leave(self) -> None:
        """Nothing is under the pointer any more."""
        self._light(None)

    def _part_at(self, index: QModelIndex, point: QPoint) -> RowPart | None:
        if not index.isValid():
            return None
        return self._delegate.part_at(
            self._view.visualRect(index), self._view.layoutDirection(), index, point
        )

    def _action_at(self, point: QPoint, part: RowPart) -> RowAction | None:
        snapshot = self._rows.snapshot(self._view.indexAt(point).row())
        return BUTTONS[part](snapshot) if part in BUTTONS else RowAction.CHOOSE_KIND

    def _menu_place(self, index: QModelIndex, part: RowPart, point: QPoint) -> QPoint:
        rect, direction = self._view.visualRect(index), self._view.layoutDirection()
        layout = self._delegate.layout_of(rect, direction, index)
        areas = {
            RowPart.MAIN: layout.main,
            RowPart.SECOND: layout.second,
            RowPart.END: layout.end,
            RowPart.KIND: layout.kind,
        }
        below = areas[part].bottomLeft() if part in areas else point
        return self._view.viewport().mapToGlobal(below)

    def _light(self, spot: Spot | None) -> None:
        if spot != self._delegate.hot:
            self._delegate.hot = spot
            self._view.viewport().update()

    def _sink(self, *, down: bool) -> None:
        if self._delegate.pressed != down:
            self._delegate.pressed = down
            self._view.viewport().update()


class UploadList(UniformListView):
    """The uploads; a press on a painted button never changes the selection."""

    button_clicked = Signal(object, object, QPoint)
    """Transfer id, `RowAction`, and where a menu belongs, in global coordinates."""
    id_double_clicked = Signal(object)
    """Transfer id: the person double clicked the status line, where the asset id stands."""
    menu_requested = Signal(object, QPoint)
    """Transfer id and the place, in global coordinates."""
    gesture = Signal(object)
    """A `Gesture`."""

    def __init__(self, rows: TransferModel, delegate: RowDelegate, app_theme: theme.Theme) -> None:
        super().__init__(theme.scaled(theme.ROW_HEIGHT))
        self._rows = rows
        self._delegate = delegate
        self._theme = app_theme
        self._pointer = RowMouseHandler(self, rows, delegate)
        self._pointer.clicked.connect(self.button_clicked)
        self.setModel(rows)
        self.setItemDelegate(delegate)
        self.setAccessibleName(self.tr("Uploads"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)

    @Slot()
    def repaint_visible_rows(self) -> None:
        """Paint what is on the screen again, because time has passed."""
        self.viewport().update()

    def bring_into_sight(self, index: QModelIndex) -> None:
        """Scroll so that this row is on top, if it is not to be seen whole already."""
        if index.isValid() and not self.viewport().rect().contains(self.visualRect(index)):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def select_rows(self, numbers: Iterable[int]) -> None:
        """Select exactly these rows."""
        self.select_stretches(runs(numbers))

    # The pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what the pointer is on."""
        if not self._pointer.holds:
            super().mouseMoveEvent(event)
        self._pointer.move(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold a painted button down, or let Qt select."""
        self._ring(shown=False)
        if event.button() == Qt.MouseButton.LeftButton and self._pointer.press(event.position().toPoint()):
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click a painted button when it is let go where it was pressed."""
        if self._pointer.holds and event.button() == Qt.MouseButton.LeftButton:
            self._pointer.release(event.position().toPoint())
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a double click on a button as two clicks; one on the status line may copy its id."""
        self._pointer.move(event.position().toPoint())
        if self._pointer.on_button:
            self.mousePressEvent(event)
            return
        spot = self._pointer.on
        super().mouseDoubleClickEvent(event)
        if spot and spot[1] is RowPart.STATUS and event.button() == Qt.MouseButton.LeftButton:
            self.id_double_clicked.emit(spot[0])

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._pointer.leave()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of a button that is hidden while it is held."""
        self._pointer.let_go()
        super().hideEvent(event)

    # The keyboard

    def event(self, event: QEvent) -> bool:
        """Claim the list's keys before a shortcut of the window takes them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and gesture_of(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Report a gesture, or let Qt move and select."""
        marked = self._delegate.focus_ring
        self._ring(shown=True)
        asked = gesture_of(event)
        if asks_for_menu(event):
            # Not every platform makes a context menu event of these keys.
            event.accept()
            self._open_menu_by_key()
        elif asked is None:
            super().keyPressEvent(event)
            if moves_plainly(event):
                self._select_where_it_is()
        else:
            event.accept()
            if marked:
                self._mean_marked_row(asked)
            self.gesture.emit(asked)

    def _select_where_it_is(self) -> None:
        """Select the row that a key led to also where it led nowhere.

        Qt marks the first row without selecting it when the focus comes, as when the window gets the keyboard
        back after a drag; Home moves nowhere from there, and Qt selects only what it moves to.
        """
        index = self.currentIndex()
        if index.isValid() and not self.selectionModel().isSelected(index):
            self.select_rows([index.row()])

    def _mean_marked_row(self, asked: ListShortcut) -> None:
        """Select the row with the ring where no other is selected: it is the one that the key is for."""
        index = self.currentIndex()
        if index.isValid() and means_the_marked_row(asked) and not self.selectionModel().hasSelection():
            self.select_rows([index.row()])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is when it came by the keyboard."""
        self._ring(
            shown=event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        )
        super().focusInEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the row's menu, under the pointer or, by key, under the current row."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._open_menu_by_key()
        elif (index := self.indexAt(event.pos())).isValid():
            self._ask_for_menu(index, event.pos())

    def _open_menu_by_key(self) -> None:
        index = self.currentIndex()
        if not index.isValid():
            index = self._rows.index(0, 0)
        if index.isValid():
            self.scrollTo(index)
            self._ask_for_menu(index, self.visualRect(index).center())
            mark_first_entry()

    def _ask_for_menu(self, index: QModelIndex, place: QPoint) -> None:
        transfer_id = self._rows.snapshot(index.row()).transfer.id
        self.menu_requested.emit(transfer_id, self.viewport().mapToGlobal(place))

    def _ring(self, *, shown: bool) -> None:
        if self._delegate.focus_ring != shown:
            self._delegate.focus_ring = shown
            self.viewport().update()

    # Nothing to show

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the one sentence that says why there is none."""
        super().paintEvent(event)
        if self._rows.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setFont(self._theme.font())
            painter.setPen(self._theme.tokens.dim)
            room = self.viewport().rect().adjusted(2 * theme.GRID, 0, -2 * theme.GRID, 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._rows.nothing())
            painter.end()


class Selection(QObject):
    """Reads the selection of the list in terms of uploads, and keeps it where Qt loses it: at a reset."""

    def __init__(self, shown: UploadList, model: TransferModel) -> None:
        super().__init__(shown)
        self._list = shown
        self._model = model
        self._selected: list[int] = []
        self._current: int | None = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def upload(self, transfer_id: int) -> Snapshot | None:
        """Return what is known of this upload, or None when it is not in the list any more."""
        return self._model.upload(transfer_id)

    def everything(self) -> list[Snapshot]:
        """Return all uploads of the list, shown or not, in drop order."""
        return list(self._model.snapshots())

    def uploads(self) -> list[Snapshot]:
        """Return the selected uploads in drop order."""
        return self._model.snapshots_in(ranges_of(self._list.selectionModel().selection()))

    def with_(self, transfer_id: int) -> list[Snapshot]:
        """Return all selected uploads when this is one of them, otherwise this one alone."""
        row = self._model.row_of(transfer_id)
        if row is not None and self._list.selectionModel().isSelected(self._model.index(row)):
            return self.uploads()
        snapshot = self.upload(transfer_id)
        return [snapshot] if snapshot is not None else []

    @Slot()
    def _remember(self) -> None:
        self._selected = [snapshot.transfer.id for snapshot in self.uploads()]
        current = self._list.currentIndex()
        if current.isValid():  # else it may be hidden by a search, at whose end it is to be found again
            self._current = self._model.snapshot(current.row()).transfer.id

    @Slot()
    def _restore(self) -> None:
        """Select those of the uploads that are still shown, and go back to the row with the keyboard."""
        chosen = self._list.selectionModel()
        row = self._model.row_of(self._current) if self._current is not None else None
        if row is not None:
            chosen.setCurrentIndex(self._model.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)
        if numbers := self._model.rows_of(self._selected):
            self._list.select_rows(numbers)
        self._selected.clear()
