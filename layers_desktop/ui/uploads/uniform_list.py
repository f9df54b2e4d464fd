"""A list view whose rows are all of one height, so that no change of the list costs a layout of all of it.

`QListView` measures every row anew after each change of any row, 20 ms at 100 000 rows (measured), and then
paints all that is on the screen. Here a row's place follows from its number. It still is a `QListView`,
because that is what assistive technology takes for a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHoverEvent,
    QPainter,
    QPaintEvent,
    QRegion,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex
_NO_HINT: Final = QAbstractItemView.ScrollHint.EnsureVisible
_STEPS: Final = {
    QAbstractItemView.CursorAction.MoveUp: -1,
    QAbstractItemView.CursorAction.MovePrevious: -1,
    QAbstractItemView.CursorAction.MoveDown: 1,
    QAbstractItemView.CursorAction.MoveNext: 1,
}
_HOVER: Final = (QEvent.Type.HoverEnter, QEvent.Type.HoverMove, QEvent.Type.HoverLeave)


def ranges_of(selection: QItemSelection) -> list[tuple[int, int]]:
    """Return the rows of a selection, first and last of each stretch, in ascending order."""
    parts = cast("Iterable[QItemSelectionRange]", selection)  # as every list of Qt's in Python
    return sorted((part.top(), part.bottom()) for part in parts)


class UniformListView(QListView):
    """One column of rows of one height, scrolled by pixels."""

    def __init__(self, row_height: int, parent: QWidget | None = None) -> None:
        """`row_height` is in device-independent pixels."""
        super().__init__(parent)
        self._row_height = row_height
        self._hover_at = QPoint(-1, -1)
        self._hovered = QPersistentModelIndex()
        self._removing = self._moved = False
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    # Where a row is

    def visible_rows(self) -> range:
        """Return the rows that are on the screen now, also those in part."""
        return self._rows_between(0, self.viewport().height() - 1)

    def visualRect(self, index: Index) -> QRect:
        """Return where the row is, in the viewport's coordinates; it may be far outside."""
        if not index.isValid():
            return QRect()
        top = index.row() * self._row_height - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), self._row_height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return what is at this point of the viewport."""
        row = self._row_at(point.y())
        return self.model().index(row, 0) if 0 <= row < self._count else QModelIndex()

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return what of a selection is on the screen."""
        region, seen = QRegion(), self.visible_rows()
        for first, last in ranges_of(selection):
            for row in range(max(first, seen.start), min(last + 1, seen.stop)):
                region += self.visualRect(self.model().index(row, 0))
        return region

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _NO_HINT) -> None:
        """Scroll so that the row is to be seen, as little as `hint` allows."""
        if not index.isValid():
            return
        self.executeDelayedItemsLayout()
        bar, room = self.verticalScrollBar(), self.viewport().height() - self._row_height
        top = index.row() * self._row_height
        match hint:
            case QAbstractItemView.ScrollHint.PositionAtTop:
                bar.setValue(top)
            case QAbstractItemView.ScrollHint.PositionAtBottom:
                bar.setValue(top - room)
            case QAbstractItemView.ScrollHint.PositionAtCenter:
                bar.setValue(top - room // 2)
            case _ if top < bar.value() or room < 0:
                bar.setValue(top)
            case _:
                bar.setValue(max(bar.value(), top - room))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted; rows that come into sight are painted, and those that the pointer changes."""
        self.viewport().scroll(dx, dy)
        self._hover()

    def doItemsLayout(self) -> None:
        """Measure the list as a whole; Qt calls it once after any number of changes."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Tell the scroll bar how long the list is."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._count * self._row_height - height))
        bar.setPageStep(height)
        bar.setSingleStep(self._row_height // 2)
        QAbstractItemView.updateGeometries(self)

    @property
    def _count(self) -> int:
        model: QAbstractItemModel | None = self.model()
        return model.rowCount() if model is not None else 0

    def _row_at(self, y: int) -> int:
        return (y + self.verticalScrollBar().value()) // self._row_height

    def _rows_between(self, top: int, bottom: int) -> range:
        return range(max(self._row_at(top), 0), min(self._row_at(bottom) + 1, self._count))

    # What changes

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show these rows."""
        super().setModel(model)
        if model is not None:
            model.rowsRemoved.connect(self._removed)

    def rowsInserted(self, parent: Index, first: int, last: int) -> None:
        """Make room for new rows; those that come below what is on the screen move and paint nothing."""
        seen = self.visible_rows()
        QAbstractItemView.rowsInserted(self, parent, first, last)
        self.updateGeometries()
        if first <= seen.stop:
            self.viewport().update()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint what has changed, if it is on the screen; no row has moved.

        Qt tells assistive technology of any change. Of one that is only to be seen, it is not told.
        """
        if not roles or Qt.ItemDataRole.AccessibleTextRole in roles:
            QAbstractItemView.dataChanged(self, first, last, roles)
            return
        changed = self.visualRect(first).united(self.visualRect(last))
        self.viewport().update(changed.intersected(self.viewport().rect()))

    def rowsAboutToBeRemoved(self, parent: Index, first: int, last: int) -> None:
        """Know that numbers of rows are about to change."""
        self._removing, self._moved = True, False
        super().rowsAboutToBeRemoved(parent, first, last)

    @Slot()
    def _removed(self) -> None:
        self._removing = False
        if self._moved:
            self._tell_where()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell assistive technology where the keyboard is."""
        QAbstractItemView.currentChanged(self, current, previous)
        self._moved = True
        if not self._removing:  # its number is not yet the one that it will have
            self._tell_where()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell assistive technology the row too, after Qt has told the list."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self._tell_where)

    @Slot()
    def _tell_where(self) -> None:
        if self.hasFocus():
            self._tell(QAccessible.Event.Focus, self.currentIndex())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell assistive technology the first row that is selected now, and that is no more."""
        QAbstractItemView.selectionChanged(self, selected, deselected)
        for event, part in (
            (QAccessible.Event.SelectionAdd, selected),
            (QAccessible.Event.SelectionRemove, deselected),
        ):
            if not part.isEmpty():
                self._tell(event, part.first().topLeft())

    def _tell(self, event: QAccessible.Event, index: Index) -> None:
        if index.isValid() and QAccessible.isActive():
            news = QAccessibleEvent(self, event)
            news.setChild(index.row())
            QAccessible.updateAccessibility(news)

    # What a person does

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,  # noqa: ARG002 - the keys alone say where to
    ) -> QModelIndex:
        """Return the row that a key leads to."""
        current, last = self.currentIndex(), self._count - 1
        if last < 0:
            return QModelIndex()
        page = max(self.viewport().height() // self._row_height, 1)
        row = current.row()
        match action:
            case _ if not current.isValid():
                row = 0
            case QAbstractItemView.CursorAction.MoveHome:
                row = 0
            case QAbstractItemView.CursorAction.MoveEnd:
                row = last
            case QAbstractItemView.CursorAction.MovePageUp:
                row -= page
            case QAbstractItemView.CursorAction.MovePageDown:
                row += page
            case _:
                row += _STEPS.get(action, 0)
        return self.model().index(min(max(row, 0), last), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the rows that a drag or Shift covers; `rect` is in the viewport's coordinates."""
        covered = rect.normalized()
        rows = self._rows_between(covered.top(), covered.bottom())
        self._select([(rows.start, rows.stop - 1)] if rows else [], command)

    def selectAll(self) -> None:
        """Select all rows as one stretch; Qt would look at each of them."""
        self.select_stretches([(0, self._count - 1)] if self._count else [])

    def select_stretches(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Select exactly these rows, the first and the last of each stretch."""
        self._select(ranges, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _select(self, ranges: Iterable[tuple[int, int]], command: QItemSelectionModel.SelectionFlag) -> None:
        chosen, model, selected = QItemSelection(), self.model(), self.selectionModel()
        for first, last in ranges:
            chosen.append(QItemSelectionRange(model.index(first, 0), model.index(last, 0)))
        if command & QItemSelectionModel.SelectionFlag.Clear:
            selected.clearSelection()  # else Qt compares each stretch with each that was selected before
        selected.select(chosen, command)

    def viewportEvent(self, event: QEvent) -> bool:
        """Note where the pointer is, for painting."""
        if event.type() in _HOVER and isinstance(event, QHoverEvent):
            left = event.type() == QEvent.Type.HoverLeave
            self._hover_at = QPoint(-1, -1) if left else event.position().toPoint()
            self._hover()
        return super().viewportEvent(event)

    def _hover(self) -> None:
        """Find the row under the pointer anew."""
        at = self.indexAt(self._hover_at) if self._hover_at.y() >= 0 else QModelIndex()
        if at != self._hovered:
            self.update(self._hovered)
            self.update(at)
            self._hovered = QPersistentModelIndex(at)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows of this part of the screen, and no other."""
        painter = QPainter(self.viewport())
        try:
            self._paint_rows(painter, self._rows_between(event.rect().top(), event.rect().bottom()))
        finally:
            painter.end()  # one that is left open ends the process with the window

    def _paint_rows(self, painter: QPainter, rows: range) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        state, delegate, selected = option.state, self.itemDelegate(), self.selectionModel()
        current = self.currentIndex() if self.hasFocus() or self.viewport().hasFocus() else QModelIndex()
        for row in rows:
            index = self.model().index(row, 0)
            option.rect = self.visualRect(index)
            option.state = state
            if selected.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if index == current:
                option.state |= QStyle.StateFlag.State_HasFocus
            if index == self._hovered:
                option.state |= QStyle.StateFlag.State_MouseOver
            delegate.paint(painter, option, index)
