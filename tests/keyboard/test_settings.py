"""The settings without a mouse: pages, search, reset, those of a project, its watched folder."""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QListWidget

from layers_desktop.core.resources import resource
from layers_desktop.settings.preferences import CopyFormat, Preferences
from tests.accessible_name import accessible_name
from tests.keyboard.hands import (
    CONTROL,
    in_dialog,
    open_menu,
    open_settings,
    pick_project,
    press,
    tab_to,
    the_dialog_ends,
    write,
)
from tests.shots.stage import PROJECT, Act, wait_until


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
    assert pages.currentItem().text() == PROJECT
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


def test_search_a_setting_change_it_and_take_it_back(act: Act) -> None:
    pick_project(act)
    before = preferences(act).concurrency
    dialog = open_settings(act)
    press(act, Qt.Key.Key_F, CONTROL)
    write(act, "at once")
    press(act, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert accessible_name(focused) == "Uploads at once"
    press(act, Qt.Key.Key_Up)
    press(act, Qt.Key.Key_Return)
    the_dialog_ends(act, dialog)
    wait_until(lambda: preferences(act).concurrency == before + 1, "the change")

    dialog = open_settings(act)
    press(act, Qt.Key.Key_F, CONTROL)
    write(act, "at once")
    press(act, Qt.Key.Key_Return)
    tab_to(act, "Reset Uploads at once")
    press(act, Qt.Key.Key_Space)
    tab_to(act, "Save")
    press(act, Qt.Key.Key_Return)
    the_dialog_ends(act, dialog)
    wait_until(lambda: preferences(act).concurrency == before, "the default")


def test_reset_everything(act: Act) -> None:
    pick_project(act)
    before = preferences(act).concurrency
    dialog = open_settings(act)
    one_more_at_once(act)
    open_menu("Reset to defaults", act, "All settings")
    tab_to(act, "Uploads at once")
    press(act, Qt.Key.Key_Down)
    save(act, dialog)
    wait_until(lambda: preferences(act).concurrency == before - 1, "what was changed after the reset")


def test_change_the_format_of_one_project(act: Act) -> None:
    pick_project(act)
    assert act.window.projects.settings.copy_format is CopyFormat.ID
    dialog = opened_at_the_project(act)
    tab_to(act, "Copy as")
    press(act, Qt.Key.Key_Down)
    save(act, dialog)
    wait_until(lambda: act.window.projects.settings.copy_format is not CopyFormat.ID, "the format")


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


def test_enter_on_cancel_saves_nothing(act: Act) -> None:
    pick_project(act)
    before = preferences(act)
    dialog = open_settings(act)
    one_more_at_once(act)
    tab_to(act, "Cancel")
    press(act, Qt.Key.Key_Return)
    the_dialog_ends(act, dialog)
    dialog = open_settings(act)
    row = dialog.row("concurrency")
    assert row._draft.value(row.entry) == before.concurrency
    assert preferences(act) == before


def test_enter_in_a_field_saves(act: Act, tmp_path: Path) -> None:
    pick_project(act)
    folder = tmp_path / "Exports"
    folder.mkdir()
    dialog = opened_at_the_project(act)
    tab_to(act, "Watch a folder")
    write(act, str(folder))
    press(act, Qt.Key.Key_Enter)
    the_dialog_ends(act, dialog)
    wait_until(lambda: act.window.projects.settings.watch_folder == str(folder), "the watched folder")
