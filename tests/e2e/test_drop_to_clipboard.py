"""The main job, as a person does it: drag files onto the window, pick the project, copy the asset ids."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from layers_desktop.core.resources import resource
from layers_desktop.sandbox import Sandbox
from tests.support.desktop.program import Program
from tests.support.desktop.screen import Screen
from tests.support.processes import wait_until

pytestmark = pytest.mark.screen

FILES = [resource("samples", name) for name in ("founder-shot.jpg", "launch-teaser.mp4", "beach-at-dawn.png")]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_dropped_files_become_assets_and_their_ids_reach_the_clipboard(
    program: Program, screen: Screen, layers: Sandbox
) -> None:
    project = layers.world.projects[1]
    program.pick_project(project.name)
    screen.drag(FILES, program.window)
    wait_until(lambda: len(layers.world.assets) == len(FILES), "an asset for each file")
    stored = {asset.filename: asset for asset in layers.world.assets}
    assert {name: asset.sha256 for name, asset in stored.items()} == {
        file.name: digest(file) for file in FILES
    }
    assert all(digest(asset.path) == asset.sha256 for asset in stored.values())
    assert {asset.project_id for asset in stored.values()} == {project.project_id}
    ids = [stored[file.name].asset_id for file in FILES]
    program.wait_for_rows(*ids)
    program.click("push button", f"Copy {len(FILES)} IDs")
    wait_until(lambda: screen.clipboard().split() == ids, "the ids in the clipboard, in drop order")
    assert "UTF8_STRING" in screen.clipboard_targets()
    assert program.quit() == 0


def test_after_a_drop_the_window_is_in_front_and_ctrl_c_copies_without_a_click(
    program: Program, screen: Screen, layers: Sandbox
) -> None:
    program.pick_project(layers.world.projects[1].name)
    screen.activate(screen.place(screen.window("Layers Desktop"), 400, 120))
    screen.drag(FILES[:1], program.window)  # the program that is dragged from has the keyboard meanwhile
    wait_until(lambda: screen.active() == program.window.id, "the window in front")
    wait_until(lambda: layers.world.assets, "an asset for the picture")
    [asset] = layers.world.assets
    program.wait_for_rows(asset.asset_id)
    screen.keys("ctrl+c")
    wait_until(lambda: screen.clipboard() == asset.asset_id, "the id in the clipboard")


def test_ctrl_c_after_a_drop_copies_all_ids_of_it(program: Program, screen: Screen, layers: Sandbox) -> None:
    program.pick_project(layers.world.projects[1].name)
    screen.drag(FILES, program.window)
    wait_until(lambda: len(layers.world.assets) == len(FILES), "an asset for each file")
    stored = {asset.filename: asset.asset_id for asset in layers.world.assets}
    ids = [stored[file.name] for file in FILES]
    program.wait_for_rows(*ids)
    screen.keys("ctrl+c")
    wait_until(lambda: screen.clipboard().split() == ids, "the ids of what was dropped, in drop order")


def test_a_file_that_is_no_media_is_refused_and_the_others_are_sent(
    program: Program, screen: Screen, layers: Sandbox
) -> None:
    program.pick_project(layers.world.projects[1].name)
    screen.drag([resource("samples", "campaign-brief.pdf"), FILES[0]], program.window)
    wait_until(lambda: layers.world.assets, "an asset for the picture")
    [asset] = layers.world.assets
    rows = program.wait_for_rows(asset.asset_id, "campaign-brief.pdf")
    assert any("campaign-brief.pdf" in row and "PDF" in row for row in rows)
    program.click("push button", "Copy asset ID")
    wait_until(lambda: screen.clipboard() == asset.asset_id, "the id in the clipboard")


def test_the_key_never_reaches_the_storage(program: Program, screen: Screen, layers: Sandbox) -> None:
    program.pick_project(layers.world.projects[1].name)
    screen.drag(FILES[1:], program.window)
    wait_until(lambda: len(layers.world.assets) == 2, "an asset for each file")
    puts = [request for request in layers.world.requests if request.side == "storage"]
    assert len(puts) == 2
    for request in puts:
        assert not {"x-api-key", "authorization"} & set(request.headers)
    assert layers.key not in program.process.output
