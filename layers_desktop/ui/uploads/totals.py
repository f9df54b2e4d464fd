"""The sums of the list and of what is under way, kept up change by change, and the time left. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add, sub
from typing import Final, NamedTuple

from layers_desktop.api.rate_limits import INLINE_LIMIT
from layers_desktop.transfers.transfer import SETTLED, Activity, Hold, HoldReason, Snapshot, Stage, Transfer
from layers_desktop.ui.uploads.row_actions import retried_alone


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
    apart: int = 0
    """Those of them that no retry of several takes along: a person decides about each."""
    known: int = 0
    """Rows whose file is in its project already: a person says which ID it gets."""
    paused: int = 0
    """Unfinished rows that were paused one by one."""
    unassigned: int = 0
    """Others that wait for a key or a project: a person's help, too."""
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
    writes_per_minute: int | None = None
    """What Layers allows, while that is what the rest waits for."""

    @property
    def active(self) -> int:
        """Rows that are still on their way."""
        return self.count - self.settled

    @property
    def all_paused(self) -> bool:
        """True when all that is unfinished was paused."""
        return 0 < self.active == self.paused


class _Share(NamedTuple):
    """What one row adds to each sum; the same fields hold the sums."""

    rows: int = 1
    settled: int = 0
    done: int = 0
    needs_you: int = 0
    failed: int = 0
    apart: int = 0
    known: int = 0
    paused: int = 0
    unassigned: int = 0
    waiting: int = 0
    retrying: int = 0
    busy: int = 0
    total: int = 0
    sent: int = 0
    left: int = 0
    """Bytes that are to go out without a person's help."""
    writes: int = 0
    """Calls to Layers that are still to be made without a person's help."""


_NOTHING: Final = _Share(rows=0)
_CANCELLED: Final = _Share(settled=1)
_NEEDS_YOU: Final = _Share(settled=1, needs_you=1)
_FAILED: Final = _Share(settled=1, needs_you=1, failed=1)
_APART: Final = _Share(settled=1, needs_you=1, failed=1, apart=1)
_KNOWN: Final = _Share(settled=1, needs_you=1, known=1)


def _share(snapshot: Snapshot, counted: int) -> _Share:
    """Return the share of a row of which `counted` bytes were reported on the way."""
    transfer, activity = snapshot.transfer, snapshot.activity
    stage, size = transfer.stage, transfer.size or 0
    if activity is Activity.WAITING and stage is Stage.QUEUED:  # nearly all, when there are thousands
        unassigned = transfer.waits_for_key or transfer.waits_for_project
        return _waiting_share(size, 0 if unassigned else _writes(transfer))
    if stage in SETTLED or transfer.waits_for_choice:
        return _settled_share(snapshot)
    paused = activity is Activity.PAUSED
    busy = activity is Activity.SENDING or activity is Activity.FINISHING
    # What was sent by a try that is over does not count: one PUT, no resume in the middle.
    sent = size if stage is Stage.UPLOADED else min(counted, size) if busy else 0
    unassigned = not paused and (transfer.waits_for_key or transfer.waits_for_project)
    goes_on = not paused and not unassigned
    return _Share(
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        paused,
        unassigned,
        activity is Activity.WAITING,
        activity is Activity.RETRYING,
        busy,
        size,
        sent,
        size - sent if goes_on else 0,
        _writes(transfer) if goes_on else 0,
    )


@lru_cache(maxsize=4096)
def _waiting_share(size: int, writes: int) -> _Share:
    """Return the share of a row that has not begun; without writes it waits for a key or a project."""
    left = size if writes else 0
    return _Share(unassigned=not writes, waiting=1, total=size, left=left, writes=writes)


def _settled_share(snapshot: Snapshot) -> _Share:
    transfer = snapshot.transfer
    match transfer.stage:
        case Stage.DONE:
            sent = 0 if transfer.reused else transfer.size or 0
            return _Share(settled=1, done=1, total=sent, sent=sent)
        case Stage.CANCELLED:
            return _CANCELLED
        case Stage.FAILED:
            return _APART if retried_alone(snapshot) else _FAILED
        case Stage.REFUSED:
            return _NEEDS_YOU
        case _:
            return _KNOWN


def _writes(transfer: Transfer) -> int:
    """Return how many writes the file still needs: one inline, or presign and finalize; a PUT costs none."""
    if transfer.stage is not Stage.QUEUED:
        return 1
    return 1 if transfer.size is not None and transfer.size < INLINE_LIMIT else 2


