"""A small model of Layers and its storage, and workers that ask it instead of the network."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from layers_desktop.api import errors as api
from layers_desktop.core.errors import UserError
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import MediaFile
from layers_desktop.transfers.retry_policy import LINK_SECONDS, UPLOAD_SECONDS
from layers_desktop.transfers.source_file import SourceChanged
from layers_desktop.transfers.steps import (
    Failed,
    Finalized,
    Hashed,
    Inspected,
    Link,
    Outcome,
    Presigned,
    Step,
    Uploaded,
)
from layers_desktop.transfers.worker_pool import Job

REMEMBERED_SECONDS = 24 * 3600.0
"""How long Layers knows an Idempotency-Key."""
FAULTS: dict[str, tuple[bool, type[api.ApiError]]] = {
    "lost before": (False, api.ConnectionLost),
    "lost after": (True, api.Timeout),
    "no connection": (False, api.ConnectionRefused),
    "server fault": (False, api.ServerFault),
    "server fault after": (True, api.ServerFault),
    "unreadable answer": (True, api.MalformedAnswer),
    "strange answer": (True, api.UnexpectedAnswer),
    "refused": (False, api.ForbiddenScope),
    "not there yet": (False, api.Refused),
    "rate limited": (False, api.RateLimited),
    "wrong key": (False, api.Unauthenticated),
    "suspended": (False, api.KillSwitch),
}
"""Name → whether Layers carried the call out, and what is seen of it."""
LOCAL = {Step.HASH, Step.INSPECT}
"""Steps that no fault of a network meets."""


@dataclass(frozen=True)
class Content:
    """What a file holds at some time."""

    version: int
    size: int

    @property
    def sha256(self) -> str:
        return f"{self.version:064x}"


@dataclass
class Upload:
    owner: int
    kind: MediaKind
    signed_at: float
    content: Content | None = None
    asset_id: str | None = None
    told: bool = False
    """The program has had an answer with its asset; until then Layers may say that it is not there yet."""


@dataclass(frozen=True)
class Made:
    """An asset: whose transfer it came of, and what it holds."""

    owner: int
    kind: MediaKind
    content: Content


@dataclass
class ModelLayers:
    """What Layers remembers. `do` carries a call out and returns its answer, or what was refused."""

    forgets_finalized: bool
    """Whether it forgets also an upload that became an asset when its uploadId is over."""
    now: Callable[[], float]
    uploads: dict[str, Upload] = field(default_factory=dict)
    assets: dict[str, Made] = field(default_factory=dict)
    answers: dict[tuple[str, str], tuple[float, object, str]] = field(default_factory=dict)
    """By API key and Idempotency-Key: when, what was asked, which id it came to."""
    files: dict[bytes, Content] = field(default_factory=dict)
    """The disk: what is at each path."""
    ids: itertools.count[int] = field(default_factory=itertools.count)

    def do(self, job: Job) -> Outcome:
        try:
            return self._do(job)
        except UserError as error:
            return Failed(error)

    def answer(self, job: Job, fault: str | None) -> Outcome:
        """Return what is seen of a call that meets a fault, or none; carried out where the fault says so."""
        if fault is None or job.step in LOCAL:
            outcome = self.do(job)
            if isinstance(outcome, Finalized) and (upload := self.uploads.get(job.transfer.upload_id or "")):
                upload.told = True
            return outcome
        happened, error_type = FAULTS[fault]
        if error_type is api.Refused and self._is_told(job):
            return self.do(job)  # an upload whose asset was told of is never missing
        if happened and isinstance(real := self.do(job), Failed):
            return real
        error = error_type()
        if isinstance(error, api.ConnectionRefused):
            error.unsent = True
        return Failed(error, all_sent=happened and job.step is Step.PUT)

    def _do(self, job: Job) -> Outcome:
        transfer, step = job.transfer, job.step
        content = self.files[transfer.path]
        if step is Step.INSPECT:
            return Inspected(
                MediaFile(
                    path=transfer.path,
                    name=transfer.name,
                    kind=transfer.image_kind or MediaKind.IMAGE,
                    mime_type="image/png",
                    size=content.size,
                    mtime_ns=content.version,
                    file_id=(1, content.version),
                )
            )
        reads = step in {Step.HASH, Step.PUT, Step.INLINE}
        reads |= step is Step.FINALIZE and transfer.sha256 is None and not job.unread
        if reads and ((transfer.size, transfer.mtime_ns) != (content.size, content.version)):
            raise SourceChanged(transfer.name, content.size, content.version)
        if step is Step.HASH:
            return Hashed(content.sha256)
        if step is Step.PUT:
            assert job.link is not None
            return self._put(self.uploads[job.link.url], content)
        return self._write(job, content)

    def _write(self, job: Job, content: Content) -> Outcome:
        key = job.transfer.idempotency_key
        assert key is not None, "a write without a key"
        assert job.client is not None
        place = (job.client._key.reveal(), key)
        inline = job.step is Step.INLINE
        checksum = job.step is Step.FINALIZE and _checksum(job, content)
        says = job.transfer.sha256 if job.step is Step.PRESIGN and job.transfer.checksum else checksum
        where, what = job.transfer.project_id, content if inline else job.transfer.size
        asked = (job.step, where, job.transfer.kind, job.transfer.upload_id, says, what)
        if place in self.answers and self.now() < self.answers[place][0] + REMEMBERED_SECONDS:
            _, before, id_ = self.answers[place]
            if before != asked:
                raise AssertionError(f"409: one key for {before} and {asked}")
            return self._answer(job, id_, content)
        id_ = self._carried_out(job, content)
        if checksum and checksum != self.assets[id_].content.sha256:
            raise AssertionError("finalize came with the hash of other bytes")
        self.answers[place] = (self.now(), asked, id_)
        return self._answer(job, id_, content)

    def _carried_out(self, job: Job, content: Content) -> str:
        transfer = job.transfer
        assert transfer.kind is not None
        match job.step:
            case Step.PRESIGN:
                id_ = f"upl_{next(self.ids)}"
                self.uploads[id_] = Upload(transfer.id, transfer.kind, self.now())
                return id_
            case Step.FINALIZE:
                return self._finalized(transfer.upload_id or "")
            case _:
                return self._new_asset(Made(transfer.id, transfer.kind, content))

    def _put(self, upload: Upload, content: Content) -> Outcome:
        if self.now() > upload.signed_at + LINK_SECONDS:
            raise api.LinkExpired
        upload.content = content
        return Uploaded(content.sha256)

    def _finalized(self, upload_id: str) -> str:
        upload = self.uploads.get(upload_id)
        over = upload is not None and self.now() >= upload.signed_at + UPLOAD_SECONDS
        if upload is None or (over and (upload.asset_id is None or self.forgets_finalized)):
            raise api.NotFound
        if upload.content is None:
            raise api.Refused  # in one of the ways that are in no table
        if upload.asset_id is None:
            upload.asset_id = self._new_asset(Made(upload.owner, upload.kind, upload.content))
        return upload.asset_id

    def _is_told(self, job: Job) -> bool:
        upload = self.uploads.get(job.transfer.upload_id or "")
        return job.step is Step.FINALIZE and upload is not None and upload.told

    def _new_asset(self, made: Made) -> str:
        asset_id = f"med_{next(self.ids)}"
        self.assets[asset_id] = made
        return asset_id

    def _answer(self, job: Job, id_: str, content: Content) -> Outcome:
        if job.step is Step.PRESIGN:
            return Presigned(id_, Link(id_, {}, self.now()))
        sha256 = _checksum(job, content) if job.step is Step.FINALIZE else content.sha256
        return Finalized(id_, None, sha256)


def _checksum(job: Job, content: Content) -> str | None:
    """Return the hash that finalize comes with: of the bytes that were sent, as far as it can know."""
    return job.transfer.sha256 or (None if job.unread else content.sha256)


class ModelWorker:
    """A worker that does nothing by itself: the test decides when its job is done, and how."""

    def __init__(self, given: Callable[[Job], object] = lambda _: None) -> None:
        """`given` sees each job when it goes out."""
        self.job: Job | None = None
        self.sent = 0
        self._given = given

    def start(self) -> None:
        """Nothing to start."""

    def give(self, job: Job) -> None:
        self.job = job
        self._given(job)

    def finish(self) -> None:
        """Nothing to end."""

    def wait(self, time: int, /) -> bool:
        return time >= 0
