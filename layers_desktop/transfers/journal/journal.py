"""Every transfer and asset on disk: one SQLite file, used by the queue's thread alone.

Each method is one transaction. A signed URL or a key is never written. Its mode is SQLite's rollback journal,
because WAL breaks on network homes. The window and `upload` may use one file at the same time.
"""

from __future__ import annotations

import json
import logging
import math
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from itertools import count
from pathlib import Path
from typing import Any

from layers_desktop.core.errors import Problem, UserError
from layers_desktop.media.display_name import display_name
from layers_desktop.media.formats import IMAGE_KINDS, MediaKind
from layers_desktop.media.inspection import NewFile
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.journal.database import open_journal, unusable
from layers_desktop.transfers.journal.schema import COLUMNS, from_row, searched_text, to_asset, to_row
from layers_desktop.transfers.retry_policy import from_journal
from layers_desktop.transfers.steps import Finalized, KnownAsset, Presigned
from layers_desktop.transfers.transfer import Stage, Transfer, is_damaged
from layers_desktop.transfers.upload_task import UploadTask, with_idempotency_key

log = logging.getLogger(__name__)

_LEFT = "listed = 1 AND stage NOT IN ('done', 'refused', 'cancelled')"
"""What a later start takes up: what is unfinished, waits for a person, or is at a torn stage."""
_SHOWN = f"({_LEFT} OR (listed = 1 AND stage = 'done' AND finished_at > ?))"
"""What a later start shows: that, and what was finished lately, so that its ids can still be copied."""
_OF_ANOTHER_DROP = "(SELECT batch_id FROM transfer WHERE transfer.id = asset.transfer_id) IS NOT ?"
"""Which assets a file may be found among."""

_SAME_SIZE_LOOKED_AT = 5_000
"""Uncompressed frames are all of one size: not all of a drop's are looked through for each of them."""

_ASSIGNMENTS = ", ".join(f"{name} = :{name}" for name in COLUMNS)
_UPDATE = f"UPDATE transfer SET {_ASSIGNMENTS} WHERE id = :id"  # noqa: S608 - our own column names
_OF_THESE = "id IN (SELECT value FROM json_each(:ids))"
"""One statement for thousands of rows. Python's lock is let go for each statement, and while files are sent
others hold it: a statement for each row takes seconds."""
_OFF_THE_LIST = (
    f"SELECT json_group_array(id) AS ids FROM transfer WHERE {_OF_THESE} AND listed = 0 "  # noqa: S608 - our own words
    "AND account_id IN (:account_id, '') AND stage IN ('done', 'refused', 'failed', 'cancelled')"
)
_WITH_UPLOAD_ID = (
    "SELECT name, path, size, mtime_ns, sha256 FROM transfer "
    "WHERE upload_id = ? AND account_id = ? AND id <> ?"
)
_WITH_ASSET_ID = (
    "SELECT asset.name, path, asset.size, mtime_ns, asset.sha256 FROM asset "
    "LEFT JOIN transfer ON transfer.id = transfer_id "
    "WHERE asset.asset_id = ? AND asset.account_id = ? AND transfer_id <> ?"
)
_RELIST = f"UPDATE transfer SET listed = 1 WHERE {_OF_THESE}"  # noqa: S608 - our own words
_UNDO_CANCEL = (
    "UPDATE transfer SET stage = resume_stage, resume_stage = 'queued', tries = 0, finished_at = NULL "  # noqa: S608 - our own words
    f"WHERE stage = 'cancelled' AND {_OF_THESE}"
)
"""`work.cancelled` backwards."""
_INSERT = (
    f"INSERT INTO transfer (id, {', '.join(COLUMNS)}, run) "  # noqa: S608 - our own column names
    f"VALUES (:id, {', '.join(f':{name}' for name in COLUMNS)}, :run)"
)
_OF_A_FILE = {
    "path": "CAST(json_extract(value, '$[0]') AS BLOB)",
    "name": "json_extract(value, '$[1]')",
    "size": "json_extract(value, '$[2]')",
    "mtime_ns": "json_extract(value, '$[3]')",
}
_INSERT_FILES = (
    f"INSERT INTO transfer (id, {', '.join(COLUMNS)}, run) "  # noqa: S608 - our own column names
    f"SELECT :first + key, {', '.join(_OF_A_FILE.get(name, f':{name}') for name in COLUMNS)}, :run "
    "FROM json_each(:files)"
)
"""One statement for thousands: Python's lock is free meanwhile, and the window's thread runs."""
ENTERED_AT_ONCE = 50
"""So many files of a drop get their rows before `add` comes back: a screenful, which a person waits for."""
_FILES_A_STATEMENT = 5_000
_BYTES_A_ROW = 1_024
"""Of the disk, with its part of the indexes and a long path; half of that is usual."""
_CLAIM_BATCHES = (
    "UPDATE batch SET account_id = :account_id WHERE account_id = '' AND id IN "
    "(SELECT batch_id FROM transfer WHERE account_id = '' AND run = :run)"
)


