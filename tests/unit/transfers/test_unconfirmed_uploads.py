"""A call whose answer was lost, taken up when Layers no longer recognises it: told, sent again on a click."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from layers_desktop.core.clock import Clocks
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import Cancel, Retry
from layers_desktop.transfers.transfer import Activity, Stage
from tests.support.engine_harness import QUICK, Harness, let_go, make_png, steps
from tests.support.problems import code_of
from tests.unit.transfers.test_offline import PATIENT, offline

DAY = 86_400.0


def activities(engine: Harness) -> set[Activity]:
    return {row.activity for row in engine.rows.values()}


class Calendar:
    """The wall clock of the program and of Layers, which a test puts forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def box(make_box: Callable[..., Sandbox], calendar: Calendar) -> Sandbox:
    return make_box(clock=calendar)


@pytest.fixture
def engine(make_engine: Callable[..., Harness], box: Sandbox, calendar: Calendar) -> Harness:
    harness = make_engine(clocks=Clocks(monotonic=time.monotonic, wall=calendar))
    harness.sign_in(box)
    return harness


def lose_the_answer(engine: Harness, box: Sandbox, path: Path, step: str) -> None:
    """Layers carries the step out, and the program ends before the answer comes."""
    engine.submit_held(box, f"{step}:timeout", path)
    assert engine.stop()
    let_go(box)
    engine.start_anew()


@pytest.fixture(params=["a day later", "with another key"])
def comes_back(request: pytest.FixtureRequest, engine: Harness, box: Sandbox, calendar: Calendar) -> object:
    def sign_in() -> None:
        if request.param == "a day later":
            calendar.ahead += DAY
            engine.sign_in(box)
        else:
            engine.sign_in(box, key=box.world.add_key("projects:read", "projects:write", tier="partner"))

    return sign_in


def test_an_inline_upload_that_layers_would_take_for_a_new_one_waits_for_a_person(
    engine: Harness, box: Sandbox, small: Path, comes_back: Callable[[], None]
) -> None:
    lose_the_answer(engine, box, small, "inline")
    comes_back()
    engine.wait_settled()
    failed = engine.transfer()
    assert failed.stage is Stage.FAILED
    assert code_of(failed.problem) == "upload.in_doubt"
    assert len(box.world.assets) == 1
    assert steps(box) == ["inline"]
    engine.wait_until(lambda: [batch.needs_you for batch in engine.batches] == [1])

    engine.post(Retry((failed.id,)))
    engine.wait_until(lambda: engine.transfer().stage is Stage.DONE)
    assert engine.transfer().asset_id in {asset.asset_id for asset in box.world.assets}
    assert len(box.world.assets) == 2, "the person wanted it sent again"


@pytest.mark.parametrize("step", ["presign", "put", "finalize"])
def test_a_large_file_is_never_in_doubt_while_layers_still_says_what_came_of_it(
    engine: Harness, box: Sandbox, large: Path, step: str, comes_back: Callable[[], None]
) -> None:
    lose_the_answer(engine, box, large, step)
    comes_back()
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert [asset.asset_id for asset in box.world.assets] == [engine.transfer().asset_id]


def test_an_upload_that_layers_forgot_after_it_may_have_been_finalized_waits_for_a_person(
    engine: Harness, box: Sandbox, large: Path, calendar: Calendar
) -> None:
    lose_the_answer(engine, box, large, "finalize")
    calendar.ahead += DAY
    box.world.faults.add("finalize:404")
    engine.sign_in(box)
    engine.wait_settled()
    problem = engine.transfer().problem
    assert problem is not None
    assert problem.code == "upload.in_doubt"
    assert len(box.world.assets) == 1
    engine.post(Retry())
    engine.wait_until(lambda: engine.transfer().stage is Stage.DONE)


@pytest.mark.parametrize("step", ["inline", "finalize"])
def test_a_failed_upload_that_may_have_arrived_goes_on_when_its_file_is_dropped_again(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path, large: Path, step: str
) -> None:
    engine = make_engine(box, policy=replace(QUICK, tries=2))
    path = small if step == "inline" else large
    box.world.faults.add(f"{step}:reset-after:2")
    engine.submit_and_settle(box, path)
    assert engine.transfer().stage is Stage.FAILED
    other = make_png(small.with_name("other.png"), 1_000)
    engine.submit(box, path, other)
    engine.wait_until(lambda: engine.stages() == {Stage.DONE: 2})
    assert len(box.world.assets) == 2

    engine.submit(box, path)  # by now it is known, and a row of its own
    engine.wait_until(lambda: len(engine.rows) == 3)


