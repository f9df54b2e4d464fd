"""The field `Search uploads`: quiet beside the chips until it is used."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from layers_desktop.ui import theme
from layers_desktop.ui.file_search_field import FileSearchField

LEAST_WIDTH = 124
"""Room for the icon, a word and the cross."""
_BEST_WIDTH = 220
_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(FileSearchField):
    """Type to filter; Esc clears and goes back to the list, Down and Enter go there with what was found.

    A file that is given to it is looked for in the history, where all assets ever uploaded from here are.
    """

    left = Signal()
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
            self.left.emit()
        elif event.key() in _TO_LIST:
            self.left.emit()
        else:
            super().keyPressEvent(event)
