from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from layers_desktop.settings.fields import Page
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.settings.page import FolderField, problem
from tests.support.accessible_name import named
from tests.support.file_dialogs import opened_dialog
from tests.support.tables import for_each


@pytest.mark.parametrize("by", ["button", "key"])
def test_a_chosen_folder_is_the_value(
    dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(
        QFileDialog,
        "open",
        lambda self: self.setOption(QFileDialog.Option.DontUseNativeDialog) or self.show(),
    )
    dialog.open_at(Page.PROJECT)
    field = named(dialog, FolderField, "Watch a folder")
    if by == "button":
        field.choose.trigger()
    else:
        QTest.keyClick(field, Qt.Key.Key_Down)
    chooser = opened_dialog(dialog, qtbot)
    chooser.filesSelected.emit([str(tmp_path)])
    assert field.text() == str(tmp_path)
    chooser.reject()


@for_each(("text", "wrong"), [("", False), ("/inbox", False), ("inbox", True), ("~/in", True)])
def test_only_a_whole_path_can_be_saved(text: str, wrong: bool) -> None:
    assert bool(problem("watch_folder", text)) is wrong
