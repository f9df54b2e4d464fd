"""Holds sleep up on a Linux computer: the desktop is asked by the session bus, else the login manager.

Imported where there is a bus: elsewhere there is no jeepney.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol, cast

from layers_desktop.ui.platform.dbus import DBusCall, SessionBus, SystemBus

_NAME: Final = "Layers Desktop"
_APP: Final = "com.layers.desktop"
_SUSPEND: Final = 4
"""Of GNOME's session manager and of the portal alike: sleep is inhibited, a screen that goes dark is not."""


class _Lock(Protocol):
    """An open file: the login manager lets the computer sleep again when it is closed."""

    def close(self) -> None:
        """Let go; a program that ends lets go too."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One service that can be asked, and how what it answered is given back."""

    bus: SessionBus
    ask: Callable[[str], DBusCall]
    give_back: Callable[[object], object]


class SleepInhibitor:
    """Asks one service after another until one grants it; without any, or a bus, nothing happens.

    A desktop lets go of what a program asked for when its connection to the bus ends, and the login manager
    when its file is closed, so a crash keeps nothing awake.
    """

    def __init__(self, desktop: SessionBus, system: SystemBus) -> None:
        self._system = system
        self._ways = (*_desktops(desktop), _login_manager(system))
        self._wanted = False
        self._asked: SessionBus | None = None
        """Who is to answer."""
        self._give_back: Callable[[], object] | None = None

    @property
    def holds(self) -> bool:
        """True while the computer is kept awake."""
        return self._give_back is not None

    def hold(self, reason: str) -> None:
        """Ask for it; `reason` is shown by desktops that list who asked."""
        self._wanted = True
        asking = self._asked is not None and self._asked.connected
        if not self.holds and not asking:
            self._ask(reason, self._ways)

    def release(self) -> None:
        """Let the computer sleep again; an answer that is still to come is given back when it comes."""
        self._wanted = False
        if self._give_back is not None:
            self._give_back()
            self._give_back = None
        self._system.close()

    def _ask(self, reason: str, ways: Sequence[_Way]) -> None:
        if not ways or not self._wanted:
            self._asked = None
            return
        way, others = ways[0], ways[1:]

        def granted(answer: tuple[object, ...]) -> None:
            self._asked = None
            self._give_back = partial(way.give_back, answer[0]) if answer else None
            if not self._wanted:
                self.release()

        self._asked = way.bus
        way.bus.call(way.ask(reason), granted, lambda: self._ask(reason, others))
        if not way.bus.connected:
            self._ask(reason, others)


def _desktops(bus: SessionBus) -> tuple[_Way, ...]:
    """Return the desktop's power management, GNOME's session manager, the portal of a sandboxed app."""
    power = "org.freedesktop.PowerManagement"
    power_path, power_interface = f"/{power.replace('.', '/')}/Inhibit", f"{power}.Inhibit"
    gnome, gnome_path = "org.gnome.SessionManager", "/org/gnome/SessionManager"
    portal, portal_path = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
    return (
        _Way(
            bus,
            lambda why: DBusCall(power, power_path, "Inhibit", "ss", (_NAME, why), power_interface),
            lambda cookie: bus.call(
                DBusCall(power, power_path, "UnInhibit", "u", (cookie,), power_interface)
            ),
        ),
        _Way(
            bus,
            lambda why: DBusCall(gnome, gnome_path, "Inhibit", "susu", (_APP, 0, why, _SUSPEND)),
            lambda cookie: bus.call(DBusCall(gnome, gnome_path, "Uninhibit", "u", (cookie,))),
        ),
        _Way(
            bus,
            lambda why: DBusCall(
                portal, portal_path, "Inhibit", "sua{sv}", ("", _SUSPEND, {"reason": ("s", why)}),
                "org.freedesktop.portal.Inhibit",
            ),
            lambda handle: bus.call(
                DBusCall(portal, str(handle), "Close", interface="org.freedesktop.portal.Request")
            ),
        ),
    )  # fmt: skip


def _login_manager(bus: SystemBus) -> _Way:
    """Return systemd's: sleep by itself and by `systemctl suspend` is held up, closing the lid is not.

    It refuses who is logged in from afar. Source: org.freedesktop.login1(5), "Inhibit".
    """
    name, path = "org.freedesktop.login1", "/org/freedesktop/login1"
    return _Way(
        bus,
        lambda why: DBusCall(
            name, path, "Inhibit", "ssss", ("sleep:idle", _NAME, why, "block"), f"{name}.Manager"
        ),
        lambda lock: cast("_Lock", lock).close(),
    )
