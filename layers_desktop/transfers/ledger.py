"""How every transfer stands: in the journal first, then on the board, then told to whoever watches.

This order is the promise of the engine: what is shown and what is done next is always written down already.
Queue's thread only; no Qt.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from layers_desktop.transfers.batches import Batches
from layers_desktop.transfers.board import Board
from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.policy import Work, from_journal
from layers_desktop.transfers.run import Run
from layers_desktop.transfers.steps import Step
from layers_desktop.transfers.transfer import Activity, BatchSummary, Snapshot, Stage, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is told; the queue passes its signals."""

    added: Callable[[list[Snapshot]], object]
    changed: Callable[[list[Snapshot]], object]
    removed: Callable[[list[int]], object]
    batch_finished: Callable[[BatchSummary], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """`monotonic` for waits, `wall` for what is written down; both in seconds."""

    monotonic: Callable[[], float]
    wall: Callable[[], float]


class Ledger:
    """Journal, board and batches as one."""

    def __init__(
        self, journal: Journal, run: Run, clocks: Clocks, audience: Audience, tries_allowed: int
    ) -> None:
        self._journal = journal
        self._run = run
        self._clocks = clocks
        self._audience = audience
        self._tries_allowed = tries_allowed
        self._batches = Batches()
        self._organization = ""
        self._away: set[int] = set()
        """Rows of other organizations that are off the list while a worker is still busy with them."""
        self.board = Board()

    def close(self) -> None:
        """Close the journal and end this run."""
        self._journal.close()
        self._run.close()

    def enter(self, drafts: list[Transfer]) -> None:
        """Write a new drop down as one batch and take it in, unless another organization has signed in."""
        transfers = self._journal.add_batch([with_key(draft) for draft in drafts], self._run.id)
        if drafts[0].account_id != self._organization:
            return  # it waits in the journal until its own organization is back
        self._take_in([Work(transfer=transfer) for transfer in transfers])
        for summary in self._batches.note_all(transfers, self._clocks.monotonic()):
            self._audience.batch_finished(summary)

    def open_account(self, organization_id: str, *, resume: bool) -> None:
        """Put other organizations' rows away and, with `resume`, take up what dead runs left of this one.

        What a worker is still busy with stays on the board until its report is written down.
        """
        self._organization = organization_id
        others = {w.transfer.id for w in self.board if w.transfer.account_id != organization_id}
        were_away, self._away = self._away, {id_ for id_ in others if id_ in self.board.running}
        self._forget(others - self._away)
        if shown := sorted(others - were_away):
            self._audience.removed(shown)
        back = self.board.known(sorted(were_away - others))
        if resume:
            back += self._adopted(organization_id)
        self._take_in(back)
        for work in back:
            self._batches.note(work.transfer, self._clocks.monotonic())

    def _adopted(self, organization_id: str) -> list[Work]:
        left = self._journal.runs_with_work(organization_id)
        free = [run for run in left if run == self._run.id or not self._run.alive(run)]
        adopted = self._journal.adopt(organization_id, free, self._run.id)
        works = [from_journal(t) for t in adopted if t.id not in self.board]
        works = [ready(work) for work in works]
        self._journal.save(work.transfer for work in works)
        return works

    def store(self, *works: Work) -> None:
        """Write down how work stands, act on it, show it."""
        self._journal.save(work.transfer for work in works)
        now = self._clocks.monotonic()
        for work in works:
            self.board.put(work, now, self._clocks.wall())
        if works:
            self.show(*works)
        for work in works:
            if summary := self._batches.note(work.transfer, now):
                self._audience.batch_finished(summary)

    def take_out(self, work: Work) -> None:
        """Cancel a transfer: it is settled and leaves the list."""
        gone = replace(work.transfer, stage=Stage.CANCELLED, finished_at=self._clocks.wall())
        self.store(Work(transfer=gone))
        self.remove([gone.id])

    def remove(self, ids: list[int]) -> None:
        """Take rows off the list, for later starts too."""
        self._journal.unlist(ids)
        self._forget(ids)
        if ids:
            self._audience.removed(ids)

    def leave(self, transfer_id: int) -> None:
        """Let go of a row whose organization is no longer signed in; the journal keeps it."""
        if transfer_id in self._away:
            self._away.discard(transfer_id)
            self._forget([transfer_id])

    def show(self, *works: Work) -> None:
        """Tell how work stands."""
        self._audience.changed([self._snapshot(work) for work in works])

    def _take_in(self, works: list[Work]) -> None:
        now = self._clocks.monotonic()
        for work in works:
            self.board.put(work, now, self._clocks.wall())
        if works:
            self._audience.added([self._snapshot(work) for work in works])

    def _forget(self, ids: Iterable[int]) -> None:
        for id_ in ids:
            self.board.drop(id_)

    def _snapshot(self, work: Work) -> Snapshot:
        retrying = work.not_before > self._clocks.monotonic()
        return Snapshot(
            transfer=work.transfer,
            activity=_activity(work.transfer, self.board.running.get(work.transfer.id), retrying=retrying),
            until=work.not_before if retrying else None,
            tries_allowed=self._tries_allowed,
        )


def with_key(transfer: Transfer) -> Transfer:
    """Give the transfer's next write its idempotency key, so that it is written down before it is sent."""
    if transfer.idempotency_key or transfer.settled:
        return transfer
    return replace(transfer, idempotency_key=str(uuid.uuid4()))


def ready(work: Work) -> Work:
    """Return the work with its next write's key."""
    return replace(work, transfer=with_key(work.transfer))


def _activity(transfer: Transfer, step: Step | None, *, retrying: bool) -> Activity:
    if transfer.settled:
        return Activity.SETTLED
    if step is not None and not (transfer.paused and step is Step.PUT):
        return _AT_STEP[step]
    if transfer.paused:
        return Activity.PAUSED
    return Activity.RETRYING if retrying else Activity.WAITING


_AT_STEP = {
    Step.PRESIGN: Activity.PREPARING,
    Step.PUT: Activity.SENDING,
    Step.INLINE: Activity.SENDING,
    Step.FINALIZE: Activity.FINISHING,
}
