"""What was uploaded from here, in a form that is searched fast: a file of its own, made from the journal.

It is a cache. It can be thrown away at any time and is made again; the journal is only ever read, a thousand
rows at a time, so that the queue never waits for a search. One thread alone uses it. Where its file cannot be
kept it lives in memory, and where SQLite has no FTS5 with trigrams rows are searched one by one.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeVar

from layers_desktop.core.files import make_folder
from layers_desktop.transfers import history_rows as rows
from layers_desktop.transfers.asset import Asset, Filter
from layers_desktop.transfers.history_search import Statement, statement
from layers_desktop.transfers.journal_reader import JournalReader, unreadable

log = logging.getLogger(__name__)
T = TypeVar("T")

READ_AT_ONCE: Final = 1_000
"""Rows of the journal: a few milliseconds during which the queue cannot write."""
STEPS_BETWEEN_LOOKS: Final = 20_000
"""Of SQLite's machine, before it is asked whether anybody still wants the answer: about a millisecond."""
_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Superseded(Exception):
    """Nobody wants the answer any more."""


class HistoryIndex:
    """The opened index of the journal at `journal`, kept at `path`. `stop` ends a search when it says True.

    Its methods raise HistoryUnusable where a disk or a file does not let them do their work.
    """

    def __init__(self, path: Path, journal: Path, stop: Callable[[], bool], *, full_text: bool) -> None:
        self._path = path
        self._journal = journal
        self._stop = stop
        self._full_text = full_text
        self._db = self._opened()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def catch_up(self, told: Callable[[int, int], bool]) -> int:
        """Take in what the journal has more; returns how much that was.

        After each part `told(done, of)` is asked whether to go on.
        """
        return self._done(lambda: self._catch_up(told))

    def page(self, wanted: Filter, before: int | None, limit: int) -> list[Asset]:
        """Return what fits, newest first, from below the number `before`. Raises Superseded too."""
        made = self._statement(wanted)
        if before is not None:
            made.add(f"{made.number} < ?", before)
        return self._newest(made, limit)

    def newer(self, wanted: Filter, after: int, limit: int) -> list[Asset]:
        """Return what fits of what came after the number `after`, newest first. Raises Superseded too."""
        made = self._statement(wanted)
        made.add(f"{made.number} > ?", after)
        return self._newest(made, limit)

    def count(self, wanted: Filter) -> int:
        """Return how many fit. Raises Superseded too."""
        made = self._statement(wanted)
        sql = made.select("count(*)")
        return int(self._done(lambda: self._db.execute(sql, made.values).fetchone()[0]))

    def has_size(self, account_id: str, size: int) -> bool:
        """Tell whether an asset of this organization has this many bytes: else no file need be hashed."""
        sql = "SELECT 1 FROM entry WHERE account_id = ? AND size = ? LIMIT 1"
        return self._done(lambda: self._db.execute(sql, (account_id, size)).fetchone()) is not None

    def _statement(self, wanted: Filter) -> Statement:
        return statement(wanted, full_text=self._full_text)

    def _newest(self, made: Statement, limit: int) -> list[Asset]:
        sql = made.select("entry.*", f"ORDER BY {made.number} DESC LIMIT ?")
        values: Sequence[object] = [*made.values, limit]
        return [rows.asset(row) for row in self._done(lambda: self._db.execute(sql, values).fetchall())]

    # The file

    def _opened(self) -> sqlite3.Connection:
        try:
            make_folder(self._path.parent)
            try:
                return self._connected()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._throw_away()
                return self._connected()
        except (sqlite3.Error, OSError) as error:
            log.warning("the index of the history is kept in memory only (%s)", error)
            return self._furnished(":memory:")

    def _connected(self) -> sqlite3.Connection:
        self._path.touch(mode=0o600)
        try:
            return self._furnished(str(self._path))
        except rows.OtherEdition:
            self._throw_away()
            self._path.touch(mode=0o600)
            return self._furnished(str(self._path))

    def _furnished(self, place: str) -> sqlite3.Connection:
        db = sqlite3.connect(place, timeout=5.0, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA synchronous = NORMAL")  # a lost index costs seconds, no asset
            db.execute("BEGIN IMMEDIATE")
            with db:
                rows.furnish(db, full_text=self._full_text)
        except BaseException:
            db.close()
            raise
        db.set_progress_handler(self._stop, STEPS_BETWEEN_LOOKS)
        return db

    def _throw_away(self) -> None:
        for name in (self._path.name, f"{self._path.name}-journal"):
            self._path.with_name(name).unlink(missing_ok=True)

    def _done(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, once more with a new index when the old one turns out damaged."""
        try:
            try:
                return work()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                log.warning("the index of the history is damaged and made again (%s)", error)
            self._db.close()
            with suppress(OSError):
                self._throw_away()
            self._db = self._opened()
            self._catch_up(lambda _done, _of: True)
            return work()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                raise Superseded from None
            raise unreadable(error) from None

    # What the journal has more

    def _catch_up(self, told: Callable[[int, int], bool]) -> int:
        taken = 0
        with JournalReader(self._journal) as journal:
            number, mark = rows.read_to(self._db)
            if number and journal.mark_at(number) != mark:
                # Another journal is in its place: a damaged one was set aside, or an old copy put back.
                with self._writing():
                    rows.empty(self._db, full_text=self._full_text)
                number = 0
            of = journal.last_number()
            while number < of and (more := journal.after(number, READ_AT_ONCE)):
                with self._writing():
                    rows.take_in(self._db, more, full_text=self._full_text)
                number = int(more[-1]["number"])
                taken += len(more)
                if not told(number, of):
                    break
        return taken

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.set_progress_handler(None, 0)  # a search may be given up, taking in may not
        try:
            self._db.execute("BEGIN IMMEDIATE")
            with self._db:
                yield
        finally:
            self._db.set_progress_handler(self._stop, STEPS_BETWEEN_LOOKS)


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE
