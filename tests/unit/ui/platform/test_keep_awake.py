from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.transfer import Hold, HoldReason
from layers_desktop.ui.platform.activity import KeepAwake, UploadActivity
from layers_desktop.ui.platform.dbus import SessionBus, SystemBus
from layers_desktop.ui.platform.sleep_inhibitor import SleepInhibitor
from layers_desktop.ui.uploads.totals import Totals
from tests.support.desktop.desktop_bus import Desktop, heard
from tests.support.processes import Process

BUSY = UploadActivity(totals=Totals(count=3, settled=1))
DONE = UploadActivity(totals=Totals(count=3, settled=3))
WHY = "Uploads are running"
ASKED = {
    "power": ["Inhibit", ["Layers Desktop", WHY]],
    "gnome": ["Inhibit", ["com.layers.desktop", 0, WHY, 4]],
    "portal": ["Inhibit", ["", 4, {"reason": WHY}]],
}
GIVEN_BACK = {"power": ["UnInhibit", [4711]], "gnome": ["Uninhibit", [4711]], "portal": ["Close", []]}

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="there is a session bus on Linux only")


def held(reason: HoldReason) -> UploadActivity:
    return UploadActivity(totals=BUSY.totals, hold=Hold(reason))


class Notes(SleepInhibitor):
    """An inhibitor that notes what it is told."""

    def __init__(self) -> None:
        super().__init__(SessionBus(), SystemBus())
        self.told: list[str] = []

    def hold(self, reason: str) -> None:
        self.told.append(f"hold: {reason}")

    def release(self) -> None:
        self.told.append("release")


@pytest.fixture
def inhibitor(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[SleepInhibitor]:
    """What asks the test's own bus, which is the system's too, if there is one."""
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    desktop, system = SessionBus(qapp), SystemBus(qapp)
    yield SleepInhibitor(desktop, system)
    desktop.close()
    system.close()


def test_it_holds_from_the_first_upload_to_the_last(qapp: QApplication) -> None:
    notes = Notes()
    awake = KeepAwake(notes, qapp)
    for under_way in (UploadActivity(), BUSY, BUSY, DONE, DONE, BUSY, UploadActivity()):
        awake.follow(under_way)
    assert notes.told == [f"hold: {WHY}", "release", f"hold: {WHY}", "release"]


@pytest.mark.parametrize("reason", [HoldReason.PAUSED, HoldReason.SIGNED_OUT, HoldReason.SUSPENDED])
def test_it_lets_go_of_what_waits_for_a_person(qapp: QApplication, reason: HoldReason) -> None:
    awake = KeepAwake(Notes(), qapp)
    awake.follow(BUSY)
    awake.follow(held(reason))
    assert not awake.held


def test_the_write_budget_is_waited_for_awake(qapp: QApplication) -> None:
    awake = KeepAwake(Notes(), qapp)
    awake.follow(held(HoldReason.WRITE_BUDGET))
    assert awake.held


def test_a_network_that_is_away_for_long_lets_the_computer_sleep(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers_desktop.ui.platform.activity.OFFLINE_MS", 1)
    notes = Notes()
    awake = KeepAwake(notes, qapp)
    awake.follow(held(HoldReason.OFFLINE))
    qtbot.waitUntil(lambda: notes.told == [f"hold: {WHY}", "release"])
    awake.follow(held(HoldReason.OFFLINE))
    assert len(notes.told) == 2
    awake.follow(BUSY)
    assert len(notes.told) == 3


def test_the_setting_decides(qapp: QApplication) -> None:
    awake = KeepAwake(Notes(), qapp)
    awake.wanted = False
    awake.follow(BUSY)
    assert not awake.held


def test_quit_lets_go(qapp: QApplication) -> None:
    notes = Notes()
    awake = KeepAwake(notes, qapp)
    awake.follow(BUSY)
    awake.close()
    assert notes.told[-1] == "release"


@on_linux
@pytest.mark.parametrize("kind", ["power", "gnome", "portal"])
def test_each_desktop_is_asked_in_its_own_words_and_told_when_it_is_over(
    desktop: Desktop, inhibitor: SleepInhibitor, qtbot: QtBot, kind: str
) -> None:
    service = desktop.start_other(kind)
    inhibitor.hold(WHY)
    qtbot.waitUntil(lambda: heard(service) == [ASKED[kind]])
    qtbot.waitUntil(lambda: inhibitor.holds)
    inhibitor.hold(WHY)
    inhibitor.release()
    qtbot.waitUntil(lambda: heard(service) == [ASKED[kind], GIVEN_BACK[kind]])


@on_linux
def test_what_is_given_up_before_it_was_granted_is_given_back(
    desktop: Desktop, inhibitor: SleepInhibitor, qtbot: QtBot
) -> None:
    service = desktop.start_other("power")
    inhibitor.hold(WHY)
    inhibitor.release()
    qtbot.waitUntil(lambda: heard(service) == [ASKED["power"], GIVEN_BACK["power"]])


@on_linux
def test_where_nobody_can_be_asked_nothing_happens_and_a_later_try_works(
    desktop: Desktop, inhibitor: SleepInhibitor, qtbot: QtBot
) -> None:
    inhibitor.hold(WHY)
    qtbot.waitUntil(lambda: inhibitor._asked is None)
    inhibitor.release()
    service = desktop.start_other("gnome")
    inhibitor.hold(WHY)
    qtbot.waitUntil(lambda: heard(service) == [ASKED["gnome"]])


LOCKED: list[object] = ["Inhibit", ["sleep:idle", "Layers Desktop", WHY, "block"]]
CLOSED: list[object] = ["closed", []]


def has_heard(service: Process, told: list[list[object]]) -> bool:
    return heard(service) == told


@on_linux
@pytest.mark.parametrize("has_session_bus", [True, False])
def test_where_no_desktop_can_be_asked_the_login_manager_is_and_gets_its_lock_back(
    desktop: Desktop,
    inhibitor: SleepInhibitor,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    *,
    has_session_bus: bool,
) -> None:
    service = desktop.start_other("logind")
    if not has_session_bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    for told in ([LOCKED, CLOSED], [LOCKED, CLOSED, LOCKED, CLOSED]):
        inhibitor.hold(WHY)
        qtbot.waitUntil(lambda: inhibitor.holds)
        qtbot.waitUntil(partial(has_heard, service, told[:-1]))
        inhibitor.release()
        qtbot.waitUntil(partial(has_heard, service, told))


@on_linux
def test_without_a_bus_nothing_happens(inhibitor: SleepInhibitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(name, "unix:path=/nowhere/bus")
    inhibitor.hold(WHY)
    assert not inhibitor.holds
    inhibitor.release()
