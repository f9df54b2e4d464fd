"""The assets in the journal, searched by a connection that can only read.

In SQLite's rollback-journal mode nobody commits while somebody reads, so the table is read newest first, some
thousand rows at a time, each in a statement of a few milliseconds. A writer in the middle of a commit is
waited for, here and never in the GUI thread.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from layers_desktop.core.errors import Problem, UserError
from layers_desktop.history.messages import Asset, AssetFilter
from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.journal.repair import tolerant
from layers_desktop.transfers.journal.schema import VERSION, encodable

READ_AT_ONCE: Final = 2_000
"""Rows of one statement."""
BUSY_SECONDS: Final = 15.0
"""How long a writer is waited for: longer than the longest write, of thousands of rows at once, can take."""
_BUSY_MS: Final = 50
"""How long SQLite waits before this module is asked whether to go on."""
_IN_USE: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_LAST: Final = 2**63 - 1
_NEWEST: Final = "SELECT max(rowid) FROM asset WHERE rowid > ? AND rowid < ?"
_COUNT: Final = "SELECT count(*)"
_PAGE: Final = (
    "SELECT asset.rowid AS number, asset.*, transfer.project_name AS project_name, transfer.path AS path"
)
"""The project's name as it was then stands in the transfer that each asset came from."""
_TRANSFER: Final = " LEFT JOIN transfer ON transfer.id = asset.transfer_id"
_KINDS: Final = frozenset(MediaKind)


class HistoryUnusable(UserError):
    """The journal does not let the history be read; uploads do not depend on it."""


class AssetSearch:
    """Searches the journal at this path. Blocking; history's thread.

    Every method raises HistoryUnusable where the file cannot be read now. A journal that does not exist yet
    has no assets. `closing` is asked whether to wait no more.
    """

    def __init__(self, journal: Path, closing: Callable[[], bool]) -> None:
        self._journal = journal
        self._closing = closing

    def page(
        self, wanted: AssetFilter, limit: int, *, before: int | None = None, after: int = 0
    ) -> list[Asset]:
        """Return the newest that fit of those between the two numbers, newest first."""
        found: list[Asset] = []
        source, number, conditions, values = _conditions(wanted)
        sql = f"{_PAGE} FROM {source}{_TRANSFER} WHERE {conditions} ORDER BY {number} DESC LIMIT ?"
        with closing(self._read(sql, (*values, limit), before, after)) as slices:
            for rows in slices:
                found += [_asset(row) for row in rows]
                if len(found) >= limit:
                    break
        return found[:limit]

    def count(self, wanted: AssetFilter) -> int:
        """Return how many fit."""
        source, _, conditions, values = _conditions(wanted)
        sql = f"{_COUNT} FROM {source} WHERE {conditions}"
        return sum(rows[0][0] for rows in self._read(sql, values, None, 0))

    def _read(
        self, sql: str, values: Sequence[object], before: int | None, after: int
    ) -> Generator[list[sqlite3.Row], None, None]:
        """Yield what the query finds among some thousand assets at a time, newest first."""
        if not self._journal.exists():
            return
        try:
            with closing(self._connect()) as db:
                if not self._is_ready(db):
                    return
                top = _LAST if before is None else before
                while (newest := self._rows(db, _NEWEST, (after, top))[0][0]) is not None:
                    lowest = max(newest - READ_AT_ONCE, after)
                    yield self._rows(db, sql, (lowest, newest, *values))
                    top = lowest + 1
        except sqlite3.Error as error:
            raise _unreadable(error) from None

    def _connect(self) -> sqlite3.Connection:
        place = f"{self._journal.absolute().as_uri()}?mode=ro"
        db = sqlite3.connect(place, uri=True, timeout=_BUSY_MS / 1000, isolation_level=None)
        db.row_factory = sqlite3.Row
        db.text_factory = tolerant
        return db

    def _is_ready(self, db: sqlite3.Connection) -> bool:
        """Tell whether there are tables; an older edition is one that the queue is about to migrate."""
        edition = self._rows(db, "PRAGMA user_version", ())[0][0]
        if 0 < edition < VERSION:
            raise _busy()
        return bool(edition)

    def _rows(self, db: sqlite3.Connection, sql: str, values: Sequence[object]) -> list[sqlite3.Row]:
        waits_until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                return db.execute(sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _IN_USE:
                    raise
                if self._closing() or time.monotonic() > waits_until:
                    raise _busy() from None


def _conditions(wanted: AssetFilter) -> tuple[str, str, str, list[object]]:
    """Return the table, its number, the conditions, and the values that follow the two numbers."""
    # CROSS JOIN and NOT INDEXED keep the order of the numbers: no index has it, and sorting reads everything.
    source, number = "asset NOT INDEXED", "asset.rowid"
    if wanted.words:
        source = "asset_text CROSS JOIN asset ON asset.rowid = asset_text.number"
        number = "asset_text.number"
    conditions = [f"{number} > ?", f"{number} <= ?", "asset.account_id = ?"]
    values: list[object] = [wanted.account_id]
    if wanted.project_id is not None:
        conditions.append("asset.project_id = ?")
        values.append(wanted.project_id)
    if wanted.file is not None:
        conditions.append("asset.size = ? AND ifnull(?, asset.sha256) IS asset.sha256")
        values += (wanted.file.size, wanted.file.sha256)
    for word in wanted.words:
        kinds = ", ".join("?" for _ in word.kinds)
        conditions.append(f"(instr(asset_text.searched, ?) OR asset.kind IN ({kinds}))")
        values += (encodable(word.text), *word.kinds)
    return source, number, " AND ".join(conditions), values


def _asset(row: sqlite3.Row) -> Asset:
    return Asset(
        number=row["number"],
        id=row["transfer_id"],
        asset_id=row["asset_id"],
        account_id=row["account_id"],
        project_id=row["project_id"],
        project_name=row["project_name"] or "",
        asset_url=row["url"],
        kind=MediaKind(row["kind"]) if row["kind"] in _KINDS else None,
        mime_type=row["mime_type"],
        name=row["name"],
        size=row["size"],
        sha256=row["sha256"],
        path=bytes(row["path"] or b""),
        created_at=row["created_at"],
        finished_at=row["created_at"],
    )


def _busy() -> HistoryUnusable:
    return HistoryUnusable(Problem.of("history.busy"))


def _unreadable(error: sqlite3.Error) -> HistoryUnusable:
    return HistoryUnusable(Problem.of("history.unreadable", why=str(error)))