def test_cancelling_what_may_have_arrived_says_so(
    make_engine: Callable[..., Harness], box: Sandbox, small: Path
) -> None:
    engine = make_engine(box, policy=replace(QUICK, base=60.0, cap=60.0))
    box.world.faults.add("inline:reset-after")
    engine.submit(box, small)
    engine.wait_until(lambda: engine.activity() is Activity.RETRYING)
    engine.post(Cancel((engine.transfer().id,)))
    engine.wait_until(lambda: not engine.rows)
    engine.wait_until(lambda: [notice.code for notice in engine.notices] == ["upload.in_doubt"])
    assert "“small.png” may be at Layers already" in engine.notices[0].sentence()
    assert len(box.world.assets) == 1


@pytest.mark.parametrize("fault", ["inline:403", "inline:429"])
def test_cancelling_what_layers_refused_says_nothing(
    engine: Harness, box: Sandbox, small: Path, fault: str
) -> None:
    box.world.faults.add(fault)
    engine.submit(box, small)
    engine.wait_until(lambda: not box.world.faults.pending)
    engine.wait_until(lambda: engine.activity() in {Activity.FINISHED, Activity.WAITING})
    engine.post(Cancel((engine.transfer().id,)))
    engine.wait_until(lambda: not engine.rows)
    assert engine.notices == []
    assert box.world.assets == []


def test_a_file_that_never_left_this_computer_is_sent_however_late(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, calendar: Calendar
) -> None:
    """Offline over the weekend: no connection was made, so there is nothing to doubt."""
    engine = make_engine(box, policy=PATIENT, clocks=Clocks(monotonic=time.monotonic, wall=calendar))
    box.pause_api()
    engine.submit(box, *(make_png(tmp_path / f"{n}.png", 1_000) for n in range(3)))
    engine.wait_until(lambda: offline(engine) and Activity.SENDING not in activities(engine))
    assert any(row.transfer.problem for row in engine.rows.values())
    assert engine.stop()
    calendar.ahead += 3 * DAY
    box.resume_api()
    engine.start_anew(box)
    engine.wait_settled(3)
    assert engine.stages() == {Stage.DONE: 3}
    assert len(box.world.assets) == 3


def test_a_conflict_after_a_lost_answer_is_a_doubt_and_not_a_failure_to_be_repeated(
    engine: Harness, box: Sandbox, small: Path
) -> None:
    """Layers knows the key: what came first has arrived, and may have become the asset."""
    box.world.faults.add("inline:reset-after")
    box.world.faults.add("inline:409")
    engine.submit_and_settle(box, small)
    failed = engine.transfer()
    assert code_of(failed.problem) == "upload.in_doubt"
    assert failed.idempotency_key is None
    assert len(box.world.assets) == 1


def test_a_conflict_at_finalize_after_a_lost_answer_is_asked_again_by_the_upload_alone(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    box.world.faults.add("finalize:reset-after")
    box.world.faults.add("finalize:409:2")
    engine.submit_and_settle(box, large)
    assert engine.transfer().stage is Stage.DONE
    assert [asset.asset_id for asset in box.world.assets] == [engine.transfer().asset_id]
    keys = [seen.transfer.idempotency_key for seen in engine.all_seen[engine.transfer().id]]
    assert len({key for key in keys if key}) >= 4, "presign, finalize, and a new key after each conflict"


def test_conflicts_at_finalize_that_do_not_end_leave_the_upload_to_be_asked_on_a_click(
    engine: Harness, box: Sandbox, large: Path
) -> None:
    box.world.faults.add("finalize:reset-after")
    box.world.faults.add(f"finalize:409:{QUICK.tries - 1}")
    engine.submit_and_settle(box, large)
    failed = engine.transfer()
    assert (failed.stage, failed.resume_stage) == (Stage.FAILED, Stage.UPLOADED)
    assert failed.sent_at is not None, "an asset may have come of it, and that is not forgotten"
    engine.post(Retry())
    engine.wait_until(lambda: engine.transfer().stage is Stage.DONE)
    assert len(box.world.assets) == 1
