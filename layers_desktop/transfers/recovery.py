"""Runs of the program: which still run, what others left in the journal, as work that goes on.

The window and `upload` share a journal and may run at the same time. Each transfer names the run that owns
it; a later start takes over only what stale runs left. Queue's thread only; no Qt.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

from layers_desktop.core.files import FileLock, is_locked, make_folder
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.journal.database import unusable
from layers_desktop.transfers.journal.journal import Journal, new_transfer
from layers_desktop.transfers.retry_policy import from_journal, retried
from layers_desktop.transfers.transfer import DuplicatePolicy, Stage, Transfer, is_damaged
from layers_desktop.transfers.upload_task import UploadTask, undecided, with_idempotency_key

log = logging.getLogger(__name__)


class ProcessRun:
    """One run, which lasts while the system holds its file; OSError when there can be none. Blocking."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self._folder = folder
        self._crashed: set[str] = set()
        self.id = uuid.uuid4().hex
        # Without it a second program would take this one for stale and send its files again.
        self._held = FileLock(self._file(self.id))

    def is_running(self, run_id: str) -> bool:
        """Tell whether that run still holds its file. OSError when that cannot be found out.

        Asking changes nothing that another start could mistake: one that is killed while it asks, or that
        asks at the same time, finds the same answer. Only the file of a stale run is removed.
        """
        if run_id == self.id:
            return True
        if not run_id.isalnum():
            return False  # a damaged row's: no run was ever called so, and no file may be
        file = self._file(run_id)
        left_behind = file.exists()
        if is_locked(file):
            return True
        file.unlink(missing_ok=True)
        if left_behind:
            self._crashed.add(run_id)
        return False

    def crashed(self, run_id: str) -> bool:
        """Tell whether a run that no longer runs left its file behind: it did not end by itself."""
        return run_id in self._crashed

    def close(self) -> None:
        """End this run: what it owns may be taken over."""
        self._held.release()

    def _file(self, run_id: str) -> Path:
        return self._folder / f"{run_id}.lock"


class TaskFactory:
    """Decides what a file's work begins with, and takes over what stale runs left."""

    def __init__(self, journal: Journal, run: ProcessRun) -> None:
        self._journal = journal
        self._run = run

    def resume(self, submit: Submit, account_id: str, wall: float) -> tuple[Submit, list[UploadTask]]:
        """Return what of a drop is new, and the work of what a stale run left of the others, taken over.

        Raises UserError where it cannot be told which runs are stale.
        """
        drafts = [new_transfer(submit, account_id, wall, file) for file in submit.files]
        # Once for all: a long journal takes far longer to say it than all that each file needs besides.
        stale = self._stale(self._journal.runs_with_work(account_id)) if drafts else []
        left = self._journal.take_up(drafts, stale, self._run.id)
        pairs = list(zip(submit.files, drafts, left, strict=True))
        new = tuple(file for file, _, found in pairs if found is None)
        going_on = [_continued(found, draft) for _, draft, found in pairs if found is not None]
        return replace(submit, files=new), going_on

    def stale_runs(self, organization_id: str, since: float, *, waiting: bool) -> list[str]:
        """Return the stale runs that left work of this organization, unfinished or finished `since` then.

        With `waiting` also those that left something that waits for a key. Raises UserError where that
        cannot be told.
        """
        return self._stale(self._journal.runs_with_work(organization_id, since, waiting=waiting))

    def recover(
        self, organization_id: str, runs: list[str], since: float, known: AbstractSet[int], *, waiting: bool
    ) -> list[UploadTask]:
        """Take over what these runs have, but for `known` ids, and return it as it goes on, written down."""
        taken = self._journal.adopt(organization_id, runs, self._run.id, since, waiting=waiting)
        tasks = [with_idempotency_key(from_journal(one)) for one in taken if one.id not in known]
        before = {one.id: one.idempotency_key for one in taken}
        self._journal.save(
            task.transfer
            for task in tasks
            if task.transfer.idempotency_key != before[task.transfer.id] or is_damaged(task.transfer)
        )
        return tasks

    def _stale(self, runs: list[str]) -> list[str]:
        try:
            return [run for run in runs if not self._run.is_running(run)]
        except OSError as error:  # whose they are is not known: neither take them nor begin anew
            raise unusable(error) from None


def _continued(left: Transfer, draft: Transfer) -> UploadTask:
    """Return the work of a file as `draft` calls for it, of which a stale run left this."""
    if left.in_doubt and draft.if_known is not DuplicatePolicy.SEND:
        return UploadTask(transfer=left)  # it stays a person's to say
    again = retried(left) if left.stage is Stage.FAILED else left
    if left.waits_for_choice:  # this call says by itself what the window was to ask
        again = undecided(again)
    wishes = replace(
        again,
        project_id=draft.project_id,
        project_name=draft.project_name,
        checksum=draft.checksum,
        paused=False,
        if_known=draft.if_known,
        image_kind=draft.image_kind,
        only_kind=draft.only_kind,
    )
    task = from_journal(wishes)
    changed = (left.size, left.mtime_ns) != (draft.size, draft.mtime_ns)
    reinspect = changed and left.inspected and task.transfer.stage is Stage.QUEUED
    return with_idempotency_key(replace(task, reinspect=reinspect))
