from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.transfers.transfer import Activity, Snapshot, Stage
from layers_desktop.ui.uploads.totals import Totals, TotalsCounter

Make = Callable[..., Snapshot]

NEWS = st.tuples(
    st.integers(1, 6),
    st.sampled_from([*Stage, None]),
    st.sampled_from(Activity),
    st.none() | st.integers(0, 10_000),
    st.integers(0, 20_000),
)


def _of_new(snapshots: Iterable[Snapshot], counted: Mapping[int, int]) -> Totals:
    """Return the sums of rows that come all at once."""
    counter = TotalsCounter()
    counter.put((snapshot, counted.get(snapshot.transfer.id, 0)) for snapshot in snapshots)
    return counter.totals()


def _of_list(totals: Totals) -> tuple[int, ...]:
    return totals.count, totals.settled, totals.done, totals.needs_you, totals.paused


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
            counter.remove([transfer_id])
        else:
            known[transfer_id] = make(transfer_id, stage, activity, size=size)
            counted[transfer_id] = sent
            counter.put([(known[transfer_id], sent)])
        totals = counter.totals()
        anew = _of_new(known.values(), counted)
        assert _of_list(totals) == _of_list(anew)
        assert totals.run_count - totals.run_settled == totals.active
        assert 0 <= totals.bytes_sent <= totals.bytes_total
        assert totals.active + totals.settled == totals.count
        assert counter.flow >= flow
        flow = counter.flow


def test_sums_are_of_bytes_and_leave_out_what_is_not_going_to_be_sent(make: Make) -> None:
    rows = [
        make(1, Stage.DONE, size=100),
        make(2, Stage.PRESIGNED, Activity.SENDING, size=1_000),
        make(3, Stage.UPLOADED, Activity.FINISHING, size=10),
        make(4, Stage.REFUSED, size=7_000),
        make(5, Stage.FAILED, size=8_000),
        make(6, Stage.CANCELLED, size=9_000),
        make(7, size=500),
    ]
    assert _of_new(rows, {2: 250, 7: 499}) == Totals(
        count=7,
        settled=4,
        done=1,
        needs_you=2,
        failed=1,
        run_count=4,
        run_settled=1,
        bytes_total=1_510,
        bytes_sent=260,
    )


def test_a_run_begins_at_zero_when_everything_had_settled(make: Make) -> None:
    counter = TotalsCounter()
    counter.put([(make(1, Stage.DONE, size=5_000), 0)])
    counter.put([(make(2, size=100), 0)])
    counter.put([(make(3, size=10), 0)])
    counter.put([(make(2, Stage.DONE, size=100), 0)])
    assert _run(counter) == (2, 1, 110, 100)
    counter.put([(make(3, Stage.DONE, size=10), 0)])
    assert _run(counter) == (2, 2, 110, 110)
    counter.put([(make(4, size=7), 0)])
    assert _run(counter) == (1, 0, 7, 0)
    assert counter.totals().count == 4


def test_what_was_refused_out_of_the_drop_counts_as_settled_but_not_as_bytes(make: Make) -> None:
    counter = TotalsCounter()
    counter.put([(make(1, Stage.REFUSED, size=900), 0)])  # of the journal, at the start
    counter.put([(make(2, size=900), 0), (make(3, size=10), 0), (make(4, Stage.REFUSED), 0)])
    counter.put([(make(2, Stage.REFUSED, size=900), 0)])
    assert _run(counter) == (3, 2, 10, 0)


def test_a_retry_alone_is_a_run_of_its_own(make: Make) -> None:
    counter = TotalsCounter()
    counter.put([(make(1, size=100), 0)])
    counter.put([(make(2, size=10), 0)])
    counter.put([(make(1, Stage.DONE, size=100), 0)])
    counter.put([(make(2, Stage.FAILED, size=10), 0)])
    counter.put([(make(2, size=10), 0)])
    assert _run(counter) == (1, 0, 10, 0)
    counter.remove([2])
    assert _run(counter) == (0, 0, 0, 0)


def test_a_file_that_waits_for_a_choice_needs_a_person_and_holds_no_run_open(make: Make) -> None:
    counter = TotalsCounter()
    counter.put([(make(1, activity=Activity.KNOWN, known_asset_id="med_1", size=10), 0)])
    totals = counter.totals()
    assert (totals.active, totals.needs_you, totals.bytes_total) == (0, 1, 0)
    counter.put([(make(1, Stage.DONE, known_asset_id="med_1", asset_id="med_1", reused=True, size=10), 0)])
    totals = counter.totals()
    assert (totals.done, totals.needs_you, totals.bytes_total, counter.flow) == (1, 0, 0, 0)


def test_paused_files_are_counted_and_what_is_left_does_not_wait_for_them(make: Make) -> None:
    counter = TotalsCounter()
    counter.put([(make(1, Stage.PRESIGNED, Activity.PAUSED, size=500), 0)])
    totals = counter.totals()
    assert (totals.active, totals.paused, totals.all_paused, totals.bytes_total) == (1, 1, True, 500)
    assert (counter.bytes_left, counter.writes, counter.busy) == (0, 0, 0)


def test_what_needs_a_key_or_a_project_is_active_and_does_not_go_on_by_itself(make: Make) -> None:
    counter = TotalsCounter()
    keyless = make(1, account_id="", project_id="", project_name="", kind=None, size=None)
    homeless = make(2, project_id="prj_gone", project_name="", size=500)
    counter.put(
        [(keyless, 0), (homeless, 0), (make(3, Stage.PRESIGNED, Activity.PAUSED, project_name=""), 0)]
    )
    totals = counter.totals()
    assert (totals.active, totals.unassigned, totals.paused, totals.needs_you) == (3, 2, 1, 0)
    assert (counter.bytes_left, counter.writes) == (0, 0)


@given(st.lists(NEWS, max_size=40), st.integers(1, 7))
def test_news_that_come_together_count_like_news_that_come_one_by_one(
    make: Make, news: list[tuple[int, Stage | None, Activity, int | None, int]], at_once: int
) -> None:
    rows = [
        (make(transfer_id, stage, activity, size=size), sent)
        for transfer_id, stage, activity, size, sent in news
        if stage is not None
    ]
    single, several = TotalsCounter(), TotalsCounter()
    for row in rows:
        single.put([row])
    for first in range(0, len(rows), at_once):
        several.put(rows[first : first + at_once])
    assert _of_list(single.totals()) == _of_list(several.totals())
    assert (single.flow, single.busy, single.bytes_left) == (several.flow, several.busy, several.bytes_left)


def _run(counter: TotalsCounter) -> tuple[int, int, int, int]:
    totals = counter.totals()
    return totals.run_count, totals.run_settled, totals.bytes_total, totals.bytes_sent


def test_rows_that_arrive_finished_were_not_sent_now(make: Make) -> None:
    counter = TotalsCounter()
    counter.put([(make(1, Stage.DONE, size=1_500), 0)])
    assert counter.flow == 0
