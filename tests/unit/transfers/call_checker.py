"""What must be true of each call when it goes out, judged by what went out before and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from layers_desktop.api import errors as api
from layers_desktop.transfers.retry_policy import ASKED_FIRST, UPLOAD_SECONDS, bytes_missing
from layers_desktop.transfers.source_file import SourceChanged
from layers_desktop.transfers.steps import Failed, Finalized, Outcome, Step, Uploaded
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.transfers.worker_pool import Job

SENDS = frozenset({Step.INLINE, Step.PRESIGN, Step.PUT})
REMEMBERED_SECONDS = 24 * 3600.0
"""How long Layers knows an Idempotency-Key."""
_SAYS_NOTHING = (api.NetworkFault, api.ServerFault, api.MalformedAnswer, api.UnexpectedAnswer)


@dataclass
class CallChecker:
    """Sees every call of every life of the program; knows the protocol, not how the program keeps to it."""

    wall: Callable[[], float]
    ask_first: set[int] = field(default_factory=set)
    """Their bytes may be at the storage, and the program can know it."""
    stored: set[int] = field(default_factory=set)
    """The storage has confirmed their bytes."""
    missed: Counter[int] = field(default_factory=Counter)
    """How often finalize did not find confirmed bytes."""
    finalizing: set[int] = field(default_factory=set)
    """A finalize of theirs was never answered."""
    inline: dict[int, tuple[str, str | None, float]] = field(default_factory=dict)
    """Whose inline call was never answered: its API key, its Idempotency-Key, when it first went out."""

    def goes_out(self, job: Job) -> None:
        """Judge a call; every AssertionError is a broken promise."""
        transfer, step, id_ = job.transfer, job.step, job.transfer.id
        alive = self._alive(transfer)
        if step in SENDS:
            assert id_ not in self.stored, "bytes that the storage has confirmed are sent again"
            assert id_ not in self.ask_first or not alive, f"{step} before finalize was asked"
            self.ask_first.discard(id_)
        if step is Step.INLINE:
            assert job.client is not None
            now = job.client._key.digest, transfer.idempotency_key, self.wall()
            before = self.inline.get(id_, now)
            assert now[:2] == before[:2], "an unanswered inline call is repeated as a new one"
            assert now[2] < before[2] + REMEMBERED_SECONDS, "it is repeated when Layers has forgotten it"
        elif step is Step.FINALIZE and transfer.stage is Stage.PRESIGNED and id_ not in self.finalizing:
            assert alive, "finalize is asked for an upload that was collected"

    def came_of_it(self, job: Job, outcome: Outcome | None) -> None:
        """Note what the program was told of a call; None when it was killed before it was told anything."""
        id_, step = job.transfer.id, job.step
        match outcome:
            case Finalized():
                self.forget(id_)
            case Uploaded():
                self.stored.add(id_)
                self.missed[id_] = 0
            case Failed(error, all_sent) if step is Step.PUT:
                if all_sent and isinstance(error, api.NetworkFault):
                    self.ask_first.add(id_)
            case Failed(SourceChanged()) if step is Step.FINALIZE:
                self._not_there(id_)
            case Failed(error) if bytes_missing(step, error):
                self.missed[id_] += 1
                over = not self._alive(job.transfer)
                if over or id_ not in self.stored or self.missed[id_] >= ASKED_FIRST:
                    self._not_there(id_)
            case Failed(error) if not isinstance(error, _SAYS_NOTHING) or getattr(error, "unsent", False):
                pass
            case Failed() | None:
                self._unanswered(job)

    def _not_there(self, id_: int) -> None:
        self.ask_first.discard(id_)
        self.stored.discard(id_)

    def _alive(self, transfer: Transfer) -> bool:
        return transfer.signed_at is not None and self.wall() < transfer.signed_at + UPLOAD_SECONDS

    def dies(self, signed: set[int]) -> None:
        """Note that the program ends; these are signed then, and nothing is known of their links any more."""
        self.ask_first |= signed

    def forget(self, id_: int) -> None:
        """Note that nothing is open any more: there is an asset, or a person decides."""
        self.ask_first.discard(id_)
        self.stored.discard(id_)
        self.finalizing.discard(id_)
        self.inline.pop(id_, None)

    def _unanswered(self, job: Job) -> None:
        if job.step is Step.FINALIZE:
            self.finalizing.add(job.transfer.id)
        elif job.step is Step.INLINE:
            assert job.client is not None
            call = job.client._key.digest, job.transfer.idempotency_key, self.wall()
            self.inline.setdefault(job.transfer.id, call)
