from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from layers_desktop.media import survey as surveying
from layers_desktop.media.inspect import inspect
from layers_desktop.media.kinds import Kind, cap_bytes
from layers_desktop.media.survey import MOST_PLAIN, Skipped, is_plain, may_need_survey, survey, title_of

PNG = bytes.fromhex("89504e470d0a1a0a")


def fill(folder: Path, *names: str, content: bytes = PNG) -> None:
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def grow(file: Path, size: int) -> None:
    """Make a file of this size that takes no room."""
    file.touch()
    os.truncate(file, size)


def test_it_counts_by_kind_adds_the_sizes_and_keeps_the_order(tmp_path: Path) -> None:
    fill(tmp_path, "b.png", "a.mp4", "deep/er/c.mp3", "shot 10.jpg", "shot 2.jpg")
    found = survey([os.fsencode(tmp_path)])
    assert (found.images, found.videos, found.audio) == (3, 1, 1)
    assert found.size == 5 * len(PNG)
    names = [Path(os.fsdecode(path)).name for path in found.paths]
    assert names == ["a.mp4", "b.png", "c.mp3", "shot 2.jpg", "shot 10.jpg"]
    assert (found.name, found.others) == (tmp_path.name, 0)
    assert found.skipped == ()


def test_what_is_left_out_is_grouped_by_reason_the_most_frequent_first(tmp_path: Path) -> None:
    fill(tmp_path, "a.png", "1.pdf", "2.pdf", "3.pdf", "4.pdf", "notes.docx")
    fill(tmp_path, "void.jpg", content=b"")
    grow(tmp_path / "huge.jpg", cap_bytes(Kind.IMAGE) + 1)
    found = survey([os.fsencode(tmp_path)])
    assert found.skipped == (
        Skipped("PDF", 4, ("1.pdf", "2.pdf", "3.pdf")),
        Skipped("too large (images up to 50 MB)", 1, ("huge.jpg",)),
        Skipped("Word document", 1, ("notes.docx",)),
        Skipped("empty", 1, ("void.jpg",)),
    )
    assert found.skipped_count == 7
    assert len(found.paths) == 1


def test_a_file_whose_name_says_what_it_is_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "a.png", "b.pdf", "c.mp4")
    fill(tmp_path, "unnamed", "d.ts", content=b"\x00\x01")
    opened: list[str] = []
    monkeypatch.setattr(surveying, "inspect", _noting(opened, inspect))
    found = survey([os.fsencode(tmp_path)])
    assert sorted(opened) == ["d.ts", "unnamed"]
    assert found.skipped_count == 3


def _noting(names: list[str], look: Callable[[bytes], object]) -> Callable[[bytes], object]:
    def noted(path: bytes) -> object:
        names.append(Path(os.fsdecode(path)).name)
        return look(path)

    return noted


def test_a_picture_without_an_extension_counts(tmp_path: Path) -> None:
    fill(tmp_path, "picture")
    assert survey([os.fsencode(tmp_path)]).images == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_is_no_file_is_counted_with_its_reason_and_hidden_files_are_not(tmp_path: Path) -> None:
    shots = tmp_path / "shots"
    shots.mkdir()
    for name in ("a.png", ".DS_Store", ".b.png"):
        (shots / name).write_bytes(b"x")
    (shots / "clip.mp4").symlink_to(tmp_path / "gone.mp4")
    (shots / "videos").symlink_to(tmp_path)
    (shots / "round.png").symlink_to(shots / "round.png")
    os.mkfifo(shots / "fifo")
    found = survey([os.fsencode(shots)])
    assert (found.images, found.skipped_count) == (1, 4)
    assert {(group.reason, group.examples) for group in found.skipped} == {
        ("The file is no longer there", ("clip.mp4",)),
        ("This is a link to a folder", ("videos",)),
        ("It is a link that leads in a circle", ("round.png",)),
        ("This is a pipe, not a file", ("fifo",)),
    }


def test_a_pipe_called_like_a_picture_is_left_out_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    fill(tmp_path, "sub/a.png")
    found = survey([os.fsencode(tmp_path / "pipe.png"), os.fsencode(tmp_path / "sub")])
    assert found.skipped == (Skipped("This is a pipe, not a file", 1, ("pipe.png",)),)
    assert found.images == 1


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone.jpg"
    found = survey([os.fsencode(gone), os.fsencode(tmp_path)])
    assert found.skipped == (Skipped("The file is no longer there", 1, ("gone.jpg",)),)


def test_it_tells_how_far_it_is_and_stops_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, *(f"{number}.png" for number in range(20)))
    monkeypatch.setattr(surveying, "TELL_EVERY", 5)
    told: list[int] = []
    survey([os.fsencode(tmp_path)], told=told.append)
    assert told == [5, 10, 15, 20]
    told.clear()
    found = survey([os.fsencode(tmp_path)], told=told.append, stop=lambda: bool(told))
    assert told == [5]
    assert len(found.paths) == 5


def test_more_files_than_are_looked_at_are_said_to_be_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, *(f"{number}.png" for number in range(12)))
    monkeypatch.setattr(surveying, "MOST_FILES", 10)
    found = survey([os.fsencode(tmp_path)])
    assert found.too_many
    assert len(found.paths) == 10
    assert not survey([os.fsencode(tmp_path / "1.png")]).too_many


def test_reasons_and_examples_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveying, "_MOST_REASONS", 2)
    fill(tmp_path, *(f"{number}.pdf" for number in range(50)), "a.docx", "b.xlsx", "c.zip")
    found = survey([os.fsencode(tmp_path)])
    assert [group.reason for group in found.skipped] == ["PDF", "other reasons", "Word document"]
    assert all(len(group.examples) <= 3 for group in found.skipped)
    assert found.skipped_count == 53


@pytest.mark.parametrize(
    ("paths", "may"),
    [
        ([b"/a.png", b"/b.pdf", b"/c.MP4"], False),
        ([b"/a.png", b"/holiday"], True),
        ([b"/holiday 2026.05"], True),
        ([b"/"], True),
        ([b"/a.png"] * MOST_PLAIN, False),
        ([b"/a.png"] * (MOST_PLAIN + 1), True),
    ],
)
def test_names_alone_tell_what_may_be_a_folder(paths: list[bytes], may: bool) -> None:
    assert may_need_survey(paths) is may


def test_a_drop_is_called_after_its_first_folder() -> None:
    assert title_of([b"/a.png", b"/trip/holiday/", b"/more", b"/b.mp4"]) == ("holiday", 3)
    assert title_of([b"/a.png", b"/b.mp4"]) == ("", 2)


def test_few_files_without_a_folder_are_plain(tmp_path: Path) -> None:
    fill(tmp_path, "sub/README")
    file, folder = os.fsencode(tmp_path / "sub" / "README"), os.fsencode(tmp_path / "sub")
    assert is_plain([file])
    assert is_plain([b"/gone/with/the/wind"])
    assert not is_plain([file, folder])
    assert not is_plain([file] * (MOST_PLAIN + 1))
