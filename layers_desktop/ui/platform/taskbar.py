"""How far the uploads are, on the program's entry in a Linux desktop's dock or task bar."""

from __future__ import annotations

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
    urgent: bool = False
    """Something needs the person, who looks at something else."""


SAMPLE_MS: Final = 500
"""Docks draw an icon anew each time they hear of it: twice a second is enough."""


class TaskbarEntry(Protocol):
    """What shows it; neither waits nor complains."""

    def show(self, reading: TaskbarState) -> None:
        """Show this."""


class TaskBar(QObject):
    """Follows what is under way; shows changes only, and at most twice a second.

    `entry` is None where the desktop has none.
    """

    def __init__(self, window: QWidget, entry: TaskbarEntry | None, parent: QObject | None = None) -> None:
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
                urgent=needs_you > self._needed_when_seen,
            )
        )

    def _put(self, reading: TaskbarState) -> None:
        if self._entry is not None and reading != self._shown:
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
        """See `TaskbarEntry`."""
        properties = {
            "progress": ("d", (reading.percent or 0) / 100),
            "progress-visible": ("b", reading.percent is not None),
            "urgent": ("b", reading.urgent),
        }
        self._bus.tell(self.PATH, self.INTERFACE, "Update", "sa{sv}", (self.DESKTOP_FILE, properties))
