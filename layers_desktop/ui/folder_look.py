"""Whether a remembered folder answers, before a dialog begins in it: a dead network drive may never do so."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Slot

PATIENCE_MS: Final = 1_000
"""Longer than any drive takes that is there; short enough for somebody who waits for a dialog."""
_POLL_MS: Final = 10


class FolderLook(QObject):
    """Looks on a thread that nothing depends on: Qt's dialog would ask in the window's own, and freeze it.

    There is one look at a time; what is asked meanwhile is dropped, as a second press of the same key is.
    """

    def __init__(
        self,
        parent: QObject,
        *,
        is_folder: Callable[[str], bool] = os.path.isdir,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        super().__init__(parent)
        self._is_folder = is_folder
        self._polls = max(patience_ms // _POLL_MS, 1)
        self._left = 0
        self._folder = ""
        self._then: Callable[[str], None] | None = None
        self._answer: SimpleQueue[bool] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)
        self.pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        """Where a dialog begins that cannot begin elsewhere."""

    def begin_in(self, folder: str, then: Callable[[str], None]) -> None:
        """Call `then` with this folder, or with that of pictures where it is none or does not answer."""
        if self._then is not None:
            return
        if folder in ("", self.pictures) or (self._thread is not None and self._thread.is_alive()):
            then(self.pictures)  # a look that hangs since the last time says enough
            return
        self._folder, self._then, self._left = folder, then, self._polls
        answer: SimpleQueue[bool] = SimpleQueue()
        self._answer, is_folder = answer, self._is_folder
        self._thread = threading.Thread(
            target=lambda: answer.put(is_folder(folder)), name="folder-look", daemon=True
        )
        self._thread.start()
        self._timer.start()

    @Slot()
    def _poll(self) -> None:
        try:
            there: bool | None = self._answer.get_nowait()
        except Empty:
            there = None
        self._left -= 1
        if there is None and self._left > 0:
            return
        if there is not None:
            self._thread = None
        self._timer.stop()
        then, self._then = self._then, None
        if then is not None:
            then(self._folder if there else self.pictures)
