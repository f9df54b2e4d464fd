"""A journal of an older edition is migrated after a copy; a damaged one is read as far as it goes."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.journal import database, repair
from layers_desktop.transfers.journal.database import JournalUnusable, stage_counts
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.journal.repair import LAST_ROW
from layers_desktop.transfers.journal.schema import VERSION
from layers_desktop.transfers.transfer import DuplicatePolicy, Stage, Transfer
from tests.support.journal_rows import add_rows

EDITIONS = Path(__file__).parent / "editions"
"""What `Journal` of each earlier edition wrote, as SQL text."""
OLDER = pytest.mark.parametrize("number", range(1, VERSION))


def draft(number: int = 1) -> Transfer:
    return Transfer(
        id=0,
        batch_id=0,
        account_id="org",
        project_id="project",
        project_name="Project",
        path=f"/pictures/{number}.png".encode(),
        name=f"{number}.png",
        kind=MediaKind.IMAGE,
        mime_type="image/png",
        size=10,
        mtime_ns=1,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "journal.sqlite3"


def make_edition(path: Path, number: int) -> None:
    """A journal as the program of that edition wrote it."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript((EDITIONS / f"edition-{number}.sql").read_text("utf-8"))
        db.commit()


@OLDER
def test_an_older_edition_goes_on_with_its_transfers_and_is_kept_as_a_copy(path: Path, number: int) -> None:
    make_edition(path, number)
    with closing(Journal(path)) as journal:
        assert journal.opened_with is None
        left = {transfer.name: transfer for transfer in journal.adopt("org", ["old"], "new", since=0.0)}
    assert set(left) == {"waiting.png", "lost.png", "given-up.png", "signed.png", "stored.png", "done.png"}
    assert left["signed.png"].stage is Stage.PRESIGNED
    assert left["signed.png"].path == b"/pictures/signed\xff.png"
    assert left["signed.png"].if_known is DuplicatePolicy.ASK
    assert left["given-up.png"].resume_stage is Stage.QUEUED
    assert left["done.png"].asset_id == "med_1"
    copy = path.with_name(f"journal.sqlite3.edition-{number}")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (number,)
        assert old.execute("SELECT count(*) FROM transfer").fetchone() == (7,)


@OLDER
def test_assets_of_an_older_edition_can_be_searched(path: Path, number: int) -> None:
    make_edition(path, number)
    Journal(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT * FROM asset_text").fetchall() == [
            (1, f"done.png\nmed_1\nimage image\ncafe\n{'cd' * 32}")
        ]


def test_an_older_program_that_is_still_open_writes_assets_which_the_next_start_makes_searchable(
    path: Path,
) -> None:
    make_edition(path, VERSION - 1)
    Journal(path).close()
    with closing(sqlite3.connect(path)) as older:
        older.execute("INSERT OR REPLACE INTO asset SELECT * FROM asset")
        older.commit()
    Journal(path).close()
    with closing(sqlite3.connect(path)) as db:
        found = "SELECT count(*) FROM asset JOIN asset_text ON number = asset.rowid"
        assert db.execute(found).fetchone() == (1,)


@OLDER
def test_what_an_older_edition_may_have_sent_counts_as_sent_when_it_was_dropped(
    path: Path, number: int
) -> None:
    make_edition(path, number)
    with closing(Journal(path)) as journal:
        left = journal.adopt("org", ["old"], "new")
    sent = {transfer.name for transfer in left if transfer.sent_at is not None}
    assert sent == {"lost.png", "given-up.png", "stored.png"}
    assert {transfer.sent_at for transfer in left} == {None, 1_700_000_000.5}


@OLDER
def test_a_migrated_journal_and_a_new_one_are_the_same(path: Path, tmp_path: Path, number: int) -> None:
    make_edition(path, number)
    Journal(path).close()
    Journal(tmp_path / "new.sqlite3").close()
    shapes = []
    for file in (path, tmp_path / "new.sqlite3"):
        with closing(sqlite3.connect(file)) as db:
            shapes.append(db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall())
            assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert shapes[0] == shapes[1]


def fill(path: Path, count: int = 400) -> None:
    with closing(Journal(path)) as journal:
        add_rows(journal, [draft(number) for number in range(count)], "old")


