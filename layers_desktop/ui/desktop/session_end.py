"""Signals of the operating system that ask the program to end: SIGTERM at log-out, SIGHUP, Ctrl+C."""

from __future__ import annotations

import signal
import socket
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_NAMES: Final = ("SIGTERM", "SIGINT", "SIGHUP")
"""Windows has no SIGHUP, and tells windows of a log-out by a message that Qt hands on."""


class SessionEnd(QObject):
    """Emits `asked` in its thread, the main one, when the first such signal comes; a second one ends at once.

    Python runs its handlers between two of its own instructions, and there are none while Qt waits: the
    wake-up descriptor is a socket that Qt's loop watches.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._heard)
        self._before_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._before = {number: signal.signal(number, self._end) for number in numbers}

    def close(self) -> None:
        """Let signals do what they did before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._before_fd)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _end(self, number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        self.asked.emit()

    @Slot()
    def _heard(self) -> None:
        """Take the byte; that Python runs at all lets it call the handler."""
        self._reader.recv(64)
