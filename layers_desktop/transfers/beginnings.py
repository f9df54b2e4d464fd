"""How work begins: with a file that was just dropped, or with what an earlier run left of it in the journal.

Queue's thread only; no Qt. Nothing is put on the board here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.journal_file import unusable
from layers_desktop.transfers.policy import from_journal, retried
from layers_desktop.transfers.run import Run
from layers_desktop.transfers.transfer import IfKnown, Stage, Transfer
from layers_desktop.transfers.work import Work, ready, undecided, with_key


class Beginnings:
    """Decides what a file's work begins with, and takes over what dead runs left."""

    def __init__(
        self,
        journal: Journal,
        run: Run,
        *,
        monotonic: Callable[[], float],
        wall: Callable[[], float],
        rest: float,
    ) -> None:
        """`rest`: seconds for which a file must not have changed, or it may still be being written."""
        self._journal = journal
        self._run = run
        self._monotonic = monotonic
        self._wall = wall
        self._rest = rest

    def works(self, drafts: Sequence[Transfer], *, carry_on: bool) -> list[Work]:
        """Return the work of files of one organization that were dropped; with `carry_on` see `continued`.

        Raises UserError where it cannot be told which runs are dead.
        """
        if not carry_on or all(draft.settled for draft in drafts):
            return [self.begun(draft) for draft in drafts]
        # Once for all: a long journal takes far longer to say it than all that each file needs besides.
        dead = self._dead(self._journal.runs_with_work(drafts[0].account_id))
        return [self.continued(draft, dead) for draft in drafts]

    def begun(self, draft: Transfer) -> Work:
        """Return the work of a file that was just dropped."""
        if draft.settled:
            return Work(transfer=draft)
        now, wall = self._monotonic(), self._wall()
        age = wall - (draft.mtime_ns or 0) / 1e9
        rests = not 0 <= age < self._rest  # a time in the future is a wrong clock, not a fresh file
        hash_first = draft.if_known is not IfKnown.SEND and self._journal.has_size(draft)
        return Work(
            transfer=with_key(replace(draft, hash_first=hash_first)),
            look=not rests,
            not_before=0.0 if rests else now + self._rest - age,
        )

    def continued(self, draft: Transfer, dead: Sequence[str]) -> Work:
        """Return the work of a file that one of the `dead` runs left, or else of a new one."""
        left = None if draft.settled else self._journal.take_up(draft, dead, self._run.id)
        if left is None:
            return self.begun(draft)
        if left.in_doubt and draft.if_known is not IfKnown.SEND:
            return Work(transfer=left)  # it stays a person's to say
        again = retried(left) if left.stage is Stage.FAILED else left
        if left.waits_for_choice:  # this call says by itself what the window was to ask
            again = undecided(again, hash_first=draft.if_known is not IfKnown.SEND)
        work = from_journal(replace(again, paused=False, if_known=draft.if_known))
        changed = (left.size, left.mtime_ns) != (draft.size, draft.mtime_ns)
        return ready(replace(work, look=changed and work.transfer.stage is Stage.QUEUED))

    def without_unanswered(
        self, drafts: list[Transfer], rows: Iterable[Work]
    ) -> tuple[list[Transfer], list[Work]]:
        """Return the drafts without those whose row failed and may be at Layers; and these rows, going on.

        As a new row with a key of its own the same file could become a second asset.
        """
        open_ = {
            _file(work.transfer): work.transfer
            for work in rows
            if work.transfer.stage is Stage.FAILED and work.transfer.sent_at is not None
        }
        again = {transfer.id: transfer for draft in drafts if (transfer := open_.get(_file(draft)))}
        going_on = [ready(from_journal(retried(transfer))) for transfer in again.values()]
        return [draft for draft in drafts if _file(draft) not in open_], going_on

    def dead_runs(self, organization_id: str, since: float) -> list[str]:
        """Return the dead runs that left something of this organization, unfinished or finished `since` then.

        Raises UserError where that cannot be told.
        """
        return self._dead(self._journal.runs_with_work(organization_id, since))

    def adopted(
        self, organization_id: str, runs: list[str], since: float, known: AbstractSet[int]
    ) -> list[Work]:
        """Take over what these runs have, but for `known` ids, and return it as it goes on, written down."""
        taken = self._journal.adopt(organization_id, runs, self._run.id, since)
        works = [ready(from_journal(one)) for one in taken if one.id not in known]
        self._journal.save(work.transfer for work in works)
        return works

    def _dead(self, runs: list[str]) -> list[str]:
        try:
            return [run for run in runs if not self._run.alive(run)]
        except OSError as error:  # whose they are is not known: neither take them nor begin anew
            raise unusable(error) from None


def _file(transfer: Transfer) -> tuple[object, ...]:
    """Return what makes two drops the same: file, project and kind."""
    of_file = transfer.path, transfer.size, transfer.mtime_ns
    return *of_file, transfer.kind, transfer.project_id, transfer.account_id
