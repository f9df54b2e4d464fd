"""What the journal's tables look like, and a transfer as one of their rows. Pure: no database here."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from types import UnionType
from typing import Any, TypeAlias, get_args, get_type_hints

from layers_desktop.core.errors import Parameters, Problem, Size, Term, Value, written_earlier
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.core.text import casefold_key
from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import ROW_DAMAGED, DuplicatePolicy, Stage, Transfer

VERSION = 8
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
    # The seventh edition kept the sentences of a problem, and would take its row and parameters for damage.
    7: "PRAGMA user_version = 8;",
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
    row["problem"] = None if transfer.problem is None else problem_json(transfer.problem)
    return row


def to_asset(transfer: Transfer, made_at: float) -> tuple[Any, ...]:
    """Return the asset that a finished transfer became as values for the columns of `asset`."""
    return (
        transfer.asset_id, transfer.account_id, transfer.project_id, transfer.asset_url, transfer.kind,
        transfer.mime_type, transfer.name, transfer.size, transfer.sha256, transfer.id, made_at,
    )  # fmt: skip


def from_row(row: Mapping[str, Any]) -> Transfer:
    """Return the transfer that a row holds; where a value is none that was ever written, a failed one.

    Nothing is left out: it may be at Layers, so it is listed with its path, and a person decides.
    """
    try:
        values: dict[str, Any] = {name: read(row[name]) for name, read in _COLUMNS}
        return Transfer(**values)
    except ValueError:
        return _damaged(row)


def _damaged(row: Mapping[str, Any]) -> Transfer:
    """Return what of a row is needed to send its file once more; a Retry inspects it again."""
    values: dict[str, Any] = {**_KEPT, "id": row["id"], "account_id": row["account_id"]}
    for column, read in _COLUMNS:
        if column in _KEPT:
            with suppress(ValueError):
                values[column] = read(row[column])
    file = Path(os.fsdecode(values["path"])).name
    name = values["name"] or os.fsencode(file).decode("utf-8", "replace") or "?"
    problem = Problem.of(ROW_DAMAGED, file=name)
    values |= {"name": name, "finished_at": values["created_at"]}
    return Transfer(**values, stage=Stage.FAILED, problem=problem)


_Reader: TypeAlias = Callable[[object], object]
_KEPT: dict[str, Any] = {
    "batch_id": 0,
    "project_id": "",
    "project_name": "",
    "path": b"",
    "name": "",
    "created_at": 0.0,
}
"""What a damaged row keeps, and what stands in for it."""


def problem_json(problem: Problem) -> str:
    """Return a problem as JSON: row and parameters, and the code for whoever looks into the file."""
    known = {name: getattr(problem, name) for name in ("code", "row", "outlook", "request_id")}
    return json.dumps(known | {"parameters": _plain(problem.parameters)})


def _plain(parameters: Parameters) -> dict[str, object]:
    plain: dict[str, object] = {}
    for name, value in parameters:
        match value:
            case Term():
                plain[name] = {"term": value.text, "parameters": _plain(value.parameters)}
            case Size():
                plain[name] = {"size": value.english}
            case _:
                plain[name] = value
    return plain


def _problem(text: object) -> Problem:
    """Return the problem that is written there; sentences, as earlier editions kept them, stay as they are.

    ValueError for what no edition wrote.
    """
    try:
        match json.loads(str(text)):
            case {"row": str(row), "code": str(code), "parameters": dict(plain), **more}:
                return _known(row, code, plain, more)
            case {"code": str(), "title": str(), **more} as words:
                sentences = {name: word for name, word in words.items() if name != "request_id"}
                if all(isinstance(word, str) for word in sentences.values()):
                    return written_earlier(sentences, _request_id(more))
    except RecursionError as error:
        raise ValueError(str(error)) from None
    raise ValueError("no problem was ever written so")


def _known(row: str, code: str, plain: Mapping[str, object], more: Mapping[Any, object]) -> Problem:
    """Return the problem with the words of this edition, or its code alone where they need something else."""
    own = row.partition("/")[0]
    request_id = _request_id(more)
    try:
        problem = Problem(
            row=row,
            parameters=_parameters(plain),
            given_code="" if code == own else code,
            request_id=request_id,
            outlook=Outlook(str(more.get("outlook"))),
        )
        problem.sentence()
    except (KeyError, ValueError):  # of a newer edition, or damaged
        return Problem(row="unknown", given_code=code, request_id=request_id)
    return problem


def _request_id(more: Mapping[Any, object]) -> str | None:
    request_id = more.get("request_id")
    if request_id is None or isinstance(request_id, str):
        return request_id
    raise ValueError("an id is a text")


def _parameters(plain: Mapping[str, object]) -> Parameters:
    values: dict[str, Value] = {}
    for name, value in plain.items():
        match value:
            case {"term": str(text), "parameters": dict(inner)}:
                values[name] = Term(text, _parameters(inner))
            case {"size": str(english)}:
                values[name] = Size(english)
            case str() | int():
                values[name] = value
            case _:
                raise ValueError("no parameter was ever written so")
    return tuple(values.items())


def _only(kind: type | tuple[type, ...], fits: Callable[[Any], bool] = lambda _: True) -> _Reader:
    """Return what hands on values of this type that fit; ValueError for others, which damage leaves."""

    def read(value: object) -> object:
        if not isinstance(value, kind) or not fits(value):
            raise ValueError("never written so")
        return value

    return read


def _or_none(read: _Reader) -> _Reader:
    return lambda value: None if value is None else read(value)


_LAST_MOMENT = 2**36
"""Seconds since the epoch: some two thousand years, which every calendar can show."""
_ANY_TEXT = _only(str)
_NUMBER = _only(int, lambda value: 0 <= value < 2**53)
_OF_TYPE: dict[object, Any] = {
    str: _only(str, lambda value: "\ufffd" not in value),
    bytes: _only(bytes),
    int: _NUMBER,
    float: _only((int, float), lambda value: 0 <= value < _LAST_MOMENT),
    bool: lambda value: bool(_NUMBER(value)),
    MediaKind: MediaKind,
    Stage: Stage,
    DuplicatePolicy: DuplicatePolicy,
    Problem: _problem,
}
_OTHERWISE: dict[str, _Reader] = {
    "id": _only(int),
    "name": _ANY_TEXT,
    "project_name": _ANY_TEXT,  # names may hold U+FFFD for what never was text
    "mtime_ns": _or_none(_only(int)),
}


def _reader(name: str, kind: object) -> _Reader:
    """Return what reads a column, by the type of the transfer's field."""
    if name in _OTHERWISE:
        return _OTHERWISE[name]
    if isinstance(kind, UnionType):
        return _or_none(_OF_TYPE[get_args(kind)[0]])
    read: _Reader = _OF_TYPE[kind]
    return read


_COLUMNS = [(name, _reader(name, kind)) for name, kind in get_type_hints(Transfer).items()]
