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
from tests.screenshots.scene import PROJECT, Scene, SceneSetup, running_scene, wait_until
from tests.support.uploads_panel import upload_rows


def test_connect_with_a_key(setup: SceneSetup) -> None:
    with running_scene(setup, key=False) as scene:
        page = scene.window.pages.first_start
        wait_until(page.isVisible, "the page of the key")
        scene.frame.activateWindow()
        wait_until(page.field.hasFocus, "the field to have the keyboard")
        write(scene, "lp_wrong_key")
        press(scene, Qt.Key.Key_Return)
        wait_until(page.problem.isVisible, "that this key is not taken")
        write(scene, scene.box.key)  # over the selected one
        press(scene, Qt.Key.Key_Return)
        wait_until(scene.window.pages.empty.isVisible, "the place to drop files")


def test_try_without_a_key(setup: SceneSetup) -> None:
    with running_scene(setup, key=False) as scene:
        page = scene.window.pages.first_start
        wait_until(page.isVisible, "the page of the key")
        scene.frame.activateWindow()
        wait_until(page.field.hasFocus, "the field to have the keyboard")
        while QApplication.focusWidget() is not page.sandbox_button:
            press(scene, Qt.Key.Key_Tab)
        press(scene, Qt.Key.Key_Space)
        wait_until(scene.window.pages.empty.isVisible, "the sandbox")


def test_pick_the_project_by_a_part_of_its_name(scene: Scene) -> None:
    pick_project(scene)
    assert scene.window.projects.current is not None
    assert scene.window.projects.current.name == PROJECT


def test_choose_files(scene: Scene) -> None:
    pick_project(scene)
    file = scene.samples.photograph("founder-shot.jpg", 30)
    scene.window.intake.choosers._native = False
    press(scene, Qt.Key.Key_O, CONTROL)
    wait_until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), "the dialog")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    wait_until(field.hasFocus, "the dialog's field")
    write(scene, str(file))
    press(scene, Qt.Key.Key_Return)
    wait_until(lambda: QApplication.activeModalWidget() is None, "the end of the dialog")
    scene.frame.activateWindow()  # as a window manager does; without a screen there is none
    agree_to_kind(scene)
    wait_until(lambda: len(scene.rows) == 1, "a row")
    scene.wait_settled()
    assert scene.transfers[0].stage is Stage.DONE


def test_paste_files_and_copy_their_ids(scene: Scene) -> None:
    pick_project(scene)
    paste(scene, scene.samples.photograph("one.jpg", 30), scene.samples.photograph("two.jpg", 90))
    scene.wait_settled()
    ids = [one.asset_id for one in scene.transfers]
    to_the_list(scene)
    press(scene, Qt.Key.Key_Home)
    press(scene, Qt.Key.Key_C, CONTROL)
    wait_until(lambda: clipboard() == ids[0], "the first id")
    press(scene, Qt.Key.Key_End, SHIFT)
    press(scene, Qt.Key.Key_C, CONTROL)
    wait_until(lambda: clipboard().split() == ids, "both ids, as dropped")


def test_paste_a_picture_under_another_name(scene: Scene) -> None:
    pick_project(scene)
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    press(scene, Qt.Key.Key_V, CONTROL)
    wait_until(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "the field for its name")
    press(scene, Qt.Key.Key_A, CONTROL)
    write(scene, "red square")
    press(scene, Qt.Key.Key_Return)
    wait_until(lambda: len(scene.rows) == 1, "a row")
    assert scene.transfers[0].name == "red square.png"


def test_use_the_id_of_a_known_file(scene: Scene) -> None:
    pick_project(scene)
    shot = scene.samples.photograph("founder-shot.jpg", 30)
    paste(scene, shot)
    scene.wait_settled()
    paste(scene, shot)
    wait_until(lambda: any(one.waits_for_choice for one in scene.transfers), "the question")
    to_the_list(scene)
    press(scene, Qt.Key.Key_Home)
    press(scene, Qt.Key.Key_End)
    press(scene, Qt.Key.Key_F10, SHIFT)
    wait_until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the row's menu")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in menu.actions():
        press(scene, Qt.Key.Key_Down)
        if menu.activeAction().text() == action_name(RowAction.USE_KNOWN):
            break
    press(scene, Qt.Key.Key_Return)
    scene.wait_settled()
    assert scene.transfers[0].asset_id == scene.transfers[1].asset_id
    assert len(scene.box.world.assets) == 1


def test_search_and_come_back(scene: Scene) -> None:
    pick_project(scene)
    paste(scene, scene.samples.photograph("beach.jpg", 30), scene.samples.photograph("tower.jpg", 90))
    scene.wait_settled()
    press(scene, Qt.Key.Key_F, CONTROL)
    write(scene, "tower")
    rows = upload_rows(scene.window.panel)
    wait_until(lambda: rows.rowCount() == 1, "one row")
    press(scene, Qt.Key.Key_Down)
    assert isinstance(QApplication.focusWidget(), UploadList)
    press(scene, Qt.Key.Key_F, CONTROL)
    press(scene, Qt.Key.Key_Escape)
    wait_until(lambda: rows.rowCount() == 2, "both rows")


def test_pause_and_remove(scene: Scene) -> None:
    pick_project(scene)
    scene.line.pace = 0.25
    paste(scene, scene.samples.video("clip.mp4", 3_000_000))
    to_the_list(scene)
    press(scene, Qt.Key.Key_Home)
    press(scene, Qt.Key.Key_Space)
    wait_until(lambda: scene.transfers[0].paused, "the pause")
    scene.line.pace = 0.0
    press(scene, Qt.Key.Key_Space)
    scene.wait_done("clip.mp4")
    press(scene, Qt.Key.Key_Delete)
    wait_until(lambda: upload_rows(scene.window.panel).rowCount() == 0, "an empty list")