def test_a_journal_with_spoilt_pages_gives_back_what_can_be_read(path: Path) -> None:
    fill(path)
    content = bytearray(path.read_bytes())
    pages = len(content) // 4096
    for page in range(pages // 4, pages // 2):
        content[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    path.write_bytes(content)

    with closing(Journal(path)) as journal:
        problem = journal.opened_with
        left = journal.adopt("org", ["old"], "new")

    assert problem is not None
    assert problem.code == "journal.damaged"
    assert 100 < len(left) < 400
    assert f"{len(left)} uploads" in problem.words.kept
    assert len([file for file in path.parent.glob("*.damaged-*") if not file.name.endswith("-journal")]) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    places=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=8),
    noise=st.binary(min_size=1, max_size=600),
)
@example(places=[0.046875], noise=b"0")  # only the name of a column
@example(places=[0.08540413907591926], noise=b"\x00\x80")  # SQLite's own words are no text then
def test_no_damage_keeps_the_program_from_starting(
    tmp_path_factory: pytest.TempPathFactory, places: list[float], noise: bytes
) -> None:
    path = tmp_path_factory.mktemp("damage") / "journal.sqlite3"
    fill(path, 60)
    content = bytearray(path.read_bytes())
    for place in places:
        at = int(place * len(content))
        content[at : at + len(noise)] = noise[: len(content) - at]
    path.write_bytes(content)
    try:
        journal = Journal(path)
    except JournalUnusable as error:
        # A changed version number may look like a newer journal: that is refused with a sentence, not lost.
        assert error.problem.code == "journal.newer"  # noqa: PT017 - the only way it may fail
        return
    with closing(journal):
        left = journal.adopt("org", ["old"], "new", since=0.0)
        journal.save(left)
        journal.under("org", "project", b"/pictures")
        [added] = add_rows(journal, [draft(1)], "new")
        assert journal.transfer(added.id) == added


def spoil_index(path: Path) -> None:
    """Damage that leaves every row readable."""
    with closing(sqlite3.connect(path)) as db:
        [page] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'transfer_open'").fetchone()
        [size] = db.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xa5" * size
    path.write_bytes(content)


class Cut(BaseException):
    """The end of the program at that moment."""


@pytest.mark.parametrize("moment", ["read", "copied", "set aside", "replaced"])
def test_a_rescue_that_is_cut_short_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    fill(path)
    spoil_index(path)

    def cut(after: Callable[..., object] | None = None) -> Callable[..., NoReturn]:
        def call(*values: object) -> NoReturn:
            if after is not None:
                after(*values)
            raise Cut

        return call

    with monkeypatch.context() as patch:
        match moment:
            case "read":
                patch.setattr(repair, "_insert", cut(repair._insert))
            case "copied":
                patch.setattr(database, "recover", cut(repair.recover))
            case "set aside":
                patch.setattr(database, "set_aside", cut(repair.set_aside))
            case "replaced":
                patch.setattr(database, "damaged", cut())
        with pytest.raises(Cut):
            Journal(path)

    with closing(Journal(path)) as journal:
        assert len(journal.adopt("org", ["old"], "new")) == 400
        assert (journal.opened_with is None) is (moment == "replaced")
    assert [file.name for file in path.parent.iterdir() if "rescued" in file.name] == []
    assert list(path.parent.glob("*.damaged-*"))


def test_a_disk_that_is_full_during_a_rescue_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path)
    spoil_index(path)
    real = database._open

    def small(file: Path) -> sqlite3.Connection:
        db = real(file)
        db.execute("PRAGMA max_page_count = 20")
        return db

    with monkeypatch.context() as patch:
        patch.setattr(database, "_open", small)
        with pytest.raises(JournalUnusable):
            Journal(path)
    with closing(Journal(path)) as journal:
        assert len(journal.adopt("org", ["old"], "new")) == 400


def test_a_lost_drop_costs_none_of_its_files(path: Path) -> None:
    fill(path, 30)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM batch")
        db.commit()
    spoil_index(path)
    with closing(Journal(path)) as journal:
        left = journal.adopt("org", ["old"], "new")
        journal.save(left)
    assert len(left) == 30


