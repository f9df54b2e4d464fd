"""The whole program, ended while a picture is decoded that never gets ready."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox, SandboxConfig
from tests.support.processes import wait_until
from tests.support.timeouts import TIMEOUT_S
from tests.unit.ui.thumbnails.hostile_files import jpeg_of_countless_scans

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what processes are at")
BUSY_TICKS = 70
"""Hundredths of a second of computing: starting takes half of it."""


def decoding(parent: int) -> tuple[int, int] | None:
    """Return the process that decodes for a program, and how long it has computed; None without one."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words, stat = (
                (place / "cmdline").read_bytes(),
                (place / "stat").read_text().rpartition(")")[2].split(),
            )
        except OSError:
            continue
        if b"--decode-pictures" in words and int(stat[1]) == parent:
            return int(place.name), int(stat[11]) + int(stat[12])
    return None


def is_busy(parent: int) -> bool:
    found = decoding(parent)
    return found is not None and found[1] >= BUSY_TICKS


def test_a_program_that_is_ended_during_a_decode_ends_well_and_leaves_no_process(tmp_path: Path) -> None:
    file = tmp_path / "hostile.jpg"
    file.write_bytes(jpeg_of_countless_scans())
    with Sandbox(SandboxConfig()) as box:
        environment = {**os.environ, "LAYERS_BASE_URL": box.base_url, "LAYERS_API_KEY": box.key}
        project = box.world.projects[0].project_id
        words = ["-m", "layers_desktop", "--data-dir", tmp_path / "data", "--project", project, file]
        program = subprocess.Popen(
            [sys.executable, *map(str, words)], env=environment | {"QT_QPA_PLATFORM": "offscreen"}
        )
        try:
            wait_until(lambda: is_busy(program.pid), "the decoder at work", deadline=TIMEOUT_S)
            found = decoding(program.pid)
            program.send_signal(signal.SIGTERM)
            assert program.wait(TIMEOUT_S) == 0
        finally:
            program.kill()
            program.wait()
    assert found is not None
    assert not Path(f"/proc/{found[0]}").exists()
