"""Ctrl+R: what failed goes up once more, or the window says why nothing happens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from layers_desktop.transfers.transfer import Stage
from tests.keyboard.hands import CONTROL, SHIFT, paste, pick_project, press, to_the_list
from tests.shots.stage import Act, wait_until

NAME = "team-photo.jpg"


def one_that_failed(act: Act) -> None:
    pick_project(act)
    act.fault("inline:422")
    paste(act, act.material.photograph(NAME, 30))
    act.wait_settled()
    assert act.transfers[0].stage is Stage.FAILED


def the_window_comes_back(act: Act) -> None:
    """Let another window have the keyboard and give it back, as after a drag out of a file manager."""
    other = QWidget()
    other.show()
    other.activateWindow()
    wait_until(other.isActiveWindow, "the other window to have the keyboard")
    act.window.activateWindow()
    wait_until(act.window.isActiveWindow, "the keyboard")
    other.close()
    other.deleteLater()


def wait_said(act: Act, words: str) -> None:
    wait_until(lambda: words in act.window.toast.words.text(), f"the words {words!r}")


def test_retry_what_failed(act: Act) -> None:
    one_that_failed(act)
    to_the_list(act)
    press(act, Qt.Key.Key_Home)
    press(act, Qt.Key.Key_R, CONTROL)
    act.wait_done(NAME)


def test_retry_in_a_window_that_comes_back(act: Act) -> None:
    one_that_failed(act)
    to_the_list(act)
    the_window_comes_back(act)
    press(act, Qt.Key.Key_Home)
    press(act, Qt.Key.Key_R, CONTROL)
    act.wait_done(NAME)


def test_retry_the_selected_row_from_elsewhere_in_the_window(act: Act) -> None:
    one_that_failed(act)
    to_the_list(act)
    press(act, Qt.Key.Key_Home)
    press(act, Qt.Key.Key_Tab, SHIFT)
    assert not act.window.panel._list.hasFocus()
    press(act, Qt.Key.Key_R, CONTROL)
    act.wait_done(NAME)


def test_retry_with_no_row_selected_says_so(act: Act) -> None:
    one_that_failed(act)
    press(act, Qt.Key.Key_F, CONTROL)
    press(act, Qt.Key.Key_R, CONTROL)
    wait_said(act, "Select a row")
    assert act.transfers[0].stage is Stage.FAILED


def test_retry_of_what_has_not_failed_says_so(act: Act) -> None:
    pick_project(act)
    paste(act, act.material.photograph(NAME, 30))
    act.wait_done(NAME)
    to_the_list(act)
    press(act, Qt.Key.Key_Home)
    press(act, Qt.Key.Key_R, CONTROL)
    wait_said(act, "has not failed")


def test_retry_where_there_is_no_list_says_so(act: Act) -> None:
    press(act, Qt.Key.Key_R, CONTROL)
    wait_said(act, "Nothing to retry here")
