"""The field `API key`: what is in it is neither seen nor read aloud."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from layers_desktop.ui import announce


class KeyField(QLineEdit):
    """Takes a key typed or pasted, without the spaces and line ends around it.

    `accessibility.AccessibleKeyField` keeps its text from assistive technology, which Qt sends it in clear.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setObjectName("key")
        self.setAccessibleName(self.tr("API key"))
        self.setPlaceholderText("lp_…")
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        # Files dropped on the field are meant for the window.
        self.setAcceptDrops(False)
        self.textEdited.connect(self._edited)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say that something was pasted, of which nothing is read aloud."""
        super().keyPressEvent(event)
        if event.matches(QKeySequence.StandardKey.Paste) and self.text():
            announce.politely(self, self.tr("Key pasted"))

    @Slot(str)
    def _edited(self, text: str) -> None:
        bare = "".join(text.split())
        if bare != text:
            self.setText(bare)
