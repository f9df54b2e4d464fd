"""Calls per minute and key, reads and writes apart, over a sliding window."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable

from layers_desktop.sandbox.answers import Failure
from layers_desktop.sandbox.records import Key

Headers = tuple[tuple[str, str], ...]
_MINUTE = 60.0
_DAY = 86_400.0


class RateLimits:
    """Counts accepted calls; refused ones cost nothing. Safe for any thread."""

    def __init__(self, clock: Callable[[], float], writes_per_day: int | None) -> None:
        self._clock = clock
        self._writes_per_day = writes_per_day
        self._lock = threading.Lock()
        self._calls: dict[tuple[str, str, float], deque[float]] = {}

    def spend(self, key: Key, *, write: bool) -> Headers:
        """Count one call and return its `X-RateLimit-*` headers.

        Failure 429 `RATE_LIMITED` with the same headers and `Retry-After` (whole seconds, rounded up)
        when the minute or the day is used up.
        """
        name = "write" if write else "read"
        limit = key.writes_per_minute if write else key.reads_per_minute
        with self._lock:
            now = self._clock()
            minute = self._window(key, name, _MINUTE, now)
            windows = [(minute, limit, _MINUTE)]
            if write and self._writes_per_day is not None:
                windows.append((self._window(key, name, _DAY, now), self._writes_per_day, _DAY))
            wait = max(_wait(calls, most, seconds, now) for calls, most, seconds in windows)
            if not wait:
                for calls, _, _ in windows:
                    calls.append(now)
            remaining = max(0, limit - len(minute))
            reset = math.ceil((minute[0] if minute else now) + _MINUTE)
        headers = (
            ("X-RateLimit-Endpoint-Class", name),
            ("X-RateLimit-Limit", str(limit)),
            ("X-RateLimit-Remaining", str(remaining)),
            ("X-RateLimit-Reset", str(reset)),
        )
        if wait:
            retry = ("Retry-After", str(math.ceil(wait)))
            raise Failure(429, "RATE_LIMITED", f"The {name} budget is used up.", headers=(*headers, retry))
        return headers

    def _window(self, key: Key, name: str, seconds: float, now: float) -> deque[float]:
        calls = self._calls.setdefault((key.key_id, name, seconds), deque())
        while calls and calls[0] <= now - seconds:
            calls.popleft()
        return calls


def _wait(calls: deque[float], limit: int, seconds: float, now: float) -> float:
    """Seconds until one more call fits, 0 when it fits now."""
    if len(calls) < limit:
        return 0.0
    if limit <= 0:
        return seconds
    # After a limit was lowered, more than one old call has to leave first.
    return max(0.001, calls[len(calls) - limit] + seconds - now)
