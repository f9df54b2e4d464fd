"""All that ties the window to its desktop, and what it says of uploads that an earlier run left."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Slot
from PySide6.QtWidgets import QWidget

from layers_desktop.session.state import SessionState
from layers_desktop.settings.fields import changed
from layers_desktop.settings.preferences import Preferences, WhenClosed
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Hold, Restored
from layers_desktop.ui.interfaces import CommandQueue, SettingsStore
from layers_desktop.ui.message_bar import Message, MessageBar, MessageKind
from layers_desktop.ui.platform.activity import KeepAwake, TaskBar, UploadActivity
from layers_desktop.ui.platform.close_behavior import CloseBehavior
from layers_desktop.ui.platform.tray import Tray
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.uploads.totals import Totals

if TYPE_CHECKING:
    from layers_desktop.ui.platform.dbus import SessionBus
    from layers_desktop.ui.platform.sleep_inhibitor import SleepInhibitor


class DesktopIntegration(QObject):
    """Hands on to each part what it follows. Lives in the GUI thread; nothing in it waits."""

    def __init__(
        self,
        window: QWidget,
        banner: MessageBar,
        panel: UploadsPanel,
        *,
        queue: CommandQueue,
        settings: SettingsStore,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._settings = settings
        self._banner = banner
        self._panel = panel
        self._preferences = Preferences()
        self._under_way = UploadActivity()
        self._bus = _session_bus(self)
        self.keep_awake = KeepAwake(_inhibitor(self._bus, self), self)
        self.task_bar = TaskBar(self._bus, self)
        self.leaving = CloseBehavior(window, self)
        self.leaving.always.connect(self._close_always)
        self.tray = Tray(self)
        self._connect_tray()
        banner.acted.connect(self._banner_acted)
        banner.secondary_action.connect(self._banner_acted_otherwise)

    def _connect_tray(self) -> None:
        self.tray.changed.connect(self.leaving.use_tray)
        self.tray.show_requested.connect(self.leaving.activate_window)
        self.tray.quit_requested.connect(self.leaving.quit)
        self.tray.pause_requested.connect(self._pause)
        self.tray.resume_requested.connect(self._resume)
        self.leaving.hidden.connect(self.tray.say_where)

    def show_preferences(self, preferences: Preferences) -> None:
        """Follow the program's settings."""
        self._preferences = preferences
        self.leaving.when_closed = preferences.when_closed
        self.keep_awake.wanted = preferences.keep_awake
        self.keep_awake.follow(self._under_way)
        self.tray.want(wanted=preferences.tray_icon)

    def show_totals(self, totals: Totals) -> None:
        """Follow the sums of the list."""
        self._follow(replace(self._under_way, totals=totals))

    def show_hold(self, hold: Hold | None) -> None:
        """Follow what holds everything."""
        self._follow(replace(self._under_way, hold=hold))

    def show_fetching(self, links: int) -> None:
        """Follow how many links are still to be fetched."""
        self._follow(replace(self._under_way, fetching=links))

    def show_session(self, state: SessionState) -> None:
        """Know whether it is the sandbox, which forgets."""
        self._follow(replace(self._under_way, sandbox=state.sandbox))

    def show_restored(self, restored: Restored) -> None:
        """Say that what earlier runs left goes on."""
        self._banner.show_message(MessageKind.RESTORED, message(restored, self._panel.totals.paused))

    def close(self) -> None:
        """Let go of the desktop, for quit."""
        self.keep_awake.close()
        self.task_bar.close()
        self.leaving.close()
        self.tray.close()
        if self._bus is not None:
            self._bus.close()

    def _follow(self, under_way: UploadActivity) -> None:
        self._under_way = under_way
        self.leaving.under_way = under_way
        self.keep_awake.follow(under_way)
        self.task_bar.follow(under_way)
        self.tray.follow(under_way)
        if not under_way.totals.active:
            self._banner.show_message(MessageKind.RESTORED, None)

    @Slot(object)
    def _close_always(self, when_closed: WhenClosed) -> None:
        self._settings.save(changed(self._preferences, {"when_closed": when_closed}))

    @Slot(object)
    def _banner_acted(self, topic: MessageKind) -> None:
        if topic is MessageKind.RESTORED:
            self._banner.show_message(topic, None)
            self._panel.show_only(StatusFilter.ACTIVE)
            self._panel.list_view.setFocus()

    @Slot(object)
    def _banner_acted_otherwise(self, topic: MessageKind) -> None:
        if topic is MessageKind.RESTORED:
            self._banner.show_message(topic, None)
            self._pause()

    @Slot()
    def _pause(self) -> None:
        self._queue.post(commands.Pause())

    @Slot()
    def _resume(self) -> None:
        self._queue.post(commands.Resume())


def _session_bus(parent: QObject) -> SessionBus | None:
    """Return the desktop's bus, which connects at the first call; there is one on Linux only."""
    if not sys.platform.startswith("linux"):
        return None
    from layers_desktop.ui.platform.dbus import SessionBus  # noqa: PLC0415 - as said

    return SessionBus(parent)


def _inhibitor(bus: SessionBus | None, parent: QObject) -> SleepInhibitor | None:
    if bus is None:
        return None
    from layers_desktop.ui.platform.dbus import SystemBus  # noqa: PLC0415 - there is a bus on Linux only
    from layers_desktop.ui.platform.sleep_inhibitor import SleepInhibitor  # noqa: PLC0415 - likewise

    return SleepInhibitor(bus, SystemBus(parent))


translate = QCoreApplication.translate


def message(restored: Restored, paused: int) -> Message | None:
    """Return the banner, with Show and Pause all; None when nothing was left unfinished.

    `paused` is how many of the unfinished ones wait to be resumed.
    """
    going = restored.unfinished - paused
    if restored.unfinished <= 0:
        return None
    words = _go_on(going) if going > 0 else _are_paused(paused)
    if restored.crashed:
        before = translate("restored", "Layers Desktop did not end properly last time; nothing is lost.")
        words = f"{before} {words}"
    return Message(
        text=words,
        tone="info",
        icon="info",
        action=translate("restored", "Show"),
        other_action=translate("restored", "Pause all") if going > 0 else "",
        dismissible=True,
    )


def _go_on(number: int) -> str:
    if number == 1:
        return translate("restored", "1 upload from last time goes on.")
    words = translate("restored", "%n uploads from last time go on.", "", number)
    return words.replace("%n", QLocale().toString(number))


def _are_paused(number: int) -> str:
    if number == 1:
        return translate("restored", "1 upload from last time is paused.")
    words = translate("restored", "%n uploads from last time are paused.", "", number)
    return words.replace("%n", QLocale().toString(number))
