"""The settings without a mouse: pages, defaults, those of a project, its watched folder."""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QListWidget

from layers_desktop.core.resources import resource
from layers_desktop.settings.preferences import CopyFormat, Preferences
from tests.integration.keyboard.keys import (
    CONTROL,
    in_dialog,
    open_settings,
    pick_project,
    press,
    tab_to,
    the_dialog_ends,
    write,
)
from tests.screenshots.scene import PROJECT, Scene, wait_until


def preferences(scene: Scene) -> Preferences:
    return scene._desktop.choices.preferences


def opened_at_the_project(scene: Scene) -> QDialog:
    """Open the settings of the picked project, by the last line of the project list."""
    press(scene, Qt.Key.Key_K, CONTROL)
    wait_until(scene.window.header.picker.popup.isVisible, "the list of projects")
    press(scene, Qt.Key.Key_Tab)
    press(scene, Qt.Key.Key_Space)
    dialog = in_dialog()
    wait_until(dialog.isActiveWindow, "the settings to have the keyboard")
    pages = QApplication.focusWidget()
    assert isinstance(pages, QListWidget)
    assert pages.currentItem().text() == f"Project {PROJECT}"
    return dialog


def one_more_at_once(scene: Scene) -> None:
    """Raise "Uploads at once" on the second page."""
    tab_to(scene, "Pages")
    press(scene, Qt.Key.Key_Down)
    tab_to(scene, "Uploads at once")
    press(scene, Qt.Key.Key_Up)


def save(scene: Scene, dialog: QDialog) -> None:
    tab_to(scene, "Save")
    press(scene, Qt.Key.Key_Space)
    the_dialog_ends(scene, dialog)


def test_change_a_setting_on_its_page(scene: Scene) -> None:
    pick_project(scene)
    before = preferences(scene).concurrency
    dialog = open_settings(scene)
    one_more_at_once(scene)
    press(scene, Qt.Key.Key_Return)
    the_dialog_ends(scene, dialog)
    wait_until(lambda: preferences(scene).concurrency == before + 1, "the setting")


def test_a_page_goes_back_to_its_defaults(scene: Scene) -> None:
    pick_project(scene)
    before = preferences(scene).concurrency
    dialog = open_settings(scene)
    one_more_at_once(scene)
    tab_to(scene, "Restore defaults")
    press(scene, Qt.Key.Key_Space)
    tab_to(scene, "Uploads at once")
    press(scene, Qt.Key.Key_Down)
    save(scene, dialog)
    wait_until(lambda: preferences(scene).concurrency == before - 1, "what was changed after the defaults")


def test_set_a_format_for_all_projects_and_follow_it_again_in_one(scene: Scene) -> None:
    pick_project(scene)
    dialog = opened_at_the_project(scene)
    tab_to(scene, "Copy as")
    press(scene, Qt.Key.Key_Down)
    press(scene, Qt.Key.Key_Down)
    save(scene, dialog)
    wait_until(lambda: scene.window.projects.settings.copy_format is CopyFormat.URL, "the project's own")
    dialog = open_settings(scene)
    press(scene, Qt.Key.Key_Down)
    press(scene, Qt.Key.Key_Down)
    tab_to(scene, "Copy as")
    press(scene, Qt.Key.Key_End)
    press(scene, Qt.Key.Key_Up)
    save(scene, dialog)
    wait_until(lambda: preferences(scene).copy_format is CopyFormat.CSV, "that of all projects")
    assert scene.window.projects.settings.copy_format is CopyFormat.URL
    dialog = opened_at_the_project(scene)
    tab_to(scene, "Copy as")
    press(scene, Qt.Key.Key_Home)
    save(scene, dialog)
    wait_until(lambda: scene.window.projects.settings.copy_format is CopyFormat.CSV, "that of all projects")


def test_watch_a_folder(scene: Scene, tmp_path: Path) -> None:
    pick_project(scene)
    folder = tmp_path / "Exports"
    folder.mkdir()
    dialog = opened_at_the_project(scene)
    tab_to(scene, "Watch a folder")
    write(scene, str(folder))
    # So it does not matter whether the file below comes before the folder is first looked at.
    tab_to(scene, "Also upload what is in the watched folder already")
    press(scene, Qt.Key.Key_Space)
    save(scene, dialog)
    wait_until(lambda: scene.window.projects.settings.watch_folder == str(folder), "the watched folder")
    place = folder / "poster.jpg"
    place.write_bytes(resource("samples", "founder-shot.jpg").read_bytes())
    written = time.time() - 86_400
    os.utime(place, (written, written))
    wait_until(lambda: [one.name for one in scene.transfers] == ["poster.jpg"], "the file that appeared")
    scene.wait_done("poster.jpg")
