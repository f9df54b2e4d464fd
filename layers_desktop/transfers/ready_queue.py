"""All work in memory, and which of it is next. Pure data structure, no Qt, no SQL, no clock of its own.

Choosing is cheap with thousands of transfers: each step has a heap of ids in drop order, and an entry that is
no longer true is dropped when it is met.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from layers_desktop.transfers.retry_policy import next_step
from layers_desktop.transfers.steps import WRITES, Step
from layers_desktop.transfers.transfer import DuplicatePolicy, Stage, Transfer
from layers_desktop.transfers.upload_task import UploadTask

INSPECT_AHEAD = 2
"""So many files for each that is sent at once are inspected before the next one may begin."""
INSPECTORS = 2
"""Files that are inspected at once: more would only make each other wait for the disk."""
MOST_INSPECTORS = 6
"""Together with those that take long."""
SMALL_IN_A_ROW = 10
"""So many small files go before larger ones; then one of these goes, so that none waits for ever."""


@dataclass(slots=True)
class _Running:
    step: Step | None
    """What a worker is at; None where it has reported of an inspection, which is not written down yet."""
    since: float
    slow: bool = False
    """It takes long to inspect: a drive or server may hang, and others need not wait for it."""


class ReadyQueue:
    """Work by transfer id, and what workers are at."""

    def __init__(self) -> None:
        self._works: dict[int, UploadTask] = {}
        self._running: dict[int, _Running] = {}
        self.leaving: set[int] = set()
        """Cancelled by a person during a call, which is waited for: it may make an asset."""
        self._ready: dict[Step, list[int]] = {step: [] for step in Step}
        self._later: list[tuple[float, int]] = []
        self._begun: dict[_File, set[int]] = {}
        """What is on its way to becoming an asset, or failed and may have become one."""
        self._behind: dict[_File, dict[int, Step]] = {}
        """Ready rows that are held back until the same file of another drop has ended."""
        self._changed: list[int] = []
        self.small_first = True
        """Files of one call go before larger ones that were dropped earlier."""
        self._small_in_a_row = 0
        self.filling = False
        """More is on its way in: until all of it is here, only what is sent next is inspected."""

    def __contains__(self, transfer_id: int) -> bool:
        return transfer_id in self._works

    def __getitem__(self, transfer_id: int) -> UploadTask:
        return self._works[transfer_id]

    def __iter__(self) -> Iterator[UploadTask]:
        return iter(self._works.values())

    def is_running(self, transfer_id: int) -> bool:
        """Tell whether a worker is busy with it, or what it reported is not written down yet."""
        return transfer_id in self._running

    def step_of(self, transfer_id: int) -> Step | None:
        """Return what a worker is at, None when none is."""
        running = self._running.get(transfer_id)
        return None if running is None else running.step

    def asked_at(self, transfer_id: int) -> float | None:
        """Return since when an answer of Layers is waited for, None when none is."""
        running = self._running.get(transfer_id)
        return running.since if running is not None and running.step in WRITES else None

    def known(self, ids: Iterable[int] | None) -> list[UploadTask]:
        """Return the work of these ids, in their order; all of it for None. Unknown ids are passed over."""
        wanted = list(self._works) if ids is None else ids
        return [self._works[id_] for id_ in wanted if id_ in self._works]

    def put(self, task: UploadTask, now: float, wall: float) -> None:
        """Take work in, or note how it stands now."""
        id_, transfer = task.transfer.id, task.transfer
        self._forget(id_)
        self._works[id_] = task
        is_being_signed = self.step_of(id_) is Step.PRESIGN
        is_open = transfer.begun and transfer.stage is not Stage.CANCELLED
        if is_being_signed or is_open or transfer.in_doubt:
            self._begin(transfer)
        if id_ in self._running:
            return  # it is put again when its step has ended
        step = next_step(task, now, wall)
        if step is None:
            return
        if task.not_before > now:
            heapq.heappush(self._later, (task.not_before, id_))
        else:
            heapq.heappush(self._ready[step], id_)

    def drop(self, transfer_id: int) -> None:
        """Forget a transfer."""
        self._forget(transfer_id)
        self._works.pop(transfer_id, None)

    def unanswered(self, transfer: Transfer) -> Transfer | None:
        """Return what failed and may be at Layers of the very same file, project and kind."""
        failed = (one for one in self._begun_of(transfer) if one.stage is Stage.FAILED)
        return next((one for one in failed if one.id != transfer.id and one.sent_at is not None), None)

    def is_behind(self, transfer: Transfer) -> bool:
        """Tell whether it waits for what becomes of the very same file of another drop."""
        if transfer.sent_at is not None or transfer.if_known is DuplicatePolicy.SEND:
            return False
        others = (one for one in self._begun_of(transfer) if one.batch_id != transfer.batch_id)
        return any(_holds(one, transfer) for one in others)

    def take_changed(self) -> list[UploadTask]:
        """Return what came to wait for another, or does not any more, since the last time."""
        changed, self._changed = self._changed, []
        return self.known(dict.fromkeys(changed))

    def _begun_of(self, transfer: Transfer) -> list[Transfer]:
        return [self._works[id_].transfer for id_ in self._begun.get(_file(transfer), ())]

    def _begin(self, transfer: Transfer) -> None:
        self._begun.setdefault(_file(transfer), set()).add(transfer.id)

    def _forget(self, transfer_id: int) -> None:
        """Forget how it stood; the first that waits for the same file is looked at again."""
        if (before := self._works.get(transfer_id)) is None:
            return
        file = _file(before.transfer)
        if (begun := self._begun.get(file)) is not None:
            begun.discard(transfer_id)
            if not begun:
                del self._begun[file]
        if (behind := self._behind.get(file)) is not None:
            behind.pop(transfer_id, None)
            if behind:
                first = next(iter(behind))
                heapq.heappush(self._ready[behind.pop(first)], first)
                self._changed.append(first)
            if not behind:
                del self._behind[file]

    def wake(self, now: float, wall: float) -> None:
        """Make work ready whose back-off is over."""
        while self._later and self._later[0][0] <= now:
            _, id_ = heapq.heappop(self._later)
            if id_ in self._works:
                self.put(self._works[id_], now, wall)

    def next_wake(self) -> float | None:
        """Return when the next back-off is over; may be early, never late."""
        return self._later[0][0] if self._later else None

    def first(self, step: Step, now: float, wall: float) -> UploadTask | None:
        """Return the first dropped work whose next step this is, without taking it."""
        heap = self._ready[step]
        while heap:
            task = self._works.get(heap[0])
            if (
                task is not None
                and task.transfer.id not in self._running
                and task.not_before <= now
                and (is_next := next_step(task, now, wall)) is not None
            ):
                if is_next is not step:
                    # A link ran out while it waited: it is ready for another step now.
                    heapq.heappush(self._ready[is_next], heapq.heappop(heap))
                    continue
                if not self.is_behind(task.transfer):
                    return task
                self._behind.setdefault(_file(task.transfer), {})[task.transfer.id] = step
                self._changed.append(task.transfer.id)
            heapq.heappop(heap)
        return None

    def started(self, transfer_id: int, step: Step, now: float) -> None:
        """Note that a worker is at that step."""
        self._running[transfer_id] = _Running(step, now)
        if step is Step.PRESIGN:
            self._begin(self._works[transfer_id].transfer)
        if (heap := self._ready[step])[:1] == [transfer_id]:
            heapq.heappop(heap)  # it is put again when it has ended, and counts once
        if step is Step.INLINE:
            self._small_in_a_row += 1
        elif step is Step.PRESIGN:
            self._small_in_a_row = 0

    def reported(self, transfer_id: int) -> None:
        """Note that the worker is free, though what it reported is not written down yet."""
        running = self._running[transfer_id]
        self._running[transfer_id] = _Running(None, running.since)

    def ended(self, transfer_id: int) -> None:
        """Note that what the worker reported is being written down."""
        self._running.pop(transfer_id, None)

    def at(self, *steps: Step | None) -> int:
        """Return how many workers are at one of these steps; None: have reported of an inspection."""
        return sum(running.step in steps for running in self._running.values())

    def turn_slow(self, begun_before: float) -> list[UploadTask]:
        """Let nothing wait any more for inspections that began before then; returns what they are of."""
        slow = {
            id_: running
            for id_, running in self._running.items()
            if running.step is Step.INSPECT and running.since <= begun_before and not running.slow
        }
        for running in slow.values():
            running.slow = True
        return self.known(slow)

    def _slow(self) -> int:
        return sum(running.slow for running in self._running.values())

    def choose(
        self, *, senders: int, may_write: bool, now: float, wall: float
    ) -> tuple[Step, UploadTask] | None:
        """Return the next step to give out, what finishes work first; None when nothing may go.

        `senders` bounds how many files are on their way at once. A presign goes out only when its PUT can
        follow at once, because signed URLs live about 15 minutes. A few files are inspected ahead of those
        that are sent, and the others when nothing else is to do.
        """
        sending = self.at(Step.PUT, Step.INLINE, Step.PRESIGN, Step.HASH)
        if may_write and (task := self.first(Step.FINALIZE, now, wall)):
            return Step.FINALIZE, task
        if self._inspected_ahead() < INSPECT_AHEAD * senders and (task := self._to_inspect(now, wall)):
            return Step.INSPECT, task
        if sending < senders:
            if put := self.first(Step.PUT, now, wall):
                return Step.PUT, put
            if task := self.first(Step.HASH, now, wall):
                return Step.HASH, task
            if may_write and (new := self._new_file(now, wall)):
                return new
        return self.inspect_rest(now, wall)

    def inspect_rest(self, now: float, wall: float) -> tuple[Step, UploadTask] | None:
        """Return what is inspected while nothing else is to do; None when there is nothing."""
        task = None if self.filling else self._to_inspect(now, wall)
        return None if task is None else (Step.INSPECT, task)

    def _to_inspect(self, now: float, wall: float) -> UploadTask | None:
        """Return what is inspected next; None when nothing is to be, or enough are being inspected."""
        busy = self.at(Step.INSPECT)
        full = busy - self._slow() >= INSPECTORS or busy >= MOST_INSPECTORS
        return None if full else self.first(Step.INSPECT, now, wall)

    def _inspected_ahead(self) -> int:
        """Return how many files wait to be sent or soon will; entries that are over may be counted."""
        soon = self.at(Step.INSPECT, None) - self._slow()
        return soon + sum(len(self._ready[step]) for step in (Step.HASH, Step.INLINE, Step.PRESIGN))

    def _new_file(self, now: float, wall: float) -> tuple[Step, UploadTask] | None:
        """Return the file that begins next: as dropped, or small ones first with large ones in between."""
        small, large = self.first(Step.INLINE, now, wall), self.first(Step.PRESIGN, now, wall)
        if small is None or large is None:
            return (Step.INLINE, small) if small else (Step.PRESIGN, large) if large else None
        if self.small_first:
            ahead = self._small_in_a_row < SMALL_IN_A_ROW
        else:
            ahead = small.transfer.id < large.transfer.id
        return (Step.INLINE, small) if ahead else (Step.PRESIGN, large)

    def next_write(self, *, senders: int, now: float, wall: float) -> UploadTask | None:
        """Return the work whose write goes out first once one may; None while no sender is free for it."""
        if task := self.first(Step.FINALIZE, now, wall):
            return task
        free = self.at(Step.PUT, Step.INLINE, Step.PRESIGN, Step.HASH) < senders
        new = self._new_file(now, wall) if free else None
        return new[1] if new else None

    def wants_write(self, now: float, wall: float) -> bool:
        """Tell whether some work is ready whose next step is a write."""
        return any(self.first(step, now, wall) for step in (Step.FINALIZE, Step.INLINE, Step.PRESIGN))


def _holds(begun: Transfer, transfer: Transfer) -> bool:
    """Tell whether a transfer waits for one that has begun, or may have become an asset."""
    if begun.in_doubt:
        # Who drops a file after that has been told that it may be at Layers already.
        return begun.finished_at is not None and transfer.created_at < begun.finished_at
    if begun.stage is Stage.FAILED:
        return False
    # Of two that are both on their way, one is registered after the other.
    return begun.sent_at is not None or not transfer.begun


_File: TypeAlias = tuple[object, ...]


def _file(transfer: Transfer) -> _File:
    """Return what makes two transfers the same: file as it is, project and kind."""
    of_file = transfer.path, transfer.size, transfer.mtime_ns
    return *of_file, transfer.kind, transfer.project_id, transfer.account_id
