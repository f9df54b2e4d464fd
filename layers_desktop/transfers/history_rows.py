"""The tables of the history's index, and an asset as one of their rows. Works on opened databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Final

from layers_desktop.media.formats import Kind
from layers_desktop.transfers.asset import Asset, searched_text

_EDITION: Final = 1
"""Raise it with any change below: an index of another edition is made anew."""

_TABLES: Final = """
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    account_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    project_name TEXT NOT NULL,
    asset_id TEXT NOT NULL,
    url TEXT,
    kind TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT,
    path BLOB NOT NULL,
    transfer_id INTEGER NOT NULL,
    made_at REAL NOT NULL,
    searched TEXT NOT NULL
);
CREATE UNIQUE INDEX entry_asset ON entry (account_id, project_id, asset_id);
CREATE INDEX entry_account ON entry (account_id);
CREATE INDEX entry_project ON entry (account_id, project_id);
CREATE INDEX entry_file ON entry (account_id, size, sha256);
CREATE TABLE read_to (number INTEGER NOT NULL, asset_id TEXT NOT NULL, made_at REAL NOT NULL)
"""
_FULL_TEXT: Final = (
    "CREATE VIRTUAL TABLE entry_text USING fts5"
    "(searched, content='entry', content_rowid='id', tokenize='trigram case_sensitive 1')"
)
"""Case and accents are folded before: SQLite's own folding differs from version to version."""
_ENTER: Final = (
    "INSERT OR IGNORE INTO entry (account_id, project_id, project_name, asset_id, url, kind, mime_type, "
    "name, size, sha256, path, transfer_id, made_at, searched) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ENTER_TEXT: Final = "INSERT INTO entry_text (rowid, searched) VALUES (?, ?)"


class OtherEdition(Exception):
    """The index was made by another edition of this file, or with another SQLite."""


def has_trigrams() -> bool:
    """Tell whether this computer's SQLite has FTS5 with its tokenizer of trigrams (3.34 and later)."""
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute(_FULL_TEXT)
        except sqlite3.OperationalError:
            return False
    return True


def edition(*, full_text: bool) -> int:
    """Return the `PRAGMA user_version` of an index: with and without full text are two editions."""
    return 2 * _EDITION + full_text


def furnish(db: sqlite3.Connection, *, full_text: bool) -> None:
    """Make the tables of a new index. Raises OtherEdition for one that is to be made anew."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version == edition(full_text=full_text):
        return
    if version != 0:
        raise OtherEdition
    for statement in _TABLES.split(";"):
        db.execute(statement)
    if full_text:
        db.execute(_FULL_TEXT)
    db.execute(f"PRAGMA user_version = {edition(full_text=full_text)}")


def empty(db: sqlite3.Connection, *, full_text: bool) -> None:
    """Forget everything: the index is to be made of another journal."""
    if full_text:
        db.execute("INSERT INTO entry_text (entry_text) VALUES ('delete-all')")
    db.execute("DELETE FROM entry")
    db.execute("DELETE FROM read_to")


def read_to(db: sqlite3.Connection) -> tuple[int, tuple[str, float] | None]:
    """Return the number in the journal up to which it was read, and what stood there."""
    row = db.execute("SELECT number, asset_id, made_at FROM read_to").fetchone()
    return (0, None) if row is None else (row["number"], (row["asset_id"], row["made_at"]))


def take_in(db: sqlite3.Connection, assets: Iterable[sqlite3.Row], *, full_text: bool) -> None:
    """Add rows of the journal; one that is there already is a repeated finalize of the same asset."""
    last = None
    for row in assets:
        last = row
        project, path = row["project_name"] or "", row["path"] or b""
        text = searched_text(row["name"], row["asset_id"], row["kind"], project, row["sha256"])
        entered = db.execute(
            _ENTER,
            (row["account_id"], row["project_id"], project, row["asset_id"], row["url"], row["kind"],
             row["mime_type"], row["name"], row["size"], row["sha256"], path, row["transfer_id"],
             row["created_at"], text),
        )  # fmt: skip
        if full_text and entered.rowcount:
            db.execute(_ENTER_TEXT, (entered.lastrowid, text))
    if last is not None:
        db.execute("DELETE FROM read_to")
        mark = (last["number"], last["asset_id"], last["created_at"])
        db.execute("INSERT INTO read_to VALUES (?, ?, ?)", mark)


def asset(row: sqlite3.Row) -> Asset:
    """Return the asset that a row of the index holds."""
    kind = row["kind"]
    return Asset(
        number=row["id"],
        asset_id=row["asset_id"],
        account_id=row["account_id"],
        project_id=row["project_id"],
        project_name=row["project_name"],
        url=row["url"],
        kind=Kind(kind) if kind in _KINDS else None,
        mime_type=row["mime_type"],
        name=row["name"],
        size=row["size"],
        sha256=row["sha256"],
        path=bytes(row["path"]),
        transfer_id=row["transfer_id"],
        made_at=row["made_at"],
    )


_KINDS = frozenset(kind.value for kind in Kind)
