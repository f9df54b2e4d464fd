"""A transfer at work: what is known of it in memory only, and what its file turns out to be. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from layers_desktop.media.inspect import Refusal
from layers_desktop.transfers.source import still_written
from layers_desktop.transfers.steps import KnownAsset, Link, Looked
from layers_desktop.transfers.transfer import IfKnown, Stage, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A transfer and what is known of it in memory only."""

    transfer: Transfer
    link: Link | None = None
    probe: bool = False
    """The bytes of a signed transfer may have arrived: finalize is asked before they are sent again."""
    not_before: float = 0.0
    """Monotonic; the back-off after a failed try."""
    look: bool = False
    """The file may be another by now, or still being written: inspect it before anything else."""
    unanswered: bool = False
    """Before the call that is under way, or was answered last, another one went out that may have made the
    asset and was never answered."""
    unread: bool = False
    """The file is another by now, and of what was sent of it there may be an asset: finalize is asked by the
    uploadId alone."""
    resent: bool = False
    """It was sent once more, as the storage's ETag was not that of its bytes; a second time it is taken."""
    restarts: int = 0
    """How often it went back to presign since it was dropped, taken up again or retried by a person."""


def with_key(transfer: Transfer) -> Transfer:
    """Give the transfer's next write its idempotency key, so that it is written down before it is sent."""
    if transfer.idempotency_key or transfer.settled:
        return transfer
    return replace(transfer, idempotency_key=str(uuid.uuid4()))


def ready(work: Work) -> Work:
    """Return the work with its next write's key."""
    return replace(work, transfer=with_key(work.transfer))


def queued_again(transfer: Transfer) -> Transfer:
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
        tries=0,
    )


def fresh(work: Work) -> Work:
    """Return the work ready at once, without its back-off."""
    return replace(work, not_before=0.0)


def looked(work: Work, found: Looked, *, now: float, wall: float, rest: float) -> Work:
    """Go on with what the file is now once it rests; as long as it does not, look again in `rest` seconds."""
    transfer, entry = work.transfer, found.entry
    if isinstance(entry, Refusal):
        failed = replace(transfer, stage=Stage.FAILED, problem=entry.problem, finished_at=wall)
        return Work(transfer=replace(failed, resume_stage=Stage.QUEUED))
    rests = (entry.size, entry.mtime_ns) == (transfer.size, transfer.mtime_ns)
    now_is = replace(
        transfer,
        kind=entry.kind,
        mime_type=entry.mime_type,
        size=entry.size,
        mtime_ns=entry.mtime_ns,
        hash_first=found.maybe_known and transfer.if_known is not IfKnown.SEND,
    )
    if rests:
        return replace(work, transfer=replace(now_is, problem=None), look=False)
    # Another body needs another idempotency key (Layers answers 409 otherwise).
    now_is = replace(now_is, problem=still_written(transfer.name), idempotency_key=None, sha256=None)
    return replace(work, transfer=now_is, not_before=now + rest)


def hashed(work: Work, sha256: str, known: KnownAsset | None, wall: float) -> Work:
    """Go on to send the file, unless an asset with these bytes is there: then as the person wants."""
    transfer = replace(work.transfer, sha256=sha256, hash_first=False)
    if known is None or transfer.if_known is IfKnown.SEND:
        return replace(work, transfer=transfer)
    transfer = replace(
        transfer, known_asset_id=known.asset_id, known_asset_url=known.url, known_at=known.created_at
    )
    if transfer.if_known is IfKnown.REUSE:
        return Work(transfer=use_known(transfer, wall))
    return replace(work, transfer=transfer)


def use_known(transfer: Transfer, wall: float) -> Transfer:
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


def undecided(transfer: Transfer, *, hash_first: bool) -> Transfer:
    """Return the transfer of a known file as it was before it was found to be known."""
    return replace(transfer, known_asset_id=None, known_asset_url=None, known_at=None, hash_first=hash_first)


def send_anyway(work: Work) -> Work:
    """Return the work as it goes on when a person wants another asset of a known file."""
    return replace(work, transfer=replace(work.transfer, if_known=IfKnown.SEND, hash_first=False))
