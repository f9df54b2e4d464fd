from __future__ import annotations

from collections.abc import Callable

import pytest

from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Snapshot, Stage
from layers_desktop.ui.uploads.totals import TimeLeft, TotalsCounter
from tests.support.tables import for_each

Make = Callable[..., Snapshot]
LONG = Hold(HoldReason.WRITE_BUDGET, until=1_050.0, writes_per_minute=60)


def _work(make: Make, rows: list[tuple[Stage, int]], *, sending: bool = True) -> TotalsCounter:
    work = TotalsCounter()
    for number, (stage, size) in enumerate(rows):
        work.put([(make(number, stage, size=size), 0)])
    if sending:
        work.put([(make(99, Stage.UPLOADED, Activity.FINISHING, size=0), 0)])
    return work


@pytest.mark.parametrize(("speed", "left"), [(100.0, 10.0), (None, None)])
def test_it_comes_from_the_bytes_left(make: Make, speed: float | None, left: float | None) -> None:
    work = TotalsCounter()
    work.put([(make(1, Stage.PRESIGNED, Activity.SENDING, size=1_500), 500)])
    assert TimeLeft().seconds(work, speed, 0.0) == left


@for_each(
    ("rows", "left"),
    [
        ([(Stage.QUEUED, 10_000)] * 29, 30.0),
        ([(Stage.QUEUED, 256_000)] * 29, 59.0),
        ([(Stage.PRESIGNED, 256_000)] * 29, 30.0),
        ([(Stage.DONE, 256_000)] * 30, 1.0),
        ([(Stage.QUEUED, 256_000_000)], 256.0),
    ],
)
def test_it_is_not_shorter_than_the_write_budget_allows(
    make: Make, rows: list[tuple[Stage, int]], left: float
) -> None:
    outlook = TimeLeft()
    outlook.show_hold(LONG, 1_000.0)
    outlook.show_hold(None, 1_050.0)
    assert outlook.seconds(_work(make, rows), 1_000_000.0, 1_050.0) == left


def test_a_hold_for_the_budget_counts_down(make: Make) -> None:
    outlook = TimeLeft()
    outlook.show_hold(LONG, 1_000.0)
    work = _work(make, [(Stage.QUEUED, 10_000)] * 30, sending=False)
    assert [outlook.seconds(work, None, now) for now in (1_000.0, 1_020.0, 1_060.0)] == [80.0, 60.0, 30.0]


def test_a_short_wait_after_a_429_is_no_measure_for_many_files(make: Make) -> None:
    outlook = TimeLeft()
    outlook.show_hold(Hold(HoldReason.WRITE_BUDGET, until=1_005.0, writes_per_minute=1), 1_000.0)
    work = _work(make, [(Stage.QUEUED, 10_000)] * 90)
    assert outlook.seconds(work, 1_000.0, 1_000.0) is None
    assert outlook.limit(work) is None
    outlook.show_hold(None, 1_005.0)
    assert outlook.seconds(work, 900_000.0, 1_005.0) == 1.0


@for_each("reason", [HoldReason.SIGNED_OUT, HoldReason.PAUSED, HoldReason.OFFLINE, HoldReason.SUSPENDED])
def test_nobody_can_tell_while_a_person_or_the_network_is_waited_for(make: Make, reason: HoldReason) -> None:
    outlook = TimeLeft()
    outlook.show_hold(LONG, 1_000.0)
    outlook.show_hold(Hold(reason), 1_001.0)
    assert outlook.seconds(_work(make, [(Stage.QUEUED, 10_000)]), 1_000.0, 1_002.0) is None


@for_each(
    ("hold", "writes", "limit"),
    [
        (LONG, 1, 60),
        (LONG, 500, 60),
        (None, 500, 60),  # between two holds: the next one comes
        (None, 60, None),  # what is left goes out within this minute
        (Hold(HoldReason.OFFLINE), 500, None),
    ],
)
def test_the_limit_is_told_while_the_rest_waits_for_it(
    make: Make, hold: Hold | None, writes: int, limit: int | None
) -> None:
    outlook = TimeLeft()
    outlook.show_hold(LONG, 1_000.0)
    outlook.show_hold(hold, 1_050.0)
    work = _work(make, [(Stage.QUEUED, 10_000)] * writes, sending=False)
    assert outlook.limit(work) == limit


def test_no_limit_is_told_that_was_never_met(make: Make) -> None:
    assert TimeLeft().limit(_work(make, [(Stage.QUEUED, 10_000)] * 500)) is None


@for_each("writes", [0, 1, 61, 500])
@for_each("sending", [True, False])
@for_each("met", [True, False])
@for_each("left", [None, 5.0, 50.0])
def test_a_limit_is_told_with_its_time_or_not_at_all(
    make: Make, writes: int, sending: bool, met: bool, left: float | None
) -> None:
    outlook = TimeLeft()
    if met:
        outlook.show_hold(LONG, 1_000.0)
    until = None if left is None else 1_050.0 + left
    hold = Hold(HoldReason.WRITE_BUDGET, until=until, writes_per_minute=60)
    outlook.show_hold(None if left is None else hold, 1_050.0)
    work = _work(make, [(Stage.QUEUED, 10_000)] * writes, sending=sending)
    if outlook.limit(work) is not None:
        assert outlook.seconds(work, None, 1_050.0) is not None


def test_the_limit_of_a_key_is_forgotten_with_it(make: Make) -> None:
    outlook = TimeLeft()
    for hold in (LONG, Hold(HoldReason.SIGNED_OUT), None):
        outlook.show_hold(hold, 1_000.0)
    work = _work(make, [(Stage.QUEUED, 10_000)] * 500)
    assert outlook.limit(work) is None
    assert outlook.seconds(work, None, 1_050.0) is None


def test_nothing_that_is_sent_has_no_time_left(make: Make) -> None:
    work = _work(make, [(Stage.QUEUED, 10_000)], sending=False)
    assert TimeLeft().seconds(work, 1_000.0, 0.0) is None
