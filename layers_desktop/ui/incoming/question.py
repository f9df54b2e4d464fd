"""What the questions in the window have in common: look, keys, and where the keyboard goes afterwards."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

REFUSE_KEY: Final = Qt.Key.Key_Escape


class Question(QFrame):
    """A bar under the header that waits for an answer; hidden as long as nothing is asked."""

    left = Signal()
    """It is gone, and the keyboard was in it: whatever is behind it may take it."""
    refused = Signal()
    """Escape was pressed in it: the answer is no. What that means is the question's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.hide()

    def take_keyboard(self, control: QWidget) -> None:
        """Turn to this control, if the person is at this window and not typing elsewhere in it."""
        focus = QApplication.focusWidget()
        typing = isinstance(focus, (QLineEdit, QPlainTextEdit, QAbstractSpinBox))
        if self.isActiveWindow() and (self.has_keyboard or not typing):
            control.setFocus()

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is at one of its controls."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    @Slot()
    def leave(self) -> None:
        """Be gone."""
        had_keyboard = self.has_keyboard
        self.hide()
        if had_keyboard:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape answers no; Enter presses the button it is at, which Qt's own do in dialogs only."""
        focus = QApplication.focusWidget()
        if event.key() == REFUSE_KEY:
            self.refused.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton):
            focus.click()
        else:
            super().keyPressEvent(event)
