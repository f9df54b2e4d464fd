"""The write budget: never more than allowed in any minute, no wait longer than needed, Layers obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers_desktop.api.rate_limits import (
    ANSWER_TIMEOUT,
    FRESH,
    LONGEST_WAIT,
    UNHEARD_GAP,
    WAIT_WITHOUT_ADVICE,
    WINDOW,
    WriteBudget,
)


class Clock:
    """Time that passes only when told to. Whole 1/1024 seconds, so that sums are exact."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def spend_all_due(budget: WriteBudget, clock: Clock) -> int:
    count = 0
    while budget.earliest() <= clock.now:
        budget.spend()
        budget.answered()
        count += 1
    return count


@pytest.mark.parametrize(
    ("tier", "writes"), [("standard", 60), ("pilot", 600), ("partner", 3_000), ("", 60), ("gold", 60)]
)
def test_a_tier_allows_what_layers_documents_and_an_unknown_one_the_least(
    tier: str, writes: int, clock: Clock
) -> None:
    budget = WriteBudget(tier, clock=clock)
    assert budget.writes_per_minute == writes
    assert spend_all_due(budget, clock) == writes
    assert budget.earliest() == clock.now + WINDOW
    clock.now += WINDOW
    assert spend_all_due(budget, clock) == writes


def test_a_write_that_is_not_due_is_a_fault_of_the_caller(clock: Clock) -> None:
    budget = WriteBudget("standard", clock=clock)
    budget.refused(5)
    with pytest.raises(RuntimeError):
        budget.spend()


ticks = st.integers(min_value=0, max_value=40 * 1024).map(lambda tick: tick / 1024)


@settings(max_examples=200, deadline=None)
@given(pauses=st.lists(ticks, min_size=1, max_size=60), allowance=st.integers(min_value=1, max_value=7))
def test_in_no_minute_are_there_more_writes_than_allowed_and_none_waits_too_long(
    pauses: list[float], allowance: int
) -> None:
    clock = Clock()
    budget = WriteBudget("standard", clock=clock)
    budget.observe(limit_per_minute=allowance)
    spent: list[float] = []
    for pause in pauses:
        clock.now += pause
        due = budget.earliest()
        if due > clock.now:
            # Needed: with one write a moment earlier, this one would be one too many within the window.
            assert sum(1 for at in spent if at > due - WINDOW - 0.001) >= allowance
            clock.now = due
        budget.spend()
        budget.answered()
        spent.append(clock.now)
    for index, start in enumerate(spent):
        assert sum(1 for at in spent[index:] if at < start + 60.0) <= allowance


@settings(max_examples=100, deadline=None)
@given(
    events=st.lists(
        st.tuples(st.sampled_from(["spend", "refused", "observe"]), ticks, st.integers(0, 70)), max_size=60
    )
)
def test_no_write_goes_before_what_a_refusal_asked_for_and_every_wait_ends(
    events: list[tuple[str, float, int]],
) -> None:
    clock = Clock()
    budget = WriteBudget("standard", clock=clock)
    not_before = 0.0
    for event, pause, number in events:
        clock.now += pause
        match event:
            case "refused":
                budget.refused(float(number))
                not_before = max(not_before, clock.now + number)
            case "observe":
                budget.observe(None, number, pause)
            case _:
                due = budget.earliest()
                assert due >= not_before
                assert due <= max(clock.now + WINDOW, not_before)
                clock.now = max(clock.now, due)
                assert budget.earliest() <= clock.now
                budget.spend()


@pytest.mark.parametrize(
    ("advice", "wait"), [(23.0, 23.0), (None, WAIT_WITHOUT_ADVICE), (-1.0, 0.0), (1e9, LONGEST_WAIT)]
)
def test_a_refusal_says_how_long_to_wait(advice: float | None, wait: float, clock: Clock) -> None:
    budget = WriteBudget("standard", clock=clock)
    budget.refused(advice)
    assert budget.earliest() == clock.now + wait


def test_a_shorter_refusal_does_not_shorten_a_longer_one(clock: Clock) -> None:
    budget = WriteBudget("standard", clock=clock)
    budget.refused(30)
    budget.refused(1)
    assert budget.earliest() == clock.now + 30


@pytest.mark.parametrize(
    ("tier", "limit", "allowed"),
    [
        ("standard", 10, 10),
        ("standard", 10_000, 60),
        ("pilot", 60, 60),
        ("gold", 120, 120),
        ("gold", 1_000_000, 3_000),
        ("standard", 0, 60),
        ("standard", None, 60),
    ],
)
def test_a_limit_that_layers_names_lowers_a_known_tier_and_defines_an_unknown_one(
    tier: str, limit: int | None, allowed: int, clock: Clock
) -> None:
    budget = WriteBudget(tier, clock=clock)
    budget.observe(limit)
    assert budget.writes_per_minute == allowed
    assert spend_all_due(budget, clock) == allowed


