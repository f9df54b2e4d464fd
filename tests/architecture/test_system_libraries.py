"""The set-up of system libraries: silent when all is there, installs what is missing, says what it cannot do.

`ldconfig` and `apt-get` are the machine's, not ours: here they are small scripts that answer for a bare one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tables import for_each
from tests.support.timeouts import TIMEOUT_S

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "linux" / "system-libraries.sh"
TABLE = ROOT / "resources" / "linux" / "libraries.txt"
PURPOSES = {
    line.split()[0]: line.split()[4]
    for line in TABLE.read_text("utf-8").splitlines()
    if line.startswith("lib")
}
SONAMES = list(PURPOSES)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux installs system libraries")


def listing(sonames: list[str]) -> str:
    return "".join(f"\t{soname} (libc6,x86-64) => /lib/{soname}\n" for soname in sonames)


class Machine:
    """A PATH of its own, with an `ldconfig` that knows the given libraries."""

    def __init__(self, folder: Path) -> None:
        self.commands = folder
        self.known = folder / "libraries"
        self.known.write_text(listing(SONAMES))
        self.add("ldconfig", f'cat "{self.known}"')
        for tool in ("uname", "find", "id", "cat", "env", "bash", "sort"):
            (folder / tool).symlink_to(shutil.which(tool) or tool)

    def lacks(self, *packages: str) -> None:
        self.known.write_text(listing([name for name in SONAMES if not name.startswith(packages)]))

    def add(self, name: str, script: str) -> None:
        path = self.commands / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)

    def run(self) -> subprocess.CompletedProcess[str]:
        # The script adds /sbin behind PATH; an ldconfig of this machine is not reached before ours.
        environment = {"PATH": str(self.commands), "HOME": os.environ["HOME"]}
        return subprocess.run(
            [self.commands / "bash", SCRIPT],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    folder = tmp_path / "bin"
    folder.mkdir()
    return Machine(folder)


@pytest.fixture(autouse=True)
def _font_of_the_user(_clean_environment: None) -> None:
    fonts = Path(os.environ["HOME"]) / ".fonts"
    fonts.mkdir()
    (fonts / "font.ttf").touch()


def test_it_is_silent_and_asks_no_package_manager_when_nothing_is_missing(
    machine: Machine, tmp_path: Path
) -> None:
    asked = tmp_path / "asked"
    for tool in ("apt-get", "sudo"):
        machine.add(tool, f": > {asked}; exit 1")
    result = machine.run()
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert not asked.exists()


def test_a_machine_without_apt_is_fine_when_nothing_is_missing(machine: Machine) -> None:
    assert machine.run().returncode == 0


def test_only_what_is_missing_is_installed(machine: Machine, tmp_path: Path) -> None:
    machine.lacks("libxcb-icccm", "libxcb-keysyms")
    whole = tmp_path / "whole"
    whole.write_text(listing(SONAMES))
    machine.add(
        "apt-get", f'echo "$@" >> {tmp_path}/calls; [ "$2" = update ] || cat {whole} > {machine.known}'
    )
    machine.add("sudo", 'while [[ "$1" == -* ]]; do shift; done; "$@"')
    result = machine.run()
    assert result.returncode == 0, result.stderr
    calls = (tmp_path / "calls").read_text().splitlines()
    assert [call.split()[1] for call in calls] == ["update", "install"]
    assert calls[1].split()[-2:] == ["libxcb-icccm4", "libxcb-keysyms1"]


OFFLINE = "echo 'E: Cannot reach y' >&2; echo 'E: more' >&2; exit 100"


@pytest.mark.parametrize(
    ("commands", "who"),
    [
        ({"apt-get": "exit 100"}, "apt could not get them: with a network, as administrator, apt-get"),
        ({"apt-get": OFFLINE}, "apt could not get them (Cannot reach y): with a network, as administrator"),
        ({}, "this system has no apt: its administrator installs what it calls them"),
        ({"dnf": ""}, "(dnf install xcb-util-cursor)"),
        ({"pacman": ""}, "(pacman -S xcb-util-cursor)"),
        ({"id": "echo 1000", "apt-get": ""}, "only this computer's administrator can install them"),
        ({"id": "echo 1000", "apt-get": "", "sudo": "echo 'a password' >&2; exit 1"}, "only this"),
    ],
)
def test_what_cannot_be_installed_is_told_in_a_line_with_who_can_mend_it(
    machine: Machine, commands: dict[str, str], who: str
) -> None:
    machine.lacks("libxcb-cursor")
    for name, script in commands.items():
        machine.add(name, script)
    result = machine.run()
    assert result.returncode == 0, "without the display's libraries the window is drawn offscreen"
    said = [line for line in result.stderr.splitlines() if not line.startswith("Installing with apt")]
    assert len(said) == 1
    assert said[0].startswith("The window needs libxcb-cursor0, and ")
    assert who in said[0]


@for_each(("soname", "purpose"), PURPOSES.items())
def test_it_goes_on_where_only_the_display_lacks_a_library(
    machine: Machine, soname: str, purpose: str
) -> None:
    machine.lacks(soname)
    result = machine.run()
    assert result.returncode == (0 if purpose == "display" else 1)
    assert "The window needs " in result.stderr


def test_what_the_table_says_of_a_library_is_what_qt_loads() -> None:
    program = """
