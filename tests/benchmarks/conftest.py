"""Measurements: whole processes, a sandbox in a process of its own, figures printed with what they mean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from layers_desktop.api.client import LayersClient
from layers_desktop.core.secrets import ApiKey
from tests.support.processes import killed_at_end

MP4_HEAD = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
ROOT = Path(__file__).parents[2]
PROJECT = "Café Ünïcode iOS"
ROOT = Path(__file__).parents[2]
"""What is measured is what lies here, also where another copy is installed."""
_FAIL_AT_ONCE = """
import os, sys, traceback
def failed(*error):
    traceback.print_exception(*error)
    os._exit(1)
sys.excepthook = failed
"""
"""Qt only tells of an exception in a slot, and the program would run on until the time is up."""


@pytest.fixture
def sandbox() -> Iterator[dict[str, str]]:
    """Run a sandbox beside the measured process; yields the environment that points to it."""
    started = subprocess.Popen(
        [sys.executable, "-m", "layers_desktop", "sandbox", "--writes-per-minute", "3000"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with killed_at_end(started) as process:
        assert process.stdout is not None
        told: dict[str, str] = {}
        while "folder" not in told:
            line = process.stdout.readline()
            assert line, "the sandbox did not start"
            told[line[:9].strip()] = line[10:].strip()
        yield {**os.environ, "LAYERS_BASE_URL": told["base URL"], "LAYERS_API_KEY": told["API key"]}
        process.send_signal(signal.SIGINT)  # so that it removes its folder
        process.wait(30)


@pytest.fixture
def first_project(sandbox: dict[str, str]) -> str:
    """Return the id of the sandbox's first project."""
    with LayersClient(sandbox["LAYERS_BASE_URL"], ApiKey(sandbox["LAYERS_API_KEY"])) as client:
        return next(project.id for page in client.projects() for project in page.projects)


@pytest.fixture
def sparse_video(tmp_path: Path) -> Callable[[str, int], Path]:
    """Make a file that is an mp4 by its first bytes, of any size, without filling the disk."""

    def make(name: str, size: int) -> Path:
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(MP4_HEAD)
            file.truncate(size)
        return path

    return make


@pytest.fixture
def measured(tmp_path: Path) -> Callable[..., str]:
    """Run a program text in a fresh interpreter and return what it prints."""

    def run(program: str, *arguments: object, environment: dict[str, str]) -> str:
        script = tmp_path / "measured.py"
        script.write_text(_FAIL_AT_ONCE + program, encoding="utf-8")
        ended = subprocess.run(
            [sys.executable, str(script), *map(str, arguments)],
            env={"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=540,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    return run
