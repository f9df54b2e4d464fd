"""Paints the history's rows in the theme's colours: titles of days, and assets in two lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from layers_desktop.history.asset import Asset
from layers_desktop.ui import icons, theme
from layers_desktop.ui.history import words
from layers_desktop.ui.history.model import HistoryModel, Role
from layers_desktop.ui.transfer_list.row_text import draw_text
from layers_desktop.ui.transfer_list.words import display_name

Index = QModelIndex | QPersistentModelIndex

_Place = Callable[[QRect], QRect]
"""Mirrors a rectangle of a row where text runs from right to left."""

_ROW: Final = 56
_TITLE: Final = 40
_MARGIN: Final = 2 * theme.GRID
_ICON_BOX: Final = 32
_GAP: Final = 12
_LINE_GAP: Final = 4


class HistoryDelegate(QStyledItemDelegate):
    """See the module."""

    def __init__(self, dressed: theme.Theme, model: HistoryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = dressed
        self._model = model
        self._name = dressed.font(theme.TEXT, QFont.Weight.DemiBold)
        self._small = dressed.font(theme.SMALL)
        self._id = dressed.fixed_font(theme.SMALL)
        self._title = dressed.font(theme.SMALL, QFont.Weight.DemiBold)
        self.row_height, self.title_height = theme.scaled(_ROW), theme.scaled(_TITLE)
        self._icon_box, self._icon_size = theme.scaled(_ICON_BOX), icons.size()
        self.focus_ring = False
        """The keyboard is in use: the current row shows where it is."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        asset = index.data(Role.ASSET)
        if asset is None:
            inner = option.rect.adjusted(_MARGIN, 0, -_MARGIN, -theme.GRID)
            inner.setTop(inner.bottom() + 1 - QFontMetrics(self._title).height())
            draw_text(painter, inner, index.data(), self._title, self._theme.tokens.dim)
        else:
            self._ground(painter, option)
            self._asset(painter, option, asset)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        colours, rect, state = self._theme.tokens, option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.accent_soft)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colours.hover)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.line)
        if self.focus_ring and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -4), theme.RADIUS, theme.RADIUS)

    def _asset(self, painter: QPainter, option: QStyleOptionViewItem, asset: Asset) -> None:
        colours, rect = self._theme.tokens, option.rect

        def place(area: QRect) -> QRect:
            return QStyle.visualRect(option.direction, rect, area)

        top = rect.top() + (rect.height() - self._icon_box) // 2
        box = place(QRect(rect.left() + _MARGIN, top, self._icon_box, self._icon_box))
        self._kind(painter, box, asset, lit=bool(option.state & _LIT))
        name_metrics, small_metrics = QFontMetrics(self._name), QFontMetrics(self._small)
        height = name_metrics.height() + _LINE_GAP + small_metrics.height()
        left = rect.left() + _MARGIN + self._icon_box + _GAP
        first = QRect(
            left, rect.top() + (rect.height() - height) // 2, rect.right() + 1 - _MARGIN - left,
            name_metrics.height(),
        )  # fmt: skip
        second = QRect(left, first.bottom() + 1 + _LINE_GAP, first.width(), small_metrics.height())

        time = words.time_of_day(asset)
        time_width = small_metrics.horizontalAdvance(time) + 2
        far = QRect(first.right() + 1 - time_width, first.top(), time_width, first.height())
        draw_text(painter, place(far), time, self._small, colours.dim)
        room = first.adjusted(0, 0, -time_width - _GAP, 0)
        name = name_metrics.elidedText(display_name(asset.name), Qt.TextElideMode.ElideMiddle, room.width())
        draw_text(painter, place(room), name, self._name, colours.text)
        self._second_line(painter, second, asset, place=place)

    def _second_line(self, painter: QPainter, line: QRect, asset: Asset, *, place: _Place) -> None:
        """Draw the id, which stays whole as long as it can, and what else is known of the asset."""
        colours = self._theme.tokens
        id_metrics, small_metrics = QFontMetrics(self._id), QFontMetrics(self._small)
        shown = id_metrics.elidedText(asset.asset_id, Qt.TextElideMode.ElideMiddle, line.width())
        width = id_metrics.horizontalAdvance(shown) + 2
        draw_text(painter, place(QRect(line.left(), line.top(), width, line.height())), shown, self._id,
              colours.dim)  # fmt: skip
        rest = line.adjusted(width, 0, 0, 0)
        more = " · " + words.details(asset, with_project=self._model.with_project)
        if rest.width() > 4 * _GAP:
            more = small_metrics.elidedText(more, Qt.TextElideMode.ElideRight, rest.width())
            draw_text(painter, place(rest), more, self._small, colours.dim)

    def _kind(self, painter: QPainter, box: QRect, asset: Asset, *, lit: bool) -> None:
        colours = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.fill if lit else colours.hover)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        icon = QRect(QPoint(), self._icon_size)
        icon.moveCenter(box.center())
        name = asset.kind.value.replace("_", "-") if asset.kind is not None else "file"
        icons.paint(painter, icon, name, colours.dim)


_LIT: Final = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