FILES_LEFT_OUT = Problem.of("journal.files_left_out")


class Journal:
    """The open journal. `opened_with` says what was mended on the way, for the window to show.

    Every method raises `JournalUnusable` when the disk or the file does not let it do its work; then nothing
    of that call is written.
    """

    def __init__(self, path: Path, on_damage: Callable[[Problem], object] = lambda _: None) -> None:
        """Open or create it. Blocking: queue's thread only.

        `on_damage` is told what is lost of it, now or later.
        """
        self._db, self.opened_with = open_journal(path)
        self._folder = path.parent
        self._on_damage = on_damage
        self._incoming = True  # an earlier run may have ended before it made rows
        with suppress(UserError):  # the next transaction tries again, or says why it cannot
            self.enter()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(
        self, submit: Submit, account_id: str, run: str, at: float, going_on: Sequence[Transfer] = ()
    ) -> NewBatch:
        """Write down all of what came in as one batch, as it came in; `at` in seconds since the epoch.

        `going_on` are transfers of earlier batches that go on in this one. Of a large drop only the first
        files get a row of their own here; the others are kept as text (table `incoming`), which takes a
        fraction of the time, and `enter` or the next transaction, of whatever program, makes rows of it. No
        method ever sees the one without the other.
        """
        with self._transaction():
            return self._add(submit, account_id, run, at, going_on)

    def _add(
        self, submit: Submit, account_id: str, run: str, at: float, going_on: Sequence[Transfer]
    ) -> NewBatch:
        of_all = new_transfer(submit, account_id, at)
        batch_id = self._add_batch(of_all)
        batch = NewBatch(replace(of_all, batch_id=batch_id), self._next_id(), submit)
        for transfer in batch.refused():
            self._db.execute(_INSERT, {**to_row(transfer), "run": run})
        first = batch.first_file_id
        texts = [_as_text(file.path) for file in submit.files]
        rows = [
            (text or "", name, file.size, file.mtime_ns)
            for file, text, name in zip(submit.files, texts, batch.names, strict=True)
        ]
        alike = {**to_row(batch.common), "run": run}
        self._insert_files(alike, first, json.dumps(rows[:ENTERED_AT_ONCE]))
        common = json.dumps({name: value for name, value in alike.items() if name not in _OF_A_FILE})
        for start in range(ENTERED_AT_ONCE, len(rows), _FILES_A_STATEMENT):
            part = json.dumps(rows[start : start + _FILES_A_STATEMENT])
            self._db.execute("INSERT INTO incoming VALUES (?, ?, ?)", (first + start, common, part))
            self._incoming = True
        if self._incoming:
            # Their numbers are given out: no other program may take them, not even one of an older edition.
            last = first + len(rows) - 1
            self._db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'transfer'", (last,))
        if None in texts or not self._has_room(len(rows)):
            self._enter()
        if None in texts:  # JSON cannot hold it
            odd = [(file.path, first + n) for n, file in enumerate(submit.files) if texts[n] is None]
            self._db.executemany("UPDATE transfer SET path = ? WHERE id = ?", odd)
        for transfer in going_on:
            self._db.execute(_UPDATE, to_row(replace(transfer, batch_id=batch_id)))
        return batch

    def enter(self) -> None:
        """Give all that came in here its rows, as any other transaction would do first."""
        if self._incoming:
            self._incoming = False  # tried once: what fails is left to the next transaction, which says so
            with self._transaction():
                pass

    def save(self, transfers: Iterable[Transfer]) -> None:
        """Write down how transfers stand; a finished one becomes an asset in the same transaction."""
        with self._transaction():
            for transfer in transfers:
                self._db.execute(_UPDATE, to_row(transfer))
                if transfer.stage is Stage.DONE and not transfer.reused:
                    self._add_asset(transfer)

    def save_fields(self, transfers: Iterable[Transfer], *names: str, unlist: bool = False) -> None:
        """Write down only these fields of many transfers, none of which is just done.

        With `unlist` they leave the list of later starts, too.
        """
        alike: dict[tuple[Any, ...], list[int]] = {}
        for transfer in transfers:
            row = to_row(transfer)
            alike.setdefault(tuple(row[name] for name in names), []).append(transfer.id)
        changes = [f"{name} = :{name}" for name in names] + ["listed = 0"] * unlist
        update = f"UPDATE transfer SET {', '.join(changes)} WHERE {_OF_THESE}"  # noqa: S608 - our own names
        with self._transaction():
            for values, ids in alike.items():
                self._db.execute(update, {**dict(zip(names, values, strict=True)), "ids": json.dumps(ids)})

    def claim(self, account_id: str, run: str) -> None:
        """Give what came into this run while nobody was signed in to this organization."""
        with self._transaction():
            self._db.execute(_CLAIM_BATCHES, {"account_id": account_id, "run": run})
            self._db.execute(
                "UPDATE transfer SET account_id = ? WHERE account_id = '' AND run = ?", (account_id, run)
            )

    def unlist(self, ids: Iterable[int]) -> None:
        """Take settled rows off the list of later starts; they stay in the journal."""
        with self._transaction():
            self._db.execute(
                f"UPDATE transfer SET listed = 0 WHERE {_OF_THESE}",  # noqa: S608 - our own words
                {"ids": json.dumps(list(ids))},
            )

    def relist(self, ids: Iterable[int], account_id: str) -> list[UploadTask]:
        """Put rows that were taken off the list back on it; returns those that were off it, as they stood."""
        wanted = {"ids": json.dumps(list(ids)), "account_id": account_id}
        with self._transaction():
            off = {"ids": self._db.execute(_OFF_THE_LIST, wanted).fetchone()["ids"]}
            self._db.execute(_RELIST, off)
            self._db.execute(_UNDO_CANCEL, off)
            rows = self._db.execute(f"SELECT * FROM transfer WHERE {_OF_THESE}", off)  # noqa: S608 - our own words
            stood = _readable(rows.fetchall())
            back = [with_idempotency_key(from_journal(transfer)) for transfer in stood]
            for task, transfer in zip(back, stood, strict=True):
                if task.transfer is not transfer or is_damaged(transfer):  # with another key, or what is left
                    self._db.execute(_UPDATE, to_row(task.transfer))
        return back

    def runs_with_work(self, account_id: str, since: float = math.inf, *, waiting: bool = False) -> list[str]:
        """Return the runs that left transfers not settled, failed, or done after `since` (wall clock).

        With `waiting` also those that left something that waits for a key.
        """
        with self._transaction():
            rows = self._db.execute(
                f"SELECT DISTINCT run FROM transfer WHERE account_id IN (?, ?) AND {_SHOWN}",  # noqa: S608 - a constant
                (account_id, "" if waiting else account_id, since),
            )
            return [str(row["run"]) for row in rows]

    def adopt(
        self,
        account_id: str,
        runs: Iterable[str],
        run: str,
        since: float = math.inf,
        *,
        waiting: bool = False,
    ) -> list[Transfer]:
        """Take over what those runs left unfinished, failed or done after `since`, in drop order.

        With `waiting` also what waits for a key; it is this organization's from now on. Two programs that
        ask at the same time get different transfers.
        """
        adopted: list[Transfer] = []
        of = (account_id, "" if waiting else account_id)
        with self._transaction():
            for old in runs:
                if waiting:
                    self._db.execute(_CLAIM_BATCHES, {"account_id": account_id, "run": old})
                rows = self._db.execute(
                    f"SELECT * FROM transfer WHERE account_id IN (?, ?) AND run = ? AND {_SHOWN}",  # noqa: S608 - our own words
                    (*of, old, since),
                )
                adopted += [replace(one, account_id=account_id) for one in _readable(rows)]
                self._db.execute(
                    "UPDATE transfer SET run = ?, account_id = ? "  # noqa: S608 - our own words
                    f"WHERE account_id IN (?, ?) AND run = ? AND {_SHOWN}",
                    (run, account_id, *of, old, since),
                )
            adopted = self._with_batches(adopted)
        return sorted(adopted, key=lambda transfer: transfer.id)

    def take_up(self, drafts: Iterable[Transfer], runs: Iterable[str], run: str) -> list[Transfer | None]:
        """Take over what one of those runs left of each file (path, kind) and project, as it was left.

        One of the very file (size, time) before one of what it was earlier, one that was begun before others.
        Of what it was earlier only where it is sure that nothing came: otherwise what the file is now is
        something new beside it. A damaged row of the path is taken for one of this file: that it was not
        cannot be told.
        """
        stale = json.dumps(list(runs))
        with self._transaction():
            return [self._take_up(draft, stale, run) for draft in drafts]

    def _take_up(self, draft: Transfer, stale: str, run: str) -> Transfer | None:
        rows = self._db.execute(
            "SELECT * FROM transfer WHERE account_id = ? AND project_id = ? AND path = ? "  # noqa: S608 - our own words
            f"AND run IN (SELECT value FROM json_each(?)) AND {_LEFT} "
            "ORDER BY size IS ? AND mtime_ns IS ? DESC, sent_at IS NULL, upload_id IS NULL, id DESC",
            (draft.account_id, draft.project_id, draft.path, stale, draft.size, draft.mtime_ns),
        ).fetchall()
        for left in _readable(rows):
            if _goes_on(left, draft):
                self._db.execute("UPDATE transfer SET run = ? WHERE id = ?", (run, left.id))
                return left
        return None

    def has_size(self, draft: Transfer) -> bool:
        """Tell whether an asset of this size is in the draft's project, made of another drop than its own.

        Where there are very many of its own it may be, too: only the bytes tell then.
        """
        of_size = "SELECT transfer_id FROM asset WHERE project_id = ? AND size = ? AND account_id = ? LIMIT ?"
        values = (draft.project_id, draft.size, draft.account_id, _SAME_SIZE_LOOKED_AT)
        with self._transaction():
            found = self._db.execute(
                f"SELECT 1 FROM ({of_size}) AS asset WHERE {_OF_ANOTHER_DROP} "  # noqa: S608 - our own words
                f"UNION ALL SELECT 1 WHERE (SELECT count(*) FROM ({of_size})) = ? LIMIT 1",
                (*values, draft.batch_id, *values, _SAME_SIZE_LOOKED_AT),
            ).fetchone()
        return found is not None

    def known(self, transfer: Transfer, sha256: str) -> KnownAsset | None:
        """Return the newest asset of the same kind with these bytes in the transfer's project.

        Those of its own drop do not count: equal files that are dropped together are meant to be several.
        """
        with self._transaction():
            row = self._db.execute(
                "SELECT asset_id, url, created_at FROM asset WHERE project_id = ? AND size = ? "  # noqa: S608 - a constant
                f"AND sha256 = ? AND account_id = ? AND kind = ? AND {_OF_ANOTHER_DROP} "
                "ORDER BY created_at DESC LIMIT 1",
                (
                    transfer.project_id,
                    transfer.size,
                    sha256,
                    transfer.account_id,
                    transfer.kind,
                    transfer.batch_id,
                ),
            ).fetchone()
        return None if row is None else KnownAsset(row["asset_id"], row["url"], row["created_at"])

    def given_before(self, transfer: Transfer, answer: Presigned | Finalized) -> str:
        """Return the name of a file with other bytes that this id was given to before; "" when there is none.

        The bytes are told apart by their hashes, by path, size and time where a hash is not known.
        """
        if isinstance(answer, Presigned):
            id_, sha256, query = answer.upload_id, transfer.sha256, _WITH_UPLOAD_ID
        else:
            id_, sha256, query = answer.asset_id, answer.sha256, _WITH_ASSET_ID
        with self._transaction():
            rows = self._db.execute(query, (id_, transfer.account_id, transfer.id)).fetchall()
        mine = transfer.path, transfer.size, transfer.mtime_ns
        for row in rows:
            if sha256 and row["sha256"]:
                same = row["sha256"] == sha256
            else:
                same = (row["path"], row["size"], row["mtime_ns"]) == mine
            if not same:
                return str(row["name"])
        return ""

    def under(self, account_id: str, project_id: str, folder: bytes) -> list[Transfer]:
        """Return every upload to that project of a file in that folder or below, listed or not."""
        start = _inside(folder)
        with self._transaction():
            rows = self._db.execute(
                "SELECT * FROM transfer WHERE account_id = ? AND project_id = ? AND substr(path, 1, ?) = ?",
                (account_id, project_id, len(start), start),
            )
            return _readable(rows)

    def files_of(self, folder: bytes, since: float) -> dict[bytes, bool]:
        """Return every path below a folder of that name, and whether a later start shows it.

        Of all organizations; shown is what is unfinished, failed or done after `since` (wall clock). By its
        name, because links give one folder several paths: whose they are is for the caller to find out.
        """
        name = _inside(os.fsencode(os.sep + Path(os.fsdecode(folder)).name))
        with self._transaction():
            rows = self._db.execute(
                f"SELECT path, MAX({_SHOWN}) AS shown FROM transfer "  # noqa: S608 - a constant
                "WHERE instr(path, ?) > 0 GROUP BY path",
                (since, name),
            )
            return {bytes(row["path"]): bool(row["shown"]) for row in rows}

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
                self._enter()
                yield
        except (sqlite3.Error, OSError) as error:
            raise unusable(error) from None

    def _enter(self) -> None:
        """Make rows of what came in and has none; every transaction begins with it."""
        incoming = self._db.execute(
            "SELECT first_id, common, files, json_valid(common) AND json_valid(files) AS whole FROM incoming"
        ).fetchall()
        for part in incoming:
            try:
                common: Any = json.loads(part["common"]) if part["whole"] else None
                self._insert_files(common, part["first_id"], part["files"])
            except (TypeError, sqlite3.IntegrityError, sqlite3.ProgrammingError):
                # One part that cannot be read must not keep everything else from being written down.
                log.exception("the files from row %s on are damaged and left out", part["first_id"])
                self._on_damage(FILES_LEFT_OUT)
        if incoming:
            self._db.execute("DELETE FROM incoming")
        self._incoming = False

    def _has_room(self, rows: int) -> bool:
        """Tell whether the disk has room for so many rows: else a drop is refused now, not taken in half."""
        return shutil.disk_usage(self._folder).free > rows * _BYTES_A_ROW

    def _insert_files(self, alike: dict[str, Any], first_id: int, files: str) -> None:
        self._db.execute(_INSERT_FILES, {**alike, "first": first_id, "files": files})

    def _add_batch(self, first: Transfer) -> int:
        made = self._db.execute(
            "INSERT INTO batch (account_id, project_id, created_at) VALUES (?, ?, ?)",
            (first.account_id, first.project_id, first.created_at),
        ).lastrowid
        return made or 0

    def _next_id(self) -> int:
        """Return the number that the next transfer gets: nobody else writes meanwhile."""
        last: int | None = self._db.execute(
            # As SQLite itself takes it: one of them may be damaged.
            "SELECT max(number) FROM (SELECT seq AS number FROM sqlite_sequence WHERE name = 'transfer' "
            "AND typeof(seq) = 'integer' UNION ALL SELECT max(id) FROM transfer)"
        ).fetchone()[0]
        return (last or 0) + 1

    def _with_batches(self, transfers: list[Transfer]) -> list[Transfer]:
        """Make sure that each one's batch is there: a row that is of none cannot be written down again."""
        for batch_id in {transfer.batch_id for transfer in transfers}:
            if self._db.execute("SELECT 1 FROM batch WHERE id = ?", (batch_id,)).fetchone():
                continue
            torn = [transfer for transfer in transfers if transfer.batch_id == batch_id]
            made = self._add_batch(torn[0])
            moved = {transfer.id: replace(transfer, batch_id=made) for transfer in torn}
            transfers = [moved.get(transfer.id, transfer) for transfer in transfers]
        return transfers

    def _add_asset(self, transfer: Transfer) -> None:
        values = to_asset(transfer, transfer.finished_at or time.time())
        number = self._db.execute(
            "INSERT OR REPLACE INTO asset VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values
        ).lastrowid
        text = searched_text(
            transfer.name, transfer.asset_id, transfer.kind, transfer.project_name, transfer.sha256
        )
        self._db.execute("INSERT OR REPLACE INTO asset_text VALUES (?, ?)", (number, text))


