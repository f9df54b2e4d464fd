"""Every transfer and asset on disk: one SQLite file, used by the queue's thread alone.

Each method is one transaction. A signed URL or a key is never written. Its mode is SQLite's rollback journal,
because WAL breaks on network homes. The window and `upload` may use one file at the same time.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from layers_desktop.errors import Problem, UserError
from layers_desktop.transfers.journal_rows import COLUMNS, SCHEMA, VERSION, from_row, to_row
from layers_desktop.transfers.transfer import Stage, Transfer

_OPEN = "listed = 1 AND stage IN ('queued', 'signed', 'stored', 'failed')"
"""What a later start takes up: unfinished transfers, and failed ones that wait for a person."""

_ASSIGNMENTS = ", ".join(f"{name} = :{name}" for name in COLUMNS)
_UPDATE = f"UPDATE transfer SET {_ASSIGNMENTS} WHERE id = :id"  # noqa: S608 - our own column names
_INSERT = (
    f"INSERT INTO transfer ({', '.join(COLUMNS)}, run) "  # noqa: S608 - our own column names
    f"VALUES ({', '.join(f':{name}' for name in COLUMNS)}, :run)"
)


class JournalUnusable(UserError):
    """The journal cannot be opened, read or written; nothing may be uploaded without one."""


class Journal:
    """The open journal. `opened_with` says what was mended on the way, for the window to show.

    Every method raises `JournalUnusable` when the disk or the file does not let it do its work; then nothing
    of that call is written.
    """

    def __init__(self, path: Path) -> None:
        """Open or create it. Blocking: queue's thread only."""
        self.opened_with: Problem | None = None
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._db = _open(path)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self.opened_with = _set_aside(path)
                self._db = _open(path)
        except (sqlite3.Error, OSError) as error:
            raise unusable(error) from None

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add_batch(self, drafts: Sequence[Transfer], run: str) -> list[Transfer]:
        """Write one drop down; returns the transfers with their ids, in order. All have one project."""
        if not drafts:
            return []
        first = drafts[0]
        with self._transaction():
            batch_id = self._db.execute(
                "INSERT INTO batch (account_id, project_id, created_at) VALUES (?, ?, ?)",
                (first.account_id, first.project_id, first.created_at),
            ).lastrowid
            return [self._insert(replace(draft, batch_id=batch_id or 0), run) for draft in drafts]

    def save(self, transfers: Iterable[Transfer]) -> None:
        """Write down how transfers stand; a finished one becomes an asset in the same transaction."""
        with self._transaction():
            for transfer in transfers:
                self._db.execute(_UPDATE, to_row(transfer))
                if transfer.stage is Stage.DONE:
                    self._add_asset(transfer)

    def unlist(self, ids: Iterable[int]) -> None:
        """Take settled rows off the list of later starts; they stay in the journal."""
        with self._transaction():
            self._db.executemany("UPDATE transfer SET listed = 0 WHERE id = ?", [(id_,) for id_ in ids])

    def runs_with_work(self, account_id: str) -> list[str]:
        """Return the runs of the program that left transfers which are not settled, or failed."""
        with self._transaction():
            rows = self._db.execute(
                f"SELECT DISTINCT run FROM transfer WHERE account_id = ? AND {_OPEN}",  # noqa: S608 - a constant
                (account_id,),
            )
            return [str(row["run"]) for row in rows]

    def adopt(self, account_id: str, runs: Iterable[str], run: str) -> list[Transfer]:
        """Take over what those runs left unfinished or failed, in drop order.

        Two programs that ask at the same time get different transfers.
        """
        adopted: list[Transfer] = []
        with self._transaction():
            for old in runs:
                rows = self._db.execute(
                    f"SELECT * FROM transfer WHERE account_id = ? AND run = ? AND {_OPEN}",  # noqa: S608 - a constant
                    (account_id, old),
                )
                adopted += [from_row(dict(row)) for row in rows]
                self._db.execute(
                    f"UPDATE transfer SET run = ? WHERE account_id = ? AND run = ? AND {_OPEN}",  # noqa: S608
                    (run, account_id, old),
                )
        return sorted(adopted, key=lambda transfer: transfer.id)

    def transfer(self, transfer_id: int) -> Transfer | None:
        """Return one transfer as it is written down."""
        with self._transaction():
            row = self._db.execute("SELECT * FROM transfer WHERE id = ?", (transfer_id,)).fetchone()
        return None if row is None else from_row(dict(row))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, and apart from other programs from its first read on."""
        try:
            # At once: two programs that read first and write later would both take over the same transfers.
            self._db.execute("BEGIN IMMEDIATE")
            with self._db:
                yield
        except sqlite3.Error as error:
            raise unusable(error) from None

    def _insert(self, draft: Transfer, run: str) -> Transfer:
        cursor = self._db.execute(_INSERT, {**to_row(draft), "run": run})
        return replace(draft, id=cursor.lastrowid or 0)

    def _add_asset(self, transfer: Transfer) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO asset VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                transfer.asset_id,
                transfer.account_id,
                transfer.project_id,
                transfer.asset_url,
                transfer.kind,
                transfer.mime_type,
                transfer.name,
                transfer.size,
                transfer.sha256,
                transfer.id,
                transfer.finished_at or time.time(),
            ),
        )


def _open(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600, exist_ok=True)
    db = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        _bring_up(db)
    except BaseException:
        db.close()
        raise
    return db


def _bring_up(db: sqlite3.Connection) -> None:
    """Check what is there and make what is not."""
    db.execute("BEGIN IMMEDIATE")  # another program may be making it at this moment
    with db:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version > VERSION:
            raise _newer(version)
        if version == 0:
            for statement in SCHEMA.split(";"):
                db.execute(statement)
    check = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if check != "ok":
        raise sqlite3.DatabaseError(check)


def _set_aside(path: Path) -> Problem:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    path.rename(kept)
    # SQLite would play an unfinished transaction of the old file into the new one.
    unfinished = path.with_name(f"{path.name}-journal")
    if unfinished.exists():
        unfinished.rename(kept.with_name(f"{kept.name}-journal"))
    return Problem(
        code="journal.damaged",
        title="The list of uploads was damaged",
        explanation="A new one was started.",
        kept=f"The damaged file is kept as {kept.name}; assets at Layers are not touched.",
        action="Drop files again that had not finished.",
    )


def _newer(version: int) -> JournalUnusable:
    return JournalUnusable(
        Problem(
            code="journal.newer",
            title="The list of uploads was written by a newer Layers Desktop",
            explanation=f"It has format {version}; this version knows {VERSION}.",
            kept="Nothing was changed.",
            action="Update Layers Desktop.",
        )
    )


def unusable(error: sqlite3.Error | OSError) -> JournalUnusable:
    """Return the error for a disk or a folder that does not let a journal be kept."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else error
    return JournalUnusable(
        Problem(
            code="journal.unusable",
            title="The list of uploads cannot be kept",
            explanation=f"This computer says: {why}.",
            kept="Your files are kept.",
            action="Check that the disk is not full and that you may write to your home folder.",
        )
    )
