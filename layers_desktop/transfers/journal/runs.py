"""One run of the program, and whether another one is still alive.

The window and `upload` share a journal and may run at the same time. Each transfer names the run that owns
it; a later start takes over only what stale runs left. It runs while the system holds its file for it
(`core.file_lock`).
"""

from __future__ import annotations

import uuid
from pathlib import Path

from layers_desktop.core.file_lock import FileLock, is_locked
from layers_desktop.core.files import make_folder


class ProcessRun:
    """A run: an id and a held file; OSError when there can be none. Blocking; queue's thread only."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self._folder = folder
        self._crashed: set[str] = set()
        self.id = uuid.uuid4().hex
        # Without it a second program would take this one for stale and send its files again.
        self._held = FileLock(self._file(self.id))

    def is_running(self, run_id: str) -> bool:
        """Tell whether that run still holds its file. OSError when that cannot be found out.

        Asking changes nothing that another start could mistake: one that is killed while it asks, or that
        asks at the same time, finds the same answer. Only the file of a stale run is removed.
        """
        if run_id == self.id:
            return True
        if not run_id.isalnum():
            return False  # a damaged row's: no run was ever called so, and no file may be
        file = self._file(run_id)
        left_behind = file.exists()
        if is_locked(file):
            return True
        file.unlink(missing_ok=True)
        if left_behind:
            self._crashed.add(run_id)
        return False

    def crashed(self, run_id: str) -> bool:
        """Tell whether a run that no longer runs left its file behind: it did not end by itself."""
        return run_id in self._crashed

    def close(self) -> None:
        """End this run: what it owns may be taken over."""
        self._held.release()

    def _file(self, run_id: str) -> Path:
        return self._folder / f"{run_id}.lock"
