"""What `X-RateLimit-…` headers tell, whatever of them there is."""

from __future__ import annotations

import pytest

from layers_desktop.api.rate import RateSeen, rate_seen

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
        ({"X-RateLimit-Limit": "60", "X-RateLimit-Reset": "7"}, True, RateSeen(limit=60, reset_in=7.0)),
        ({"X-RateLimit-Reset": "1790000012"}, True, RateSeen(reset_in=12.0)),
        ({"X-RateLimit-Reset": "1789999000"}, True, RateSeen(reset_in=0.0)),
        (
            {"X-RateLimit-Reset": "1790000012", "Date": "Mon, 21 Sep 2026 14:13:30 GMT"},
            True,
            RateSeen(reset_in=2.0),
        ),
        ({"X-RateLimit-Limit": "0", "X-RateLimit-Remaining": "-3"}, True, RateSeen(remaining=0)),
        ({"X-RateLimit-Limit": "60;w=60", "X-RateLimit-Remaining": "many"}, True, None),
    ],
)
def test_only_what_is_there_and_about_writes_is_read(
    headers: dict[str, str], is_write: bool, seen: RateSeen | None
) -> None:
    assert rate_seen(headers, now=NOW, is_write=is_write) == seen
