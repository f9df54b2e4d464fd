from __future__ import annotations

import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers_desktop.media import folder_scan
from layers_desktop.media.folder_scan import walk
from layers_desktop.media.inspection import Rejection
from tests.support.tables import for_each

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
Tree = dict[str, "Tree | None"]


def names(found: Iterator[bytes | Rejection], root: Path) -> list[str]:
    paths = list(found)
    assert all(isinstance(path, bytes) for path in paths), paths
    return [str(Path(os.fsdecode(cast("bytes", path))).relative_to(root)) for path in paths]


def fill(root: Path, *files: str) -> bytes:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return os.fsencode(root)


def test_files_are_sorted_as_file_managers_do(tmp_path: Path) -> None:
    root = fill(tmp_path, "shot 10.png", "Shot 2.png", "shot 1.png", "b/1.png", "2/a.png", "zoo.png")
    assert names(walk([root]), tmp_path) == [
        "2/a.png",
        "b/1.png",
        "shot 1.png",
        "Shot 2.png",
        "shot 10.png",
        "zoo.png",
    ]


def test_the_order_of_the_arguments_is_kept(tmp_path: Path) -> None:
    fill(tmp_path, "z.png", "m/1.png", "a.png")
    arguments = [os.fsencode(tmp_path / name) for name in ("z.png", "m", "a.png")]
    assert names(walk(arguments), tmp_path) == ["z.png", "m/1.png", "a.png"]


def test_hidden_and_system_files_inside_folders_are_skipped(tmp_path: Path) -> None:
    root = fill(
        tmp_path, ".DS_Store", "Thumbs.db", "desktop.ini", "._a.png", ".git/x.png", "__MACOSX/a.png", "a.png"
    )
    assert names(walk([root]), tmp_path) == ["a.png"]


def test_a_hidden_file_that_was_dropped_itself_is_taken(tmp_path: Path) -> None:
    fill(tmp_path, ".secret.png")
    assert names(walk([os.fsencode(tmp_path / ".secret.png")]), tmp_path) == [".secret.png"]


def test_overlapping_arguments_give_each_file_once(tmp_path: Path) -> None:
    root = fill(tmp_path, "a/1.png", "a/2.png", "b.png")
    inside = os.fsencode(tmp_path / "a")
    twice = os.fsencode(tmp_path / "a" / "1.png")
    assert names(walk([twice, root, inside, twice, root]), tmp_path) == ["a/1.png", "a/2.png", "b.png"]


def test_relative_and_absolute_arguments_are_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "a.png")
    monkeypatch.chdir(tmp_path)
    assert list(walk([b"a.png", b"./a.png", os.fsencode(tmp_path / "a.png")])) == [b"a.png"]


@for_each("path", [b"/nowhere/at/all.png", b"", b"/a\x00b"])
def test_what_is_no_folder_is_passed_on_for_inspection(path: bytes) -> None:
    assert list(walk([path])) == [path]


@posix
def test_devices_are_passed_on_for_inspection_wherever_they_are(open_folder: Path) -> None:
    fill(open_folder, "a.png")
    os.mkfifo(open_folder / "pipe.png")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(open_folder / "s.png"))
        found = names(walk([os.fsencode(open_folder)]), open_folder)
        assert found == ["a.png", "pipe.png", "s.png"]
        assert list(walk([os.fsencode(open_folder / "pipe.png")])) == [os.fsencode(open_folder / "pipe.png")]


@posix
def test_links_count_as_files_and_those_to_folders_are_refused_and_not_walked(tmp_path: Path) -> None:
    root = tmp_path / "root"
    elsewhere = tmp_path / "elsewhere"
    fill(elsewhere, "real.png", "folder/x.png")
    fill(root, "a.png", "sub/b.png")
    (root / "link.png").symlink_to(elsewhere / "real.png")
    (root / "folder").symlink_to(elsewhere / "folder")
    (root / "dangling.png").symlink_to(tmp_path / "gone.png")
    (root / "sub" / "up").symlink_to(root)
    (root / "circle").symlink_to(root / "circle")
    os.mkfifo(elsewhere / "pipe")
    (root / "pipe.png").symlink_to(elsewhere / "pipe")
    (root / ".hidden").symlink_to(elsewhere)
    found = list(walk([os.fsencode(root)]))
    refused = [one for one in found if isinstance(one, Rejection)]
    assert names(iter([one for one in found if isinstance(one, bytes)]), root) == [
        "a.png",
        "circle",
        "dangling.png",
        "link.png",
        "pipe.png",
        "sub/b.png",
    ]
    assert [(one.path, one.name) for one in refused] == [
        (os.fsencode(root / "folder"), "folder"),
        (os.fsencode(root / "sub" / "up"), "up"),
    ]
    assert {one.problem.sentence() for one in refused} == {
        "Not sent. This is a link to a folder. Add the folder itself."
    }


