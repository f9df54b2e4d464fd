"""The sums of the list and of what is under way, kept up to date change by change, in bytes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from layers_desktop.api.limits import INLINE_LIMIT
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the filter chips say about the whole list, and the footer about the drops under way."""

    count: int = 0
    settled: int = 0
    """Rows to which nothing more happens by itself."""
    done: int = 0
    needs_you: int = 0
    """Refused and failed rows, and those that wait for a person's choice."""
    failed: int = 0
    """Rows that can be tried again."""
    paused: int = 0
    """Unfinished rows that were paused one by one."""
    run_count: int = 0
    """Rows of the present run: since something went on after everything had settled."""
    run_settled: int = 0
    bytes_total: int = 0
    """Of the run, what is done or still on its way: what is not going to be sent is no part of the whole."""
    bytes_sent: int = 0
    speed: float | None = None
    """Bytes a second of all files together, smoothed; None while there is none worth showing."""
    seconds_left: float | None = None
    """None while nothing moves or nobody can tell; see `time_left`."""

    @property
    def active(self) -> int:
        """Rows that are still on their way."""
        return self.count - self.settled

    @property
    def rests(self) -> bool:
        """True when all that is unfinished was paused."""
        return 0 < self.active == self.paused


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    stage: Stage
    settled: bool
    needs_you: bool
    paused: bool
    busy: bool
    total: int
    sent: int
    left: int
    """Bytes that are to go out without a person's help."""
    writes: int
    """Calls to Layers that are still to be made without a person's help."""


def _share(snapshot: Snapshot, counted: int) -> _Share:
    transfer = snapshot.transfer
    settled = transfer.settled or transfer.waits_for_choice
    counts = not settled or (transfer.stage is Stage.DONE and not transfer.reused)
    total = (transfer.size or 0) if counts else 0
    sent = bytes_sent(snapshot, counted) if counts else 0
    paused = snapshot.activity is Activity.PAUSED and not settled
    goes_on = not settled and not paused
    return _Share(
        stage=transfer.stage,
        settled=settled,
        needs_you=transfer.waits_for_choice or transfer.stage in (Stage.REFUSED, Stage.FAILED),
        paused=paused,
        busy=goes_on and snapshot.activity in (Activity.SENDING, Activity.FINISHING),
        total=total,
        sent=sent,
        left=total - sent if goes_on else 0,
        writes=_writes(transfer) if goes_on else 0,
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

    A run begins when something goes on, or is dropped, after everything had settled; it is kept until the
    next one begins. `flow` only grows: the bytes that went out since the start, for the speed of all files.
    """

    def __init__(self) -> None:
        self._shares: dict[int, _Share] = {}
        self._run: set[int] = set()
        self._expecting = False
        self._settled = self._done = self._needs_you = self._failed = self._paused = 0
        self._run_settled = self._total = self._sent = 0
        self.busy = self.bytes_left = self.writes = 0
        """Rows that are being sent; bytes and calls to Layers that are still to go out by themselves."""
        self.flow = 0

    def expect(self, *, expected: bool) -> None:
        """Know that a drop is being looked at: the run begins with it, whatever becomes of its files."""
        if expected and not self._running:
            self._begin()
        self._expecting = expected

    def put(self, snapshot: Snapshot, counted: int) -> None:
        """Count this transfer as it is now, in place of what it was before."""
        transfer_id = snapshot.transfer.id
        share, before = _share(snapshot, counted), self._shares.get(transfer_id)
        if not share.settled and not self._running:
            self._begin()
        # What arrives settled is of the journal, unless it was refused out of what is dropped now.
        refused_now = before is None and share.stage is Stage.REFUSED and self._running
        joins = transfer_id in self._run or not share.settled or refused_now
        self._take(transfer_id)
        self._shares[transfer_id] = share
        self._count(share, 1)
        if joins:
            self._run.add(transfer_id)
            self._count_run(share, 1)
        if before is not None:
            # Rows that arrive finished, from the journal at start, were not sent now.
            self.flow += max(share.sent - before.sent, 0)

    def remove(self, transfer_id: int) -> None:
        """Forget this transfer."""
        self._take(transfer_id)

    def totals(self, speed: float | None = None, seconds_left: float | None = None) -> Totals:
        """Return the sums, with the speed and the time left as they are known elsewhere."""
        return Totals(
            count=len(self._shares),
            settled=self._settled,
            done=self._done,
            needs_you=self._needs_you,
            failed=self._failed,
            paused=self._paused,
            run_count=len(self._run),
            run_settled=self._run_settled,
            bytes_total=self._total,
            bytes_sent=self._sent,
            speed=speed,
            seconds_left=seconds_left,
        )

    @property
    def _running(self) -> bool:
        return self._expecting or self._settled < len(self._shares)

    def _begin(self) -> None:
        self._run.clear()
        self._run_settled = self._total = self._sent = 0

    def _take(self, transfer_id: int) -> None:
        share = self._shares.pop(transfer_id, None)
        if share is None:
            return
        self._count(share, -1)
        if transfer_id in self._run:
            self._run.discard(transfer_id)
            self._count_run(share, -1)

    def _count(self, share: _Share, by: int) -> None:
        self._settled += by * share.settled
        self._done += by * (share.stage is Stage.DONE)
        self._needs_you += by * share.needs_you
        self._failed += by * (share.stage is Stage.FAILED)
        self._paused += by * share.paused
        self.busy += by * share.busy
        self.bytes_left += by * share.left
        self.writes += by * share.writes

    def _count_run(self, share: _Share, by: int) -> None:
        self._run_settled += by * share.settled
        self._total += by * share.total
        self._sent += by * share.sent


def totals_of(snapshots: Iterable[Snapshot], counted: Mapping[int, int]) -> Totals:
    """Return the sums of these transfers as of one drop, computed anew (for a list that is not kept)."""
    counter = TotalsCounter()
    counter.expect(expected=True)
    for snapshot in snapshots:
        counter.put(snapshot, counted.get(snapshot.transfer.id, 0))
    return counter.totals()
