"""When a call that failed is made again: which errors pass by themselves, how long to wait, how often."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from layers_desktop.api.errors.answers import MalformedAnswer, RateLimited, ServerFault
from layers_desktop.api.errors.network import NetworkFault
from layers_desktop.core.errors import Problem, UserError

PASSING = (NetworkFault, ServerFault, RateLimited, MalformedAnswer)
"""Errors that say nothing of the key or of what was asked: another try may help."""


@dataclass(frozen=True, slots=True)
class ApiUnavailable:
    """Why there is no answer, and whether there may be one later."""

    problem: Problem
    again_in: float | None = None
    """Seconds until the next try; None when that would not help or was tried enough."""
    named: bool = False
    """Layers named that time: it is not to be asked before."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """The budget of tries and the growing, jittered waits between them; times in seconds."""

    tries: int = 6
    base: float = 1.0
    cap: float = 60.0
    jitter: Callable[[], float] = field(default=random.random)
    """0 ≤ jitter() < 1; injected in tests."""

    def delay(self, failures: int, error: UserError | None = None) -> float:
        """Return how long to wait after so many failures in a row: at least as long as Layers asks."""
        wait: float = min(self.cap, self.base * 2.0 ** (failures - 1)) * (0.5 + 0.5 * self.jitter())
        asked: float | None = getattr(error, "retry_after", None)
        return max(wait, asked) if asked is not None else wait

    def again_in(self, failures: int, error: UserError) -> float | None:
        """Return the wait before the next try; None when it would not help, or the budget is spent."""
        if failures >= self.tries or not isinstance(error, PASSING):
            return None
        return self.delay(failures, error)

    def unanswered(self, failures: int, error: UserError) -> ApiUnavailable:
        """Return what follows after so many failures in a row, this one among them."""
        again_in = self.again_in(failures, error)
        named = again_in is not None and again_in == getattr(error, "retry_after", None)
        return ApiUnavailable(error.problem, again_in, named)
