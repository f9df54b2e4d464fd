from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.core.errors import Term
from layers_desktop.media import folder_scan, inspection
from layers_desktop.media.bounded_reader import bounded_ns, bounded_size
from layers_desktop.media.folder_scan import (
    MOST_UNASKED,
    SkipCategory,
    Skipped,
    needs_scan,
    scan,
    title_of,
)
from layers_desktop.media.formats import MediaKind, cap_bytes
from layers_desktop.media.inspection import NewFile
from layers_desktop.media.non_media import foreign_extension, is_document
from tests.support.tables import for_each

PNG = bytes.fromhex("89504e470d0a1a0a")
scanned = partial(scan, small_below=256_000)
DOCUMENT, UNREADABLE = SkipCategory.DOCUMENT, SkipCategory.UNREADABLE


def fill(folder: Path, *names: str, content: bytes = PNG) -> None:
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def grow(file: Path, size: int) -> None:
    """Make a file of this size that takes no room."""
    file.touch()
    os.truncate(file, size)


def names(files: Sequence[NewFile]) -> list[str]:
    return [Path(os.fsdecode(file.path)).name for file in files]


def test_it_counts_by_kind_adds_the_sizes_and_keeps_the_order(tmp_path: Path) -> None:
    fill(tmp_path, "b.png", "a.mp4", "deep/er/c.mp3", "shot 10.jpg", "shot 2.jpg")
    found = scanned([os.fsencode(tmp_path)])
    assert (found.images, found.videos, found.audio, found.unknown) == (3, 1, 1, 0)
    assert found.size == 5 * len(PNG)
    assert names(found.files) == ["a.mp4", "b.png", "c.mp3", "shot 2.jpg", "shot 10.jpg"]
    assert (found.name, found.others, found.folder) == (tmp_path.name, 0, True)
    assert found.skipped == ()


def test_each_file_comes_with_its_size_and_date(tmp_path: Path) -> None:
    fill(tmp_path, "a.png")
    os.utime(tmp_path / "a.png", ns=(1_700_000_000_123_456_789, 1_700_000_000_123_456_789))
    (file,) = scanned([os.fsencode(tmp_path)]).files
    assert file == (os.fsencode(tmp_path / "a.png"), len(PNG), (tmp_path / "a.png").stat().st_mtime_ns)


def test_a_file_dated_after_2262_is_dated_within_64_bits(tmp_path: Path) -> None:
    fill(tmp_path, "far.png")
    far = 12_000_000_000 * 10**9  # in the year 2350
    os.utime(tmp_path / "far.png", ns=(far, far))
    (file,) = scanned([os.fsencode(tmp_path)]).files
    assert file.mtime_ns == bounded_ns((tmp_path / "far.png").stat().st_mtime_ns)
    assert file.mtime_ns < 2**63


@given(st.integers())
def test_foreign_numbers_are_bounded_and_ordinary_ones_unchanged(number: int) -> None:
    ns, size = bounded_ns(number), bounded_size(number)
    assert -(2**63) < ns < 2**63
    assert 0 <= size < 2**53
    assert ns == number or abs(number) > abs(ns)
    assert size == number or not 0 <= number < 2**53


def test_small_and_large_files_are_counted_apart(tmp_path: Path) -> None:
    grow(tmp_path / "a.png", 255_999)
    grow(tmp_path / "b.png", 256_000)
    grow(tmp_path / "c.png", 300_000)
    found = scanned([os.fsencode(tmp_path)])
    assert (found.small, found.large) == (1, 2)


def test_what_is_left_out_is_grouped_by_reason_the_most_frequent_first(tmp_path: Path) -> None:
    fill(tmp_path, "a.png", "1.pdf", "2.pdf", "3.pdf", "4.pdf", "notes.docx", "raw.zip")
    fill(tmp_path, "void.jpg", content=b"")
    grow(tmp_path / "huge.jpg", cap_bytes(MediaKind.IMAGE) + 1)
    found = scanned([os.fsencode(tmp_path)])
    too_large = inspection.in_short(inspection.too_large(MediaKind.IMAGE, 1))
    assert found.skipped == (
        Skipped(Term("PDF"), 4, ("1.pdf", "2.pdf", "3.pdf"), DOCUMENT),
        Skipped(too_large, 1, ("huge.jpg",), SkipCategory.TOO_LARGE, MediaKind.IMAGE),
        Skipped(Term("Word document"), 1, ("notes.docx",), DOCUMENT),
        Skipped(Term("ZIP archive"), 1, ("raw.zip",), SkipCategory.OTHER_TYPE),
        Skipped(Term("empty"), 1, ("void.jpg",), SkipCategory.EMPTY),
    )
    assert found.skipped_count == 8
    assert len(found.files) == 1


