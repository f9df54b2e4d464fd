"""How fast something grows, smoothed so that a person can read it. Pure, with an injected clock."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

SMOOTHING_SECONDS: Final = 2.0
"""The time constant of the smoothing: what is older hardly counts."""
SETTLE_SECONDS: Final = 1.0
"""No speed is shown before: the first bytes only fill the kernel's buffers."""
STALL_SECONDS: Final = 5.0
"""Without a byte for so long there is no speed to show; an empty space is better than "0 B/s"."""


class SpeedMeter:
    """Turns readings of a growing byte count into bytes a second.

    Only readings that differ count, each weighted with the time it took: a slow line whose count jumps by a
    whole block every few seconds has a steady speed, not a flickering one.
    """

    __slots__ = ("_clock", "_count", "_moved_at", "_started_at", "_sum", "_weight")

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.restart(0)

    def restart(self, count: int) -> None:
        """Forget the past; `count` bytes are the new start."""
        self._count = count
        self._started_at = self._moved_at = self._clock()
        self._sum = self._weight = 0.0

    def read(self, count: int) -> None:
        """Take a reading of the byte count. A smaller one than before is a new start."""
        if count < self._count:
            self.restart(count)
            return
        if count == self._count:
            return
        now = self._clock()
        elapsed = now - self._moved_at
        if elapsed > STALL_SECONDS:
            self.restart(count)
            return
        if elapsed <= 0.0:
            return  # the next reading carries these bytes too, with a time they can be divided by
        faded = math.exp(-elapsed / SMOOTHING_SECONDS)
        self._sum = self._sum * faded + (count - self._count) / elapsed * (1.0 - faded)
        self._weight = self._weight * faded + (1.0 - faded)
        self._count = count
        self._moved_at = now

    def bytes_per_second(self) -> float | None:
        """Return the speed, or None while there is none worth showing (too young, or stalled)."""
        now = self._clock()
        if (
            not self._weight
            or now - self._started_at < SETTLE_SECONDS
            or now - self._moved_at > STALL_SECONDS
        ):
            return None
        speed = self._sum / self._weight
        return speed if speed >= 1.0 else None
