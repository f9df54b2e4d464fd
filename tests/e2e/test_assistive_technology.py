"""The window through the accessibility tree: stable names, buttons pressed without a pointer."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers_desktop.core.resources import resource
from layers_desktop.sandbox import Sandbox
from tests.support.desktop.program import Program
from tests.support.desktop.screen import Screen
from tests.support.desktop.session_bus import SessionBus
from tests.support.processes import wait_until

pytestmark = pytest.mark.screen


def test_everything_has_its_stable_name(
    program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    session_bus.find("frame", "Layers Desktop")
    session_bus.find("push button", "Choose files")
    session_bus.find("push button", "Choose folder")
    session_bus.find("push button", "Settings")
    program.pick_project(layers.world.projects[1].name)
    screen.drag([resource("samples", "founder-shot.jpg")], program.window)
    program.wait_for_rows("founder-shot.jpg")
    for role, name in (
        ("combo box", "Project"),
        ("list", "Uploads"),
        ("push button", "Copy asset ID"),
        ("push button", "Copy 1 ID"),
    ):
        session_bus.find(role, name)


def test_uploads_are_searched_by_the_keyboard(
    program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    program.pick_project(layers.world.projects[1].name)
    screen.drag(
        [resource("samples", name) for name in ("founder-shot.jpg", "beach-at-dawn.png")], program.window
    )
    program.wait_for_rows("founder-shot.jpg", "beach-at-dawn.png")
    assert session_bus.find("text", "Search uploads")["text"] == ""
    screen.activate(program.window)
    screen.keys("ctrl+f")
    screen.write("FOUNDER image")
    wait_until(lambda: len(program.rows()) == 1, "one row")
    assert program.rows()[0].startswith("founder-shot.jpg")
    assert session_bus.find("text", "Search uploads")["text"] == "FOUNDER image"
    screen.keys("Escape")
    wait_until(lambda: len(program.rows()) == 2, "both rows")


def test_the_project_box_keeps_its_name_and_tells_what_is_chosen(
    program: Program, session_bus: SessionBus, layers: Sandbox
) -> None:
    before = session_bus.find("combo box", "Project")
    assert before["name"] == "Project"
    assert before["selected"] == []
    project = layers.world.projects[1]
    program.pick_project(project.name)
    after = session_bus.find("combo box", "Project")
    assert after["name"] == "Project"
    assert after["selected"] == [f"{project.name}, {project.customer_external_id}"]
    assert after["description"] == ""
    offered = [known.name for known in layers.world.projects if known.status == "active"]
    assert all(any(row.startswith(name) for row in after["below"]) for name in offered)
    assert after["actions"][:2] == ["ShowMenu", "Press"]
    assert "expandable" in after["states"]
    assert program.quit() == 0


def test_an_id_is_copied_without_a_pointer(
    program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    program.pick_project(layers.world.projects[1].name)
    screen.drag([resource("samples", "founder-shot.jpg")], program.window)
    wait_until(lambda: layers.world.assets, "an asset")
    [asset] = layers.world.assets
    [row] = program.wait_for_rows(asset.asset_id)
    assert row.startswith("founder-shot.jpg, image, ")
    session_bus.press("push button", "Copy asset ID")
    wait_until(lambda: screen.clipboard() == asset.asset_id, "the id in the clipboard")


def test_a_first_start_leads_to_the_sandbox(screen: Screen, session_bus: SessionBus, tmp_path: Path) -> None:
    program = Program(screen, session_bus, tmp_path / "data", {})
    session_bus.find("password text", "API key")
    session_bus.find("push button", "Connect")
    session_bus.press("push button", "Try without a key")
    session_bus.find("combo box", "Project")
    session_bus.find("push button", "Choose files")
    assert program.process.running


def test_a_key_is_connected_without_a_pointer(
    screen: Screen, session_bus: SessionBus, layers: Sandbox, tmp_path: Path
) -> None:
    program = Program(screen, session_bus, tmp_path / "data", {"LAYERS_BASE_URL": layers.base_url})
    session_bus.find("password text", "API key")
    screen.activate(program.window)
    screen.write(layers.key)
    session_bus.press("push button", "Connect")
    session_bus.find("push button", "Choose files")
    assert layers.key not in program.process.output


def test_a_failed_upload_tells_all_of_its_problem(program: Program, screen: Screen, layers: Sandbox) -> None:
    program.pick_project(layers.world.projects[1].name)
    layers.world.faults.add("inline:422")
    screen.drag([resource("samples", "founder-shot.jpg")], program.window)
    [row] = program.wait_for_rows("Layers does not take this file")
    assert "The file stays in the list." in row
    assert "request req_" in row


def test_a_failed_upload_is_retried_without_a_pointer(
    program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    program.pick_project(layers.world.projects[1].name)
    layers.world.faults.add("inline:422")
    screen.drag([resource("samples", "founder-shot.jpg")], program.window)
    [row] = program.wait_for_rows("Layers does not take this file")
    assert "Toggle" in session_bus.find("list item", row)["actions"]
    session_bus.press("list item", row)
    wait_until(lambda: "selected" in session_bus.find("list item", row)["states"], "the row to be selected")
    session_bus.press("push button", "Retry failed uploads")
    wait_until(lambda: layers.world.assets, "an asset")
    [asset] = layers.world.assets
    [row] = program.wait_for_rows(asset.asset_id)
    assert row.startswith("founder-shot.jpg, image, ")


def test_a_failed_upload_is_retried_by_real_keys_after_a_real_drag(
    program: Program, screen: Screen, layers: Sandbox
) -> None:
    """The drag took the keyboard to the other program's window; the window has it back from the system."""
    program.pick_project(layers.world.projects[1].name)
    layers.world.faults.add("inline:422")
    screen.drag([resource("samples", "founder-shot.jpg")], program.window)
    program.wait_for_rows("Layers does not take this file")
    screen.activate(program.window)
    screen.keys("Home", "ctrl+r")
    wait_until(lambda: layers.world.assets, "an asset")
    program.wait_for_rows(layers.world.assets[0].asset_id)
