"""Hundreds of files at sixty writes a minute: as fast as allowed, no file failed, hardly ever a refusal.

The real queue, client and sockets against the sandbox's own limit. Minutes pass at once: the clocks of the
queue and of the sandbox are put forward together whenever nothing but the budget is waited for.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import QObject, Slot

from layers_desktop.api.rate_limits import ANSWER_TIMEOUT, INLINE_LIMIT
from layers_desktop.core.clock import Clocks
from layers_desktop.sandbox import Fault, Sandbox
from layers_desktop.sandbox.records import RequestRecord
from layers_desktop.transfers.commands import Pause, Resume, SetConcurrency
from layers_desktop.transfers.queue import TransferQueue
from layers_desktop.transfers.transfer import Activity, HoldReason, Snapshot, Stage
from tests.integration.faults.conftest import Clock
from tests.support.engine_harness import Harness, make_png

ALLOWED = 60
"""Writes a minute of a standard key (Layers: rate limits)."""
SMALL_ONES, LARGE_ONES = 260, 24
SHORT = 5.0
"""Seconds. A wait that ends so soon passes by itself: else the queue might go on in the middle of a step."""
WRITES = {"inline", "presign", "finalize"}
STEPS_OUT = {Activity.PREPARING, Activity.SENDING, Activity.FINISHING}


def is_out(row: Snapshot) -> bool:
    """Tell whether another step than the inspection is out.

    On a clock that is put forward, a file may seem to be inspected for a minute, and is shown so.
    """
    return row.transfer.inspected and row.activity in STEPS_OUT


class Order(QObject):
    """Hears each step as it is given out, and notes every one that went before a finalize that was ready."""

    def __init__(self, queue: TransferQueue) -> None:
        super().__init__()
        self.overtaken: list[tuple[str, str]] = []
        self._rows: dict[int, Snapshot] = {}
        queue.added.connect(self._heard)
        queue.changed.connect(self._heard)

    @Slot(object)
    def _heard(self, snapshots: Sequence[Snapshot]) -> None:
        for row in snapshots:
            id_ = row.transfer.id
            before = self._rows.get(id_)
            self._rows[id_] = row
            begins = before is not None and before.activity is Activity.WAITING and is_out(row)
            if begins and row.transfer.stage is Stage.QUEUED:
                self.overtaken += [(row.transfer.name, name) for name in self._ready_to_finalize()]

    def _ready_to_finalize(self) -> list[str]:
        stored = (row for row in self._rows.values() if row.transfer.stage is Stage.UPLOADED)
        return [row.transfer.name for row in stored if row.activity is Activity.WAITING]


class Batch:
    """A sandbox with a standard key, an engine on the same clock, and files to send."""

    def __init__(
        self, box: Sandbox, engine: Harness, clock: Clock, clock_of_box: Clock, folder: Path
    ) -> None:
        self.box = box
        self.engine = engine
        self.order = Order(engine.engine.queue)
        self._clock = clock
        self._clock_of_box = clock_of_box
        sizes = [INLINE_LIMIT + 1_000 * n for n in range(LARGE_ONES)]
        sizes += [400 + n for n in range(SMALL_ONES - 1)] + [INLINE_LIMIT - 1]
        self.files = [make_png(folder / f"{size}.png", size) for size in sizes]

    def run(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Send all files; `meanwhile` is called at the end of each wait, before the queue goes on."""
        engine = self.engine
        engine.sign_in(self.box, tier="standard")
        engine.submit(self.box, *self.files)
        engine.wait_until(lambda: len(engine.rows) == len(self.files))
        while engine.unsettled:
            engine.wait_until(lambda: not engine.unsettled or self._only_the_budget_is_waited_for)
            engine.catch_up()
            if engine.unsettled and self._only_the_budget_is_waited_for:
                self._let_the_wait_be_over(meanwhile)
                engine.post(SetConcurrency(4))  # anything that makes the queue look at its clock

    @property
    def _only_the_budget_is_waited_for(self) -> bool:
        hold = self.engine.hold
        if hold is None or hold.reason is not HoldReason.WRITE_BUDGET or hold.until is None:
            return False
        busy = any(is_out(row) for row in self.engine.unsettled)
        return not busy and hold.until > self._clock() + SHORT

    def _let_the_wait_be_over(self, meanwhile: Callable[[], object]) -> None:
        assert self.engine.hold is not None
        assert self.engine.hold.until is not None
        assert self.engine.hold.writes_per_minute == ALLOWED
        seconds = self.engine.hold.until - self._clock()
        self._clock_of_box.forward(seconds)
        meanwhile()
        self._clock.forward(seconds)

    @property
    def writes(self) -> list[RequestRecord]:
        """The writes of the program itself."""
        asked = self.box.world.requests
        ours = (one for one in asked if "layers-desktop" in one.headers.get("user-agent", ""))
        return [request for request in ours if request.step in WRITES]

    @property
    def refusals(self) -> list[float]:
        return [request.at for request in self.writes if request.status == 429]

    def all_became_assets_in_the_fewest_calls(self) -> None:
        assert self.engine.stages() == {Stage.DONE: len(self.files)}
        made = {asset.filename: asset for asset in self.box.world.assets}
        assert len(made) == len(self.box.world.assets) == len(self.files)
        for path in self.files:
            came_inline = made[path.name].upload_id is None
            assert came_inline == (path.stat().st_size < INLINE_LIMIT), path.name
        assert not self.order.overtaken, "a finalize that was ready waited while another write went out"
        accepted = Counter(request.step for request in self.writes if request.status != 429)
        assert accepted == {"inline": SMALL_ONES, "presign": LARGE_ONES, "finalize": LARGE_ONES}


