"""Quit ends the process with its exit code, whatever still hangs in a thread that cannot be ended."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import layers_desktop
from layers_desktop.core.background import DetachedTasks, Tasks
from layers_desktop.settings.paths import places
from tests.support.timeouts import ENDLESS_S, TIMEOUT_S

WINDOW = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QMetaObject, Qt
from layers_desktop import app
from pathlib import Path

def quit_when_told():
    sys.stdin.readline()
    # Posted, because quit() itself does nothing before the event loop runs.
    QMetaObject.invokeMethod(QCoreApplication.instance(), "quit", Qt.ConnectionType.QueuedConnection)

threading.Thread(target=quit_when_told, daemon=True).start()
sys.exit(app.run(app.WindowOptions(data_dir=Path(sys.argv[1]))))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_window_whose_settings_are_on_a_drive_that_hangs_can_be_quit(tmp_path: Path) -> None:
    settings = places(tmp_path).config / "preferences.json"
    settings.parent.mkdir(parents=True)
    os.mkfifo(settings)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    window = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(tmp_path)], stdin=subprocess.PIPE, text=True, env=environment
    )
    try:
        with settings.open("wb"):  # somebody reads it now, and nothing comes
            window.communicate("quit\n", timeout=TIMEOUT_S)
    finally:
        window.kill()
        window.wait()
    assert window.returncode == 0


@pytest.mark.parametrize("kind", [Tasks, DetachedTasks])
@pytest.mark.usefixtures("qapp")
def test_tasks_say_whether_anything_of_them_still_runs(kind: type[Tasks | DetachedTasks]) -> None:
    tasks = kind()
    begun, over = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        over.wait(ENDLESS_S)

    assert tasks.ended
    tasks.run(hang)
    try:
        assert begun.wait(TIMEOUT_S)
        assert not tasks.close(1)
    finally:
        over.set()
    assert tasks.close(int(TIMEOUT_S * 1_000))
    assert tasks.ended


def test_no_background_tasks_are_made_without_a_parent() -> None:
    """Quit asks those that it finds in the trees of the window's parts."""
    orphans = [
        f"{path.name}:{call.lineno}"
        for path in Path(layers_desktop.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"Tasks", "StallingTasks"}
        and not (call.args and isinstance(call.args[0], ast.Name) and call.args[0].id == "self")
    ]
    assert orphans == []
