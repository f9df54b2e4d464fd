"""What earlier runs left among the pasted pictures is offered again or removed, and nothing else touched."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtGui import QImage

from layers_desktop.settings.paths import places
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.transfer import FileUsage, Stage, Transfer
from layers_desktop.ui.intake.picture_store import YOUNG_SECONDS, sort_out
from tests.support.journal_rows import add_rows

NOW = 2_000_000_000.0
HOUR, WEEK = 3_600.0, 7 * 24 * 3_600.0
NOTHING = FileUsage(frozenset(), frozenset())


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


class Left(Protocol):
    def __call__(self, folder: Path, files: FileUsage = NOTHING, *, started: float = ...) -> list[bytes]: ...


@pytest.fixture
def left() -> Left:
    def look(folder: Path, files: FileUsage = NOTHING, *, started: float = NOW - 60) -> list[bytes]:
        found = sort_out(folder, files, started=started, now=NOW)
        return [os.fsencode(path) for path, _ in found]

    return look


def test_a_picture_that_was_never_handed_in_is_offered_however_old_it_is(folder: Path) -> None:
    new, old = picture(folder / "a.png", age=HOUR), picture(folder / "b.png")
    found = sort_out(folder, NOTHING, started=NOW - 60, now=NOW)
    size = (folder / "a.png").stat().st_size
    assert [(os.fsencode(path), bytes_) for path, bytes_ in found] == [(old, size), (new, size)]
    assert names(folder) == ["a.png", "b.png"]


def test_a_picture_of_this_run_is_left_alone(left: Left, folder: Path) -> None:
    picture(folder / "a.png", age=HOUR)
    assert left(folder, started=NOW - 2 * HOUR) == []
    assert names(folder) == ["a.png"]


def test_what_an_upload_still_needs_stays(left: Left, folder: Path) -> None:
    needed = picture(folder / "a.png")
    assert left(folder, FileUsage(frozenset({needed}), frozenset())) == []
    assert names(folder) == ["a.png"]


def test_what_was_handed_in_and_settled_goes_after_a_day(left: Left, folder: Path) -> None:
    old = picture(folder / "old.png", age=YOUNG_SECONDS + 1)
    young = picture(folder / "young.png", age=YOUNG_SECONDS - 1)
    assert left(folder, FileUsage(frozenset(), frozenset({old, young}))) == []
    assert names(folder) == ["young.png"]


@pytest.mark.parametrize("half", [False, True])
def test_what_is_no_whole_picture_goes_after_a_day_and_is_not_offered(
    left: Left, folder: Path, half: bool
) -> None:
    for name, age in (("old.png", YOUNG_SECONDS + 1), ("young.png", HOUR)):
        picture(folder / name)
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2] if half else b"")
        aged(folder / name, age)
    assert left(folder) == []
    assert names(folder) == ["young.png"]


def test_an_original_that_was_never_handed_in_is_offered_too(left: Left, folder: Path) -> None:
    image = QImage(60, 30, QImage.Format.Format_RGB32)
    image.fill(0xFF225588)
    for name in ("hero.jpg", "half.jpg"):
        assert image.save(str(folder / name), "JPEG")  # type: ignore[call-overload]  # its stub asks for bytes
    (folder / "half.jpg").write_bytes((folder / "half.jpg").read_bytes()[:-2])
    hero, _ = (aged(folder / name, WEEK) for name in ("hero.jpg", "half.jpg"))
    assert left(folder) == [hero]
    assert names(folder) == ["hero.jpg"]


def test_a_picture_that_nothing_here_can_decode_is_offered(left: Left, folder: Path) -> None:
    (folder / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 600)
    heic = aged(folder / "a.heic", WEEK)
    picture(folder / "damaged.png")
    content = bytearray((folder / "damaged.png").read_bytes())
    content[60:80] = b"?" * 20
    (folder / "damaged.png").write_bytes(content)
    damaged = aged(folder / "damaged.png", WEEK + 1)
    assert left(folder) == [damaged, heic]
    assert names(folder) == ["a.heic", "damaged.png"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="every file can be read here")
def test_what_cannot_be_read_stays(left: Left, folder: Path) -> None:
    picture(folder / "a.png")
    (folder / "a.png").chmod(0)
    assert left(folder) == []
    assert names(folder) == ["a.png"]


def test_what_another_program_saved_directly_and_nobody_took_goes(left: Left, folder: Path) -> None:
    for name, age in (("direct-save-old", WEEK), ("direct-save-new", 0.0)):
        (folder / name).mkdir()
        picture(folder / name / "original.png")
        os.utime(folder / name, (NOW - age, NOW - age))
    assert left(folder) == []
    assert names(folder) == ["direct-save-new"]


def test_nothing_outside_the_folder_is_touched_and_no_link_followed(
    left: Left, folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "holiday.png"
    done = picture(outside)
    (folder / "link.png").symlink_to(outside)
    (folder / "below").mkdir()
    below = picture(folder / "below" / "deep.png")
    link = os.fsencode(folder / "link.png")
    assert left(folder, FileUsage(frozenset(), frozenset({done, below, link}))) == []
    assert outside.exists()
    assert (folder / "link.png").is_symlink()
    assert (folder / "below" / "deep.png").exists()


def test_a_folder_that_is_a_link_is_not_cleaned(left: Left, folder: Path, tmp_path: Path) -> None:
    picture(folder / "a.png")
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    old = frozenset({os.fsencode(link / "a.png")})
    assert left(link, FileUsage(frozenset(), old)) == []
    assert names(folder) == ["a.png"]


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """The data folder of `--data-dir` with a link, which leads to where `moved` finds it."""
    real = tmp_path / "disk"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real, target_is_directory=True)
    return places(link).data


def written(data: Path, *transfers: Transfer, under: Path | None = None) -> FileUsage:
    """What a run writes down of these and, with the data folder `under` that name, a later one reads."""
    run = [replace(one, path=os.fsencode(data / "pasted" / one.name)) for one in transfers]
    with closing(Journal(data / "journal.sqlite3")) as journal:
        add_rows(journal, run, "run")
    later = under or data
    with closing(Journal(later / "journal.sqlite3")) as journal:
        found = journal.files_of(os.fsencode(later / "pasted"), since=NOW)
    needed = frozenset(path for path, shown in found.items() if shown)
    return FileUsage(needed, frozenset(found) - needed)


def transfer(name: str, stage: Stage) -> Transfer:
    return Transfer(
        id=0, batch_id=0, account_id="org", project_id="p", project_name="P", path=b"", name=name, stage=stage
    )


def test_a_fetched_file_that_waits_stays_by_whatever_path_the_data_folder_is_given(
    left: Left, linked: Path
) -> None:
    folder = linked / "pasted"
    folder.mkdir(parents=True)
    for name in ("waits.mp4", "done.mp4"):
        (folder / name).write_bytes(b"no picture")
        aged(folder / name, WEEK)
    picture(folder / "done.png")
    files = [
        transfer("waits.mp4", Stage.QUEUED),
        transfer("done.mp4", Stage.CANCELLED),
        transfer("done.png", Stage.CANCELLED),
    ]
    real = linked.resolve()
    assert real != linked
    found = written(linked, *files, under=real)
    assert left(real / "pasted", found) == [], "what was handed in is not offered again"
    assert names(folder) == ["waits.mp4"]


def test_a_fetched_file_that_waits_stays_also_when_its_old_path_leads_nowhere(
    left: Left, linked: Path, tmp_path: Path
) -> None:
    folder = linked / "pasted"
    folder.mkdir(parents=True)
    (folder / "waits.mp4").write_bytes(b"no picture")
    aged(folder / "waits.mp4", WEEK)
    kept = picture(linked.resolve() / "pasted" / "other.png")
    real = linked.resolve()
    found = written(
        linked, transfer("waits.mp4", Stage.QUEUED), transfer("other.png", Stage.CANCELLED), under=real
    )
    (tmp_path / "link").unlink()
    assert left(real / "pasted", found) == [kept], "another of its name may be meant: nothing is removed"
    assert names(real / "pasted") == ["other.png", "waits.mp4"]


def test_a_folder_that_is_not_there_holds_nothing(left: Left, tmp_path: Path) -> None:
    assert left(tmp_path / "none") == []
