from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.transfer import Hold, HoldReason
from layers_desktop.ui.platform.activity import UploadActivity
from layers_desktop.ui.platform.dbus import SessionBus
from layers_desktop.ui.platform.taskbar import LauncherEntry, TaskBar, TaskbarState
from layers_desktop.ui.uploads.totals import Totals
from tests.support.desktop.desktop_bus import Desktop, heard


def sent(share: float, *, needs_you: int = 0, settled: int = 0) -> UploadActivity:
    return UploadActivity(
        totals=Totals(
            count=4, settled=settled, needs_you=needs_you, bytes_total=5_000_000_000,
            bytes_sent=int(5_000_000_000 * share),
        )
    )  # fmt: skip


class Notes:
    """An entry that notes what it is to show."""

    def __init__(self) -> None:
        self.shown: list[TaskbarState] = []

    def show(self, reading: TaskbarState) -> None:
        self.shown.append(reading)


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def bar(behind: QWidget, notes: Notes) -> TaskBar:
    return TaskBar(behind, notes, behind)


def test_thousands_of_changes_are_one_reading(bar: TaskBar, notes: Notes, qtbot: QtBot) -> None:
    for step in range(5_000):
        bar.follow(sent(step / 10_000))
    qtbot.waitUntil(lambda: bool(notes.shown))
    assert notes.shown == [TaskbarState(49)]


def test_the_same_again_is_not_shown_again(bar: TaskBar, notes: Notes, qtbot: QtBot) -> None:
    for share in (0.501, 0.502):
        bar.follow(sent(share))
        qtbot.waitUntil(lambda: not bar._sampler.isActive())
    assert notes.shown == [TaskbarState(50)]


def test_it_ends_with_the_uploads_and_at_quit(bar: TaskBar, notes: Notes, qtbot: QtBot) -> None:
    bar.follow(sent(0.5))
    qtbot.waitUntil(lambda: len(notes.shown) == 1)
    bar.follow(sent(1.0, settled=4))
    qtbot.waitUntil(lambda: len(notes.shown) == 2)
    bar.follow(sent(0.1))
    qtbot.waitUntil(lambda: len(notes.shown) == 3)
    bar.close()
    assert [reading.percent for reading in notes.shown] == [50, None, 10, None]


def test_a_pause_shows_no_progress(bar: TaskBar, notes: Notes, qtbot: QtBot) -> None:
    bar.follow(sent(0.5))
    qtbot.waitUntil(lambda: len(notes.shown) == 1)
    bar.follow(UploadActivity(totals=sent(0.5).totals, hold=Hold(HoldReason.PAUSED)))
    qtbot.waitUntil(lambda: len(notes.shown) == 2)
    assert notes.shown[-1] == TaskbarState()


def test_what_needs_the_person_is_urgent_until_they_look(
    bar: TaskBar, notes: Notes, qtbot: QtBot, behind: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar.follow(sent(0.5, needs_you=1, settled=1))
    qtbot.waitUntil(lambda: notes.shown == [TaskbarState(50, urgent=True)])
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: behind))
    bar._focus_changed()
    qtbot.waitUntil(lambda: notes.shown[-1] == TaskbarState(50))
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: None))
    bar.follow(sent(0.6, needs_you=2, settled=2))
    qtbot.waitUntil(lambda: notes.shown[-1] == TaskbarState(60, urgent=True))


@pytest.mark.skipif(sys.platform != "linux", reason="there is a session bus on Linux only")
def test_docks_of_linux_hear_of_it(desktop: Desktop, qtbot: QtBot, qapp: QApplication) -> None:
    listener = desktop.start_other("launcher")
    bus = SessionBus(qapp)
    LauncherEntry(bus).show(TaskbarState(42, urgent=True))
    LauncherEntry(bus).show(TaskbarState())
    app = "application://com.layers.desktop.desktop"
    qtbot.waitUntil(lambda: len(heard(listener)) == 2)
    assert heard(listener) == [
        ["Update", [app, {"progress": 0.42, "progress-visible": True, "urgent": True}]],
        ["Update", [app, {"progress": 0.0, "progress-visible": False, "urgent": False}]],
    ]
    bus.close()
