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
        self._length = 0
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say that a key was pasted over another one, of which nothing is read aloud."""
        pastes = event.matches(QKeySequence.StandardKey.Paste) and self.hasSelectedText()
        before = self.text()
        super().keyPressEvent(event)
        if pastes and self.text() != before:
            announce.politely(self, self.tr("Key pasted"))

    @Slot(str)
    def _edited(self, text: str) -> None:
        if len(text) > self._length + 1:
            announce.politely(self, self.tr("Key pasted"))
        elif not text:
            announce.politely(self, self.tr("Key deleted"))
        bare = "".join(text.split())
        if bare != text:
            self.setText(bare)

    @Slot(str)
    def _changed(self, text: str) -> None:
        self._length = len(text)
