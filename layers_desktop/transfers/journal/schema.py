"""What the journal's tables look like, and a transfer as one of their rows. Pure: no database here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any

from layers_desktop.core.errors import Problem
from layers_desktop.core.text import casefold_key
from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import DuplicatePolicy, Stage, Transfer

VERSION = 7
"""`PRAGMA user_version`; a newer journal is refused, an older one migrated."""

_FIELDS = tuple(field.name for field in fields(Transfer))
COLUMNS = tuple(name for name in _FIELDS if name != "id")
"""Of the table `transfer`, apart from its id and what only the journal knows (run, listed)."""

SCHEMA = """
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
PRAGMA user_version = 1;
"""
"""The first edition. Later ones are made from it, so that a new journal and a migrated one are the same."""

MIGRATIONS: dict[int, str] = {
    1: """
ALTER TABLE transfer ADD COLUMN if_known TEXT NOT NULL DEFAULT 'ask';
ALTER TABLE transfer ADD COLUMN hash_first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transfer ADD COLUMN known_asset_id TEXT;
ALTER TABLE transfer ADD COLUMN known_asset_url TEXT;
ALTER TABLE transfer ADD COLUMN known_at REAL;
ALTER TABLE transfer ADD COLUMN reused INTEGER NOT NULL DEFAULT 0;
CREATE INDEX transfer_path ON transfer (account_id, project_id, path);
PRAGMA user_version = 2;
""",
    # The second edition did not say whether a call had gone out. Where one had failed it may have been
    # carried out, at the earliest when the file was dropped.
    2: """
ALTER TABLE transfer ADD COLUMN sent_at REAL;
ALTER TABLE transfer ADD COLUMN sent_with TEXT;
UPDATE transfer SET sent_at = created_at
    WHERE (stage IN ('queued', 'stored') AND tries > 0) OR (stage = 'failed' AND idempotency_key IS NOT NULL);
PRAGMA user_version = 3;
""",
    # The third edition inspected a file before it had a row: each has the kind that it is sent as.
    3: """
ALTER TABLE transfer ADD COLUMN image_kind TEXT;
ALTER TABLE transfer ADD COLUMN only_kind TEXT;
UPDATE transfer SET image_kind = kind WHERE kind IN ('image', 'logo', 'reference_image');
PRAGMA user_version = 4;
""",
    # The fourth edition wrote a row for each file of a drop at once, however many there were. (The column
    # hash_first is not written any more: it is asked again before a file is sent.)
    4: """
CREATE TABLE incoming (
    first_id INTEGER PRIMARY KEY,
    common TEXT NOT NULL,
    files TEXT NOT NULL
);
PRAGMA user_version = 5;
""",
    # The fifth edition did not look for whom an id was given to before.
    5: """
CREATE INDEX asset_id ON asset (asset_id);
CREATE INDEX transfer_upload ON transfer (upload_id) WHERE upload_id IS NOT NULL;
PRAGMA user_version = 6;
""",
    # The sixth edition kept no text to search assets by; every start adds what is missing. It is a table of
    # its own because a program of an older edition that is still open writes an asset as eleven values.
    6: """
CREATE TABLE asset_text (
    number INTEGER PRIMARY KEY,
    searched TEXT NOT NULL
);
PRAGMA user_version = 7;
""",
}
"""By the edition they start from; statements, parted by `;`."""


def searched_text(
    name: str, asset_id: str | None, kind: str | None, project_name: str | None, sha256: str | None
) -> str:
    """Return what the history searches of an asset, folded; no word reaches from one part into the next."""
    kinds = f"{kind} {kind.replace('_', ' ')}" if kind else ""
    parts = (name, asset_id, kinds, project_name, sha256)
    return encodable("\n".join(casefold_key(part or "") for part in parts))


def encodable(text: str) -> str:
    """Return text as SQLite can keep it: half a surrogate pair is none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def to_row(transfer: Transfer) -> dict[str, Any]:
    """Return the transfer as values for its columns."""
    row = {name: getattr(transfer, name) for name in _FIELDS}
    row["problem"] = None if transfer.problem is None else json.dumps(asdict(transfer.problem))
    return row


