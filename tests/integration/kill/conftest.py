"""The program's processes, ended with their test."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from tests.integration.kill.processes import ProcessLauncher


@pytest.fixture
def launcher(box: Sandbox) -> Iterator[ProcessLauncher]:
    """Start the program on the test's own sandbox; pytest's folders are too deep for a socket."""
    with tempfile.TemporaryDirectory(prefix="ld-") as runtime, ProcessLauncher(box, Path(runtime)) as started:
        yield started
