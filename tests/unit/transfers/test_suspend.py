"""The computer sleeps for hours in the middle of something: links are old, waits are over, nothing failed.

The clocks of the program and of Layers are put forward together; the sandbox's signatures expire by theirs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from layers_desktop.core.clock import Clocks, steady_time
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import Pause, Resume
from layers_desktop.transfers.transfer import Activity, HoldReason, Stage
from tests.support.engine_harness import QUICK, Harness, make_png, sha256, steps

NIGHT = 8 * 3600.0


class Time:
    """All clocks of one test."""

    def __init__(self) -> None:
        self.slept = 0.0

    def steady(self) -> float:
        return steady_time() + self.slept

    def wall(self) -> float:
        return time.time() + self.slept

    def sleep(self) -> None:
        self.slept += NIGHT


@pytest.fixture
def clocks() -> Time:
    return Time()


@pytest.fixture
def box(make_box: Callable[..., Sandbox], clocks: Time) -> Sandbox:
    return make_box(clock=clocks.wall)


@pytest.fixture
def engine(make_engine: Callable[..., Harness], box: Sandbox, clocks: Time) -> Harness:
    harness = make_engine(clocks=Clocks(monotonic=clocks.steady, wall=clocks.wall))
    harness.sign_in(box)
    return harness


def nothing_failed(engine: Harness) -> bool:
    seen = [row.transfer.stage for rows in engine.all_seen.values() for row in rows]
    return Stage.FAILED not in seen


@pytest.mark.parametrize(
    "fault",
    ["put:stall", "put:stall-mid", "put:timeout", "presign:timeout", "finalize:timeout", "inline:timeout"],
)
def test_a_call_that_slept_ends_as_one_asset(
    engine: Harness, box: Sandbox, clocks: Time, tmp_path: Path, fault: str
) -> None:
    path = make_png(tmp_path / "it.png", 500 if fault.startswith("inline") else 300_000)
    engine.submit_held(box, fault, path)
    clocks.sleep()
    engine.release_and_settle(box)
    assert engine.transfer().stage is Stage.DONE
    assert nothing_failed(engine)
    assert [asset.sha256 for asset in box.world.assets] == [sha256(path)]
    # A storage looks at the age of a link when the request comes: only the first came in the morning.
    if fault.startswith("put"):
        assert steps(box).count("presign") == (2 if fault == "put:stall" else 1)


def test_a_signed_file_that_waited_all_night_gets_a_fresh_link_before_a_byte_is_sent(
    engine: Harness, box: Sandbox, clocks: Time, large: Path
) -> None:
    engine.submit_held(box, "put:stall", large)
    engine.wait_until(lambda: bool(engine.rows))
    id_ = engine.transfer().id
    engine.post(Pause((id_,)))
    engine.wait_until(lambda: engine.activity() is Activity.PAUSED)
    box.world.faults.release()
    clocks.sleep()
    engine.post(Resume((id_,)))
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert nothing_failed(engine)
    assert steps(box).count("presign") == 2
    assert steps(box).count("put") == 2, "the one of before the night, and one with a link that is good"


@pytest.mark.parametrize("size", [500, 300_000])
def test_a_back_off_that_ended_in_the_night_is_over_in_the_morning(
    make_engine: Callable[..., Harness], box: Sandbox, clocks: Time, tmp_path: Path, size: int
) -> None:
    patient = replace(QUICK, base=NIGHT / 2, cap=NIGHT / 2)
    engine = make_engine(box, policy=patient, clocks=Clocks(monotonic=clocks.steady, wall=clocks.wall))
    box.world.faults.add("inline:500" if size == 500 else "put:500")
    engine.submit(box, make_png(tmp_path / "it.png", size))
    engine.wait_until(lambda: engine.activity() is Activity.RETRYING)
    clocks.sleep()
    engine.wait_settled()  # nobody has to wake the queue
    assert engine.transfer().stage is Stage.DONE
    assert nothing_failed(engine)


def test_a_wait_that_layers_asked_for_is_over_in_the_morning(
    engine: Harness, box: Sandbox, clocks: Time, small: Path
) -> None:
    box.world.faults.add("inline:429:1:3600")
    engine.submit(box, small)
    engine.wait_until(lambda: engine.hold is not None and engine.hold.reason is HoldReason.WRITE_BUDGET)
    clocks.sleep()
    engine.wait_settled()
    assert engine.transfer().stage is Stage.DONE
    assert nothing_failed(engine)
    engine.wait_until(lambda: engine.hold is None)
