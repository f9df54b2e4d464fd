from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.ui.pages.sign_in_page import KEY_PAGE, SignInPage
from layers_desktop.ui.theme.theme import Theme
from tests.support.accessible_name import accessible_name
from tests.support.problems import worded

REJECTED = worded(code="UNAUTHENTICATED", title="Layers does not accept this key", request_id="req_9")


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> SignInPage:  # noqa: ARG001
    """Return the page as a new user sees it."""
    made = SignInPage()
    qtbot.addWidget(made)
    made.show()
    made.show_session(SessionState(phase=Phase.SIGNED_OUT))
    return made


def test_the_key_is_hidden_and_named(page: SignInPage) -> None:
    QTest.keyClicks(page.field, "lp_secret")
    assert page.field.echoMode() == QLineEdit.EchoMode.Password
    assert not set(page.field.displayText()) & set("lp_secret")
    assert accessible_name(page.field) == "API key"


def test_a_pasted_key_loses_the_white_space_around_it(page: SignInPage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("  lp_abc\n")
    QTest.keyClick(page.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.field.text() == "lp_abc"
    with qtbot.waitSignal(page.connect_requested) as asked:
        QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert asked.args == ["lp_abc"]


def test_the_two_buttons_ask_for_what_they_say(page: SignInPage, qtbot: QtBot) -> None:
    page.field.setText("lp_abc")
    with qtbot.waitSignal(page.connect_requested) as asked:
        QTest.mouseClick(page.connect_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["lp_abc"]
    with qtbot.waitSignal(page.sandbox_requested):
        QTest.mouseClick(page.sandbox_button, Qt.MouseButton.LeftButton)
    assert (accessible_name(page.connect_button), accessible_name(page.sandbox_button)) == (
        "Connect",
        "Try without a key",
    )


def test_while_connecting_nothing_can_be_asked_twice(page: SignInPage, qtbot: QtBot) -> None:
    page.field.setText("lp_abc")
    page.show_session(SessionState(phase=Phase.CONNECTING))
    assert page.connect_button.text() == "Connecting…"
    with qtbot.assertNotEmitted(page.connect_requested):
        QTest.keyClick(page.field, Qt.Key.Key_Return)
        QTest.keyClicks(page.field, "x")
    assert page.field.text() == "lp_abc"


def test_why_it_failed_stands_below_the_field_with_the_key_still_there(page: SignInPage) -> None:
    page.field.setText("lp_abc")
    page.show_session(SessionState(phase=Phase.CONNECTING))
    page.show_session(SessionState(phase=Phase.SIGNED_OUT, notice=REJECTED))
    assert page.problem.isVisible()
    # Another key mends it: the request, for support, is where it does not stand in the way.
    assert page.problem.text() == replace(REJECTED, request_id=None).sentence()
    assert "req_9" in page.problem.toolTip()
    assert "req_9" in page.field.accessibleDescription()
    assert page.field.text() == "lp_abc"
    assert page.connect_button.text() == "Connect"
    assert page.connect_button.isEnabled()


def test_a_key_that_worked_does_not_stay_in_the_field(page: SignInPage, signed_in: SessionState) -> None:
    page.field.setText("lp_abc")
    page.show_session(signed_in)
    assert page.field.text() == ""


def test_where_is_my_key_asks_for_the_settings_page_of_layers(page: SignInPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.key_page_requested):
        page.where.click()
    assert KEY_PAGE.toString() == "https://app.layers.com/settings/api-keys"


def test_a_rejected_key_is_selected_so_that_pasting_replaces_it(page: SignInPage) -> None:
    page.field.setText("lp_abc")
    page.show_session(SessionState(phase=Phase.CONNECTING))
    page.show_session(SessionState(phase=Phase.SIGNED_OUT, notice=REJECTED))
    assert page.field.selectedText()
    QGuiApplication.clipboard().setText("lp_xyz")
    QTest.keyClick(page.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.field.text() == "lp_xyz"


def test_a_rejected_second_key_is_selected_too(page: SignInPage, signed_in: SessionState) -> None:
    page.field.setText("lp_abc")
    page.show_session(dataclasses.replace(signed_in, notice=REJECTED))
    assert page.field.text() == "lp_abc"
    assert page.field.selectedText()


def test_escape_goes_back_only_where_there_is_a_way_back(page: SignInPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.back_requested):
        QTest.keyClick(page.field, Qt.Key.Key_Escape)
    page.ask_again(may_go_back=True)
    with qtbot.waitSignal(page.back_requested):
        QTest.keyClick(page.field, Qt.Key.Key_Escape)


def test_the_keyring_is_promised_only_while_it_keeps_keys(page: SignInPage, signed_in: SessionState) -> None:
    assert "keyring" in page.intro.text()
    page.show_session(
        dataclasses.replace(
            signed_in, key_place=KeyPlace.SESSION, key_words="the keyring is locked", notice=REJECTED
        )
    )
    page.show_session(SessionState(phase=Phase.SIGNED_OUT))
    assert "keyring" not in page.intro.text()
    assert "this session only" in page.intro.text()
    page.show_session(signed_in)
    assert "keyring" in page.intro.text()


def test_uploads_that_wait_for_a_key_are_told_to_who_enters_one(page: SignInPage) -> None:
    assert not page.waiting.isVisible()
    page.show_session(SessionState(phase=Phase.SIGNED_IN, organization_id="org_1", organization_name="Acme"))
    page.show_session(SessionState(phase=Phase.SIGNED_OUT))
    page.show_waiting(1)
    assert page.waiting.isVisible()
    assert page.waiting.text() == "1 upload waits for a key of Acme."
    page.show_waiting(1_200)
    assert page.waiting.text().endswith("uploads wait for a key of Acme.")
    page.show_waiting(0)
    assert not page.waiting.isVisible()


def test_what_came_to_wait_while_another_page_was_shown_is_told(page: SignInPage) -> None:
    page.hide()
    page.show_waiting(3, without_key=3)
    page.show()
    assert page.waiting.isVisible()
    assert page.waiting.text() == "3 uploads wait for a key."


def test_files_that_came_in_before_the_first_sign_in_are_told_too(page: SignInPage) -> None:
    page.show_session(SessionState(phase=Phase.SIGNED_OUT, notice=REJECTED))
    page.show_waiting(3, without_key=3)
    assert page.waiting.isVisible()
    assert page.waiting.text() == "3 uploads wait for a key."
    page.show_waiting(1, without_key=1)
    assert page.waiting.text() == "1 upload waits for a key."


def test_who_adds_another_organization_is_told_nothing_of_this_ones_uploads(page: SignInPage) -> None:
    page.show_session(SessionState(phase=Phase.SIGNED_IN, organization_id="org_1", organization_name="Acme"))
    page.show_waiting(2)
    page.ask_again(may_go_back=True)
    assert page.waiting.isVisible()
    page.ask_account()
    assert not page.waiting.isVisible()


def test_the_sandbox_lets_nothing_wait(page: SignInPage) -> None:
    page.show_session(SessionState(phase=Phase.SIGNED_IN, organization_name="Acme Growth", sandbox=True))
    page.show_session(SessionState(phase=Phase.SIGNED_OUT))
    page.show_waiting(2, without_key=2)
    assert not page.waiting.isVisible()
