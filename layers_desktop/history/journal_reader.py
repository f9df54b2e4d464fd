"""A second look into the journal, which can only read: for the history. The queue's thread alone writes.

SQLite's rollback journal lets nobody write while somebody reads, so each read here takes a few milliseconds,
and the file is open only as long as one is at it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from layers_desktop.core.errors import Problem, UserError

BUSY_SECONDS = 15.0
"""How long a writer is waited for: longer than the longest write, of thousands of rows at once, can take."""
_ASSETS = (
    "SELECT asset.rowid AS number, asset.*, transfer.project_name AS project_name, transfer.path AS path "
    "FROM asset LEFT JOIN transfer ON transfer.id = asset.transfer_id "
    "WHERE asset.rowid > ? ORDER BY asset.rowid LIMIT ?"
)
"""The project's name as it was then stands in the transfer that each asset came from."""


class HistoryUnusable(UserError):
    """The journal or the index does not let the history be read; uploads do not depend on it."""


class JournalReader:
    """The assets of a journal, in the order in which they were written down. Use as a context manager.

    Every method raises HistoryUnusable where the file cannot be read now. A journal that does not exist yet
    has no assets.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        if self._path.exists():
            place = f"{self._path.absolute().as_uri()}?mode=ro"
            try:
                self._db = sqlite3.connect(place, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
                self._db.row_factory = sqlite3.Row
            except sqlite3.Error as error:
                raise unreadable(error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._db is not None:
            self._db.close()

    def last_number(self) -> int:
        """Return the number of the newest asset, 0 without one."""
        rows = self._rows("SELECT max(rowid) AS number FROM asset")
        return int(rows[0]["number"] or 0) if rows else 0

    def mark_at(self, number: int) -> tuple[str, float] | None:
        """Return what tells the asset with this number from others: its id, and when it was made."""
        rows = self._rows("SELECT asset_id, created_at FROM asset WHERE rowid = ?", number)
        return (str(rows[0]["asset_id"]), float(rows[0]["created_at"])) if rows else None

    def after(self, number: int, limit: int) -> Sequence[sqlite3.Row]:
        """Return the assets that follow this number."""
        return self._rows(_ASSETS, number, limit)

    def _rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:  # noqa: ANN401 - what SQLite takes
        if self._db is None:
            return []
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise unreadable(error) from None


def unreadable(error: sqlite3.Error) -> HistoryUnusable:
    """Return the error for a journal or an index that cannot be read now."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return HistoryUnusable(
            Problem(code="history.busy", title="History is busy", action="Try again in a moment.")
        )
    return HistoryUnusable(
        Problem(
            code="history.unreadable",
            title="The history cannot be read just now",
            explanation=f"This computer says: {error}.",
            kept="Uploads go on, and assets at Layers are not touched.",
            action="Try again in a moment.",
        )
    )
