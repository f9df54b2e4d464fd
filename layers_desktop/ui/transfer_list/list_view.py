"""The list itself: rows of one height, what the pointer and the keys on it mean, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
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
from PySide6.QtWidgets import QAbstractItemView, QFrame

from layers_desktop.ui import theme
from layers_desktop.ui.transfer_list.delegate import RowDelegate
from layers_desktop.ui.transfer_list.gestures import (
    Gesture,
    asks_for_menu,
    gesture_of,
    mark_first_entry,
    means_the_marked_row,
    moves_plainly,
)
from layers_desktop.ui.transfer_list.model import TransferModel
from layers_desktop.ui.transfer_list.pointer import RowPointer
from layers_desktop.ui.transfer_list.row_layout import Part
from layers_desktop.ui.transfer_list.rows import runs
from layers_desktop.ui.transfer_list.uniform_list import UniformListView


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

    def __init__(self, rows: TransferModel, delegate: RowDelegate, dressed: theme.Theme) -> None:
        super().__init__(theme.scaled(theme.ROW_HEIGHT))
        self._rows = rows
        self._delegate = delegate
        self._theme = dressed
        self._pointer = RowPointer(self, rows, delegate)
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
        if spot and spot[1] is Part.STATUS and event.button() == Qt.MouseButton.LeftButton:
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

    def _mean_marked_row(self, asked: Gesture) -> None:
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
