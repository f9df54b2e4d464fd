"""What only another program can show: a file saved directly at the drop, and a clipboard that hangs."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from pathlib import Path

import pytest

from layers_desktop.core.resources import resource
from tests.support.desktop.screen import HERE, Screen, Window
from tests.support.processes import Process, wait_until

pytestmark = pytest.mark.screen

SHOT = resource("samples", "founder-shot.jpg")
PNG = resource("samples", "beach-at-dawn.png")


@pytest.fixture
def intake(screen: Screen, tmp_path: Path) -> tuple[Process, Window]:
    """A window that takes what comes in as the program does."""
    process = screen.start_python(Path(__file__).with_name("intake_window.py"), tmp_path / "pasted")
    return process, screen.place(screen.window("Intake window"), 500, 200)


def test_the_original_is_saved_directly_where_it_is_dropped(
    screen: Screen, intake: tuple[Process, Window], tmp_path: Path
) -> None:
    process, window = intake
    file = tmp_path / "f\u00f6to eins.jpg"
    file.write_bytes(SHOT.read_bytes())
    screen.drag([f"direct-save:{file}"], window, ready=lambda: "prepared" in process.output)
    assert json.loads(process.line("dropped")) == {
        "what": "picture", "name": file.name, "address": "", "by": ["saved_in"]
    }  # fmt: skip
    kept = json.loads(process.line("kept"))
    assert kept["file"] == file.name
    assert kept["sha256"] == hashlib.sha256(SHOT.read_bytes()).hexdigest()
    assert [one.name for one in (tmp_path / "pasted").iterdir()] == [file.name]


def pasted(screen: Screen, process: Process, times: int) -> dict[str, object]:
    """Press Ctrl+V for this time, and return what the window says of it."""
    screen.keys("ctrl+v")

    def said() -> list[str]:
        lines = [line for line in process.output.splitlines() if line.startswith("pasted")]
        return lines if len(lines) == times else []

    found: dict[str, object] = json.loads(wait_until(said, "the paste")[-1].removeprefix("pasted"))
    return found


@pytest.mark.parametrize("how", ["stops", "stops-later"])
def test_a_clipboard_that_hangs_costs_one_wait_until_something_else_is_copied(
    screen: Screen, intake: tuple[Process, Window], how: str
) -> None:
    process, window = intake
    owner = screen.start_python(HERE / "clipboard_source.py", how, PNG)
    try:
        owner.line("copied")
        screen.activate(window)
        first = pasted(screen, process, 1)
        assert first["reason"] == "no answer"
        assert isinstance(first["seconds"], float)
        assert 4 < first["seconds"] < 9, "one wait of Qt's is 5 s"
        again = pasted(screen, process, 2)
        assert again["reason"] == "no answer"
        assert isinstance(again["seconds"], float)
        assert again["seconds"] < 1
        screen.start_python(HERE / "clipboard_source.py", "answers", PNG).line("copied")
        assert pasted(screen, process, 3)["what"] == "picture"
        assert json.loads(process.line("kept"))["sha256"] == hashlib.sha256(PNG.read_bytes()).hexdigest()
    finally:
        os.kill(owner.pid, signal.SIGCONT)
