"""What a person does to transfers: pause, resume, cancel, retry, remove, another kind. Queue's thread."""

from __future__ import annotations

from dataclasses import replace

from layers_desktop.media.formats import IMAGE_KINDS, MediaKind
from layers_desktop.media.inspection import NewFile
from layers_desktop.transfers import commands
from layers_desktop.transfers.commands import Submit, SubmitAgain
from layers_desktop.transfers.dispatcher import Dispatcher
from layers_desktop.transfers.ready_queue import ReadyQueue
from layers_desktop.transfers.retry_policy import from_journal, retried
from layers_desktop.transfers.steps import Step
from layers_desktop.transfers.store import TransferStore
from layers_desktop.transfers.transfer import Stage
from layers_desktop.transfers.upload_task import (
    UploadTask,
    reset,
    send_anyway,
    use_existing_asset,
    with_idempotency_key,
    without_backoff,
)
from layers_desktop.transfers.worker_pool import WorkerPool

Ids = tuple[int, ...] | None
"""Transfers by id, or all of them."""


class UserActions:
    """Changes the store as a person wishes; the queue dispatches afterwards."""

    def __init__(self, store: TransferStore, dispatcher: Dispatcher, workers: WorkerPool) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._workers = workers

    def handle(self, command: commands.RowCommand) -> None:
        """Carry a command out."""
        match command:
            case commands.Pause(ids):
                self.pause(ids)
            case commands.Resume(ids):
                self.resume(ids)
            case commands.Cancel(ids):
                self.cancel(ids)
            case commands.Retry(ids):
                self.retry(ids)
            case commands.Remove(ids):
                self.remove(ids)
            case commands.Restore(ids):
                self.restore(ids)
            case commands.ChangeKind(ids, kind):
                self.change_kind(ids, kind)
            case commands.UseExistingAsset(ids):
                self.use_existing_asset(ids)
            case commands.UploadAgain(ids):
                self.upload_again(ids)

    def pause(self, ids: Ids) -> None:
        """Pause these, or everything; a PUT that runs is interrupted and starts again from its first byte."""
        if ids is None:
            self._dispatcher.paused = True
            self._workers.cancel_puts()
            return
        tasks = [w for w in self._known(ids) if not w.transfer.settled and not w.transfer.paused]
        self._store.save(*(_paused(task, paused=True) for task in tasks), fields=("paused",))
        self._workers.cancel({task.transfer.id for task in tasks})

    def resume(self, ids: Ids) -> None:
        """Undo `pause`; resuming everything resumes single ones too."""
        if ids is None:
            self._dispatcher.paused = False
        paused = [task for task in self._known(ids) if task.transfer.paused]
        self._store.save(
            *(without_backoff(_paused(task, paused=False)) for task in paused), fields=("paused",)
        )

    def cancel(self, ids: tuple[int, ...]) -> None:
        """Take them off the list. A call to Layers under way is waited for: it may make an asset."""
        tasks = self._known(ids)
        running = {task.transfer.id for task in tasks if self._goes_out(task)}
        self._store.ready.leaving |= running
        self._workers.cancel(running)
        self._store.cancel([task for task in tasks if task.transfer.id not in running])

    def restore(self, ids: tuple[int, ...]) -> None:
        """Undo `cancel` and `remove`; what is still busy with its last step simply stays."""
        self._store.ready.leaving.difference_update(ids)
        self._store.restore(ids)

    def retry(self, ids: Ids) -> None:
        """Send failed ones on from where they stand; named ones that wait for a back-off go at once."""
        again: list[UploadTask] = []
        for task in self._known(ids):
            if task.transfer.stage is Stage.FAILED:
                again.append(with_idempotency_key(from_journal(retried(task.transfer))))
            elif ids is not None and task.not_before:
                again.append(without_backoff(task))
        self._store.save(
            *again,
            fields=("stage", "resume_stage", "tries", "problem", "finished_at", "idempotency_key"),
        )

    def use_existing_asset(self, ids: tuple[int, ...]) -> None:
        """Give those that are in their project already the id of that asset."""
        known = [task.transfer for task in self._known(ids) if task.transfer.waits_for_choice]
        wall = self._store.clocks.wall()
        self._store.save(*(UploadTask(transfer=use_existing_asset(transfer, wall)) for transfer in known))

    def upload_again(self, ids: tuple[int, ...]) -> None:
        """Send those although they are in their project already."""
        known = [task for task in self._known(ids) if task.transfer.waits_for_choice]
        self._store.save(*(send_anyway(task) for task in known))

    def network_is_back(self) -> None:
        """Let what failed for want of a network go on at once; those tries do not count."""
        waiting = [
            task
            for task in self._known(None)
            if not task.transfer.settled
            and task.transfer.problem is not None
            and task.transfer.problem.code.startswith("network.")
        ]
        self._store.save(
            *(
                without_backoff(replace(w, transfer=replace(w.transfer, tries=0, problem=None)))
                for w in waiting
            )
        )

    def remove(self, ids: tuple[int, ...]) -> None:
        """Take settled rows off the list."""
        settled = [task.transfer.id for task in self._known(ids) if task.transfer.settled]
        if settled:
            self._store.remove(settled)

    def change_kind(self, ids: tuple[int, ...], kind: MediaKind) -> None:
        """Make images that have not been sent yet another kind; those that failed for their kind go on."""
        tasks = [task for task in self._known(ids) if kind in IMAGE_KINDS and self._may_become(task)]
        failed = any(task.transfer.settled for task in tasks)
        self._store.save(
            *(_of_kind(task, kind) for task in tasks),
            fields=() if failed else ("kind", "image_kind", "idempotency_key"),
        )

    def _may_become(self, task: UploadTask) -> bool:
        """Tell whether work is, or may turn out to be, an image of which nothing is, or may be, at Layers."""
        transfer = task.transfer
        if transfer.kind_matters:
            return True
        # Of what was sent and not answered there may be an asset of the kind it had.
        unsent = transfer.stage is Stage.QUEUED and transfer.sent_at is None and not self._goes_out(task)
        return unsent and (transfer.kind in IMAGE_KINDS or not transfer.inspected)

    def _goes_out(self, task: UploadTask) -> bool:
        """Tell whether a worker is at more than an inspection, which need not be waited for: it may hang."""
        return self._store.ready.step_of(task.transfer.id) not in {None, Step.INSPECT}

    def _known(self, ids: Ids) -> list[UploadTask]:
        return self._store.ready.known(ids)


