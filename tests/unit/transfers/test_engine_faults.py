"""Keys that are rejected, files that go, ETags that are no MD5, waits that are cut short.

Faults of the wire: `integration/faults`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from layers_desktop.sandbox import Fault, Sandbox
from layers_desktop.transfers.commands import Retry
from layers_desktop.transfers.transfer import Activity, HoldReason, Stage
from tests.support.engine_harness import QUICK, Harness, make_png, sha256, steps
from tests.support.problems import code_of


def _one_asset(box: Sandbox, path: Path) -> None:
    found = [asset for asset in box.world.assets if asset.filename == path.name]
    assert len(found) == 1
    assert found[0].sha256 == sha256(path)


def test_a_back_off_is_shown_with_its_date_and_can_be_cut_short(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    engine = make_engine(box)
    box.world.faults.add("inline:503:1:3600")
    engine.submit(box, small)
    engine.wait_until(lambda: engine.activity() is Activity.RETRYING)
    row = engine.row()
    assert row.until is not None
    assert row.transfer.tries == 1
    assert row.tries_allowed == QUICK.tries
    assert row.transfer.problem is not None
    engine.post(Retry((row.transfer.id,)))
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert len(box.world.assets) == 1


def test_a_rejected_key_holds_the_batch_and_a_new_key_goes_on_with_it(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path
) -> None:
    engine = make_engine(box, concurrency=2)
    box.world.faults.add(Fault("inline", "stall", times=2, skip=4))
    engine.submit(box, *(make_png(tmp_path / f"{n}.png", 500) for n in range(12)))
    assert box.world.faults.wait_held(2)
    box.world.revoke_key(box.key)
    box.world.faults.release()
    engine.wait_until(lambda: engine.hold is not None and engine.hold.reason is HoldReason.SIGNED_OUT)
    assert engine.hold is not None
    assert engine.hold.problem is not None
    assert engine.stages()[Stage.FAILED] == 0
    assert not any(row.transfer.problem for row in engine.rows.values())
    engine.sign_in(box, key=box.world.add_key("*", tier="partner"))
    engine.wait_settled(12)
    assert engine.stages() == {Stage.DONE: 12}
    assert len({asset.sha256 for asset in box.world.assets}) == len(box.world.assets) == 12
    assert engine.hold is None


def test_a_401_of_an_older_key_does_not_hold_the_newer_one(
    engine: Harness, box: Sandbox, small: Path
) -> None:
    engine.submit_held(box, "inline:stall", small)
    box.world.revoke_key(box.key)
    engine.sign_in(box, key=box.world.add_key("*", tier="partner"))
    engine.wait_until(lambda: engine.hold is None and len(engine.rows) == 1)
    held_before = len(engine.holds)
    engine.release_and_settle(box)
    assert engine.transfer().stage is Stage.DONE
    assert len(engine.holds) == held_before


@pytest.mark.parametrize("code", ["file.gone", "file.unreadable"])
def test_a_file_that_cannot_be_read_in_its_turn_says_so(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, large: Path, code: str
) -> None:
    engine = make_engine(box, concurrency=1)
    lost = make_png(tmp_path / "lost.png", 300_000)
    engine.submit_held(box, "put:stall-mid", large, lost)
    engine.wait_until(lambda: len(engine.rows) == 2 and engine.transfer("lost.png").inspected)
    lost.unlink()
    if code == "file.unreadable":
        lost.symlink_to(lost)  # a loop: not even root can open it
    engine.release_and_settle(box, rows=2)
    assert engine.stages() == {Stage.DONE: 1, Stage.FAILED: 1}
    assert code_of(engine.transfer("lost.png").problem) == code
    lost.unlink(missing_ok=True)
    make_png(lost, 300_000)
    engine.post(Retry())
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 2)
    _one_asset(box, lost)


@pytest.mark.parametrize("change", ["grow", "shrink", "touch", "replace"])
def test_a_file_that_changes_while_it_is_sent_arrives_as_it_is_in_the_end(
    engine: Harness, box: Sandbox, tmp_path: Path, change: str
) -> None:
    path = make_png(tmp_path / "it.png", 8_000_000)
    engine.submit_held(box, "put:stall-mid", path)
    engine.wait_until(lambda: any(item.sent for line in engine.progress for item in line))
    match change:
        case "grow":
            path.write_bytes(path.read_bytes() + b"more")
        case "shrink":
            os.truncate(path, 300_000)
        case "touch":
            os.utime(path, ns=(1, 1))
        case _:
            make_png(tmp_path / "new" / "it.png", 400_000).replace(path)
    engine.release_and_settle(box)
    assert engine.transfer().stage is Stage.DONE
    assert engine.transfer().size == path.stat().st_size or change == "replace"
    assert len(box.world.assets) == 1
    if change != "replace":  # what was opened is sent to its end: the descriptor holds the old file
        _one_asset(box, path)


def test_a_storage_whose_etags_are_no_md5_costs_one_file_a_second_try_and_no_other(
    engine: Harness, box: Sandbox, large: Path, tmp_path: Path
) -> None:
    box.world.faults.add("put:etag:*")
    engine.submit_and_settle(box, large)
    assert steps(box).count("put") == 2
    engine.submit_and_settle(box, *(make_png(tmp_path / f"{n}.png", 300_000) for n in range(5)), rows=6)
    assert engine.stages() == {Stage.DONE: 6}
    assert steps(box).count("put") == 2 + 5
    assert len(box.world.assets) == 6
