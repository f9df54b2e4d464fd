"""The engine in its own thread, a sandbox to talk to, and files to send."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.transfers.queue import QueueConfig
from tests.support.engine_harness import QUICK, Harness, make_png

LARGE = 400_000
"""Bytes: three steps."""
SMALL = 2_000
"""Bytes: inline."""


@pytest.fixture
def make_box() -> Iterator[Callable[..., Sandbox]]:
    """`make_box(**fields of SandboxConfig)`; with budgets that are not in the way."""
    with ExitStack() as stack:

        def make(**fields: object) -> Sandbox:
            config = SandboxConfig(**{"tier": "partner", **fields})  # type: ignore[arg-type]  # the test's own
            return stack.enter_context(Sandbox(config))

        yield make


@pytest.fixture
def box(make_box: Callable[..., Sandbox]) -> Sandbox:
    return make_box()


@pytest.fixture
def make_engine(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> Iterator[Callable[..., Harness]]:
    """`make_engine(box, **fields of QueueConfig)`, started, signed in at the box; none may log an error."""
    made: list[Harness] = []

    def make(box: Sandbox | None = None, **fields: object) -> Harness:
        chosen = {"data": tmp_path / "data", "policy": QUICK, **fields}
        harness = Harness(qtbot, QueueConfig(**chosen))  # type: ignore[arg-type]  # the test's own
        made.append(harness)
        harness.start()
        if box is not None:
            harness.sign_in(box)
        return harness

    yield make
    stopped = [harness.stop() for harness in made]
    assert all(stopped)
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not errors


@pytest.fixture
def engine(make_engine: Callable[..., Harness], box: Sandbox) -> Harness:
    """An engine that is signed in at `box`."""
    return make_engine(box)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    return make_png(tmp_path / "large.png", LARGE)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return make_png(tmp_path / "small.png", SMALL)
