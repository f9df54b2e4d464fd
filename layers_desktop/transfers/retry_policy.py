"""What next: (task, step, outcome, now) → the task as it goes on, and perhaps a hold for everybody. Pure.

What an error means is one row of `REACTIONS`: whether it is tried again, from where, and by whom; it becomes
a stage, a date and a count of tries.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from layers_desktop.api import errors as api
from layers_desktop.api.backoff import Backoff
from layers_desktop.api.rate_limits import INLINE_LIMIT
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.transfers.source_file import SourceChanged, SourceUnreadable
from layers_desktop.transfers.steps import (
    Failed,
    Finalized,
    Hashed,
    Inspected,
    Interrupted,
    Outcome,
    Presigned,
    Step,
    Uploaded,
)
from layers_desktop.transfers.transfer import Hold, HoldReason, Stage, Transfer
from layers_desktop.transfers.unconfirmed import (
    CLOCK_SECONDS,
    MAKES_ASSET,
    call_is_another,
    file_is_another,
    not_carried_out,
    nothing_open,
    upload_gone,
)
from layers_desktop.transfers.upload_task import UploadTask, hashed, inspected, reset


class ErrorAction(Enum):
    """What an error means for the step that ran into it."""

    RETRY = auto()
    """Passing: the same step after a back-off, a limited number of times."""
    RENEW_URL = auto()
    """The storage refused the signed URL: one new presign, then a person."""
    RESTART = auto()
    """The link, the upload or its bytes are gone, or the file is another: from presign, a limited number of
    times."""
    HOLD_RATE_LIMIT = auto()
    """Everybody waits for the write budget; not a failure."""
    HOLD_AUTH = auto()
    """Everybody waits for a key that Layers accepts."""
    SUSPENDED = auto()
    """Everybody waits for a person to talk to Layers."""
    FAIL = auto()
    """A person must act."""


REACTIONS: dict[type[UserError], ErrorAction] = {
    api.RateLimited: ErrorAction.HOLD_RATE_LIMIT,
    api.Unauthenticated: ErrorAction.HOLD_AUTH,
    api.KillSwitch: ErrorAction.SUSPENDED,
    api.ServerFault: ErrorAction.RETRY,
    api.NetworkFault: ErrorAction.RETRY,
    api.MalformedAnswer: ErrorAction.RETRY,
    api.StorageBusy: ErrorAction.RETRY,
    api.StorageFault: ErrorAction.RETRY,
    api.LinkExpired: ErrorAction.RESTART,
    SourceChanged: ErrorAction.RESTART,
    api.SignatureRejected: ErrorAction.RENEW_URL,
    api.StorageRefused: ErrorAction.RENEW_URL,
}
"""By error type, the nearest base class counting; what is not listed needs a person."""


def reaction(step: Step, error: UserError) -> ErrorAction:
    """Return what the error means at that step."""
    if step is Step.FINALIZE and isinstance(error, api.IdempotencyConflict):
        return ErrorAction.RETRY  # with a key of its own: the uploadId makes it one asset
    if bytes_missing(step, error):
        return ErrorAction.RESTART
    of_link = isinstance(error, api.MalformedAnswer) and not isinstance(error, api.CaptivePortal)
    if step is Step.PUT and of_link:
        return ErrorAction.RENEW_URL  # it may not be used: the same one again would change nothing
    return reaction_of(error)


def reaction_of(error: UserError) -> ErrorAction:
    """Return what the error means at most steps."""
    for base in type(error).__mro__:
        if base in REACTIONS:
            return REACTIONS[base]
    return ErrorAction.FAIL


def for_a_person(error: UserError, project_name: str = "") -> Problem:
    """Return the problem of an error that was given up; of a project that is gone it has the name."""
    problem = replace(error.problem, outlook=Outlook.GIVEN_UP)
    if problem.row == "NOT_FOUND" and project_name:
        named = (*problem.parameters, ("project", project_name))
        return replace(problem, row="NOT_FOUND/named", parameters=named)
    return problem


def bytes_missing(step: Step, error: UserError) -> bool:
    """Tell whether finalize was told that the upload is gone, or that its bytes are not there.

    That is what every refusal of it means that is about nothing else (key, permission, budget, size).
    """
    return step is Step.FINALIZE and isinstance(error, api.BYTES_MISSING)


def surely_not_carried_out(error: UserError) -> bool:
    """Tell whether nothing can have come of the call: Layers refused it, or it never left this computer.

    After anything else (a lost answer, a page of some network, a fault of our own) something may have.
    """
    return isinstance(error, _REFUSALS) or (isinstance(error, api.NetworkFault) and error.unsent)


_REFUSALS = (api.LayersRefusal, api.InsecureAddress, SourceChanged, SourceUnreadable)


LINK_SECONDS = 900.0
"""Layers: a signed URL lives about 15 minutes."""
LINK_MARGIN = 60.0
"""A PUT is not started on a link that is about to expire."""
ASKED_FIRST = 3
"""How often finalize is asked for bytes that the storage confirmed before they are sent again: a storage may
show late what it has."""
UPLOAD_SECONDS = 24 * 3600.0
"""Layers: an uploadId lives 24 hours, then it is garbage-collected."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The work as it goes on, and what everybody has to wait for, if anything."""

    task: UploadTask
    hold: Hold | None = None


