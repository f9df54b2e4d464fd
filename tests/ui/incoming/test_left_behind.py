"""What earlier runs left among the pasted pictures is offered again or removed, and nothing else touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from layers_desktop.transfers.transfer import FilesOf
from layers_desktop.ui.incoming.left_behind import YOUNG_SECONDS, sort_out

NOW = 2_000_000_000.0
HOUR, WEEK = 3_600.0, 7 * 24 * 3_600.0
NOTHING = FilesOf(frozenset(), frozenset())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pasted"
    made.mkdir()
    return made


def picture(path: Path, *, age: float = WEEK) -> bytes:
    image = QImage(60, 30, QImage.Format.Format_RGB32)
    image.fill(0xFF225588)
    assert image.save(str(path), "PNG")  # type: ignore[call-overload]  # its stub asks for bytes
    return aged(path, age)


def aged(path: Path, age: float) -> bytes:
    os.utime(path, (NOW - age, NOW - age))
    return os.fsencode(path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def left(folder: Path, files: FilesOf = NOTHING, *, started: float = NOW - 60) -> list[bytes]:
    return [path for path, _ in sort_out(folder, files, 32, started=started, now=NOW)]


def test_a_picture_that_was_never_handed_in_is_offered_however_old_it_is(folder: Path) -> None:
    new, old = picture(folder / "a.png", age=HOUR), picture(folder / "b.png")
    found = sort_out(folder, NOTHING, 32, started=NOW - 60, now=NOW)
    assert [path for path, _ in found] == [old, new]
    assert [(preview.width(), preview.height()) for _, preview in found] == [(32, 16)] * 2
    assert names(folder) == ["a.png", "b.png"]


def test_a_picture_of_this_run_is_left_alone(folder: Path) -> None:
    picture(folder / "a.png", age=HOUR)
    assert left(folder, started=NOW - 2 * HOUR) == []
    assert names(folder) == ["a.png"]


def test_what_an_upload_still_needs_stays(folder: Path) -> None:
    needed = picture(folder / "a.png")
    assert left(folder, FilesOf(frozenset({needed}), frozenset())) == []
    assert names(folder) == ["a.png"]


def test_what_was_handed_in_and_settled_goes_after_a_day(folder: Path) -> None:
    old = picture(folder / "old.png", age=YOUNG_SECONDS + 1)
    young = picture(folder / "young.png", age=YOUNG_SECONDS - 1)
    assert left(folder, FilesOf(frozenset(), frozenset({old, young}))) == []
    assert names(folder) == ["young.png"]


@pytest.mark.parametrize("half", [False, True])
def test_what_is_no_whole_picture_goes_after_a_day_and_is_not_offered(folder: Path, half: bool) -> None:
    for name, age in (("old.png", YOUNG_SECONDS + 1), ("young.png", HOUR)):
        picture(folder / name)
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2] if half else b"")
        aged(folder / name, age)
    assert left(folder) == []
    assert names(folder) == ["young.png"]


def test_nothing_outside_the_folder_is_touched_and_no_link_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "holiday.png"
    done = picture(outside)
    (folder / "link.png").symlink_to(outside)
    (folder / "below").mkdir()
    below = picture(folder / "below" / "deep.png")
    link = os.fsencode(folder / "link.png")
    assert left(folder, FilesOf(frozenset(), frozenset({done, below, link}))) == []
    assert outside.exists()
    assert (folder / "link.png").is_symlink()
    assert (folder / "below" / "deep.png").exists()


def test_a_folder_that_is_a_link_is_not_cleaned(folder: Path, tmp_path: Path) -> None:
    picture(folder / "a.png")
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    old = frozenset({os.fsencode(link / "a.png")})
    assert left(link, FilesOf(frozenset(), old)) == []
    assert names(folder) == ["a.png"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert left(tmp_path / "none") == []
