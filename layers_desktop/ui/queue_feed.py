"""What the queue tells, handed to the window a portion a turn of the event loop.

Qt delivers all signals of another thread before it paints or answers a key, also those that arrive meanwhile:
rows that come faster than they are shown would hold the window until the last of them, for seconds at 100 000
(measured). Here they are put into a buffer, which is emptied between paintings.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Slot

from layers_desktop.transfers.queue import TransferQueue
from layers_desktop.ui.window_contents import WindowContents

TURN_SECONDS: Final = 0.004
"""A quarter of a frame: the rest is for painting, and for uploads that run at the same time."""
PORTION: Final = 100
"""Rows that are shown before the clock is looked at again: a millisecond, or three beside uploads."""


@dataclass(frozen=True, slots=True)
class _Update:
    show: Callable[[Any], object]
    """The window's slot."""
    values: list[Any]
    """What it is called with: these rows, or the one value."""
    of_rows: bool
    """More of the same may be shown with it, and a part of it before the rest."""


class QueueFeed(QObject):
    """Shows all that the queue tells, in its order. Lives in the GUI thread."""

    def __init__(self, queue: TransferQueue, contents: WindowContents) -> None:
        super().__init__(contents)
        self._contents = contents
        self._pending: deque[_Update] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._show_some)
        queue.added.connect(self._added)
        queue.changed.connect(self._changed)
        queue.removed.connect(self._removed)
        queue.progress.connect(self._progress)
        queue.hold_changed.connect(self._held)
        queue.batch_finished.connect(self._batch_finished)
        queue.restored.connect(self._restored)

    @Slot(object)
    def _added(self, values: list[Any]) -> None:
        self._append_rows(self._contents.on_added, values)

    @Slot(object)
    def _changed(self, values: list[Any]) -> None:
        self._append_rows(self._contents.on_changed, values)

    @Slot(object)
    def _progress(self, values: list[Any]) -> None:
        self._append_rows(self._contents.panel.on_progress, values)

    @Slot(object)
    def _removed(self, values: list[int]) -> None:
        self._append(self._contents.on_removed, values)  # whole: one change of the list, however many rows

    @Slot(object)
    def _held(self, values: object) -> None:
        self._append(self._contents.on_held, values)

    @Slot(object)
    def _batch_finished(self, values: object) -> None:
        self._append(self._contents.on_batch_finished, values)

    @Slot(object)
    def _restored(self, values: object) -> None:
        self._append(self._contents.desktop.show_restored, values)

    def _append_rows(self, show: Callable[[Any], object], values: list[Any]) -> None:
        if self._pending and self._pending[-1].show == show:
            self._pending[-1].values.extend(values)
        else:
            self._pending.append(_Update(show, list(values), of_rows=True))
        self._turn.start()

    def _append(self, show: Callable[[Any], object], values: object) -> None:
        self._pending.append(_Update(show, [values], of_rows=False))
        self._turn.start()

    @Slot()
    def _show_some(self) -> None:
        """Show what there is time for, and leave the rest to the next turn."""
        end = time.perf_counter() + TURN_SECONDS
        while self._pending and time.perf_counter() < end:
            update = self._pending[0]
            values: Any = update.values[:PORTION] if update.of_rows else update.values[0]
            del update.values[:PORTION]
            if not update.values:
                self._pending.popleft()
            update.show(values)
        if self._pending:
            self._turn.start()
