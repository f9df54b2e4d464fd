"""Signals of the operating system that ask the program to end: SIGTERM at log-out, SIGHUP, Ctrl+C."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeAlias

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

Handler: TypeAlias = Callable[[int, FrameType | None], object] | int | None
"""As `signal.signal` gives it back."""


class TerminationSignals(QObject):
    """Emits `asked` in its thread, the main one, when the first such signal comes; a second one ends at once.

    Python runs its handlers between two of its own instructions, and there are none while Qt waits: the
    wake-up descriptor is a pipe that Qt's loop watches. On Windows, where Qt watches no pipes, signals do
    what they always did; a log-out comes as a message there.
    """

    requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: dict[int, Handler] = {}
        if sys.platform == "win32":
            return
        self._reader, self._writer = os.pipe()
        for end in (self._reader, self._writer):
            os.set_blocking(end, False)
        self._notifier = QSocketNotifier(self._reader, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._heard)
        self._before_fd = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self._before[number] = signal.signal(number, self._end)

    def close(self) -> None:
        """Let signals do what they did before."""
        if not self._before:
            return
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
        signal.set_wakeup_fd(self._before_fd)
        self._notifier.setEnabled(False)
        os.close(self._reader)
        os.close(self._writer)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        self.requested.emit()

    @Slot()
    def _heard(self) -> None:
        """Take the byte; that Python runs at all lets it call the handler."""
        os.read(self._reader, 64)
