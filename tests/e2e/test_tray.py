"""The tray's icon with a real tray: a StatusNotifierWatcher on a session bus of the test's own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from layers_desktop.settings.paths import places
from layers_desktop.settings.preferences import Preferences
from layers_desktop.settings.store import PreferenceStore
from tests.support.desktop.desktop_bus import SYSTEM_PYTHON, Desktop, heard
from tests.support.desktop.screen import Screen
from tests.support.processes import Process, wait_until

pytestmark = pytest.mark.screen

ITEM = "org.kde.StatusNotifierItem"


@pytest.fixture
def desktop(screen: Screen, tmp_path: Path) -> Iterator[Desktop]:
    gi = subprocess.run(
        [SYSTEM_PYTHON, "-c", "from gi.repository import Gio"], check=False, capture_output=True
    )
    if gi.returncode:
        pytest.skip("not installed: python3-gi (packaging/linux/system-libraries.sh --tests)")
    made = Desktop(tmp_path)
    screen.environment = {**screen.environment, "DBUS_SESSION_BUS_ADDRESS": made.address}
    yield made
    screen.close()
    made.close()


def press(desktop: Desktop, name: str) -> None:
    """Click the icon whose connection is `name`, as the tray does."""
    subprocess.run(
        ["dbus-send", "--session", "--print-reply", f"--dest={name}", "/StatusNotifierItem",
         f"{ITEM}.Activate", "int32:0", "int32:0"],
        env=desktop.environment, check=True, capture_output=True, timeout=20,
    )  # fmt: skip


def registered(tray: Process) -> str:
    """Wait for the icon; return the name of its connection."""
    calls = wait_until(lambda: heard(tray), "an icon in the tray")
    return str(calls[0][1][-1])


def test_closing_hides_the_window_and_the_icon_brings_it_back(
    desktop: Desktop, screen: Screen, layers: Sandbox, tmp_path: Path
) -> None:
    tray = desktop.start_other("tray")
    PreferenceStore(places(tmp_path / "data")).save(Preferences(tray_icon=True))
    environment = {"LAYERS_BASE_URL": layers.base_url, "LAYERS_API_KEY": layers.key}
    program = screen.start_python("-m", "layers_desktop", "--data-dir", tmp_path / "data", **environment)
    window = screen.window("Layers Desktop")
    name = registered(tray)

    screen.activate(window)
    screen.keys("alt+F4")
    wait_until(lambda: window.id not in screen.visible_windows(), "the window to be hidden")
    assert program.running
    press(desktop, name)
    screen.window("Layers Desktop")
    assert program.running
