"""No network: waiting is not failing, and uploads resume by themselves within 5 s of its return."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QTimer

from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors import NameNotResolved
from layers_desktop.api.models import WhoAmI
from layers_desktop.core.background import DetachedTasks
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import MediaFile, Rejection, inspect
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers import connectivity
from layers_desktop.transfers.commands import NetworkChanged
from layers_desktop.transfers.ready_queue import INSPECTORS
from layers_desktop.transfers.transfer import HoldReason, Stage
from tests.support.engine_harness import QUICK, Harness, make_png
from tests.support.timeouts import ENDLESS_S

PATIENT = replace(QUICK, base=0.3, cap=0.3)
"""Six tries take longer than it takes to find out that the network is to blame."""


AT_MOST_MS = 5_000
"""Uploads go on so soon after the network is back."""


class NotedTimer(QTimer):
    """Notes how long it is told to wait."""

    waits: ClassVar[list[int]] = []

    def start(self, *ms: int) -> None:
        self.waits.extend(ms)
        super().start(*ms)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the waits from one question to the next, in milliseconds; to be named before the engine."""
    monkeypatch.setattr(NotedTimer, "waits", [])
    monkeypatch.setattr(connectivity, "QTimer", NotedTimer)
    return NotedTimer.waits


def offline(engine: Harness) -> bool:
    return engine.hold is not None and engine.hold.reason is HoldReason.OFFLINE


def cut(box: Sandbox) -> None:
    box.pause_api()
    box.pause_storage()


def mend(box: Sandbox) -> None:
    box.resume_storage()
    box.resume_api()


@pytest.fixture
def engine(make_engine: Callable[..., Harness], box: Sandbox) -> Harness:
    harness = make_engine(policy=PATIENT)
    harness.sign_in(box)
    return harness


def test_without_a_network_everything_waits_and_nothing_fails(
    waits: list[int], engine: Harness, box: Sandbox, tmp_path: Path
) -> None:
    cut(box)
    engine.submit(box, *(make_png(tmp_path / f"{number}.png", 1_000) for number in range(20)))
    engine.wait_until(lambda: offline(engine))
    assert engine.hold is not None
    assert engine.hold.problem is not None
    assert engine.stages() == {Stage.QUEUED: 20}

    mend(box)
    engine.wait_until(lambda: engine.hold is None)
    assert 0 < max(waits) <= AT_MOST_MS
    engine.wait_settled(20)
    assert engine.stages() == {Stage.DONE: 20}
    assert len(box.world.assets) == 20


def test_a_file_in_the_middle_goes_on_from_its_step(engine: Harness, box: Sandbox, large: Path) -> None:
    box.world.faults.add("finalize:refused")
    engine.submit(box, large)
    engine.wait_until(lambda: len(engine.rows) == 1 and engine.transfer().tries == 1)
    assert engine.transfer().stage is Stage.UPLOADED
    cut(box)
    engine.wait_until(lambda: offline(engine))
    mend(box)
    engine.wait_settled(1)
    assert [request.step for request in box.world.requests].count("put") == 1
    assert len(box.world.assets) == 1


def test_tries_without_a_network_do_not_count(engine: Harness, box: Sandbox, small: Path) -> None:
    cut(box)
    engine.submit(box, small)
    engine.wait_until(lambda: offline(engine) and engine.transfer().tries > 0)
    box.world.faults.add("inline:500:5")  # with the tries of before these would be more than six
    mend(box)
    engine.wait_settled(1)
    assert engine.transfer().stage is Stage.DONE


def test_one_lost_connection_is_no_reason_to_hold_everything(
    engine: Harness, box: Sandbox, small: Path
) -> None:
    box.world.faults.add("inline:reset-before")
    engine.submit_and_settle(box, small)
    assert engine.transfer().stage is Stage.DONE
    assert not [hold for hold in engine.holds if hold and hold.reason is HoldReason.OFFLINE]


def test_the_system_saying_that_the_network_changed_starts_the_asking(engine: Harness, box: Sandbox) -> None:
    cut(box)
    engine.post(NetworkChanged())
    engine.wait_until(lambda: offline(engine))
    mend(box)
    engine.post(NetworkChanged())
    engine.wait_until(lambda: engine.hold is None)


