"""Where no window can be opened it is said in a sentence, with exit code 2, and never by an abort of Qt."""

from __future__ import annotations

import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from layers_desktop.core.resources import resource
from layers_desktop.ui.platform import display
from layers_desktop.ui.platform.display import missing_library
from tests.support.processes import announced
from tests.support.tables import for_each
from tests.support.timeouts import TIMEOUT_S

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")

SCREENS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"}
PROGRAM = [sys.executable, "-m", "layers_desktop"]
HIDE = r"""
set -e
folder=$(dirname "$(ldconfig -p | sed -n 's/.*libGL.so.1 (libc6.*=> //p' | head -n 1)")
mount -t tmpfs none "$1"
mkdir "$1/upper" "$1/work"
mount -t overlay none -o "lowerdir=$folder,upperdir=$1/upper,workdir=$1/work" "$folder"
for name in $2; do rm -f "$folder"/$name*; done
shift 2
exec "$@"
"""
"""Runs a program in a name space of its own in which libraries are not there."""


def ended(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if name not in SCREENS}
    return subprocess.run(
        words, env=bare | environment, capture_output=True, text=True, check=False, timeout=TIMEOUT_S
    )


def told(expression: str, environments: Iterable[Mapping[str, str]]) -> list[str]:
    """Return what an expression about the display is in each environment; one process asks for all."""
    program = f"""
import json, os, sys
from layers_desktop.ui.platform.display import is_seen, qt_platform, why_no_window
bare = dict(os.environ)
for environment in json.loads(sys.argv[1]):
    os.environ.clear()
    os.environ.update(bare | environment)
    print({expression})
"""
    result = ended(sys.executable, "-c", program, json.dumps(list(environments)))
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


NO_DISPLAY: list[tuple[dict[str, str], str]] = [
    ({}, "has no display (DISPLAY and WAYLAND_DISPLAY are not set)"),
    ({"DISPLAY": ""}, "has no display"),
    ({"DISPLAY": ":987"}, "DISPLAY names (:987) takes no connection"),
    ({"DISPLAY": "nonsense"}, "DISPLAY names (nonsense) takes no connection"),
    ({"DISPLAY": ":987", "QT_QPA_PLATFORM": "xcb"}, "DISPLAY names (:987) takes no connection"),
    (
        {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/none", "QT_QPA_PLATFORM": "wayland"},
        "WAYLAND_DISPLAY names (wayland-9) takes no connection",
    ),
    (
        {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": f"/{'x' * 200}"},
        "WAYLAND_DISPLAY names (wayland-9) takes no connection",
    ),
    ({"WAYLAND_DISPLAY": "wayland-9"}, "WAYLAND_DISPLAY names (wayland-9) takes no connection"),
    ({"DISPLAY": ":987", "QT_QPA_PLATFORM": "nonsense"}, "Qt has no platform nonsense here"),
    ({"QT_QPA_PLATFORM": "nonsense;alsonot:x"}, "Qt has no platform nonsense here"),
    ({"QT_QPA_PLATFORM": " offscreen"}, "Qt has no platform  offscreen here"),
    ({"QT_QPA_PLATFORM": ";"}, "Qt has no platform ; here"),
    ({"QT_QPA_PLATFORM": "eglfs"}, "Qt has no platform eglfs here that this program can use"),
    ({"QT_QPA_PLATFORM": "minimalegl"}, "Qt has no platform minimalegl here"),
    ({"QT_QPA_PLATFORM": "wayland-egl"}, "names wayland-egl, and WAYLAND_DISPLAY is not set"),
    ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-9"}, "names xcb, and DISPLAY is not set"),
]


def test_why_there_is_no_display_is_told() -> None:
    said = told("why_no_window().words.explanation", [environment for environment, _ in NO_DISPLAY])
    wrong = [(row, words) for row, words in zip(NO_DISPLAY, said, strict=True) if row[1] not in words]
    assert wrong == []


@for_each(("environment", "words"), [NO_DISPLAY[0], NO_DISPLAY[9]])
def test_without_a_display_the_window_ends_with_2_and_names_the_way_on(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    result = ended(*PROGRAM, "--data-dir", str(tmp_path), **environment)
    assert (result.returncode, result.stdout) == (2, "")
    said = [line for line in result.stderr.splitlines() if line.startswith("The window cannot be opened.")]
    assert len(said) == 1
    assert words in said[0]
    assert "`layers-desktop upload` works without a window." in said[0]
    assert "Traceback" not in result.stderr


def test_a_display_of_somebody_else_is_told_apart() -> None:
    ask = "from layers_desktop.ui.platform import display; print(display.why_no_window().words.explanation)"
    # Nothing is closed to root.
    other = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    if other and ended(*other, sys.executable, "-c", "import layers_desktop").returncode:
        pytest.skip("the program is in a folder that is root's alone")
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(folder / "wayland-1"))
            (folder / "wayland-1").chmod(0o000)
            listener.listen()
            result = ended(
                *other, sys.executable, "-c", ask, WAYLAND_DISPLAY="wayland-1", XDG_RUNTIME_DIR=str(folder)
            )
    finally:
        shutil.rmtree(folder)
    words = "The display that WAYLAND_DISPLAY names (wayland-1) does not let this user in.\n"
    assert result.stdout == words, result.stderr


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="not installed: xvfb")
@pytest.mark.parametrize("host", ["", "127.0.0.1"])
def test_an_x_server_that_wants_a_key_is_told_apart(tmp_path: Path, host: str) -> None:
    keys = tmp_path / "keys"
    # One entry of Xauthority: any host, any display, a key that the program does not have.
    fields = (b"", b"", b"MIT-MAGIC-COOKIE-1", bytes(16))
    keys.write_bytes(b"\xff\xff" + b"".join(struct.pack(">H", len(field)) + field for field in fields))
    server, number = announced(
        ["Xvfb", "-auth", keys, "-listen" if host else "-nolisten", "tcp"], "-displayfd {}", os.environ
    )
    where = f"{host}:{number}"
    try:
        result = ended(
            *PROGRAM, "--data-dir", str(tmp_path), DISPLAY=where, XAUTHORITY=str(tmp_path / "none")
        )
    finally:
        server.stop()
    assert f"The display that DISPLAY names ({where}) does not let this user in." in result.stderr


def test_a_display_that_takes_connections_is_one(tmp_path: Path) -> None:
    ask = "from layers_desktop.ui.platform.display import why_no_window; print(why_no_window())"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "wayland-1"))
        listener.listen()
        result = ended(sys.executable, "-c", ask, WAYLAND_DISPLAY="wayland-1", XDG_RUNTIME_DIR=str(tmp_path))
    assert result.stdout == "None\n", result.stderr


