"""Pictures that were no files become PNG files named by date, off the window's thread."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from layers_desktop.errors import UserError
from layers_desktop.ui.pasted_pictures import PastedPictures, save_picture

NOON = datetime(2026, 5, 3, 12, 0, 5, tzinfo=UTC)


def picture() -> QImage:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(QColor("orange"))
    return image


def test_the_file_is_named_by_date_and_holds_the_picture(tmp_path: Path) -> None:
    path = Path(os.fsdecode(save_picture(picture(), tmp_path / "pasted", NOON)))
    assert path.name == "Pasted 2026-05-03 12.00.05.png"
    assert QImage(str(path)) == picture()


def test_two_pictures_in_one_second_are_two_files(tmp_path: Path) -> None:
    first = save_picture(picture(), tmp_path, NOON)
    second = save_picture(picture(), tmp_path, NOON)
    assert first != second
    assert second.endswith(b"12.00.05 2.png")


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="could not be kept"):
        save_picture(picture(), tmp_path / "file" / "pasted", NOON)


def test_the_path_is_told_when_it_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    pictures = PastedPictures(tmp_path)
    with qtbot.waitSignal(pictures.kept) as kept:
        pictures.keep(picture())
    [path] = kept.args[0]
    assert Path(os.fsdecode(path)).exists()
    pictures.close()


def test_a_problem_is_told_too(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    pictures = PastedPictures(tmp_path / "file")
    with qtbot.waitSignal(pictures.problem) as told:
        pictures.keep(picture())
    assert told.args[0].code == "picture.not_saved"
    pictures.close()
