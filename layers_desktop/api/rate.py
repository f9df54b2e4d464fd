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
        reset = min(max(reset - _server_now(seen, now) if reset >= _EPOCH_FROM else reset, 0.0), LONGEST_WAIT)
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
