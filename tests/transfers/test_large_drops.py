"""A large drop is entered as it is looked at, part by part, and stays one batch."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from layers_desktop.errors import Problem, UserError
from layers_desktop.media.inspect import MediaFile, Refusal, inspect
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers import reception
from layers_desktop.transfers.commands import Pause, Submit
from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.reception import PART_SECONDS, Looking
from layers_desktop.transfers.transfer import Stage
from tests.transfers.harness import Harness, make_png, sha256

PART_FILES = 20
SMALL = 300
LAST = "last.png"
"""Sorted behind the files with numbers."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a size that is quickly made."""
    monkeypatch.setattr(reception, "PART_FILES", PART_FILES)


class SlowFile:
    """A file that its share does not give out yet."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.given = threading.Event()
        self.fails = False

    def inspect(self, path: bytes, **kinds: object) -> MediaFile | Refusal:
        if path.endswith(LAST.encode()):
            self.asked.set()
            assert self.given.wait(60)
            if self.fails:
                raise UserError(Problem(code="test", title="It broke", explanation="The share is gone."))
        return inspect(path, **kinds)  # type: ignore[arg-type]  # as it was called


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowFile]:
    file = SlowFile()
    monkeypatch.setattr(reception, "inspect", file.inspect)
    yield file
    file.given.set()


def fill(folder: Path, count: int) -> Path:
    for number in range(1, count + 1):
        make_png(folder / f"{number}.png", SMALL)
    return folder


def test_what_was_looked_at_goes_up_while_the_rest_is_looked_at(
    engine: Harness, box: Sandbox, tmp_path: Path, slow: SlowFile
) -> None:
    folder = fill(tmp_path / "many", PART_FILES)
    make_png(folder / LAST, SMALL)
    engine.submit(box, folder)
    engine.wait_settled(PART_FILES)
    assert engine.stages() == {Stage.DONE: PART_FILES}
    assert slow.asked.wait(60)
    engine.catch_up()
    assert not engine.batches
    assert engine.prepared[-1] > 0

    slow.given.set()
    engine.wait_until(lambda: bool(engine.batches))
    engine.catch_up()
    (batch,) = engine.batches
    assert (batch.done, batch.needs_you) == (PART_FILES + 1, 0)
    assert engine.prepared[-1] == 0
    rows = [engine.rows[id_].transfer for id_ in sorted(engine.rows)]
    assert {row.batch_id for row in rows} == {batch.batch_id}
    assert [row.name for row in rows] == [f"{number}.png" for number in range(1, PART_FILES + 1)] + [LAST]


def test_a_drop_that_ends_with_a_part_is_one_batch_of_it(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    engine.submit(box, fill(tmp_path / "many", PART_FILES))
    engine.wait_until(lambda: bool(engine.batches))
    engine.catch_up()
    assert [batch.done for batch in engine.batches] == [PART_FILES]
    assert not engine.notices


def test_equal_files_of_one_drop_are_two_assets_wherever_its_parts_end(
    engine: Harness, box: Sandbox, tmp_path: Path, slow: SlowFile
) -> None:
    folder = fill(tmp_path / "many", PART_FILES)
    (folder / LAST).write_bytes((folder / "1.png").read_bytes())
    engine.submit(box, folder)
    engine.wait_settled(PART_FILES)
    slow.given.set()
    engine.wait_until(lambda: bool(engine.batches))
    engine.catch_up()
    assert engine.stages() == {Stage.DONE: PART_FILES + 1}
    twins = [asset for asset in box.world.assets if asset.sha256 == sha256(folder / LAST)]
    assert len(twins) == 2


def test_a_part_that_cannot_be_looked_at_is_said_and_what_is_listed_goes_on(
    engine: Harness, box: Sandbox, tmp_path: Path, slow: SlowFile
) -> None:
    folder = fill(tmp_path / "many", PART_FILES)
    make_png(folder / LAST, SMALL)
    engine.submit(box, folder)
    engine.wait_settled(PART_FILES)
    slow.fails = True
    slow.given.set()
    engine.wait_until(lambda: bool(engine.batches))
    engine.catch_up()
    assert [batch.done for batch in engine.batches] == [PART_FILES]
    assert engine.prepared[-1] == 0
    (notice,) = engine.notices
    assert (notice.code, notice.title) == ("intake.partly", "Not all files were added: It broke")
    assert notice.explanation == "The share is gone."


def test_the_end_of_a_drop_is_not_told_to_another_organization(
    engine: Harness, box: Sandbox, make_box: Callable[..., Sandbox], tmp_path: Path, slow: SlowFile
) -> None:
    folder = fill(tmp_path / "many", PART_FILES)
    make_png(folder / LAST, SMALL)
    engine.submit(box, folder)
    engine.wait_settled(PART_FILES)
    assert slow.asked.wait(60)
    engine.sign_in(make_box(organization="Another", seed=2))
    engine.wait_until(lambda: not engine.rows)
    slow.given.set()
    engine.wait_until(lambda: engine.prepared[-1] == 0)
    engine.catch_up()
    assert not engine.batches


def test_of_a_drop_that_cannot_be_looked_at_nothing_is_left_being_looked_at(
    engine: Harness, box: Sandbox, tmp_path: Path, slow: SlowFile
) -> None:
    slow.fails = True
    slow.given.set()
    engine.submit(box, make_png(tmp_path / LAST, SMALL))
    engine.wait_until(lambda: bool(engine.notices) and engine.prepared[-1] == 0)
    engine.catch_up()
    assert [notice.code for notice in engine.notices] == ["test"]
    assert engine.prepared == [1, 0]
    assert not engine.rows
    assert not engine.batches


def test_what_was_looked_at_is_written_down_before_the_rest_is_looked_at(
    engine: Harness, box: Sandbox, tmp_path: Path, slow: SlowFile
) -> None:
    """So that an end in the middle of a drop keeps it."""
    folder = fill(tmp_path / "many", PART_FILES)
    make_png(folder / LAST, SMALL)
    engine.post(Pause())
    engine.submit(box, folder)
    engine.wait_until(lambda: len(engine.rows) >= PART_FILES)
    assert slow.asked.wait(60)
    with closing(Journal(engine.config.journal)) as another:
        project = box.world.projects[0].project_id
        written = another.under(box.world.organization_id, project, bytes(folder))
    in_order = sorted(written, key=lambda one: one.id)
    assert [one.name for one in in_order] == [f"{number}.png" for number in range(1, PART_FILES + 1)]


@pytest.fixture
def looking(tmp_path: Path) -> Callable[[float], Looking]:
    """`looking(seconds)`: ten files, each of which takes so long."""
    folder = fill(tmp_path / "few", 10)

    def make(seconds: float) -> Looking:
        now = 0.0

        def clock() -> float:
            nonlocal now
            now += seconds
            return now

        submit = Submit(paths=(bytes(folder),), project_id="p", project_name="P")
        return Looking(submit, "org", clock=clock, looked_at=lambda _: None, stop=lambda: False)

    return make


def _parts(looking: Looking) -> list[int]:
    counts = []
    while True:
        part = looking.part()
        counts.append(len(part.drafts))
        if part.last:
            return counts


def test_slow_files_are_handed_over_about_every_second(looking: Callable[[float], Looking]) -> None:
    assert _parts(looking(PART_SECONDS / 4)) == [4, 4, 2]


def test_quick_ones_in_one_go(looking: Callable[[float], Looking]) -> None:
    assert _parts(looking(PART_SECONDS / 1000)) == [10]
