"""The row above the list: the chips on one side, the search on the other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from layers_desktop.ui import theme
from layers_desktop.ui.transfer_list.chips import ChipBar
from layers_desktop.ui.transfer_list.search_field import LEAST_WIDTH, SearchField
from layers_desktop.ui.transfer_list.totals import Totals


class FilterBar(QWidget):
    """Where both do not fit, the chips keep their words and hide their counts, the search stays usable."""

    chosen = Signal(object)
    """A `Show`."""
    searched = Signal(str)
    """What stands in the search field now."""
    search_left = Signal()
    """The person goes from the search to the list."""

    def __init__(self, dressed: theme.Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = ChipBar(dressed, self)
        self.search = SearchField(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addWidget(self.chips)
        row.addStretch(1)
        row.addWidget(self.search, 100)
        self.chips.chosen.connect(self.chosen)
        self.search.textChanged.connect(self.searched)
        self.search.left.connect(self.search_left)

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