def to_asset(transfer: Transfer, made_at: float) -> tuple[Any, ...]:
    """Return the asset that a finished transfer became as values for the columns of `asset`."""
    return (
        transfer.asset_id, transfer.account_id, transfer.project_id, transfer.asset_url, transfer.kind,
        transfer.mime_type, transfer.name, transfer.size, transfer.sha256, transfer.id, made_at,
    )  # fmt: skip


def from_row(row: Mapping[str, Any]) -> Transfer:
    """Return the transfer that a row holds; ValueError where a value is none that was ever written."""
    for name in _READABLE:
        if not is_readable(name, row[name]):
            raise ValueError(f"the column {name} cannot be read")
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    for name in ("kind", "image_kind", "only_kind"):
        values[name] = None if row[name] is None else MediaKind(row[name])
    values["stage"] = Stage(row["stage"])
    values["resume_stage"] = Stage(row["resume_stage"])
    values["checksum"] = bool(row["checksum"])
    values["paused"] = bool(row["paused"])
    values["if_known"] = DuplicatePolicy(row["if_known"])
    values["reused"] = bool(row["reused"])
    values["problem"] = None if row["problem"] is None else _problem(row["problem"])
    return Transfer(**values)


def is_readable(name: str, value: object) -> bool:
    """Tell whether a column can hold that value: damage leaves values of other types, and torn text."""
    return _READABLE[name](value)


def _problem(text: str) -> Problem:
    try:
        problem = Problem(**json.loads(text))
    except (TypeError, RecursionError) as error:  # no dictionary, or one of something else
        raise ValueError(str(error)) from None
    words = asdict(problem)
    request_id = words.pop("request_id")
    if not all(isinstance(word, str) for word in (*words.values(), request_id or "")):
        raise ValueError("a problem is made of words")
    return problem


def _text(value: object) -> bool:
    return isinstance(value, str) and "\ufffd" not in value


def _any_text(value: object) -> bool:
    return isinstance(value, str)


def _integer(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < 2**53


def _moment(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value < _LAST_MOMENT


def _one_of(words: type[StrEnum]) -> Callable[[object], bool]:
    return frozenset(words).__contains__


def _or_none(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or fits(value)


_LAST_MOMENT = 2**36
"""Seconds since the epoch: some two thousand years, which every calendar can show."""
_READABLE: dict[str, Callable[[object], bool]] = {
    "id": lambda value: isinstance(value, int),
    "batch_id": lambda value: _integer(value) and value != 0,
    "account_id": _text,
    "project_id": _text,
    "project_name": _any_text,  # names may hold U+FFFD for what never was text
    "path": lambda value: isinstance(value, bytes),
    "name": _any_text,
    "image_kind": _or_none(_one_of(MediaKind)),
    "only_kind": _or_none(_one_of(MediaKind)),
    "kind": _or_none(_one_of(MediaKind)),
    "mime_type": _or_none(_text),
    "size": _or_none(_integer),
    "mtime_ns": _or_none(lambda value: isinstance(value, int)),
    "stage": _one_of(Stage),
    "resume_stage": _one_of(Stage),
    "checksum": _integer,
    "paused": _integer,
    "upload_id": _or_none(_text),
    "signed_at": _or_none(_moment),
    "idempotency_key": _or_none(_text),
    "sent_at": _or_none(_moment),
    "sent_with": _or_none(_text),
    "tries": _integer,
    "sha256": _or_none(_text),
    "if_known": _one_of(DuplicatePolicy),
    "known_asset_id": _or_none(_text),
    "known_asset_url": _or_none(_text),
    "known_at": _or_none(_moment),
    "reused": _integer,
    "asset_id": _or_none(_text),
    "asset_url": _or_none(_text),
    "problem": _or_none(_any_text),
    "created_at": _moment,
    "finished_at": _or_none(_moment),
}
"""What each column of a transfer may hold."""
