"""The clock by which waits and links are measured, which goes on in a suspend; and a timer for its dates."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_COUNTS_SLEEP = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}
"""Where `time.monotonic` stands still in a suspend, the system's clock that does not.

Linux: CLOCK_MONOTONIC stands still. macOS: Python's monotonic clock is mach_absolute_time, which does too;
the system's CLOCK_MONOTONIC does not. Windows: the monotonic clock goes on.
"""
_SOURCE: int | None = getattr(time, _COUNTS_SLEEP.get(sys.platform, ""), None)


def steady_time() -> float:
    """Return seconds since some moment in the past, sleep included.

    A signed link that was given before a lid was closed is old when it is opened again.
    """
    return time.monotonic() if _SOURCE is None else time.clock_gettime(_SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """`monotonic` for waits, `wall` for what is written down; both in seconds."""

    monotonic: Callable[[], float] = steady_time
    wall: Callable[[], float] = time.time


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
