"""The steps of an upload: one blocking function each, run by a worker. No Qt, no SQL, no decisions.

A step returns a `Result` or raises a `UserError`; what follows from either is `retry_policy`'s to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors.base import UploadCancelled
from layers_desktop.api.models import CreatedAsset
from layers_desktop.api.storage import ObjectStorage
from layers_desktop.core.errors import UserError
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import MediaFile, Rejection, inspect
from layers_desktop.transfers.source_file import SourceFile
from layers_desktop.transfers.throttle import BandwidthLimiter
from layers_desktop.transfers.transfer import Stage, Transfer


class Step(StrEnum):
    """One blocking call."""

    INSPECT = "inspect"
    """Find out what the file is: first of all, and again where it was changed or is still being written."""
    HASH = "hash"
    """Hash the file before sending: an asset of the same size is in its project."""
    PRESIGN = "presign"
    PUT = "put"
    FINALIZE = "finalize"
    INLINE = "inline"


WRITES = frozenset({Step.PRESIGN, Step.FINALIZE, Step.INLINE})
"""Steps that cost one of the key's writes; the PUT goes to storage and costs none."""


@dataclass(frozen=True, slots=True)
class Link:
    """A signed URL: lives in memory only, is never written down and never shown."""

    url: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    given_at: float
    """On the monotonic clock: the server's clock may differ from ours."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the file is now; the queue finds out whether an asset of its size is in its project."""

    entry: MediaFile | Rejection
    maybe_known: bool = False


@dataclass(frozen=True, slots=True)
class KnownAsset:
    """An asset of the journal with the same bytes, in the same project."""

    asset_id: str
    url: str | None
    created_at: float
    """Seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Hashed:
    """The file's hash; the queue looks up `known` in the journal, as workers never touch it."""

    sha256: str
    known: KnownAsset | None = None


@dataclass(frozen=True, slots=True)
class Presigned:
    """Presign's result."""

    upload_id: str
    link: Link


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The PUT's result: the storage answered. `sha256` is of the bytes that went out."""

    sha256: str
    etag_differs: bool = False
    """The storage answered an ETag that looks like the MD5 of other bytes."""


@dataclass(frozen=True, slots=True)
class Finalized:
    """There is an asset. `sha256` is of the bytes that were sent, None where they cannot be read any more."""

    asset_id: str
    url: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The step raised. `all_sent`: every byte had left, so they may have arrived."""

    error: UserError
    all_sent: bool = False


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The PUT was cancelled on request (pause, cancel, quit)."""


FileId: TypeAlias = tuple[int, int] | None
"""Device and inode of the file that was inspected; None where that was not in this run."""
Result = Inspected | Hashed | Presigned | Uploaded | Finalized
Outcome = Result | Failed | Interrupted


@dataclass(frozen=True, slots=True)
class UploadContext:
    """The way out, as a step that sends has it."""

    count: Callable[[int], None]
    """Told the bytes that were handed to the network so far."""
    token: CancelToken
    bandwidth: BandwidthLimiter


def inspect_file(transfer: Transfer) -> Inspected:
    """Open the file and find out what it is."""
    image_kind = transfer.image_kind or MediaKind.IMAGE
    return Inspected(inspect(transfer.path, image_kind=image_kind, only_kind=transfer.only_kind))


def hash_file(transfer: Transfer, inspected: FileId, token: CancelToken) -> Hashed:
    """Hash the whole file; `UploadCancelled` when told to stop."""
    return Hashed(_hash_unchanged(transfer, inspected, token))


def presign(client: LayersClient, transfer: Transfer, clock: Callable[[], float]) -> Presigned:
    """Ask Layers for an uploadId and a signed URL."""
    kind, mime_type, size = _sendable(transfer)
    given_at = clock()
    answer = client.presign(
        transfer.project_id,
        kind=kind,
        mime_type=mime_type,
        filename=transfer.name,
        size=size,
        sha256=transfer.sha256 if transfer.checksum else None,
        idempotency_key=_key(transfer),
    )
    return Presigned(answer.upload_id, Link(answer.put_url, answer.put_headers, given_at))


def put(
    storage: ObjectStorage,
    transfer: Transfer,
    inspected: FileId,
    link: Link,
    line: UploadContext,
) -> Uploaded:
    """Send the file's bytes to the signed URL and hash them on the way.

    Raises `SourceChanged` when the file is not the one that was inspected.
    """
    _, _, size = _sendable(transfer)
    with SourceFile(transfer, inspected, md5=True) as source:
        body = line.bandwidth.throttle(source.blocks(), line.count, line.token)
        answer = storage.put(link.url, link.headers, body, size, line.token)
        source.check_unchanged()
        return Uploaded(source.sha256, etag_differs=source.denies(answer.etag))


def finalize(
    client: LayersClient,
    transfer: Transfer,
    inspected: FileId,
    token: CancelToken,
    *,
    unread: bool = False,
) -> Finalized:
    """Register the upload.

    Where the bytes were not confirmed (a crash, a lost answer) the file is read first: it must still be the
    one that was sent, and its hash is what the asset is recorded with. With `unread` it is another by now:
    only what came of the uploadId is asked.
    """
    if transfer.upload_id is None:
        raise AssertionError("finalize without an uploadId")
    confirmed = transfer.sha256 if transfer.stage is Stage.UPLOADED else None
    digest = confirmed or (None if unread else _hash_unchanged(transfer, inspected, token))
    answer = client.finalize(
        transfer.project_id,
        transfer.upload_id,
        sha256=digest if transfer.checksum else None,
        idempotency_key=_key(transfer),
    )
    return _finished(answer, digest)


def inline(client: LayersClient, transfer: Transfer, inspected: FileId, line: UploadContext) -> Finalized:
    """Upload a small file in one call."""
    kind, mime_type, _ = _sendable(transfer)
    with SourceFile(transfer, inspected) as source:
        body = b"".join(source.blocks())
        source.check_unchanged()
        digest = source.sha256
    line.bandwidth.take(len(body) * 4 // 3, line.token)  # as base64
    answer = client.upload_inline(
        transfer.project_id,
        kind=kind,
        mime_type=mime_type,
        filename=transfer.name,
        body=body,
        idempotency_key=_key(transfer),
    )
    line.count(len(body))
    return _finished(answer, digest)


def _hash_unchanged(transfer: Transfer, inspected: FileId, token: CancelToken) -> str:
    with SourceFile(transfer, inspected) as source:
        for _ in source.blocks():
            if token.cancelled:
                raise UploadCancelled
        source.check_unchanged()
        return source.sha256


def _finished(answer: CreatedAsset, sha256: str | None) -> Finalized:
    return Finalized(answer.asset_id, answer.url, sha256)


def _sendable(transfer: Transfer) -> tuple[str, str, int]:
    if transfer.kind is None or transfer.mime_type is None or transfer.size is None:
        raise AssertionError("a file that was not inspected was given to a step")
    return transfer.kind.value, transfer.mime_type, transfer.size


def _key(transfer: Transfer) -> str:
    if transfer.idempotency_key is None:
        raise AssertionError("a write without its recorded idempotency key")
    return transfer.idempotency_key
