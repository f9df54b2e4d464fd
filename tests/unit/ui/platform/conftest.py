"""A window with uploads under way; a session bus with a notification service; a window behind others."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.transfer import Activity, Snapshot, Stage, Transfer
from layers_desktop.ui.platform.notifications import Notifications
from layers_desktop.ui.window_contents import WindowContents
from tests.support.desktop.desktop_bus import SYSTEM_PYTHON, Desktop


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """Start a session bus and make it this process's."""
    missing = [tool for tool in ("dbus-daemon", "dbus-send") if not shutil.which(tool)]
    gi = subprocess.run(
        [SYSTEM_PYTHON, "-c", "from gi.repository import Gio"], check=False, capture_output=True
    )
    if gi.returncode:
        missing.append("python3-gi")
    if missing:
        reason = f"not installed: {', '.join(missing)} (packaging/linux/system-libraries.sh --tests)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    made = Desktop(tmp_path)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
    yield made
    made.close()


@pytest.fixture
def behind(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    """Return a window that is shown, while the person works with another program."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: None))
    return window


@pytest.fixture
def notifications(behind: QWidget) -> Iterator[Notifications]:
    """Return what is tested, for that window."""
    made = Notifications(behind)
    yield made
    made.close()


@pytest.fixture
def row(asset: Callable[..., Transfer]) -> Callable[..., Snapshot]:
    """Make a row that is on its way: `row(3, Activity.PAUSED)`."""

    def make(number: int, activity: Activity = Activity.SENDING, **changes: object) -> Snapshot:
        values = {"stage": Stage.PRESIGNED, "asset_id": None, "asset_url": None} | changes
        return Snapshot(transfer=asset(number, **values), activity=activity)

    return make


@pytest.fixture
def busy(open_window: WindowContents, row: Callable[..., Snapshot]) -> WindowContents:
    """Return a window with three uploads under way."""
    open_window.on_added([row(number) for number in (1, 2, 3)])
    return open_window
