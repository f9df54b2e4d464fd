"""Keeps a Linux computer awake where no desktop can be asked: systemd's login manager, by the system bus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from layers_desktop.ui.session_bus import SystemBus

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
        from layers_desktop.ui.session_bus import Call  # noqa: PLC0415 - there is a bus on Linux only

        if self._lock is None and not (self._asking and self._bus.connected):
            self._asking = True
            arguments = ("sleep:idle", "Layers Desktop", reason, "block")
            call = Call(_NAME, _PATH, "Inhibit", "ssss", arguments, f"{_NAME}.Manager")
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
