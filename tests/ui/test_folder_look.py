"""A dialog begins where the last choice was made, unless that is a drive that does not answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from layers_desktop.settings.preferences import Preferences
from layers_desktop.ui.folder_look import FolderLook
from layers_desktop.ui.main_window import MainWindow

PATIENCE = 60_000


class Drive:
    """A folder that answers when the test lets it."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.asked_in: list[int] = []

    def __call__(self, _folder: str) -> bool:
        self.asked_in.append(threading.get_ident())
        return self.go.wait(60)


@pytest.fixture
def drive() -> Iterator[Drive]:
    """Return a drive that hangs until the test ends."""
    made = Drive()
    yield made
    made.go.set()


def test_a_folder_that_is_there_is_begun_in(qtbot: QtBot, tmp_path: Path) -> None:
    owner, begun = QObject(), list[str]()
    look = FolderLook(owner, patience_ms=PATIENCE)
    look.begin_in(str(tmp_path), begun.append)
    qtbot.waitUntil(lambda: len(begun) == 1, timeout=PATIENCE)
    look.begin_in(str(tmp_path / "gone"), begun.append)
    qtbot.waitUntil(lambda: len(begun) == 2, timeout=PATIENCE)
    look.begin_in("", begun.append)
    assert begun == [str(tmp_path), look.pictures, look.pictures]


def test_a_drive_that_does_not_answer_is_not_waited_for(qtbot: QtBot, drive: Drive) -> None:
    owner, begun = QObject(), list[str]()
    look = FolderLook(owner, is_folder=drive, patience_ms=1)
    look.begin_in("/net/dead", begun.append)
    look.begin_in("/net/dead", begun.append)  # pressed twice: one dialog
    qtbot.waitUntil(lambda: len(begun) == 1, timeout=PATIENCE)
    look.begin_in("/net/dead", begun.append)
    assert begun == [look.pictures] * 2
    qtbot.waitUntil(lambda: len(drive.asked_in) == 1, timeout=PATIENCE)
    assert drive.asked_in != [threading.get_ident()]


def test_the_window_opens_its_dialog_elsewhere(
    open_window: MainWindow, qtbot: QtBot, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = open_window.intake.choosers.look
    monkeypatch.setattr(look, "_is_folder", drive)
    open_window.show_preferences(Preferences(last_project="prj_1", last_folder="/net/dead"))
    open_window.shortcuts.files.trigger()
    qtbot.waitUntil(lambda: open_window.findChild(QFileDialog) is not None, timeout=PATIENCE)
    dialog = open_window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert not dialog.directory().path().startswith("/net")
    dialog.close()
