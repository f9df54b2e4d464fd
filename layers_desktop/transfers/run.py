"""One run of the program, and whether another one is still alive.

The window and `upload` share a journal and may run at the same time. Each transfer names the run that owns
it; a later start takes over only what dead runs left. A run is alive while it holds its lock file, which the
operating system's process table vouches for (QLockFile).
"""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtCore import QLockFile

from layers_desktop.settings.paths import make_folder


class Run:
    """A run: an id and a held lock; OSError when there can be none. Blocking; queue's thread only."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self._folder = folder
        self._crashed: set[str] = set()
        self.id = uuid.uuid4().hex
        self._lock = QLockFile(str(self._file(self.id)))
        self._lock.setStaleLockTime(0)  # by process only: a run may last for weeks
        if not self._lock.tryLock(1_000):
            # Without it a second program would take this one for dead and send its files again.
            raise OSError(f"no lock can be made in {folder.name!r}")

    def alive(self, run_id: str) -> bool:
        """Tell whether that run still holds its lock. The lock file of a dead one is removed."""
        if run_id == self.id:
            return True
        lock = QLockFile(str(self._file(run_id)))
        lock.setStaleLockTime(0)
        left_behind = self._file(run_id).exists()
        if not lock.tryLock(0):
            return lock.error() is QLockFile.LockError.LockFailedError
        lock.unlock()
        if left_behind:
            self._crashed.add(run_id)
        return False

    def crashed(self, run_id: str) -> bool:
        """Tell whether a run that `alive` found dead had left its lock behind: it did not end by itself."""
        return run_id in self._crashed

    def close(self) -> None:
        """End this run: what it owns may be taken over."""
        self._lock.unlock()

    def _file(self, run_id: str) -> Path:
        return self._folder / f"{run_id}.lock"
