"""From a `Submit` to drafts of transfers: walk the folders, look at each file. On the pool.

A large drop is handed over part by part, so that what was looked at is in the journal, and goes up, while the
rest is looked at. It stays one batch.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from layers_desktop.api.account import Account
from layers_desktop.errors import Problem
from layers_desktop.media.inspect import MediaFile, Refusal, inspect
from layers_desktop.media.intake import walk
from layers_desktop.media.kinds import IMAGE_KINDS
from layers_desktop.tasks import Tasks
from layers_desktop.transfers.board import Board
from layers_desktop.transfers.commands import Submit, SubmitAgain
from layers_desktop.transfers.journal_file import UNUSABLE_CODES
from layers_desktop.transfers.open_drops import LOST, OpenDrop, OpenDrops
from layers_desktop.transfers.transfer import Stage, Transfer

REPORT_EVERY = 50
"""Files between two words on how far it has come."""

PART_FILES = 200
"""Files that are handed over at once."""
PART_SECONDS = 1.0
"""Where looking at them is slow, what there is after this time."""

NOTHING_FOUND = Problem(
    code="intake.nothing",
    title="Nothing was added",
    explanation="No files were found in what you added.",
)


NOT_READY = Problem(
    code="queue.not_ready",
    title="Nothing was added",
    explanation="Layers Desktop is not connected yet.",
    action="Connect with your API key, then drop the files again.",
)


NOT_LOOKED_AT = frozenset({NOT_READY.code, *UNUSABLE_CODES})
"""Codes of notices after which a `Submit` that was just posted may not even be looked at.

Where it was, `preparing` tells of its end, whatever that was.
"""
PARTLY_ADDED = "intake.partly"
"""Code of the problem of a drop of which some files are in the list and the others will not be."""


class Enter(Protocol):
    """Takes the next part of a drop in."""

    def __call__(self, drafts: list[Transfer], *, carry_on: bool, batch_id: int) -> int:
        """Return the drop's batch; `batch_id` is what the part before it got, 0 for none yet."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was looked at of a drop since the part before, in drop order; refused ones with their reason."""

    drafts: list[Transfer]
    last: bool


@dataclass(slots=True)
class _Drop:
    ticket: int
    submit: Submit
    looking: Looking
    open: OpenDrop | None = None
    found: bool = False
    batch_id: int = 0


class Reception:
    """The drops that are being looked at, each on the pool, and how far that has come. Queue's thread."""

    def __init__(
        self,
        tasks: Tasks,
        *,
        clock: Callable[[], float],
        told: Callable[[int], object],
        enter: Enter,
        whole: Callable[[int], object],
        notice: Callable[[Problem], object],
        open_drops: OpenDrops | None = None,
    ) -> None:
        """`told` hears how many files are being looked at (from the pool too, 0 at the end).

        `whole` hears of each drop, by its batch (0 where there is none), that no part is to come any more.
        `open_drops` has a note of each until then, for a later start.
        """
        self._tasks = tasks
        self._clock = clock
        self._told = told
        self._enter = enter
        self._whole = whole
        self._notice = notice
        self._open_drops = open_drops
        self._files: dict[int, int] = {}
        self._closed = False

    def give_up(self) -> None:
        """Look at no more files; what was looked at until now may still be handed over."""
        self._closed = True

    def close(self, deadline_seconds: float) -> None:
        """Give up what is being looked at; returns when nothing runs any more, or at the deadline."""
        self.give_up()
        self._tasks.close(int(deadline_seconds * 1000))

    def look_at(self, submits: Iterable[Submit], account: Account | None) -> None:
        """Look at drops and hand their drafts over."""
        if account is None:
            self._notice(NOT_READY)
            return
        for submit in submits:
            noted = self._open_drops.begin(submit, account.organization_id) if self._open_drops else None
            self._begin(submit, account.organization_id, noted)

    def look_again(self, account_id: str) -> None:
        """Look at what dead runs of this organization had not looked at to its end."""
        if self._open_drops is None:
            return
        left, lost = self._open_drops.left(account_id)
        for drop in left:
            self._begin(drop.submit, account_id, drop)
        if lost:
            self._notice(LOST)

    def _begin(self, submit: Submit, account_id: str, noted: OpenDrop | None) -> None:
        ticket = max(self._files, default=0) + 1
        self._looked_at(ticket, len(submit.paths))
        looking = Looking(
            submit,
            account_id,
            clock=self._clock,
            looked_at=partial(self._looked_at, ticket),
            stop=lambda: self._closed,
        )
        self._look_on(_Drop(ticket, submit, looking, noted))

    def _look_on(self, drop: _Drop) -> None:
        self._tasks.run(drop.looking.part, partial(self._received, drop), partial(self._not_received, drop))

    def _looked_at(self, ticket: int, count: int) -> None:
        """Note how far a drop was looked at; the pool's threads call it too (a dict item is set at once)."""
        self._files[ticket] = count
        self._told(sum(self._files.copy().values()))

    def _received(self, drop: _Drop, part: Part) -> None:
        if part.drafts:
            drop.found = True
            if drafts := self._missing(drop, part.drafts):
                drop.batch_id = self._enter(drafts, carry_on=drop.submit.carry_on, batch_id=drop.batch_id)
        if not part.last:
            self._look_on(drop)
            return
        if not drop.found:
            self._notice(NOTHING_FOUND)
        self._ended(drop)

    def _not_received(self, drop: _Drop, problem: Problem) -> None:
        self._notice(partly(problem) if drop.batch_id else problem)
        self._ended(drop)

    def _missing(self, drop: _Drop, drafts: list[Transfer]) -> list[Transfer]:
        return self._open_drops.missing(drop.open, drafts) if self._open_drops and drop.open else drafts

    def _ended(self, drop: _Drop) -> None:
        if self._open_drops and drop.open and not self._closed:  # else the rest is for the next start
            self._open_drops.end(drop.open)
        self._files.pop(drop.ticket, None)
        self._told(sum(self._files.copy().values()))
        self._whole(drop.batch_id)


