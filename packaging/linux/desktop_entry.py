"""`make install-desktop`: this checkout in the desktop's menu; `make uninstall-desktop`: out of it.

    python packaging/linux/desktop_entry.py install | uninstall

Name and icon of the window, and the right to bring it to the front (StartupNotify), come from this entry:
the window's app id is its name. Written to XDG_DATA_HOME, for this user alone; again at any time. Packages
install `com.layers.desktop.desktop` as it is.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAME = "com.layers.desktop"
PROGRAM = ROOT / ".venv" / "bin" / "layers-desktop-window"
_PLAIN = re.compile(r"[A-Za-z0-9_@/.,:=+-]+")
"""What needs no quotes in an Exec line (Desktop Entry Specification, "The Exec key")."""

_REFUSED = frozenset("=\n")
"""What the path of a program must not hold there, quoted or not."""


def main() -> int:
    """Do what was asked for; return 0."""
    match sys.argv[1:]:
        case ["install"] if _REFUSED & set(str(PROGRAM)):
            sys.exit(f"Desktops start nothing whose path holds an equals sign: move {ROOT} elsewhere.")
        case ["install"]:
            print(f"Layers Desktop is in the menu, by {install(data_home(), PROGRAM)}")
        case ["uninstall"]:
            gone = uninstall(data_home())
            print("Layers Desktop is out of the menu" if gone else "Layers Desktop was not in the menu")
        case _:
            sys.exit(__doc__)
    return 0


def data_home() -> Path:
    """Return XDG_DATA_HOME, which counts only when it is absolute."""
    given = Path(os.environ.get("XDG_DATA_HOME", ""))
    return given if given.is_absolute() else Path.home() / ".local" / "share"


def install(home: Path, program: Path) -> Path:
    """Write entry and icons for this program; return the entry."""
    sys.path.insert(0, str(ROOT / "packaging" / "icons"))
    from build import write_hicolor  # noqa: PLC0415 - it needs Qt, which `uninstall` does without

    write_hicolor(home / "icons" / "hicolor")
    (home / "icons" / "hicolor").touch()  # desktops look again for icons where the folder is new
    path = home / "applications" / f"{NAME}.desktop"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(entry(program), "utf-8")
    return path


def uninstall(home: Path) -> bool:
    """Remove what `install` wrote; False where nothing is there."""
    found = list(_installed(home))
    for path in found:
        path.unlink()
    icons = home / "icons" / "hicolor"
    if found and icons.is_dir():
        icons.touch()
    return bool(found)


def entry(program: Path) -> str:
    """Return the entry that starts this program, and is hidden when that is gone."""
    template = (HERE / f"{NAME}.desktop").read_text("utf-8")
    start = f"TryExec={_value(str(program))}\nExec={_value(_argument(str(program)))} %F"
    return re.sub(r"^Exec=.*$", lambda _: start, template, flags=re.MULTILINE)


def _installed(home: Path) -> Iterator[Path]:
    yield from (home / "applications").glob(f"{NAME}.desktop")
    yield from (home / "icons" / "hicolor").glob(f"*/apps/{NAME}.*")


def _argument(text: str) -> str:
    """Return one argument of an Exec line."""
    if not _PLAIN.fullmatch(text):
        text = '"' + re.sub(r'(["`$\\])', r"\\\1", text) + '"'
    return text.replace("%", "%%")


def _value(text: str) -> str:
    """Return a string of a desktop entry."""
    return text.replace("\\", "\\\\")


if __name__ == "__main__":
    sys.exit(main())
