from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.api.errors import CaptivePortal, NameNotResolved, ProxyFault, Timeout, TlsFault
from layers_desktop.core.errors import UserError
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.transfers.transfer import Hold, HoldReason, Snapshot, Stage
from layers_desktop.ui.message_bar import MessageBar, MessageKind
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.widgets.toast import Toast
from layers_desktop.ui.window_contents import WindowContents
from tests.support.accessible_name import accessible_name
from tests.support.problems import worded
from tests.support.uploads_panel import upload_list
from tests.support.window_services import RecordingServices

KEY_GONE = worded(
    code="auth.rejected",
    title="Layers did not accept your key",
    explanation="The key was removed, replaced or mistyped.",
    kept="Your files wait and go on with a new key.",
    action="Paste a key from Layers' settings and connect again.",
)
DAMAGED = worded(code="settings.damaged", title="Your settings could not be read", kept="Defaults are used.")


@pytest.fixture
def banner(frame: QWidget) -> MessageBar:
    """Return a banner in a shown frame."""
    return MessageBar(frame)


@pytest.mark.parametrize(
    ("reason", "topic"),
    [
        (HoldReason.SIGNED_OUT, MessageKind.KEY),
        (HoldReason.SUSPENDED, MessageKind.SUSPENDED),
        (HoldReason.OFFLINE, MessageKind.OFFLINE),
        (HoldReason.WRITE_BUDGET, None),
        (HoldReason.PAUSED, None),
    ],
)
def test_a_hold_says_what_a_person_must_know(
    banner: MessageBar, reason: HoldReason, topic: MessageKind | None
) -> None:
    banner.show_hold(Hold(reason, problem=DAMAGED if reason is HoldReason.SIGNED_OUT else None))
    assert banner.topic is topic
    assert banner.isVisible() == (topic is not None)
    banner.show_hold(None)
    assert not banner.isVisible()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TlsFault(), "certificate"),
        (ProxyFault(), "proxy"),
        (CaptivePortal(), "sign-in page"),
        (NameNotResolved(), None),
        (Timeout(), None),
    ],
)
def test_what_keeps_layers_from_being_reached_is_named_where_a_person_can_mend_it(
    banner: MessageBar, error: UserError, words: str | None
) -> None:
    banner.show_hold(Hold(HoldReason.OFFLINE, problem=error.problem))
    assert banner.topic is MessageKind.OFFLINE
    if words is None:
        assert banner.words.text() == "Waiting for the network. Uploads go on by themselves."
    else:
        assert words in banner.words.text()
        assert error.problem.words.action in banner.words.text()
        assert "Your files wait." in banner.words.text()


def test_a_rejected_key_comes_before_everything_and_cannot_be_dismissed(
    banner: MessageBar, qtbot: QtBot
) -> None:
    banner.say_problem(DAMAGED)
    banner.show_hold(Hold(HoldReason.SIGNED_OUT, problem=DAMAGED))
    assert accessible_name(banner.action) == "Enter a new key"
    assert not banner.close_button.isVisible()
    with qtbot.waitSignal(banner.acted) as acted:
        banner.action.click()
    assert acted.args == [MessageKind.KEY]
    banner.show_hold(None)
    assert banner.words.text() == DAMAGED.sentence()


def test_a_notice_is_gone_once_it_is_dismissed(banner: MessageBar) -> None:
    banner.say_problem(DAMAGED)
    banner.close_button.click()
    assert not banner.isVisible()
    assert banner.topic is None


@pytest.mark.parametrize("behind", [True, False])
def test_what_had_the_keyboard_in_a_message_that_ends_gives_it_away(
    banner: MessageBar, qtbot: QtBot, behind: bool
) -> None:
    if behind:
        banner.show_lost_folders([DAMAGED])
    banner.say_choose_project(2)
    banner.close_button.setFocus()
    with qtbot.waitSignal(banner.released, timeout=0):
        banner.close_button.click()
    banner.close_button.clearFocus()
    with qtbot.assertNotEmitted(banner.released):
        banner.show_hold(Hold(HoldReason.OFFLINE))


