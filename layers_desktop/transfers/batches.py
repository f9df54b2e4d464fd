"""Which drops are still open, and the sum of one when the last of its files has settled. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from layers_desktop.transfers.transfer import BatchSummary, Stage, Transfer


@dataclass(slots=True)
class _Open:
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
        batch = self._batches.setdefault(transfer.batch_id, _Open(transfer.project_id, now))
        if not transfer.settled and not transfer.waits_for_choice:
            if not batch.open_ids:
                batch.started = now  # a retry after the end: only what is done again counts
            batch.open_ids.add(transfer.id)
            batch.settled.pop(transfer.id, None)
            return None
        was_open = transfer.id in batch.open_ids
        batch.open_ids.discard(transfer.id)
        batch.settled[transfer.id] = transfer
        return self._summary(transfer.batch_id, now) if was_open and not batch.open_ids else None

    def note_all(self, transfers: list[Transfer], now: float) -> list[BatchSummary]:
        """Take a whole new drop in; a summary follows at once where nothing of it can be sent."""
        for transfer in transfers:
            self.note(transfer, now)
        batch_ids = dict.fromkeys(transfer.batch_id for transfer in transfers)
        return [self._summary(id_, now) for id_ in batch_ids if not self._batches[id_].open_ids]

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
