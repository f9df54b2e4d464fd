"""A Layers that lies, and the real engine to be lied to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.queue import QueueConfig
from tests.integration.hostile.engine_run import KEY, EngineRun
from tests.integration.hostile.hostile_layers import HostileLayers
from tests.support.engine_harness import QUICK, Harness


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def layers() -> Iterator[HostileLayers]:
    with HostileLayers() as serving:
        yield serving


@pytest.fixture
def run(qtbot: QtBot, tmp_path: Path, files: Path, caplog: pytest.LogCaptureFixture) -> Iterator[EngineRun]:
    harness = Harness(qtbot, QueueConfig(data=tmp_path / "data", policy=QUICK))
    made = EngineRun(harness, files)
    harness.start()
    yield made
    assert harness.stop()
    assert not [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}]
    assert KEY not in caplog.text