def next_step(task: UploadTask, now: float, wall: float) -> Step | None:
    """Return the step that the work needs next, None when it is settled or paused.

    `now` is monotonic, `wall` seconds since the epoch.
    """
    transfer = task.transfer
    if transfer.settled or transfer.paused:
        return None
    if transfer.stage is Stage.UPLOADED:
        return Step.FINALIZE
    if transfer.stage is Stage.PRESIGNED and task.hash_first:
        return Step.HASH
    if transfer.stage is Stage.PRESIGNED:
        alive = _upload_alive(transfer, wall)
        if task.verify_first and (alive or transfer.sent_at is not None):
            return Step.FINALIZE
        if alive and task.link is not None and now < task.link.given_at + LINK_SECONDS - LINK_MARGIN:
            return Step.PUT
    return _first_step(task)


def _first_step(task: UploadTask) -> Step | None:
    """Return the step of work of which nothing is at Layers."""
    transfer = task.transfer
    if task.reinspect or not transfer.inspected:
        return Step.INSPECT
    if transfer.waits_for_key or transfer.waits_for_project or transfer.waits_for_choice:
        return None
    if task.file_id is None:
        return Step.INSPECT
    if task.hash_first:
        return Step.HASH
    return Step.INLINE if _goes_inline(transfer) else Step.PRESIGN


def _goes_inline(transfer: Transfer) -> bool:
    return transfer.size is not None and transfer.size < INLINE_LIMIT