def partly(problem: Problem) -> Problem:
    """Return what is said of a drop of which this kept some files out."""
    return replace(
        problem,
        code=PARTLY_ADDED,
        title=f"Not all files were added: {problem.title}",
        kept="Files already in the list go on.",
        action="Drop the others again.",
    )


def submits(command: Submit | SubmitAgain, board: Board) -> list[Submit]:
    """Return what a command sends; of `SubmitAgain` those that are done images, one batch a project."""
    if isinstance(command, Submit):
        return [command]
    paths: dict[tuple[str, str, bool], list[bytes]] = {}
    for transfer in (work.transfer for work in board.known(command.ids)):
        if transfer.stage is Stage.DONE and {transfer.kind, command.kind} <= {*IMAGE_KINDS}:
            place = transfer.project_id, transfer.project_name, transfer.checksum
            paths.setdefault(place, []).append(transfer.path)
    return [
        Submit(
            paths=tuple(of_project),
            project_id=project_id,
            project_name=project_name,
            checksum=checksum,
            image_kind=command.kind,
        )
        for (project_id, project_name, checksum), of_project in paths.items()
    ]


class Looking:
    """A drop while it is looked at. `part` blocks; it is called on the pool, by one thread at a time."""

    def __init__(
        self,
        submit: Submit,
        account_id: str,
        *,
        clock: Callable[[], float],
        looked_at: Callable[[int], object],
        stop: Callable[[], bool],
    ) -> None:
        """`looked_at` is told how many files were inspected so far; `clock` is in seconds."""
        self._submit = submit
        self._account_id = account_id
        self._clock = clock
        self._looked_at = looked_at
        self._stop = stop
        self._refused = list(submit.refused)
        self._found = walk(submit.paths, stop=stop)
        self._count = 0

    def part(self) -> Part:
        """Look at the next files and return a draft (id 0) of each."""
        drafts = [draft(refusal, self._submit, self._account_id) for refusal in self._refused]
        self._refused.clear()
        until = self._clock() + PART_SECONDS
        for found in self._found:
            if self._stop():
                break
            drafts.append(draft(self._inspected(found), self._submit, self._account_id))
            self._count += 1
            if self._count % REPORT_EVERY == 0:
                self._looked_at(self._count)
            if len(drafts) >= PART_FILES or self._clock() >= until:
                return Part(drafts, last=False)
        return Part(drafts, last=True)

    def _inspected(self, found: bytes | Refusal) -> MediaFile | Refusal:
        if isinstance(found, Refusal):
            return found
        return inspect(found, image_kind=self._submit.image_kind, only_kind=self._submit.only_kind)


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
