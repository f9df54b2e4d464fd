"""Ending the session while uploads run: no question, no hang, and the next start goes on."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from tests.support.desktop.screen import Screen
from tests.support.processes import Process, wait_until

pytestmark = pytest.mark.screen

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def clip(folder: Path) -> Path:
    path = folder / "clip.mp4"
    path.write_bytes(MP4 + os.urandom(900_000))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def start(screen: Screen, layers: Sandbox, folder: Path, *arguments: str | Path) -> Process:
    environment = {"LAYERS_BASE_URL": layers.base_url, "LAYERS_API_KEY": layers.key}
    return screen.start_python("-m", "layers_desktop", "--data-dir", folder, *arguments, **environment)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_log_out_during_an_upload_ends_at_once_and_the_next_start_goes_on(
    screen: Screen, layers: Sandbox, tmp_path: Path, number: signal.Signals
) -> None:
    layers.world.faults.add("put:stall-mid")
    file = clip(tmp_path)
    project = layers.world.projects[1].project_id
    program = start(screen, layers, tmp_path / "data", "--project", project, file)
    assert layers.world.faults.wait_held(1, 60)

    os.kill(program.pid, number)

    assert program.wait() == 0, program.output
    assert not layers.world.assets
    again = start(screen, layers, tmp_path / "data")
    screen.window("Layers Desktop")
    wait_until(lambda: layers.world.assets, "the asset")
    assert [asset.path.read_bytes() for asset in layers.world.assets] == [file.read_bytes()]
    os.kill(again.pid, signal.SIGTERM)
    assert again.wait() == 0, again.output
