"""Every transfer and asset on disk: one SQLite file, used by the queue's thread alone.

Each method is one transaction. A signed URL or a key is never written. Its mode is SQLite's rollback journal,
because WAL breaks on network homes.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from layers_desktop.errors import Problem, UserError
from layers_desktop.media.kinds import Kind
from layers_desktop.transfers.transfer import Stage, Transfer

VERSION = 1
"""`PRAGMA user_version`; a newer journal is refused, an older one would be migrated."""

_COLUMNS = tuple(field.name for field in fields(Transfer) if field.name != "id")
_OPEN = "listed = 1 AND stage IN ('queued', 'signed', 'stored', 'failed')"
"""What a later start takes up: unfinished transfers, and failed ones that wait for a person."""

_SCHEMA = f"""
CREATE TABLE batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    created_at REAL NOT NULL
);
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id INTEGER NOT NULL REFERENCES batch (id),
    account_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    project_name TEXT NOT NULL,
    path BLOB NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    mime_type TEXT,
    size INTEGER,
    mtime_ns INTEGER,
    stage TEXT NOT NULL,
    resume_stage TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    upload_id TEXT,
    signed_at REAL,
    idempotency_key TEXT,
    tries INTEGER NOT NULL,
    sha256 TEXT,
    asset_id TEXT,
    asset_url TEXT,
    problem TEXT,
    created_at REAL NOT NULL,
    finished_at REAL,
    run TEXT NOT NULL,
    listed INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX transfer_open ON transfer (account_id, listed, stage);
CREATE TABLE asset (
    asset_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    url TEXT,
    kind TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT,
    transfer_id INTEGER NOT NULL REFERENCES transfer (id),
    created_at REAL NOT NULL,
    PRIMARY KEY (account_id, project_id, asset_id)
);
CREATE INDEX asset_known ON asset (project_id, size, sha256);
PRAGMA user_version = {VERSION};
"""


class JournalUnusable(UserError):
    """The journal cannot be opened; nothing may be uploaded without one."""


class Journal:
    """The open journal. `opened_with` says what was mended on the way, for the window to show."""

    def __init__(self, path: Path) -> None:
        """Open or create it; raises `JournalUnusable`. Blocking: queue's thread only."""
        self.opened_with: Problem | None = None
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._db = _open(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise _unusable(error) from None
            self.opened_with = _set_aside(path)
            self._db = _open(path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add_batch(self, drafts: Sequence[Transfer], run: str) -> list[Transfer]:
        """Write one drop down; returns the transfers with their ids, in order. All have one project."""
        if not drafts:
            return []
        first = drafts[0]
        with self._db:
            batch_id = self._db.execute(
                "INSERT INTO batch (account_id, project_id, created_at) VALUES (?, ?, ?)",
                (first.account_id, first.project_id, first.created_at),
            ).lastrowid
            return [self._insert(replace(draft, batch_id=batch_id or 0), run) for draft in drafts]

    def save(self, transfers: Iterable[Transfer]) -> None:
        """Write down how transfers stand; a finished one becomes an asset in the same transaction."""
        assignments = ", ".join(f"{name} = :{name}" for name in _COLUMNS)
        with self._db:
            for transfer in transfers:
                self._db.execute(
                    f"UPDATE transfer SET {assignments} WHERE id = :id",  # noqa: S608 - our own column names
                    _row(transfer),
                )
                if transfer.stage is Stage.DONE:
                    self._add_asset(transfer)

    def unlist(self, ids: Iterable[int]) -> None:
        """Take settled rows off the list of later starts; they stay in the journal."""
        with self._db:
            self._db.executemany("UPDATE transfer SET listed = 0 WHERE id = ?", [(id_,) for id_ in ids])

    def runs_with_work(self, account_id: str) -> list[str]:
        """Return the runs of the program that left transfers which are not settled, or failed."""
        rows = self._db.execute(
            f"SELECT DISTINCT run FROM transfer WHERE account_id = ? AND {_OPEN}",  # noqa: S608 - a constant
            (account_id,),
        )
        return [str(row["run"]) for row in rows]

    def adopt(self, account_id: str, runs: Iterable[str], run: str) -> list[Transfer]:
        """Take over what those runs left unfinished or failed, in drop order."""
        adopted: list[Transfer] = []
        with self._db:
            for old in runs:
                rows = self._db.execute(
                    f"SELECT * FROM transfer WHERE account_id = ? AND run = ? AND {_OPEN}",  # noqa: S608 - a constant
                    (account_id, old),
                )
                adopted += [_transfer(row) for row in rows]
                self._db.execute(
                    f"UPDATE transfer SET run = ? WHERE account_id = ? AND run = ? AND {_OPEN}",  # noqa: S608
                    (run, account_id, old),
                )
        return sorted(adopted, key=lambda transfer: transfer.id)

    def transfer(self, transfer_id: int) -> Transfer | None:
        """Return one transfer as it is written down."""
        row = self._db.execute("SELECT * FROM transfer WHERE id = ?", (transfer_id,)).fetchone()
        return None if row is None else _transfer(row)

    def _insert(self, draft: Transfer, run: str) -> Transfer:
        names = ", ".join(_COLUMNS)
        values = ", ".join(f":{name}" for name in _COLUMNS)
        cursor = self._db.execute(
            f"INSERT INTO transfer ({names}, run) VALUES ({values}, :run)",  # noqa: S608 - our own column names
            {**_row(draft), "run": run},
        )
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
    db = sqlite3.connect(path, timeout=10.0)
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
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise _newer(version)
    if version == 0:
        db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
    check = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if check != "ok":
        raise sqlite3.DatabaseError(check)


def _set_aside(path: Path) -> Problem:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    path.rename(kept)
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


def _unusable(error: sqlite3.Error) -> JournalUnusable:
    return JournalUnusable(
        Problem(
            code="journal.unusable",
            title="The list of uploads cannot be written",
            explanation=f"This computer says: {error}.",
            kept="No file was sent.",
            action="Check that the disk is not full and that you may write to your home folder.",
        )
    )


def _row(transfer: Transfer) -> dict[str, Any]:
    row = {field.name: getattr(transfer, field.name) for field in fields(transfer)}
    row["problem"] = None if transfer.problem is None else json.dumps(asdict(transfer.problem))
    return row


def _transfer(row: sqlite3.Row) -> Transfer:
    values = {field.name: row[field.name] for field in fields(Transfer)}
    values["path"] = bytes(row["path"])
    values["kind"] = None if row["kind"] is None else Kind(row["kind"])
    values["stage"] = Stage(row["stage"])
    values["resume_stage"] = Stage(row["resume_stage"])
    values["checksum"] = bool(row["checksum"])
    values["paused"] = bool(row["paused"])
    values["problem"] = None if row["problem"] is None else Problem(**json.loads(row["problem"]))
    return Transfer(**values)
