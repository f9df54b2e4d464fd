from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.ui.uploads.model import SpeedMeter


class Time:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def run(
    meter: SpeedMeter, time: Time, *, seconds: float, step: float, per_second: float, start: int = 0
) -> int:
    count = start
    for _ in range(round(seconds / step)):
        time.now += step
        count += round(per_second * step)
        meter.read(count)
    return count


def test_no_speed_is_shown_before_a_second_has_passed() -> None:
    time = Time()
    meter = SpeedMeter(time)
    count = run(meter, time, seconds=0.9, step=0.1, per_second=1e6)
    assert meter.bytes_per_second() is None
    run(meter, time, seconds=0.2, step=0.1, per_second=1e6, start=count)
    assert meter.bytes_per_second() == pytest.approx(1e6)


def test_a_jump_in_speed_shows_over_about_two_seconds_not_at_once() -> None:
    time = Time()
    meter = SpeedMeter(time)
    count = run(meter, time, seconds=10, step=0.1, per_second=1e6)
    count = run(meter, time, seconds=0.2, step=0.1, per_second=11e6, start=count)
    soon = meter.bytes_per_second()
    assert soon is not None
    assert 1e6 < soon < 3e6
    run(meter, time, seconds=6, step=0.1, per_second=11e6, start=count)
    assert meter.bytes_per_second() == pytest.approx(11e6, rel=0.06)


def test_a_slow_line_that_jumps_by_blocks_has_a_steady_speed() -> None:
    time = Time()
    meter = SpeedMeter(time)
    count, seen = 0, set()
    for tick in range(1, 400):
        time.now += 0.1
        count += 262_144 if tick % 25 == 0 else 0
        meter.read(count)
        if tick > 50:
            seen.add(round(meter.bytes_per_second() or 0, -2))
    assert seen == {104_900.0}


def test_a_stalled_transfer_has_no_speed_rather_than_none_a_second() -> None:
    time = Time()
    meter = SpeedMeter(time)
    count = run(meter, time, seconds=3, step=0.1, per_second=1e6)
    time.now += 5.1
    assert meter.bytes_per_second() is None
    meter.read(count + 10)
    assert meter.bytes_per_second() is None


def test_a_count_that_starts_again_forgets_the_speed() -> None:
    time = Time()
    meter = SpeedMeter(time)
    run(meter, time, seconds=3, step=0.1, per_second=1e6)
    meter.read(0)
    assert meter.bytes_per_second() is None


def test_two_readings_of_one_moment_lose_no_bytes() -> None:
    time = Time()
    meter = SpeedMeter(time)
    meter.read(500)
    time.now += 1
    meter.read(1_000)
    assert meter.bytes_per_second() == pytest.approx(1_000)


@given(st.lists(st.tuples(st.floats(0, 9), st.integers(0, 10**12)), max_size=30))
def test_any_readings_give_no_speed_or_one_of_at_least_a_byte_a_second(
    readings: list[tuple[float, int]],
) -> None:
    time = Time()
    meter = SpeedMeter(time)
    for step, count in readings:
        time.now += step
        meter.read(count)
        speed = meter.bytes_per_second()
        assert speed is None or 1.0 <= speed < float("inf")
