"""The file is edited while it is open whether Layers has it: no second asset without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import Retry
from layers_desktop.transfers.transfer import Activity, Stage
from tests.support.engine_harness import QUICK, Harness, make_png, sha256
from tests.unit.transfers.test_unconfirmed_uploads import lose_the_answer

UNHURRIED = replace(QUICK, base=2.0, cap=2.0)
"""Time to edit a file between two tries."""


@pytest.fixture
def engine(make_engine: Callable[..., Harness], box: Sandbox) -> Harness:
    harness = make_engine(policy=UNHURRIED)
    harness.sign_in(box)
    return harness


def is_in_doubt(engine: Harness) -> bool:
    failed = engine.transfer()
    return (
        failed.stage is Stage.FAILED
        and failed.problem is not None
        and failed.problem.code == "upload.in_doubt"
        and "changed after it may have been sent" in failed.problem.sentence()
    )


def edit_once_unanswered(engine: Harness, path: Path, size: int) -> None:
    """During the back-off after a call that makes an asset and was not answered."""
    engine.wait_until(
        lambda: engine.activity() is Activity.RETRYING and engine.transfer().sent_at is not None
    )
    make_png(path, size)


def test_a_small_file_is_put_before_a_person(engine: Harness, box: Sandbox, small: Path) -> None:
    box.world.faults.add("inline:reset-after")
    engine.submit(box, small)
    edit_once_unanswered(engine, small, 3_000)
    engine.wait_settled()
    assert is_in_doubt(engine)
    assert [asset.size for asset in box.world.assets] == [2_000]

    engine.post(Retry())
    engine.wait_until(lambda: engine.transfer().stage is Stage.DONE)
    assert [asset.size for asset in box.world.assets] == [2_000, 3_000]
    assert engine.transfer().sha256 == sha256(small)


def test_a_small_file_is_put_before_a_person_after_a_crash_too(
    engine: Harness, box: Sandbox, small: Path
) -> None:
    lose_the_answer(engine, box, small, "inline")
    make_png(small, 3_000)
    engine.sign_in(box)
    engine.wait_settled()
    assert is_in_doubt(engine)
    assert len(box.world.assets) == 1


def test_an_upload_gets_the_asset_that_was_made_of_what_was_dropped(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    """The PUT's answer is lost, and then that of the finalize which finds the bytes there."""
    box.world.faults.add("put:reset-after", "finalize:reset-after")
    engine.submit(box, large)
    edit_once_unanswered(engine, large, 500_000)
    engine.wait_settled()
    [asset] = box.world.assets
    assert (asset.size, asset.asset_id) == (400_000, engine.transfer().asset_id)
    assert engine.transfer().stage is Stage.DONE


@pytest.mark.parametrize("gone", [False, True])
def test_an_upload_that_may_be_finalized_is_asked_for_without_its_file_after_a_crash_too(
    engine: Harness, box: Sandbox, large: Path, gone: bool
) -> None:
    box.world.faults.add("put:reset-after", "finalize:timeout")
    engine.submit(box, large)
    assert box.world.faults.wait_held()
    assert engine.stop()
    box.world.faults.release()
    engine.start_anew()
    if gone:
        large.unlink()
    else:
        make_png(large, 500_000)
    engine.sign_in(box)
    engine.wait_settled()
    [asset] = box.world.assets
    assert (asset.size, asset.asset_id) == (400_000, engine.transfer().asset_id)


def test_an_upload_that_was_not_finalized_after_all_is_sent_as_the_file_is_now(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    """Finalize went out and did not arrive, and by then its bytes are gone too."""
    box.world.faults.add("put:reset-after", "finalize:reset-before", "finalize:404")
    engine.submit(box, large)
    edit_once_unanswered(engine, large, 500_000)
    engine.wait_settled()
    [asset] = box.world.assets
    assert (asset.size, asset.sha256) == (500_000, sha256(large))
