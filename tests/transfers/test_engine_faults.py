"""Whatever goes wrong at Layers, its storage or the network: one asset, or a sentence and a way on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from layers_desktop.sandbox import Fault, Sandbox
from layers_desktop.transfers.commands import Retry
from layers_desktop.transfers.transfer import Activity, HoldReason, Stage
from tests.transfers.harness import QUICK, Harness, make_png, sha256, steps

PASSING = (
    *("reset-before", "reset-mid", "reset-after", "500", "500-after", "502", "503", "503-after", "slowdown"),
    *("truncated", "empty", "null", "notjson", "wrongtypes", "portal", "drip"),
)
"""What a few more tries overcome, at every step."""

FINAL = ("403", "404", "409", "413", "422")
"""What a person has to act on, when it is Layers that says so."""


def _send(engine: Harness, box: Sandbox, step: str, tmp_path: Path) -> Path:
    """Send a file that goes through `step`, and one beside it that goes the other way."""
    size = 1_000 if step == "inline" else 300_000
    path = make_png(tmp_path / "it.png", size)
    engine.submit(box, path, make_png(tmp_path / "other.png", 301_000 - size))
    engine.wait_settled(2)
    return path


def _one_asset(box: Sandbox, path: Path) -> None:
    found = [asset for asset in box.world.assets if asset.filename == path.name]
    assert len(found) == 1
    assert found[0].sha256 == sha256(path)


@pytest.mark.parametrize("step", ["presign", "put", "finalize", "inline"])
@pytest.mark.parametrize("kind", PASSING)
def test_a_passing_fault_costs_nothing_but_time(
    engine: Harness, box: Sandbox, tmp_path: Path, step: str, kind: str
) -> None:
    box.world.faults.add(Fault(step, kind, seconds=0.05 if kind == "drip" else None))
    path = _send(engine, box, step, tmp_path)
    assert engine.stages() == {Stage.DONE: 2}
    assert not box.world.faults.pending
    _one_asset(box, path)
    assert len(box.world.assets) == 2


@pytest.mark.parametrize("step", ["presign", "put", "finalize", "inline"])
@pytest.mark.parametrize("kind", ["reset-after", "500", "503", "empty", "portal", "notjson"])
def test_a_fault_that_stays_ends_failed_and_a_retry_after_it_makes_one_asset(
    engine: Harness, box: Sandbox, tmp_path: Path, step: str, kind: str
) -> None:
    box.world.faults.add(Fault(step, kind, times=None))
    path = make_png(tmp_path / "it.png", 1_000 if step == "inline" else 300_000)
    engine.submit(box, path)
    engine.wait_settled()
    if step == "put" and kind in {"empty", "notjson", "reset-after"}:
        # a storage's success has no body that anybody needs; and lost answers are asked for at Layers
        assert engine.transfer().stage is Stage.DONE
        return
    assert engine.transfer().stage is Stage.FAILED
    problem = engine.transfer().problem
    assert problem is not None
    assert problem.title
    assert problem.action
    assert steps(box).count(step) <= QUICK.tries + 1
    box.world.faults.clear()
    engine.post(Retry())
    engine.wait_until(lambda: engine.transfer().stage is Stage.DONE)
    _one_asset(box, path)
    assert len(box.world.assets) == 1


@pytest.mark.parametrize(
    ("step", "kinds"), [("presign", FINAL), ("inline", FINAL), ("finalize", ("403", "409"))]
)
def test_what_layers_refuses_fails_at_once_with_its_request_id_and_leaves_others_alone(
    engine: Harness, box: Sandbox, tmp_path: Path, step: str, kinds: tuple[str, ...]
) -> None:
    size = 1_000 if step == "inline" else 300_000
    paths = [make_png(tmp_path / f"{kind}.png", size) for kind in (*kinds, "good")]
    box.world.faults.add(*(f"{step}:{kind}" for kind in kinds))
    engine.submit(box, *paths)
    engine.wait_settled(len(paths))
    assert engine.stages() == {Stage.FAILED: len(kinds), Stage.DONE: 1}
    for row in engine.rows.values():
        problem = row.transfer.problem
        assert (problem is None) == (row.transfer.stage is Stage.DONE)
        assert problem is None or problem.request_id
    assert len([s for s in steps(box) if s == step]) == len(paths)
    engine.post(Retry())
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == len(paths))
    assert len(box.world.assets) == len(paths)


@pytest.mark.parametrize(
    "kind", ["expired-s3", "expired-r2", "badsignature", "expired-ceph", "403", "401", "422"]
)
def test_a_refused_link_is_replaced_by_a_fresh_one(
    engine: Harness, box: Sandbox, large: Path, kind: str
) -> None:
    box.world.faults.add(f"put:{kind}")
    engine.submit(box, large)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert steps(box) == ["presign", "put", "presign", "put", "finalize"]
    assert len(box.world.assets) == 1


def test_a_signature_that_is_refused_again_needs_a_person_after_one_fresh_link(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    box.world.faults.add("put:badsignature:*")
    engine.submit(box, large)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.FAILED
    assert steps(box) == ["presign", "put"] * 2


def test_a_link_that_is_always_expired_is_replaced_several_times_not_for_ever(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    box.world.faults.add("put:expired:*")
    engine.submit(box, large)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.FAILED
    assert steps(box) == ["presign", "put"] * QUICK.tries


def test_a_file_over_the_storages_limit_is_not_sent_again(engine: Harness, box: Sandbox, large: Path) -> None:
    box.world.faults.add("put:413")
    engine.submit(box, large)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.FAILED
    assert steps(box) == ["presign", "put"]


def test_bytes_that_arrived_although_the_answer_was_lost_are_not_sent_again(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    box.world.faults.add("put:reset-after")
    engine.submit(box, large)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert steps(box) == ["presign", "put", "finalize"]
    assert engine.transfer().sha256 == sha256(large)


def test_an_upload_that_layers_forgot_starts_again_from_presign(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    box.world.faults.add("finalize:404")
    engine.submit(box, large)
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert steps(box) == ["presign", "put", "finalize"] * 2
    assert len(box.world.assets) == 1


def test_no_network_at_all_is_overcome_when_it_comes_back(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path, large: Path
) -> None:
    engine = make_engine()
    engine.sign_in(box)
    box.pause_api()
    engine.submit(box, small, large)
    engine.wait_settled(2)
    assert engine.stages() == {Stage.FAILED: 2}
    box.resume_api()
    engine.post(Retry())
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 2)
    assert len(box.world.assets) == 2


def test_a_back_off_is_shown_with_its_date_and_can_be_cut_short(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    engine = make_engine()
    engine.sign_in(box)
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
    engine = make_engine(concurrency=2)
    engine.sign_in(box)
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
    box.world.faults.add("inline:stall")
    engine.submit(box, small)
    assert box.world.faults.wait_held()
    box.world.revoke_key(box.key)
    engine.sign_in(box, key=box.world.add_key("*", tier="partner"))
    engine.wait_until(lambda: engine.hold is None and len(engine.rows) == 1)
    held_before = len(engine.holds)
    box.world.faults.release()
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert len(engine.holds) == held_before


def test_a_suspended_organization_holds_everything_until_somebody_connects_again(
    engine: Harness, box: Sandbox, small: Path, large: Path
) -> None:
    box.world.suspend()
    engine.submit(box, small, large)
    engine.wait_until(lambda: engine.hold is not None and engine.hold.reason is HoldReason.SUSPENDED)
    assert engine.stages() == {Stage.QUEUED: 2}
    box.world.unsuspend()
    engine.sign_in(box)
    engine.wait_settled(2)
    assert engine.stages() == {Stage.DONE: 2}


def test_a_file_that_vanished_before_its_turn_says_so(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, large: Path
) -> None:
    engine = make_engine(concurrency=1)
    engine.sign_in(box)
    box.world.faults.add("put:stall-mid")
    gone = make_png(tmp_path / "gone.png", 300_000)
    engine.submit(box, large, gone)
    assert box.world.faults.wait_held()
    engine.wait_until(lambda: len(engine.rows) == 2)
    gone.unlink()
    box.world.faults.release()
    engine.wait_settled(2)
    assert engine.stages() == {Stage.DONE: 1, Stage.FAILED: 1}
    problem = engine.transfer("gone.png").problem
    assert problem is not None
    assert problem.code == "file.gone"
    make_png(gone, 300_000)
    engine.post(Retry())
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 2)
    _one_asset(box, gone)


def test_a_file_that_becomes_unreadable_says_so(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, large: Path
) -> None:
    engine = make_engine(concurrency=1)
    engine.sign_in(box)
    box.world.faults.add("put:stall-mid")
    closed = make_png(tmp_path / "closed.png", 300_000)
    engine.submit(box, large, closed)
    assert box.world.faults.wait_held()
    engine.wait_until(lambda: len(engine.rows) == 2)
    closed.unlink()
    closed.symlink_to(closed)  # a loop: not even root can open it
    box.world.faults.release()
    engine.wait_settled(2)
    problem = engine.transfer("closed.png").problem
    assert problem is not None
    assert problem.code == "file.unreadable"


@pytest.mark.parametrize("change", ["grow", "shrink", "touch", "replace"])
def test_a_file_that_changes_while_it_is_sent_arrives_as_it_is_in_the_end(
    engine: Harness, box: Sandbox, tmp_path: Path, change: str
) -> None:
    path = make_png(tmp_path / "it.png", 8_000_000)
    box.world.faults.add("put:stall-mid")
    engine.submit(box, path)
    assert box.world.faults.wait_held()
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
    box.world.faults.release()
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert engine.transfer().size == path.stat().st_size or change == "replace"
    assert len(box.world.assets) == 1
    if change != "replace":  # what was opened is sent to its end: the descriptor holds the old file
        _one_asset(box, path)
