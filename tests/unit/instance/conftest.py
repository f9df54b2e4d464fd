"""A folder for locks and sockets that is the test's alone, with a short path."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def runtime() -> Iterator[Path]:
    """Return a private folder; a socket's path holds some hundred bytes, and pytest's are long."""
    folder = Path(tempfile.mkdtemp(prefix="ld-"))
    yield folder / "run"
    shutil.rmtree(folder)
