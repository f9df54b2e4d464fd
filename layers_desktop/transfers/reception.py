"""From a `Submit` to drafts of transfers: walk the folders, look at each file. On the pool."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from layers_desktop.api.account import Account
from layers_desktop.errors import Problem
from layers_desktop.media.inspect import MediaFile, Refusal, inspect
from layers_desktop.media.intake import walk
from layers_desktop.media.kinds import IMAGE_KINDS, Kind
from layers_desktop.tasks import Tasks
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.transfers.work import Work

REPORT_EVERY = 50
"""Files between two words on how far it has come."""

NOTHING_FOUND = Problem(
    code="intake.nothing",
    title="Nothing was added",
    explanation="There was no file in what you dropped.",
)


NOT_READY = Problem(
    code="queue.not_ready",
    title="Nothing was added",
    explanation="Layers Desktop is not connected yet.",
    action="Connect with your API key, then drop the files again.",
)


class Reception:
    """The drops that are being looked at, each on the pool, and how far that has come. Queue's thread."""

    def __init__(
        self,
        tasks: Tasks,
        *,
        told: Callable[[int], object],
        enter: Callable[[list[Transfer], bool], object],
        notice: Callable[[Problem], object],
    ) -> None:
        """`told` hears how many files are being looked at (from the pool too, 0 at the end)."""
        self._tasks = tasks
        self._told = told
        self._enter = enter
        self._notice = notice
        self._files: dict[int, int] = {}
        self._closed = False

    def give_up(self) -> None:
        """Look at no more files; what was looked at until now may still be handed over."""
        self._closed = True

    def close(self, deadline_seconds: float) -> None:
        """Give up what is being looked at; returns when nothing runs any more, or at the deadline."""
        self.give_up()
        self._tasks.close(int(deadline_seconds * 1000))

    def look_at(self, submit: Submit, account: Account | None) -> None:
        """Look at a drop and hand its drafts over."""
        if account is None:
            self._notice(NOT_READY)
            return
        ticket = max(self._files, default=0) + 1
        self._looked_at(ticket, len(submit.paths))
        looked_at = partial(self._looked_at, ticket)
        self._tasks.run(
            lambda: receive(submit, account.organization_id, looked_at, lambda: self._closed),
            lambda drafts: self._received(ticket, drafts, submit),
            lambda problem: self._not_received(ticket, problem),
        )

    def _looked_at(self, ticket: int, count: int) -> None:
        """Note how far a drop was looked at; the pool's threads call it too (a dict item is set at once)."""
        self._files[ticket] = count
        self._told(sum(self._files.copy().values()))

    def _received(self, ticket: int, drafts: list[Transfer], submit: Submit) -> None:
        if drafts:
            self._enter(drafts, submit.carry_on)
        else:
            self._notice(NOTHING_FOUND)
        self._ended(ticket)

    def _not_received(self, ticket: int, problem: Problem) -> None:
        self._notice(problem)
        self._ended(ticket)

    def _ended(self, ticket: int) -> None:
        self._files.pop(ticket, None)
        self._told(sum(self._files.copy().values()))


def submitted_again(works: Iterable[Work], kind: Kind) -> list[Submit]:
    """Return what sends those of these that are done images once more, as that kind: one batch a project."""
    paths: dict[tuple[str, str, bool], list[bytes]] = {}
    for transfer in (work.transfer for work in works):
        if transfer.stage is Stage.DONE and transfer.kind in IMAGE_KINDS and kind in IMAGE_KINDS:
            place = transfer.project_id, transfer.project_name, transfer.checksum
            paths.setdefault(place, []).append(transfer.path)
    return [
        Submit(
            paths=tuple(of_project),
            project_id=project_id,
            project_name=project_name,
            checksum=checksum,
            image_kind=kind,
        )
        for (project_id, project_name, checksum), of_project in paths.items()
    ]


def receive(
    submit: Submit, account_id: str, looked_at: Callable[[int], None], stop: Callable[[], bool]
) -> list[Transfer]:
    """Return a draft (id 0) of every file in drop order, refused ones with their reason.

    `looked_at` is told how many files were inspected so far.
    """
    drafts = [draft(refusal, submit, account_id) for refusal in submit.refused]
    for number, found in enumerate(walk(submit.paths, stop=stop), start=1):
        if stop():
            break
        entry = (
            found
            if isinstance(found, Refusal)
            else inspect(found, image_kind=submit.image_kind, only_kind=submit.only_kind)
        )
        drafts.append(draft(entry, submit, account_id))
        if number % REPORT_EVERY == 0:
            looked_at(number)
    return drafts


def draft(entry: MediaFile | Refusal, submit: Submit, account_id: str) -> Transfer:
    """Return the transfer that a file becomes, not yet written down."""
    now = time.time()
    common = Transfer(
        id=0,
        batch_id=0,
        account_id=account_id,
        project_id=submit.project_id,
        project_name=submit.project_name,
        path=entry.path,
        name=entry.name,
        size=entry.size,
        checksum=submit.checksum,
        if_known=submit.if_known,
        created_at=now,
    )
    if isinstance(entry, Refusal):
        return replace(common, stage=Stage.REFUSED, problem=entry.problem, finished_at=now)
    return replace(common, kind=entry.kind, mime_type=entry.mime_type, mtime_ns=entry.mtime_ns)
