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
from tests.screenshots.scene import Scene, wait_until
from tests.support.uploads_panel import upload_list

NAME = "team-photo.jpg"


def one_that_failed(scene: Scene, fault: str = "inline:400") -> None:
    pick_project(scene)
    scene.fault(fault)
    paste(scene, scene.samples.photograph(NAME, 30))
    scene.wait_settled()
    assert scene.transfers[0].stage is Stage.FAILED


def the_window_comes_back(scene: Scene) -> None:
    """Let another window have the keyboard and give it back, as after a drag out of a file manager."""
    other = QWidget()
    other.show()
    other.activateWindow()
    wait_until(other.isActiveWindow, "the other window to have the keyboard")
    scene.frame.activateWindow()
    wait_until(scene.frame.isActiveWindow, "the keyboard")
    other.close()
    other.deleteLater()


def wait_said(scene: Scene, words: str) -> None:
    wait_until(lambda: words in scene.window.toast.words.text(), f"the words {words!r}")


def test_retry_what_failed(scene: Scene) -> None:
    one_that_failed(scene)
    to_the_list(scene)
    press(scene, Qt.Key.Key_Home)
    press(scene, Qt.Key.Key_R, CONTROL)
    scene.wait_done(NAME)


def test_retry_in_a_window_that_comes_back(scene: Scene) -> None:
    one_that_failed(scene)
    to_the_list(scene)
    the_window_comes_back(scene)
    press(scene, Qt.Key.Key_Home)
    press(scene, Qt.Key.Key_R, CONTROL)
    scene.wait_done(NAME)


def test_retry_the_selected_row_from_elsewhere_in_the_window(scene: Scene) -> None:
    one_that_failed(scene)
    to_the_list(scene)
    press(scene, Qt.Key.Key_Home)
    press(scene, Qt.Key.Key_Tab, SHIFT)
    assert not upload_list(scene.window.panel).hasFocus()
    press(scene, Qt.Key.Key_R, CONTROL)
    scene.wait_done(NAME)


def test_retry_with_no_row_selected_is_for_all_that_failed(scene: Scene) -> None:
    one_that_failed(scene)
    press(scene, Qt.Key.Key_F, CONTROL)
    press(scene, Qt.Key.Key_R, CONTROL)
    scene.wait_done(NAME)


def test_retry_all_that_failed_with_another_row_selected(scene: Scene) -> None:
    one_that_failed(scene)
    paste(scene, scene.samples.photograph("other.jpg", 200))
    scene.wait_done("other.jpg")
    to_the_list(scene)
    press(scene, Qt.Key.Key_End)
    press(scene, Qt.Key.Key_R, CONTROL | SHIFT)
    scene.wait_done(NAME)


def test_retry_all_by_its_bar(scene: Scene) -> None:
    pick_project(scene)
    scene.fault("inline:400:2")
    names = ("first.jpg", "second.jpg")
    paste(scene, *(scene.samples.photograph(name, 30 * number) for number, name in enumerate(names)))
    scene.wait_settled()
    tab_to(scene, "Retry all (2)")
    press(scene, Qt.Key.Key_Return)
    scene.wait_done(*names)
    wait_until(lambda: not scene.window.panel.bulk.failed.isVisible(), "the end of the bar")


def test_choose_another_kind_for_what_failed_in_its_problem(scene: Scene) -> None:
    one_that_failed(scene, "inline:422")
    to_the_list(scene)
    press(scene, Qt.Key.Key_Home)
    press(scene, Qt.Key.Key_F10, SHIFT)
    choose(scene, "Show problem…")
    dialog = in_dialog()
    tab_to(scene, "Upload as Logo")
    press(scene, Qt.Key.Key_Return)
    the_dialog_ends(scene, dialog)
    scene.wait_done(NAME)
    assert [asset.kind for asset in scene.box.world.assets] == ["logo"]


def test_retry_all_leaves_an_image_that_needs_another_kind(scene: Scene) -> None:
    one_that_failed(scene, "inline:422")
    press(scene, Qt.Key.Key_R, CONTROL | SHIFT)
    wait_said(scene, "choose another kind")
    assert scene.transfers[0].stage is Stage.FAILED


def test_use_all_known_ids_by_their_bar(scene: Scene) -> None:
    pick_project(scene)
    files = [scene.samples.photograph(f"{number}.jpg", 30 * number) for number in range(3)]
    paste(scene, *files)
    scene.wait_settled()
    paste(scene, *files)
    scene.wait_row(lambda _: scene.window.panel.totals.known == 3, "three files that are known")
    tab_to(scene, "Use all 3 IDs")
    press(scene, Qt.Key.Key_Return)
    wait_until(lambda: sum(one.stage is Stage.DONE for one in scene.transfers) == 6, "three known IDs")
    assert len(scene.box.world.assets) == 3


def test_retry_of_what_has_not_failed_says_so(scene: Scene) -> None:
    pick_project(scene)
    paste(scene, scene.samples.photograph(NAME, 30))
    scene.wait_done(NAME)
    to_the_list(scene)
    press(scene, Qt.Key.Key_Home)
    press(scene, Qt.Key.Key_R, CONTROL)
    wait_said(scene, "has not failed")


def test_retry_where_there_is_no_list_says_so(scene: Scene) -> None:
    press(scene, Qt.Key.Key_R, CONTROL)
    wait_said(scene, "Nothing to retry here")
