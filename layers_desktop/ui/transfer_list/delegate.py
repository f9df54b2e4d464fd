"""Puts rows together: what the model says, where it goes, and who draws it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui import theme
from layers_desktop.ui.transfer_list.labels import action_name
from layers_desktop.ui.transfer_list.model import Role
from layers_desktop.ui.transfer_list.row_layout import Part, RowLayout, lay_out
from layers_desktop.ui.transfer_list.row_painter import BUTTONS, RowPainter, ShownRow
from layers_desktop.ui.transfer_list.status_words import Status
from layers_desktop.ui.transfer_list.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints uploads in the theme's colours, all of one height."""

    def __init__(self, dressed: theme.Theme, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.painter = RowPainter(dressed, thumbnails)
        self._row_height = theme.scaled(theme.ROW_HEIGHT)
        self._painted: dict[int, tuple[tuple[object, ...], QPixmap]] = {}
        """How the rows of a screen were painted, by transfer; the one that was shown longest ago first."""
        self.hot: tuple[int, Part] | None = None
        """The transfer and the part of its row that the pointer is on."""
        self.pressed = False
        """The button under the pointer is held down."""
        self.focus_ring = False
        """The keyboard is in use: the current row shows where it is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - all rows are alike
        """Return the one size of all rows."""
        return QSize(0, self._row_height)

    def layout_of(self, rect: QRect, direction: Qt.LayoutDirection, index: Index) -> RowLayout:
        """Return where everything is in a row that is painted in `rect`."""
        return lay_out(rect, direction, self.painter.measures(*_contents(index)))

    def part_at(self, rect: QRect, direction: Qt.LayoutDirection, index: Index, point: QPoint) -> Part | None:
        """Return what of the row painted in `rect` is under the pointer."""
        return self.layout_of(rect, direction, index).part_at(point)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Name the icon under the pointer; elsewhere the row's own tooltip is shown."""
        part = self.part_at(option.rect, option.direction, index, event.pos()) if index.isValid() else None
        snapshot = index.data(Role.SNAPSHOT) if part else None
        if snapshot is None or part not in BUTTONS:
            return super().helpEvent(event, view, option, index)
        action = BUTTONS[part](snapshot)
        name = (
            action_name(action, copies_ids=self.painter.copies_ids(snapshot.transfer.project_id))
            if action
            else ""
        )
        QToolTip.showText(event.globalPos(), name, view)
        return True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row: as it was painted before, unless something of it has changed."""
        snapshot, status = _contents(index)
        transfer, state, size = snapshot.transfer, option.state, option.rect.size()
        ratio = painter.device().devicePixelRatioF()
        hot = self.hot[1] if self.hot and self.hot[0] == transfer.id else None
        row = ShownRow(
            snapshot=snapshot,
            status=status,
            picture=self.painter.picture(transfer, ratio),
            selected=bool(state & QStyle.StateFlag.State_Selected),
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=self.focus_ring and bool(state & QStyle.StateFlag.State_HasFocus),
            hot=hot,
            held=hot is not None and self.pressed,
        )
        look = row, size, option.direction, ratio, self.painter.setting(transfer)
        before, image = self._painted.pop(transfer.id, (None, None))
        if image is None or before != look:
            image = self.painter.image(row, size, option.direction, ratio)
        self._painted[transfer.id] = look, image
        if len(self._painted) > option.widget.height() // self._row_height + 2:
            del self._painted[next(iter(self._painted))]
        painter.drawPixmap(option.rect.topLeft(), image)


def _contents(index: Index) -> tuple[Snapshot, Status]:
    return index.data(Role.SNAPSHOT), index.data(Role.STATUS)
