"""What goes on at the moment, as far as the desktop around the window is concerned; and what follows it.

The computer stays awake meanwhile, and the program's entry in a dock or task bar shows how far it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from layers_desktop.transfers.transfer import Hold, HoldReason
from layers_desktop.ui.uploads.totals import Totals

if TYPE_CHECKING:
    from layers_desktop.ui.platform.dbus import SessionBus
    from layers_desktop.ui.platform.sleep_inhibitor import SleepInhibitor

OFFLINE_MS: Final = 10 * 60_000
"""A network that is away for longer may be away all night: then the computer may sleep, too."""
SAMPLE_MS: Final = 500
"""Docks draw an icon anew each time they hear of it: twice a second is enough."""

_NEEDS_A_PERSON = frozenset({HoldReason.PAUSED, HoldReason.SIGNED_OUT, HoldReason.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadActivity:
    """The sums of the list, and what holds it."""

    totals: Totals = field(default_factory=Totals)
    hold: Hold | None = None
    sandbox: bool = False
    fetching: int = 0
    """Links that a person wants to have fetched; they are not on disk yet."""

    @property
    def uploads(self) -> int:
        """How many uploads go on without a person's help."""
        if self.hold is not None and self.hold.reason in _NEEDS_A_PERSON:
            return 0
        return self.totals.active - self.totals.paused - self.totals.unassigned

    @property
    def paused(self) -> bool:
        """True when the person paused all that is left to do, as a whole or file by file."""
        return (self.hold is not None and self.hold.reason is HoldReason.PAUSED) or self.totals.all_paused

    @property
    def offline(self) -> bool:
        """True while everything waits for the network."""
        return self.hold is not None and self.hold.reason is HoldReason.OFFLINE

    @property
    def goes_on(self) -> bool:
        """True while something happens, or will happen by itself: what closing the window would stop."""
        return self.uploads > 0 or self.fetching > 0

    @property
    def share(self) -> float:
        """How much of the present run's bytes is at Layers, 0 to 1."""
        return self.totals.bytes_sent / self.totals.bytes_total if self.totals.bytes_total else 0.0


class KeepAwake(QObject):
    """Follows what is under way. Paused, waiting for a person, or long without a network: it lets go.

    `inhibitor` is None on systems without D-Bus, which sleep as they are set.
    """

    def __init__(self, inhibitor: SleepInhibitor | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inhibitor = inhibitor
        self._under_way = UploadActivity()
        self._long_offline = False
        self._offline = QTimer(self, singleShot=True, interval=OFFLINE_MS)
        self._offline.timeout.connect(self._offline_for_long)
        self.wanted = True
        """The person's setting; `follow` looks at it."""
        self.held = False

    def follow(self, under_way: UploadActivity) -> None:
        """Hold or let go, as things stand now."""
        self._under_way = under_way
        if not under_way.offline:
            self._long_offline = False
            self._offline.stop()
        elif not self._long_offline and not self._offline.isActive():
            self._offline.start()
        self._decide()

    @Slot()
    def close(self) -> None:
        """Let go, for quit."""
        self._offline.stop()
        self._hold(hold=False)

    @Slot()
    def _offline_for_long(self) -> None:
        self._long_offline = True
        self._decide()

    def _decide(self) -> None:
        self._hold(hold=self.wanted and self._under_way.goes_on and not self._long_offline)

    def _hold(self, *, hold: bool) -> None:
        if hold == self.held:
            return
        self.held = hold
        if self._inhibitor is not None and hold:
            self._inhibitor.hold(self.tr("Uploads are running"))
        elif self._inhibitor is not None:
            self._inhibitor.release()


class TaskBar(QObject):
    """Shows changes only, twice a second at most, by the signal that docks of Ubuntu, KDE and others know.

    https://wiki.ubuntu.com/Unity/LauncherAPI: `Update` names the desktop file; where it is not installed,
    nothing is shown. `bus` is None on systems without D-Bus.
    """

    def __init__(self, bus: SessionBus | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._under_way = UploadActivity()
        self._needed_when_seen = 0
        self._shown: tuple[int | None, bool] = (None, False)
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
        self._put(None, urgent=False)

    @Slot()
    def _focus_changed(self) -> None:
        self.follow(self._under_way)

    @Slot()
    def _show(self) -> None:
        needs_you = self._under_way.totals.needs_you
        if QApplication.activeWindow() is not None or needs_you < self._needed_when_seen:
            self._needed_when_seen = needs_you
        sent = self._under_way.uploads > 0
        percent = int(self._under_way.share * 100) if sent else None
        self._put(percent, urgent=needs_you > self._needed_when_seen)

    def _put(self, percent: int | None, *, urgent: bool) -> None:
        """Show a progress, and that something needs the person, who looks at something else."""
        if self._bus is None or (percent, urgent) == self._shown:
            return
        self._shown = (percent, urgent)
        properties = {
            "progress": ("d", (percent or 0) / 100),
            "progress-visible": ("b", percent is not None),
            "urgent": ("b", urgent),
        }
        self._bus.tell(
            "/com/layers/desktop/launcher", "com.canonical.Unity.LauncherEntry", "Update", "sa{sv}",
            ("application://com.layers.desktop.desktop", properties),
        )  # fmt: skip
