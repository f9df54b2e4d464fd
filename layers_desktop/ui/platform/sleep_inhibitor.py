"""Keeps a Linux computer awake while uploads run, and no longer.

The desktop is asked by the session bus; where none answers, systemd's login manager by the system bus.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import QObject, QTimer, Slot

from layers_desktop.ui.platform.activity import UploadActivity

if TYPE_CHECKING:
    from layers_desktop.ui.platform.dbus import DBusCall, SessionBus, SystemBus


_NAME: Final = "org.freedesktop.login1"
_PATH: Final = "/org/freedesktop/login1"


class _Lock(Protocol):
    """An open file: the login manager lets the computer sleep again when it is closed."""

    def close(self) -> None:
        """Let go; a program that ends lets go too."""


class LogindInhibitor:
    """An `Inhibitor`: sleep by itself and by `systemctl suspend` is held up, closing the lid is not.

    Where there is no login manager, or it refuses (who is logged in from afar may not), nothing happens.
    Source: org.freedesktop.login1(5), "Inhibit".
    """

    def __init__(self, bus: SystemBus) -> None:
        self._bus = bus
        self._asking = False
        self._lock: _Lock | None = None

    @property
    def holds(self) -> bool:
        """True while the computer is kept awake."""
        return self._lock is not None

    def hold(self, reason: str) -> None:
        """Ask for it; `reason` is shown by `systemd-inhibit --list`."""
        from layers_desktop.ui.platform.dbus import DBusCall  # noqa: PLC0415 - there is a bus on Linux only

        if self._lock is None and not (self._asking and self._bus.connected):
            self._asking = True
            arguments = ("sleep:idle", "Layers Desktop", reason, "block")
            call = DBusCall(_NAME, _PATH, "Inhibit", "ssss", arguments, f"{_NAME}.Manager")
            self._bus.call(call, self._granted, self._over)

    def release(self) -> None:
        """Let the computer sleep again; what is still to be granted is never taken."""
        self._over()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _granted(self, answer: tuple[object, ...]) -> None:
        self._lock = cast("_Lock", answer[0])
        self._over()  # the lock is the open file, not the connection

    def _over(self) -> None:
        self._asking = False
        self._bus.close()


_APP: Final = "com.layers.desktop"
_SUSPEND: Final = 4
"""Of GNOME's session manager and of the portal alike: sleep is inhibited, a screen that goes dark is not."""


class Inhibitor(Protocol):
    """Keeps the computer awake from `hold` to `release`; neither waits nor complains."""

    def hold(self, reason: str) -> None:
        """Ask for it; `reason` is shown by desktops that list who asked."""

    def release(self) -> None:
        """Let the computer sleep again."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One service that can be asked, and how what it answered is given back."""

    ask: Callable[[str], DBusCall]
    give_back: Callable[[object], DBusCall]


class DesktopInhibitor:
    """Asks the desktop's power management, else GNOME's session manager, else the portal of a sandboxed app.

    A desktop lets go of what a program asked for when its connection to the bus ends, so a crash keeps
    nothing awake. Where none of the three is there, or no bus, `otherwise` is asked.
    """

    def __init__(self, bus: SessionBus, otherwise: Inhibitor) -> None:
        self._bus = bus
        self._otherwise = otherwise
        self._wanted = False
        self._asking = False
        self._release: DBusCall | None = None

    def hold(self, reason: str) -> None:
        """See `Inhibitor`; asked again when the bus was lost meanwhile."""
        self._wanted = True
        if self._release is not None and not self._bus.connected:
            self._release = None
        if self._release is None and not (self._asking and self._bus.connected):
            self._asking = True
            self._ask(reason, 0)
            if not self._bus.connected:
                self._otherwise.hold(reason)

    def release(self) -> None:
        """See `Inhibitor`; an answer that is still to come is given back when it comes."""
        self._wanted = False
        self._otherwise.release()
        if self._release is not None:
            self._bus.call(self._release)
            self._release = None

    def _ask(self, reason: str, number: int) -> None:
        ways = _ways()
        if number == len(ways):
            self._asking = False
            if self._wanted:
                self._otherwise.hold(reason)
            return
        way = ways[number]

        def granted(answer: tuple[object, ...]) -> None:
            self._asking = False
            self._release = way.give_back(answer[0]) if answer else None
            if not self._wanted:
                self.release()

        self._bus.call(way.ask(reason), granted, lambda: self._ask(reason, number + 1))


def _ways() -> tuple[_Way, ...]:
    from layers_desktop.ui.platform.dbus import DBusCall  # noqa: PLC0415 - there is a bus on Linux only

    power = "org.freedesktop.PowerManagement"
    power_path, power_interface = f"/{power.replace('.', '/')}/Inhibit", f"{power}.Inhibit"
    gnome, gnome_path = "org.gnome.SessionManager", "/org/gnome/SessionManager"
    portal, portal_path = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
    return (
        _Way(
            lambda why: DBusCall(
                power, power_path, "Inhibit", "ss", ("Layers Desktop", why), power_interface
            ),
            lambda cookie: DBusCall(power, power_path, "UnInhibit", "u", (cookie,), power_interface),
        ),
        _Way(
            lambda why: DBusCall(gnome, gnome_path, "Inhibit", "susu", (_APP, 0, why, _SUSPEND)),
            lambda cookie: DBusCall(gnome, gnome_path, "Uninhibit", "u", (cookie,)),
        ),
        _Way(
            lambda why: DBusCall(
                portal, portal_path, "Inhibit", "sua{sv}", ("", _SUSPEND, {"reason": ("s", why)}),
                "org.freedesktop.portal.Inhibit",
            ),
            lambda handle: DBusCall(
                portal, str(handle), "Close", interface="org.freedesktop.portal.Request"
            ),
        ),
    )  # fmt: skip


class NoInhibitor:
    """For systems without D-Bus, which sleep as they are set."""

    def hold(self, reason: str) -> None:
        """See `Inhibitor`."""

    def release(self) -> None:
        """See `Inhibitor`."""


OFFLINE_MS: Final = 10 * 60_000
"""A network that is away for longer may be away all night: then the computer may sleep, too."""


class KeepAwake(QObject):
    """Follows what is under way. Paused, waiting for a person, or long without a network: it lets go."""

    def __init__(self, inhibitor: Inhibitor, parent: QObject | None = None) -> None:
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
        if hold:
            self._inhibitor.hold(self.tr("Uploads are running"))
        else:
            self._inhibitor.release()
