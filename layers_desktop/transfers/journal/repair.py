"""A damaged journal's file: set aside, and read as far as it can be read.

One of the importers of SQLite: it works on open databases that `database` hands it.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from layers_desktop.core.errors import Problem
from layers_desktop.settings.json_file import atomic_write
from layers_desktop.transfers.journal.schema import searched_text

TABLES = ("batch", "transfer", "incoming", "asset")
"""In the order in which their rows refer to each other."""
DAMAGE = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file raises: SQLite's words quote what they complain of, which need not be text."""
UNREADABLE_IN_A_ROW = 1_000
"""Row numbers that may be unreadable one after the other before the rest of a table is given up."""
LAST_ROW = 2**53
"""No row was ever written with a higher number; one that was copied would leave none for new rows."""
_LOST_BATCHES = (
    "INSERT OR IGNORE INTO batch SELECT batch_id, account_id, project_id, created_at FROM transfer "
    "WHERE typeof(batch_id) = 'integer' AND batch_id BETWEEN 1 AND :last GROUP BY batch_id"
)
"""A drop whose own row is lost."""
_NUMBERS_BEGIN = (
    "INSERT INTO sqlite_sequence (name, seq) SELECT 'transfer', 0 "
    "WHERE :last AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'transfer')"
)
_NUMBERS_GO_ON = (
    "UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT max(transfer_id) FROM asset "
    "WHERE typeof(transfer_id) = 'integer' AND transfer_id < :last), 0)) WHERE name = 'transfer'"
)
"""No later upload gets the number of a lost one whose asset is there."""

_WITHOUT_TEXT = (
    "SELECT asset.rowid, asset.name, asset.asset_id, asset.kind, project_name, asset.sha256 "
    "FROM asset NOT INDEXED LEFT JOIN transfer ON transfer.id = transfer_id "
    "WHERE NOT EXISTS (SELECT 1 FROM asset_text WHERE number = asset.rowid)"
)


def set_aside(path: Path) -> Path:
    """Keep a copy of the journal, and of its unfinished transaction if there is one; returns where."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    _copy_file(path, kept)
    # SQLite would play an unfinished transaction of the old file into the one that takes its place.
    unfinished = _journal_of(path)
    if unfinished.exists():
        if unfinished.stat().st_size:  # an empty one holds no transaction
            _copy_file(unfinished, _journal_of(kept))
        unfinished.unlink()
    return kept


def discard(path: Path) -> None:
    """Remove a journal that is of no use, if there is one."""
    path.unlink(missing_ok=True)
    _journal_of(path).unlink(missing_ok=True)


def _journal_of(path: Path) -> Path:
    """Return where SQLite keeps the unfinished transaction of that file."""
    return path.with_name(f"{path.name}-journal")


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as content, atomic_write(target) as copy:
        shutil.copyfileobj(content, copy)


def tolerant(text: bytes) -> str:
    """Return what SQLite holds as text, with U+FFFD for what is none."""
    return text.decode("utf-8", "replace")


def recover(damaged_file: Path, fresh: sqlite3.Connection) -> int:
    """Copy every row that can be read from the damaged file, all or nothing; returns how many transfers.

    Raises sqlite3.Error when the fresh one cannot be written.
    """
    # What is left of a drop or an asset is kept, also where the row that it refers to is lost.
    fresh.execute("PRAGMA foreign_keys = OFF")
    fresh.execute("BEGIN IMMEDIATE")
    with fresh:
        with closing(sqlite3.connect(f"{damaged_file.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.row_factory = sqlite3.Row
            source.text_factory = tolerant
            copied = {table: _copy(source, fresh, table) for table in TABLES}
        for statement in (_LOST_BATCHES, _NUMBERS_BEGIN, _NUMBERS_GO_ON):
            fresh.execute(statement, {"last": LAST_ROW})
        return copied["transfer"] + without_row(fresh)


def add_missing_text(db: sqlite3.Connection) -> None:
    """Write down what is searched of assets that an older program wrote, or that were recovered."""
    rows = db.execute(_WITHOUT_TEXT).fetchall()
    texts = ((row[0], searched_text(*(part and str(part) for part in row[1:]))) for row in rows)
    db.executemany("INSERT INTO asset_text VALUES (?, ?)", texts)


def without_row(db: sqlite3.Connection) -> int:
    """Return how many files came in and have no row of their own yet; see `Journal.add`."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'incoming'").fetchone() is None:
        return 0  # an older edition
    counted = "SELECT coalesce(sum(json_array_length(files)), 0) FROM incoming WHERE json_valid(files)"
    return int(db.execute(counted).fetchone()[0])


def damaged(kept: Path, recovered: int) -> Problem:
    """Return the problem for the person."""
    if recovered:
        row = "journal.damaged/recovered_one" if recovered == 1 else "journal.damaged/recovered"
        return Problem.of(row, n=recovered, file=kept.name)
    return Problem.of("journal.damaged", file=kept.name)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> int:
    """Copy row by row, stepping over what cannot be read."""
    if not _is_table(source, table):
        return 0
    copied, unreadable, last = 0, 0, 0
    known = {row[1] for row in target.execute(f"PRAGMA table_info({table})")}
    while unreadable < UNREADABLE_IN_A_ROW and last < LAST_ROW:
        try:
            row = source.execute(
                f"SELECT rowid AS row_number, * FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1",  # noqa: S608 - our own words
                (last,),
            ).fetchone()
        except DAMAGE as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
                break  # not even the table is there
            unreadable += 1
            last += 1
            continue
        if row is None:
            break
        number = int(row["row_number"])
        if number <= last:
            # A damaged tree may answer with a row that comes before: going back there would never end.
            unreadable += 1
            last += 1
            continue
        unreadable, last = 0, number
        if last < LAST_ROW:
            values = {name: row[name] for name in row.keys() if name in known}  # noqa: SIM118 - a Row is no dict
            copied += _insert(target, table, values)
    return copied


def _is_table(db: sqlite3.Connection, name: str) -> bool:
    """Tell a table from a view of its name, which may never end; one that cannot be told is a table."""
    try:
        row = db.execute("SELECT type FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    except DAMAGE:
        return True
    return row is None or row["type"] == "table"


def _insert(target: sqlite3.Connection, table: str, values: dict[str, object]) -> int:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    try:
        statement = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - our own names
        return target.execute(statement, values).rowcount
    except sqlite3.IntegrityError:
        return 0  # a row whose content is damaged fits no table
