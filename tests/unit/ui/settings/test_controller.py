from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from layers_desktop.session.state import Phase, SessionState
from layers_desktop.settings.fields import Page
from layers_desktop.settings.preferences import Preferences
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.widgets.inputs import SpinBox
from layers_desktop.ui.window_contents import WindowContents
from tests.support.accessible_name import accessible_name, named
from tests.support.problems import worded
from tests.support.window_services import RecordingServices


def opened(window: WindowContents) -> SettingsDialog:
    assert window.settings.dialog is not None
    return window.settings.dialog


def test_the_settings_of_the_picked_project_are_opened_from_its_list(
    open_window: WindowContents, qtbot: QtBot
) -> None:
    picker = open_window.header.picker
    picker.start_search()
    button = picker.popup.settings
    assert button.isVisible()
    assert accessible_name(button) == "Settings of Café Ünïcode iOS…"
    QTest.keyClick(picker.popup.field, Qt.Key.Key_Tab)
    qtbot.waitUntil(button.hasFocus)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert opened(open_window).pages.currentItem().text() == "Project Café Ünïcode iOS"
    assert not picker.popup.isVisible()


def test_no_settings_are_offered_where_no_project_is_picked(
    window: WindowContents, signed_in: SessionState
) -> None:
    window.show_session(signed_in)
    window.header.picker.start_search()
    assert not window.header.picker.popup.settings.isVisible()
    window.settings.open_project()
    assert opened(window).pages.currentItem().text() == "General"


def test_there_is_one_dialog_at_a_time(open_window: WindowContents) -> None:
    open_window.shortcuts.settings.trigger()
    first = opened(open_window)
    open_window.settings.open_network()
    assert opened(open_window) is first
    first.reject()
    assert open_window.settings.dialog is None
    open_window.shortcuts.settings.trigger()
    assert opened(open_window) is not first


def test_what_the_window_remembers_meanwhile_is_kept_by_saving(
    services: RecordingServices, open_window: WindowContents, qtbot: QtBot
) -> None:
    open_window.shortcuts.settings.trigger()
    dialog = opened(open_window)
    dialog.open_at(Page.UPLOADS)
    named(dialog, SpinBox, "Uploads at once").set_amount(7)
    services.settings.preferences = Preferences(last_project="prj_2", recent_projects=("prj_2", "prj_1"))
    with qtbot.waitSignal(services.settings.saved) as saved:
        dialog.save.click()
    assert saved.args == [
        Preferences(concurrency=7, last_project="prj_2", recent_projects=("prj_2", "prj_1"))
    ]


def test_signing_out_in_the_settings_signs_the_window_out(
    services: RecordingServices, open_window: WindowContents, qtbot: QtBot
) -> None:
    open_window.shortcuts.settings.trigger()
    with qtbot.waitSignal(services.session.signed_out):
        opened(open_window).account.sign_out.click()
    open_window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    assert opened(open_window).account.organization.text() == "Nobody is signed in."


def test_who_cannot_get_through_is_led_to_the_proxy_before_signing_in(window: WindowContents) -> None:
    first_start = window.pages.first_start
    window.show_session(
        SessionState(phase=Phase.SIGNED_OUT, notice=worded(code="UNAUTHENTICATED", title="No"))
    )
    assert not first_start.network.isVisible()
    window.show_session(SessionState(phase=Phase.SIGNED_OUT, notice=worded(code="network.proxy", title="No")))
    first_start.network.click()
    assert opened(window).pages.currentItem().text() == "Network"
