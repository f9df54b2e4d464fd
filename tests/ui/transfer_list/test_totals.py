from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.transfers.transfer import Activity, Snapshot, Stage
from layers_desktop.ui.transfer_list.totals import Totals, TotalsCounter, totals_of

Make = Callable[..., Snapshot]

NEWS = st.tuples(
    st.integers(1, 6),
    st.sampled_from([*Stage, None]),
    st.sampled_from(Activity),
    st.none() | st.integers(0, 10_000),
    st.integers(0, 20_000),
)


@given(st.lists(NEWS, max_size=40))
def test_sums_kept_change_by_change_equal_sums_computed_anew(
    make: Make, news: list[tuple[int, Stage | None, Activity, int | None, int]]
) -> None:
    counter = TotalsCounter()
    known: dict[int, Snapshot] = {}
    counted: dict[int, int] = {}
    flow = 0
    for transfer_id, stage, activity, size, sent in news:
        if stage is None:
            known.pop(transfer_id, None)
            counter.remove(transfer_id)
        else:
            known[transfer_id] = make(transfer_id, stage, activity, size=size)
            counted[transfer_id] = sent
            counter.put(known[transfer_id], sent)
        totals = counter.totals()
        assert totals == totals_of(known.values(), counted)
        assert 0 <= totals.bytes_sent <= totals.bytes_total
        assert totals.active + totals.settled == totals.count
        assert counter.flow >= flow
        flow = counter.flow


def test_sums_are_of_bytes_and_leave_out_what_is_not_going_to_be_sent(make: Make) -> None:
    rows = [
        make(1, Stage.DONE, size=100),
        make(2, Stage.SIGNED, Activity.SENDING, size=1_000),
        make(3, Stage.STORED, Activity.FINISHING, size=10),
        make(4, Stage.REFUSED, size=7_000),
        make(5, Stage.FAILED, size=8_000),
        make(6, Stage.CANCELLED, size=9_000),
        make(7, size=500),
    ]
    assert totals_of(rows, {2: 250, 7: 499}) == Totals(
        count=7, settled=4, done=1, needs_you=2, bytes_total=1_610, bytes_sent=360
    )


@pytest.mark.parametrize(("speed", "left"), [(100.0, 10.0), (None, None)])
def test_the_time_left_comes_from_the_bytes_left(make: Make, speed: float | None, left: float | None) -> None:
    counter = TotalsCounter()
    counter.put(make(1, Stage.SIGNED, Activity.SENDING, size=1_500), 500)
    assert counter.totals(speed).seconds_left == left


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ([(Stage.QUEUED, 10_000)] * 30, 30.0),
        ([(Stage.QUEUED, 256_000)] * 30, 60.0),
        ([(Stage.SIGNED, 256_000)] * 30, 30.0),
        ([(Stage.DONE, 256_000)] * 30, None),
        ([(Stage.QUEUED, 256_000_000)], 256.0),
    ],
)
def test_the_time_left_is_not_shorter_than_the_write_budget_allows(
    make: Make, rows: list[tuple[Stage, int]], left: float | None
) -> None:
    counter = TotalsCounter()
    for number, (stage, size) in enumerate(rows):
        counter.put(make(number, stage, size=size), 0)
    assert counter.totals(1_000_000.0, 60).seconds_left == left


def test_nothing_left_has_no_time_left(make: Make) -> None:
    counter = TotalsCounter()
    counter.put(make(1, Stage.DONE, size=1_500), 0)
    assert counter.totals(10.0).seconds_left is None


def test_rows_that_arrive_finished_were_not_sent_now(make: Make) -> None:
    counter = TotalsCounter()
    counter.put(make(1, Stage.DONE, size=1_500), 0)
    assert counter.flow == 0
