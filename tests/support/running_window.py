"""Whole windows that tests start. Each one ends with its test, also when its start or the test fails.

A window that is left behind has threads. It is collected at some later moment, in the middle of another test
or of pytest itself, and takes the test process with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop import app
from layers_desktop.settings.paths import places
from layers_desktop.ui.theme.theme import Theme

TIMEOUT_MS = 60_000
"""How long a test waits for what the window is to show: a failure is a failure, not a busy machine."""


@contextmanager
def running_window(
    qapp: QApplication, qtbot: QtBot, options: app.WindowOptions, data: Path
) -> Iterator[app.Desktop]:
    """Start the window on a data folder and give it out once it is built."""
    theme = Theme(qapp, animations=False)
    desktop = app.Desktop(options, places(data), theme)
    ended = False
    try:
        with qtbot.waitSignal(desktop.built):
            desktop.start()
        yield desktop
    finally:
        desktop.window.close()
        ended = desktop.stop()
        theme.close()
        desktop.window.deleteLater()
    assert ended, "a thread of the window did not end"
