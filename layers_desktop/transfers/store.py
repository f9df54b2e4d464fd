"""How every transfer stands: in the journal first, then in the ready queue, then told to whoever listens.

This order is the promise of the engine: what is shown and what is done next is always written down already.
It also knows which drops are still open, and their sums. Queue's thread only; no Qt.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol

from layers_desktop.api.errors import id_given_twice
from layers_desktop.core.clock import Clocks
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.transfers.commands import AssignProject, Submit, WatchedFolder
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.ready_queue import ReadyQueue
from layers_desktop.transfers.recovery import ProcessRun, TaskFactory
from layers_desktop.transfers.retry_policy import RetryPolicy, from_journal, retried
from layers_desktop.transfers.steps import Failed, Finalized, Hashed, Inspected, Outcome, Presigned, Step
from layers_desktop.transfers.transfer import (
    Activity,
    BatchSummary,
    DuplicatePolicy,
    FileUsage,
    Restored,
    Snapshot,
    Stage,
    Transfer,
)
from layers_desktop.transfers.unconfirmed import cancelled_unanswered, with_attempt
from layers_desktop.transfers.upload_task import UploadTask, assigned, cancelled, hashed, with_idempotency_key
from layers_desktop.transfers.watch.folder_listing import SubmittedFiles


def snapshot(
    task: UploadTask,
    step: Step | None,
    *,
    now: float,
    tries_allowed: int,
    behind: bool = False,
    asked_at: float | None = None,
) -> Snapshot:
    """Return how work stands; `step` is what a worker does for it, `now` by the clock of its waits."""
    retrying = task.not_before > now
    activity = _activity(task, step, retrying=retrying)
    at_step = _AT_STEP[step] if step is not None else None
    prepares = activity is Activity.PAUSED and at_step is Activity.PREPARING
    return Snapshot(
        transfer=task.transfer,
        activity=activity,
        under_way=at_step if prepares else None,
        until=task.not_before if retrying else None,
        tries_allowed=tries_allowed if task.transfer.tries else 0,
        behind=behind and activity is Activity.WAITING,
        asked_at=None if activity is Activity.PAUSED else asked_at,
    )


def restored_from(tasks: Sequence[UploadTask], *, crashed: bool) -> Restored:
    """Return what is told of work that earlier runs left."""
    stages = [task.transfer.stage for task in tasks]
    failed, done = stages.count(Stage.FAILED), stages.count(Stage.DONE)
    return Restored(unfinished=len(stages) - failed - done, failed=failed, done=done, crashed=crashed)


def _activity(task: UploadTask, step: Step | None, *, retrying: bool) -> Activity:
    transfer = task.transfer
    if transfer.settled:
        return Activity.FINISHED
    if step is not None and not (transfer.paused and step not in _MAKES_ASSET):
        return _AT_STEP[step]
    if transfer.paused:
        return Activity.PAUSED
    if transfer.waits_for_choice:
        return Activity.KNOWN
    if task.reinspect:
        return Activity.UNSTABLE_FILE
    return Activity.RETRYING if retrying else Activity.WAITING


_MAKES_ASSET = frozenset({Step.INLINE, Step.FINALIZE})
"""A call that goes on to its end, and with it the upload, although a person paused it meanwhile."""
_AT_STEP = {
    Step.INSPECT: Activity.PREPARING,
    Step.HASH: Activity.PREPARING,
    Step.PRESIGN: Activity.PREPARING,
    Step.PUT: Activity.SENDING,
    Step.INLINE: Activity.SENDING,
    Step.FINALIZE: Activity.FINISHING,
}


@dataclass(slots=True)
class _Open:
    account_id: str
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
        batch = self._of(transfer, now)
        if not transfer.settled and not transfer.waits_for_choice:
            if not batch.open_ids:
                batch.started = now  # a retry after the end: only what is done again counts
            batch.open_ids.add(transfer.id)
            batch.settled.pop(transfer.id, None)
            return None
        was_open = transfer.id in batch.open_ids
        batch.open_ids.discard(transfer.id)
        batch.settled[transfer.id] = transfer
        ended = was_open and not batch.open_ids
        return self._summary(transfer.batch_id, now) if ended else None

    def begin(self, common: Transfer, ids: Iterable[int], now: float) -> None:
        """Follow a new drop of these transfers, of each of which `note` is to tell."""
        self._of(common, now).open_ids.update(ids)

    def is_of(self, batch_id: int, account_id: str) -> bool:
        """Tell whether a batch that is followed belongs to that organization."""
        return self._batches[batch_id].account_id == account_id

    def _of(self, transfer: Transfer, now: float) -> _Open:
        batch = self._batches.get(transfer.batch_id)
        if batch is None:
            batch = self._batches[transfer.batch_id] = _Open(transfer.account_id, transfer.project_id, now)
        # What it came in without was filled in meanwhile.
        batch.account_id, batch.project_id = transfer.account_id, transfer.project_id
        return batch

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


SHOWN_SECONDS = 24 * 3600.0
"""A later start still lists what was finished in the last day: its ids may not have been copied yet."""


class TransferListener(Protocol):
    """Who is told what is written down, and what went wrong."""

    def on_added(self, snapshots: list[Snapshot]) -> None:
        """Hear of new rows."""

    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Hear how rows stand."""

    def on_removed(self, ids: list[int]) -> None:
        """Hear of rows that are off the list."""

    def on_batch_finished(self, summary: BatchSummary) -> None:
        """Hear of a drop that has ended."""

    def on_restored(self, restored: Restored) -> None:
        """Hear of what earlier runs left."""

    def on_notice(self, problem: Problem) -> None:
        """Hear of what went wrong and is no row's, or of a row that is no longer there."""

    def on_network_suspected(self) -> None:
        """Hear of a call that failed in a way that the network may be to blame for."""


