"""The entry in the desktop's menu, where name, icon and the right to come forward come from."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.timeouts import TIMEOUT_S

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "linux" / "desktop_entry.py"
TEMPLATE = ROOT / "packaging" / "linux" / "com.layers.desktop.desktop"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="freedesktop.org's, on Linux")


def run(home: Path, command: str, script: Path = SCRIPT) -> str:
    result = subprocess.run(
        [sys.executable, script, command],
        env=os.environ | {"XDG_DATA_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=TIMEOUT_S,
    )
    return result.stdout


def files(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()
    }


def read(path: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # its documented way to keep the case
    parser.read(path, "utf-8")
    return parser["Desktop Entry"]


def test_a_checkout_is_put_into_the_menu_and_out_of_it(tmp_path: Path) -> None:
    (tmp_path / "applications").mkdir()
    (tmp_path / "applications" / "other.desktop").touch()
    said = run(tmp_path, "install")
    assert str(tmp_path / "applications" / "com.layers.desktop.desktop") in said
    first = files(tmp_path)
    assert {
        "applications/com.layers.desktop.desktop",
        "icons/hicolor/scalable/apps/com.layers.desktop.svg",
        "icons/hicolor/48x48/apps/com.layers.desktop.png",
    } <= set(first)
    run(tmp_path, "install")
    assert files(tmp_path) == first
    assert run(tmp_path, "uninstall") == "Layers Desktop is out of the menu\n"
    assert set(files(tmp_path)) == {"applications/other.desktop"}
    assert run(tmp_path, "uninstall") == "Layers Desktop was not in the menu\n"


def test_it_starts_this_checkout_and_hands_over_tokens(tmp_path: Path) -> None:
    run(tmp_path, "install")
    entry = read(tmp_path / "applications" / "com.layers.desktop.desktop")
    program = ROOT / ".venv" / "bin" / "layers-desktop-window"
    assert shlex.split(entry["Exec"]) == [str(program), "%F"]
    assert entry["TryExec"] == str(program)
    assert entry["StartupNotify"] == "true"
    assert entry["Icon"] == "com.layers.desktop"


def test_a_folder_with_odd_letters_is_quoted_as_the_specification_says(tmp_path: Path) -> None:
    folder = tmp_path / 'My "files" 100% $HOME'
    shutil.copytree(ROOT / "packaging", folder / "packaging", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(ROOT / "resources" / "icons", folder / "resources" / "icons")
    run(tmp_path, "install", folder / "packaging" / "linux" / "desktop_entry.py")
    line = read(tmp_path / "applications" / "com.layers.desktop.desktop")["Exec"]
    quoted, _, rest = line.removeprefix('"').replace("\\\\", "\\").rpartition('" ')
    assert rest == "%F"
    assert (
        re.sub(r'\\(["`$\\])', r"\1", quoted).replace("%%", "%")
        == f"{folder}/.venv/bin/layers-desktop-window"
    )


def test_a_folder_that_desktops_start_nothing_from_is_said(tmp_path: Path) -> None:
    here = tmp_path / "a=b" / "packaging" / "linux"
    here.mkdir(parents=True)
    script = Path(shutil.copy(SCRIPT, here))
    result = subprocess.run(
        [sys.executable, script, "install"], capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert result.returncode == 1
    assert "equals sign" in result.stderr
    assert files(tmp_path / "home") == {}


def test_the_windows_app_id_is_the_entrys_name() -> None:
    ask = """
from layers_desktop.ui.application import make_application
application = make_application(offscreen=True)
print(application.desktopFileName(), application.applicationName())
"""
    said = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True, timeout=TIMEOUT_S
    )
    # The second is the window's class on X11.
    assert said.stdout.split() == [TEMPLATE.stem, read(TEMPLATE)["StartupWMClass"]]


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="not installed: desktop-file-utils")
def test_the_entry_is_valid(tmp_path: Path) -> None:
    run(tmp_path, "install")
    for path in (TEMPLATE, tmp_path / "applications" / "com.layers.desktop.desktop"):
        subprocess.run(["desktop-file-validate", path], check=True, timeout=TIMEOUT_S)