def test_an_asset_whose_upload_is_lost_is_kept_and_taken_for_no_later_one(path: Path) -> None:
    with closing(Journal(path)) as journal:
        [added] = add_rows(journal, [draft(1)], "old")
        journal.save([replace(added, stage=Stage.DONE, asset_id="med_1", finished_at=1.0)])
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM transfer")
        db.commit()
    spoil_index(path)
    with closing(Journal(path)) as journal:
        [later] = add_rows(journal, [draft(2)], "new")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT asset_id, transfer_id FROM asset").fetchall() == [("med_1", added.id)]
    assert later.id > added.id


def test_the_journal_is_kept_as_safely_as_its_promise_needs(path: Path) -> None:
    with closing(database.open_journal(path)[0]) as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "truncate"  # WAL breaks on network homes
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


ENDLESS = """
ALTER TABLE incoming RENAME TO x;
CREATE VIEW incoming AS WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n)
SELECT i AS first_id, '' AS common, '' AS files FROM n;
"""


@pytest.mark.parametrize(
    "foreign",
    [
        "CREATE TRIGGER x AFTER UPDATE ON transfer BEGIN DELETE FROM asset; END",
        "CREATE TRIGGER x BEFORE INSERT ON transfer BEGIN SELECT RAISE(ABORT, 'no'); END",
        "CREATE VIEW x AS SELECT * FROM transfer",
        "CREATE VIRTUAL TABLE x USING fts5(words)",
        "CREATE TABLE x (y)",
        "CREATE INDEX x ON transfer (lower(name))",
        ENDLESS,
    ],
)
def test_what_another_program_put_into_the_journal_is_never_run(path: Path, foreign: str) -> None:
    with closing(Journal(path)) as journal:
        add_rows(journal, [draft(1), draft(2)], "run")
    with closing(sqlite3.connect(path)) as db:
        db.executescript(foreign)
    with closing(Journal(path)) as journal:
        assert journal.opened_with is not None
        assert journal.opened_with.code == "journal.damaged"
        assert "2 uploads could be read" in journal.opened_with.words.kept
        assert len(list(path.parent.glob("*.damaged-*"))) == 1
        assert {row.name for row in journal.adopt("org", ["run"], "new", since=0.0)} == {"1.png", "2.png"}
    with closing(sqlite3.connect(path)) as db:
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        kinds = {kind for (kind,) in db.execute("SELECT type FROM sqlite_master")}
    assert "x" not in names
    assert kinds == {"table", "index"}


def test_the_doctor_counts_nothing_in_a_view(path: Path) -> None:
    Journal(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(ENDLESS)
    with pytest.raises(JournalUnusable):
        stage_counts(path)


@OLDER
def test_a_trigger_is_not_run_by_a_migration_either(path: Path, number: int) -> None:
    make_edition(path, number)
    with closing(sqlite3.connect(path)) as db:
        count = db.execute("SELECT count(*) FROM transfer").fetchone()
        db.executescript("CREATE TRIGGER x AFTER UPDATE ON transfer BEGIN DELETE FROM transfer; END")
    with closing(Journal(path)) as journal:
        assert journal.opened_with is not None
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM transfer").fetchone() == count


def test_bytes_that_never_were_a_journal_are_set_aside(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 500)
    with closing(Journal(path)) as journal:
        assert journal.opened_with is not None
        assert "Drop files again" in journal.opened_with.words.action
        assert journal.adopt("org", ["old"], "new") == []


def test_rows_that_are_not_in_their_order_are_not_gone_through_for_ever(path: Path) -> None:
    with closing(Journal(path)):
        pass
    asked = itertools.count()

    def number() -> int:
        # As in a mixed-up tree: a row is found for what comes later, and says then that it is the seventh.
        call = next(asked)
        assert call < 20_000, "it goes round in circles"
        return 7 if call % 3 else LAST_ROW

    with closing(sqlite3.connect(":memory:")) as source, closing(sqlite3.connect(path)) as target:
        source.row_factory = sqlite3.Row
        source.create_function("number", 0, number)
        source.execute("CREATE TABLE one AS SELECT 'org' AS account_id, 'p' AS project_id, 1.0 AS created_at")
        source.execute("CREATE TEMP VIEW batch AS SELECT number() AS rowid, * FROM one")
        assert repair._copy(source, target, "batch") == 1
