"""What answers say about time and allowance: `Retry-After` and the `X-RateLimit-…` headers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

LONGEST_WAIT = 86_400.0
"""Seconds. The longest window that Layers names is a day (10 000 writes a day)."""

_EPOCH_FROM = 1_000_000_000.0
"""A reset above this is a date in seconds since the epoch, one below it is a number of seconds."""


def retry_after_seconds(headers: Mapping[str, str], *, now: float) -> float | None:
    """Return the wait in seconds, 0 to a day, of `Retry-After` in seconds or as an HTTP date.

    `now` is the wall clock in seconds since the epoch, for an answer without `Date`. None when there is no
    such header or it makes no sense.
    """
    seen = httpx.Headers(headers)
    value = seen.get("retry-after", "")
    seconds = _number(value)
    if seconds is None:
        date = _http_date(value)
        if date is None:
            return None
        seconds = date - _server_now(seen, now)
    return min(max(seconds, 0.0), LONGEST_WAIT)


_SAME_RESET = 1.0
"""Seconds that two tellings of one reset may differ by: both are in whole seconds."""

_OVERTAKEN = 2.0
"""Seconds between two answers of which the second may have been given first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSeen:
    """The write allowance as an answer of Layers told it. Every field may be unknown."""

    limit: int | None = None
    """Writes a minute."""
    remaining: int | None = None
    """Writes left before the reset."""
    reset_in: float | None = None
    """Seconds until the reset, from the moment of the answer."""
    reset_at: float | None = None
    """The same on Layers' own clock, in seconds since the epoch: which of two answers was given later."""
    heard_at: float = field(default=0.0, compare=False)
    """When the answer came, in seconds since the epoch."""


def later(known: RateSeen | None, new: RateSeen | None) -> RateSeen | None:
    """Return which of two answers Layers gave later: those of several threads arrive in any order.

    Of two that came close together: until the same reset, the one that has fewer writes left; else the one
    with the later reset, unless the resets are so far apart that they are of different limits.
    """
    if known is None or new is None:
        return new or known
    if new.heard_at - known.heard_at > _OVERTAKEN:
        return new
    if known.reset_at is None or known.remaining is None or new.reset_at is None or new.remaining is None:
        return new
    ahead = new.reset_at - known.reset_at
    if abs(ahead) <= _SAME_RESET:
        return known if known.remaining < new.remaining else new
    return known if -_OVERTAKEN <= ahead < 0 else new


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
    reset_at = None
    if reset is not None:
        server_now = _server_now(seen, now)
        reset = min(max(reset - server_now if reset >= _EPOCH_FROM else reset, 0.0), LONGEST_WAIT)
        reset_at = server_now + reset
    return RateSeen(
        limit=int(limit) if limit is not None and limit >= 1 else None,
        remaining=max(0, int(remaining)) if remaining is not None else None,
        reset_in=reset,
        reset_at=reset_at,
        heard_at=now,
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


def _server_now(headers: httpx.Headers, now: float) -> float:
    """Return the server's time by its own `Date`: this computer's clock may be minutes off."""
    date = _http_date(headers.get("date", ""))
    return now if date is None else date


def _http_date(value: str) -> float | None:
    """Return an HTTP date in seconds since the epoch, None when it is none."""
    try:
        date = parsedate_to_datetime(value)
        # RFC 9110: an HTTP date is GMT; the parser leaves "-0000" without a zone.
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
