"""A short word at the foot of the window: "Copied med_01HX…"."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from layers_desktop.ui import announce, theme
from layers_desktop.ui.controls import label

SHOWN_MS: Final = 2_500
_LONGER_MS: Final = 60
"""More for each letter: a long sentence takes longer to read."""


class Toast(QFrame):
    """Comes and goes by itself, takes no clicks and no focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = label(wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 14, 8)
        self._layout.addWidget(self.words)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str) -> None:
        """Show `text` in place of what was shown, and announce it."""
        self.words.setText(text)
        self._place()
        self.show()
        self.raise_()
        self.timer.start(SHOWN_MS + _LONGER_MS * len(text))
        announce.politely(self, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place while the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._window
        room = window.width() - 4 * theme.GRID
        wanted = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 32
        width = min(wanted, room, 560)
        height = self._layout.heightForWidth(width)
        self.setGeometry(
            (window.width() - width) // 2,
            window.height() - theme.BAR_HEIGHT - 2 * theme.GRID - height,
            width,
            height,
        )
