"""What was uploaded from here, in a form that is searched fast: a file of its own, made from the journal.

It is a cache. It can be thrown away at any time and is made again; the journal is only ever read, a thousand
rows at a time, so that the queue never waits for a search. One thread alone uses it. Where its file cannot be
kept it lives in memory, and where SQLite has no FTS5 with trigrams rows are searched one by one.

The tables of the history's index, and an asset as one of their rows. Works on opened databases.

What is looked for, as SQL on the history's index. Pure: no database here.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from layers_desktop.core.files import make_folder
from layers_desktop.history.asset import Asset, AssetFilter, Word, clean, searched_text
from layers_desktop.history.journal_reader import JournalReader, unreadable
from layers_desktop.media.formats import MediaKind

LEAST_LETTERS = 3
"""Shorter words have no trigram (SQLite's documentation, FTS5): they are looked for row by row."""


@dataclass(slots=True)
class Statement:
    """A SELECT over the index without its columns, growing."""

    source: str = "entry"
    number: str = "entry.id"
    conditions: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        """Narrow it down."""
        self.conditions.append(condition)
        self.values += values

    def select(self, columns: str, end: str = "") -> str:
        """Return it in words of SQL; `end` is what follows the conditions."""
        return f"SELECT {columns} FROM {self.source} WHERE {' AND '.join(self.conditions)} {end}"  # noqa: S608 - our own words; what was typed is in the values


def statement(wanted: AssetFilter, *, full_text: bool) -> Statement:
    """Return the rows that fit. With `full_text` trigrams find them, otherwise they are read one by one."""
    made = Statement()
    indexed = [word for word in wanted.words if full_text and _has_trigrams(word)]
    if indexed:
        # CROSS JOIN keeps the order: the other way round the planner asks the full text once for each row.
        made.source = "entry_text CROSS JOIN entry ON entry.id = entry_text.rowid"
        made.number = "entry_text.rowid"
        made.add("entry_text MATCH ?", " AND ".join(_phrases(word) for word in indexed))
    made.add("entry.account_id = ?", wanted.account_id)
    if wanted.project_id is not None:
        made.add("entry.project_id = ?", wanted.project_id)
    if wanted.file is not None:
        made.add("entry.size = ? AND entry.sha256 = ?", wanted.file.size, wanted.file.sha256)
    for word in wanted.words:
        if word not in indexed:
            texts = [clean(one) for one in word]
            made.add(f"({' OR '.join('instr(entry.searched, ?)' for _ in texts)})", *texts)
    return made


def _has_trigrams(word: Word) -> bool:
    return all(len(clean(one)) >= LEAST_LETTERS for one in word)


def _phrases(word: Word) -> str:
    """Return FTS5's words for any of these strings: quoted, so that nothing in them is an operator."""
    return "(" + " OR ".join('"' + clean(one).replace('"', '""') + '"' for one in word) + ")"


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


def create_tables(db: sqlite3.Connection, *, full_text: bool) -> None:
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
        kind=MediaKind(kind) if kind in _KINDS else None,
        mime_type=row["mime_type"],
        name=row["name"],
        size=row["size"],
        sha256=row["sha256"],
        path=bytes(row["path"]),
        transfer_id=row["transfer_id"],
        made_at=row["made_at"],
    )


_KINDS = frozenset(kind.value for kind in MediaKind)


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

    def page(self, wanted: AssetFilter, before: int | None, limit: int) -> list[Asset]:
        """Return what fits, newest first, from below the number `before`. Raises Superseded too."""
        made = self._statement(wanted)
        if before is not None:
            made.add(f"{made.number} < ?", before)
        return self._newest(made, limit)

    def newer(self, wanted: AssetFilter, after: int, limit: int) -> list[Asset]:
        """Return what fits of what came after the number `after`, newest first. Raises Superseded too."""
        made = self._statement(wanted)
        made.add(f"{made.number} > ?", after)
        return self._newest(made, limit)

    def count(self, wanted: AssetFilter) -> int:
        """Return how many fit. Raises Superseded too."""
        made = self._statement(wanted)
        sql = made.select("count(*)")
        return int(self._done(lambda: self._db.execute(sql, made.values).fetchone()[0]))

    def has_size(self, account_id: str, size: int) -> bool:
        """Tell whether an asset of this organization has this many bytes: else no file need be hashed."""
        sql = "SELECT 1 FROM entry WHERE account_id = ? AND size = ? LIMIT 1"
        return self._done(lambda: self._db.execute(sql, (account_id, size)).fetchone()) is not None

    def _statement(self, wanted: AssetFilter) -> Statement:
        return statement(wanted, full_text=self._full_text)

    def _newest(self, made: Statement, limit: int) -> list[Asset]:
        sql = made.select("entry.*", f"ORDER BY {made.number} DESC LIMIT ?")
        values: Sequence[object] = [*made.values, limit]
        return [asset(row) for row in self._done(lambda: self._db.execute(sql, values).fetchall())]

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
            return self._with_tables(":memory:")

    def _connected(self) -> sqlite3.Connection:
        self._path.touch(mode=0o600)
        try:
            return self._with_tables(str(self._path))
        except OtherEdition:
            self._throw_away()
            self._path.touch(mode=0o600)
            return self._with_tables(str(self._path))

    def _with_tables(self, place: str) -> sqlite3.Connection:
        db = sqlite3.connect(place, timeout=5.0, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA synchronous = NORMAL")  # a lost index costs seconds, no asset
            db.execute("BEGIN IMMEDIATE")
            with db:
                create_tables(db, full_text=self._full_text)
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
            number, mark = read_to(self._db)
            if number and journal.mark_at(number) != mark:
                # Another journal is in its place: a damaged one was set aside, or an old copy put back.
                with self._writing():
                    empty(self._db, full_text=self._full_text)
                number = 0
            of = journal.last_number()
            while number < of and (more := journal.after(number, READ_AT_ONCE)):
                with self._writing():
                    take_in(self._db, more, full_text=self._full_text)
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