@pytest.mark.parametrize("bar", ["banner", "footer", "toast"])
def test_after_a_bar_of_the_window_enter_presses_no_other(
    open_window: WindowContents, done: Callable[..., Snapshot], bar: str
) -> None:
    open_window.panel.on_added([done(1, stage=Stage.FAILED, problem=DAMAGED), done(2)])
    match bar:
        case "banner":
            open_window.banner.say_problem(DAMAGED)
            pressed: QAbstractButton = open_window.banner.close_button
        case "footer":
            pressed = open_window.footer.retry
        case _:
            open_window.toast.show_action("An address", "Copy", lambda: None)
            pressed = open_window.toast.button
    pressed.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(pressed, Qt.Key.Key_Return)
    open_window.panel.on_changed([done(1)])
    assert not pressed.isVisible()
    assert open_window.window.focusWidget() is upload_list(open_window.panel)


def test_a_key_that_is_not_kept_is_said_openly(banner: MessageBar) -> None:
    unkept = worded(code="keyring.none", title="The key will be kept for this session only")
    banner.show_session(
        SessionState(
            phase=Phase.SIGNED_IN, key_place=KeyPlace.SESSION, key_words="it is locked", notice=unkept
        )
    )
    assert banner.topic is MessageKind.KEY_NOT_KEPT
    assert banner.words.text() == unkept.sentence()


def test_a_toast_goes_by_itself_and_takes_no_focus(theme: Theme, frame: QWidget) -> None:
    toast = Toast(theme, frame)
    toast.show_text("Copied med_1")
    assert toast.isVisible()
    assert frame.rect().contains(toast.geometry())
    assert toast.timer.isActive()
    toast.timer.timeout.emit()
    assert not toast.isVisible()


def test_a_long_toast_stays_inside_a_small_window(theme: Theme, frame: QWidget) -> None:
    toast = Toast(theme, frame)
    toast.show_text("a long sentence about what happened " * 5)
    frame.resize(300, 400)
    assert frame.rect().contains(toast.geometry())


def _menu(window: WindowContents) -> list[str]:
    return [action.text() for action in window.header.organization.menu().actions()]


def test_the_header_names_the_organization_and_its_tier(open_window: WindowContents) -> None:
    header = open_window.header
    assert header.organization.text() == "Acme Growth"
    assert accessible_name(header.organization) == "Organization Acme Growth"
    assert "Tier standard: 60 writes a minute" in _menu(open_window)
    assert not header.badge.isVisible()


def test_the_sandbox_is_marked_as_long_as_it_is_on(open_window: WindowContents) -> None:
    state = SessionState(phase=Phase.SIGNED_IN, sandbox=True, organization_name="A & B", tier="odd")
    open_window.show_session(state)
    assert open_window.header.badge.isVisible()
    assert open_window.header.badge.text() == "Sandbox"
    assert open_window.header.organization.text() == "A && B"
    assert open_window.header.sign_out.text() == "Leave the sandbox"
    assert "Tier: odd" in _menu(open_window)


def test_signing_out_is_asked_from_the_menu(
    services: RecordingServices, open_window: WindowContents, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(services.session.signed_out):
        open_window.header.sign_out.trigger()


def test_in_a_narrow_window_the_button_leaves_a_long_sentence_its_room(banner: MessageBar) -> None:
    banner.resize(520, 40)
    banner.show_hold(Hold(HoldReason.SIGNED_OUT, problem=KEY_GONE))
    narrow = banner.heightForWidth(520)
    assert banner.action.y() > banner.words.geometry().bottom()
    assert banner.words.width() > 440
    banner.resize(880, narrow)
    QApplication.sendPostedEvents()
    assert banner.action.x() > banner.words.geometry().right()


def test_a_short_sentence_keeps_its_button_beside_it(banner: MessageBar) -> None:
    banner.resize(520, 44)
    banner.say_choose_project(2)
    QApplication.sendPostedEvents()
    assert banner.action.x() > banner.words.geometry().right()
