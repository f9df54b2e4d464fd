"""Time that counts sleep, and a timer of it: a date that came in a suspend is not slept through."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from layers_desktop.core.clock import LONGEST_MS, DeadlineTimer, steady_time

NOW = 500.0


def test_it_never_goes_back() -> None:
    seen = [steady_time() for _ in range(1_000)]
    assert seen == sorted(seen)


@pytest.mark.skipif(sys.platform != "linux", reason="the file is Linux's")
def test_it_is_the_age_of_the_system_with_all_its_sleep() -> None:
    uptime = float(Path("/proc/uptime").read_text("ascii").split()[0])
    assert steady_time() == pytest.approx(uptime, abs=5.0)


@pytest.fixture
def alarm(qapp: QObject) -> DeadlineTimer:  # noqa: ARG001  # timers need one
    return DeadlineTimer(lambda: NOW)


@pytest.mark.parametrize("date", [NOW - 60, NOW, NOW + 0.01, NOW + 3_600])
def test_it_rings_at_its_date_and_looks_at_the_clock_meanwhile(
    alarm: DeadlineTimer, date: float, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(alarm.expired):
        alarm.set(date)
        assert 1 <= alarm._timer.interval() <= LONGEST_MS
    assert not alarm._timer.isActive()


def test_a_later_date_and_none_take_the_place_of_the_one_before(alarm: DeadlineTimer) -> None:
    alarm.set(NOW)
    alarm.set(NOW + 3_600)
    assert alarm._timer.interval() == LONGEST_MS
    alarm.set(None)
    assert not alarm._timer.isActive()
