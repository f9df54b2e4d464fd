"""What `X-RateLimit-…` headers tell, whatever of them there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layers_desktop.api.rate_limits import RateSeen, later, rate_seen

NOW = 1_790_000_000.0


@pytest.mark.parametrize(
    ("headers", "is_write", "seen"),
    [
        ({}, True, None),
        ({"X-RateLimit-Remaining": "5"}, False, None),
        ({"X-RateLimit-Remaining": "5"}, True, RateSeen(remaining=5)),
        ({"X-RateLimit-Remaining": "5", "X-RateLimit-Endpoint-Class": "read"}, True, None),
        ({"X-RateLimit-Remaining": "5", "X-RateLimit-Endpoint-Class": "Write"}, False, RateSeen(remaining=5)),
        ({"X-RateLimit-Endpoint-Class": "write"}, True, None),
        (
            {"X-RateLimit-Limit": "60", "X-RateLimit-Reset": "7"},
            True,
            RateSeen(limit=60, reset_in=7.0, reset_at=NOW + 7),
        ),
        ({"X-RateLimit-Reset": "1790000012"}, True, RateSeen(reset_in=12.0, reset_at=NOW + 12)),
        ({"X-RateLimit-Reset": "1789999000"}, True, RateSeen(reset_in=0.0, reset_at=NOW)),
        (
            {"X-RateLimit-Reset": "1790000012", "Date": "Mon, 21 Sep 2026 14:13:30 GMT"},
            True,
            RateSeen(reset_in=2.0, reset_at=NOW + 12),
        ),
        ({"X-RateLimit-Limit": "0", "X-RateLimit-Remaining": "-3"}, True, RateSeen(remaining=0)),
        ({"X-RateLimit-Limit": "60;w=60", "X-RateLimit-Remaining": "many"}, True, None),
    ],
)
def test_only_what_is_there_and_about_writes_is_read(
    headers: dict[str, str], is_write: bool, seen: RateSeen | None
) -> None:
    assert rate_seen(headers, now=NOW, is_write=is_write) == seen


def told(left: int | None, reset: float | None) -> RateSeen:
    return RateSeen(limit=60, remaining=left, reset_in=30.0, reset_at=None if reset is None else NOW + reset)


@pytest.mark.parametrize(
    ("known", "new", "left"),
    [
        (None, told(5, 30), 5),
        (told(5, 30), None, 5),
        (told(5, 30), told(4, 30), 4),
        (told(4, 30), told(5, 30), 4),  # it was overtaken on its way
        (told(4, 30), told(5, 31), 4),  # one reset, told in whole seconds
        (told(0, 30), told(20, 33), 20),  # more is left again
        (told(20, 32.5), told(0, 31), 20),
        (told(3, 86_000), told(20, 33), 20),  # the day's reset, then the minute's
        (told(0, 30), told(None, 30), None),
        (told(0, None), told(5, 30), 5),
    ],
)
def test_of_answers_that_arrive_in_any_order_the_later_one_counts(
    known: RateSeen | None, new: RateSeen | None, left: int | None
) -> None:
    seen = later(known, new)
    assert seen is not None
    assert seen.remaining == left


def test_an_answer_that_came_well_after_another_counts_whatever_it_says() -> None:
    """Layers' minute slides: the reset hardly moves while all of the last minute's writes are forgiven."""
    assert later(told(0, 60), replace(told(24, 60.5), heard_at=60.0)) == told(24, 60.5)
