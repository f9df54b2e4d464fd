"""A timer that rings at a date of a clock, also of one that goes on while the computer sleeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

LONGEST_MS: Final = 2_000
"""Qt's timers may stand still while the computer sleeps, the clock does not: it is looked at this often."""


class DeadlineTimer(QObject):
    """Rings once for a date, and before it every two seconds: whoever hears it looks at the clock.

    Lives in the thread of whoever sets it.
    """

    expired = Signal()

    def __init__(self, monotonic: Callable[[], float], parent: QObject | None = None) -> None:
        """`monotonic` is the clock of the dates, in seconds."""
        super().__init__(parent)
        self._monotonic = monotonic
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ring)

    @Slot()
    def _ring(self) -> None:
        # Signal to signal is connected under Python's lock: not in a thread (docs/decisions.md, 29).
        self.expired.emit()

    def set(self, date: float | None) -> None:
        """Ring at this date, at once where it is past, and at no other; None for never."""
        if date is None:
            self._timer.stop()
            return
        left = int((date - self._monotonic()) * 1000) + 1
        self._timer.start(min(max(1, left), LONGEST_MS))