def test_the_first_platform_is_taken_that_can_be_used() -> None:
    taken = {
        "offscreen": "offscreen False",
        "Minimal:x": "minimal False",
        "vnc:port=5999": "vnc True",
        "xcb;offscreen": "offscreen False",
        "nonsense;;wayland-egl;eglfs;minimal": "minimal False",
    }
    found = told('f"{qt_platform()} {is_seen(qt_platform())}"', [{"QT_QPA_PLATFORM": one} for one in taken])
    assert dict(zip(taken, found, strict=True)) == taken


def test_the_display_servers_of_a_usual_name_are_asked(tmp_path: Path) -> None:
    ask = "from layers_desktop.ui.platform.display import qt_platform; print(qt_platform())"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "wayland-0"))
        listener.listen()
        result = ended(
            sys.executable, "-c", ask, QT_QPA_PLATFORM="xcb;wayland-egl", XDG_RUNTIME_DIR=str(tmp_path)
        )
    assert result.stdout == "wayland-egl\n", result.stderr


@pytest.mark.parametrize(
    ("hidden", "words", "draws"),
    [
        ("libGL.so.1", "lacks the library libGL.so.1. As administrator: apt install libgl1.", False),
        ("libfontconfig.so libEGL.so", "apt install libegl1 libfontconfig1.", None),
        ("libxcb-keysyms.so", "lacks the library libxcb-keysyms.so.1.", True),
        (
            "libwayland-cursor.so",
            "libwayland-cursor.so.0. As administrator: apt install libwayland-cursor0.",
            None,
        ),
    ],
)
def test_libraries_that_are_missing_are_named_with_what_has_them(
    tmp_path: Path, hidden: str, words: str, *, draws: bool | None
) -> None:
    """`draws`: whether the demo goes on; None: the window alone is tried."""
    hide = ["unshare", "-m", "bash", "-c", HIDE, "bash", str(tmp_path), hidden]
    if shutil.which("unshare") is None or ended(*hide, "true").returncode:
        pytest.skip("needs a mount name space with an overlay, as root")
    if shutil.which("apt-get") is None:
        words = words.partition("apt ")[0]
    display = {"WAYLAND_DISPLAY" if "wayland" in hidden else "DISPLAY": ":987"}
    window = ended(*hide, *PROGRAM, **display)
    assert window.returncode == 2
    assert words in window.stderr
    assert window.stderr.endswith("`layers-desktop upload` works without a window.\n")
    assert window.stderr.count("\n") == 1
    if draws is None:
        return
    assert words in ended(*hide, *PROGRAM, "doctor", **display).stdout
    demo = ended(*hide, *PROGRAM, "demo", "--screenshot", "/dev/shm/none/x.png", "--help", **display)
    assert demo.returncode == 0
    drawn = ended(*hide, *PROGRAM, "demo", "--screenshot", os.devnull, **display)
    assert drawn.returncode == (0 if draws else 2), drawn.stderr
    assert ("The demo goes on without one" in drawn.stderr) is draws
    assert (" → med_" in drawn.stdout) is draws


def test_only_a_library_of_the_system_is_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing_library(ImportError("No module named 'PySide6'")) is None
    assert missing_library(ImportError("/x/libQt6Gui.so.6: undefined symbol: y")) is None
    assert missing_library(OSError("/x/libqxcb.so: cannot open shared object file: No such file")) is None
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == "dnf" else None)
    monkeypatch.setattr(display, "_loads", lambda soname: not soname.startswith("libxcb-icccm"))
    problem = missing_library(ImportError("libGL.so.1: cannot open shared object file: No such file"))
    assert problem is not None
    assert problem.words.explanation == "This computer lacks the libraries libxcb-icccm.so.4, libGL.so.1."
    assert problem.words.action == "As administrator: dnf install xcb-util-wm libglvnd-glx."
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == "pacman" else None)
    problem = missing_library(ImportError("libGL.so.1: cannot open shared object file: No such file"))
    assert problem is not None
    assert problem.words.action == "As administrator: pacman -S xcb-util-wm libglvnd."
    monkeypatch.setattr(display, "_loads", lambda _: True)
    unknown = missing_library(OSError("libunheard-of.so.0: cannot open shared object file: No such file"))
    assert unknown is not None
    assert unknown.words.action == "Install what has them, by your system's own names."


def test_each_library_has_a_package_of_each_system() -> None:
    rows = [
        line.split()
        for line in resource("linux", "libraries.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert rows
    assert all(len(row) == 5 and ".so." in row[0] and row[4] in {"drawing", "display"} for row in rows)