def _inside(folder: bytes) -> bytes:
    """Return how the path of everything in that folder begins."""
    separator = os.fsencode(os.sep)
    return folder if folder.endswith(separator) else folder + separator


def _goes_on(left: Transfer, draft: Transfer) -> bool:
    """Tell whether a draft is gone on with as what was left of its path."""
    if is_damaged(left):
        return True
    same = (left.size, left.mtime_ns) == (draft.size, draft.mtime_ns)
    return _same_kind(left, draft) and (same or (left.sent_at is None and not left.in_doubt))


def _same_kind(left: Transfer, draft: Transfer) -> bool:
    """Tell whether what was left is sent as the kind that is wanted now."""
    if left.kind is None:
        return True  # it was not inspected yet, and will be as is wanted now
    if left.kind in IMAGE_KINDS:
        return left.kind is (draft.only_kind or draft.image_kind or MediaKind.IMAGE)
    return draft.only_kind in {None, left.kind}


_NO_FILE = NewFile(b"")


def new_transfer(submit: Submit, account_id: str, at: float, file: NewFile = _NO_FILE) -> Transfer:
    """Return the transfer of a file before it has an id; without `file`, what all files have in common."""
    return Transfer(
        id=0,
        batch_id=0,
        account_id=account_id,
        project_id=submit.project_id,
        project_name=submit.project_name,
        path=file.path,
        name=display_name(file.path),
        size=file.size,
        mtime_ns=file.mtime_ns,
        image_kind=submit.image_kind,
        only_kind=submit.only_kind,
        checksum=submit.checksum,
        if_known=submit.if_known,
        created_at=at,
    )


