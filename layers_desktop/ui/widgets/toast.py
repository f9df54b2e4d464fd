"""A short word at the foot of the window: "Copied med_01HX…"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QHideEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QSizePolicy, QWidget

from layers_desktop.ui import announce
from layers_desktop.ui.theme import theme
from layers_desktop.ui.theme.theme import FadeIn, Theme
from layers_desktop.ui.widgets.buttons import label, push_button

SHOWN_MS: Final = 2_500
_LONGER_MS: Final = 60
"""More for each letter: a long sentence takes longer to read."""

_PRESS_MS: Final = 15_000
"""There is something to press."""


class Toast(QFrame):
    """Comes and goes by itself; takes no focus, and no clicks unless there is something to press."""

    copy_wanted = Signal(str)
    """A text for the clipboard; whoever copies it says so here."""
    released = Signal()
    """Its button is gone and had the keyboard: it belongs elsewhere, so that Enter presses no other."""

    def __init__(self, app_theme: Theme, window: QWidget) -> None:
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
        self._pressed: Callable[[], None] | None = None
        self.button = push_button("")
        self.button.clicked.connect(self._press)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where it is
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.button.hide()
        self._layout.addWidget(self.button)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self._end)
        self._effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._effect)
        self.fade = FadeIn(app_theme, self)
        self.fade.value_changed.connect(self._fade)
        self._fade()
        window.installEventFilter(self)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show `text` in place of what was shown, and announce it."""
        self._show(text)

    def show_action(self, text: str, button: str, pressed: Callable[[], None]) -> None:
        """Show `text` with a button for a while, and announce it; `pressed` is called at most once."""
        self._show(text, button, pressed)
        self.timer.start(_PRESS_MS)

    def dismiss_action(self, pressed: Callable[[], None]) -> None:
        """Hide the button that would call `pressed`, with its words."""
        if self._pressed == pressed:
            self._pressed = None
            self._end()

    def open_address(self, url: QUrl) -> None:
        """Open this in the browser; where none opens, show it for a while, to be copied."""
        if not QDesktopServices.openUrl(url):
            address = url.toString()
            words = self.tr("No browser opened. The address is %1").replace("%1", address)
            self._address = address
            self.show_action(words, self.tr("Copy address"), self._copy)

    def _show(self, text: str, button: str = "", pressed: Callable[[], None] | None = None) -> None:
        self._pressed = pressed
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not button)
        self.words.setText(text)
        self._layout.activate()
        self._place()
        if self.isHidden():
            self.fade.start()
        self.show()
        self.raise_()
        self.timer.start(SHOWN_MS + _LONGER_MS * len(text))
        announce.politely(self, f"{text}. {button}" if button else text)

    @Slot()
    def _fade(self) -> None:
        # An effect paints through a picture of its own: only while there is something to see of it.
        self._effect.setEnabled(self.fade.running)
        self._effect.setOpacity(self.fade.opacity)

    def hideEvent(self, event: QHideEvent) -> None:
        """Be gone at once."""
        self.fade.end()
        super().hideEvent(event)

    @Slot()
    def _press(self) -> None:
        pressed, self._pressed = self._pressed, None
        self._end()
        if pressed is not None:
            pressed()

    @Slot()
    def _end(self) -> None:
        had_keyboard = self._window.focusWidget() is self.button
        self.hide()
        if had_keyboard:
            self.released.emit()

    def _copy(self) -> None:
        self.copy_wanted.emit(self._address)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place while the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._window
        room = window.width() - 4 * theme.GRID
        wanted = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 32
        if self._pressed is not None:
            wanted += self.button.sizeHint().width() + self._layout.spacing()
        width = min(wanted, room, theme.scaled(560))
        height = self._layout.heightForWidth(width)
        self.setGeometry(
            (window.width() - width) // 2,
            window.height() - theme.scaled(theme.BAR_HEIGHT) - 2 * theme.GRID - height,
            width,
            height,
        )
