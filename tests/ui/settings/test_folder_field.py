from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.settings.fields import fields
from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.ui.settings.field_row import FieldEditor, FolderField, problem
from tests.ui.file_dialogs import opened_dialog


@pytest.fixture
def editor(frame: QWidget, monkeypatch: pytest.MonkeyPatch) -> FieldEditor:
    monkeypatch.setattr(
        QFileDialog,
        "open",
        lambda self: self.setOption(QFileDialog.Option.DontUseNativeDialog) or self.show(),
    )
    field = next(field for field in fields(ProjectSettings) if field.name == "watch_folder")
    made = FieldEditor(field, frame)
    made.control.setParent(frame)
    made.control.show()
    return made


@pytest.mark.parametrize("by", ["button", "key"])
def test_a_chosen_folder_is_the_value(
    editor: FieldEditor, frame: QWidget, qtbot: QtBot, tmp_path: Path, by: str
) -> None:
    control = editor.control
    assert isinstance(control, FolderField)
    if by == "button":
        control.choose.trigger()
    else:
        QTest.keyClick(control, Qt.Key.Key_Down)
    dialog = opened_dialog(frame.window(), qtbot)
    with qtbot.waitSignal(editor.edited) as edited:
        dialog.fileSelected.emit(str(tmp_path))
    assert edited.args == [str(tmp_path)]
    assert control.text() == str(tmp_path)
    dialog.reject()


def test_a_path_can_be_typed(editor: FieldEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignals([editor.edited] * 2):
        QTest.keyClicks(editor.control, "/a")


@pytest.mark.parametrize(("text", "wrong"), [("", False), ("/inbox", False), ("inbox", True), ("~/in", True)])
def test_only_a_whole_path_can_be_saved(text: str, wrong: bool) -> None:
    assert bool(problem("watch_folder", text)) is wrong
