"""The file dialog that a gesture opens: it comes a moment later, once its folder has answered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.ui.widgets.file_dialogs import FolderProbe


def opened_dialog(owner: QWidget, qtbot: QtBot) -> QFileDialog:
    """Return the one that is shown, once it is; those of before may still wait to be deleted."""
    qtbot.waitUntil(lambda: bool(_shown(owner)))
    (dialog,) = _shown(owner)
    return dialog


def wait_for_ever(look: FolderProbe) -> None:
    """Let no busy computer end the look at a folder that is there."""
    look._polls = 1_000_000


def let_time_out(look: FolderProbe, qtbot: QtBot) -> None:
    """End the look at a folder that hangs, once the usual one has answered."""
    qtbot.waitUntil(lambda: look._asked[-1].found is not None)
    look._left = 1


def save_as(dialog: QFileDialog, path: Path) -> None:
    """Type the path and press Save; `selectFile` types nothing once the field has the keyboard."""
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    field.setText(str(path))
    dialog.accept()


def _shown(owner: QWidget) -> list[QFileDialog]:
    return [one for one in owner.findChildren(QFileDialog) if one.isVisible()]
