"""What else than files is dropped: folders, links, pictures without a file, and onto the side targets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from layers_desktop.core.resources import resource
from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox
from layers_desktop.ui.intake import drop_overlay
from tests.support.desktop.program import Program
from tests.support.desktop.screen import Screen
from tests.support.desktop.session_bus import SessionBus
from tests.support.processes import wait_until

pytestmark = pytest.mark.screen

ROLE = "filler"
"""Of a plain widget, as Qt says it."""
SHOT = resource("samples", "founder-shot.jpg")


def test_a_dropped_folder_says_what_is_in_it_before_anything_is_uploaded(
    program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox, tmp_path: Path
) -> None:
    folder = tmp_path / "holiday"
    (folder / "day 2").mkdir(parents=True)
    for name in ("founder-shot.jpg", "campaign-brief.pdf"):
        shutil.copy(resource("samples", name), folder)
    shutil.copy(resource("samples", "beach-at-dawn.png"), folder / "day 2")
    program.pick_project(layers.world.projects[1].name)
    screen.drag([folder], program.window)
    session_bus.find("push button", "Upload 2 files")
    session_bus.find("label", "1 document")
    assert not layers.world.assets
    program.click("push button", "Upload 2 files")
    wait_until(lambda: len(layers.world.assets) == 2, "an asset for each file")
    assert {asset.filename for asset in layers.world.assets} == {"founder-shot.jpg", "beach-at-dawn.png"}


def test_an_image_dropped_on_a_side_target_becomes_a_logo(
    program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    program.pick_project(layers.world.projects[1].name)
    window = program.window
    areas = drop_overlay.areas(QSize(window.width, window.height), with_targets=True)
    centre = next(rect.center() for kind, rect in areas.targets if kind is MediaKind.LOGO)
    there = (window.x + centre.x(), window.y + centre.y())
    screen.drag(
        [SHOT], window, there, lambda: "as logo" in session_bus.find(ROLE, "Drop area")["description"]
    )
    wait_until(lambda: layers.world.assets, "an asset")
    assert [asset.kind for asset in layers.world.assets] == ["logo"]


def test_a_picture_that_is_no_file_is_named_and_uploaded(
    program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    program.pick_project(layers.world.projects[1].name)
    screen.drag(["picture"], program.window)
    name = session_bus.find("text", "Name of the picture")
    assert name["text"].startswith("Pasted 20")
    program.click("text", "Name of the picture")
    screen.activate(program.window)
    screen.keys("ctrl+a")
    screen.write("Team photo")
    screen.keys("Return")
    wait_until(lambda: layers.world.assets, "an asset")
    [asset] = layers.world.assets
    assert (asset.filename, asset.mime_type) == ("Team photo.png", "image/png")


def test_a_link_is_asked_about_and_one_into_this_computer_is_refused(
    program: Program, screen: Screen, session_bus: SessionBus, layers: Sandbox
) -> None:
    project = layers.world.projects[1].name
    program.pick_project(project)
    screen.drag(["https://localhost/secret/shot.jpg"], program.window)
    session_bus.find("label", "Link to an image at localhost")
    session_bus.find("label", f"To {project}")
    program.click("push button", "Fetch and upload")
    rows = program.wait_for_rows("shot.jpg")
    assert any("is on this computer or in its network" in row for row in rows)
    assert not layers.world.assets
