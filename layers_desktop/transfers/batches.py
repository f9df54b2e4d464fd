"""Which drops are still open, and the sum of one when the last of its files has settled. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from layers_desktop.transfers.transfer import BatchSummary, Stage, Transfer


@dataclass(slots=True)
class _Open:
    account_id: str
    project_id: str
    started: float
    open_ids: set[int] = field(default_factory=set)
    settled: dict[int, Transfer] = field(default_factory=dict)


class Batches:
    """Follows transfers by their batch; times on the monotonic clock."""

    def __init__(self) -> None:
        self._batches: dict[int, _Open] = {}

    def note(self, transfer: Transfer, now: float) -> BatchSummary | None:
        """Note how a transfer stands; returns the summary when it was the last open one of its batch."""
        batch = self._of(transfer, now)
        if not transfer.settled and not transfer.waits_for_choice:
            if not batch.open_ids:
                batch.started = now  # a retry after the end: only what is done again counts
            batch.open_ids.add(transfer.id)
            batch.settled.pop(transfer.id, None)
            return None
        was_open = transfer.id in batch.open_ids
        batch.open_ids.discard(transfer.id)
        batch.settled[transfer.id] = transfer
        ended = was_open and not batch.open_ids
        return self._summary(transfer.batch_id, now) if ended else None

    def begin(self, common: Transfer, ids: Iterable[int], now: float) -> None:
        """Follow a new drop of these transfers, of each of which `note` is to tell."""
        self._of(common, now).open_ids.update(ids)

    def is_of(self, batch_id: int, account_id: str) -> bool:
        """Tell whether a batch that is followed belongs to that organization."""
        return self._batches[batch_id].account_id == account_id

    def _of(self, transfer: Transfer, now: float) -> _Open:
        batch = self._batches.get(transfer.batch_id)
        if batch is None:
            batch = self._batches[transfer.batch_id] = _Open(transfer.account_id, transfer.project_id, now)
        # What it came in without was filled in meanwhile.
        batch.account_id, batch.project_id = transfer.account_id, transfer.project_id
        return batch

    def _summary(self, batch_id: int, now: float) -> BatchSummary:
        batch = self._batches[batch_id]
        settled = list(batch.settled.values())
        stages = [transfer.stage for transfer in settled]
        return BatchSummary(
            batch_id=batch_id,
            project_id=batch.project_id,
            done=stages.count(Stage.DONE),
            needs_you=stages.count(Stage.REFUSED)
            + stages.count(Stage.FAILED)
            + sum(transfer.waits_for_choice for transfer in settled),
            cancelled=stages.count(Stage.CANCELLED),
            sent_bytes=sum(transfer.size or 0 for transfer in settled if transfer.stage is Stage.DONE),
            seconds=now - batch.started,
        )
