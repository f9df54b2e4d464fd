"""Ctrl+R: what failed goes up once more, or the window says why nothing happens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from layers_desktop.transfers.transfer import Stage
from tests.integration.keyboard.keys import (
    CONTROL,
    SHIFT,
    choose,
    in_dialog,
    paste,
    pick_project,
    press,
    tab_to,
    the_dialog_ends,
    to_the_list,
)
from tests.screenshots.scene import Act, wait_until

NAME = "team-photo.jpg"


def one_that_failed(act: Act, fault: str = "inline:400") -> None:
    pick_project(act)
    act.fault(fault)
    paste(act, act.material.photograph(NAME, 30))
    act.wait_settled()
    assert act.transfers[0].stage is Stage.FAILED


def the_window_comes_back(act: Act) -> None:
    """Let another window have the keyboard and give it back, as after a drag out of a file manager."""
    other = QWidget()
    other.show()
    other.activateWindow()
    wait_until(other.isActiveWindow, "the other window to have the keyboard")
    act.frame.activateWindow()
    wait_until(act.frame.isActiveWindow, "the keyboard")
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


def test_retry_with_no_row_selected_is_for_all_that_failed(act: Act) -> None:
    one_that_failed(act)
    press(act, Qt.Key.Key_F, CONTROL)
    press(act, Qt.Key.Key_R, CONTROL)
    act.wait_done(NAME)


def test_retry_all_that_failed_with_another_row_selected(act: Act) -> None:
    one_that_failed(act)
    paste(act, act.material.photograph("other.jpg", 200))
    act.wait_done("other.jpg")
    to_the_list(act)
    press(act, Qt.Key.Key_End)
    press(act, Qt.Key.Key_R, CONTROL | SHIFT)
    act.wait_done(NAME)


def test_retry_all_by_its_bar(act: Act) -> None:
    pick_project(act)
    act.fault("inline:400:2")
    names = ("first.jpg", "second.jpg")
    paste(act, *(act.material.photograph(name, 30 * number) for number, name in enumerate(names)))
    act.wait_settled()
    tab_to(act, "Retry all (2)")
    press(act, Qt.Key.Key_Return)
    act.wait_done(*names)
    wait_until(lambda: not act.window.panel.bulk.failed.isVisible(), "the end of the bar")


def test_choose_another_kind_for_what_failed_in_its_problem(act: Act) -> None:
    one_that_failed(act, "inline:422")
    to_the_list(act)
    press(act, Qt.Key.Key_Home)
    press(act, Qt.Key.Key_F10, SHIFT)
    choose(act, "Show problem…")
    dialog = in_dialog()
    tab_to(act, "Upload as Logo")
    press(act, Qt.Key.Key_Return)
    the_dialog_ends(act, dialog)
    act.wait_done(NAME)
    assert [asset.kind for asset in act.box.world.assets] == ["logo"]


def test_retry_all_leaves_an_image_that_needs_another_kind(act: Act) -> None:
    one_that_failed(act, "inline:422")
    press(act, Qt.Key.Key_R, CONTROL | SHIFT)
    wait_said(act, "choose another kind")
    assert act.transfers[0].stage is Stage.FAILED


def test_use_all_known_ids_by_their_bar(act: Act) -> None:
    pick_project(act)
    files = [act.material.photograph(f"{number}.jpg", 30 * number) for number in range(3)]
    paste(act, *files)
    act.wait_settled()
    paste(act, *files)
    act.wait_row(lambda _: act.window.panel.totals.known == 3, "three files that are known")
    tab_to(act, "Use all 3 IDs")
    press(act, Qt.Key.Key_Return)
    wait_until(lambda: sum(one.stage is Stage.DONE for one in act.transfers) == 6, "three known IDs")
    assert len(act.box.world.assets) == 3


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
