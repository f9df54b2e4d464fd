from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.transfer import Hold, HoldReason
from layers_desktop.ui.platform.activity import TaskBar, UploadActivity
from layers_desktop.ui.platform.dbus import SessionBus
from layers_desktop.ui.uploads.totals import Totals
from tests.support.desktop.desktop_bus import Desktop, heard


def sent(share: float, *, needs_you: int = 0, settled: int = 0) -> UploadActivity:
    return UploadActivity(
        totals=Totals(
            count=4, settled=settled, needs_you=needs_you, bytes_total=5_000_000_000,
            bytes_sent=int(5_000_000_000 * share),
        )
    )  # fmt: skip


class Notes(SessionBus):
    """A bus that notes what docks are to show: the percentage, None without one, and what is urgent."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[int | None, bool]] = []

    def tell(
        self, path: str, interface: str, name: str, signature: str, arguments: tuple[object, ...]
    ) -> None:
        assert (path, interface, name, signature) == (
            "/com/layers/desktop/launcher", "com.canonical.Unity.LauncherEntry", "Update", "sa{sv}",
        )  # fmt: skip
        shown = arguments[1]
        assert isinstance(shown, dict)
        percent = round(shown["progress"][1] * 100) if shown["progress-visible"][1] else None
        self.shown.append((percent, shown["urgent"][1]))


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def bar(behind: QWidget, notes: Notes) -> TaskBar:
    return TaskBar(notes, behind)


def test_thousands_of_changes_are_one_reading(bar: TaskBar, notes: Notes, qtbot: QtBot) -> None:
    for step in range(5_000):
        bar.follow(sent(step / 10_000))
    qtbot.waitUntil(lambda: bool(notes.shown))
    assert notes.shown == [(49, False)]


def test_the_same_again_is_not_shown_again(bar: TaskBar, notes: Notes, qtbot: QtBot) -> None:
    for share in (0.501, 0.502):
        bar.follow(sent(share))
        qtbot.waitUntil(lambda: not bar._sampler.isActive())
    assert notes.shown == [(50, False)]


def test_it_ends_with_the_uploads_and_at_quit(bar: TaskBar, notes: Notes, qtbot: QtBot) -> None:
    bar.follow(sent(0.5))
    qtbot.waitUntil(lambda: len(notes.shown) == 1)
    bar.follow(sent(1.0, settled=4))
    qtbot.waitUntil(lambda: len(notes.shown) == 2)
    bar.follow(sent(0.1))
    qtbot.waitUntil(lambda: len(notes.shown) == 3)
    bar.close()
    assert [percent for percent, _ in notes.shown] == [50, None, 10, None]


def test_a_pause_shows_no_progress(bar: TaskBar, notes: Notes, qtbot: QtBot) -> None:
    bar.follow(sent(0.5))
    qtbot.waitUntil(lambda: len(notes.shown) == 1)
    bar.follow(UploadActivity(totals=sent(0.5).totals, hold=Hold(HoldReason.PAUSED)))
    qtbot.waitUntil(lambda: len(notes.shown) == 2)
    assert notes.shown[-1] == (None, False)


def test_what_needs_the_person_is_urgent_until_they_look(
    bar: TaskBar, notes: Notes, qtbot: QtBot, behind: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar.follow(sent(0.5, needs_you=1, settled=1))
    qtbot.waitUntil(lambda: notes.shown == [(50, True)])
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: behind))
    bar._focus_changed()
    qtbot.waitUntil(lambda: notes.shown[-1] == (50, False))
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: None))
    bar.follow(sent(0.6, needs_you=2, settled=2))
    qtbot.waitUntil(lambda: notes.shown[-1] == (60, True))


@pytest.mark.skipif(sys.platform != "linux", reason="there is a session bus on Linux only")
def test_docks_of_linux_hear_of_it(desktop: Desktop, qtbot: QtBot, qapp: QApplication) -> None:
    listener = desktop.start_other("launcher")
    bus = SessionBus(qapp)
    bar = TaskBar(bus)
    bar.follow(sent(0.42, needs_you=1, settled=1))
    app = "application://com.layers.desktop.desktop"
    update = {"progress": 0.42, "progress-visible": True, "urgent": True}
    qtbot.waitUntil(lambda: heard(listener) == [["Update", [app, update]]])
    bar.close()
    nothing = {"progress": 0.0, "progress-visible": False, "urgent": False}
    qtbot.waitUntil(lambda: heard(listener)[1:] == [["Update", [app, nothing]]])
    bus.close()