def _as_text(path: bytes) -> str | None:
    """Return a path as JSON can hold it; None for the few that are no UTF-8."""
    try:
        return None if b"\0" in path else path.decode()
    except UnicodeDecodeError:
        return None


class NewBatch:
    """A batch as it was just written down; its transfers are made when they are wanted."""

    def __init__(self, common: Transfer, first_id: int, submit: Submit) -> None:
        self.common = common
        self.names = [display_name(file.path) for file in submit.files]
        self.first_file_id = first_id + len(submit.refused)
        self._first_id = first_id
        self._submit = submit

    @property
    def ids(self) -> range:
        """The ids of its new transfers, in order: refused ones first."""
        return range(self._first_id, self.first_file_id + len(self._submit.files))

    def refused(self) -> Iterator[Transfer]:
        """Yield a transfer for each thing that is listed and not sent."""
        for number, refusal in enumerate(self._submit.refused):
            yield replace(
                self.common,
                id=self._first_id + number,
                path=refusal.path,
                name=refusal.name,
                size=refusal.size,
                stage=Stage.REFUSED,
                problem=refusal.problem,
                finished_at=self.common.created_at,
            )

    def transfers(self) -> Iterator[Transfer]:
        """Yield all new transfers, in order."""
        yield from self.refused()
        of_a_file = ("id", "path", "name", "size", "mtime_ns")
        in_common = (one.name for one in fields(Transfer) if one.name not in of_a_file)
        make = Transfer.__new__
        # `Transfer()` with its three dozen keywords takes four times as long, and there may be 100 000.
        constants = [(getattr(Transfer, name).__set__, getattr(self.common, name)) for name in in_common]
        set_id, set_path, set_name, set_size, set_mtime = (getattr(Transfer, n).__set__ for n in of_a_file)
        for id_, file, name in zip(count(self.first_file_id), self._submit.files, self.names, strict=False):
            transfer = make(Transfer)
            for set_value, value in constants:
                set_value(transfer, value)
            set_id(transfer, id_)
            set_path(transfer, file.path)
            set_name(transfer, name)
            set_size(transfer, file.size)
            set_mtime(transfer, file.mtime_ns)
            yield transfer


def _readable(rows: Iterable[sqlite3.Row]) -> list[Transfer]:
    """Return what the rows hold, none left out."""
    # `dict(row)` looks every column up by its name, which takes as long as all the rest of fetching a row.
    named = (dict(zip(row.keys(), row, strict=True)) for row in rows)
    return [from_row(row) for row in named]
