"""The harness itself, on a window of its own: a real drag, keys, the clipboard, a screen reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.desktop.screen import HERE, Screen
from tests.support.desktop.session_bus import SessionBus

pytestmark = pytest.mark.screen


def test_files_dragged_from_one_program_arrive_in_another(screen: Screen, tmp_path: Path) -> None:
    files = [tmp_path / "one.png", tmp_path / "zwei drei ü.jpg"]
    for file in files:
        file.write_bytes(b"picture")
    program = screen.start_python(HERE / "drop_window.py")
    target = screen.place(screen.window("Drop window"), 500, 200)
    assert screen.drag(files, target) == "CopyAction"
    assert json.loads(program.line("dropped")) == [file.as_uri().replace("%20", " ").replace("%C3%BC", "ü")
                                                   for file in files]  # fmt: skip


def test_the_keyboard_picks_and_the_clipboard_can_be_read(screen: Screen, tmp_path: Path) -> None:
    program = screen.start_python(HERE / "drop_window.py")
    target = screen.place(screen.window("Drop window"), 500, 200)
    screen.drag([tmp_path], target)
    program.line("dropped")
    screen.activate(target)
    screen.keys("Down")
    assert program.line("picked") == "Green"
    screen.keys("Tab", "space")
    program.line("copied")
    assert screen.clipboard() == tmp_path.as_uri()
    assert "UTF8_STRING" in screen.clipboard_targets()


def test_a_screen_reader_finds_and_presses(screen: Screen, session_bus: SessionBus) -> None:
    program = screen.start_python(HERE / "drop_window.py")
    screen.window("Drop window")
    assert session_bus.find("combo box", "Colour")["children"]
    assert session_bus.find("frame", "Drop window")
    session_bus.press("push button", "Copy addresses")
    program.line("copied")
