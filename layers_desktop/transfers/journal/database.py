"""The journal's file: opened, made, brought up to this edition, set aside when it is damaged.

One of the importers of SQLite. What the tables hold is `journal_rows`, what is read and written `journal`.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.files import make_folder
from layers_desktop.transfers.journal.repair import (
    TABLES,
    add_missing_text,
    damaged,
    discard,
    recover,
    set_aside,
    tolerant,
    without_row,
)
from layers_desktop.transfers.journal.schema import MIGRATIONS, SCHEMA, VERSION
from layers_desktop.transfers.transfer import Stage


class JournalUnusable(UserError):
    """The journal cannot be opened, read or written; nothing may be uploaded without one."""


def open_journal(path: Path) -> tuple[sqlite3.Connection, Problem | None]:
    """Open or create the file, and say what was mended on the way. Blocking.

    Raises `JournalUnusable` when the disk or the folder lets none be kept, or a newer program wrote it.
    """
    try:
        make_folder(path.parent)
        try:
            return _open(path), None
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # its words quote what is no text
            if not _is_damage(error, path):
                raise
            problem = _rescue(path)
            return _open(path), problem
    except (sqlite3.Error, OSError) as error:
        raise unusable(error) from None


def _open(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600, exist_ok=True)
    db = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    try:
        db.row_factory = sqlite3.Row
        db.text_factory = tolerant  # one torn name must not keep the other rows from being read
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA journal_mode = TRUNCATE")  # as safe as DELETE, and spares the folder a write
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        _keep_older(db, path)
        _bring_up(db)
    except BaseException:
        db.close()
        raise
    return db


def _rescue(path: Path) -> Problem:
    """Put a journal with every row that can be read in the place of the damaged one, which is kept.

    Until the last step the damaged file stays where it is: an end at any moment costs nothing, and the next
    start does it again.
    """
    rescued = path.with_name(f"{path.name}.rescued")
    discard(rescued)  # what an earlier rescue did not come to an end with
    with closing(_open(rescued)) as db:
        transfers = recover(path, db)
    kept = set_aside(path)
    rescued.replace(path)
    discard(rescued)  # its journal, which is empty
    return damaged(kept, transfers)


def _is_damage(error: Exception, path: Path) -> bool:
    """Tell a file that holds nonsense from a disk that does not give or take it."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF  # the primary of extended codes
    if code == sqlite3.SQLITE_READONLY:
        return os.access(path, os.W_OK)  # spoilt version bytes make SQLite take it for read-only
    return code not in _THE_DISKS_FAULT


_THE_DISKS_FAULT = {
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
}


def _keep_older(db: sqlite3.Connection, path: Path) -> None:
    """Copy a journal of an older edition before it is changed, so that the older program can go back."""
    version = _version(db)
    if not 0 < version < VERSION:
        return
    copy = path.with_name(f"{path.name}.edition-{version}")
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(copy)) as kept:
        db.backup(kept)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _bring_up(db: sqlite3.Connection) -> None:
    """Check what is there and make what is not."""
    db.execute("BEGIN IMMEDIATE")  # another program may be making it at this moment
    with db:
        version = _version(db)
        if version > VERSION:
            raise _newer(version)
        _refuse_foreign(db, version)
        for statement in _statements(version).split(";"):
            db.execute(statement)
        add_missing_text(db)
    # The quick check does not compare indexes with rows; where they differ, the first write would fail.
    check = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if check != "ok":
        raise sqlite3.DatabaseError(check)
    with closing(sqlite3.connect(":memory:")) as ours:
        ours.executescript(_statements(0))
        if _columns(db) != _columns(ours):  # damage to a name leaves all pages in order
            raise sqlite3.DatabaseError("the tables have other columns")


def _refuse_foreign(db: sqlite3.Connection, version: int) -> None:
    """Raise DatabaseError where the file holds more than that edition made: triggers and views are run."""
    with closing(sqlite3.connect(":memory:")) as ours:
        if version:
            ours.executescript(SCHEMA + "".join(MIGRATIONS[edition] for edition in range(1, version)))
        if _objects(db) - _objects(ours):
            raise sqlite3.DatabaseError("there is more in it than the program made")


def _objects(db: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Return type, name and table of all that a database holds, without SQLite's own tables."""
    rows = db.execute("SELECT type, name, tbl_name FROM sqlite_master")
    return {(kind, name, of) for kind, name, of in rows if kind != "table" or not name.startswith("sqlite_")}


def _statements(version: int) -> str:
    """Return what makes this edition of an older one; 0 is an empty file."""
    statements = SCHEMA if version == 0 else ""
    return statements + "".join(MIGRATIONS[edition] for edition in range(max(version, 1), VERSION))


def _columns(db: sqlite3.Connection) -> list[list[str]]:
    return [
        [row[1] for row in db.execute(f"PRAGMA table_info({table})")] for table in (*TABLES, "asset_text")
    ]


def _newer(version: int) -> JournalUnusable:
    return JournalUnusable(Problem.of("journal.newer", found=version, known=VERSION))


def stage_counts(path: Path) -> dict[str, int]:
    """Return how many transfers stand at each stage, read without changing or locking anything for long.

    Raises `JournalUnusable`; for the doctor, who runs beside the program. Blocking.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=2.0)) as db:
            if any(kind == "view" for kind, _, _ in _objects(db)):  # in a table's place it may never end
                raise sqlite3.DatabaseError("there is more in it than the program made")
            rows = db.execute("SELECT stage, count(*) FROM transfer GROUP BY stage ORDER BY stage")
            counts = {str(stage): int(count) for stage, count in rows}
            if waiting := without_row(db):
                counts[Stage.QUEUED] = counts.get(Stage.QUEUED, 0) + waiting
            return counts
    except sqlite3.Error as error:
        raise unusable(error) from None


def unusable(error: sqlite3.Error | OSError) -> JournalUnusable:
    """Return the error for a disk or a folder that does not let a journal be kept."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else error
    return JournalUnusable(Problem.of("journal.unusable", why=str(why)))
