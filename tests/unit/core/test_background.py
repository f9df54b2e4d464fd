"""Blocking work happens elsewhere; its result comes back to the thread that asked, or not at all."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.core.background import DetachedTasks, Tasks, unexpected
from layers_desktop.core.errors import Problem, UserError
from tests.support.problems import worded
from tests.support.timeouts import TIMEOUT_S

PROBLEM = worded(code="X", title="It failed")


@pytest.fixture(params=[Tasks, DetachedTasks])
def tasks(request: pytest.FixtureRequest, qapp: object) -> Iterator[Tasks]:
    del qapp
    made: Tasks = request.param()
    yield made
    assert made.close()


def fail_for_a_person() -> int:
    raise UserError(PROBLEM)


def fail_unexpectedly() -> int:
    raise ZeroDivisionError


def test_the_work_runs_elsewhere_and_its_result_arrives_here(tasks: Tasks, qtbot: QtBot) -> None:
    worked: list[int] = []
    arrived: list[tuple[int, int]] = []

    def work() -> int:
        worked.append(threading.get_ident())
        return 7

    tasks.run(work, lambda result: arrived.append((result, threading.get_ident())))
    assert tasks.busy
    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == [(7, threading.get_ident())]
    assert worked[0] != threading.get_ident()
    assert not tasks.busy


def test_a_failure_arrives_as_its_problem(tasks: Tasks, qtbot: QtBot) -> None:
    problems: list[Problem] = []
    tasks.run(fail_for_a_person, lambda _: pytest.fail("no result"), problems.append)
    qtbot.waitUntil(lambda: problems == [PROBLEM])


def test_a_fault_of_ours_arrives_as_a_sentence_and_its_details_in_the_log(
    tasks: Tasks, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    problems: list[Problem] = []
    tasks.run(fail_unexpectedly, lambda _: pytest.fail("no result"), problems.append)
    qtbot.waitUntil(lambda: problems == [unexpected(ZeroDivisionError())])
    assert problems[0].code == "internal"
    assert "ZeroDivisionError" in caplog.text


def test_a_result_that_nobody_needs_goes_nowhere(tasks: Tasks, qtbot: QtBot) -> None:
    worked: list[int] = []
    problems: list[Problem] = []
    tasks.run(lambda: worked.append(1), on_problem=problems.append)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert (worked, problems) == ([1], [])


def test_a_failure_nobody_asked_for_is_logged(
    tasks: Tasks, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        tasks.run(fail_for_a_person, lambda _: None)
        qtbot.waitUntil(lambda: not tasks.busy)
    assert PROBLEM.sentence() in caplog.text


@pytest.mark.parametrize(
    ("error", "problem"),
    [(UserError(PROBLEM), PROBLEM), (ZeroDivisionError(), unexpected(ZeroDivisionError()))],
)
def test_a_result_that_cannot_be_used_takes_the_way_of_failures(
    tasks: Tasks, qtbot: QtBot, error: Exception, problem: Problem
) -> None:
    problems: list[Problem] = []

    def use(_: int) -> None:
        raise error

    tasks.run(lambda: 7, use, problems.append)
    qtbot.waitUntil(lambda: problems == [problem])


def test_after_the_end_nothing_arrives_and_nothing_starts(qtbot: QtBot) -> None:
    tasks = Tasks()
    arrived: list[object] = []
    begun, go = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go.wait()

    tasks.run(work, arrived.append)
    assert begun.wait(TIMEOUT_S)
    assert not tasks.close(deadline_ms=10), "it still runs"
    go.set()
    assert tasks.close()
    tasks.run(lambda: 7, arrived.append)
    assert not tasks.busy
    with qtbot.waitSignal(tasks.destroyed):
        tasks.deleteLater()
    assert arrived == []


def test_a_result_already_on_its_way_at_the_end_is_dropped(qtbot: QtBot) -> None:
    tasks = Tasks()
    arrived: list[object] = []
    tasks.run(lambda: 7, arrived.append)
    tasks.close()  # waits for the work; its result is in this thread's queue of events now
    with qtbot.waitSignal(tasks.destroyed):
        tasks.deleteLater()
    assert arrived == []


def test_stalling_calls_run_in_the_order_they_were_asked_for(qtbot: QtBot) -> None:
    tasks = DetachedTasks()
    order: list[int] = []
    go = threading.Event()
    tasks.run(go.wait, lambda _: None)
    for number in range(5):
        tasks.run(lambda number=number: order.append(number), lambda _: None)  # type: ignore[misc]  # bound now
    assert order == []
    go.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert order == list(range(5))
    assert tasks.close()


def test_a_call_that_stalls_for_ever_does_not_hold_up_quit(qtbot: QtBot) -> None:
    tasks = DetachedTasks()
    go = threading.Event()
    arrived: list[object] = []
    tasks.run(go.wait, arrived.append)
    began = time.monotonic()
    assert not tasks.close(deadline_ms=50)
    with qtbot.waitSignal(tasks.destroyed):
        tasks.deleteLater()
    assert time.monotonic() - began < 2.0
    go.set()
    assert arrived == []