@pytest.fixture
def batch(
    make_box: Callable[..., Sandbox],
    make_engine: Callable[..., Harness],
    clock: Clock,
    tmp_path: Path,
) -> Batch:
    clock_of_box = Clock()
    box = make_box(tier="standard", clock=clock_of_box.wall)
    engine = make_engine(clocks=Clocks(monotonic=clock, wall=clock.wall))
    return Batch(box, engine, clock, clock_of_box, tmp_path / "files")


def most_within(times: Sequence[float], seconds: float) -> int:
    """Return how many of these lie within so many seconds, at most."""
    return max((sum(start <= at < start + seconds for at in times) for start in times), default=0)


def test_a_batch_of_hundreds_runs_at_the_allowed_speed_without_a_failed_file(batch: Batch) -> None:
    batch.run()
    batch.all_became_assets_in_the_fewest_calls()
    assert not batch.refusals  # nobody else uses the key
    times = [request.at for request in batch.writes]
    assert most_within(times, 60.0) <= ALLOWED
    # No slower than allowed: whole minutes between the first write and the last, and one for each full sixty.
    minutes = -(-len(times) // ALLOWED)
    assert times[-1] - times[0] < minutes * 62.0


def test_with_another_program_on_the_same_key_there_is_at_most_one_refusal_a_minute(batch: Batch) -> None:
    shares = cycle([20, ALLOWED, 0, 45])

    use_up(batch.box, ALLOWED)  # as after a restart in the middle of a batch: nothing is left of this minute
    batch.run(lambda: use_up(batch.box, next(shares)))
    batch.all_became_assets_in_the_fewest_calls()
    assert len(batch.refusals) > 1
    assert most_within(batch.refusals, 60.0) == 1


def use_up(box: Sandbox, writes: int) -> None:
    """Spend writes of the key from outside: calls of another program, which Layers takes or refuses."""
    project = box.world.projects[0].project_id
    with httpx.Client(base_url=box.base_url, headers={"X-Api-Key": box.key}, trust_env=False) as other:
        for _ in range(writes):
            if other.post(f"/v1/projects/{project}/media/finalize", json={}).status_code == 429:
                return


def test_writes_that_are_on_their_way_are_not_given_out_twice(
    make_box: Callable[..., Sandbox], make_engine: Callable[..., Harness], tmp_path: Path
) -> None:
    box = make_box(writes_per_minute=7)
    use_up(box, 2)  # so that the count of our own writes does not tell
    box.world.faults.add(Fault("inline", "stall", times=3, skip=1))
    engine = make_engine(box)
    engine.submit(box, *(make_png(tmp_path / f"{number}.png", 500) for number in range(8)))
    assert box.world.faults.wait_held(3)
    # Two were answered: "three left", and three are on their way that Layers has not counted yet.
    engine.wait_until(lambda: engine.stages()[Stage.DONE] >= 2)
    engine.post(Pause())  # heard after all that followed from the second answer
    engine.wait_until(lambda: engine.hold is not None and engine.hold.reason is HoldReason.PAUSED)
    assert Counter(row.activity for row in engine.unsettled)[Activity.SENDING] == 3
    assert engine.stages()[Stage.DONE] == 2
    engine.post(Resume())
    box.world.faults.release()
    engine.wait_until(
        lambda: engine.stages()[Stage.DONE] == 5 and not any(is_out(row) for row in engine.unsettled)
    )
    assert not [request for request in box.world.requests if request.status == 429]


class StillClock:
    """A clock that moves when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def out(engine: Harness) -> int:
    """How many files are on their way, when everything is heard."""
    engine.post(SetConcurrency(4))  # anything that makes the queue look at its clock
    engine.catch_up()
    return sum(is_out(row) for row in engine.unsettled)


def test_while_the_first_answer_is_slow_no_second_write_runs_into_the_same_refusal(
    make_box: Callable[..., Sandbox], make_engine: Callable[..., Harness], tmp_path: Path
) -> None:
    clock = StillClock()
    box = make_box(writes_per_minute=7)
    use_up(box, 7)
    refused = len([request for request in box.world.requests if request.status == 429])
    box.world.faults.add(Fault("inline", "stall", times=2))
    engine = make_engine(box, clocks=Clocks(monotonic=clock, wall=time.time))
    engine.submit(box, *(make_png(tmp_path / f"{number}.png", 500) for number in range(8)))
    assert box.world.faults.wait_held()
    assert out(engine) == 1
    clock.now += ANSWER_TIMEOUT - 0.5
    assert out(engine) == 1
    assert engine.hold is None, "nothing is wrong that a person should read of"
    box.world.faults.clear()
    box.world.faults.release()
    engine.wait_until(lambda: engine.hold is not None and engine.hold.reason is HoldReason.WRITE_BUDGET)
    assert out(engine) == 0
    assert len([request for request in box.world.requests if request.status == 429]) == refused + 1


def test_a_write_that_stalls_holds_up_the_others_for_a_few_seconds_only(
    make_box: Callable[..., Sandbox], make_engine: Callable[..., Harness], tmp_path: Path
) -> None:
    clock = StillClock()
    box = make_box(tier="standard")
    box.world.faults.add(Fault("inline", "stall"))
    engine = make_engine(clocks=Clocks(monotonic=clock, wall=time.time))
    engine.sign_in(box, tier="standard")
    engine.submit(box, *(make_png(tmp_path / f"{number}.png", 500) for number in range(8)))
    assert box.world.faults.wait_held()
    assert out(engine) == 1
    clock.now += ANSWER_TIMEOUT
    engine.post(SetConcurrency(4))
    engine.wait_until(lambda: engine.stages()[Stage.DONE] == 7)
    engine.release_and_settle(box, rows=8)
    assert len(box.world.assets) == 8
