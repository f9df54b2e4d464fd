"""How every transfer stands: in the journal first, then on the board, then told to whoever watches.

This order is the promise of the engine: what is shown and what is done next is always written down already.
Queue's thread only; no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from layers_desktop.errors import Problem
from layers_desktop.transfers.arrivals import HandedIn
from layers_desktop.transfers.batches import Batches
from layers_desktop.transfers.beginnings import Beginnings
from layers_desktop.transfers.board import Board
from layers_desktop.transfers.commands import WatchedFolder
from layers_desktop.transfers.doubt import cancelled_unanswered, going_out
from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.policy import Policy, from_journal
from layers_desktop.transfers.run import Run
from layers_desktop.transfers.snapshots import restored_from, snapshot
from layers_desktop.transfers.steps import KnownAsset, Step
from layers_desktop.transfers.transfer import (
    BatchSummary,
    FilesOf,
    Restored,
    Snapshot,
    Stage,
    Transfer,
)
from layers_desktop.transfers.work import Work

SHOWN_SECONDS = 24 * 3600.0
"""A later start still lists what was finished in the last day: its ids may not have been copied yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is told; the queue passes its signals."""

    added: Callable[[list[Snapshot]], object]
    changed: Callable[[list[Snapshot]], object]
    removed: Callable[[list[int]], object]
    batch_finished: Callable[[BatchSummary], object]
    restored: Callable[[Restored], object]
    notice: Callable[[Problem], object]
    """Something of a row that is no longer there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """`monotonic` for waits, `wall` for what is written down; both in seconds."""

    monotonic: Callable[[], float]
    wall: Callable[[], float]