def test_no_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> None:
        raise AssertionError("a file was opened")

    fill(tmp_path, "a.png", "b.pdf", "c.mp4", "unnamed", "d.ts", "odd.xyz")
    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr("io.open", opened)
    found = scanned([os.fsencode(tmp_path)])
    assert names(found.files) == ["a.png", "c.mp4", "d.ts", "odd.xyz", "unnamed"]
    assert (found.images, found.videos, found.unknown, found.skipped_count) == (1, 1, 3, 1)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_is_no_file_is_counted_with_its_reason_and_hidden_files_are_not(tmp_path: Path) -> None:
    shots = tmp_path / "shots"
    fill(shots, "a.png", ".DS_Store", ".b.png", "Thumbs.db")
    (shots / "clip.mp4").symlink_to(tmp_path / "gone.mp4")
    (shots / "videos").symlink_to(tmp_path)
    (shots / "round.png").symlink_to(shots / "round.png")
    os.mkfifo(shots / "pipe.png")
    found = scanned([os.fsencode(shots)])
    assert (found.images, found.skipped_count) == (1, 4)
    assert {(str(group.reason), group.examples, group.category) for group in found.skipped} == {
        ("The file is no longer there.", ("clip.mp4",), UNREADABLE),
        ("This is a link to a folder.", ("videos",), UNREADABLE),
        ("It is a link that leads in a circle.", ("round.png",), UNREADABLE),
        ("This is a pipe, not a file.", ("pipe.png",), UNREADABLE),
    }


def test_an_impossible_path_costs_its_own_file_only(tmp_path: Path) -> None:
    fill(tmp_path, "a.png")
    found = scanned([b"", b"/a\0b.png", os.fsencode(tmp_path / "a.png")])
    assert names(found.files) == ["a.png"]
    assert found.skipped_count == 2


def test_it_tells_how_far_it_is_and_stops_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, *(f"{number}.png" for number in range(20)))
    monkeypatch.setattr(folder_scan, "TELL_EVERY", 5)
    told: list[int] = []
    scanned([os.fsencode(tmp_path)], progress=told.append)
    assert told == [0, 5, 10, 15, 20]
    told.clear()
    found = scanned([os.fsencode(tmp_path)], progress=told.append, stop=lambda: 5 in told)
    assert told == [0, 5]
    assert len(found.files) == 5


def test_few_files_without_a_folder_need_no_question_and_tell_nothing(tmp_path: Path) -> None:
    fill(tmp_path, "README", "b.png")
    told: list[int] = []
    found = scanned([os.fsencode(tmp_path / "README"), os.fsencode(tmp_path / "b.png")], progress=told.append)
    assert (found.folder, found.unknown, found.images, told) == (False, 1, 1, [])
    assert (found.name, found.others) == ("", 2)


def test_many_files_without_a_folder_need_one() -> None:
    told: list[int] = []
    found = scanned([b"/gone.png"] * (MOST_UNASKED + 1), progress=told.append)
    assert told == [0]
    assert not found.folder


def test_a_folder_called_like_a_picture_is_one(tmp_path: Path) -> None:
    fill(tmp_path, "shots.jpg/a.png", "README")
    found = scanned([os.fsencode(tmp_path / "README"), os.fsencode(tmp_path / "shots.jpg")])
    assert (found.folder, found.name, found.others) == (True, "shots.jpg", 1)


def test_more_files_than_are_counted_are_said_to_be_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, *(f"{number}.png" for number in range(12)))
    monkeypatch.setattr(folder_scan, "MOST_FILES", 10)
    found = scanned([os.fsencode(tmp_path)])
    assert found.too_many
    assert len(found.files) == 10
    assert not scanned([os.fsencode(tmp_path / "1.png")]).too_many


def test_reasons_and_examples_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_scan, "_MOST_REASONS", 2)
    fill(tmp_path, *(f"{number}.pdf" for number in range(50)), "a.docx", "b.xlsx", "c.zip")
    found = scanned([os.fsencode(tmp_path)])
    assert [(str(group.reason), group.category) for group in found.skipped] == [
        ("PDF", DOCUMENT),
        ("Word document", DOCUMENT),
        ("other reasons", DOCUMENT),
        ("other reasons", SkipCategory.OTHER_TYPE),
    ]
    assert all(len(group.examples) <= 3 for group in found.skipped)
    assert found.skipped_count == 53


@given(st.lists(st.sampled_from(["a.png", "b.mp4", "c.mp3", "d.pdf", "e.zip", "f.ts", "g", "h.jpg"])))
def test_every_file_is_counted_once(wanted: list[str]) -> None:
    found = scanned([f"/gone/{number}/{name}".encode() for number, name in enumerate(wanted)])
    assert found.skipped_count == len(wanted)  # none of them is there
    assert found.others == len(wanted)
    assert {group.category for group in found.skipped} <= {UNREADABLE}


@for_each(
    ("paths", "needed"),
    [
        ([b"/a.png", b"/b.pdf", b"/c.MP4"], False),
        ([b"/a.png", b"/holiday"], True),
        ([b"/holiday 2026.05"], True),
        ([b"/"], True),
        ([b"/a.png"] * MOST_UNASKED, False),
        ([b"/a.png"] * (MOST_UNASKED + 1), True),
    ],
)
def test_names_alone_tell_what_may_be_a_folder(paths: list[bytes], needed: bool) -> None:
    assert needs_scan(paths) is needed


def test_a_drop_is_called_after_its_first_folder() -> None:
    assert title_of([b"/a.png", b"/trip/holiday/", b"/more", b"/b.mp4"]) == ("holiday", 3)
    assert title_of([b"/a.png", b"/b.mp4"]) == ("", 2)


@for_each("extension", ["pdf", "PDF", "docx", "csv", "txt"])
def test_documents_are_no_media(extension: str) -> None:
    assert is_document(extension)
    assert foreign_extension(extension)


@for_each("extension", ["zip", "exe", "json", "png", "", "mp4"])
def test_what_is_no_document(extension: str) -> None:
    assert not is_document(extension)
