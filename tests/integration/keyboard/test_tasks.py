"""The tasks of the guide's first pages without a mouse, in the whole program on its sandbox."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu

from layers_desktop.transfers.transfer import Stage
from layers_desktop.ui.uploads.action_labels import action_name
from layers_desktop.ui.uploads.list_view import UploadList
from layers_desktop.ui.uploads.row_actions import RowAction
from tests.integration.keyboard.keys import (
    CONTROL,
    SHIFT,
    agree_to_kind,
    clipboard,
    paste,
    pick_project,
    press,
    to_the_list,
    write,
)
from tests.screenshots.scene import PROJECT, Act, Scenery, performed, wait_until


def test_connect_with_a_key(scenery: Scenery) -> None:
    with performed(scenery, key=False) as act:
        page = act.window.pages.first_start
        wait_until(page.isVisible, "the page of the key")
        act.frame.activateWindow()
        wait_until(page.field.hasFocus, "the field to have the keyboard")
        write(act, "lp_wrong_key")
        press(act, Qt.Key.Key_Return)
        wait_until(page.problem.isVisible, "that this key is not taken")
        write(act, act.box.key)  # over the selected one
        press(act, Qt.Key.Key_Return)
        wait_until(act.window.pages.empty.isVisible, "the place to drop files")


def test_try_without_a_key(scenery: Scenery) -> None:
    with performed(scenery, key=False) as act:
        page = act.window.pages.first_start
        wait_until(page.isVisible, "the page of the key")
        act.frame.activateWindow()
        wait_until(page.field.hasFocus, "the field to have the keyboard")
        while QApplication.focusWidget() is not page.sandbox_button:
            press(act, Qt.Key.Key_Tab)
        press(act, Qt.Key.Key_Space)
        wait_until(act.window.pages.empty.isVisible, "the sandbox")


def test_pick_the_project_by_a_part_of_its_name(act: Act) -> None:
    pick_project(act)
    assert act.window.projects.current is not None
    assert act.window.projects.current.name == PROJECT


def test_choose_files(act: Act) -> None:
    pick_project(act)
    file = act.material.photograph("founder-shot.jpg", 30)
    act.window.intake.choosers._native = False
    press(act, Qt.Key.Key_O, CONTROL)
    wait_until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), "the dialog")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    wait_until(field.hasFocus, "the dialog's field")
    write(act, str(file))
    press(act, Qt.Key.Key_Return)
    wait_until(lambda: QApplication.activeModalWidget() is None, "the end of the dialog")
    act.frame.activateWindow()  # as a window manager does; without a screen there is none
    agree_to_kind(act)
    wait_until(lambda: len(act.rows) == 1, "a row")
    act.wait_settled()
    assert act.transfers[0].stage is Stage.DONE


def test_paste_files_and_copy_their_ids(act: Act) -> None:
    pick_project(act)
    paste(act, act.material.photograph("one.jpg", 30), act.material.photograph("two.jpg", 90))
    act.wait_settled()
    ids = [one.asset_id for one in act.transfers]
    to_the_list(act)
    press(act, Qt.Key.Key_Home)
    press(act, Qt.Key.Key_C, CONTROL)
    wait_until(lambda: clipboard() == ids[0], "the first id")
    press(act, Qt.Key.Key_End, SHIFT)
    press(act, Qt.Key.Key_C, CONTROL)
    wait_until(lambda: clipboard().split() == ids, "both ids, as dropped")


def test_paste_a_picture_under_another_name(act: Act) -> None:
    pick_project(act)
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    press(act, Qt.Key.Key_V, CONTROL)
    wait_until(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "the field for its name")
    press(act, Qt.Key.Key_A, CONTROL)
    write(act, "red square")
    press(act, Qt.Key.Key_Return)
    wait_until(lambda: len(act.rows) == 1, "a row")
    assert act.transfers[0].name == "red square.png"


def test_use_the_id_of_a_known_file(act: Act) -> None:
    pick_project(act)
    shot = act.material.photograph("founder-shot.jpg", 30)
    paste(act, shot)
    act.wait_settled()
    paste(act, shot)
    wait_until(lambda: any(one.waits_for_choice for one in act.transfers), "the question")
    to_the_list(act)
    press(act, Qt.Key.Key_Home)
    press(act, Qt.Key.Key_End)
    press(act, Qt.Key.Key_F10, SHIFT)
    wait_until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the row's menu")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in menu.actions():
        press(act, Qt.Key.Key_Down)
        if menu.activeAction().text() == action_name(RowAction.USE_KNOWN):
            break
    press(act, Qt.Key.Key_Return)
    act.wait_settled()
    assert act.transfers[0].asset_id == act.transfers[1].asset_id
    assert len(act.box.world.assets) == 1


def test_search_and_come_back(act: Act) -> None:
    pick_project(act)
    paste(act, act.material.photograph("beach.jpg", 30), act.material.photograph("tower.jpg", 90))
    act.wait_settled()
    press(act, Qt.Key.Key_F, CONTROL)
    write(act, "tower")
    rows = act.window.panel._model
    wait_until(lambda: rows.rowCount() == 1, "one row")
    press(act, Qt.Key.Key_Down)
    assert isinstance(QApplication.focusWidget(), UploadList)
    press(act, Qt.Key.Key_F, CONTROL)
    press(act, Qt.Key.Key_Escape)
    wait_until(lambda: rows.rowCount() == 2, "both rows")


def test_pause_and_remove(act: Act) -> None:
    pick_project(act)
    act.line.pace = 0.25
    paste(act, act.material.video("clip.mp4", 3_000_000))
    to_the_list(act)
    press(act, Qt.Key.Key_Home)
    press(act, Qt.Key.Key_Space)
    wait_until(lambda: act.transfers[0].paused, "the pause")
    act.line.pace = 0.0
    press(act, Qt.Key.Key_Space)
    act.wait_done("clip.mp4")
    press(act, Qt.Key.Key_Delete)
    wait_until(lambda: act.window.panel._model.rowCount() == 0, "an empty list")
