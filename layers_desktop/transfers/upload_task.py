"""A transfer at work: what is known of it in memory only, and what its file turns out to be. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from layers_desktop.core.errors import Problem
from layers_desktop.media.formats import IMAGE_KINDS
from layers_desktop.media.inspection import Rejection
from layers_desktop.transfers.commands import AssignProject
from layers_desktop.transfers.steps import FileId, Inspected, KnownAsset, Link
from layers_desktop.transfers.transfer import DuplicatePolicy, Stage, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadTask:
    """A transfer and what is known of it in memory only."""

    transfer: Transfer
    file_id: FileId = None
    """Of what was inspected in this run; without it the file is inspected again before it is sent."""
    link: Link | None = None
    verify_first: bool = False
    """The bytes of a signed transfer may have arrived: finalize is asked before they are sent again."""
    not_before: float = 0.0
    """Monotonic; the back-off after a failed try."""
    reinspect: bool = False
    """The file may be another by now, or still being written: inspect it again before anything else."""
    hash_first: bool = False
    """An asset of its size is in its project: it is found out first whether it is this file."""
    unanswered: bool = False
    """Before the call that is under way, or was answered last, another one went out that may have made the
    asset and was never answered."""
    skip_read: bool = False
    """The file is another by now, and of what was sent of it there may be an asset: finalize is asked by the
    uploadId alone."""
    reuploaded: bool = False
    """It was sent once more, as the storage's ETag was not that of its bytes; a second time it is taken."""
    restarts: int = 0
    """How often it went back to presign since it was dropped, taken up again or retried by a person."""
    missed: int = 0
    """How often finalize did not find bytes that the storage had confirmed, since then."""


def with_idempotency_key(task: UploadTask) -> UploadTask:
    """Give the next write its idempotency key, so that this is written down before it is sent."""
    transfer = task.transfer
    if transfer.idempotency_key or transfer.settled or not transfer.inspected:
        return task
    return replace(task, transfer=replace(transfer, idempotency_key=str(uuid.uuid4())))


def reset(transfer: Transfer) -> Transfer:
    """Return the transfer at its beginning: nothing of it is at Layers."""
    return replace(
        transfer,
        stage=Stage.QUEUED,
        upload_id=None,
        signed_at=None,
        idempotency_key=None,
        sent_at=None,
        sent_with=None,
        sha256=None,
        asset_id=None,
        asset_url=None,
        tries=0,
    )


def without_backoff(task: UploadTask) -> UploadTask:
    """Return the work ready at once, without its back-off."""
    return replace(task, not_before=0.0)


def inspected(task: UploadTask, found: Inspected, *, now: float, wall: float, rest: float) -> UploadTask:
    """Go on with what the file is once it rests; as long as it does not, inspect it again in `rest` seconds.

    Whoever writes to a file gives it a new time: one that is older than `rest` has come to rest, and so has
    one that is the same as `rest` seconds ago. A time in the future is a wrong clock, not a fresh file.
    """
    transfer, entry = task.transfer, found.entry
    if isinstance(entry, Rejection):
        # What could not be read may be there again later; what is no media stays what it is.
        stage = Stage.FAILED if transfer.inspected or entry.retry_helps else Stage.REFUSED
        size = transfer.size if entry.size is None else entry.size
        problem = entry.problem
        ended = replace(transfer, stage=stage, size=size, problem=problem, finished_at=wall)
        return UploadTask(transfer=replace(ended, resume_stage=Stage.QUEUED))
    if transfer.sent_at is not None:  # a call that was never answered is repeated as it was
        return replace(task, file_id=entry.file_id, reinspect=False)
    same = (entry.size, entry.mtime_ns) == (transfer.size, transfer.mtime_ns)
    rests = same if task.reinspect else not 0 <= wall - entry.mtime_ns / 1e9 < rest
    # Chosen or filled in while it was inspected.
    image_kind = transfer.only_kind or transfer.image_kind or entry.kind
    now_is = replace(
        transfer,
        sha256=transfer.sha256 if same else None,
        kind=image_kind if entry.kind in IMAGE_KINDS else entry.kind,
        mime_type=entry.mime_type,
        size=entry.size,
        mtime_ns=entry.mtime_ns,
    )
    if now_is != transfer:
        # Another body needs another idempotency key (Layers answers 409 otherwise).
        now_is = replace(now_is, idempotency_key=None)
    hash_first = found.maybe_known and transfer.if_known is not DuplicatePolicy.SEND
    task = replace(task, file_id=entry.file_id, hash_first=hash_first)
    if rests:
        return replace(task, transfer=replace(now_is, problem=None), reinspect=False)
    now_is = replace(
        now_is,
        problem=Problem.of("file.still_written", file=transfer.name),
        idempotency_key=None,
        sha256=None,
    )
    return replace(task, transfer=now_is, reinspect=True, not_before=now + rest)


def hashed(task: UploadTask, sha256: str, known: KnownAsset | None, wall: float) -> UploadTask:
    """Go on to send the file, unless an asset with these bytes is there: then as the person wants."""
    task = replace(task, transfer=replace(task.transfer, sha256=sha256), hash_first=False)
    if known is None or task.transfer.if_known is DuplicatePolicy.SEND:
        return task
    transfer = replace(
        reset(task.transfer),  # what is at Layers of it is not registered
        sha256=sha256,
        known_asset_id=known.asset_id,
        known_asset_url=known.url,
        known_at=known.created_at,
    )
    return UploadTask(
        transfer=use_existing_asset(transfer, wall)
        if transfer.if_known is DuplicatePolicy.REUSE
        else transfer
    )


def assigned(task: UploadTask, to: AssignProject) -> UploadTask:
    """Return work that waited for a project with that one."""
    transfer = task.transfer
    image_kind = transfer.image_kind or to.image_kind
    kind = image_kind if transfer.kind in IMAGE_KINDS else transfer.kind
    filled_in = replace(
        transfer,
        project_id=to.project_id,
        project_name=to.project_name,
        image_kind=image_kind,
        kind=kind,
        checksum=to.checksum,
    )
    return replace(task, transfer=filled_in)


def cancelled(transfer: Transfer, wall: float) -> Transfer:
    """Return the transfer as a person took it out; `Journal.relist` knows where it stood."""
    stood = transfer.resume_stage if transfer.stage is Stage.FAILED else transfer.stage
    return replace(transfer, stage=Stage.CANCELLED, resume_stage=stood, finished_at=wall)


def use_existing_asset(transfer: Transfer, wall: float) -> Transfer:
    """Return the transfer done with the id of the asset that was there."""
    return replace(
        transfer,
        stage=Stage.DONE,
        asset_id=transfer.known_asset_id,
        asset_url=transfer.known_asset_url,
        reused=True,
        problem=None,
        idempotency_key=None,
        finished_at=wall,
    )


def undecided(transfer: Transfer) -> Transfer:
    """Return the transfer of a known file as it was before it was found to be known."""
    return replace(transfer, known_asset_id=None, known_asset_url=None, known_at=None)


def send_anyway(task: UploadTask) -> UploadTask:
    """Return the work as it goes on when a person wants another asset of a known file."""
    return replace(task, transfer=replace(task.transfer, if_known=DuplicatePolicy.SEND), hash_first=False)
