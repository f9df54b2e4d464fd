"""A short word at the foot of the window: "Copied med_01HX…"."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from layers_desktop.ui import announce, theme
from layers_desktop.ui.controls import label, push_button

SHOWN_MS: Final = 2_500
_LONGER_MS: Final = 60
"""More for each letter: a long sentence takes longer to read."""

_ADDRESS_MS: Final = 15_000
"""There is something to press."""


class Toast(QFrame):
    """Comes and goes by itself; takes no focus, and no clicks unless there is something to copy."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = label(wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 14, 8)
        self._layout.addWidget(self.words, 1)
        self._address = ""
        self.copy_address = push_button(self.tr("Copy address"), self.tr("Copy address"))
        self.copy_address.clicked.connect(self._copy)
        self.copy_address.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.copy_address.hide()
        self._layout.addWidget(self.copy_address)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str) -> None:
        """Show `text` in place of what was shown, and announce it."""
        self._show(text, "")

    def open_address(self, url: QUrl) -> None:
        """Open this in the browser; where none opens, show it for a while, to be copied."""
        if not QDesktopServices.openUrl(url):
            address = url.toString()
            words = self.tr("No browser opened. The address is %1").replace("%1", address)
            self._show(words, address)
            self.timer.start(_ADDRESS_MS)

    def _show(self, text: str, address: str) -> None:
        self._address = address
        self.copy_address.setVisible(bool(address))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not address)
        self.words.setText(text)
        self._layout.activate()
        self._place()
        self.show()
        self.raise_()
        self.timer.start(SHOWN_MS + _LONGER_MS * len(text))
        announce.politely(self, text)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.say(self.tr("Copied %1").replace("%1", self._address))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place while the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._window
        room = window.width() - 4 * theme.GRID
        wanted = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 32
        if self._address:
            wanted += self.copy_address.sizeHint().width() + self._layout.spacing()
        width = min(wanted, room, 560)
        height = self._layout.heightForWidth(width)
        self.setGeometry(
            (window.width() - width) // 2,
            window.height() - theme.BAR_HEIGHT - 2 * theme.GRID - height,
            width,
            height,
        )
