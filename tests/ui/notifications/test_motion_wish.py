from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.ui.platform.dbus import DBusCall, SessionBus
from layers_desktop.ui.platform.reduced_motion import HintsMotion, PortalMotion
from layers_desktop.ui.theme import animation
from tests.ui.notifications.desktop import Desktop, heard

ANIMATIONS = "org.gnome.desktop.interface", "enable-animations"
REDUCED = "org.freedesktop.appearance", "reduced-motion"
FACTOR = "org.kde.kdeglobals.KDE", "AnimationDurationFactor"
LAST = "org.freedesktop.appearance", "accent-color"

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="there is a session bus on Linux only")


@pytest.fixture
def ask(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[], PortalMotion]]:
    """Ask the portal, and return once it has answered whatever it was asked."""
    bus = SessionBus(qapp)
    asked: list[PortalMotion] = []

    def made() -> PortalMotion:
        wish = PortalMotion(bus, qapp)
        asked.append(wish)
        answered: list[str] = []
        last = DBusCall(
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "Read",
            "ss",
            LAST,
            "org.freedesktop.portal.Settings",
        )
        # The service answers in the order of its calls: all before this one are answered then.
        bus.call(last, lambda _: answered.append("found"), lambda: answered.append("refused"))
        qtbot.waitUntil(lambda: bool(answered))
        return wish

    yield made
    for wish in asked:
        wish.close()
        wish.deleteLater()
    bus.close()
    bus.deleteLater()


def settings(**values: object) -> str:
    names = {"animations": " ".join(ANIMATIONS), "reduced": " ".join(REDUCED), "factor": " ".join(FACTOR)}
    return json.dumps({names[name]: value for name, value in values.items()})


def is_now(moves: bool) -> bool:
    return animation.is_allowed() is moves


@on_linux
@pytest.mark.parametrize(
    ("values", "moves"),
    [
        (settings(animations=True), True),
        (settings(animations=True, reduced=0), True),
        (settings(animations=True, reduced=1), False),
        (settings(animations=False, reduced=0), False),
        (settings(animations=False), False),
        (settings(reduced=0), True),
        (settings(reduced=2), True),
        (settings(reduced=1), False),
        (settings(factor="0.5"), True),
        (settings(factor="0"), False),
        (settings(factor="0", animations=True, reduced=0), False),
        (settings(factor="quick"), False),
        (settings(reduced=0, factor="quick"), True),
        (settings(), False),
    ],
)
def test_things_move_where_the_portal_says_that_they_may(
    desktop: Desktop, ask: Callable[[], PortalMotion], qtbot: QtBot, values: str, moves: bool
) -> None:
    portal = desktop.start_other("settings", values)
    ask()
    assert animation.is_allowed() is moves
    qtbot.waitUntil(lambda: len(heard(portal)) == 4)
    assert heard(portal) == [["Read", list(setting)] for setting in (REDUCED, ANIMATIONS, FACTOR, LAST)]


@on_linux
def test_it_follows_what_the_person_changes(
    desktop: Desktop, ask: Callable[[], PortalMotion], qtbot: QtBot
) -> None:
    desktop.start_other("settings", settings(animations=True))
    wish = ask()
    assert animation.is_allowed()
    for setting, value, moves in (
        (REDUCED, "uint32:1", False),
        (REDUCED, "uint32:0", True),
        (ANIMATIONS, "boolean:false", False),
        (ANIMATIONS, "boolean:true", True),
        (FACTOR, "string:0", False),
        (FACTOR, "string:2", True),
    ):
        desktop.change_setting(*setting, value)
        qtbot.waitUntil(partial(is_now, moves))
    wish.close()
    assert not animation.is_allowed()


@on_linux
def test_without_a_portal_nothing_moves(desktop: Desktop, ask: Callable[[], PortalMotion]) -> None:
    assert desktop.address
    ask()
    assert not animation.is_allowed()


@on_linux
def test_without_a_bus_nothing_moves(qapp: QApplication) -> None:
    bus = SessionBus(qapp)
    PortalMotion(bus, bus)
    assert not bus.connected
    assert not animation.is_allowed()
    bus.deleteLater()


def test_qts_hints_without_a_word_about_motion_move_nothing(qapp: QApplication) -> None:
    hints = qapp.styleHints()
    knows = hasattr(getattr(hints, "accessibility", QObject)(), "motionPreference")
    wish = HintsMotion(qapp)
    assert animation.is_allowed() is knows  # the offscreen platform has no preference
    wish.close()
    assert not animation.is_allowed()
    wish.deleteLater()
