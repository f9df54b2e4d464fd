"""A row of the journal with a value that cannot be read: what a person is shown of it. Pure."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from layers_desktop.core.errors import Problem
from layers_desktop.media.formats import Kind
from layers_desktop.transfers.journal_rows import from_row, is_readable
from layers_desktop.transfers.transfer import ROW_DAMAGED, Stage, Transfer

_NEEDED: Final = ("account_id", "project_id", "path")
"""Without one of these a file cannot be sent once more from its row."""
_SAFE: Final[dict[str, Any]] = {
    "batch_id": 0,
    "project_id": "",
    "project_name": "",
    "path": b"",
    "kind": Kind.IMAGE.value,
    "mime_type": "application/octet-stream",
    "size": 0,
    "checksum": 1,
    "created_at": 0.0,
    "tries": 0,
}
"""What stands in for a value that cannot be read; a Retry looks at the file again for kind, type and size."""


def readable(row: Mapping[str, Any]) -> Transfer | None:
    """Return the transfer that a row holds, as a failed or refused one where the row is damaged.

    None for a damaged row of an upload that was done: its asset stands in the history.
    """
    try:
        return from_row(row)
    except ValueError:
        return _salvaged(row)


def _salvaged(row: Mapping[str, Any]) -> Transfer | None:
    if row["stage"] == Stage.DONE or isinstance(row["asset_id"], str):
        return None
    values = {name: row[name] if is_readable(name, row[name]) else safe for name, safe in _SAFE.items()}
    values["account_id"] = row["account_id"]
    path = values["path"]
    name = row["name"] if is_readable("name", row["name"]) else _name(path)
    again = bool(path) and all(is_readable(needed, row[needed]) for needed in _NEEDED)
    return Transfer(
        **{**values, "kind": Kind(values["kind"] or Kind.IMAGE), "checksum": bool(values["checksum"])},
        id=row["id"],
        name=name,
        mtime_ns=None,  # as of no file: whatever lies there now is looked at before it is sent
        stage=Stage.FAILED if again else Stage.REFUSED,
        problem=_problem(name, again=again),
        finished_at=values["created_at"],
    )


def _name(path: bytes) -> str:
    return os.fsencode(Path(os.fsdecode(path)).name).decode("utf-8", "replace") or "?"


def _problem(name: str, *, again: bool) -> Problem:
    return Problem(
        code=ROW_DAMAGED,
        title=f"What the list of uploads says of “{name}” is damaged",
        explanation="It cannot be told how far this upload had come.",
        kept="Your file is kept.",
        action="Look for it at Layers; Retry sends it again."
        if again
        else "Look for it at Layers, and drop it again if it is not there.",
    )
