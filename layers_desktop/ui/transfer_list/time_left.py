"""How long it may still take: by the line, or by the writes that Layers allows. Pure; no wild guess."""

from __future__ import annotations

from typing import Final

from layers_desktop.transfers.transfer import Hold, HoldReason
from layers_desktop.ui.transfer_list.totals import TotalsCounter

LONG_HOLD_SECONDS: Final = 10.0
"""A shorter hold, as right after a 429, tells nothing about how long many files take."""


class TimeLeft:
    """Knows what holds the queue, and remembers how many writes a minute it was seen to get."""

    def __init__(self) -> None:
        self._hold: Hold | None = None
        self._writes_per_minute: int | None = None

    def show_hold(self, hold: Hold | None, now: float) -> None:
        """Take in why nothing goes out; `now` is on the clock of `hold.until`."""
        self._hold = hold
        if hold is not None and hold.reason is HoldReason.SIGNED_OUT:
            self.forget()
        if hold is None or hold.reason is not HoldReason.WRITE_BUDGET or not hold.writes_per_minute:
            return
        if hold.until is not None and hold.until - now >= LONG_HOLD_SECONDS:
            # Kept when the hold is over: the next one is a minute away.
            self._writes_per_minute = hold.writes_per_minute

    def limit(self, work: TotalsCounter) -> int | None:
        """Return how many writes a minute Layers allows, while the rest waits for that; else None.

        It stays between two holds when what is left brings another one. Where it is known, `seconds` is too.
        """
        known = self._writes_per_minute
        if known is None or not work.writes:
            return None
        if self._hold is None:
            return known if work.writes > known else None
        return known if self._hold.reason is HoldReason.WRITE_BUDGET else None

    def forget(self) -> None:
        """Know no limit any more: it was that of another key, or of another run."""
        self._writes_per_minute = None

    def seconds(self, work: TotalsCounter, speed: float | None, now: float) -> float | None:
        """Return the seconds left at `speed` bytes a second; None while nothing moves or nobody can tell."""
        wait, hold = 0.0, self._hold
        if hold is None:
            if not work.busy and self.limit(work) is None:
                return None
        elif hold.reason is HoldReason.WRITE_BUDGET and self._writes_per_minute:
            wait = max((hold.until or now) - now, 0.0)
        else:
            return None  # it takes a person, a network, or an unknown time
        limits = [work.bytes_left / speed] if speed and work.bytes_left > 0 else []
        if self._writes_per_minute and work.writes:
            limits.append(wait + work.writes * 60 / self._writes_per_minute)
        return max(limits, default=None)
