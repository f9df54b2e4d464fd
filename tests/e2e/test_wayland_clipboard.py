"""Copying where the compositor decides: what it refuses is never called copied, and comes after all."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from layers_desktop.core.resources import resource
from layers_desktop.sandbox import Sandbox
from layers_desktop.settings.paths import places
from layers_desktop.settings.store import PreferenceStore
from tests.support.desktop.accessibility_bus import AccessibilityBus
from tests.support.desktop.desktop_bus import NAME, PATH, SERVICE
from tests.support.desktop.program import StartOnWayland, WaylandProgram
from tests.support.desktop.screen import HERE
from tests.support.desktop.session_bus import SYSTEM_PYTHON, SessionBus
from tests.support.desktop.wayland import WaylandScreen
from tests.support.processes import wait_until

pytestmark = pytest.mark.screen

FILES = [resource("samples", name) for name in ("founder-shot.jpg", "beach-at-dawn.png")]
READY = "Press a key or click in the window to copy"


def ids(program: WaylandProgram, layers: Sandbox, count: int) -> list[str]:
    """Wait for the assets of so many of FILES, in the list too; return their ids in its order."""
    wait_until(lambda: len(layers.world.assets) == count, "an asset for each file")
    stored = {asset.filename: asset.asset_id for asset in layers.world.assets}
    program.wait_for_rows(*stored.values())
    return [stored[file.name] for file in FILES[:count]]


def test_dropped_files_are_copied_by_a_button_and_by_a_key(
    start: StartOnWayland, wayland: WaylandScreen, layers: Sandbox
) -> None:
    program = start()
    program.wait_for_project(layers.world.projects[1].name)
    assert wayland.drag(FILES, program.window) == "CopyAction"
    found = ids(program, layers, 2)
    assert wayland.active() == program.window.id, "a drop brings the window forward"
    wayland.keys("ctrl+c")
    program.says("Copied 2 IDs")
    assert wayland.clipboard().split() == found
    assert {"text/plain", "text/plain;charset=utf-8"} <= wayland.clipboard_targets()
    wayland.copy("theirs")
    program.click("push button", "Copy 2 IDs")
    wait_until(lambda: wayland.clipboard().split() == found, "the ids in the clipboard, in drop order")
    assert program.quit() == 0


@pytest.fixture
def told(wayland_bus: SessionBus) -> Iterator[Callable[[], list[str]]]:
    """Return what asks for all that was ever called copied, in the order in which it was."""
    bus = AccessibilityBus(wayland_bus.address)

    def copied() -> list[str]:
        return [
            event.text for event in bus.events if event.role == "label" and event.text.startswith("Copied")
        ]

    yield copied
    bus.close()


def test_a_refused_copy_is_not_called_copied_and_comes_with_the_next_key_or_click(
    told: Callable[[], list[str]],
    start: StartOnWayland,
    wayland: WaylandScreen,
    wayland_bus: SessionBus,
    layers: Sandbox,
) -> None:
    program = start(*FILES)
    found = ids(program, layers, 2)
    wayland.copy("theirs")
    wayland_bus.press("push button", "Copy 2 IDs")  # as a screen reader: neither key nor click
    program.says(READY)
    assert wayland.refused_copies
    assert told() == []
    assert wayland.clipboard() == "theirs"
    wayland.keys("Down")
    program.says("Copied 2 IDs")
    assert wayland.clipboard().split() == found
    wayland.copy("theirs again")
    wayland_bus.press("push button", "Copy 2 IDs")
    program.says(READY)
    program.click("push button", "Copy")
    program.says("Copied 2 IDs")
    assert wayland.clipboard().split() == found


@pytest.fixture
def copies_itself(layers: Sandbox, tmp_path: Path) -> None:
    """Let batches of the project copy themselves."""
    store = PreferenceStore(places(tmp_path / "data"))
    store.save_project(layers.world.projects[1].project_id, {"copy_automatically": True})


def held_batch(program: WaylandProgram, wayland: WaylandScreen, layers: Sandbox) -> None:
    """Drop a file whose upload ends when `layers.world.faults.release()` says so, and go elsewhere."""
    program.wait_for_project(layers.world.projects[1].name)
    layers.world.faults.add("inline:stall")
    wayland.drag(FILES[:1], program.window)
    wait_until(lambda: layers.world.faults.held, "the upload to be under way")
    wayland.start_python(HERE / "drop_window.py")
    wayland.activate(wayland.window("Drop window"))


def come_back(program: WaylandProgram, wayland: WaylandScreen) -> None:
    """Click the window where the other one does not cover it, beside its row."""
    wayland.click(program.window.x + 700, program.window.y + 400)
    wait_until(lambda: wayland.active() == program.window.id, "the window to be active")


@pytest.mark.usefixtures("copies_itself")
def test_a_batch_that_copies_itself_comes_with_the_focus(
    start: StartOnWayland, wayland: WaylandScreen, layers: Sandbox
) -> None:
    wayland.copy("theirs")
    program = start()
    held_batch(program, wayland, layers)
    layers.world.faults.release()
    [found] = ids(program, layers, 1)
    assert wayland.clipboard() == "theirs"
    come_back(program, wayland)
    program.says(f"Copied {found}")
    assert wayland.clipboard() == found


def test_a_key_that_moves_while_the_compositor_is_asked_costs_nobody_their_copy(
    start: StartOnWayland, wayland: WaylandScreen, wayland_bus: SessionBus, layers: Sandbox
) -> None:
    """Its serial makes the next request good, also one that only takes off what was refused."""
    program = start(*FILES)
    found = ids(program, layers, 2)
    wayland.copy("theirs")
    wayland_bus.press("push button", "Copy 2 IDs")
    wait_until(lambda: wayland.refused_copies, "the refusal")
    wayland.keys("Shift_L")
    program.says(READY)
    assert wayland.clipboard() == "theirs"
    wayland.keys("Down")
    program.says("Copied 2 IDs")
    assert wayland.clipboard().split() == found


@pytest.mark.usefixtures("copies_itself")
def test_a_batch_leaves_what_was_copied_elsewhere_meanwhile(
    told: Callable[[], list[str]],
    start: StartOnWayland,
    wayland: WaylandScreen,
    wayland_bus: SessionBus,
    layers: Sandbox,
) -> None:
    wayland.copy("theirs")
    program = start()
    held_batch(program, wayland, layers)
    wayland.copy("newer")
    layers.world.faults.release()
    ids(program, layers, 1)
    come_back(program, wayland)
    for keys, control in (("ctrl+h", "Search history"), ("ctrl+h", "Search uploads")):
        wayland.keys(keys)  # each is behind the copy that would have been made
        wayland_bus.find("text", control)
    assert told() == []
    assert wayland.clipboard() == "newer"


def test_copy_ids_of_a_notification_brings_the_window_and_asks_for_a_key(
    start: StartOnWayland, wayland: WaylandScreen, layers: Sandbox, tmp_path: Path
) -> None:
    store = PreferenceStore(places(tmp_path / "data"))
    store.save_project(layers.world.projects[1].project_id, {"notify": True})
    service = wayland.start([SYSTEM_PYTHON, SERVICE, "actions"])
    service.line("ready")
    program = start()
    held_batch(program, wayland, layers)
    layers.world.faults.release()
    service.line("notify")
    wayland.copy("theirs")
    token = wayland.activation_token()

    def pressed() -> bool:
        """Press it as the desktop does: until the program knows the id that the service gave."""
        for signal, argument in (("ActivationToken", token), ("ActionInvoked", "copy")):
            subprocess.run(
                ["dbus-send", "--session", "--type=signal", PATH, f"{NAME}.{signal}", "uint32:7",
                 f"string:{argument}"],
                env=wayland.environment, check=True, timeout=20,
            )  # fmt: skip
        return wayland.active() == program.window.id

    wait_until(pressed, "the window in front")
    program.says(READY)
    assert wayland.clipboard() == "theirs"
    wayland.keys("Down")
    [found] = ids(program, layers, 1)
    program.says(f"Copied {found}")
    assert wayland.clipboard() == found