def _upload_alive(transfer: Transfer, wall: float) -> bool:
    """Tell whether Layers still knows its uploadId; not where the clock was set back: that tells no age."""
    return transfer.signed_at is not None and -CLOCK_SECONDS <= wall - transfer.signed_at < UPLOAD_SECONDS


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The budget of tries and the back-off between them; times in seconds."""

    tries: int = 6
    base: float = 1.0
    cap: float = 60.0
    rest: float = 2.0
    """A file that was changed more recently than this is waited for: it may still be written to."""
    jitter: Callable[[], float] = field(default=random.random)
    """0 ≤ jitter() < 1; injected in tests."""

    def after(self, task: UploadTask, step: Step, outcome: Outcome, *, now: float, wall: float) -> Decision:
        """Return how the work goes on after a step; `now` is monotonic, `wall` since the epoch."""
        match outcome:
            case Inspected(entry) if (asked := file_is_another(task, entry, wall)) is not None:
                after = asked
            case Inspected():
                after = inspected(task, outcome, now=now, wall=wall, rest=self.rest)
            case Hashed(sha256, known):
                after = hashed(task, sha256, known, wall)
                if not _goes_inline(after.transfer):
                    # A presign says the hash: an earlier one, of which no answer came, had another body.
                    after = replace(after, transfer=replace(after.transfer, idempotency_key=None))
            case Interrupted():
                after = task
            case Failed(error) if (asked := call_is_another(task, step, error, wall)) is not None:
                after = asked
            case Failed(error, all_sent):
                maybe_there = all_sent and isinstance(error, api.NetworkFault)
                return self._failed(
                    replace(task, verify_first=task.verify_first or maybe_there), step, error, now, wall
                )
            case _:
                after = _gone_on(task, outcome, wall)
        return Decision(after)

    def _failed(self, task: UploadTask, step: Step, error: UserError, now: float, wall: float) -> Decision:
        if bytes_missing(step, error):
            alive = _upload_alive(task.transfer, wall)
            if task.unanswered and (not alive or isinstance(error, api.Refused)):
                return Decision(self._still_unanswered(task, error, now, wall, alive=alive))
            task = nothing_open(task)
            task = task if task.verify_first else replace(task, missed=task.missed + 1)
            if (asked := self._asked_or_sent(task, error, now, wall, alive=alive)) is not None:
                return Decision(asked)
        elif step in MAKES_ASSET and surely_not_carried_out(error):
            task = not_carried_out(task)
        what = reaction(step, error)
        if what in _HOLDS:
            return Decision(task, Hold(_HOLDS[what], problem=error.problem))
        restarts_allowed = {ErrorAction.RENEW_URL: 1, ErrorAction.RESTART: self.tries - 1}.get(what, 0)
        if what is ErrorAction.RENEW_URL and _link_outlived(task, now):
            # Some stores answer an expired link like any refusal: its age tells them apart.
            restarts_allowed = self.tries - 1
        if task.restarts < restarts_allowed:
            again = replace(_queued_again(task.transfer, error), problem=error.problem)
            changed = isinstance(error, SourceChanged)
            wait = max(self.rest if changed else 0.0, self.delay(task.restarts + 1, error))
            restarted = UploadTask(
                transfer=again,
                file_id=task.file_id,
                reinspect=changed,
                reuploaded=task.reuploaded and not changed,
                restarts=task.restarts + 1,
                missed=task.missed,
                not_before=now + wait,
            )
            return Decision(restarted)
        if what is ErrorAction.RETRY and task.transfer.tries + 1 < self.tries:
            return Decision(self._tried(task, error, task.transfer.tries + 1, now))
        return Decision(UploadTask(transfer=_given_up(task, error, wall)))

    def _still_unanswered(
        self, task: UploadTask, error: UserError, now: float, wall: float, *, alive: bool
    ) -> UploadTask:
        """Return the work of which an earlier finalize was never answered, and this one tells nothing.

        A refusal in words that nobody has listed may mean that the earlier one is still at it: another upload
        would become a second asset.
        """
        tries = task.transfer.tries + 1
        if not alive or tries >= self.tries:
            return upload_gone(task, wall)
        return self._tried(task, error, tries, now)

    def _asked_or_sent(
        self, task: UploadTask, error: UserError, now: float, wall: float, *, alive: bool
    ) -> UploadTask | None:
        """Return the work whose bytes finalize did not find; None where it begins again.

        Bytes that were never confirmed are sent; for those that were, finalize is asked a few times more.
        """
        if task.verify_first:
            return _send_again(task)
        if task.missed >= self.tries:
            return UploadTask(transfer=_given_up(task, error, wall))
        asked = task.missed % ASKED_FIRST
        return self._tried(task, error, asked, now) if alive and asked else None

    def _tried(self, task: UploadTask, error: UserError, tries: int, now: float) -> UploadTask:
        """Return the work as it does the same step again after a back-off."""
        tried = replace(task.transfer, tries=tries, problem=error.problem)
        if isinstance(error, _NOT_REPEATED):
            tried = replace(tried, idempotency_key=None)
        return replace(task, transfer=tried, not_before=now + self.delay(tries, error))

    def delay(self, tries: int, error: UserError | None = None) -> float:
        """Return how long to wait after so many failed tries: jittered, growing, at least as Layers asks."""
        return Backoff(self.tries, self.base, self.cap, self.jitter).delay(tries, error)


def _gone_on(task: UploadTask, result: Presigned | Uploaded | Finalized, wall: float) -> UploadTask:
    """Return the work after a call that Layers or the storage carried out."""
    transfer = replace(
        task.transfer, tries=0, problem=None, idempotency_key=None, sent_at=None, sent_with=None
    )
    match result:
        case Presigned(upload_id, link):
            moved = replace(transfer, stage=Stage.PRESIGNED, upload_id=upload_id, signed_at=wall, sha256=None)
            if task.transfer.stage is Stage.PRESIGNED:
                # A new link for the one that ran out is no progress: the failed PUTs still count.
                moved = replace(moved, tries=task.transfer.tries)
            return replace(
                task, transfer=moved, link=link, verify_first=False, unanswered=False, not_before=0.0
            )
        case Uploaded(etag_differs=True) if not task.reuploaded:
            return replace(_anew(task, reset(transfer)), reuploaded=True)
        case Uploaded(sha256):
            return _anew(task, replace(transfer, stage=Stage.UPLOADED, sha256=sha256))
        case Finalized(asset_id, url, sha256):
            moved = replace(transfer, stage=Stage.DONE, asset_id=asset_id, asset_url=url, sha256=sha256)
            return UploadTask(transfer=replace(moved, finished_at=wall))


_NOT_REPEATED = (api.IdempotencyConflict, *api.BYTES_MISSING)
"""Layers repeats an answer to its Idempotency-Key, and these are to be asked anew."""
_HOLDS = {
    ErrorAction.HOLD_RATE_LIMIT: HoldReason.WRITE_BUDGET,
    ErrorAction.HOLD_AUTH: HoldReason.SIGNED_OUT,
    ErrorAction.SUSPENDED: HoldReason.SUSPENDED,
}


def retried(transfer: Transfer) -> Transfer:
    """Return a failed transfer as a person's click sends it on, from where it stands.

    The idempotency key of a call whose answer was lost is kept, so that the click cannot make a second asset.
    """
    return replace(
        transfer,
        stage=transfer.resume_stage,
        resume_stage=Stage.QUEUED,
        tries=0,
        problem=None,
        finished_at=None,
    )


def from_journal(transfer: Transfer) -> UploadTask:
    """Return the work of a transfer that an earlier run (or a retry) left: its last call may have arrived."""
    if transfer.settled or transfer.stage is Stage.QUEUED:
        return UploadTask(transfer=transfer)
    # The key may be that of another call than the one that comes now (a presign for a new link); and of
    # uploads that are signed the uploadId alone makes sure that there is one asset.
    renewed = replace(transfer, idempotency_key=None)
    return UploadTask(transfer=renewed, verify_first=transfer.stage is Stage.PRESIGNED)


def _send_again(task: UploadTask) -> UploadTask:
    """Return work whose probe found nothing stored: the bytes go to the link it has, else to a new one."""
    if task.link is not None:
        transfer = replace(task.transfer, idempotency_key=None)
        return replace(task, transfer=transfer, verify_first=False)
    return _anew(task, _queued_again(task.transfer))


def _anew(task: UploadTask, transfer: Transfer) -> UploadTask:
    """Return work with nothing in memory but how often it was tried, and what was inspected."""
    return UploadTask(transfer=transfer, file_id=task.file_id, restarts=task.restarts, missed=task.missed)


def _link_outlived(task: UploadTask, now: float) -> bool:
    return task.link is not None and now > task.link.given_at + LINK_SECONDS


def _queued_again(transfer: Transfer, error: UserError | None = None) -> Transfer:
    if isinstance(error, SourceChanged):
        transfer = replace(transfer, size=error.size, mtime_ns=error.mtime_ns)
    return reset(transfer)


def _given_up(task: UploadTask, error: UserError, wall: float) -> Transfer:
    """Return the transfer as a person finds it.

    Where this call, or an earlier try of it, may have been carried out, a retry repeats it with the same
    idempotency key. After a conflict never: that key is spoilt.
    """
    spoilt = isinstance(error, api.IdempotencyConflict)
    base, resume = task.transfer, task.transfer.stage
    if isinstance(error, SourceChanged):
        base, resume = _queued_again(task.transfer, error), Stage.QUEUED
    elif isinstance(error, api.IdGivenTwice):  # what has that id is no asset of this file
        base, resume = reset(task.transfer), Stage.QUEUED
    return replace(
        base,
        stage=Stage.FAILED,
        resume_stage=resume,
        idempotency_key=None if spoilt or base.sent_at is None else base.idempotency_key,
        problem=for_a_person(error, base.project_name),
        finished_at=wall,
    )
