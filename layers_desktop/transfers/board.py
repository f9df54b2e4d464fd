"""All work in memory, and which of it is next. Pure data structure, no Qt, no SQL, no clock of its own.

Choosing is cheap with thousands of transfers: each step has a heap of ids in drop order, and an entry that is
no longer true is dropped when it is met.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from layers_desktop.transfers.policy import next_step
from layers_desktop.transfers.steps import Step
from layers_desktop.transfers.work import Work

SMALL_IN_A_ROW = 10
"""So many small files go before larger ones; then one of these goes, so that none waits for ever."""


class Board:
    """Work by transfer id; `running` names the steps that workers are at."""

    def __init__(self) -> None:
        self._works: dict[int, Work] = {}
        self.running: dict[int, Step] = {}
        self._ready: dict[Step, list[int]] = {step: [] for step in Step}
        self._later: list[tuple[float, int]] = []
        self.small_first = True
        """Files of one call go before larger ones that were dropped earlier."""
        self._small_in_a_row = 0

    def __contains__(self, transfer_id: int) -> bool:
        return transfer_id in self._works

    def __getitem__(self, transfer_id: int) -> Work:
        return self._works[transfer_id]

    def __iter__(self) -> Iterator[Work]:
        return iter(self._works.values())

    def known(self, ids: Iterable[int] | None) -> list[Work]:
        """Return the work of these ids, in their order; all of it for None. Unknown ids are passed over."""
        wanted = list(self._works) if ids is None else ids
        return [self._works[id_] for id_ in wanted if id_ in self._works]

    def put(self, work: Work, now: float, wall: float) -> None:
        """Take work in, or note how it stands now."""
        id_ = work.transfer.id
        self._works[id_] = work
        if id_ in self.running:
            return  # it is put again when its step has ended
        step = next_step(work, now, wall)
        if step is None:
            return
        if work.not_before > now:
            heapq.heappush(self._later, (work.not_before, id_))
        else:
            heapq.heappush(self._ready[step], id_)

    def drop(self, transfer_id: int) -> None:
        """Forget a transfer."""
        self._works.pop(transfer_id, None)

    def wake(self, now: float, wall: float) -> None:
        """Make work ready whose back-off is over."""
        while self._later and self._later[0][0] <= now:
            _, id_ = heapq.heappop(self._later)
            if id_ in self._works:
                self.put(self._works[id_], now, wall)

    def next_wake(self) -> float | None:
        """Return when the next back-off is over; may be early, never late."""
        return self._later[0][0] if self._later else None

    def first(self, step: Step, now: float, wall: float) -> Work | None:
        """Return the first dropped work whose next step this is, without taking it."""
        heap = self._ready[step]
        while heap:
            work = self._works.get(heap[0])
            if (
                work is not None
                and work.transfer.id not in self.running
                and work.not_before <= now
                and (is_next := next_step(work, now, wall)) is not None
            ):
                if is_next is step:
                    return work
                # A link ran out while it waited: it is ready for another step now.
                heapq.heappush(self._ready[is_next], heapq.heappop(heap))
                continue
            heapq.heappop(heap)
        return None

    def started(self, transfer_id: int, step: Step) -> None:
        """Note that a worker is at that step."""
        self.running[transfer_id] = step
        if step is Step.INLINE:
            self._small_in_a_row += 1
        elif step is Step.PRESIGN:
            self._small_in_a_row = 0

    def ended(self, transfer_id: int) -> None:
        """Note that the worker has reported."""
        self.running.pop(transfer_id, None)

    def at(self, *steps: Step) -> int:
        """Return how many workers are at one of these steps."""
        return sum(step in steps for step in self.running.values())

    def choose(self, *, senders: int, may_write: bool, now: float, wall: float) -> tuple[Step, Work] | None:
        """Return the next step to give out, what finishes work first; None when nothing may go.

        `senders` bounds how many files are on their way at once. A presign goes out only when its PUT can
        follow at once, because signed URLs live about 15 minutes.
        """
        sending = self.at(Step.PUT, Step.INLINE, Step.PRESIGN, Step.HASH)
        if may_write and (work := self.first(Step.FINALIZE, now, wall)):
            return Step.FINALIZE, work
        if work := self.first(Step.LOOK, now, wall):
            return Step.LOOK, work
        if sending >= senders:
            return None
        if put := self.first(Step.PUT, now, wall):
            return Step.PUT, put
        if work := self.first(Step.HASH, now, wall):
            return Step.HASH, work
        return self._new_file(now, wall) if may_write else None

    def _new_file(self, now: float, wall: float) -> tuple[Step, Work] | None:
        """Return the file that begins next: as dropped, or small ones first with large ones in between."""
        small, large = self.first(Step.INLINE, now, wall), self.first(Step.PRESIGN, now, wall)
        if small is None or large is None:
            return (Step.INLINE, small) if small else (Step.PRESIGN, large) if large else None
        if self.small_first:
            ahead = self._small_in_a_row < SMALL_IN_A_ROW
        else:
            ahead = small.transfer.id < large.transfer.id
        return (Step.INLINE, small) if ahead else (Step.PRESIGN, large)

    def wants_write(self, now: float, wall: float) -> bool:
        """Tell whether some work is ready whose next step is a write."""
        return any(self.first(step, now, wall) for step in (Step.FINALIZE, Step.INLINE, Step.PRESIGN))
