"""The settings as a real window: by keyboard, and as a screen reader tells them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from layers_desktop.settings.paths import places
from tests.support.desktop.program import Program
from tests.support.desktop.screen import Screen
from tests.support.desktop.session_bus import SessionBus
from tests.support.processes import wait_until

pytestmark = pytest.mark.screen


def stored(tmp_path: Path) -> dict[str, object]:
    """Return the settings of the program as they are on the disk."""
    path = places(tmp_path / "data").config / "preferences.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def test_a_setting_is_changed_and_saved_by_the_keyboard_alone(
    program: Program, screen: Screen, session_bus: SessionBus, tmp_path: Path
) -> None:
    session_bus.find("push button", "Choose files")
    screen.activate(program.window)
    screen.keys("ctrl+comma")
    pages = session_bus.find("list", "Pages")
    assert pages["children"] == ["General", "Uploads", "For all projects", "Network", "Account"]
    screen.keys("Down", "Tab")
    number = session_bus.find("spin button", "Uploads at once")
    assert number["text"] == "4"
    assert number["description"] == "How many files are sent at the same time."
    wait_until(
        lambda: "focused" in session_bus.find("spin button", "Uploads at once")["states"], "the number"
    )
    screen.keys("Up")
    changed = session_bus.find("spin button", "Uploads at once")
    assert changed["text"] == "5"
    assert changed["description"] == number["description"], "a description that changes is read each time"
    screen.keys("Return")
    wait_until(lambda: stored(tmp_path).get("concurrency") == 5, "the setting on the disk")


def test_the_tested_connection_and_the_account_are_told(
    program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    session_bus.find("push button", "Choose files")
    screen.activate(program.window)
    screen.keys("ctrl+comma")
    session_bus.find("list", "Pages")
    screen.keys("Down", "Down", "Down")
    session_bus.press("push button", "Test connection")
    session_bus.find("label", "Layers can be reached.")
    port = layers.base_url.rpartition(":")[2]
    session_bus.find("label", f"Connection (TCP), works: 127.0.0.1 takes connections on port {port}")
    screen.keys("Down")
    kept = "From the environment (LAYERS_API_KEY); it is used and never stored."
    session_bus.find("label", f"API key: {kept}")
    session_bus.find("push button", "Sign out")