class Ledger:
    """Journal, board and batches as one."""

    def __init__(
        self, journal: Journal, run: Run, clocks: Clocks, audience: Audience, policy: Policy
    ) -> None:
        self._journal = journal
        self._run = run
        self._clocks = clocks
        self._audience = audience
        self._policy = policy
        self._batches = Batches()
        self._beginnings = Beginnings(
            journal, run, monotonic=clocks.monotonic, wall=clocks.wall, rest=policy.rest
        )
        self._organization = ""
        self._away: set[int] = set()
        """Rows of other organizations that are off the list while a worker is still busy with them."""
        self.board = Board()

    def close(self) -> None:
        """Close the journal and end this run."""
        self._journal.close()
        self._run.close()

    def enter(self, drafts: list[Transfer], *, carry_on: bool = False, batch_id: int = 0) -> int:
        """Write a drop down as one batch and take it in, unless another organization has signed in.

        More of the same drop comes with the `batch_id` that was returned for the first of it (0: all of it
        goes on in rows that were there); `whole` says that there is no more. With `carry_on` a file that a
        dead run left unfinished goes on from where it stands.
        """
        if drafts[0].account_id == self._organization:
            drafts, going_on = self._beginnings.without_unanswered(drafts, self.board)
            self.store(*going_on)
            if not drafts:
                return batch_id
        drafts = [replace(draft, batch_id=batch_id) for draft in drafts]
        works = self._beginnings.works(drafts, carry_on=carry_on)
        transfers = self._journal.add_batch([work.transfer for work in works], self._run.id, batch_id)
        batch_id = transfers[0].batch_id
        if drafts[0].account_id != self._organization:
            return batch_id  # it waits in the journal until its own organization is back
        pairs = zip(works, transfers, strict=True)
        self._take_in([replace(work, transfer=transfer) for work, transfer in pairs])
        self._batches.grow(transfers, self._clocks.monotonic())
        return batch_id

    def whole(self, batch_id: int) -> None:
        """Know that all of a drop was entered: from now on it may end."""
        self._tell_end(self._batches.whole(batch_id, self._clocks.monotonic()))

    def handed_in(self, folder: WatchedFolder) -> HandedIn:
        """Return what is written down of a watched folder's files."""
        written = self._journal.under(self._organization, folder.project_id, folder.path)
        return HandedIn(
            seen=frozenset((one.path, one.size, one.mtime_ns) for one in written),
            open=frozenset(one.path for one in written if not one.settled),
        )

    def files_of(self, folder: bytes) -> FilesOf:
        """Return which files of a folder a later start still needs, and which were settled long ago."""
        written = self._journal.files_of(folder, self._clocks.wall() - SHOWN_SECONDS)
        needed = frozenset(path for path, wanted in written.items() if wanted)
        return FilesOf(needed, frozenset(written) - needed)

    def maybe_known(self, transfer: Transfer, size: int | None) -> bool:
        """Tell whether an asset of that size is in the transfer's project."""
        return self._journal.has_size(replace(transfer, size=size))

    def known(self, transfer: Transfer, sha256: str) -> KnownAsset | None:
        """Return the asset that has these bytes already, in the transfer's project."""
        return self._journal.known(transfer, sha256)

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
        restored = None
        if resume:
            since = self._clocks.wall() - SHOWN_SECONDS
            dead = self._beginnings.dead_runs(organization_id, since)
            known = {work.transfer.id for work in self.board}
            adopted = self._beginnings.adopted
            back += adopted(organization_id, [self._run.id], since, known)  # put away before: nothing new
            found = adopted(organization_id, dead, since, known)
            back += found
            restored = restored_from(found, crashed=any(map(self._run.crashed, dead))) if found else None
        back.sort(key=lambda work: work.transfer.id)
        self._take_in(back)
        for work in back:
            self._batches.note(work.transfer, self._clocks.monotonic())
        if restored is not None:
            self._audience.restored(restored)

    def store(self, *works: Work) -> None:
        """Write down how work stands, act on it, show it."""
        self._journal.save(work.transfer for work in works)
        now = self._clocks.monotonic()
        for work in works:
            self.board.put(work, now, self._clocks.wall())
        if works:
            self.show(*works)
        for work in works:
            self._tell_end(self._batches.note(work.transfer, now))

    def going_out(self, work: Work, step: Step, key: str) -> Work:
        """Write down that a step goes out with the API key `key` (its fingerprint), where that matters.

        The work comes back settled when it must not go out: a person has to say first.
        """
        going = going_out(work, step, key=key, wall=self._clocks.wall())
        if going.transfer.settled:
            self.store(going)
        elif going is not work:
            if going.transfer != work.transfer:
                self._journal.save([going.transfer])
            self.board.put(going, self._clocks.monotonic(), self._clocks.wall())
        return going

    def take_out(self, work: Work) -> None:
        """Cancel a transfer: it is settled and leaves the list. What may have come of it is said."""
        gone = replace(work.transfer, stage=Stage.CANCELLED, finished_at=self._clocks.wall())
        self.store(Work(transfer=gone))
        self.remove([gone.id])
        if problem := cancelled_unanswered(gone):
            self._audience.notice(problem)

    def remove(self, ids: list[int]) -> None:
        """Take rows off the list, for later starts too."""
        self._journal.unlist(ids)
        self._forget(ids)
        if ids:
            self._audience.removed(ids)

    def relist(self, ids: Iterable[int]) -> None:
        """Put settled rows of this organization that were taken off the list back on it."""
        back = self._journal.relist(ids, self._organization)
        self._take_in([from_journal(transfer) for transfer in back])

    def leave(self, transfer_id: int) -> None:
        """Let go of a row whose organization is no longer signed in; the journal keeps it."""
        if transfer_id in self._away:
            self._away.discard(transfer_id)
            self._forget([transfer_id])

    def show(self, *works: Work) -> None:
        """Tell how work stands."""
        self._audience.changed([self._snapshot(work) for work in works])

    def _tell_end(self, summary: BatchSummary | None) -> None:
        """Tell of a drop that has ended, unless its rows went off the list with their organization."""
        if summary is not None and self._batches.is_of(summary.batch_id, self._organization):
            self._audience.batch_finished(summary)

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
        step = self.board.running.get(work.transfer.id)
        return snapshot(work, step, now=self._clocks.monotonic(), tries_allowed=self._policy.tries)
