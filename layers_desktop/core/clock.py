"""The clock by which waits and links are measured: it never goes back, and goes on in a suspend."""

from __future__ import annotations

import sys
import time

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
