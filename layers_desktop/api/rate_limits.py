"""When the key may make its next write, by `Retry-After` and the `X-RateLimit-…` headers. Pure."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from types import MappingProxyType

import httpx

WRITES_PER_MINUTE: Mapping[str, int] = MappingProxyType({"standard": 60, "pilot": 600, "partner": 3_000})
"""Layers' documentation, rate limits: writes a minute by tier. An unknown tier gets the smallest."""

WINDOW = 60.5
"""Seconds that a write counts: the minute of the rule, and half a second for writes that reach Layers faster
than the ones before them."""

WAIT_WITHOUT_ADVICE = 10.0
"""Seconds after a 429 that named no time."""

FRESH = 5.0
"""Seconds that an answer stands for now: after them, others with the same key may have used up the rest."""

UNHEARD_GAP = 1.0
"""Seconds between writes while no fresh answer is known: the first may find everything used up, and would be
one refusal, not as many as there are uploads at once."""

ANSWER_TIMEOUT = 5.0
"""The same while a write is on its way, whose answer will say more. One that stalls must not hold up others
for as long as it takes to give it up."""

LATEST_RESET = 62.0
"""Seconds. A reset within the minute, as dates tell it: they are rounded to whole seconds, twice."""

LONGEST_WAIT = 86_400.0
"""Seconds; the daily limit is the longest that Layers names."""


class WriteBudget:
    """The writes of one key: never more than the allowance in any minute, and no wait longer than needed.

    Ask `earliest()`, and when it is not in the future, `spend()` and send. `answered()`, `refused()` and
    `observe()` correct it with what Layers says, because other programs may use the same key, and this one
    may have used it in an earlier run. One thread uses it. Times are seconds on `clock`, a monotonic clock.
    """

    def __init__(self, tier: str, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known_tier = tier in WRITES_PER_MINUTE
        self._of_tier = WRITES_PER_MINUTE.get(tier, WRITES_PER_MINUTE["standard"])
        self._allowance = self._of_tier
        self._spent: deque[float] = deque()
        self._blocked_until = float("-inf")
        self._told_left: int | None = None
        self._told_until = float("-inf")
        self._answered_at = float("-inf")

    @property
    def writes_per_minute(self) -> int:
        """The allowance in force."""
        return self._allowance

    def earliest(self, *, on_their_way: int = 0) -> float:
        """Return when the next write may go; a time that is not after `clock()` means now.

        `on_their_way` are writes that went out and have not come to an end.
        """
        due = self._due(self._clock())
        if self._spent and due > self._answered_at + FRESH:
            due = max(due, self._spent[-1] + (ANSWER_TIMEOUT if on_their_way else UNHEARD_GAP))
        return due

    def _due(self, now: float) -> float:
        self._forget(now)
        earliest = max(now, self._blocked_until)
        over = len(self._spent) - self._allowance
        if over >= 0:
            earliest = max(earliest, self._spent[over] + WINDOW)
        if self._told_left == 0:
            earliest = max(earliest, self._told_until)
        return earliest

    def spend(self) -> None:
        """Count a write that goes out now. `RuntimeError` when it is not due: a fault of the caller."""
        now = self._clock()
        if self._due(now) > now:
            raise RuntimeError("no write is due yet")
        self._spent.append(now)
        if self._told_left:
            self._told_left -= 1

    def answered(self) -> None:
        """Take note that Layers answered a write, whatever it said."""
        self._answered_at = self._clock()

    def refused(self, retry_after: float | None) -> None:
        """Take note of a 429: no write before `retry_after` seconds have passed."""
        wait = WAIT_WITHOUT_ADVICE if retry_after is None else min(max(retry_after, 0.0), LONGEST_WAIT)
        self._blocked_until = max(self._blocked_until, self._clock() + wait)
        self._answered_at = float("-inf")  # it was believed that a write is left: what is known is wrong

    def observe(
        self,
        limit_per_minute: int | None = None,
        remaining: int | None = None,
        reset: float | None = None,
        *,
        on_their_way: int = 0,
    ) -> None:
        """Take note of `X-RateLimit-…`: the allowance, the writes left, and seconds until that is renewed.

        Writes that are `on_their_way` may not be counted in what is left. A limit only lowers what the tier
        allows, as it may be that of a longer window; an unknown tier believes it. Writes left are believed
        until the reset, and not at all when no reset is named.
        """
        now = self._clock()
        if limit_per_minute is not None and limit_per_minute >= 1:
            most = self._of_tier if self._known_tier else max(WRITES_PER_MINUTE.values())
            self._allowance = min(limit_per_minute, most)
        if remaining is not None and reset is not None and 0 < reset <= LATEST_RESET:
            self._told_left = max(0, remaining - on_their_way)
            self._told_until = now + min(reset, WINDOW)

    def _forget(self, now: float) -> None:
        """Drop what no longer counts."""
        while self._spent and self._spent[0] + WINDOW <= now:
            self._spent.popleft()
        if self._told_until <= now and self._told_left is not None:
            # The reset is when the first write of the minute stops counting, not when all of them do.
            self._told_left = None
            self._answered_at = float("-inf")


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


INLINE_LIMIT = 256_000
"""Bytes. Layers' inline upload takes less than 256 KB; this is the safe reading of it."""
