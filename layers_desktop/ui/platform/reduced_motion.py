"""What the system says about movement: the one owner of `motion.allow`.

Linux was tried with a service on a private bus. What Qt says elsewhere, from Qt 6.12 on, was tried with
6.12.0 on its offscreen platform, not on Windows or macOS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from layers_desktop.ui.theme import animation

if TYPE_CHECKING:
    from layers_desktop.ui.platform.dbus import SessionBus

_NAME: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_INTERFACE: Final = "org.freedesktop.portal.Settings"
_REDUCED: Final = ("org.freedesktop.appearance", "reduced-motion")
"""The portal's documentation: 0 is no preference, 1 reduced motion, anything else as 0."""
_ANIMATIONS: Final = ("org.gnome.desktop.interface", "enable-animations")
"""What GNOME and its relatives have had for long; portals from 2025 on know the one above as well."""
_FACTOR: Final = ("org.kde.kdeglobals.KDE", "AnimationDurationFactor")
"""KDE's speed of animations, as the text of a number: "0" is none, the longer the slower. There once it was
changed; KDE's portal does not tell when it is (xdg-desktop-portal-kde, src/settings.cpp)."""
_SETTINGS: Final = (_REDUCED, _ANIMATIONS, _FACTOR)


class PortalMotion(QObject):
    """Asks the desktop portal, and follows it.

    Things may move once all is answered, one of the settings says that they may, and none that they may not.
    """

    def __init__(self, bus: SessionBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._answers: dict[tuple[str, str], bool | None] = {}
        bus.signalled.connect(self._signalled)
        bus.watch(_PATH, _INTERFACE)
        for setting in _SETTINGS:
            self._ask(setting)

    def close(self) -> None:
        """Let nothing move any more, for quit."""
        animation.allow(allowed=False)

    def _ask(self, setting: tuple[str, str]) -> None:
        from layers_desktop.ui.platform.dbus import DBusCall  # noqa: PLC0415 - there is a bus on Linux only

        def answered(answer: tuple[object, ...]) -> None:
            self._take(setting, answer[0] if answer else None)

        def refused() -> None:
            self._take(setting, None)  # a portal without the setting: nobody's wish

        # `Read` and not `ReadOne`, which old portals lack; not `ReadAll`, which loses settings where two
        # programs behind the portal have the same namespace.
        self._bus.call(DBusCall(_NAME, _PATH, "Read", "ss", setting, _INTERFACE), answered, refused)

    @Slot(str, object)
    def _signalled(self, name: str, arguments: tuple[object, ...]) -> None:
        match (name, *arguments):
            case ("SettingChanged", str(namespace), str(key), value) if (namespace, key) in _SETTINGS:
                self._take((namespace, key), value)

    def _take(self, setting: tuple[str, str], value: object) -> None:
        self._answers[setting] = _may_move(setting, _plain(value))
        said = self._answers.values()
        animation.allow(allowed=len(said) == len(_SETTINGS) and True in said and False not in said)


def _may_move(setting: tuple[str, str], value: object) -> bool | None:
    """Return what a setting says of movement; None where it says nothing that is known here."""
    match setting, value:
        case _, bool():
            return value if setting == _ANIMATIONS else None
        case _, int() if setting == _REDUCED:
            return value != 1
        case _, str() if setting == _FACTOR:
            try:
                return float(value) > 0
            except ValueError:
                return None
    return None


def _plain(value: object) -> object:
    """Return what is in a variant, (signature, value), and `Read` answers with one in another."""
    while isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str):
        value = value[1]
    return value


class HintsMotion(QObject):
    """Follows Qt's accessibility hints, where these know of motion: from Qt 6.12 on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Kept: with the last reference to them, those to their children turn invalid.
        self._hints = QGuiApplication.styleHints()
        accessibility = getattr(self._hints, "accessibility", None)  # Qt 6.10 and later
        self._accessibility = accessibility() if accessibility is not None else None
        changed = getattr(self._accessibility, "motionPreferenceChanged", None)
        if changed is not None:
            changed.connect(self._changed)
            self._changed()

    def close(self) -> None:
        """Let nothing move any more, for quit."""
        animation.allow(allowed=False)

    @Slot()
    def _changed(self) -> None:
        preference = getattr(self._accessibility, "motionPreference", None)
        animation.allow(allowed=preference is not None and preference().name == "NoPreference")
