"""A transfer: one file on its way to becoming one asset. Values only, no Qt, no SQL.

`Stage` is what is durably true, as the journal has it. `Activity` is what happens right now and is
never written down. The window shows a `Snapshot` of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from layers_desktop.core.errors import Problem
from layers_desktop.media.formats import IMAGE_KINDS, MediaKind

IN_DOUBT = "upload.in_doubt"
"""Code of the problem of a transfer that may be at Layers already."""
ROW_DAMAGED = "journal.row_damaged"
"""Code of the problem of a transfer of which it cannot be told how far it had come."""


class Stage(StrEnum):
    """What is durably true of a transfer."""

    QUEUED = "queued"
    """Nothing is at Layers."""
    PRESIGNED = "signed"
    """Layers gave an uploadId; the bytes are not confirmed."""
    UPLOADED = "stored"
    """The PUT was answered; finalize is next."""
    DONE = "done"
    """There is an asset id."""
    REFUSED = "refused"
    """Never sent, with the reason."""
    FAILED = "failed"
    """A person must act; `resume_stage` says from where a retry goes on."""
    CANCELLED = "cancelled"
    """The person took it out."""


class DuplicatePolicy(StrEnum):
    """What to do with a file whose bytes are an asset of this project already."""

    ASK = "ask"
    """Wait for a person: use that id, or upload again."""
    REUSE = "reuse"
    """Take the id of the asset that is there."""
    SEND = "send"
    """Do not look: send it."""


class Activity(StrEnum):
    """What happens to a transfer right now."""

    WAITING = "waiting"
    """Ready for its next step; the queue's `Hold`, if any, says what it waits for."""
    PREPARING = "preparing"
    """Inspection, presign or hashing."""
    SENDING = "sending"
    """The PUT or the inline call."""
    FINISHING = "finishing"
    """Finalize."""
    RETRYING = "retrying"
    """Waits until `until` for another try."""
    PAUSED = "paused"
    """The person paused it; `Snapshot.under_way` says what comes to its end first."""
    UNSTABLE_FILE = "resting"
    """Another program is still writing the file; it is inspected again until it rests."""
    KNOWN = "known"
    """The same file is in this project already; a person says which of both ids it gets."""
    FINISHED = "settled"
    """Nothing more happens by itself: done, refused, failed or cancelled."""


class HoldReason(StrEnum):
    """Why the whole queue waits. None of these is an error."""

    WRITE_BUDGET = "write_budget"
    """Layers allows so many writes a minute; goes on at `until`."""
    OFFLINE = "offline"
    """No network; goes on by itself."""
    SIGNED_OUT = "signed_out"
    """The key is missing or was rejected; goes on when there is a new one."""
    SUSPENDED = "suspended"
    """Layers suspended the key or the organization; a person must act."""
    PAUSED = "paused"
    """Pause all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One file, as the journal has it from the moment it came in, before anything of it is opened."""

    id: int
    """Row id of the journal; grows in drop order."""
    batch_id: int
    account_id: str
    """Layers' organizationId; empty while it waits for a key."""
    project_id: str
    """May name the project that is wanted before that is known to be there."""
    project_name: str
    """Empty while it waits for a project."""
    path: bytes
    """The path as the bytes the file system gave (empty for what was never a file, such as a link)."""
    name: str
    """For a person: the file's name, with U+FFFD for what is not text."""
    image_kind: MediaKind | None = None
    """What an image is to be sent as: image, logo or reference_image. None: as its project has it."""
    only_kind: MediaKind | None = None
    """When set (command line `--kind`), a file that cannot be of this kind is refused."""
    kind: MediaKind | None = None
    """None until the file was inspected."""
    mime_type: str | None = None
    """None until the file was inspected."""
    size: int | None = None
    """Bytes; None until they are known."""
    mtime_ns: int | None = None
    stage: Stage = Stage.QUEUED
    resume_stage: Stage = Stage.QUEUED
    """Where a retry of a FAILED transfer goes on."""
    checksum: bool = True
    """Whether finalize tells Layers the SHA-256 of what was sent (a setting of the project)."""
    paused: bool = False
    upload_id: str | None = None
    signed_at: float | None = None
    """When the uploadId was given, seconds since the epoch (Layers keeps it 24 hours)."""
    idempotency_key: str | None = None
    """Of the write that is under way or was last tried; written down before it is sent."""
    sent_at: float | None = None
    """When a call that makes the asset (inline, finalize) first went out, as long as it is unknown what came
    of it; seconds since the epoch, written down before it goes out. None: no asset can have come of it."""
    sent_with: str | None = None
    """Which API key that was (`ApiKey.digest`): Layers remembers Idempotency-Keys for each key apart."""
    tries: int = 0
    """Failed tries of the current step."""
    sha256: str | None = None
    """Of the bytes that were sent, or that were hashed first; 64 hex digits."""
    if_known: DuplicatePolicy = DuplicatePolicy.ASK
    known_asset_id: str | None = None
    """The asset that these bytes are already, of the same project."""
    known_asset_url: str | None = None
    known_at: float | None = None
    """When that asset was made, seconds since the epoch."""
    reused: bool = False
    """It got the id of the asset that was there; nothing was sent."""
    asset_id: str | None = None
    """Before it is DONE only where an asset was made and that could not be written down."""
    asset_url: str | None = None
    problem: Problem | None = None
    """Why it was refused or failed, or what the last try ran into."""
    created_at: float = 0.0
    finished_at: float | None = None

    @property
    def settled(self) -> bool:
        """True when nothing more happens by itself."""
        return self.stage in SETTLED

    @property
    def made_at(self) -> float:
        """When it was done, seconds since the epoch."""
        return self.finished_at or self.created_at

    @property
    def inspected(self) -> bool:
        """True when it is known what the file is."""
        return self.mime_type is not None

    @property
    def begun(self) -> bool:
        """True when something of it is at Layers, or may be."""
        return self.stage in {Stage.PRESIGNED, Stage.UPLOADED} or self.sent_at is not None

    @property
    def waits_for_key(self) -> bool:
        """True when it came in while nobody was signed in."""
        return self.account_id == ""

    @property
    def waits_for_project(self) -> bool:
        """True when it came in before its project was picked, or known to be there."""
        return self.project_name == ""

    @property
    def in_doubt(self) -> bool:
        """True when there may be an asset of it and only a person can say whether it is sent again."""
        code = self.problem and self.problem.code
        return self.stage is Stage.FAILED and code in {IN_DOUBT, ROW_DAMAGED}

    @property
    def kind_matters(self) -> bool:
        """True when Layers refused the image as it was described: it may take it as another kind of image."""
        code = self.problem and self.problem.code
        refused = self.stage is Stage.FAILED and code in _OF_KIND and self.sent_at is None
        # At finalize the same answer says that the bytes are not there.
        return refused and self.resume_stage is Stage.QUEUED and self.kind in IMAGE_KINDS

    @property
    def waits_for_choice(self) -> bool:
        """True when a person is to say whether the known asset is used or the file sent again."""
        known = self.known_asset_id is not None and self.if_known is DuplicatePolicy.ASK
        return known and self.stage is Stage.QUEUED


