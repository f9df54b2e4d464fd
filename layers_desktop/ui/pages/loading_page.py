"""What the window shows first, while the rest of it is loaded; it imports little itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from layers_desktop.ui.widgets.buttons import PictureLabel, label, link_button


class LoadingPage(QWidget):
    """The window before it is known who is signed in: the mark, what is waited for, and a way out."""

    other_key_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label(tone="dim", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 24, 48, 24)
        layout.setSpacing(16)
        layout.addStretch()
        layout.addWidget(PictureLabel("mark", 40, "accent"), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.words)
        self.other_key = link_button(self.tr("Enter another key"))
        self.other_key.clicked.connect(self.other_key_wanted)
        self.other_key.hide()
        layout.addWidget(self.other_key, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def show_words(self, words: str, *, way_out: bool) -> None:
        """Say what is waited for; offer the way out, which then stays."""
        self.words.setText(words)
        if way_out:
            self.other_key.show()
