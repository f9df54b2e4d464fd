"""No answer of Layers, and when it is asked again."""

from __future__ import annotations

from dataclasses import dataclass

from layers_desktop.api.backoff import Backoff
from layers_desktop.core.errors import Problem, UserError


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why there is no answer, and whether there may be one later."""

    problem: Problem
    again_in: float | None = None
    """Seconds until the next try; None when that would not help or was tried enough."""
    named: bool = False
    """Layers named that time: it is not to be asked before."""


def unanswered(error: UserError, backoff: Backoff, failures: int) -> Unanswered:
    """Return what follows after so many failures in a row, this one among them."""
    again_in = backoff.again_in(failures, error)
    named = again_in is not None and again_in == getattr(error, "retry_after", None)
    return Unanswered(error.problem, again_in, named)
