"""A drop is whole also when the program ends while it is looked at."""

from __future__ import annotations

import errno
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers_desktop.media.inspect import MediaFile, Refusal, inspect
from layers_desktop.media.kinds import IMAGE_KINDS, Kind
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers import open_drops, reception
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.open_drops import MOST_CRASHES, OpenDrops
from layers_desktop.transfers.run import Run
from layers_desktop.transfers.transfer import IfKnown, Stage
from tests.transfers.harness import Harness, make_png

PART_FILES = 20
SMALL = 300
LAST = "last.png"
"""Sorted behind the files with numbers."""


class Stuck:
    """A share that does not give out the last file, the first times that it is asked for it."""

    def __init__(self) -> None:
        self.times = 1
        self.asked = 0
        self.over = threading.Event()

    def inspect(self, path: bytes, **kinds: object) -> MediaFile | Refusal:
        if path.endswith(LAST.encode()):
            self.asked += 1
            if self.asked <= self.times:
                assert self.over.wait(120)
        return inspect(path, **kinds)  # type: ignore[arg-type]  # as it was called


@pytest.fixture
def stuck(
    monkeypatch: pytest.MonkeyPatch,
    make_engine: Callable[..., Harness],  # noqa: ARG001 - so that its engines are stopped after this
) -> Iterator[Stuck]:
    share = Stuck()
    monkeypatch.setattr(reception, "PART_FILES", PART_FILES)
    monkeypatch.setattr(reception, "inspect", share.inspect)
    yield share
    share.over.set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "many"
    for number in range(1, PART_FILES + 1):
        make_png(made / f"{number}.png", SMALL)
    make_png(made / LAST, SMALL)
    return made


def notes(harness: Harness) -> list[Path]:
    folder = harness.config.data / "drops"
    return list(folder.iterdir()) if folder.exists() else []


def killed(harness: Harness, data: Path) -> None:
    """Leave in `data` what a kill at this moment would leave; the engine itself does nothing more."""
    harness.catch_up()
    shutil.copytree(harness.config.data, data)
    harness.engine.queue.retire()


def all_once(harness: Harness, box: Sandbox, folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    harness.wait_until(lambda: len(box.world.assets) >= len(names) and not harness.unsettled)
    harness.wait_until(lambda: not notes(harness))
    harness.catch_up()
    assert Counter(asset.filename for asset in box.world.assets) == Counter(names)
    assert harness.stages() == {Stage.DONE: len(names)}
    assert not harness.notices


@pytest.mark.parametrize("kills", [1, 2])
def test_what_was_not_looked_at_before_a_kill_is_looked_at_by_the_next_start(
    make_engine: Callable[..., Harness],
    box: Sandbox,
    folder: Path,
    tmp_path: Path,
    stuck: Stuck,
    *,
    kills: int,
) -> None:
    stuck.times = kills
    engine = make_engine()
    engine.sign_in(box)
    engine.submit(box, folder)
    for kill in range(1, kills + 1):
        engine.wait_settled(PART_FILES)
        engine.wait_until(lambda kill=kill: stuck.asked == kill)  # type: ignore[misc]  # bound now
        assert len(notes(engine)) == 1
        killed(engine, tmp_path / f"left-{kill}")
        engine = make_engine(data=tmp_path / f"left-{kill}")
        engine.sign_in(box)
    all_once(engine, box, folder)


def test_before_anything_was_looked_at_too(
    make_engine: Callable[..., Harness], box: Sandbox, folder: Path, tmp_path: Path, stuck: Stuck
) -> None:
    for path in folder.iterdir():
        if path.name != LAST:
            path.unlink()
    engine = make_engine()
    engine.sign_in(box)
    engine.submit(box, folder)
    engine.wait_until(lambda: stuck.asked == 1)
    killed(engine, tmp_path / "left")
    engine = make_engine(data=tmp_path / "left")
    engine.sign_in(box)
    all_once(engine, box, folder)


def test_what_was_looked_at_is_not_noted_any_more(engine: Harness, box: Sandbox, folder: Path) -> None:
    engine.submit(box, folder)
    engine.wait_until(lambda: bool(engine.batches))
    engine.catch_up()
    assert not notes(engine)


def test_without_a_place_for_notes_drops_are_taken_all_the_same(
    make_engine: Callable[..., Harness], box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "drops").write_text("a file where the folder should be")
    engine = make_engine()
    engine.sign_in(box)
    engine.submit(box, folder)
    engine.wait_settled(PART_FILES + 1)
    assert len(box.world.assets) == PART_FILES + 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"paths": [1]}', b"\xff\xfe", b'{"paths": ["?"]}'])
