"""What waits for the write budget goes on by itself, however time passes while the queue decides."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.api.account import Account
from layers_desktop.api.errors import RateLimited
from layers_desktop.core.secrets import ApiKey
from layers_desktop.transfers.dispatcher import Dispatcher
from layers_desktop.transfers.ready_queue import ReadyQueue
from layers_desktop.transfers.steps import Step
from layers_desktop.transfers.store import Clocks
from layers_desktop.transfers.worker_pool import WorkerPool
from tests.unit.transfers.model_layers import ModelWorker
from tests.unit.transfers.test_ready_queue import WALL, task

RETRY_AFTER = 5.0


class TickingClock:
    """A clock that moves on at each look, as a busy machine's does between two lines."""

    def __init__(self, ticks: list[float]) -> None:
        self.now = 0.0
        self._ticks = itertools.cycle(ticks)

    def __call__(self) -> float:
        self.now += next(self._ticks)
        return self.now


def give_out(dispatcher: Dispatcher) -> int:
    """Give out all that may go; returns how many steps that was."""
    given = 0
    while (chosen := dispatcher.choose()) is not None:
        step, chosen_work = chosen
        dispatcher.give(step, chosen_work)
        given += 1
    return given


@given(ticks=st.lists(st.sampled_from([0.0, 0.001, 0.3, 1.7]), min_size=1, max_size=30).filter(any))
def test_a_write_that_waits_for_the_budget_is_always_waited_for(ticks: list[float]) -> None:
    clock = TickingClock(ticks)
    ready = ReadyQueue()
    workers: list[ModelWorker] = []

    def hire() -> ModelWorker:
        workers.append(ModelWorker())
        return workers[-1]

    dispatcher = Dispatcher(ready, WorkerPool(hire), Clocks(monotonic=clock, wall=lambda: WALL), senders=4)
    dispatcher.set_account(
        Account(base_url="http://127.0.0.1:1", key=ApiKey("lyr_key"), organization_id="org")
    )
    ready.put(task(1, Step.INLINE), clock.now, WALL)
    given = give_out(dispatcher)
    refused_at = clock.now
    job, workers[0].job = workers[0].job, None
    assert job is not None
    dispatcher.record_failure(job, RateLimited(retry_after=RETRY_AFTER), hold=None)
    ready.ended(1)
    ready.put(task(1, Step.INLINE), clock.now, WALL)
    while given < 2:
        given += give_out(dispatcher)
        if given < 2:
            date = dispatcher.next_date()
            assert date is not None, "nothing would ever wake the queue"
            clock.now = max(clock.now, date)
    dispatcher.close()
    assert clock.now >= refused_at + RETRY_AFTER
