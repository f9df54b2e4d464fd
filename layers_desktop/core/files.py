"""Folders that only this user may read, and a file that tells other programs that this one lives.

The lock is the kernel's (`flock`; on Windows a file that is open cannot be removed), not what stands in the
file: a kill at any moment leaves nothing that could be taken for a living program, and another process that
got the number of a dead one is not taken for it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def make_folder(folder: Path) -> Path:
    """Make `folder` and its missing parents, each for this user only (0700), and return it.

    Folders that exist keep their permissions. `Path.mkdir(parents=True)` would give the parents the default
    ones instead. Raises OSError.
    """
    for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    return folder


class FileLock:
    """Holds `path` from now on until `release`, at the latest until this process ends.

    Raises `BlockingIOError` when somebody holds it already, another OSError when it cannot be made or held.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = _take(path)

    def release(self) -> None:
        """Let go of it and remove it. Safe to call twice."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if sys.platform == "win32":
            os.close(descriptor)
            self._path.unlink(missing_ok=True)
        else:
            self._path.unlink(missing_ok=True)  # while it is held: later it may be another one's
            os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Tell whether a living process holds that file, without being in the way of others who ask. OSError."""
    if sys.platform == "win32":
        return not _removed(path)
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _take(path: Path) -> int:
    if sys.platform == "win32":
        if not _removed(path):
            raise BlockingIOError(f"{path.name!r} is held")
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_there(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # whoever held it until now removed it: what is held is no file that others see


def _is_there(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _removed(path: Path) -> bool:
    """Remove a file that nobody holds; False when somebody does. Windows."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return False
    return True