class TotalsCounter:
    """Takes away what rows added before and adds what they are now; never walks the list.

    A run begins when something goes on, or is dropped, after everything had settled; it is kept until the
    next one begins. `flow` only grows: the bytes that went out since the start, for the speed of all files.
    """

    def __init__(self) -> None:
        self._shares: dict[int, _Share] = {}
        self._run: set[int] = set()
        self._sums = self._run_sums = _NOTHING
        self.flow = 0

    @property
    def busy(self) -> int:
        """Rows that are being sent."""
        return self._sums.busy

    @property
    def waiting(self) -> int:
        """Rows that say what holds the queue."""
        return self._sums.waiting

    @property
    def retrying(self) -> int:
        """Rows that wait for their next try."""
        return self._sums.retrying

    @property
    def bytes_left(self) -> int:
        """Bytes that are still to go out by themselves."""
        return self._sums.left

    @property
    def writes(self) -> int:
        """Calls to Layers that are still to be made by themselves."""
        return self._sums.writes

    def put(self, news: Iterable[tuple[Snapshot, int]]) -> None:
        """Count transfers as they are now, each with the bytes reported on its way, in place of before."""
        running, shares, run = self.running, self._shares, self._run
        added: list[_Share] = []
        gone: list[_Share] = []
        joined: list[_Share] = []
        left: list[_Share] = []
        for snapshot, counted in news:
            transfer_id = snapshot.transfer.id
            share, before = _share(snapshot, counted), shares.get(transfer_id)
            if not share.settled and not running:
                running = True
                self._begin()
                joined.clear()
                left.clear()
            shares[transfer_id] = share
            added.append(share)
            if before is not None:
                gone.append(before)
                if share.sent > before.sent:
                    self.flow += share.sent - before.sent
            if transfer_id in run:
                joined.append(share)
                if before is not None:
                    left.append(before)
            elif not share.settled or (before is None and running and _refused(snapshot)):
                # What arrives settled is of the journal, unless it was refused out of what is dropped now.
                run.add(transfer_id)
                joined.append(share)
        change = _change(added, gone)
        all_in_run = (len(added), len(gone)) == (len(joined), len(left))
        self._sums = _sum(self._sums, change)
        self._run_sums = _sum(self._run_sums, change if all_in_run else _change(joined, left))

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these transfers."""
        known = {transfer_id for transfer_id in ids if transfer_id in self._shares}
        run = self._run & known
        of_run = _change((), [self._shares[transfer_id] for transfer_id in run])
        self._run_sums = _sum(self._run_sums, of_run)
        self._run -= run
        self._sums = _sum(self._sums, _change((), [self._shares.pop(one) for one in known]))

    def totals(
        self,
        speed: float | None = None,
        seconds_left: float | None = None,
        writes_per_minute: int | None = None,
    ) -> Totals:
        """Return the sums, with the speed, the time left and the limit as they are known elsewhere."""
        sums, run = self._sums, self._run_sums
        return Totals(
            count=sums.rows,
            settled=sums.settled,
            done=sums.done,
            needs_you=sums.needs_you,
            failed=sums.failed,
            apart=sums.apart,
            known=sums.known,
            paused=sums.paused,
            unassigned=sums.unassigned,
            run_count=run.rows,
            run_settled=run.settled,
            bytes_total=run.total,
            bytes_sent=run.sent,
            speed=speed,
            seconds_left=seconds_left,
            writes_per_minute=writes_per_minute,
        )

    @property
    def running(self) -> bool:
        """Whether anything is still on its way."""
        return self._sums.settled < self._sums.rows

    def _begin(self) -> None:
        self._run.clear()
        self._run_sums = _NOTHING


def _refused(snapshot: Snapshot) -> bool:
    return snapshot.transfer.stage is Stage.REFUSED


def _change(added: Sequence[_Share], gone: Sequence[_Share]) -> _Share:
    """Return what some shares more and some less mean; column by column, as thousands come at once."""
    more = map(sum, zip(_NOTHING, *added, strict=True))
    less = map(sum, zip(_NOTHING, *gone, strict=True))
    return _Share(*map(sub, more, less))


def _sum(before: _Share, change: _Share) -> _Share:
    return _Share(*map(add, before, change))


LONG_HOLD_SECONDS: Final = 10.0
"""A shorter hold, as right after a 429, tells nothing about how long many files take."""


class TimeLeft:
    """Knows what holds the queue, and remembers how many writes a minute it was seen to get."""

    def __init__(self) -> None:
        self._hold: Hold | None = None
        self._writes_per_minute: int | None = None

    def show_hold(self, hold: Hold | None, now: float) -> None:
        """Take in why nothing goes out; `now` is on the clock of `hold.until`."""
        self._hold = hold
        if hold is not None and hold.reason is HoldReason.SIGNED_OUT:
            self.forget()
        if hold is None or hold.reason is not HoldReason.WRITE_BUDGET or not hold.writes_per_minute:
            return
        if hold.until is not None and hold.until - now >= LONG_HOLD_SECONDS:
            # Kept when the hold is over: the next one is a minute away.
            self._writes_per_minute = hold.writes_per_minute

    def limit(self, work: TotalsCounter) -> int | None:
        """Return how many writes a minute Layers allows, while the rest waits for that; else None.

        It stays between two holds when what is left brings another one. Where it is known, `seconds` is too.
        """
        known = self._writes_per_minute
        if known is None or not work.writes:
            return None
        if self._hold is None:
            return known if work.writes > known else None
        return known if self._hold.reason is HoldReason.WRITE_BUDGET else None

    def forget(self) -> None:
        """Know no limit any more: it was that of another key, or of another run."""
        self._writes_per_minute = None

    def seconds(self, work: TotalsCounter, speed: float | None, now: float) -> float | None:
        """Return the seconds left at `speed` bytes a second; None while nothing moves or nobody can tell."""
        wait, hold = 0.0, self._hold
        if hold is None:
            if not work.busy and self.limit(work) is None:
                return None
        elif hold.reason is HoldReason.WRITE_BUDGET and self._writes_per_minute:
            wait = max((hold.until or now) - now, 0.0)
        else:
            return None  # it takes a person, a network, or an unknown time
        limits = [work.bytes_left / speed] if speed and work.bytes_left > 0 else []
        if self._writes_per_minute and work.writes:
            limits.append(wait + work.writes * 60 / self._writes_per_minute)
        return max(limits, default=None)
