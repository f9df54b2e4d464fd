"""Rows of a journal as a test wants them, whatever stage they are at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from layers_desktop.media.inspection import NewFile
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.transfer import Transfer


def add_rows(journal: Journal, drafts: Sequence[Transfer], run: str) -> list[Transfer]:
    """Write these down as one batch; returns them with their ids."""
    if not drafts:
        return []
    first = drafts[0]
    submit = Submit(
        files=tuple(NewFile(draft.path) for draft in drafts),
        project_id=first.project_id,
        project_name=first.project_name,
    )
    batch = journal.add(submit, first.account_id, run, first.created_at)
    rows = [
        replace(draft, id=id_, batch_id=batch.common.batch_id)
        for id_, draft in zip(batch.ids, drafts, strict=True)
    ]
    journal.save(rows)
    return rows
