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
from tests.screenshots.scene import PROJECT, Act, wait_until


def preferences(act: Act) -> Preferences:
    return act._desktop.choices.preferences


def opened_at_the_project(act: Act) -> QDialog:
    """Open the settings of the picked project, by the last line of the project list."""
    press(act, Qt.Key.Key_K, CONTROL)
    wait_until(act.window.header.picker.popup.isVisible, "the list of projects")
    press(act, Qt.Key.Key_Tab)
    press(act, Qt.Key.Key_Space)
    dialog = in_dialog()
    wait_until(dialog.isActiveWindow, "the settings to have the keyboard")
    pages = QApplication.focusWidget()
    assert isinstance(pages, QListWidget)
    assert pages.currentItem().text() == f"Project {PROJECT}"
    return dialog


def one_more_at_once(act: Act) -> None:
    """Raise "Uploads at once" on the second page."""
    tab_to(act, "Pages")
    press(act, Qt.Key.Key_Down)
    tab_to(act, "Uploads at once")
    press(act, Qt.Key.Key_Up)


def save(act: Act, dialog: QDialog) -> None:
    tab_to(act, "Save")
    press(act, Qt.Key.Key_Space)
    the_dialog_ends(act, dialog)


def test_change_a_setting_on_its_page(act: Act) -> None:
    pick_project(act)
    before = preferences(act).concurrency
    dialog = open_settings(act)
    one_more_at_once(act)
    press(act, Qt.Key.Key_Return)
    the_dialog_ends(act, dialog)
    wait_until(lambda: preferences(act).concurrency == before + 1, "the setting")


def test_a_page_goes_back_to_its_defaults(act: Act) -> None:
    pick_project(act)
    before = preferences(act).concurrency
    dialog = open_settings(act)
    one_more_at_once(act)
    tab_to(act, "Restore defaults")
    press(act, Qt.Key.Key_Space)
    tab_to(act, "Uploads at once")
    press(act, Qt.Key.Key_Down)
    save(act, dialog)
    wait_until(lambda: preferences(act).concurrency == before - 1, "what was changed after the defaults")


def test_set_a_format_for_all_projects_and_follow_it_again_in_one(act: Act) -> None:
    pick_project(act)
    dialog = opened_at_the_project(act)
    tab_to(act, "Copy as")
    press(act, Qt.Key.Key_Down)
    press(act, Qt.Key.Key_Down)
    save(act, dialog)
    wait_until(lambda: act.window.projects.settings.copy_format is CopyFormat.URL, "the project's own")
    dialog = open_settings(act)
    press(act, Qt.Key.Key_Down)
    press(act, Qt.Key.Key_Down)
    tab_to(act, "Copy as")
    press(act, Qt.Key.Key_End)
    press(act, Qt.Key.Key_Up)
    save(act, dialog)
    wait_until(lambda: preferences(act).copy_format is CopyFormat.CSV, "that of all projects")
    assert act.window.projects.settings.copy_format is CopyFormat.URL
    dialog = opened_at_the_project(act)
    tab_to(act, "Copy as")
    press(act, Qt.Key.Key_Home)
    save(act, dialog)
    wait_until(lambda: act.window.projects.settings.copy_format is CopyFormat.CSV, "that of all projects")


def test_watch_a_folder(act: Act, tmp_path: Path) -> None:
    pick_project(act)
    folder = tmp_path / "Exports"
    folder.mkdir()
    dialog = opened_at_the_project(act)
    tab_to(act, "Watch a folder")
    write(act, str(folder))
    # So it does not matter whether the file below comes before the folder is first looked at.
    tab_to(act, "Also upload what is in the watched folder already")
    press(act, Qt.Key.Key_Space)
    save(act, dialog)
    wait_until(lambda: act.window.projects.settings.watch_folder == str(folder), "the watched folder")
    place = folder / "poster.jpg"
    place.write_bytes(resource("samples", "founder-shot.jpg").read_bytes())
    written = time.time() - 86_400
    os.utime(place, (written, written))
    wait_until(lambda: [one.name for one in act.transfers] == ["poster.jpg"], "the file that appeared")
    act.wait_done("poster.jpg")