def test_a_damaged_note_is_told_once(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, content: bytes
) -> None:
    note = tmp_path / "data" / "drops" / "0123-4567.json"
    note.parent.mkdir(parents=True)
    note.write_bytes(content)
    engine = make_engine()
    engine.sign_in(box)
    engine.wait_until(lambda: bool(engine.notices))
    engine.sign_in(box)
    engine.catch_up()
    assert [problem.code for problem in engine.notices] == ["intake.lost"]
    assert not notes(engine)


def test_what_was_looked_at_in_three_crashes_is_told_and_not_tried_again(
    make_engine: Callable[..., Harness], box: Sandbox, folder: Path, tmp_path: Path, stuck: Stuck
) -> None:
    stuck.times = MOST_CRASHES
    engine = make_engine()
    engine.sign_in(box)
    engine.submit(box, folder)
    for kill in range(1, MOST_CRASHES + 1):
        engine.wait_settled(PART_FILES)
        engine.wait_until(lambda kill=kill: stuck.asked == kill)  # type: ignore[misc]  # bound now
        killed(engine, tmp_path / f"left-{kill}")
        engine = make_engine(data=tmp_path / f"left-{kill}")
        engine.sign_in(box)
    engine.wait_until(lambda: bool(engine.notices))
    engine.catch_up()
    assert [problem.code for problem in engine.notices] == ["intake.lost"]
    assert not notes(engine)
    assert len(box.world.assets) == PART_FILES


class Life:
    """A run with its notes, on the data of the runs before it."""

    def __init__(self, data: Path) -> None:
        self.run = Run(data / "runs")
        self.journal = Journal(data / "journal.sqlite3")
        self.drops = OpenDrops(data / "drops", self.run, self.journal)

    def close(self) -> None:
        self.journal.close()
        self.run.close()


SUBMITS = st.builds(
    Submit,
    paths=st.lists(st.binary(min_size=1), min_size=1, max_size=3).map(tuple),
    project_id=st.text(),
    project_name=st.text(),
    image_kind=st.sampled_from(sorted(IMAGE_KINDS)),
    only_kind=st.none() | st.sampled_from(Kind),
    checksum=st.booleans(),
    if_known=st.sampled_from(IfKnown),
)


@settings(max_examples=25)  # each writes to the disk
@given(submit=SUBMITS)
def test_a_drop_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, submit: Submit) -> None:
    data = tmp_path_factory.mktemp("life")
    with closing(Life(data)) as first:
        noted = first.drops.begin(submit, "org")
        with closing(Life(data)) as beside:
            assert beside.drops.left("org") == ([], 0), "its run is alive"
    with closing(Life(data)) as second:
        assert second.drops.left("other") == ([], 0)
        (found,), lost = second.drops.left("org")
        assert (found.submit, found.again, lost) == (submit, True, 0)
        assert second.drops.left("org") == ([], 0), "it is this run's now"
        assert noted.note is not None
        assert found.note is not None
        assert not noted.note.exists()
        second.drops.end(found)
        assert not found.note.exists()


def test_a_note_stays_where_there_is_no_room_for_its_successor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = Submit(paths=(b"/a.png",), project_id="p", project_name="P")
    with closing(Life(tmp_path)) as life:
        noted = life.drops.begin(submit, "org")
        assert noted.note is not None

    def full(_path: Path) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    with closing(Life(tmp_path)) as later:
        with monkeypatch.context() as disk:
            disk.setattr(open_drops, "atomic_write", full)
            (found,), _ = later.drops.left("org")
        assert found.note == noted.note
        assert noted.note.exists()
        later.drops.end(found)
        assert not noted.note.exists()


def test_a_note_of_another_journal_is_not_followed(tmp_path: Path) -> None:
    submit = Submit(paths=(b"/a.png",), project_id="p", project_name="P")
    with closing(Life(tmp_path)) as life:
        noted = life.drops.begin(submit, "org")
        assert noted.note is not None
        text = noted.note.read_text()
        assert '"after_batch": 0' in text
        noted.note.write_text(text.replace('"after_batch": 0', '"after_batch": 7'))
    with closing(Life(tmp_path)) as later:
        assert later.drops.left("org") == ([], 1)


def test_upload_notes_nothing_because_it_is_called_again(tmp_path: Path) -> None:
    with closing(Life(tmp_path)) as life:
        drop = life.drops.begin(
            Submit(paths=(b"/a.png",), project_id="p", project_name="P", carry_on=True), "org"
        )
        assert drop.note is None
    assert not (tmp_path / "drops").exists()
