"""From the ready queue to the workers and back: each step is written down, given out, and its report decided.

The one place where store, dispatcher and policy meet; the queue puts Qt's signals and timers around
it, and the state machine of the tests drives it as it is. Queue's thread only, no Qt.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from layers_desktop.api.errors import CaptivePortal, NetworkFault
from layers_desktop.core.background import unexpected
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.transfers.dispatcher import Dispatcher, Waiting
from layers_desktop.transfers.steps import (
    WRITES,
    Failed,
    Finalized,
    Interrupted,
    Outcome,
    Step,
    Uploaded,
)
from layers_desktop.transfers.store import TransferStore
from layers_desktop.transfers.transfer import Stage
from layers_desktop.transfers.unconfirmed import nothing_open
from layers_desktop.transfers.upload_task import UploadTask, cancelled, with_idempotency_key
from layers_desktop.transfers.worker_pool import Job, JobResult, TransferWorker

log = logging.getLogger(__name__)

SHOW_INSPECTING_SECONDS = 0.5
"""A file that takes so long to inspect is shown to be at it: its drive or server may hang."""


class Scheduler:
    """Gives steps to idle workers and takes their reports."""

    def __init__(self, store: TransferStore, dispatcher: Dispatcher) -> None:
        self._store = store
        self._ready = store.ready
        self._policy = store.policy
        self._clocks = store.clocks
        self._listener = store.listener
        self._dispatcher = dispatcher
        self._inspected: list[JobResult] = []
        """Files that were inspected and are not written down yet: many at once cost the disk one write."""
        self._etags_count = True
        """False once a storage was found to answer ETags that only look like the MD5 of the bytes."""

    def schedule(self) -> Waiting:
        """Give steps to idle workers until nothing more may go; returns what that waits for."""
        while not isinstance(chosen := self._dispatcher.choose(), Waiting):
            step, task = chosen
            account = self._dispatcher.account
            try:
                going = self._store.record_attempt(task, step, account.key.digest if account else "")
            except UserError as error:
                self._put_off([task], error.problem)
                chosen = Waiting(until=self._ready.next_wake())
                break  # the next one could not be written down either
            if going is None:
                continue
            self._dispatcher.give(step, going)
            if step is not Step.INSPECT:  # there may be thousands, nearly all of them over in no time
                self._store.show(going)
        self._store.show(*self._ready.take_changed())
        return chosen

    def on_result(self, worker: TransferWorker, report: JobResult) -> bool:
        """Decide what follows from a step, write it down, and let go of the worker.

        True: a file was inspected, and `write_inspected` is to be called soon.
        """
        worker.job = None
        if report.job.step is Step.INSPECT:
            self._ready.reported(report.job.transfer.id)
            self._inspected.append(report)
            return True
        self._settle([report])
        return False

    def show_inspecting(self) -> bool:
        """Show files that take long to inspect; False when none is being inspected."""
        self._store.show(*self._ready.turn_slow(self._clocks.monotonic() - SHOW_INSPECTING_SECONDS))
        return self._ready.at(Step.INSPECT) > 0

    def write_inspected(self) -> None:
        """Write down what files turned out to be since the last time."""
        reports, self._inspected = self._inspected, []
        self._settle(reports)

    def _settle(self, reports: list[JobResult]) -> None:
        """Write down, as one, what follows from these reports."""
        going_on: list[UploadTask] = []
        leaving: list[UploadTask] = []
        for report in reports:
            id_ = report.job.transfer.id
            self._ready.ended(id_)
            if id_ not in self._ready:
                continue  # a person took it off the list while it was inspected
            try:
                after = self._after(self._ready[id_], report.job, report.outcome)
            except UserError as error:
                self._put_off([_with_asset(self._ready[id_], report.outcome)], error.problem)
            except Exception as error:
                log.exception("the report of a %s step could not be handled", report.job.step)
                self._put_off([_with_asset(self._ready[id_], report.outcome)], unexpected(error))
            else:
                if id_ in self._ready.leaving and after.transfer.stage is not Stage.DONE:
                    # Stopped: a call to Layers is never broken off for a cancel, so it had not begun.
                    unsent = isinstance(report.outcome, Interrupted) and not after.unanswered
                    leaving.append(nothing_open(after) if unsent else after)
                else:
                    going_on.append(after)
        self._write(going_on, leaving)
        for report in reports:
            self._store.release(report.job.transfer.id)

    def _write(self, going_on: list[UploadTask], leaving: list[UploadTask]) -> None:
        wall = self._clocks.wall()
        # What has just settled leaves as it is: what may have come of it must not be forgotten by an undo.
        gone = [
            w if w.transfer.settled else UploadTask(transfer=cancelled(w.transfer, wall)) for w in leaving
        ]
        ids = [task.transfer.id for task in (*going_on, *gone)]
        try:
            self._store.save(*going_on, *gone)
            self._store.cancel(gone)
        except UserError as error:
            self._put_off(self._unwritten(ids, going_on), error.problem)
        except Exception as error:
            log.exception("what follows from a step could not be written down")
            self._put_off(self._unwritten(ids, going_on), unexpected(error))
        else:
            self._ready.leaving.difference_update(ids)

    def _differing(self, task: UploadTask, stored: Uploaded) -> Uploaded:
        """Note an ETag that is not the MD5 of what was sent; finalize's checksum is the real check."""
        if task.reuploaded and self._etags_count:
            # The same for two bodies in a row: this is no damage, a key service encrypts what is stored.
            self._etags_count = False
            log.info("the storage's ETags are not the MD5 of what it stores: they are not looked at any more")
        elif self._etags_count:
            log.warning("transfer %d: the storage's ETag is not that of its bytes", task.transfer.id)
        return replace(stored, etag_differs=self._etags_count)

    def _unwritten(self, ids: list[int], going_on: list[UploadTask]) -> list[UploadTask]:
        """Return the work as the journal has it, with the ids of assets that it could not be told of."""
        made = {task.transfer.id: task.transfer for task in going_on if task.transfer.stage is Stage.DONE}
        return [
            _made(task, done.asset_id, done.asset_url) if (done := made.get(task.transfer.id)) else task
            for task in self._ready.known(ids)
        ]

    def _put_off(self, tasks: list[UploadTask], problem: Problem) -> None:
        """Let steps that could not be written down be done again later, as after a crash, and say so."""
        later = self._clocks.monotonic() + self._policy.cap
        seconds = round(self._policy.cap)
        self._listener.on_notice(problem.expecting(Outlook.STORED_LATER, seconds=seconds))
        waiting = []
        for task in tasks:
            transfer, noted = task.transfer, problem
            if transfer.asset_id is not None:
                noted = _uploaded(problem, transfer.name, transfer.asset_id)
                self._listener.on_notice(noted)
            waiting.append(replace(task, transfer=replace(transfer, problem=noted), not_before=later))
        for task in waiting:
            self._ready.put(task, self._clocks.monotonic(), self._clocks.wall())
        self._store.show(*waiting)

    def _after(self, task: UploadTask, job: Job, outcome: Outcome) -> UploadTask:
        """Return how work goes on after a step."""
        if job.step in WRITES:
            self._dispatcher.update_budget(job, outcome)
        outcome = self._store.compared(task.transfer, outcome)
        if isinstance(outcome, Uploaded) and outcome.etag_differs:
            outcome = self._differing(task, outcome)
        decision = self._policy.after(
            task, job.step, outcome, now=self._clocks.monotonic(), wall=self._clocks.wall()
        )
        if isinstance(outcome, Failed):
            problem = outcome.error.problem
            request = problem.request_id or "no request id"
            log.info("transfer %d, %s: %s, %s", task.transfer.id, job.step, problem.code, request)
            self._dispatcher.record_failure(job, outcome.error, decision.hold)
            if isinstance(outcome.error, NetworkFault | CaptivePortal):
                self._listener.on_network_suspected()
        return with_idempotency_key(decision.task)


def _uploaded(problem: Problem, name: str, asset_id: str) -> Problem:
    """Return the problem of a finished upload that could not be written down, with the id of its asset."""
    row = "internal" if problem.row == "internal" else "journal.unusable"
    named = {"why": problem.why, **dict(problem.parameters), "file": name, "asset_id": asset_id}
    return replace(problem, row=f"{row}/uploaded", parameters=tuple(named.items()), given_code=problem.code)


def _with_asset(task: UploadTask, outcome: Outcome) -> UploadTask:
    """Return work of which nothing could be read or written, with the id of the asset that it has become."""
    return _made(task, outcome.asset_id, outcome.url) if isinstance(outcome, Finalized) else task


def _made(task: UploadTask, asset_id: str | None, url: str | None) -> UploadTask:
    return replace(task, transfer=replace(task.transfer, asset_id=asset_id, asset_url=url))
