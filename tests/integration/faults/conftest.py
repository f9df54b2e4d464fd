"""Engines, sessions and scenes for the suite of faults."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from tests.integration.faults.fault_kinds import WireFault, make_wire_fault
from tests.unit.session.conftest import boxes, keyring_backend, keys, make_session
from tests.unit.transfers.conftest import box, engine, make_box, make_engine

__all__ = ["box", "boxes", "engine", "keyring_backend", "keys", "make_box", "make_engine", "make_session"]


class Clock:
    """The monotonic clock, which a test can put forward in place of waiting."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self._ahead

    def wall(self) -> float:
        """The wall clock that goes with it: seconds since the epoch."""
        return time.time() + self._ahead

    def forward(self, seconds: float) -> None:
        """Let so many seconds have passed."""
        self._ahead += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def layers(box: Sandbox) -> Sandbox:
    """The sandbox under the name that sessions know."""
    return box


@pytest.fixture
def scene_of(
    box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], WireFault]]:
    """`scene_of(kind of fault)`; all is well again at the end."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    with ExitStack() as stack:
        yield lambda kind: make_wire_fault(kind, box, stack, folder, monkeypatch)
        # Held requests would keep the sandbox's and the gateways' threads.
        box.world.faults.stop()
