"""All that ties the window to its desktop, following what goes on in the window."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from layers_desktop.session.state import SessionState
from layers_desktop.settings.fields import changed
from layers_desktop.settings.preferences import Preferences, WhenClosed
from layers_desktop.transfers.transfer import Hold
from layers_desktop.ui.desktop.leaving import Leaving
from layers_desktop.ui.desktop.under_way import UnderWay
from layers_desktop.ui.transfer_list.totals import Totals


class DesktopLife(QObject):
    """Hands on to each part what it follows. Lives in the GUI thread; nothing in it waits."""

    preferences_changed = Signal(object)
    """`Preferences` with what a person chose outside the settings."""

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = Preferences()
        self._under_way = UnderWay()
        self.leaving = Leaving(window, self)
        self.leaving.always.connect(self._close_always)

    def show_preferences(self, preferences: Preferences) -> None:
        """Follow the program's settings."""
        self._preferences = preferences
        self.leaving.when_closed = preferences.when_closed

    def show_totals(self, totals: Totals) -> None:
        """Follow the sums of the list."""
        self._follow(replace(self._under_way, totals=totals))

    def show_hold(self, hold: Hold | None) -> None:
        """Follow what holds everything."""
        self._follow(replace(self._under_way, hold=hold))

    def show_preparing(self, files: int) -> None:
        """Follow how many dropped files are still being looked at."""
        self._follow(replace(self._under_way, preparing=files))

    def show_session(self, state: SessionState) -> None:
        """Know whether it is the sandbox, which forgets."""
        self._follow(replace(self._under_way, sandbox=state.sandbox))

    def _follow(self, under_way: UnderWay) -> None:
        self._under_way = under_way
        self.leaving.under_way = under_way

    @Slot(object)
    def _close_always(self, when_closed: WhenClosed) -> None:
        self.preferences_changed.emit(changed(self._preferences, {"when_closed": when_closed}))
