"""From a `Submit` to drafts of transfers: walk the folders, look at each file. Blocking, on the pool."""

from __future__ import annotations

import time
from collections.abc import Callable

from layers_desktop.errors import Problem
from layers_desktop.media.inspect import MediaFile, Refusal, inspect
from layers_desktop.media.intake import walk
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.transfer import Stage, Transfer

REPORT_EVERY = 50
"""Files between two words on how far it has come."""

NOTHING_FOUND = Problem(
    code="intake.nothing",
    title="Nothing was added",
    explanation="There was no file in what you dropped.",
)


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
    if isinstance(entry, Refusal):
        return Transfer(
            id=0,
            batch_id=0,
            account_id=account_id,
            project_id=submit.project_id,
            project_name=submit.project_name,
            path=entry.path,
            name=entry.name,
            size=entry.size,
            stage=Stage.REFUSED,
            problem=entry.problem,
            created_at=now,
            finished_at=now,
        )
    return Transfer(
        id=0,
        batch_id=0,
        account_id=account_id,
        project_id=submit.project_id,
        project_name=submit.project_name,
        path=entry.path,
        name=entry.name,
        kind=entry.kind,
        mime_type=entry.mime_type,
        size=entry.size,
        mtime_ns=entry.mtime_ns,
        checksum=submit.checksum,
        created_at=now,
    )