import ctypes, re, sys
from pathlib import Path
from PySide6 import QtDBus, QtNetwork, QtSvg, QtWidgets
from layers_desktop.ui.platform.display import _plugin
def loaded():
    names = re.findall(r"/(lib[^/\\s]+)", Path("/proc/self/maps").read_text())
    return {soname for soname in sys.argv[1:] for name in names if f"{name}.".startswith(f"{soname}.")}
application = QtWidgets.QApplication([])
QtWidgets.QLabel("words").grab()
print(*loaded())
for platform in ("xcb", "wayland"):
    plugin = _plugin(platform)
    ctypes.CDLL(str(plugin))
ctypes.CDLL(str(next((plugin.parents[1] / "wayland-graphics-integration-client").glob("*wayland-egl.so"))))
print(*loaded())
"""
    result = subprocess.run(
        [sys.executable, "-c", program, *SONAMES],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=TIMEOUT_S,
    )
    drawn, shown = (set(line.split()) for line in result.stdout.splitlines())
    assert drawn == {soname for soname, purpose in PURPOSES.items() if purpose == "drawing"}
    assert shown == set(PURPOSES)


def test_without_what_drawing_needs_it_ends(machine: Machine) -> None:
    machine.lacks("libGL", "libxcb-cursor")
    result = machine.run()
    assert result.returncode == 1
    assert "The window needs libgl1 libxcb-cursor0, and this system has no apt" in result.stderr


OFFLINE_PIP = """\
WARNING: Retrying after connection broken by 'NewConnectionError(...: Network is unreachable)'
ERROR: Could not find a version that satisfies the requirement hatchling (from versions: none)
ERROR: No matching distribution found for hatchling"""
NO_COMPILER = """\
      error: command 'gcc' failed: No such file or directory
  ERROR: Failed building wheel for msgspec"""
PIP = {
    OFFLINE_PIP: "the package index cannot be reached: connect this computer",
    "ERROR: No matching distribution found for Qt<7,>=6.8": "has no Qt<7,>=6.8 for this Python and processor",
    NO_COMPILER: "there is no compiler",
    "error: command '/usr/bin/cc' failed with exit code 1\nERROR: Failed building wheel": "Failed building",
    "  error: invalid pyproject.toml\nERROR: Failed to build x when": "Failed to build x when",
    "ERROR: Could not install packages: [Errno 28] No space left on device": "the disk is full",
    "noise\nERROR: Something odd happened\nnoise": "ERROR: Something odd happened",
}


@pytest.mark.parametrize(("said", "why"), PIP.items())
def test_what_pip_could_not_do_is_told_in_a_line(tmp_path: Path, said: str, why: str) -> None:
    fake = tmp_path / ".venv" / "bin" / "python"
    fake.parent.mkdir(parents=True)
    fake.write_text(f"#!/bin/bash\ncat <<'END'\n{said}\nEND\nexit 1\n")
    fake.chmod(0o755)
    ended = subprocess.run(
        [ROOT / "packaging" / "install.sh", "--editable", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_S,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("The program could not be installed: ")
    assert why in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert said in (tmp_path / ".venv" / "install.log").read_text()


def test_what_only_an_administrator_can_mend_comes_before_the_downloads() -> None:
    rules = (ROOT / "Makefile").read_text("utf-8").splitlines()
    assert "demo: run-libraries .venv/.installed-run" in rules
    assert "test: test-libraries check" in rules
