"""Settings files: whatever happens to them, nothing is lost and nobody crashes."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.settings.fields import Page, Setting
from layers_desktop.settings.json_file import SettingsError, VersionedJsonFile, atomic_write

NOON = datetime(2026, 5, 3, 12, 0, 30, tzinfo=UTC)


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    count: Annotated[int, msgspec.Meta(ge=1, le=16), Setting(Page.UPLOADS, "Count", "How many.")] = 4
    text: Annotated[str, Setting(Page.UPLOADS, "Text", "Which.")] = "default"
    seen: tuple[str, ...] = ()


SAMPLES = st.builds(Sample, count=st.integers(1, 16), text=st.text(), seen=st.lists(st.text()).map(tuple))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def document(path: Path, version: int = 1) -> VersionedJsonFile[Sample]:
    return VersionedJsonFile(path, Sample, version=version, owner="Your settings", now=lambda: NOON)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "sample.json"


@pytest.fixture
def stored(path: Path) -> Path:
    """A good file that says 7."""
    document(path).write(Sample(count=7))
    return path


def others(path: Path) -> list[str]:
    """What lies beside the file: a temporary one left behind, or one set aside."""
    return sorted(entry.name for entry in path.parent.iterdir() if entry != path)


def code(of: VersionedJsonFile[Sample]) -> str:
    problem = of.read().problem
    return problem.code if problem else ""


def test_without_a_file_there_are_defaults_and_no_problem(path: Path) -> None:
    loaded = document(path).read()
    assert (loaded.value, loaded.problem) == (Sample(), None)
    assert not path.parent.exists()


@given(SAMPLES)
def test_what_is_written_is_read(value: Sample) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = document(Path(folder) / "sample.json")
        here.write(value)
        loaded = here.read()
    assert (loaded.value, loaded.problem) == (value, None)


def test_the_file_is_readable_json_with_its_version(stored: Path) -> None:
    assert json.loads(stored.read_text()) == {"version": 1, "count": 7, "text": "default", "seen": []}
    assert stored.read_text().startswith('{\n  "version": 1,')


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_the_file_and_its_folder_are_for_this_user_only(stored: Path) -> None:
    stored.chmod(0o666)
    document(stored).write(Sample())
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert stat.S_IMODE(stored.parent.stat().st_mode) == 0o700


def test_nothing_is_left_beside_a_written_file(stored: Path) -> None:
    assert others(stored) == []


# Damage


@given(st.binary())
def test_no_bytes_make_a_reader_fail_or_are_lost(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.json"
        path.write_bytes(content)
        loaded = document(path).read()
        assert loaded.problem is not None
        assert loaded.value == Sample()
        assert content in [entry.read_bytes() for entry in Path(folder).iterdir()]


@given(SAMPLES, st.data())
def test_a_good_file_with_any_part_overwritten_is_read_or_set_aside(
    value: Sample, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.json"
        document(path).write(value)
        good = path.read_bytes()
        start = data.draw(st.integers(0, len(good)))
        hurt = (
            good[:start] + data.draw(st.binary(max_size=4)) + good[data.draw(st.integers(start, len(good))) :]
        )
        path.write_bytes(hurt)
        document(path).read()
        assert hurt in [entry.read_bytes() for entry in Path(folder).iterdir()]
        with contextlib.suppress(SettingsError):  # a version that the damage made a newer one
            document(path).write(value)
            assert document(path).read().value == value


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 100_000, b"\xff\xfe{}", b"null", b"[]", b"{}", b'{"version": true}', b'{"version": 0}',
     b'{"version": "1"}', b'{"version": 1e999}', b'{"version": ' + b"9" * 9_000 + b"}", b'{"version": 1} {}'],
    ids=lambda content: repr(content[:20]),
)  # fmt: skip
def test_a_damaged_file_is_set_aside_with_its_date_and_reported(content: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    loaded = document(path).read()
    assert loaded.value == Sample()
    assert loaded.problem is not None
    assert loaded.problem.code == "settings.damaged"
    assert others(path) == ["sample.json.damaged-20260503T120030Z"]
    assert "sample.json.damaged-20260503T120030Z" in loaded.problem.sentence()
    assert path.with_name(others(path)[0]).read_bytes() == content


def test_a_second_damaged_file_does_not_replace_the_first(path: Path) -> None:
    path.parent.mkdir()
    for content in (b"one", b"two", b"three"):
        path.write_bytes(content)
        document(path).read()
    assert [path.with_name(name).read_bytes() for name in others(path)] == [b"one", b"two", b"three"]


def test_a_damaged_file_is_reported_once_and_then_written_anew(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")
    assert code(document(path)) == "settings.damaged"
    assert code(document(path)) == ""
    document(path).write(Sample(count=2))
    assert document(path).read().value == Sample(count=2)


def test_a_damaged_file_that_cannot_be_set_aside_is_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")

    def refuse(_: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(target))

    monkeypatch.setattr(Path, "rename", refuse)
    assert code(document(path)) == "settings.unreadable"
    with pytest.raises(SettingsError):
        document(path).write(Sample())
    assert path.read_bytes() == b"{"


# Single fields


@pytest.mark.parametrize("wrong", ["true", "0", "17", "4.5", '"4"', "null", "[]", "9" * 9_000, "1e999"])
def test_a_wrongly_typed_field_has_its_default_and_the_others_stay(wrong: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(f'{{"version": 1, "count": {wrong}, "text": "mine"}}')
    loaded = document(path).read()
    assert loaded.value == Sample(text="mine")
    assert loaded.problem is not None
    assert loaded.problem.code == "settings.field"
    assert "Count" in loaded.problem.words.explanation
    assert others(path) == []


@given(st.dictionaries(st.sampled_from(["count", "text", "seen", "other"]), JSON))
def test_no_value_of_a_field_makes_a_reader_fail(raw: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.json"
        path.write_text(json.dumps(raw | {"version": 1}))
        here = document(path)
        here.write(here.read().value)
        assert here.read().problem is None


@given(st.dictionaries(st.text().filter(lambda name: name not in {"version", "count", "text", "seen"}), JSON))
def test_fields_of_another_edition_are_ignored_and_kept(unknown: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.json"
        path.write_text(json.dumps(unknown | {"version": 1, "count": 9}))
        here = document(path)
        assert here.read().value == Sample(count=9)
        here.write(Sample(count=2))
        assert json.loads(path.read_text()) == unknown | {
            "version": 1,
            "count": 2,
            "text": "default",
            "seen": [],
        }


@pytest.mark.parametrize("value", [Sample(count=0), Sample(count=17), Sample(text=object())])  # type: ignore[arg-type]  # the wrong type is the test
def test_a_value_that_could_not_be_read_back_is_not_written(value: Sample, stored: Path) -> None:
    with pytest.raises(ValueError, match=r"Expected|unsupported"):
        document(stored).write(value)
    assert document(stored).read().value == Sample(count=7)


def test_text_that_cannot_be_stored_is_a_problem_not_a_crash(stored: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        document(stored).write(Sample(text="half of a pair: \ud800"))
    assert "characters" in caught.value.problem.words.explanation
    assert document(stored).read().value == Sample(count=7)


# A newer program's file


def test_a_newer_file_is_left_alone_and_not_written_over(path: Path) -> None:
    document(path, version=2).write(Sample(count=9))
    before = path.read_bytes()
    assert (document(path).read().value, code(document(path))) == (Sample(), "settings.newer")
    with pytest.raises(SettingsError, match="newer Layers Desktop"):
        document(path).write(Sample())
    assert path.read_bytes() == before


def test_an_older_file_is_read_and_written_at_the_new_version(stored: Path) -> None:
    document(stored, version=2).write(document(stored, version=2).read().value)
    assert json.loads(stored.read_text())["version"] == 2
    assert json.loads(stored.read_text())["count"] == 7


# Files that the system does not give or take


def test_what_cannot_be_read_is_left_alone_and_not_written_over(path: Path) -> None:
    (path / "inside").mkdir(parents=True)
    assert code(document(path)) == "settings.unreadable"
    with pytest.raises(SettingsError):
        document(path).write(Sample())
    assert (path / "inside").is_dir()


def test_a_folder_that_cannot_be_made_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.raises(SettingsError):
        document(tmp_path / "file" / "sample.json").write(Sample())
    assert (tmp_path / "file").read_bytes() == b"in the way"


@contextlib.contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """A file system that takes `size` bytes a file and no more, as a disk does that fills up meanwhile."""
    resource = pytest.importorskip("resource", reason="a limit on file sizes needs POSIX")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_disk_that_takes_half_of_it_leaves_the_old_file_whole(stored: Path) -> None:
    with files_end_at(20), pytest.raises(SettingsError) as caught:
        document(stored).write(Sample(count=2))
    assert caught.value.problem.code == "settings.not_written"
    assert document(stored).read().value == Sample(count=7)
    assert others(stored) == []


def test_a_flush_that_fails_leaves_the_old_file_whole(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(SettingsError, match="Input/output error"):
        document(stored).write(Sample(count=2))
    assert document(stored).read().value == Sample(count=7)
    assert others(stored) == []


def test_a_folder_that_cannot_be_flushed_does_not_undo_a_good_write(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    document(stored).write(Sample(count=2))
    assert document(stored).read().value == Sample(count=2)


def test_both_the_file_and_its_folder_are_flushed_file_first(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[bool] = []
    flush = os.fsync

    def note(descriptor: int) -> None:
        flushed.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    document(stored).write(Sample())
    assert flushed == [False, True]


def test_an_exception_in_the_middle_of_writing_cancels_it(stored: Path) -> None:
    before = stored.read_bytes()
    with contextlib.suppress(KeyboardInterrupt), atomic_write(stored) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert stored.read_bytes() == before
    assert others(stored) == []


def test_a_process_killed_in_the_middle_of_writing_leaves_the_old_file_whole(stored: Path) -> None:
    program = (
        "import os, signal, sys, pathlib\n"
        "from layers_desktop.settings.json_file import atomic_write\n"
        "with atomic_write(pathlib.Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush()\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(stored)], check=False, timeout=60)
    assert done.returncode == 9
    assert document(stored).read().value == Sample(count=7)


def test_a_file_linked_from_elsewhere_stays_a_link(tmp_path: Path, stored: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(stored)
    document(link).write(Sample(count=2))
    assert link.is_symlink()
    assert document(stored).read().value == Sample(count=2)


def test_what_a_kill_left_of_a_write_is_removed_by_a_later_one(tmp_path: Path) -> None:
    target = tmp_path / "it.json"
    old, young, other = (tmp_path / f".{name}.new" for name in ("it.json.a1", "it.json.b2", "x.c3"))
    for file in (old, young, other):
        file.write_bytes(b"half")
    for file in (old, other):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    with atomic_write(target) as opened:
        opened.write(b"whole")
    left = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert left == {young.name, other.name, "it.json"}
    assert target.read_bytes() == b"whole"
