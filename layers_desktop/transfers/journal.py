"""Every transfer and asset on disk: one SQLite file, used by the queue's thread alone.

Each method is one transaction. A signed URL or a key is never written. Its mode is SQLite's rollback journal,
because WAL breaks on network homes. The window and `upload` may use one file at the same time.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from layers_desktop.transfers.journal_file import open_journal, unusable
from layers_desktop.transfers.journal_rows import COLUMNS, from_row, to_row
from layers_desktop.transfers.journal_salvage import readable
from layers_desktop.transfers.steps import KnownAsset
from layers_desktop.transfers.transfer import ROW_DAMAGED, Stage, Transfer

_LEFT = "listed = 1 AND stage NOT IN ('done', 'refused', 'cancelled')"
"""What a later start takes up: what is unfinished, waits for a person, or is at a torn stage."""
_SHOWN = f"({_LEFT} OR (listed = 1 AND stage = 'done' AND finished_at > ?))"
"""What a later start shows: that, and what was finished lately, so that its ids can still be copied."""
_OF_ANOTHER_DROP = "(SELECT batch_id FROM transfer WHERE transfer.id = asset.transfer_id) IS NOT ?"
"""Which assets a file may be found among."""

_ASSIGNMENTS = ", ".join(f"{name} = :{name}" for name in COLUMNS)
_UPDATE = f"UPDATE transfer SET {_ASSIGNMENTS} WHERE id = :id"  # noqa: S608 - our own column names
_INSERT = (
    f"INSERT INTO transfer ({', '.join(COLUMNS)}, run) "  # noqa: S608 - our own column names
    f"VALUES ({', '.join(f':{name}' for name in COLUMNS)}, :run)"
)


class Journal:
    """The open journal. `opened_with` says what was mended on the way, for the window to show.

    Every method raises `JournalUnusable` when the disk or the file does not let it do its work; then nothing
    of that call is written.
    """

    def __init__(self, path: Path) -> None:
        """Open or create it. Blocking: queue's thread only."""
        self._db, self.opened_with = open_journal(path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add_batch(self, drafts: Sequence[Transfer], run: str, batch_id: int = 0) -> list[Transfer]:
        """Write one drop down, or more of the drop that is `batch_id`. All have one project.

        Returns the transfers with their ids and their batch, in order.
        """
        if not drafts:
            return []
        with self._transaction():
            of_drop = batch_id or self._add_batch(drafts[0])
            return [self._enter(replace(draft, batch_id=of_drop), run) for draft in drafts]

    def last_batch(self) -> int:
        """Return the id of the newest drop, 0 for none: later ones have greater ids."""
        with self._transaction():
            newest: int | None = self._db.execute("SELECT MAX(id) FROM batch").fetchone()[0]
        return newest or 0

    def entered_after(self, batch_id: int, account_id: str, project_id: str) -> frozenset[bytes]:
        """Return the paths of everything that was dropped for that project after that drop, listed or not."""
        with self._transaction():
            rows = self._db.execute(
                "SELECT path FROM transfer WHERE batch_id > ? AND account_id = ? AND project_id = ?",
                (batch_id, account_id, project_id),
            ).fetchall()
        return frozenset(row["path"] for row in rows)

    def save(self, transfers: Iterable[Transfer]) -> None:
        """Write down how transfers stand; a finished one becomes an asset in the same transaction."""
        with self._transaction():
            for transfer in transfers:
                self._db.execute(_UPDATE, to_row(transfer))
                if transfer.stage is Stage.DONE and not transfer.reused:
                    self._add_asset(transfer)

    def unlist(self, ids: Iterable[int]) -> None:
        """Take settled rows off the list of later starts; they stay in the journal."""
        with self._transaction():
            self._db.executemany("UPDATE transfer SET listed = 0 WHERE id = ?", [(id_,) for id_ in ids])

    def relist(self, ids: Iterable[int], account_id: str) -> list[Transfer]:
        """Undo `unlist`; returns those that are on the list again, in the order given."""
        back: list[Transfer] = []
        with self._transaction():
            for id_ in ids:
                rows = self._db.execute(
                    "UPDATE transfer SET listed = 1 WHERE id = ? AND account_id = ? AND listed = 0 "
                    "AND stage IN ('done', 'refused', 'failed', 'cancelled') RETURNING *",
                    (id_, account_id),
                ).fetchall()
                back += _readable(rows)
        return back

    def runs_with_work(self, account_id: str, since: float = math.inf) -> list[str]:
        """Return the runs that left transfers not settled, failed, or done after `since` (wall clock)."""
        with self._transaction():
            rows = self._db.execute(
                f"SELECT DISTINCT run FROM transfer WHERE account_id = ? AND {_SHOWN}",  # noqa: S608 - a constant
                (account_id, since),
            )
            return [str(row["run"]) for row in rows]

    def adopt(
        self, account_id: str, runs: Iterable[str], run: str, since: float = math.inf
    ) -> list[Transfer]:
        """Take over what those runs left unfinished, failed or done after `since`, in drop order.

        Two programs that ask at the same time get different transfers.
        """
        adopted: list[Transfer] = []
        with self._transaction():
            for old in runs:
                rows = self._db.execute(
                    f"SELECT * FROM transfer WHERE account_id = ? AND run = ? AND {_SHOWN}",  # noqa: S608 - our own words
                    (account_id, old, since),
                )
                adopted += _readable(rows)
                self._db.execute(
                    f"UPDATE transfer SET run = ? WHERE account_id = ? AND run = ? AND {_SHOWN}",  # noqa: S608 - our own words
                    (run, account_id, old, since),
                )
            adopted = self._with_batches(adopted)
        return sorted(adopted, key=lambda transfer: transfer.id)

    def take_up(self, draft: Transfer, runs: Iterable[str], run: str) -> Transfer | None:
        """Take over what one of those runs left of this file (path, kind) and project, as it was left.

        One of the very file (size, time) before one of what it was earlier. Of that one only where it is sure
        that nothing came: otherwise what the file is now is something new beside it. A damaged row of the
        path is taken for one of this file: that it was not cannot be told.
        """
        with self._transaction():
            rows = self._db.execute(
                "SELECT * FROM transfer WHERE account_id = ? AND project_id = ? AND path = ? "  # noqa: S608 - our own words
                f"AND run IN (SELECT value FROM json_each(?)) AND {_LEFT} "
                "ORDER BY size IS ? AND mtime_ns IS ? DESC, id DESC",
                (
                    draft.account_id,
                    draft.project_id,
                    draft.path,
                    json.dumps(list(runs)),
                    draft.size,
                    draft.mtime_ns,
                ),
            ).fetchall()
            for left in _readable(rows):
                if _goes_on(left, draft):
                    self._db.execute("UPDATE transfer SET run = ? WHERE id = ?", (run, left.id))
                    return left
        return None

    def has_size(self, draft: Transfer) -> bool:
        """Tell whether an asset of this size is in the draft's project, made of another drop than its own."""
        with self._transaction():
            found = self._db.execute(
                "SELECT 1 FROM asset WHERE project_id = ? AND size = ? AND account_id = ? "  # noqa: S608 - a constant
                f"AND {_OF_ANOTHER_DROP} LIMIT 1",
                (draft.project_id, draft.size, draft.account_id, draft.batch_id),
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
                yield
        except sqlite3.Error as error:
            raise unusable(error) from None

    def _add_batch(self, first: Transfer) -> int:
        made = self._db.execute(
            "INSERT INTO batch (account_id, project_id, created_at) VALUES (?, ?, ?)",
            (first.account_id, first.project_id, first.created_at),
        ).lastrowid
        return made or 0

    def _enter(self, transfer: Transfer, run: str) -> Transfer:
        """Write a new one, or move one that was taken up into this batch."""
        if not transfer.id:
            return self._insert(transfer, run)
        self._db.execute(_UPDATE, to_row(transfer))
        return transfer

    def _insert(self, draft: Transfer, run: str) -> Transfer:
        cursor = self._db.execute(_INSERT, {**to_row(draft), "run": run})
        return replace(draft, id=cursor.lastrowid or 0)

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


def _inside(folder: bytes) -> bytes:
    """Return how the path of everything in that folder begins."""
    separator = os.fsencode(os.sep)
    return folder if folder.endswith(separator) else folder + separator


def _goes_on(left: Transfer, draft: Transfer) -> bool:
    """Tell whether a draft is gone on with as what was left of its path."""
    if left.problem is not None and left.problem.code == ROW_DAMAGED:
        return True
    same = (left.size, left.mtime_ns) == (draft.size, draft.mtime_ns)
    return left.kind == draft.kind and (same or (left.sent_at is None and not left.in_doubt))


def _readable(rows: Iterable[sqlite3.Row]) -> list[Transfer]:
    """Return what the rows hold; a damaged one as far as it can be read."""
    return [transfer for row in rows if (transfer := readable(dict(row))) is not None]