@posix
def test_a_link_to_a_folder_that_was_dropped_itself_is_walked_once(tmp_path: Path) -> None:
    fill(tmp_path / "real", "a.png")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    arguments = [os.fsencode(tmp_path / "link"), os.fsencode(tmp_path / "real")]
    assert names(walk(arguments), tmp_path) == ["link/a.png"]


@posix
def test_an_unreadable_folder_is_refused_and_the_rest_goes_on(
    open_folder: Path, as_nobody: Callable[[], None]
) -> None:
    fill(open_folder, "a.png", "closed/x.png", "z.png")
    (open_folder / "closed").chmod(0)
    as_nobody()
    found = list(walk([os.fsencode(open_folder)]))
    refusal = found.pop(1)
    assert found == [os.fsencode(open_folder / "a.png"), os.fsencode(open_folder / "z.png")]
    assert isinstance(refusal, Rejection)
    assert (refusal.name, refusal.problem.code) == ("closed", "file.unreadable")
    assert refusal.problem.words.explanation == "You may not read this folder."


@posix
def test_entries_below_a_folder_that_may_not_be_entered_are_left_to_inspection(
    open_folder: Path, as_nobody: Callable[[], None]
) -> None:
    fill(open_folder, "list-only/target.png")
    link = open_folder / "list-only" / "link.png"
    link.symlink_to("target.png")
    (open_folder / "list-only").chmod(0o744)
    as_nobody()
    assert names(walk([os.fsencode(open_folder)]), open_folder) == [
        "list-only/link.png",
        "list-only/target.png",
    ]


def test_a_folder_that_vanishes_during_the_walk_is_said_to_be_gone(tmp_path: Path) -> None:
    root = fill(tmp_path, "a.png", "b/x.png", "c.png")
    found: list[bytes | Rejection] = []
    for item in walk([root]):
        found.append(item)
        shutil.rmtree(tmp_path / "b", ignore_errors=True)
    assert isinstance(found[1], Rejection)
    assert (found[1].name, found[1].problem.code) == ("b", "file.gone")
    assert found[2] == os.fsencode(tmp_path / "c.png")


def test_a_file_that_vanishes_during_the_walk_is_left_to_inspection(tmp_path: Path) -> None:
    root = fill(tmp_path, "a.png", "b.png")
    walking = walk([root])
    next(walking)
    (tmp_path / "b.png").unlink()
    assert list(walking) == [os.fsencode(tmp_path / "b.png")]


def dig(folder: Path, depth: int) -> None:
    """Make folders inside each other, deeper than any path can name."""
    descriptor = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=descriptor)
        below = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(descriptor)


def fill_in(folder: Path) -> None:
    """Remove what `dig` made, which `shutil.rmtree` cannot: it recurses."""
    rest = folder.with_name("rest")
    while (folder / "d").exists():
        (folder / "d").rename(rest)
        shutil.rmtree(folder)
        rest.rename(folder)
    shutil.rmtree(folder)


@posix
def test_a_tree_deeper_than_recursion_or_paths_allow_is_walked_to_where_paths_end(tmp_path: Path) -> None:
    fill(tmp_path, "d/0.png")
    dig(tmp_path / "d", 3_000)
    try:
        found = list(walk([os.fsencode(tmp_path)]))
    finally:
        fill_in(tmp_path / "d")
    assert found[0] == os.fsencode(tmp_path / "d" / "0.png")
    assert isinstance(found[1], Rejection)
    assert "too long" in found[1].problem.words.explanation
    assert len(found) == 2


def test_the_walk_is_lazy_and_stops_when_asked(tmp_path: Path) -> None:
    root = fill(tmp_path, *(f"{folder}/{file}.png" for folder in range(3) for file in range(3)))
    stopped = False
    walking = walk(iter([root, root]), stop=lambda: stopped)
    assert next(walking) == os.fsencode(tmp_path / "0" / "0.png")
    stopped = True
    assert list(walking) == []


