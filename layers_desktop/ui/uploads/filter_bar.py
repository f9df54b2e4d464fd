"""The row above the list: All · Active · Done · Needs you with their counts, and the search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from layers_desktop.ui.theme import theme
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.totals import Totals
from layers_desktop.ui.widgets.buttons import pressed_by_enter
from layers_desktop.ui.widgets.file_search_field import FileSearchField

LEAST_WIDTH = 124
"""Room for the icon, a word and the cross."""
_BEST_WIDTH = 220
_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(FileSearchField):
    """Type to filter; Esc clears and goes back to the list, Down and Enter go there with what was found.

    A file that is given to it is looked for in the history, where all assets ever uploaded from here are.
    """

    closed = Signal()
    """The person is done here: the list is to have the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setAccessibleName(self.tr("Search uploads"))
        self.setMinimumWidth(theme.scaled(LEAST_WIDTH))
        self.setMaximumWidth(theme.scaled(_BEST_WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say_while_empty(self.tr("Search uploads"), self.tr("Search"))

    def sizeHint(self) -> QSize:
        """Return the width that it takes where there is room."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list by Esc, and into it by Down or Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.closed.emit()
        elif event.key() in _TO_LIST:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


_HEIGHT = 24
_PADDING = 10
_GAP = theme.GRID - 2


class FilterChip(QAbstractButton):
    """One filter, a button that stays down. Its count is part of its accessible name."""

    def __init__(self, show: StatusFilter, app_theme: theme.Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = show
        self._number = -1
        self._with_count = ""
        self._counts = True
        self._theme = app_theme
        self._font = app_theme.font(theme.TEXT)
        self._chosen_font = app_theme.font(theme.TEXT, QFont.Weight.DemiBold)
        self._metrics = QFontMetrics(self._chosen_font)
        self._height = theme.scaled(_HEIGHT)
        self._ring = False
        self.setCheckable(True)
        self.setAutoExclusive(True)  # for assistive technology: one of several, a radio button
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.count(0)

    def count(self, number: int) -> None:
        """Show how many rows there are behind this chip."""
        if number != self._number:
            self._number = number
            self._with_count = f"{self.filter.label()} {number}"
            self._show()

    def show_count(self, *, shown: bool) -> None:
        """Paint the count after the word, or leave it to the tooltip where there is no room."""
        if shown is not self._counts:
            self._counts = shown
            self._show()

    def full_width(self) -> int:
        """Return how wide the chip is with its count, in device-independent pixels."""
        return self._width(self._with_count)

    def sizeHint(self) -> QSize:
        """Return the size for the wider of the two weights, so that choosing a chip moves no other."""
        return QSize(self._width(self.text()), self._height)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard brought the focus, not when a click or a new window did."""
        self._ring = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the ring once a key is used."""
        self._ring = True
        self.update()
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go out."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - small enough to paint whole
        """Paint a pill: filled and semibold when chosen, ringed when the keyboard is on it."""
        colours = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, area = self.isChecked(), QRectF(self.rect())
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent_soft if chosen else colours.hover)
            painter.drawRoundedRect(area, self._height / 2, self._height / 2)
        if self.hasFocus() and self._ring:
            painter.setPen(QPen(colours.accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = area.adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        painter.setFont(self._chosen_font if chosen else self._font)
        painter.setPen(colours.accent if chosen else colours.dim)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _show(self) -> None:
        self.setText(self._with_count if self._counts else self.filter.label())
        self.setAccessibleName(self._with_count)
        self.setToolTip("" if self._counts else self._with_count)
        self.updateGeometry()

    def _width(self, text: str) -> int:
        return self._metrics.horizontalAdvance(text) + 2 * _PADDING


class FilterChipBar(QWidget):
    """All chips, one of them on."""

    chosen = Signal(object)
    """A `Show`."""

    def __init__(self, app_theme: theme.Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self._group = QButtonGroup(self)
        self.chips = {show: FilterChip(show, app_theme, self) for show in StatusFilter}
        for chip in self.chips.values():
            self._group.addButton(chip)
            row.addWidget(chip)
        self._group.buttonToggled.connect(self._toggled)
        self.chips[StatusFilter.ALL].setChecked(True)

    def count(self, totals: Totals) -> None:
        """Show the counts of these totals."""
        for show, chip in self.chips.items():
            chip.count(show.count(totals))

    def show_counts(self, *, shown: bool) -> None:
        """Paint the counts, or the words alone."""
        for chip in self.chips.values():
            chip.show_count(shown=shown)

    def full_width(self) -> int:
        """Return how wide all chips are with their counts, in device-independent pixels."""
        return sum(chip.full_width() for chip in self.chips.values()) + _GAP * (len(self.chips) - 1)

    def _toggled(self, chip: FilterChip, checked: bool) -> None:
        # Tab goes to the chosen one, the arrows to the others, as with all radio buttons.
        for one in self.chips.values():
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one.isChecked() else Qt.FocusPolicy.ClickFocus)
        if checked:
            self.chosen.emit(chip.filter)


class FilterBar(QWidget):
    """Where both do not fit, the chips keep their words and hide their counts, the search stays usable."""

    chosen = Signal(object)
    """A `Show`."""
    searched = Signal(str)
    """What stands in the search field now."""
    search_closed = Signal()
    """The person goes from the search to the list."""

    def __init__(self, app_theme: theme.Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = FilterChipBar(app_theme, self)
        self.search = SearchField(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addWidget(self.chips)
        row.addStretch(1)
        row.addWidget(self.search, 100)
        self.chips.chosen.connect(self.chosen)
        self.search.textChanged.connect(self.searched)
        self.search.closed.connect(self.search_closed)

    def count(self, totals: Totals) -> None:
        """Show the counts of these totals: of the whole list, whatever is searched for."""
        self.chips.count(totals)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        beside = 4 * theme.GRID + 2 * theme.GRID + theme.scaled(LEAST_WIDTH)
        self.chips.show_counts(shown=self.chips.full_width() + beside <= self.width())
