"""The list of the history, in days, and how its rows are painted.

A table of one column, because it never measures rows that are not to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from layers_desktop.history.messages import Asset
from layers_desktop.ui.history import text
from layers_desktop.ui.history.model import HistoryModel, HistoryRole
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.uploads.row_text import display_name
from layers_desktop.ui.uploads.shortcuts import asks_for_menu, mark_first_entry
from layers_desktop.ui.uploads.text_layout import draw_text

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

    def __init__(self, app_theme: theme.Theme, model: HistoryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = app_theme
        self._model = model
        self._name = app_theme.font(theme.TEXT, QFont.Weight.DemiBold)
        self._small = app_theme.font(theme.SMALL)
        self._id = app_theme.fixed_font(theme.SMALL)
        self._title = app_theme.font(theme.SMALL, QFont.Weight.DemiBold)
        self.row_height, self.title_height = theme.scaled(_ROW), theme.scaled(_TITLE)
        self._icon_box, self._icon_size = theme.scaled(_ICON_BOX), theme.icon_size()
        self.focus_ring = False
        """The keyboard is in use: the current row shows where it is."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        asset = index.data(HistoryRole.ASSET)
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

        time = text.time_of_day(asset)
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
        more = " · " + text.details(asset, with_project=self._model.with_project)
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


_NO_PARENT: Final = QModelIndex()


class HistoryView(QTableView):
    """Rows of two heights; fetches the next page before its end is reached."""

    copy_requested = Signal()
    menu_requested = Signal(QPoint)
    """Where the menu belongs, in global coordinates."""
    all_chosen = Signal()
    """Everything found is selected; also where each loaded row was selected before."""
    closed = Signal()
    """Esc: the person is done here."""

    def __init__(self, rows: HistoryModel, app_theme: theme.Theme) -> None:
        super().__init__()
        self._rows = rows
        self._theme = app_theme
        self._chose_all = self._choosing_all = False
        self.sentence = ""
        """What is said where there is no row."""
        self._delegate = HistoryDelegate(app_theme, rows, self)
        self.setModel(rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("History"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heights = self.verticalHeader()
        heights.hide()
        heights.setMinimumSectionSize(self._delegate.title_height)
        heights.setDefaultSectionSize(self._delegate.row_height)
        heights.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalScrollBar().setSingleStep(self._delegate.row_height // 2)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        rows.modelReset.connect(self._all_shown)
        rows.rowsInserted.connect(self._some_shown)
        self.selectionModel().selectionChanged.connect(self._chosen)

    def selected(self) -> list[Asset]:
        """Return the selected assets, newest first."""
        return [asset for first, last in self._ranges() for asset in self._rows.assets_in(first, last)]

    def count_selected(self) -> int:
        """Return how many assets are selected; of a hundred thousand it must not ask for each."""
        return sum(self._rows.count_in(first, last) for first, last in self._ranges())

    def only(self) -> list[Asset]:
        """Return the asset that is the only one there is; nothing where there are others."""
        newest = self._rows.newest
        return [newest] if newest is not None and self._rows.assets == 1 else []

    @property
    def chose_unloaded(self) -> bool:
        """True when everything found is selected, and not all of it is loaded."""
        return self._chose_all and self._rows.more

    def selectAll(self) -> None:
        """Select everything that was found: what is loaded later is selected too."""
        self._choosing_all, self._chose_all = True, bool(self._rows.assets)
        super().selectAll()
        self._choosing_all = False
        self.all_chosen.emit()

    @Slot()
    def _chosen(self) -> None:
        self._chose_all = self._chose_all and self._choosing_all

    def _ranges(self) -> list[tuple[int, int]]:
        """Return the selected rows, first and last of each stretch; titles may lie between them."""
        parts = self.selectionModel().selection()
        return sorted((parts.at(n).top(), parts.at(n).bottom()) for n in range(parts.count()))

    def select_first(self) -> None:
        """Make the first asset the current one, if there is none yet."""
        if not self.currentIndex().isValid() and self._rows.assets:
            first = self._rows.index(1 if self._rows.is_title(0) else 0, 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @Slot()
    def _all_shown(self) -> None:
        self._chose_all = False
        self._measure(range(self._rows.rowCount()))
        self.scrollToTop()

    @Slot(QModelIndex, int, int)
    def _some_shown(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._measure(range(first, last + 1))
        if self._chose_all:
            self.selectAll()

    def _measure(self, rows: Sequence[int]) -> None:
        """Give titles and assets their heights: a header keeps those of the rows that were there before."""
        title, asset = self._delegate.title_height, self._delegate.row_height
        for row in rows:
            height = title if self._rows.is_title(row) else asset
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    @Slot(int)
    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if value >= bar.maximum() - 2 * bar.pageStep() and self._rows.canFetchMore(_NO_PARENT):
            self._rows.fetchMore(_NO_PARENT)

    # The keyboard

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+C before a shortcut of the window takes it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, open the menu, leave, or let Qt move and select."""
        self._ring(shown=True)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif asks_for_menu(event):
            self.select_first()
            self.menu_requested.emit(
                self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
            )
            mark_first_entry()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is when it came by the keyboard."""
        pointer = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        self._ring(shown=event.reason() not in pointer)
        if event.reason() not in pointer:
            self.select_first()
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, without the keyboard's ring."""
        self._ring(shown=False)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Copy what is double clicked."""
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.copy_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is selected."""
        if self.selected():
            self.menu_requested.emit(event.globalPos())

    def _ring(self, *, shown: bool) -> None:
        if self._delegate.focus_ring != shown:
            self._delegate.focus_ring = shown
            self.viewport().update()

    # Newer rows at the top

    def prepend(self, assets: Sequence[Asset]) -> None:
        """Show these at the top; who reads further down goes on reading where they are."""
        bar = self.verticalScrollBar()
        place, before = bar.value(), self.verticalHeader().length()
        self._rows.prepend(assets)
        if place:
            bar.setValue(place + self.verticalHeader().length() - before)

    # Nothing to show

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the one sentence that says why there is none."""
        super().paintEvent(event)
        if self._rows.rowCount() == 0 and self.sentence:
            painter = QPainter(self.viewport())
            painter.setFont(self._theme.font())
            painter.setPen(self._theme.tokens.dim)
            room = self.viewport().rect().adjusted(2 * theme.GRID, 0, -2 * theme.GRID, 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self.sentence)
            painter.end()