def test_a_stop_before_the_first_argument_looks_at_nothing(tmp_path: Path) -> None:
    assert list(walk([fill(tmp_path, "a.png")], stop=lambda: True)) == []


def test_a_stop_is_heard_within_one_large_folder(tmp_path: Path) -> None:
    root = fill(tmp_path, *(f"{number}.png" for number in range(20)))
    answers = iter([False] * 5)
    assert list(walk([root], stop=lambda: next(answers, True))) == []


def test_many_files_in_one_folder(tmp_path: Path) -> None:
    for number in range(3_000):
        (tmp_path / f"{number}.png").touch()
    found = names(walk([os.fsencode(tmp_path)]), tmp_path)
    assert found == [f"{number}.png" for number in range(3_000)]


@posix
def test_names_that_are_not_text_or_one_line_survive(tmp_path: Path) -> None:
    root = os.fsencode(tmp_path)
    expected = [root + b"/a\nb.png", root + b"/caf\xe9.png"]
    for path in expected:
        Path(os.fsdecode(path)).touch()
    assert list(walk([root])) == expected


def test_a_file_system_without_identities_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "a/1.png", "b/2.png")
    really = Path.stat

    def anonymous(self: Path) -> os.stat_result:
        values = list(really(self))
        values[stat.ST_INO] = 0
        return os.stat_result(values)

    monkeypatch.setattr(Path, "stat", anonymous)
    assert names(walk([os.fsencode(tmp_path)]), tmp_path) == ["a/1.png", "b/2.png"]


@for_each(
    ("status", "hidden"),
    [
        (SimpleNamespace(), False),
        (SimpleNamespace(st_file_attributes=stat.FILE_ATTRIBUTE_ARCHIVE), False),
        (SimpleNamespace(st_file_attributes=stat.FILE_ATTRIBUTE_HIDDEN), True),
        (SimpleNamespace(st_file_attributes=stat.FILE_ATTRIBUTE_SYSTEM), True),
        (SimpleNamespace(st_flags=0), False),
        (SimpleNamespace(st_flags=stat.UF_HIDDEN), True),
    ],
)
def test_attributes_of_windows_and_macos_hide_files(status: SimpleNamespace, hidden: bool) -> None:
    assert folder_scan.hidden_by_attribute(cast("os.stat_result", status)) is hidden


def test_where_there_are_attributes_they_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = fill(tmp_path / "files", "a.png", "b.png", "c.png")
    answers: Iterator[bool | OSError] = iter([True, OSError(), False])

    def answer(_status: os.stat_result) -> bool:
        found = next(answers)
        if isinstance(found, OSError):
            raise found
        return found

    monkeypatch.setattr(folder_scan, "_HAS_ATTRIBUTES", True)
    monkeypatch.setattr(folder_scan, "hidden_by_attribute", answer)
    assert len(list(walk([root]))) == 2


_names = st.text("aB1é.-", min_size=1, max_size=4).filter(lambda name: not name.startswith("."))
_trees: st.SearchStrategy[Tree] = st.recursive(
    st.dictionaries(_names, st.none(), max_size=4),
    lambda inner: st.dictionaries(_names, st.none() | inner, max_size=4),
    max_leaves=12,
)


def plant(tree: Tree, root: Path) -> list[bytes]:
    """Make a tree of files and folders; return its files."""
    files: list[bytes] = []
    for name, inner in tree.items():
        path = root / name
        if path.exists():
            continue  # a file system that folds case or accents
        if inner is None:
            path.touch()
            files.append(os.fsencode(path))
        else:
            path.mkdir()
            files += plant(inner, path)
    return files


@given(_trees, st.data())
@settings(max_examples=60, deadline=None)
def test_every_regular_file_is_found_exactly_once(tree: Tree, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        root.mkdir()
        files = plant(tree, root)
        directories = [os.fsencode(root), *{os.path.dirname(file) for file in files}]  # noqa: PTH120  # bytes
        extra = data.draw(st.lists(st.sampled_from(files + directories), max_size=3))
        found = list(walk([*extra, os.fsencode(root), *extra]))
        assert sorted(cast("list[bytes]", found)) == sorted(files)
