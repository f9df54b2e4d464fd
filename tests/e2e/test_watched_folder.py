"""A watched folder and a program that is killed in the middle: every file becomes one asset."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from layers_desktop.settings.paths import places
from layers_desktop.settings.store import PreferenceStore
from tests.support.desktop.screen import Screen
from tests.support.processes import wait_until

pytestmark = pytest.mark.screen

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def put(folder: Path, name: str, size: int) -> None:
    """Write a clip as careful programs do: under another name, then renamed into place."""
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(MP4 + os.urandom(size))
    unfinished.rename(folder / name)


def test_a_kill_in_the_middle_of_a_watched_folder_makes_no_file_two_assets(
    screen: Screen, layers: Sandbox, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    put(inbox, "before.mp4", 2_000)
    project = layers.world.projects[1].project_id
    PreferenceStore(places(tmp_path / "data")).save_project(project, {"watch_folder": str(inbox)})
    environment = {"LAYERS_BASE_URL": layers.base_url, "LAYERS_API_KEY": layers.key}
    command = ("-m", "layers_desktop", "--data-dir", tmp_path / "data")
    layers.world.faults.add("put:stall-mid")

    program = screen.start_python(*command, **environment)
    watched = tmp_path / "data" / "data" / "watched"
    wait_until(lambda: watched.is_dir() and any(watched.glob("*.json")), "the folder to be watched")
    put(inbox, "large.mp4", 900_000)
    for number in range(4):
        put(inbox, f"{number}.mp4", 3_000)
    assert layers.world.faults.wait_held(1, 60)
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    put(inbox, "meanwhile.mp4", 3_000)

    screen.start_python(*command, **environment)
    expected = {"large.mp4", "meanwhile.mp4", *(f"{number}.mp4" for number in range(4))}
    wait_until(lambda: len(layers.world.assets) >= len(expected), "an asset for each file", deadline=90)
    put(inbox, "last.mp4", 3_000)
    names = Counter[str | None]()

    def arrived() -> bool:
        names.clear()
        names.update(asset.filename for asset in layers.world.assets)
        return names["last.mp4"] > 0

    wait_until(arrived, "the asset of a file that came after all others", deadline=90)
    assert names == Counter({*expected, "last.mp4"})
    assert {asset.project_id for asset in layers.world.assets} == {project}
