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

from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "linux" / "system-libraries.sh"
TABLE = ROOT / "resources" / "linux" / "libraries.txt"
SONAMES = [line.split()[0] for line in TABLE.read_text("utf-8").splitlines() if line.startswith("lib")]

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
        for tool in ("uname", "find", "id", "cat", "env", "bash"):
            (folder / tool).symlink_to(shutil.which(tool) or tool)

    def lacks(self, *packages: str) -> None:
        self.known.write_text(listing([name for name in SONAMES if not name.startswith(packages)]))

    def add(self, name: str, script: str) -> None:
        path = self.commands / name
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
            timeout=PATIENCE_S,
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


@pytest.mark.parametrize("apt", ["exit 100", None])
def test_what_cannot_be_installed_is_named(machine: Machine, apt: str | None) -> None:
    machine.lacks("libxcb-cursor")
    machine.add("sudo", "exit 1")
    if apt:
        machine.add("apt-get", apt)
    result = machine.run()
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == "The window cannot start without: libxcb-cursor0"
