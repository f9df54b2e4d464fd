"""An id that Layers gives to two files with different bytes is refused in words; both keep what they have."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import Retry, SubmitAgain
from layers_desktop.transfers.transfer import Stage, Transfer
from tests.support.engine_harness import Harness, make_png
from tests.support.problems import code_of


@pytest.fixture
def engine(engine: Harness, box: Sandbox) -> Harness:
    engine.sign_in(box)
    return engine


def row(engine: Harness, name: str) -> Transfer:
    return next(one.transfer for one in engine.rows.values() if one.transfer.name == name)


@pytest.mark.parametrize("step", ["inline", "finalize"])
def test_one_asset_id_for_two_files_leaves_it_to_the_first(
    engine: Harness, box: Sandbox, tmp_path: Path, step: str
) -> None:
    size = 1_000 if step == "inline" else 300_000
    first, second = (make_png(tmp_path / name, size) for name in ("first.png", "second.png"))
    box.world.faults.add(f"{step}:sameid:2")
    engine.submit_and_settle(box, first)
    engine.submit_and_settle(box, second, rows=2)
    assert row(engine, "first.png").stage is Stage.DONE
    refused = row(engine, "second.png")
    assert (refused.stage, refused.asset_id) == (Stage.FAILED, None)
    assert refused.problem is not None
    assert refused.problem.code == "answer.id_twice"
    assert "“first.png” has this id already" in refused.problem.words.explanation
    engine.restart(box)
    engine.wait_until(lambda: len(engine.rows) == 2)
    assert row(engine, "second.png").stage is Stage.FAILED, "that it is refused is written down"
    engine.post(Retry())
    engine.wait_until(lambda: row(engine, "second.png").stage is Stage.DONE)
    assert row(engine, "second.png").asset_id != "id_of_another"


def test_one_upload_id_for_two_files_sends_no_byte_over_those_of_the_first(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    first, second = (make_png(tmp_path / name, 300_000) for name in ("first.png", "second.png"))
    box.world.faults.add("put:stall", "presign:sameid:2")
    engine.submit(box, first)
    assert box.world.faults.wait_held()
    engine.submit(box, second)
    engine.wait_until(lambda: len(engine.rows) == 2 and row(engine, "second.png").stage is Stage.FAILED)
    refused = row(engine, "second.png")
    assert code_of(refused.problem) == "answer.id_twice"
    engine.release_and_settle(box, rows=2)
    assert row(engine, "first.png").stage is Stage.DONE, "the sandbox knows no such upload: it began again"
    assert [asset.filename for asset in box.world.assets] == ["first.png"]
    engine.post(Retry())
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 2)


def test_files_of_the_same_size_and_time_are_not_taken_for_each_other(
    engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    first, second = (make_png(tmp_path / name, 300_000) for name in ("first.png", "second.png"))
    for path in (first, second):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    box.world.faults.add("put:stall", "presign:sameid:2")
    engine.submit(box, first)
    assert box.world.faults.wait_held()
    engine.submit(box, second)
    engine.wait_until(lambda: len(engine.rows) == 2 and row(engine, "second.png").stage is Stage.FAILED)
    box.world.faults.release()


def test_one_id_for_the_same_bytes_is_no_fault(engine: Harness, box: Sandbox, small: Path) -> None:
    box.world.faults.add("inline:sameid:2")
    engine.submit_and_settle(box, small)
    engine.post(SubmitAgain(tuple(engine.rows), MediaKind.LOGO))
    engine.wait_settled(2)
    assert engine.stages() == {Stage.DONE: 2}
