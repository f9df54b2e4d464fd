"""The field `Search history`: words are typed, and a file is dropped or pasted to find its id."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from layers_desktop.ui.file_search_field import FileSearchField

_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HistorySearch(FileSearchField):
    """Down and Enter go to the list; Esc clears, and leaves the history when there is nothing to clear."""

    to_list = Signal()
    escaped = Signal()
    """Esc."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Search history"))
        self.setMinimumWidth(120)
        self.say_while_empty(self.tr("Search, or drop a file"), self.tr("Search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list, or leave."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in _TO_LIST:
            self.to_list.emit()
        else:
            super().keyPressEvent(event)
