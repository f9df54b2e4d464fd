"""Calls that make an asset and were never answered: what they leave open, and when a person has to say. Pure.

Layers answers a repeated call as it did the first time, where it recognises it: an inline upload by its
Idempotency-Key, for 24 hours and for the same API key; finalize by its uploadId, which lives 24 hours. Within
that such a call is repeated. Beyond it, repeating could make a second asset: that is a person's to decide.
"""

from __future__ import annotations

from dataclasses import replace

from layers_desktop.api.errors import IdempotencyConflict
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.media.inspection import MediaFile, Rejection
from layers_desktop.transfers.source_file import SourceChanged, SourceUnreadable
from layers_desktop.transfers.steps import Step
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.transfers.upload_task import UploadTask, reset

KEY_SECONDS = 23.5 * 3600.0
"""Layers remembers an Idempotency-Key for 24 hours; the repeated call must arrive within them."""
CLOCK_SECONDS = 600.0
"""A wall clock that went back by more than this has been set: it does not tell how long ago something was."""
MAKES_ASSET = frozenset({Step.INLINE, Step.FINALIZE})
"""Steps after which there may be an asset. A presign that was lost leaves nothing behind."""


def with_attempt(task: UploadTask, step: Step, *, key: str, wall: float) -> UploadTask:
    """Return the work as it is to be written down before this step goes out with the API key `key`.

    It comes back FAILED instead where Layers would not recognise the call as a repeated one.
    """
    transfer = task.transfer
    if step not in MAKES_ASSET:
        return task
    if transfer.sent_at is None:
        return replace(task, unanswered=False, transfer=replace(transfer, sent_at=wall, sent_with=key))
    if step is Step.INLINE:
        if transfer.sent_with not in {None, key}:
            return in_doubt(transfer, _OTHER_KEY, wall)
        if not -CLOCK_SECONDS <= wall - transfer.sent_at < KEY_SECONDS:
            return in_doubt(transfer, _FORGOTTEN, wall)
    return replace(task, unanswered=True)


def not_carried_out(task: UploadTask) -> UploadTask:
    """Return the work after a call of which it is certain that nothing came: an earlier one may stay open."""
    return task if task.unanswered else nothing_open(task)


def nothing_open(task: UploadTask) -> UploadTask:
    """Return the work when no asset can have come of anything that was sent so far."""
    transfer = replace(task.transfer, sent_at=None, sent_with=None)
    return replace(task, unanswered=False, skip_read=False, transfer=transfer)


def call_is_another(task: UploadTask, step: Step, error: UserError, wall: float) -> UploadTask | None:
    """Return the work that cannot repeat the call of which there may be an asset; None for others.

    The file is another by now, or Layers says that the call is (a conflict of its Idempotency-Key, which it
    would not know if nothing had arrived). An upload is asked for by its uploadId, which needs no file. An
    inline call can be repeated only as it was.
    """
    if not task.unanswered:
        return None
    if step is Step.FINALIZE and isinstance(error, SourceChanged | SourceUnreadable):
        # Without the checksum it is another body, which needs another key; the uploadId makes it one call.
        return replace(task, skip_read=True, transfer=replace(task.transfer, idempotency_key=None))
    if step is Step.INLINE and isinstance(error, SourceChanged):
        return in_doubt(task.transfer, _CHANGED, wall)
    if step is Step.INLINE and isinstance(error, IdempotencyConflict):
        return in_doubt(task.transfer, _CONFLICT, wall)
    return None


def file_is_another(task: UploadTask, found: MediaFile | Rejection, wall: float) -> UploadTask | None:
    """Return the work whose file, inspected again, is not the one of a call that was never answered.

    None for others, and for a file that cannot be read: it may be there again later.
    """
    transfer = task.transfer
    if transfer.sent_at is None or (isinstance(found, Rejection) and found.retry_helps):
        return None
    same = isinstance(found, MediaFile) and (found.size, found.mtime_ns) == (transfer.size, transfer.mtime_ns)
    return None if same else in_doubt(transfer, _CHANGED, wall)


def upload_gone(task: UploadTask, wall: float) -> UploadTask:
    """Return the work of an upload that may have become an asset, of which Layers tells nothing."""
    return in_doubt(task.transfer, _GONE, wall)


def cancelled_unanswered(transfer: Transfer) -> Problem | None:
    """Return the words for a transfer that is cancelled while an asset may have come of it; else None."""
    if transfer.sent_at is None:
        return None
    if transfer.asset_id is not None:
        row = "upload.in_doubt/cancelled_known"
        return Problem.of(row, file=transfer.name, asset_id=transfer.asset_id)
    return Problem.of("upload.in_doubt/cancelled", file=transfer.name)


def in_doubt(transfer: Transfer, why: str, wall: float) -> UploadTask:
    """Return the work as a person finds it; `why` is a row of `upload.in_doubt`. Retry sends it once more."""
    failed = replace(
        reset(transfer),
        stage=Stage.FAILED,
        resume_stage=Stage.QUEUED,
        problem=Problem.of(why, file=transfer.name),
        finished_at=wall,
    )
    return UploadTask(transfer=failed)


_FORGOTTEN = "upload.in_doubt/forgotten"
_OTHER_KEY = "upload.in_doubt/other_key"
_CHANGED = "upload.in_doubt/changed"
_CONFLICT = "upload.in_doubt/conflict"
_GONE = "upload.in_doubt/gone"
