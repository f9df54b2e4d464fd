"""What answers say about time and allowance: `Retry-After` and the `X-RateLimit-…` headers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

LONGEST_WAIT = 86_400.0
"""Seconds. The longest window that Layers names is a day (10 000 writes a day)."""

_EPOCH_FROM = 1_000_000_000.0
"""A reset above this is a date in seconds since the epoch, one below it is a number of seconds."""


def retry_after_seconds(value: str | None, *, now: float) -> float | None:
    """Return the wait in seconds, 0 to a day, of a `Retry-After` in seconds or as an HTTP date.

    `now` is the wall clock in seconds since the epoch. None when there is no value or it makes no sense.
    """
    if value is None:
        return None
    seconds = _number(value)
    if seconds is None:
        try:
            date = parsedate_to_datetime(value)
            # RFC 9110: an HTTP date is GMT; the parser leaves "-0000" without a zone.
            seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSeen:
    """The write allowance as an answer of Layers told it. Every field may be unknown."""

    limit: int | None = None
    """Writes a minute."""
    remaining: int | None = None
    """Writes left before the reset."""
    reset_in: float | None = None
    """Seconds until the reset, from the moment of the answer."""


def rate_seen(headers: Mapping[str, str], *, now: float, is_write: bool) -> RateSeen | None:
    """Return what the headers tell of the *write* allowance; None when they tell nothing or of reads.

    `X-RateLimit-Endpoint-Class` says which allowance is meant; without it the call's own nature does.
    """
    seen = httpx.Headers(headers)
    endpoint_class = seen.get("x-ratelimit-endpoint-class", "").strip().lower()
    if endpoint_class and "write" not in endpoint_class:
        return None
    if not endpoint_class and not is_write:
        return None
    limit, remaining, reset = (
        _number(seen.get(f"x-ratelimit-{name}", "")) for name in ("limit", "remaining", "reset")
    )
    if limit is None and remaining is None and reset is None:
        return None
    if reset is not None:
        reset = min(max(reset - now if reset >= _EPOCH_FROM else reset, 0.0), LONGEST_WAIT)
    return RateSeen(
        limit=int(limit) if limit is not None and limit >= 1 else None,
        remaining=max(0, int(remaining)) if remaining is not None else None,
        reset_in=reset,
    )


def _number(text: str) -> float | None:
    """Return a finite decimal number, None for anything else (`float` alone takes "nan" and "1_0")."""
    stripped = text.strip()
    if not stripped or not set(stripped) <= set("0123456789.-+"):
        return None
    try:
        number = float(stripped)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
