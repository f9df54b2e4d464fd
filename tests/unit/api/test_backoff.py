"""How often a call is made again, and when."""

from __future__ import annotations

import pytest

from layers_desktop.api import errors as api
from layers_desktop.api.backoff import Backoff
from layers_desktop.core.errors import UserError
from tests.support.problems import worded

EARLY = Backoff(jitter=lambda: 0.0)
LATE = Backoff(jitter=lambda: 1.0)


def test_the_waits_grow_up_to_a_cap_and_are_spread() -> None:
    assert [LATE.delay(failures) for failures in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [EARLY.delay(failures) for failures in range(1, 4)] == [0.5, 1, 2]


def test_layers_is_asked_again_no_sooner_than_it_says() -> None:
    assert LATE.delay(1, api.RateLimited(retry_after=30.0)) == 30.0
    assert LATE.delay(5, api.RateLimited(retry_after=3.0)) == 16.0


@pytest.mark.parametrize(
    "error", [api.ServerFault(), api.ConnectionLost(), api.Timeout(), api.RateLimited(), api.CaptivePortal()]
)
def test_what_passes_is_asked_again_until_the_tries_are_spent(error: api.ApiError) -> None:
    assert [LATE.again_in(failures, error) for failures in (1, 5, 6, 7)] == [1.0, 16.0, None, None]


@pytest.mark.parametrize(
    "error",
    [
        api.Unauthenticated(),
        api.KillSwitch(),
        api.ForbiddenScope(),
        api.NotFound(),
        api.RedirectRefused(),
        UserError(worded(code="project.unknown", title="There is no such project")),
    ],
)
def test_what_only_a_person_can_mend_is_not_asked_again(error: UserError) -> None:
    assert LATE.again_in(1, error) is None
