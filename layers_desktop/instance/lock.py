"""Whether this start is the first with its data folder. Light: every start of the window asks.

The first one holds a lock file, which the system lets go of when its process ends (`core.files`), so that
one that was killed is in nobody's way. It lies in the runtime folder of this computer: a home on the network
may be used from two computers at once, and neither can say whether a program of the other still lives.
"""

from __future__ import annotations

import hashlib
import logging
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from layers_desktop.core.files import FileLock, make_folder
from layers_desktop.settings.paths import Places, runtime_folder

log = logging.getLogger(__name__)

_LONGEST_ADDRESS = 100
"""Bytes; a local socket's path may have 107 on Linux and 103 on macOS, its end included."""


class InstanceLock:
    """What a start holds of its data folder. The sandbox's window is a program of its own.

    Where neither can be found out (no folder that is this person's alone), the start goes on by itself.
    """

    def __init__(self, where: Places, *, sandbox: bool, folder: Path | None = None) -> None:
        """Blocking, at once. `folder` takes the place of this computer's runtime folder."""
        digest = hashlib.sha256(os.fsencode(os.path.realpath(where.data))).hexdigest()[:16]
        self._name = f"{'sandbox' if sandbox else 'window'}-{digest}"
        self._folder = _private([folder] if folder else [runtime_folder(), where.data / "run"], self._name)
        self._lock: FileLock | None = None
        self.taken = False
        """True when another process holds it."""
        if self._folder is None:
            return
        try:
            self._lock = FileLock(self._folder / f"{self._name}.lock")
        except BlockingIOError:
            self.taken = True
        except OSError as error:
            log.info("no lock can be made for this window: %s", error.strerror)

    @property
    def held(self) -> bool:
        """True while this start is the first."""
        return self._lock is not None

    @property
    def address(self) -> str:
        """Where the first one listens: a local socket's path, a pipe's name on Windows; empty for nowhere."""
        if self._folder is None:
            return ""
        if sys.platform == "win32":
            return f"layers-desktop-{self._name}"
        return str(self._folder / self._name)

    def release(self) -> None:
        """Let another start be the first."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _private(candidates: list[Path], name: str) -> Path | None:
    """Return the first folder that nobody else can put anything into, made where it is missing."""
    for folder in candidates:
        if sys.platform != "win32" and len(os.fsencode(folder / name)) > _LONGEST_ADDRESS:
            continue
        try:
            make_folder(folder)
            if _is_ours(folder, alone=True) and _is_ours(folder.parent, alone=False):
                return folder
        except OSError as error:
            log.info("no folder for a second start to find this one: %s", error.strerror)
    return None


def _is_ours(folder: Path, *, alone: bool) -> bool:
    if sys.platform == "win32":
        return True  # the folder is in the person's profile
    found = folder.lstat()
    others = 0o077 if alone else 0o022
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & others


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Files, a project, and the permission to come to the front."""

    paths: tuple[bytes, ...] = ()
    """Absolute, as the bytes the file system gave."""
    project_id: str | None = None
    activation: str = ""
    """The second start's `activation_token`: Wayland's desktops let its bearer come to the front."""


def activation_token() -> str:
    """Return what the desktop gave to who was started by a click; desktops before it had an id for that."""
    return os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID", "")