class TransferStore:
    """Journal, ready queue and batches as one."""

    def __init__(
        self,
        journal: Journal,
        run: ProcessRun,
        clocks: Clocks,
        listener: TransferListener,
        policy: RetryPolicy,
    ) -> None:
        self._journal = journal
        self._run = run
        self.clocks = clocks
        self.listener = listener
        self.policy = policy
        self._batches = Batches()
        self._task_factory = TaskFactory(journal, run)
        self._organization = ""
        self._unlisted: deque[Iterator[UploadTask]] = deque()
        """What is written down and not on the list yet; see `list_more`."""
        self._away: set[int] = set()
        """Rows of other organizations that are off the list while a worker is still busy with them."""
        self.ready = ReadyQueue()

    def close(self) -> None:
        """Close the journal and end this run."""
        self._journal.close()
        self._run.close()

    def add(self, submit: Submit, account_id: str) -> int:
        """Write down all that came in as one batch; `list_more` puts it on the list. Returns the batch.

        With `carry_on` a file that a stale run left unfinished goes on from where it stands.
        """
        wall = self.clocks.wall()
        going_on: list[UploadTask] = []
        if submit.carry_on:
            submit, going_on = self._task_factory.resume(submit, account_id, wall)
        left = [task.transfer for task in going_on]
        batch = self._journal.add(submit, account_id, self._run.id, wall, left)
        if account_id not in {"", self._organization}:
            return batch.common.batch_id  # it waits in the journal until its own organization is back
        common = batch.common
        ids = (*batch.ids, *(transfer.id for transfer in left))
        self._batches.begin(common, ids, self.clocks.monotonic())
        moved = [replace(task.transfer, batch_id=common.batch_id) for task in going_on]
        going_on = [replace(task, transfer=one) for task, one in zip(going_on, moved, strict=True)]
        new = (UploadTask(transfer=transfer) for transfer in batch.transfers())
        self._unlisted.append(itertools.chain(going_on, new))
        return common.batch_id

    def list_more(self, limit: int) -> bool:
        """Put up to so many of what was written down on the list; True when more is to come.

        A window that got thousands at once would stand still meanwhile.
        """
        while self._unlisted:
            if tasks := list(itertools.islice(self._unlisted[0], limit)):
                self._take_in(tasks)
                break
            self._unlisted.popleft()
        with suppress(UserError):  # the next transaction does it, or says why it cannot
            self._journal.enter()
        self.ready.filling = bool(self._unlisted)
        return self.ready.filling

    def assign_project(self, command: AssignProject) -> None:
        """Fill in the project of what waits for one."""

        def waits(task: UploadTask) -> bool:
            transfer = task.transfer
            wanted = command.wanted is None or transfer.project_id in command.wanted
            # Whose it is comes first: a project of the sandbox is none of Layers'.
            waits = transfer.waits_for_project and not transfer.waits_for_key
            return wanted and waits and not transfer.settled

        def change(task: UploadTask) -> UploadTask:
            return assigned(task, command) if waits(task) else task

        fields = ("project_id", "project_name", "image_kind", "kind", "checksum")
        self._change_all(change, lambda tasks: self._journal.save_fields(tasks, *fields))

    def _change_all(
        self, change: Callable[[UploadTask], UploadTask], save: Callable[[list[Transfer]], object]
    ) -> None:
        """Change work on the list and what is still to be put on it: written down first, as one."""
        later = [[(task, change(task)) for task in tasks] for tasks in self._list_unlisted()]
        here = [(task, change(task)) for task in self.ready]
        changed = [after for before, after in here if after is not before]
        waiting = [after.transfer for pairs in later for before, after in pairs if after is not before]
        if changed or waiting:
            save([*(task.transfer for task in changed), *waiting])
            self._unlisted = deque(iter([after for _, after in pairs]) for pairs in later)
            self._accept(changed)

    def submitted_files(self, folder: WatchedFolder) -> SubmittedFiles:
        """Return what is written down of a watched folder's files."""
        written = self._journal.under(self._organization, folder.project_id, folder.path)
        return SubmittedFiles(
            seen=frozenset((one.path, one.size, one.mtime_ns) for one in written),
            open=frozenset(one.path for one in written if not one.settled),
        )

    def file_usage(self, folder: bytes) -> FileUsage:
        """Return which files of a folder a later start still needs, and which were settled long ago."""
        written = self._journal.files_of(folder, self.clocks.wall() - SHOWN_SECONDS)
        needed = frozenset(path for path, wanted in written.items() if wanted)
        return FileUsage(needed, frozenset(written) - needed)

    def compared(self, transfer: Transfer, outcome: Outcome) -> Outcome:
        """Return the outcome with what the journal knows of such a file, or of another file with that id."""
        match outcome:
            case Inspected(entry):
                of_size = self._journal.has_size(replace(transfer, size=entry.size))
                return replace(outcome, maybe_known=of_size)
            case Hashed(sha256):
                return replace(outcome, known=self._journal.known(transfer, sha256))
            case Presigned() | Finalized() if other := self._journal.given_before(transfer, outcome):
                return Failed(id_given_twice(other))
        return outcome

    def open_account(self, organization_id: str, *, resume: bool, adopt: bool = True) -> None:
        """Put other organizations' rows away, and take what waited for a key.

        With `resume` what stale runs left of this one is taken up, too; with `adopt` also what they left
        waiting for a key. What a worker is still busy with stays on the ready queue until its report is
        written.
        """
        self._organization = organization_id
        ours = {organization_id, ""}
        others = {w.transfer.id for w in self.ready if w.transfer.account_id not in ours}
        self._unlisted = deque(
            iter([task for task in tasks if task.transfer.account_id in ours]) for tasks in self._unlisted
        )
        were_away, self._away = self._away, set(filter(self.ready.is_running, others))
        self._forget(others - self._away)
        if shown := sorted(others - were_away):
            self.listener.on_removed(shown)
        back = self.ready.known(sorted(were_away - others))
        if adopt:
            self._claim_waiting(organization_id)
        if resume:
            back += self._taken_up(organization_id, adopt=adopt)
        # What was sent and not answered comes first: nothing of the same file may go out before it is here.
        back.sort(key=lambda task: (not task.transfer.begun, task.transfer.id))
        self._unlisted.append(iter(back))

    def _claim_waiting(self, organization_id: str) -> None:
        def change(task: UploadTask) -> UploadTask:
            if not task.transfer.waits_for_key:
                return task
            return replace(task, transfer=replace(task.transfer, account_id=organization_id))

        self._change_all(change, lambda _: self._journal.claim(organization_id, self._run.id))

    def _taken_up(self, organization_id: str, *, adopt: bool) -> list[UploadTask]:
        """Take over what stale runs left, and what of this run was put away, and tell of the former."""
        since = self.clocks.wall() - SHOWN_SECONDS
        known = {task.transfer.id for task in self.ready}
        known |= {task.transfer.id for tasks in self._list_unlisted() for task in tasks}
        stale = self._task_factory.stale_runs(organization_id, since, waiting=adopt)
        adopted = self._task_factory.recover
        back = adopted(organization_id, [self._run.id], since, known, waiting=False)
        found = adopted(organization_id, stale, since, known, waiting=adopt)
        if found:
            self.listener.on_restored(restored_from(found, crashed=any(map(self._run.crashed, stale))))
        return back + found

    def _list_unlisted(self) -> list[list[UploadTask]]:
        """Return what is still to be put on the list, which stays so."""
        lists = [list(tasks) for tasks in self._unlisted]
        self._unlisted = deque(iter(tasks) for tasks in lists)
        return lists

    def save(self, *tasks: UploadTask, fields: tuple[str, ...] = ()) -> None:
        """Write down how work stands (or only these fields of it), act on it, show it."""
        if not tasks:
            return
        transfers = [task.transfer for task in tasks]
        if fields:
            self._journal.save_fields(transfers, *fields)
        else:
            self._journal.save(transfers)
        self._accept(tasks)

    def _accept(self, tasks: Sequence[UploadTask]) -> None:
        """Act on what was written down, and show it."""
        now, wall = self.clocks.monotonic(), self.clocks.wall()
        for task in tasks:
            self.ready.put(task, now, wall)
        self.show(*tasks)
        for task in tasks:
            self._tell_end(self._batches.note(task.transfer, now))

    def record_attempt(self, task: UploadTask, step: Step, key: str) -> UploadTask | None:
        """Write down that a step goes out with the API key `key` (its digest), where that matters.

        None when it must not go out: how it stands instead is written down.
        """
        begins = step in {Step.INLINE, Step.PRESIGN} and not task.transfer.begun
        registers = step is Step.FINALIZE and task.transfer.sent_at is None
        if (begins or registers) and self._is_diverted(task):
            return None
        going = with_attempt(task, step, key=key, wall=self.clocks.wall())
        if going.transfer.settled:
            self.save(going)
            return None
        if going is not task:
            if going.transfer != task.transfer:
                self._journal.save([going.transfer])
            self.ready.put(going, self.clocks.monotonic(), self.clocks.wall())
        return going

    def _is_diverted(self, task: UploadTask) -> bool:
        """Let what is about to become an asset go another way where it is, or may be, one already.

        A drop that is repeated while its files wait was inspected before any of them became one.
        """
        transfer = task.transfer
        if not transfer.begun and (failed := self.ready.unanswered(transfer)):
            # That row goes on: a new one, with a key of its own, could become a second asset.
            gone = UploadTask(transfer=cancelled(transfer, self.clocks.wall()))
            self.save(with_idempotency_key(from_journal(retried(failed))), gone)
            self.remove([transfer.id])
            return True
        if transfer.if_known is DuplicatePolicy.SEND:
            return False
        known = self._journal.known(transfer, transfer.sha256) if transfer.sha256 else None
        if known is None and (transfer.sha256 or not self._journal.has_size(transfer)):
            return False
        if known is not None and transfer.sha256 and transfer.stage is Stage.UPLOADED:
            self.save(with_idempotency_key(hashed(task, transfer.sha256, known, self.clocks.wall())))
        else:  # also where it was hashed: its file may be another since then
            self.save(replace(task, hash_first=True))
        return True

    def cancel(self, tasks: Sequence[UploadTask]) -> None:
        """Take transfers out, as one: they are settled and leave the list. What may come of them is said.

        Work that is settled leaves as it is, and comes back so with `relist`.
        """
        if not tasks:
            return
        wall, now = self.clocks.wall(), self.clocks.monotonic()
        gone = [task.transfer for task in tasks]
        gone = [one if one.settled else cancelled(one, wall) for one in gone]
        self._journal.save_fields(gone, "stage", "resume_stage", "finished_at", unlist=True)
        for transfer in gone:
            self._tell_end(self._batches.note(transfer, now))
        self._forget(transfer.id for transfer in gone)
        self.listener.on_removed([transfer.id for transfer in gone])
        for transfer in gone:
            if problem := cancelled_unanswered(transfer):
                self.listener.on_notice(problem)

    def remove(self, ids: list[int]) -> None:
        """Take rows off the list, for later starts too."""
        self._journal.unlist(ids)
        self._forget(ids)
        if ids:
            self.listener.on_removed(ids)

    def restore(self, ids: Iterable[int]) -> None:
        """Put rows of this organization that were taken off the list back on it, as they stood."""
        self._unlisted.append(iter(self._journal.relist(ids, self._organization)))

    def release(self, transfer_id: int) -> None:
        """Let go of a row whose organization is no longer signed in; the journal keeps it."""
        if transfer_id in self._away:
            self._away.discard(transfer_id)
            self._forget([transfer_id])

    def show(self, *tasks: UploadTask) -> None:
        """Tell how work stands."""
        if not tasks:
            return
        self.listener.on_changed([self._snapshot(task) for task in tasks])

    def _tell_end(self, summary: BatchSummary | None) -> None:
        """Tell of a drop that has ended, unless its rows went off the list with their organization."""
        if summary is not None and self._batches.is_of(summary.batch_id, self._organization):
            self.listener.on_batch_finished(summary)

    def _take_in(self, tasks: list[UploadTask]) -> None:
        now, wall = self.clocks.monotonic(), self.clocks.wall()
        # A worker may have reported of one that came back meanwhile.
        tasks = [self.ready[id_] if (id_ := task.transfer.id) in self.ready else task for task in tasks]
        for task in tasks:
            self.ready.put(task, now, wall)
        self.listener.on_added([self._snapshot(task) for task in tasks])
        for task in tasks:
            self._tell_end(self._batches.note(task.transfer, now))

    def _forget(self, ids: Iterable[int]) -> None:
        for id_ in ids:
            self.ready.drop(id_)

    def _snapshot(self, task: UploadTask) -> Snapshot:
        return snapshot(
            task,
            self.ready.step_of(task.transfer.id),
            now=self.clocks.monotonic(),
            tries_allowed=self.policy.tries,
            behind=self.ready.is_behind(task.transfer),
            asked_at=self.ready.asked_at(task.transfer.id),
        )
