"""Whether a window can be opened here, and what it lacks: asked before Qt, which would abort the process.

Nothing of Qt is imported before it is needed: where one of its libraries cannot be loaded, this says which.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import shutil
import socket
import sys
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from pathlib import Path

from layers_desktop.core.errors import Problem, Term
from layers_desktop.core.resources import resource
from layers_desktop.ui.platform.x11 import open_display

_PARTS = ("QtDBus", "QtNetwork", "QtSvg", "QtWidgets")
"""Modules of Qt that the window uses beside QtCore."""
_VARIABLES = {"xcb": "DISPLAY"} | dict.fromkeys(("wayland", "wayland-egl", "wayland-brcm"), "WAYLAND_DISPLAY")
"""Qt's platforms that need a display server, and what names it."""
_WITHOUT_SERVER = ("offscreen", "minimal", "vnc")
"""Those that start anywhere. Others draw on a bare screen, and abort where its driver does not suit them."""
_MANAGERS = (("apt-get", "apt install", 0), ("dnf", "dnf install", 1), ("pacman", "pacman -S", 2))
"""A command that is there, what is to be typed, the column of the table."""


def missing_library(error: Exception) -> Problem | None:
    """Return what to install where a library of the system could not be loaded, None for another error."""
    found, rest, _ = str(error).partition(": cannot open shared object file")  # by the system's loader
    if not rest or not found.startswith("lib") or "/" in found:
        return None
    packages = _packages()
    lacking = [soname for soname in packages if not _loads(soname)]
    if found not in lacking:
        lacking.append(found)
    manager = next((one for one in _MANAGERS if shutil.which(one[0])), None)
    names = [packages[soname][manager[2]] for soname in lacking if manager and soname in packages]
    how = Term("Install what has them, by your system's own names.")
    if manager is not None and names:
        command = f"{manager[1]} {' '.join(dict.fromkeys(names))}"
        how = Term.of("As administrator: {command}.", command=command)
    what = "libraries" if len(lacking) > 1 else "library"
    return Problem.of("window.libraries", what=what, names=", ".join(lacking), how=how)


def qt_platform() -> str | Problem:
    """Return Qt's platform that a window will be on, or why none can be opened. Asks the display, if need be.

    The codes: `window.libraries` (of Qt's own, nothing can be drawn), `window.plugin` (of those for the
    display), `window.platform` (QT_QPA_PLATFORM) and `window.display`. Windows and macOS have one of their
    own, "" here.
    """
    given = os.environ.get("QT_QPA_PLATFORM", "").lower()
    asked = [name for entry in given.split(";") if (name := entry.partition(":")[0])]
    if not sys.platform.startswith(("linux", "freebsd")):
        return asked[0] if asked else ""
    importlib.import_module("PySide6.QtCore")  # without it nothing runs, `upload` neither
    try:
        for part in _PARTS:
            importlib.import_module(f"PySide6.{part}")
    except ImportError as error:
        problem = missing_library(error)
        if problem is None:
            raise
        return replace(problem, row="window.libraries/window")
    if not given:
        asked = [name for name in ("wayland", "xcb") if os.environ.get(_VARIABLES[name])]
        if not asked:
            return Problem.of("window.display")
    problems = []
    for name in asked:  # Qt takes the first that it can use
        problem = _why_not(name)
        if problem is None:
            return name
        problems.append(problem)
    return problems[0] if problems else _no_platform(given)


def why_no_window() -> Problem | None:
    """Return why no window can be opened here, None where it can."""
    found = qt_platform()
    return found if isinstance(found, Problem) else None


def is_seen(platform: str | Problem) -> bool:
    """Tell whether a window on this platform (of `qt_platform`) can be seen."""
    return isinstance(platform, str) and platform not in {"offscreen", "minimal"}


def _why_not(platform: str) -> Problem | None:
    """Return why Qt's platform cannot be used."""
    variable = _VARIABLES.get(platform)
    plugin = _plugin(platform) if variable or platform in _WITHOUT_SERVER else None
    if plugin is None:
        return _no_platform(platform)
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        problem = missing_library(error)
        if problem is None:
            return _no_platform(platform)
        return replace(problem, row="window.plugin")
    if variable is None:
        return None
    return _of_the_display(platform, variable, _x11() if platform == "xcb" else _wayland())


def _of_the_display(platform: str, variable: str, answer: _Display) -> Problem | None:
    if answer is _Display.OPEN:
        return None
    display = os.environ.get(variable)
    if not display:
        return Problem.of("window.display/not_set", platform=platform, variable=variable)
    row = "window.display/forbidden" if answer is _Display.FORBIDDEN else "window.display/silent"
    return Problem.of(row, variable=variable, display=display)


def _no_platform(name: str) -> Problem:
    return Problem.of("window.platform", platform=name)


def _plugin(platform: str) -> Path | None:
    """Return the plugin with this key, as Qt looks for it."""
    from PySide6.QtCore import QCoreApplication, QPluginLoader

    for folder in QCoreApplication.libraryPaths():
        files = Path(folder, "platforms").glob("*.so")
        for file in sorted(files, key=lambda file: not file.name.startswith(f"libq{platform}")):
            about: object = QPluginLoader(str(file)).metaData().get("MetaData")
            if isinstance(about, dict) and platform in about.get("Keys", ()):
                return file
    return None


_X11_PORT = 6_000
"""That of display 0 (X11's protocol)."""
_CONNECT_S = 1.0


class _Display(Enum):
    """What a display server answers."""

    OPEN = "open"
    FORBIDDEN = "forbidden"
    """It is there, for somebody else."""
    MISSING = "missing"


def _x11() -> _Display:
    """Ask the X server; it is missing only where nobody listens, for who may not come in is told so."""
    with open_display() as display:
        if display is not None:
            return _Display.OPEN
    named = re.fullmatch(r"([^:/]*):(\d+)(?:\.\d+)?", os.environ.get("DISPLAY", ""))
    if named is None:
        return _Display.MISSING  # no display's name
    host, number = named[1], int(named[2])
    if host not in ("", "unix"):  # of another computer, or forwarded by ssh
        return _Display.FORBIDDEN if _connects(host, _X11_PORT + number) else _Display.MISSING
    place = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - the X server's own
    found = [_listener(address) for address in (f"\0{place}", place)]
    return _Display.MISSING if all(one is _Display.MISSING for one in found) else _Display.FORBIDDEN


def _connects(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((host, port), _CONNECT_S):
        return True
    return False


def _wayland() -> _Display:
    address = Path(os.environ.get("XDG_RUNTIME_DIR", "/"), os.environ.get("WAYLAND_DISPLAY", "wayland-0"))
    return _listener(str(address))


def _listener(address: str) -> _Display:
    """Tell whether somebody listens on a local socket, and to whom."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(address)
        except PermissionError:
            return _Display.FORBIDDEN
        except OSError:  # a path that is too long for a socket too
            return _Display.MISSING
    return _Display.OPEN


def _packages() -> dict[str, list[str]]:
    """Return the packages of each library, by system (`resources/linux/libraries.txt`)."""
    lines = resource("linux", "libraries.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line.startswith("lib")]
    return {soname: packages for soname, *packages in rows}


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True