def _of_kind(task: UploadTask, kind: MediaKind) -> UploadTask:
    if task.transfer.settled:
        # What it was presigned as is settled too: it begins anew.
        task = UploadTask(transfer=reset(retried(task.transfer)))
    now = kind if task.transfer.inspected else None
    # Another body needs another idempotency key (Layers answers 409 otherwise).
    transfer = replace(task.transfer, kind=now, image_kind=kind, idempotency_key=None)
    return with_idempotency_key(replace(task, transfer=transfer))


def _paused(task: UploadTask, *, paused: bool) -> UploadTask:
    return replace(task, transfer=replace(task.transfer, paused=paused))


def submits(command: SubmitAgain, ready: ReadyQueue) -> list[Submit]:
    """Return what is sent once more: what of it is done images, one batch a project."""
    paths: dict[tuple[str, str, bool], list[bytes]] = {}
    for transfer in (task.transfer for task in ready.known(command.ids)):
        if transfer.stage is Stage.DONE and {transfer.kind, command.kind} <= {*IMAGE_KINDS}:
            place = transfer.project_id, transfer.project_name, transfer.checksum
            paths.setdefault(place, []).append(transfer.path)
    return [
        Submit(
            files=tuple(map(NewFile, of_project)),
            project_id=project_id,
            project_name=project_name,
            checksum=checksum,
            image_kind=command.kind,
        )
        for (project_id, project_name, checksum), of_project in paths.items()
    ]
