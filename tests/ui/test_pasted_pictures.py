"""Pictures that were no files become PNG files named by date, off the window's thread."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from layers_desktop.errors import UserError
from layers_desktop.media.kinds import Kind
from layers_desktop.ui.incoming.target import Target
from layers_desktop.ui.pasted_pictures import (
    PREVIEW_SIDE,
    KeptPicture,
    PastedPictures,
    rename_picture,
    save_picture,
)

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
        pictures.keep(picture(), Target(Kind.LOGO))
    found = kept.args[0]
    assert Path(os.fsdecode(found.path)).exists()
    assert found.target.image_kind is Kind.LOGO
    assert found.preview.width() == PREVIEW_SIDE
    pictures.close()


def test_a_problem_is_told_too(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    pictures = PastedPictures(tmp_path / "file")
    with qtbot.waitSignal(pictures.problem) as told:
        pictures.keep(picture(), Target())
    assert told.args[0].code == "picture.not_saved"
    pictures.close()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Team photo", "Team photo.png"),
        ("", "Pasted 2026-05-03 12.00.05.png"),
        ("  ..  ", "Pasted 2026-05-03 12.00.05.png"),
        ("a/b\\c: d?", "a b c d.png"),
        ("../../etc/passwd", "etc passwd.png"),
        ("con", "con file.png"),
        ("ü" * 300, f"{'ü' * 50}.png"),
        ("gpj.\u202eexe", "gpj.exe.png"),
    ],
)
def test_a_picture_gets_the_name_that_was_typed_as_far_as_a_file_can_have_it(
    tmp_path: Path, typed: str, name: str
) -> None:
    kept = KeptPicture(save_picture(picture(), tmp_path, NOON), Target(Kind.LOGO))
    named = rename_picture(kept, typed)
    place = Path(os.fsdecode(named.path))
    assert place.name == name
    assert place.parent == tmp_path
    assert QImage(str(place)) == picture()
    assert named.target.image_kind is Kind.LOGO
    assert len(list(tmp_path.glob("*.*"))) == 1


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for number in (1, 2):
        kept = KeptPicture(save_picture(picture(), tmp_path, NOON))
        named = rename_picture(kept, "Team")
        assert named.path.endswith(b"Team.png" if number == 1 else b"Team 2.png")


def test_a_picture_that_cannot_be_renamed_is_uploaded_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    pictures = PastedPictures(tmp_path)
    gone = KeptPicture(os.fsencode(tmp_path / "gone.png"))
    with qtbot.waitSignal(pictures.problem) as told, qtbot.waitSignal(pictures.ready) as ready:
        pictures.name(gone, "Team")
    assert told.args[0].code == "picture.not_named"
    assert ready.args == [gone]
    assert list(tmp_path.glob("*.*")) == []
    pictures.close()


def test_a_discarded_picture_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    pictures = PastedPictures(tmp_path)
    with qtbot.waitSignal(pictures.kept) as kept:
        pictures.keep(picture(), Target())
    pictures.discard(kept.args[0])
    pictures.close()
    assert list(tmp_path.glob("*.*")) == []
