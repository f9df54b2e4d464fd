"""Which drops are still open, and the sum of one when the last of its files has settled. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from layers_desktop.transfers.transfer import BatchSummary, Stage, Transfer


@dataclass(slots=True)
class _Open:
    account_id: str
    project_id: str
    started: float
    open_ids: set[int] = field(default_factory=set)
    settled: dict[int, Transfer] = field(default_factory=dict)
    growing: bool = False
    """More of the drop may come: it has not ended although all that is there has settled."""


class Batches:
    """Follows transfers by their batch; times on the monotonic clock."""

    def __init__(self) -> None:
        self._batches: dict[int, _Open] = {}

    def note(self, transfer: Transfer, now: float) -> BatchSummary | None:
        """Note how a transfer stands; returns the summary when it was the last open one of its batch."""
        batch = self._of(transfer, now)
        if not transfer.settled and not transfer.waits_for_choice:
            if not batch.open_ids and not batch.growing:
                batch.started = now  # a retry after the end: only what is done again counts
            batch.open_ids.add(transfer.id)
            batch.settled.pop(transfer.id, None)
            return None
        was_open = transfer.id in batch.open_ids
        batch.open_ids.discard(transfer.id)
        batch.settled[transfer.id] = transfer
        ended = was_open and not batch.open_ids and not batch.growing
        return self._summary(transfer.batch_id, now) if ended else None

    def grow(self, transfers: list[Transfer], now: float) -> None:
        """Take a new drop in, or more of one: it ends after `whole` at the earliest."""
        for transfer in transfers:
            batch = self._of(transfer, now)
            batch.growing = True
            self.note(transfer, now)

    def whole(self, batch_id: int, now: float) -> BatchSummary | None:
        """Know that nothing more of a drop comes; a summary follows at once where all of it has settled."""
        batch = self._batches.get(batch_id)
        if batch is None:
            return None
        batch.growing = False
        return None if batch.open_ids else self._summary(batch_id, now)

    def is_of(self, batch_id: int, account_id: str) -> bool:
        """Tell whether a batch that is followed belongs to that organization."""
        return self._batches[batch_id].account_id == account_id

    def _of(self, transfer: Transfer, now: float) -> _Open:
        fresh = _Open(transfer.account_id, transfer.project_id, now)
        return self._batches.setdefault(transfer.batch_id, fresh)

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
