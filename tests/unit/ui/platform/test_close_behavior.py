from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from layers_desktop.session.state import SessionState
from layers_desktop.settings.preferences import Preferences, WhenClosed
from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Snapshot, Stage
from layers_desktop.ui.platform.close_behavior import CloseDialog
from layers_desktop.ui.window_contents import WindowContents
from tests.support.window_services import RecordingServices

Row = Callable[..., Snapshot]


def question(window: WindowContents) -> CloseDialog | None:
    return next((one for one in window.window.findChildren(CloseDialog) if one.isVisible()), None)


def asked(window: WindowContents) -> CloseDialog:
    """Close the window and return what it asks."""
    assert not window.window.close()
    found = question(window)
    assert found is not None
    return found


def test_a_window_with_nothing_to_do_closes_at_once(open_window: WindowContents) -> None:
    assert open_window.window.close()
    assert not open_window.window.isVisible()


def test_closing_during_uploads_asks_and_leaves_the_window_open(busy: WindowContents) -> None:
    dialog = asked(busy)
    assert busy.window.isVisible()
    assert dialog.title.text() == "3 uploads are not finished"
    assert "goes on at the next start" in dialog.words.text()
    assert [button.text() for button in dialog.findChildren(QPushButton)] == [
        "Keep going in the background",
        "Stop, and resume at the next start",
        "Cancel",
    ]


def test_closing_twice_asks_once(busy: WindowContents) -> None:
    asked(busy)
    assert not busy.window.close()
    assert len(busy.window.findChildren(CloseDialog)) == 1


def test_stop_closes_the_window(busy: WindowContents) -> None:
    asked(busy).stop.click()
    assert not busy.window.isVisible()


def test_cancel_leaves_everything_and_the_next_closing_asks_again(busy: WindowContents) -> None:
    asked(busy).cancel.click()
    assert busy.window.isVisible()
    assert not busy.window.isMinimized()
    asked(busy)


def test_in_the_background_without_a_tray_the_window_is_minimized_never_hidden(busy: WindowContents) -> None:
    asked(busy).background.click()
    assert busy.window.isVisible()
    assert busy.window.isMinimized()


@pytest.mark.parametrize(
    ("button", "chosen"), [("stop", WhenClosed.STOP), ("background", WhenClosed.BACKGROUND)]
)
def test_dont_ask_again_becomes_a_setting(
    services: RecordingServices, busy: WindowContents, qtbot: QtBot, button: str, chosen: WhenClosed
) -> None:
    dialog = asked(busy)
    dialog.always.setChecked(True)
    with qtbot.waitSignal(services.settings.saved) as saved:
        getattr(dialog, button).click()
    assert saved.args is not None
    assert saved.args[0] == Preferences(last_project="prj_1", when_closed=chosen)


def test_who_wants_to_stop_always_is_not_asked(busy: WindowContents) -> None:
    busy.show_preferences(Preferences(when_closed=WhenClosed.STOP))
    assert busy.window.close()


def test_who_wants_to_go_on_always_is_not_asked(busy: WindowContents) -> None:
    busy.show_preferences(Preferences(when_closed=WhenClosed.BACKGROUND))
    assert not busy.window.close()
    assert busy.window.isMinimized()
    assert question(busy) is None


@pytest.mark.parametrize("reason", [HoldReason.PAUSED, HoldReason.SIGNED_OUT, HoldReason.SUSPENDED])
def test_what_waits_for_a_person_stops_nobody_from_leaving(busy: WindowContents, reason: HoldReason) -> None:
    busy.on_held(Hold(reason))
    assert busy.window.close()


@pytest.mark.parametrize("reason", [HoldReason.OFFLINE, HoldReason.WRITE_BUDGET])
def test_what_goes_on_by_itself_is_asked_about(busy: WindowContents, reason: HoldReason) -> None:
    busy.on_held(Hold(reason))
    asked(busy)


def test_rows_that_wait_for_a_key_or_a_project_do_not_count(open_window: WindowContents, row: Row) -> None:
    rows = [row(1, Activity.WAITING, project_name=""), row(2, Activity.WAITING, account_id="")]
    open_window.on_added(rows)
    assert open_window.panel.totals.active == 2
    assert open_window.window.close()


def test_rows_that_were_paused_one_by_one_do_not_count(open_window: WindowContents, row: Row) -> None:
    open_window.on_added([row(1, Activity.PAUSED), row(2, Activity.FINISHED, stage=Stage.FAILED)])
    assert open_window.window.close()


def test_the_sandbox_promises_nothing_it_forgets(busy: WindowContents, signed_in: SessionState) -> None:
    state = SessionState(phase=signed_in.phase, sandbox=True, organization_id="org_1")
    busy.show_session(state)
    dialog = asked(busy)
    assert dialog.words.text() == "The sandbox forgets everything when it is left."
    assert dialog.stop.text() == "Stop now"


def test_a_log_out_closes_without_a_question(busy: WindowContents) -> None:
    busy.desktop.leaving.session_ends()
    assert busy.window.close()
    assert question(busy) is None