def test_a_question_and_the_wait_before_the_next_are_no_longer_than_was_promised() -> None:
    hangs = connectivity.TIMEOUT_MS + connectivity.LEAST_WAIT_MS
    assert max(hangs, connectivity.INTERVAL_MS) < AT_MOST_MS


class Probes:
    """The calls that ask whether Layers can be reached: some hang until they are let go, then fail."""

    def __init__(self, *hanging: int) -> None:
        self.begun = 0
        self.let_go = threading.Event()
        self._hanging = hanging
        self._real = LayersClient.whoami

    def take_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def whoami(client: LayersClient) -> WhoAmI:
            return self._ask(client)

        monkeypatch.setattr(LayersClient, "whoami", whoami)

    def _ask(self, client: LayersClient) -> WhoAmI:
        self.begun += 1
        if self.begun - 1 in self._hanging:
            self.let_go.wait(ENDLESS_S)
            raise NameNotResolved
        return self._real(client)


def test_a_change_during_a_call_that_hangs_is_asked_about_when_it_ends(
    engine: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    probes = Probes(0)
    probes.take_over(monkeypatch)
    monkeypatch.setattr("layers_desktop.transfers.connectivity.INTERVAL_MS", 600_000)
    try:
        engine.post(NetworkChanged())
        engine.wait_until(lambda: probes.begun == 1)
        engine.post(NetworkChanged())
        engine.wait_until(lambda: probes.begun == 2)  # by itself it would ask ten minutes later
        engine.wait_until(lambda: engine.hold is None)
    finally:
        probes.let_go.set()


def test_a_call_that_hangs_before_it_is_sent_does_not_hide_the_return_of_the_network(
    waits: list[int], engine: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    probes = Probes(0)  # such as in a name service that does not answer
    probes.take_over(monkeypatch)
    try:
        engine.post(NetworkChanged())
        engine.wait_until(lambda: offline(engine))
        engine.wait_until(lambda: engine.hold is None)  # the first question still hangs
        assert waits[0] == connectivity.LEAST_WAIT_MS
    finally:
        probes.let_go.set()


def test_quit_does_not_wait_for_a_call_that_hangs(engine: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    probes = Probes(0)
    probes.take_over(monkeypatch)
    deadlines: list[int] = []
    close = DetachedTasks.close

    def noted_close(tasks: DetachedTasks, deadline_ms: int = 1_000) -> bool:
        deadlines.append(deadline_ms)
        return close(tasks, deadline_ms)

    monkeypatch.setattr(DetachedTasks, "close", noted_close)
    try:
        engine.post(NetworkChanged())
        engine.wait_until(lambda: probes.begun == 1)
        assert not engine.stop(), "the call was left behind"
        assert deadlines
        assert sum(deadlines) <= connectivity.QUIT_MS
    finally:
        probes.let_go.set()


def test_a_refusal_of_layers_is_an_answer(engine: Harness, box: Sandbox) -> None:
    before = len(box.world.requests)
    box.world.revoke_key(box.key)
    engine.post(NetworkChanged())
    engine.wait_until(lambda: len(box.world.requests) > before)
    assert not offline(engine)


def test_files_that_are_inspected_do_not_keep_it_from_finding_the_network_gone(
    engine: Harness, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, go_on = threading.Semaphore(0), threading.Event()

    def slowly(path: bytes, *, image_kind: MediaKind, only_kind: MediaKind | None) -> MediaFile | Rejection:
        looking.release()
        go_on.wait(60)
        return inspect(path, image_kind=image_kind, only_kind=only_kind)

    monkeypatch.setattr("layers_desktop.transfers.steps.inspect", slowly)
    try:
        for number in range(4):  # more than are inspected at once
            engine.submit(box, make_png(tmp_path / f"{number}.png", 500 + number))
        assert all(looking.acquire(timeout=20) for _ in range(INSPECTORS))
        cut(box)
        engine.post(NetworkChanged())
        engine.wait_until(lambda: offline(engine))
    finally:
        go_on.set()
    mend(box)
    engine.wait_settled(4)
