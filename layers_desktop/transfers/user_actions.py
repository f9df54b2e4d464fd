"""What a person does to transfers: pause, resume, cancel, retry, remove, another kind. Queue's thread."""

from __future__ import annotations

from collections.abc import Callable
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
    fresh,
    queued_again,
    ready,
    send_anyway,
    use_known,
)
from layers_desktop.transfers.worker_pool import WorkerPool

Ids = tuple[int, ...] | None
"""Transfers by id, or all of them."""
Wish = (
    commands.Pause
    | commands.Resume
    | commands.Cancel
    | commands.Retry
    | commands.Remove
    | commands.Restore
    | commands.ChangeKind
    | commands.UseExistingAsset
    | commands.UploadAgain
)
"""The commands that are about transfers on the list."""


class UserActions:
    """Changes the ledger as a person wishes; the queue dispatches afterwards."""

    def __init__(
        self, ledger: TransferStore, dispatcher: Dispatcher, crew: WorkerPool, wall: Callable[[], float]
    ) -> None:
        self._ledger = ledger
        self._dispatcher = dispatcher
        self._crew = crew
        self._leaving: set[int] = set()
        self._wall = wall

    def obey(self, command: Wish) -> None:
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
                self.relist(ids)
            case commands.ChangeKind(ids, kind):
                self.change_kind(ids, kind)
            case commands.UseExistingAsset(ids):
                self.use_known(ids)
            case commands.UploadAgain(ids):
                self.upload_again(ids)

    def pause(self, ids: Ids) -> None:
        """Pause these, or everything; a PUT that runs is interrupted and starts again from its first byte."""
        if ids is None:
            self._dispatcher.paused = True
            self._crew.cancel_puts()
            return
        works = [w for w in self._known(ids) if not w.transfer.settled and not w.transfer.paused]
        self._ledger.store(*(_paused(work, paused=True) for work in works), fields=("paused",))
        self._crew.cancel({work.transfer.id for work in works})

    def resume(self, ids: Ids) -> None:
        """Undo `pause`; resuming everything resumes single ones too."""
        if ids is None:
            self._dispatcher.paused = False
        paused = [work for work in self._known(ids) if work.transfer.paused]
        self._ledger.store(*(fresh(_paused(work, paused=False)) for work in paused), fields=("paused",))

    def cancel(self, ids: tuple[int, ...]) -> None:
        """Take them off the list. A call to Layers under way is waited for: it may make an asset."""
        works = self._known(ids)
        at = self._ledger.board.running
        # A file that is only being inspected, maybe on a server that hangs, need not be waited for.
        running = {id_ for work in works if at.get(id_ := work.transfer.id) not in {None, Step.INSPECT}}
        self._leaving |= running
        self._crew.cancel(running)
        self._ledger.cancel([work for work in works if work.transfer.id not in running])

    def relist(self, ids: tuple[int, ...]) -> None:
        """Undo `cancel` and `remove`; what is still busy with its last step simply stays."""
        self._leaving -= set(ids)
        self._ledger.relist(ids)

    def wants_out(self, transfer_id: int) -> bool:
        """Tell whether a person cancelled this transfer while its step ran."""
        return transfer_id in self._leaving

    def is_out(self, transfer_id: int) -> None:
        """Forget that wish: it was carried out, or came too late."""
        self._leaving.discard(transfer_id)

    def retry(self, ids: Ids) -> None:
        """Send failed ones on from where they stand; named ones that wait for a back-off go at once."""
        again: list[UploadTask] = []
        for work in self._known(ids):
            if work.transfer.stage is Stage.FAILED:
                again.append(ready(from_journal(retried(work.transfer))))
            elif ids is not None and work.not_before:
                again.append(fresh(work))
        self._ledger.store(
            *again,
            fields=("stage", "resume_stage", "tries", "problem", "finished_at", "idempotency_key"),
        )

    def use_known(self, ids: tuple[int, ...]) -> None:
        """Give those that are in their project already the id of that asset."""
        known = [work.transfer for work in self._known(ids) if work.transfer.waits_for_choice]
        wall = self._wall()
        self._ledger.store(*(UploadTask(transfer=use_known(transfer, wall)) for transfer in known))

    def upload_again(self, ids: tuple[int, ...]) -> None:
        """Send those although they are in their project already."""
        known = [work for work in self._known(ids) if work.transfer.waits_for_choice]
        self._ledger.store(*(send_anyway(work) for work in known))

    def network_is_back(self) -> None:
        """Let what failed for want of a network go on at once; those tries do not count."""
        waiting = [
            work
            for work in self._known(None)
            if not work.transfer.settled
            and work.transfer.problem is not None
            and work.transfer.problem.code.startswith("network.")
        ]
        self._ledger.store(
            *(fresh(replace(w, transfer=replace(w.transfer, tries=0, problem=None))) for w in waiting)
        )

    def remove(self, ids: tuple[int, ...]) -> None:
        """Take settled rows off the list."""
        settled = [work.transfer.id for work in self._known(ids) if work.transfer.settled]
        if settled:
            self._ledger.remove(settled)

    def change_kind(self, ids: tuple[int, ...], kind: MediaKind) -> None:
        """Make images that have not been sent yet another kind; those that failed for their kind go on."""
        works = [work for work in self._known(ids) if kind in IMAGE_KINDS and self._may_become(work)]
        failed = any(work.transfer.settled for work in works)
        self._ledger.store(
            *(_of_kind(work, kind) for work in works),
            fields=() if failed else ("kind", "image_kind", "idempotency_key"),
        )

    def _may_become(self, work: UploadTask) -> bool:
        """Tell whether work is, or may turn out to be, an image of which nothing is, or may be, at Layers."""
        transfer = work.transfer
        if transfer.kind_matters:
            return True
        goes_out = self._ledger.board.running.get(transfer.id) not in {None, Step.INSPECT}
        # Of what was sent and not answered there may be an asset of the kind it had.
        unsent = transfer.stage is Stage.QUEUED and transfer.sent_at is None and not goes_out
        return unsent and (transfer.kind in IMAGE_KINDS or not transfer.inspected)

    def _known(self, ids: Ids) -> list[UploadTask]:
        return self._ledger.board.known(ids)


def _of_kind(work: UploadTask, kind: MediaKind) -> UploadTask:
    if work.transfer.settled:
        # What it was presigned as is settled too: it begins anew.
        work = UploadTask(transfer=queued_again(retried(work.transfer)))
    now = kind if work.transfer.inspected else None
    # Another body needs another idempotency key (Layers answers 409 otherwise).
    transfer = replace(work.transfer, kind=now, image_kind=kind, idempotency_key=None)
    return ready(replace(work, transfer=transfer))


def _paused(work: UploadTask, *, paused: bool) -> UploadTask:
    return replace(work, transfer=replace(work.transfer, paused=paused))


def submits(command: SubmitAgain, board: ReadyQueue) -> list[Submit]:
    """Return what is sent once more: what of it is done images, one batch a project."""
    paths: dict[tuple[str, str, bool], list[bytes]] = {}
    for transfer in (work.transfer for work in board.known(command.ids)):
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
