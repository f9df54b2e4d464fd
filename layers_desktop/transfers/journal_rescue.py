"""A damaged journal: set aside, and read as far as it can be read.

The other half of the door to SQLite: it works on open databases that `journal` hands it.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from layers_desktop.errors import Problem

TABLES = ("batch", "transfer", "asset")
"""In the order in which their rows refer to each other."""
DAMAGE = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file raises: SQLite's words quote what they complain of, which need not be text."""
UNREADABLE_IN_A_ROW = 1_000
"""Row numbers that may be unreadable one after the other before the rest of a table is given up."""


def set_aside(path: Path) -> Path:
    """Rename the journal, and its unfinished transaction if there is one; returns where it is kept."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    path.rename(kept)
    # SQLite would play an unfinished transaction of the old file into the new one.
    unfinished = path.with_name(f"{path.name}-journal")
    if unfinished.exists() and unfinished.stat().st_size:  # an empty one holds no transaction
        unfinished.rename(kept.with_name(f"{kept.name}-journal"))
    return kept


def tolerant(text: bytes) -> str:
    """Return what SQLite holds as text, with U+FFFD for what is none."""
    return text.decode("utf-8", "replace")


def recover(kept: Path, fresh: sqlite3.Connection) -> int:
    """Copy every row that can be read from the damaged file; returns how many transfers."""
    transfers = 0
    try:
        with closing(sqlite3.connect(f"{kept.absolute().as_uri()}?mode=ro", uri=True)) as damaged_db:
            damaged_db.row_factory = sqlite3.Row
            for table in TABLES:
                copied = _copy(damaged_db, fresh, table)
                transfers += copied if table == "transfer" else 0
    except DAMAGE:
        # Not even the list of its tables can be read: nothing more is to be had of it.
        return transfers
    return transfers


def damaged(kept: Path, recovered: int) -> Problem:
    """Return words for the person."""
    saved = f"{recovered} uploads could be read and go on. " if recovered else ""
    return Problem(
        code="journal.damaged",
        title="The list of uploads was damaged",
        explanation="A new one was started.",
        kept=f"{saved}The damaged file is kept as {kept.name}; assets at Layers are not touched.",
        action="" if recovered else "Drop files again that had not finished.",
    )


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> int:
    """Copy row by row, stepping over what cannot be read."""
    copied, unreadable, last = 0, 0, 0
    known = {row[1] for row in target.execute(f"PRAGMA table_info({table})")}
    while unreadable < UNREADABLE_IN_A_ROW:
        try:
            row = source.execute(
                f"SELECT rowid AS row_number, * FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1",  # noqa: S608 - our own words
                (last,),
            ).fetchone()
        except DAMAGE:
            unreadable += 1
            last += 1
            continue
        if row is None:
            break
        unreadable, last = 0, int(row["row_number"])
        values = {name: row[name] for name in row.keys() if name in known}  # noqa: SIM118 - a Row is no dict
        copied += _insert(target, table, values)
    return copied


def _insert(target: sqlite3.Connection, table: str, values: dict[str, object]) -> int:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    try:
        statement = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - our own names
        return target.execute(statement, values).rowcount
    except DAMAGE:
        return 0  # a row whose content is damaged fits no table
