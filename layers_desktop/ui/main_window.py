"""The window's frame: its place, its theme and the page while the rest is loaded. It knows no contents.

It is on the screen at once, so only what the frame needs is imported; `window_contents` puts in the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from layers_desktop.ui import geometry
from layers_desktop.ui.pages.loading_page import LoadingPage
from layers_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from layers_desktop.settings.preferences import Preferences

NAME: Final = "Layers Desktop"
_SIZE: Final = QSize(880, 640)
_SMALLEST: Final = QSize(520, 400)


class MainWindow(QMainWindow):
    """880 x 640, usable from 520 x 400, more for larger text. Files may be dropped on all of it."""

    closing = Signal()
    """It is asked to close, whether or not it then does."""

    def __init__(self, app_theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = app_theme
        self._placed = False
        self.may_close: Callable[[], bool] = lambda: True
        """Asked when it is closed: while uploads run, closing may mean something else than the end."""
        self.setWindowTitle(NAME)
        self.setAccessibleName(NAME)
        self.setMinimumSize(geometry.for_text(self, _SMALLEST))
        self.resize(geometry.for_text(self, _SIZE))
        self.loading = LoadingPage()
        self.setCentralWidget(self.loading)

    @Slot(object)
    def show_preferences(self, preferences: Preferences) -> None:
        """Follow the theme of the settings; the window's place only once, then it is the person's."""
        self._theme.set_preference(preferences.theme.value)
        if not self._placed and preferences.window is not None:
            geometry.restore(self, preferences.window)
        self._placed = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it is closed, and ask whether that may be."""
        self.closing.emit()
        if self.may_close():
            super().closeEvent(event)
        else:
            event.ignore()
