"""Drops that are being looked at, one file each, so that an end in the middle of one loses nothing of it.

What was looked at is in the journal; the file says what the drop was, and goes when all of it was looked at.
A later start of the window looks again at what a dead run left, and enters what is not in the journal yet.
`upload` notes nothing: it is called again with the same paths. Queue's thread only.
"""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from layers_desktop.errors import Problem
from layers_desktop.media.kinds import Kind
from layers_desktop.settings.document import atomic_write
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.run import Run
from layers_desktop.transfers.transfer import IfKnown, Transfer

log = logging.getLogger(__name__)

MOST_CRASHES = 3
"""What was being looked at in so many crashes may be their cause, and would cause one at every start."""

LOST = Problem(
    code="intake.lost",
    title="Some of the files you added last time may be missing",
    explanation="Layers Desktop ended while it was still looking at them, and cannot go on by itself.",
    kept="Files already in the list go on.",
    action="Drop the others again.",
)


@dataclass(frozen=True, slots=True)
class OpenDrop:
    """A drop that is not in the journal as a whole yet."""

    submit: Submit
    account_id: str
    after_batch: int
    """The journal's newest batch when it was dropped: all of its rows are of later ones."""
    again: bool = False
    """An earlier run had begun to look at it."""
    crashes: int = 0
    """How many runs ended by no will of theirs while they looked at it."""
    note: Path | None = None
    """Its file; None where none could be written."""


class OpenDrops:
    """The notes of all runs, in one folder."""

    def __init__(self, folder: Path, run: Run, journal: Journal) -> None:
        self._folder = folder
        self._run = run
        self._journal = journal

    def begin(self, submit: Submit, account_id: str) -> OpenDrop:
        """Note a drop, before it is looked at. Where that fails it is looked at all the same."""
        if submit.carry_on:
            return OpenDrop(submit, account_id, 0)  # it is called again, and needs no note
        return self._noted(OpenDrop(submit, account_id, self._journal.last_batch()))

    def end(self, drop: OpenDrop) -> None:
        """Know that nothing of it is left to look at, or that a person was told what was not."""
        if drop.note is not None:
            _remove(drop.note)

    def left(self, account_id: str) -> tuple[list[OpenDrop], int]:
        """Take over what dead runs left of this organization, and say how many nobody can go on with."""
        found: list[OpenDrop] = []
        lost = 0
        for note in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            run = note.name.partition("-")[0]
            if self._run.alive(run):
                continue
            drop = self._usable(_read(note), crashed=self._run.crashed(run))
            if drop is None:
                lost += 1
                _remove(note)
            elif drop.account_id == account_id:
                taken = self._noted(drop)
                if taken.note is None:
                    taken = replace(taken, note=note)  # no room for another: the one that is there will do
                else:
                    _remove(note)
                found.append(taken)
        return found, lost

    def missing(self, drop: OpenDrop, drafts: list[Transfer]) -> list[Transfer]:
        """Return the drafts that are not in the journal yet: what became of the others does not matter."""
        if not drop.again:
            return drafts
        entered = self._journal.entered_after(drop.after_batch, drop.account_id, drop.submit.project_id)
        return [draft for draft in drafts if draft.path not in entered]

    def _usable(self, drop: OpenDrop | None, *, crashed: bool) -> OpenDrop | None:
        if drop is None or drop.after_batch > self._journal.last_batch():
            return None  # damaged, or of another journal: what of it was sent cannot be told
        drop = replace(drop, crashes=drop.crashes + crashed)
        return drop if drop.crashes < MOST_CRASHES else None

    def _noted(self, drop: OpenDrop) -> OpenDrop:
        note = self._folder / "-".join((self._run.id, uuid.uuid4().hex + ".json"))
        try:
            with atomic_write(note) as file:
                file.write(_encoded(drop))
        except OSError as error:
            log.warning("a drop could not be noted: %s", error.strerror)
            return replace(drop, note=None)
        return replace(drop, note=note)


def _remove(note: Path) -> None:
    with contextlib.suppress(OSError):  # it is looked at once more then, and nothing of it is missing
        note.unlink()


def _encoded(drop: OpenDrop) -> bytes:
    submit = drop.submit
    content = {
        "account": drop.account_id,
        "after_batch": drop.after_batch,
        "crashes": drop.crashes,
        "paths": [base64.b64encode(path).decode("ascii") for path in submit.paths],
        "project_id": submit.project_id,
        "project_name": submit.project_name,
        "image_kind": submit.image_kind,
        "only_kind": submit.only_kind,
        "checksum": submit.checksum,
        "if_known": submit.if_known,
    }
    return json.dumps(content).encode("ascii")


def _read(note: Path) -> OpenDrop | None:
    """Return what was noted; None for what cannot be read."""
    try:
        content = json.loads(note.read_bytes())
        only = content["only_kind"]
        submit = Submit(
            paths=tuple(base64.b64decode(path, validate=True) for path in content["paths"]),
            project_id=str(content["project_id"]),
            project_name=str(content["project_name"]),
            image_kind=Kind(content["image_kind"]),
            only_kind=None if only is None else Kind(only),
            checksum=content["checksum"] is True,
            if_known=IfKnown(content["if_known"]),
        )
        return OpenDrop(
            submit,
            str(content["account"]),
            int(content["after_batch"]),
            again=True,
            crashes=int(content["crashes"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        log.warning("the note of a drop could not be read: %s", type(error).__name__)
        return None