def test_a_lowered_limit_counts_what_was_already_spent(clock: Clock) -> None:
    budget = WriteBudget("standard", clock=clock)
    for _ in range(10):
        budget.spend()
        clock.now += 1
    budget.answered()
    budget.observe(5)
    # Ten are in the window; the sixth of them has to leave before another may go.
    assert budget.earliest() == 1_000.0 + 5 + WINDOW


def test_writes_that_another_program_made_are_left_out_until_the_reset(clock: Clock) -> None:
    budget = WriteBudget("standard", clock=clock)
    budget.observe(60, 2, 20.0)
    assert spend_all_due(budget, clock) == 2
    assert budget.earliest() == clock.now + 20
    clock.now += 20
    budget.spend()
    assert budget.earliest() == clock.now + UNHEARD_GAP  # how many are left again is for the answer to say
    budget.answered()
    assert spend_all_due(budget, clock) == 57


def test_writes_that_are_on_their_way_count_against_what_is_left(clock: Clock) -> None:
    budget = WriteBudget("standard", clock=clock)
    budget.observe(60, 5, 20.0, on_their_way=3)
    assert spend_all_due(budget, clock) == 2
    assert budget.earliest() == clock.now + 20


def test_a_reset_that_dates_round_beyond_the_minute_is_believed(clock: Clock) -> None:
    budget = WriteBudget("standard", clock=clock)
    budget.observe(60, 0, 61.0)  # 12:01:00.2 rounded up, less 12:00:00.9 rounded down
    assert budget.earliest() == clock.now + WINDOW


def test_until_layers_answers_only_one_write_a_second_goes(clock: Clock) -> None:
    """The key may have been used up by an earlier run: that must be one refusal, not one an upload."""
    budget = WriteBudget("standard", clock=clock)
    budget.spend()
    assert budget.earliest() == clock.now + UNHEARD_GAP
    budget.answered()
    assert budget.earliest() <= clock.now


@settings(max_examples=300, deadline=None)
@given(
    events=st.lists(
        st.tuples(st.sampled_from(["write", "write", "answer", "lose"]), st.integers(0, 4 * 1024)),
        max_size=50,
    )
)
def test_while_nothing_fresh_is_known_one_write_at_a_time_asks(events: list[tuple[str, int]]) -> None:
    """As long as its answer may come soon; one that stalls holds nobody up for longer than that."""
    clock = Clock()
    budget = WriteBudget("standard", clock=clock)
    on_their_way = 0
    went_at = answered_at = float("-inf")
    for event, pause in events:
        clock.now += pause / 1024
        match event:
            case "write":
                due = budget.earliest(on_their_way=on_their_way)
                if clock.now <= answered_at + FRESH:
                    assert due <= clock.now
                elif on_their_way:
                    assert due == max(clock.now, went_at + ANSWER_TIMEOUT)
                else:
                    assert due == max(clock.now, went_at + UNHEARD_GAP)
                if due <= clock.now:
                    budget.spend()
                    went_at = clock.now
                    on_their_way += 1
            case "answer" if on_their_way:
                budget.answered()
                answered_at = clock.now
                on_their_way -= 1
            case _:
                on_their_way = max(0, on_their_way - 1)


def test_after_a_wait_one_write_asks_whether_the_rest_may_go(clock: Clock) -> None:
    budget = WriteBudget("standard", clock=clock)
    assert spend_all_due(budget, clock) == 60
    clock.now += WINDOW
    budget.spend()
    assert budget.earliest() == clock.now + UNHEARD_GAP
    budget.answered()
    assert spend_all_due(budget, clock) == 59


def test_after_a_refusal_one_write_asks_whether_the_rest_may_go(clock: Clock) -> None:
    budget = WriteBudget("standard", clock=clock)
    budget.answered()
    budget.refused(2)
    clock.now += 2
    budget.spend()
    assert budget.earliest() == clock.now + UNHEARD_GAP


@pytest.mark.parametrize(("left", "reset"), [(0, None), (0, 0.0), (0, 3_600.0), (None, 30.0)])
def test_a_count_without_a_believable_reset_is_not_believed(
    left: int | None, reset: float | None, clock: Clock
) -> None:
    budget = WriteBudget("standard", clock=clock)
    budget.observe(None, left, reset)
    assert budget.earliest() <= clock.now
