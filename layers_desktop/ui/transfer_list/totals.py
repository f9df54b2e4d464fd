"""The sum of the list, kept up to date change by change, in bytes and not in averaged percentages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from layers_desktop.api.limits import INLINE_LIMIT
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the footer and the filter chips say about the whole list."""

    count: int = 0
    settled: int = 0
    """Rows to which nothing more happens by itself."""
    done: int = 0
    needs_you: int = 0
    """Refused and failed rows."""
    bytes_total: int = 0
    """Of what is done or still on its way: what is not going to be sent is no part of the whole."""
    bytes_sent: int = 0
    speed: float | None = None
    """Bytes a second of all files together, smoothed; None while there is none worth showing."""
    seconds_left: float | None = None
    """By the line or by the writes that Layers allows a minute, whichever takes longer."""

    @property
    def active(self) -> int:
        """Rows that are still on their way."""
        return self.count - self.settled


def bytes_sent(snapshot: Snapshot, counted: int) -> int:
    """Return how many bytes of this transfer are at Layers, of which `counted` were reported on the way.

    What was sent by a try that is over does not count: one PUT, no resume in the middle.
    """
    transfer = snapshot.transfer
    size = transfer.size or 0
    if transfer.stage in (Stage.DONE, Stage.STORED):
        return size
    if snapshot.activity in (Activity.SENDING, Activity.FINISHING):
        return min(counted, size)
    return 0


@dataclass(frozen=True, slots=True)
class _Share:
    stage: Stage
    settled: bool
    total: int
    sent: int
    writes: int
    """Calls to Layers that are still to be made."""


def _share(snapshot: Snapshot, counted: int) -> _Share:
    transfer = snapshot.transfer
    counts = transfer.stage is Stage.DONE or not transfer.settled
    return _Share(
        transfer.stage,
        transfer.settled,
        (transfer.size or 0) if counts else 0,
        bytes_sent(snapshot, counted) if counts else 0,
        _writes(transfer),
    )


def _writes(transfer: Transfer) -> int:
    """Return how many writes the file still needs: one inline, or presign and finalize; a PUT costs none."""
    match transfer.stage:
        case Stage.QUEUED:
            return 1 if transfer.size is not None and transfer.size < INLINE_LIMIT else 2
        case Stage.SIGNED | Stage.STORED:
            return 1
        case _:
            return 0


class TotalsCounter:
    """Adds and takes away one transfer's share at a time; never walks the list.

    `flow` only grows: the bytes that went out since the start, for the speed of all files together.
    """

    def __init__(self) -> None:
        self._shares: dict[int, _Share] = {}
        self._settled = self._done = self._needs_you = self._total = self._sent = self._writes = 0
        self.flow = 0

    def put(self, snapshot: Snapshot, counted: int) -> None:
        """Count this transfer as it is now, in place of what it was before."""
        known = snapshot.transfer.id in self._shares
        before = self._take(snapshot.transfer.id)
        share = _share(snapshot, counted)
        self._shares[snapshot.transfer.id] = share
        self._count(share, 1)
        if known:
            # Rows that arrive finished, from the journal at start, were not sent now.
            self.flow += max(share.sent - before, 0)

    def remove(self, transfer_id: int) -> None:
        """Forget this transfer."""
        self._take(transfer_id)

    def totals(self, speed: float | None = None, writes_per_minute: int | None = None) -> Totals:
        """Return the sums, with the time left at `speed` bytes a second and that write budget, as known."""
        left = self._total - self._sent
        limits = [left / speed] if speed and left > 0 else []
        if writes_per_minute and self._writes:
            limits.append(self._writes * 60 / writes_per_minute)
        return Totals(
            count=len(self._shares),
            settled=self._settled,
            done=self._done,
            needs_you=self._needs_you,
            bytes_total=self._total,
            bytes_sent=self._sent,
            speed=speed,
            seconds_left=max(limits, default=None),
        )

    def _take(self, transfer_id: int) -> int:
        share = self._shares.pop(transfer_id, None)
        if share is None:
            return 0
        self._count(share, -1)
        return share.sent

    def _count(self, share: _Share, by: int) -> None:
        self._settled += by * share.settled
        self._done += by * (share.stage is Stage.DONE)
        self._needs_you += by * (share.stage in (Stage.REFUSED, Stage.FAILED))
        self._total += by * share.total
        self._sent += by * share.sent
        self._writes += by * share.writes


def totals_of(snapshots: Iterable[Snapshot], counted: Mapping[int, int]) -> Totals:
    """Return the sums of these transfers, computed from nothing (for a list that is not kept)."""
    counter = TotalsCounter()
    for snapshot in snapshots:
        counter.put(snapshot, counted.get(snapshot.transfer.id, 0))
    return counter.totals()
