"""How far the uploads are, on the program's entry in the dock or task bar.

Linux was tried on a private bus. What is written for Windows (in `windows_task_bar`) and macOS follows their
documentation and has not been run there.

How far the uploads are, as the dock or task bar shows it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from layers_desktop.ui.platform.activity import UploadActivity

if TYPE_CHECKING:
    from layers_desktop.ui.platform.dbus import SessionBus


@dataclass(frozen=True, slots=True)
class TaskbarState:
    """What the entry shows."""

    percent: int | None = None
    """None while nothing is sent."""
    uploads: int = 0
    urgent: bool = False
    """Something needs the person, who looks at something else."""


SAMPLE_MS: Final = 500
"""Docks draw an icon anew each time they hear of it: twice a second is enough."""


class TaskbarEntry(Protocol):
    """The entry of one kind of desktop; neither waits nor complains."""

    def show(self, reading: TaskbarState) -> None:
        """Show this."""


class TaskBar(QObject):
    """Follows what is under way; shows changes only, and at most twice a second."""

    def __init__(self, window: QWidget, entry: TaskbarEntry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._entry = entry
        self._under_way = UploadActivity()
        self._needed_when_seen = 0
        self._shown = TaskbarState()
        self._sampler = QTimer(self, singleShot=True, interval=SAMPLE_MS)
        self._sampler.timeout.connect(self._show)
        application = QApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._focus_changed)

    def follow(self, under_way: UploadActivity) -> None:
        """Take in how things stand; they are shown soon."""
        self._under_way = under_way
        if not self._sampler.isActive():
            self._sampler.start()

    @Slot()
    def close(self) -> None:
        """Show nothing any more, for quit."""
        self._sampler.stop()
        self._put(TaskbarState())

    @Slot()
    def _focus_changed(self) -> None:
        self.follow(self._under_way)

    @Slot()
    def _show(self) -> None:
        needs_you = self._under_way.totals.needs_you
        if QApplication.activeWindow() is not None or needs_you < self._needed_when_seen:
            self._needed_when_seen = needs_you
        sent = self._under_way.uploads > 0
        self._put(
            TaskbarState(
                percent=int(self._under_way.share * 100) if sent else None,
                uploads=self._under_way.uploads,
                urgent=needs_you > self._needed_when_seen,
            )
        )

    def _put(self, reading: TaskbarState) -> None:
        if reading != self._shown:
            self._shown = reading
            self._entry.show(reading)


class LauncherEntry:
    """The signal that Unity's launcher began and that docks of Ubuntu, KDE and others understand.

    https://wiki.ubuntu.com/Unity/LauncherAPI: `Update` names the desktop file; where it is not installed,
    nothing is shown.
    """

    PATH: Final = "/com/layers/desktop/launcher"
    INTERFACE: Final = "com.canonical.Unity.LauncherEntry"
    DESKTOP_FILE: Final = "application://com.layers.desktop.desktop"

    def __init__(self, bus: SessionBus) -> None:
        self._bus = bus

    def show(self, reading: TaskbarState) -> None:
        """See `Entry`."""
        properties = {
            "progress": ("d", (reading.percent or 0) / 100),
            "progress-visible": ("b", reading.percent is not None),
            "urgent": ("b", reading.urgent),
        }
        self._bus.tell(self.PATH, self.INTERFACE, "Update", "sa{sv}", (self.DESKTOP_FILE, properties))


class Badge:
    """The number of uploads on the icon in macOS's dock, which has no progress of its own."""

    def show(self, reading: TaskbarState) -> None:
        """See `Entry`."""
        application = QApplication.instance()
        if isinstance(application, QGuiApplication):
            application.setBadgeNumber(reading.uploads)


class NoEntry:
    """For desktops that show none."""

    def show(self, reading: TaskbarState) -> None:
        """See `Entry`."""


def entry_of(window: QWidget, bus: SessionBus | None) -> TaskbarEntry:
    """Return the entry of this computer's desktop."""
    if bus is not None:
        return LauncherEntry(bus)
    if sys.platform == "darwin":
        return Badge()
    if sys.platform == "win32":
        from layers_desktop.ui.platform.windows_taskbar import WindowsTaskBar  # noqa: PLC0415 - as above

        return WindowsTaskBar(window)
    return NoEntry()
