"""Two starts of the program as a person makes them: by double-clicking the icon again, or a file."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from tests.support.desktop.screen import Screen, Window
from tests.support.processes import Process, wait_until

pytestmark = pytest.mark.screen

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
TITLE = "Layers Desktop"


@pytest.fixture
def starts(screen: Screen, layers: Sandbox) -> Iterator[Screen]:
    """A screen whose programs meet in a runtime folder with a short path, signed in at `layers`."""
    runtime = Path(tempfile.mkdtemp(prefix="ld-"))
    screen.environment = {
        **screen.environment,
        "XDG_RUNTIME_DIR": str(runtime),
        "LAYERS_BASE_URL": layers.base_url,
        "LAYERS_API_KEY": layers.key,
    }
    yield screen
    screen.close()
    shutil.rmtree(runtime)


def start(screen: Screen, folder: Path, *arguments: str | Path) -> Process:
    return screen.start_python("-m", "layers_desktop", "--data-dir", folder, *arguments)


def first(screen: Screen, folder: Path, *arguments: str | Path) -> tuple[Process, Window]:
    """Start it and wait for its window, and until it listens: that comes when all is in the window."""
    process = start(screen, folder, *arguments)
    window = screen.window(TITLE)
    wait_until(lambda: listens(screen), "the first start to listen")
    return process, window


def listens(screen: Screen) -> bool:
    """Whether somebody does: a process that was killed leaves its socket behind."""
    for path in (Path(screen.environment["XDG_RUNTIME_DIR"]) / "layers-desktop").iterdir():
        if path.is_socket():
            with socket.socket(socket.AF_UNIX) as caller:
                return caller.connect_ex(str(path)) == 0
    return False


def picture(folder: Path, name: bytes) -> Path:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    path.write_bytes(PNG + os.urandom(100))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def test_a_second_start_hands_its_files_to_the_window_and_ends(
    starts: Screen, layers: Sandbox, tmp_path: Path
) -> None:
    one, window = first(starts, tmp_path / "data")
    wanted = layers.world.projects[2].project_id
    files = [picture(tmp_path, b"a.png"), picture(tmp_path, b"caf\xe9.png")]
    starts.xdotool("windowminimize", window.id)
    wait_until(lambda: window.id not in starts.visible_windows(), "the window to be out of the way")

    two = start(starts, tmp_path / "data", "--project", wanted, *files)

    assert two.wait() == 0, two.output
    assert two.output == "Handed over to the window that is open already."
    wait_until(lambda: len(layers.world.assets) == 2, "both assets")
    assert {asset.project_id for asset in layers.world.assets} == {wanted}
    wait_until(lambda: window.id in starts.visible_windows(), "the window to be back")
    assert one.running


@pytest.mark.skipif(shutil.which("xev") is None, reason="not installed: x11-utils")
def test_the_busy_pointer_of_a_second_start_ends_with_it(starts: Screen, tmp_path: Path) -> None:
    first(starts, tmp_path / "data")
    listener = starts.start(["stdbuf", "-oL", "xev", "-root", "-event", "property"])

    def listening() -> bool:
        starts.ask("xprop", "-root", "-format", "LISTENING", "8s", "-set", "LISTENING", "yes")
        return "(LISTENING)" in listener.output

    wait_until(listening, "xev to hear")
    two = starts.start_python(
        "-m", "layers_desktop", "--data-dir", tmp_path / "data", DESKTOP_STARTUP_ID="launcher-1_TIME1"
    )
    assert two.wait() == 0, two.output
    wait_until(lambda: "(_NET_STARTUP_INFO_BEGIN)" in listener.output, "the end to be told")


def test_another_data_folder_is_another_program(starts: Screen, tmp_path: Path) -> None:
    one, _ = first(starts, tmp_path / "one")
    two = start(starts, tmp_path / "two")
    wait_until(lambda: starts.titles().count(TITLE) == 2, "two windows")
    assert one.running
    assert two.running


def test_after_a_kill_the_next_start_is_the_first_again(
    starts: Screen, layers: Sandbox, tmp_path: Path
) -> None:
    one, _ = first(starts, tmp_path / "data")
    os.kill(one.pid, signal.SIGKILL)
    one.wait()
    wait_until(lambda: TITLE not in starts.titles(), "the window of the dead to be gone")
    again, _ = first(starts, tmp_path / "data", "--project", layers.world.projects[0].project_id)
    assert again.running
    two = start(starts, tmp_path / "data", picture(tmp_path, b"a.png"))
    assert two.wait() == 0, two.output
    wait_until(lambda: layers.world.assets, "the asset")


def test_a_window_that_hangs_is_told_of_and_does_not_hang_the_second_start(
    starts: Screen, tmp_path: Path
) -> None:
    one, _ = first(starts, tmp_path / "data")
    os.kill(one.pid, signal.SIGSTOP)
    two = start(starts, tmp_path / "data", picture(tmp_path, b"a.png"))
    # Who clicked an icon reads no terminal: there is a window to close, and then it ends.
    two.line("Layers Desktop is running already but does not answer.")
    wait_until(lambda: starts.titles().count(TITLE) == 2, "a window that says so")
    starts.keys("Return")
    assert two.wait() == 1
    os.kill(one.pid, signal.SIGCONT)


def test_upload_on_the_command_line_is_no_second_start(
    starts: Screen, layers: Sandbox, tmp_path: Path
) -> None:
    first(starts, tmp_path / "data")
    folder, project = tmp_path / "data", layers.world.projects[1].project_id
    one = starts.start_python(
        "-m",
        "layers_desktop",
        "upload",
        "--data-dir",
        folder,
        "--project",
        project,
        picture(tmp_path, b"a.png"),
    )
    assert one.wait() == 0, one.output
    assert layers.world.assets[0].asset_id in one.output
