"""What each error means: `REACTIONS` is the table, and a new error gets one row there. Pure.

The words of an error are its own; here is only said whether it is tried again, from where, and by whom.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

from layers_desktop.api import errors as api
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.transfers.source import SourceChanged, SourceUnreadable
from layers_desktop.transfers.steps import Step


class Reaction(Enum):
    """What an error means for the step that ran into it."""

    AGAIN = auto()
    """Passing: the same step after a back-off, a limited number of times."""
    FRESH_LINK = auto()
    """The storage refused the signed URL: one new presign, then a person."""
    START_OVER = auto()
    """The link, the upload or its bytes are gone, or the file is another: from presign, a limited number of
    times."""
    BUDGET = auto()
    """Everybody waits for the write budget; not a failure."""
    SIGN_IN = auto()
    """Everybody waits for a key that Layers accepts."""
    SUSPENDED = auto()
    """Everybody waits for a person to talk to Layers."""
    FAIL = auto()
    """A person must act."""


REACTIONS: dict[type[UserError], Reaction] = {
    api.RateLimited: Reaction.BUDGET,
    api.Unauthenticated: Reaction.SIGN_IN,
    api.KillSwitch: Reaction.SUSPENDED,
    api.ServerFault: Reaction.AGAIN,
    api.NetworkFault: Reaction.AGAIN,
    api.MalformedAnswer: Reaction.AGAIN,
    api.StorageBusy: Reaction.AGAIN,
    api.StorageFault: Reaction.AGAIN,
    api.LinkExpired: Reaction.START_OVER,
    SourceChanged: Reaction.START_OVER,
    api.SignatureRejected: Reaction.FRESH_LINK,
    api.StorageRefused: Reaction.FRESH_LINK,
}
"""By error type, the nearest base class counting; what is not listed needs a person."""
BYTES_MISSING = (api.NotFound, api.ValidationFailed, api.Refused)
"""What finalize answers when there is nothing to register."""


def reaction(step: Step, error: UserError) -> Reaction:
    """Return what the error means at that step."""
    if step is Step.FINALIZE and isinstance(error, api.IdempotencyConflict):
        return Reaction.AGAIN  # with a key of its own: the uploadId makes it one asset
    if bytes_missing(step, error):
        return Reaction.START_OVER
    if (
        step is Step.PUT
        and isinstance(error, api.MalformedAnswer)
        and not isinstance(error, api.CaptivePortal)
    ):
        return Reaction.FRESH_LINK  # the link itself may not be used: the same one again would change nothing
    return reaction_of(error)


def reaction_of(error: UserError) -> Reaction:
    """Return what the error means at most steps."""
    for base in type(error).__mro__:
        if base in REACTIONS:
            return REACTIONS[base]
    return Reaction.FAIL


def for_a_person(error: UserError, project_name: str = "") -> Problem:
    """Return the words of an error that was given up: what helps stays, and what Retry does is told.

    Only the promise that it is tried again by itself goes: it is not true any more. Nothing is added where a
    retry would change nothing, or where the words tell of it already.
    """
    problem = error.problem
    if isinstance(error, api.NotFound) and problem.title == api.NotFound.title and project_name:
        return replace(problem, title=f"Layers does not know the project “{project_name}” any more")
    if problem.action and (reaction_of(error) is Reaction.FAIL or not getattr(error, "retry_helps", True)):
        return problem
    if "by itself" in problem.action and isinstance(error, api.NetworkFault):
        return problem.with_action("Check the network. Retry goes on from where it stands.")
    if not problem.action or "by itself" in problem.action:
        return problem.with_action("Retry goes on from where it stands.")
    if "retry" in problem.action.lower():
        return problem
    return problem.with_action(f"{problem.action} Retry goes on from where it stands.")


def bytes_missing(step: Step, error: UserError) -> bool:
    """Tell whether finalize was told that the upload is gone, or that its bytes are not there.

    That is what every refusal of it means that is about nothing else (key, permission, budget, size).
    """
    return step is Step.FINALIZE and isinstance(error, BYTES_MISSING)


def surely_not_carried_out(error: UserError) -> bool:
    """Tell whether nothing can have come of the call: Layers refused it, or it never left this computer.

    After anything else (a lost answer, a page of some network, a fault of our own) something may have.
    """
    return isinstance(error, _REFUSALS) or (isinstance(error, api.NetworkFault) and error.unsent)


_REFUSALS = (
    api.RateLimited,
    api.Unauthenticated,
    api.KillSwitch,
    api.ForbiddenScope,
    api.IdempotencyConflict,
    api.PayloadTooLarge,
    *BYTES_MISSING,
    api.InsecureAddress,
    SourceChanged,
    SourceUnreadable,
)