_OF_KIND = frozenset({"VALIDATION_FAILED", "VALIDATION", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"})
"""Layers' codes for a file that it does not take as what it is sent as."""


def is_damaged(transfer: Transfer) -> bool:
    """Tell whether the row that it was read from is damaged: it cannot be told how far it had come."""
    return transfer.problem is not None and transfer.problem.code == ROW_DAMAGED


SETTLED = frozenset({Stage.DONE, Stage.REFUSED, Stage.FAILED, Stage.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A transfer and what happens to it now, as the window and the command line get it."""

    transfer: Transfer
    activity: Activity
    under_way: Activity | None = None
    """For PAUSED: PREPARING while that, begun before the pause, is not over; nothing follows it."""
    until: float | None = None
    """For RETRYING: when, by `clock.steady_time`."""
    behind: bool = False
    """For WAITING: the same file of another drop is on its way, and it waits for what becomes of that."""
    asked_at: float | None = None
    """Since when an answer of Layers is waited for, by `clock.steady_time`; None while none is."""
    tries_allowed: int = 0
    """For RETRYING: the budget of tries ("2 of 6" is `transfer.tries` of `tries_allowed`); 0: none counts."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes of one transfer that were given to the network so far."""

    transfer_id: int
    sent: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Why nothing goes out at the moment, and until when (by `clock.steady_time`; None: unknown)."""

    reason: HoldReason
    until: float | None = None
    writes_per_minute: int | None = None
    problem: Problem | None = None
    next_id: int | None = None
    """For WRITE_BUDGET: the transfer that goes on at `until`. All others wait for an unknown time."""

    @property
    def to_mend(self) -> Problem | None:
        """What a person has to see to before Layers can be reached: a certificate, a proxy, a sign-in page.

        None while there is only no network: that comes back by itself.
        """
        if self.reason is not HoldReason.OFFLINE or self.problem is None:
            return None
        return self.problem if self.problem.code.startswith(_TO_MEND) else None


_TO_MEND = ("network.certificate", "network.proxy", "network.sign_in_page")
"""Prefixes of the codes of such problems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What earlier runs left of an organization, taken up by this one."""

    unfinished: int
    """They go on by themselves, paused ones when they are resumed."""
    failed: int
    """They wait for a person, as before."""
    done: int
    """Finished lately: shown again so that their ids can be copied."""
    crashed: bool
    """One of those runs did not end by itself: a crash, a power cut, a kill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """One drop, when all of it has settled."""

    batch_id: int
    project_id: str
    done: int
    needs_you: int
    """Refused and failed ones."""
    cancelled: int
    sent_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FileUsage:
    """What is written down of the files in folders of one name, for all organizations; others never came in.

    Links give one folder several paths, and each file has the one that it came in by.
    """

    needed: frozenset[bytes]
    """Paths of which a later start takes up or shows an upload."""
    done_with: frozenset[bytes]
    """Paths whose uploads are settled, and listed no more or finished long ago."""
