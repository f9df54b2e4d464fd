"""The field `Search uploads`: quiet beside the chips until it is used."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from layers_desktop.ui import icons

LEAST_WIDTH = 124
"""Device-independent pixels; room for the icon, a word and the cross."""
BEST_WIDTH = 220
_AROUND_TEXT = 48
"""The icon and the insets."""
_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """Type to filter; Esc clears and goes back to the list, Down and Enter go there with what was found."""

    left = Signal()
    """The person is done here: the list is to have the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setAccessibleName(self.tr("Search uploads"))
        self.setMinimumWidth(LEAST_WIDTH)
        self.setMaximumWidth(BEST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # A file that is dropped here is an upload, no text: the window takes it.
        self.setAcceptDrops(False)
        self.addAction(icons.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        # Not Qt's own clear button, which is drawn for a light ground and has no name.
        self._clear = QAction(icons.icon("close", "dim"), self.tr("Clear search"), self)
        self._clear.triggered.connect(self._clear_clicked)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(self._text_changed)

    def sizeHint(self) -> QSize:
        """Return the width that it takes where there is room."""
        return QSize(BEST_WIDTH, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in one word what it is for where two do not fit."""
        super().resizeEvent(event)
        whole = self.tr("Search uploads")
        fits = self.fontMetrics().horizontalAdvance(whole) <= self.width() - _AROUND_TEXT
        self.setPlaceholderText(whole if fits else self.tr("Search"))

    @Slot()
    def start(self) -> None:
        """Take the keyboard, with what is there selected, ready to be typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+C to the window while nothing is selected here: it copies what the search found."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
            and not self.hasSelectedText()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list by Esc, and into it by Down or Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in _TO_LIST:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))

    @Slot()
    def _clear_clicked(self) -> None:
        self.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
