from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from layers_desktop.settings.preferences import Preferences
from layers_desktop.transfers.commands import Pause, Resume
from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Snapshot
from layers_desktop.ui.platform import tray as tray_module
from layers_desktop.ui.platform.close_behavior import CloseDialog
from layers_desktop.ui.platform.tray import Tray
from layers_desktop.ui.window_contents import WindowContents
from tests.support.window_services import RecordingServices

ON, OFF = Preferences(tray_icon=True), Preferences(tray_icon=False)


class Desk:
    """A desktop whose tray comes and goes."""

    has_tray = True


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Desk]:
    made = Desk()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: made.has_tray))
    yield made
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def with_tray(desk: Desk, busy: WindowContents) -> Iterator[WindowContents]:
    assert desk.has_tray
    busy.show_preferences(ON)
    assert busy.desktop.tray.present
    yield busy
    busy.desktop.close()


def icon(window: WindowContents) -> QSystemTrayIcon:
    found = window.desktop.tray._icon
    assert found is not None
    return found


def test_there_is_none_unless_it_is_asked_for(desk: Desk, busy: WindowContents) -> None:
    assert desk.has_tray
    busy.show_preferences(OFF)
    assert not busy.desktop.tray.present


def test_where_there_is_no_tray_the_window_is_never_hidden(desk: Desk, busy: WindowContents) -> None:
    desk.has_tray = False
    busy.show_preferences(ON)
    assert not busy.desktop.tray.present
    assert not busy.window.close()
    assert busy.window.isVisible()
    assert any(one.isVisible() for one in busy.window.findChildren(CloseDialog))


def test_closing_hides_the_window_and_the_icon_brings_it_back(with_tray: WindowContents) -> None:
    assert not with_tray.window.close()
    assert not with_tray.window.isVisible()
    assert not with_tray.window.findChildren(CloseDialog)
    icon(with_tray).activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert with_tray.window.isVisible()


def test_its_tooltip_says_how_far_the_uploads_are(
    with_tray: WindowContents, row: Callable[..., Snapshot]
) -> None:
    assert icon(with_tray).toolTip().startswith("Layers Desktop · 0 of 3 · 0")
    with_tray.on_held(Hold(HoldReason.PAUSED))
    assert icon(with_tray).toolTip() == "Layers Desktop · Paused"
    with_tray.on_removed([1, 2, 3])
    with_tray.on_held(None)
    assert icon(with_tray).toolTip() == "Layers Desktop"
    assert row(4).activity is Activity.SENDING


def test_its_menu_pauses_and_resumes(
    services: RecordingServices, with_tray: WindowContents, qtbot: QtBot
) -> None:
    tray = with_tray.desktop.tray
    assert tray.pause_action.text() == "Pause all"
    with qtbot.waitSignal(services.queue.posted) as posted:
        tray.pause_action.trigger()
    assert posted.args == [Pause()]
    with_tray.on_held(Hold(HoldReason.PAUSED))
    assert tray.pause_action.text() == "Resume all"
    with qtbot.waitSignal(services.queue.posted) as posted:
        tray.pause_action.trigger()
    assert posted.args == [Resume()]


def test_quit_asks_during_uploads_with_the_window_back(with_tray: WindowContents) -> None:
    with_tray.window.close()
    with_tray.desktop.tray.quit_action.trigger()
    assert with_tray.window.isVisible()
    [question] = with_tray.window.findChildren(CloseDialog)
    question.stop.click()
    assert not with_tray.window.isVisible()
    assert QApplication.quitOnLastWindowClosed()


def test_a_tray_that_goes_brings_the_window_back(with_tray: WindowContents, desk: Desk, qtbot: QtBot) -> None:
    with_tray.window.close()
    desk.has_tray = False
    with_tray.desktop.tray._looker.setInterval(10)
    qtbot.waitUntil(with_tray.window.isVisible)
    assert not with_tray.desktop.tray.present


def test_a_tray_that_comes_late_gets_the_icon(
    desk: Desk, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tray_module, "LOOK_MS", 10)
    desk.has_tray = False
    made = Tray(qapp)
    made.want(wanted=True)
    with qtbot.waitSignal(made.changed) as changed:
        desk.has_tray = True
    assert changed.args == [True]
    made.close()
    assert not made.present


def test_where_the_window_went_is_said_once(
    with_tray: WindowContents, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(icon(with_tray), "showMessage", lambda *words: said.append(words[1]))
    for _ in range(2):
        with_tray.window.close()
        with_tray.desktop.leaving.activate_window()
    assert said == ["The window is closed; this icon brings it back. Its menu ends the program."]
