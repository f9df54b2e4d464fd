"""What is on disk: all of it, only that, and in one piece."""

from __future__ import annotations

import errno
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers_desktop.core.errors import Problem, Size, Term
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.journal.database import JournalUnusable, stage_counts
from layers_desktop.transfers.journal.journal import ENTERED_AT_ONCE, Journal
from layers_desktop.transfers.journal.schema import VERSION
from layers_desktop.transfers.transfer import DuplicatePolicy, Stage, Transfer
from layers_desktop.transfers.upload_task import cancelled
from tests.support.engine_harness import Harness
from tests.support.journal_rows import add_rows
from tests.support.problems import worded

text = st.text(st.characters(exclude_characters="\ufffd", exclude_categories=["Cs"]), max_size=30)
"""Without the mark of torn text, by which damage is known."""
numbers = st.integers(0, 2**53 - 1)
"""No file is larger; more than that is damage."""
times = st.floats(0, 4e9)
problems = st.builds(
    worded, text, text, explanation=text, kept=text, action=text, request_id=st.none() | text
) | st.builds(
    lambda why, outlook: Problem.of("journal.unusable", why=why).expecting(outlook, wait="1 s", seconds=60),
    text | text.map(Term) | text.map(Size),
    st.sampled_from(Outlook),
)
transfers = st.builds(
    Transfer,
    id=st.just(0),
    batch_id=st.just(0),
    account_id=st.just("org"),
    project_id=text,
    project_name=text,
    path=st.binary(max_size=60),
    name=text,
    image_kind=st.none() | st.sampled_from(MediaKind),
    only_kind=st.none() | st.sampled_from(MediaKind),
    kind=st.none() | st.sampled_from(MediaKind),
    mime_type=st.none() | text,
    size=st.none() | numbers,
    mtime_ns=st.none() | st.integers(-(2**63), 2**63 - 1),
    stage=st.sampled_from([stage for stage in Stage if stage is not Stage.DONE]),
    resume_stage=st.sampled_from(Stage),
    checksum=st.booleans(),
    paused=st.booleans(),
    upload_id=st.none() | text,
    signed_at=st.none() | times,
    idempotency_key=st.none() | text,
    sent_at=st.none() | times,
    sent_with=st.none() | text,
    tries=st.integers(0, 99),
    sha256=st.none() | text,
    if_known=st.sampled_from(DuplicatePolicy),
    known_asset_id=st.none() | text,
    known_asset_url=st.none() | text,
    known_at=st.none() | times,
    reused=st.booleans(),
    asset_id=st.none() | text,
    asset_url=st.none() | text,
    problem=st.none() | problems,
    created_at=times,
    finished_at=st.none() | times,
)


def draft(name: str = "it.png", **values: object) -> Transfer:
    made = Transfer(
        id=0,
        batch_id=0,
        account_id="org",
        project_id="project",
        project_name="Project",
        path=b"/it.png",
        name=name,
        kind=MediaKind.IMAGE,
        mime_type="image/png",
        size=10,
        mtime_ns=1,
    )
    return replace(made, **values)  # type: ignore[arg-type]  # each test names fields of its own


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


@pytest.fixture
def open_journal(path: Path) -> Iterator[Callable[[], Journal]]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Journal(path)))


@pytest.fixture
def journal(open_journal: Callable[[], Journal]) -> Journal:
    return open_journal()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(transfers, transfers)
def test_every_field_comes_back_as_it_was_written(
    journal: Journal, first: Transfer, second: Transfer
) -> None:
    (added,) = add_rows(journal, [first], "run")
    assert replace(added, id=0, batch_id=0) == first
    assert journal.transfer(added.id) == added
    changed = replace(second, id=added.id, batch_id=added.batch_id)
    journal.save([changed])
    assert journal.transfer(added.id) == changed


def test_no_field_of_a_transfer_is_left_out_of_the_round_trip() -> None:
    assert {field.name for field in fields(Transfer)} <= set(transfers.wrapped_strategy.kwargs)  # type: ignore[attr-defined]  # hypothesis keeps the strategy inside


def test_a_path_that_is_no_text_is_kept_byte_by_byte(open_journal: Callable[[], Journal]) -> None:
    odd = b"/caf\xe9/\xff\x00\n.png"
    files = (NewFile(b"/a.png"), NewFile(odd), NewFile(b"/b.png"))
    batch = open_journal().add(Submit(files=files), "org", "run", 5.0)
    found = [open_journal().transfer(id_) for id_ in batch.ids]
    assert found == list(batch.transfers())
    assert [one.path for one in found if one is not None] == [file.path for file in files]


def test_a_batch_of_thousands_is_one_transaction_in_drop_order(journal: Journal) -> None:
    statements: list[str] = []
    journal._db.set_trace_callback(statements.append)
    files = tuple(NewFile(f"/{n}.png".encode(), size=n) for n in range(6_000))
    batch = journal.add(Submit(files=files, project_id="p", project_name="P"), "org", "run", 5.0)
    assert [statement.split()[0] for statement in statements].count("COMMIT") == 1
    assert len(statements) < 12, "a statement for each row"
    added = list(batch.transfers())
    assert [transfer.name for transfer in added] == [f"{n}.png" for n in range(6_000)]
    assert [transfer.id for transfer in added] == list(batch.ids)
    assert {transfer.batch_id for transfer in added} == {batch.common.batch_id}
    for transfer in (added[0], added[4_999], added[5_000], added[-1]):
        assert journal.transfer(transfer.id) == transfer
    statements.clear()
    journal.save(added)
    assert [statement.split()[0] for statement in statements].count("COMMIT") == 1


def test_thousands_are_taken_off_the_list_and_put_back_in_a_few_statements(journal: Journal) -> None:
    batch = journal.add(many(5_000), "org", "run", 5.0)
    left = [replace(one, tries=number % 3) for number, one in enumerate(batch.transfers())]
    left[7] = replace(left[7], stage=Stage.PRESIGNED, upload_id="up_7", mime_type="image/png")
    left[8] = replace(left[8], stage=Stage.FAILED, resume_stage=Stage.UPLOADED, mime_type="image/png")
    journal.save(left)
    statements: list[str] = []
    journal._db.set_trace_callback(statements.append)
    gone = [cancelled(one, 9.0) for one in left]
    journal.save_fields(gone, "stage", "resume_stage", "finished_at", unlist=True)
    back = journal.relist(batch.ids, "org")
    assert [statement.split()[0] for statement in statements].count("COMMIT") == 2
    assert len(statements) < 20, "a statement for each row"
    assert [journal.transfer(task.transfer.id) for task in back] == [task.transfer for task in back]
    stages = {7: Stage.PRESIGNED, 8: Stage.UPLOADED}
    assert [task.transfer.stage for task in back] == [stages.get(n, Stage.QUEUED) for n in range(5_000)]
    assert all(task.transfer.finished_at is None and task.transfer.tries == 0 for task in back)
    assert all(back[n].transfer.idempotency_key for n in stages), "written down before a call carries it"


def test_a_damaged_row_that_is_put_back_is_in_doubt_for_later_starts_too(journal: Journal) -> None:
    batch = journal.add(many(2), "org", "run", 5.0)
    gone = [cancelled(one, 9.0) for one in batch.transfers()]
    journal.save_fields(gone, "stage", "resume_stage", "finished_at", unlist=True)
    journal._db.execute("UPDATE transfer SET resume_stage = 'sto\ufffded' WHERE id = ?", (gone[1].id,))
    whole, damaged = (task.transfer for task in journal.relist(batch.ids, "org"))
    assert (whole.stage, damaged.stage, damaged.in_doubt) == (Stage.QUEUED, Stage.FAILED, True)
    assert journal.transfer(damaged.id) == damaged


def many(count: int, folder: str = "") -> Submit:
    files = (NewFile(f"{folder}/{n}.png".encode(), size=n, mtime_ns=-n) for n in range(count))
    return Submit(files=tuple(files), project_id="p", project_name="P", image_kind=MediaKind.LOGO)


@pytest.mark.parametrize("count", [ENTERED_AT_ONCE, ENTERED_AT_ONCE + 1, 5_200])
def test_what_has_no_row_yet_when_a_program_is_killed_gets_it_from_the_next(
    open_journal: Callable[[], Journal], path: Path, count: int
) -> None:
    batch = open_journal().add(many(count), "org", "dead", 5.0)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM transfer").fetchone() == (ENTERED_AT_ONCE,)
    other = open_journal()
    assert other.runs_with_work("org") == ["dead"]
    assert other.adopt("org", ["dead"], "new") == list(batch.transfers())


def test_two_programs_give_their_files_numbers_of_their_own(open_journal: Callable[[], Journal]) -> None:
    journals = [open_journal(), open_journal()]
    batches = [
        journal.add(many(count, folder), "org", "run", 5.0)
        for journal, count, folder in zip(journals * 2, (300, 200, 150, 250), "abcd", strict=True)
    ]
    for batch in batches:
        assert [open_journal().transfer(id_) for id_ in batch.ids[:: len(batch.ids) - 1]] == [
            transfer for transfer in batch.transfers() if transfer.id in {batch.ids[0], batch.ids[-1]}
        ]
    ids = [id_ for batch in batches for id_ in batch.ids]
    assert len(ids) == len(set(ids)) == 900


def test_of_a_large_drop_too_a_path_that_is_no_text_is_kept(journal: Journal) -> None:
    files = (*many(200).files, NewFile(b"/\xff.png"), *many(50, "/x").files)
    batch = journal.add(Submit(files=files), "org", "run", 5.0)
    found = [journal.transfer(id_) for id_ in batch.ids]
    assert [one.path for one in found if one is not None] == [file.path for file in files]
    assert found == list(batch.transfers())


def test_every_file_of_a_large_drop_gets_the_account_that_it_waits_for(journal: Journal) -> None:
    batch = journal.add(many(300), "", "run", 5.0)
    journal.claim("org", "run")
    assert journal.adopt("org", ["run"], "run") == [
        replace(transfer, account_id="org") for transfer in batch.transfers()
    ]


def test_what_becomes_of_the_first_rows_before_the_others_are_made_is_not_copied(
    open_journal: Callable[[], Journal], path: Path
) -> None:
    """A program of an older edition that is still open knows of no text, and goes on with the rows."""
    batch = open_journal().add(many(300), "org", "dead", 5.0)
    with closing(sqlite3.connect(path)) as older:
        assert older.execute("SELECT seq FROM sqlite_sequence WHERE name = 'transfer'").fetchone() == (300,)
        older.execute("UPDATE transfer SET stage = 'done', asset_id = 'med_1', run = 'older'")
        older.commit()
    assert open_journal().adopt("org", ["dead"], "new") == list(batch.transfers())[ENTERED_AT_ONCE:]


@pytest.mark.parametrize(
    ("damage", "left"),
    [
        ("UPDATE incoming SET files = '[[\"/a'", ENTERED_AT_ONCE),
        ("UPDATE incoming SET files = '[[]]'", ENTERED_AT_ONCE),
        ("UPDATE incoming SET common = '5'", ENTERED_AT_ONCE),
        ("UPDATE incoming SET common = '{}'", ENTERED_AT_ONCE),
        ("UPDATE incoming SET first_id = 3", ENTERED_AT_ONCE),
        ("DELETE FROM batch", ENTERED_AT_ONCE),
        ("UPDATE transfer SET batch_id = 'x' WHERE id = 1", 300),
        ("DROP TABLE batch", 300),
    ],
)
def test_damage_to_what_has_no_row_yet_does_not_keep_others_from_being_sent(
    open_journal: Callable[[], Journal], path: Path, damage: str, left: int
) -> None:
    batch = open_journal().add(many(300), "org", "run", 5.0)
    with closing(sqlite3.connect(path)) as db:
        db.execute(damage)
        db.commit()
    told: list[Problem] = []
    with closing(Journal(path, told.append)) as other:
        assert bool(told) == (left < 300)
        kept = other.adopt("org", ["run"], "run")
        assert [one.path for one in kept] == [one.path for one in batch.transfers()][:left]
        other.save(kept)
        assert other.add(many(3), "org", "run", 6.0).ids[0] > kept[-1].id


@pytest.mark.parametrize(("looked_at", "maybe"), [(3, True), (4, False)])
def test_of_very_many_assets_of_its_own_drop_only_some_are_looked_at(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, looked_at: int, *, maybe: bool
) -> None:
    monkeypatch.setattr("layers_desktop.transfers.journal.journal._SAME_SIZE_LOOKED_AT", looked_at)
    rows = add_rows(journal, [draft(f"{number}.png") for number in range(4)], "run")
    journal.save(replace(row, stage=Stage.DONE, asset_id=f"med_{row.id}") for row in rows[:3])
    assert journal.has_size(rows[3]) is maybe
    assert journal.has_size(replace(rows[3], batch_id=99))


def test_a_locked_journal_is_waited_for_once(open_journal: Callable[[], Journal], path: Path) -> None:
    journal = open_journal()
    batch = journal.add(many(300), "org", "run", 5.0)
    journal._db.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalUnusable):
            journal.enter()
        journal.enter()
    assert journal.adopt("org", ["run"], "run") == list(batch.transfers())


def test_a_drop_that_the_disk_has_no_room_for_is_refused_as_a_whole(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept as text it would fit, and then nothing else could be written down any more."""
    first, *_ = journal.add(many(3), "org", "run", 4.0).transfers()
    free = SimpleNamespace(free=100_000)
    monkeypatch.setattr("layers_desktop.transfers.journal.journal.shutil.disk_usage", lambda _: free)
    (pages,) = journal._db.execute("PRAGMA page_count").fetchone()
    journal._db.execute(f"PRAGMA max_page_count = {pages + free.free // 4_096}")
    with pytest.raises(JournalUnusable):
        journal.add(many(1_000), "org", "run", 5.0)
    journal.save([replace(first, tries=1)])
    assert len(journal.adopt("org", ["run"], "run")) == 3


def test_a_disk_that_does_not_say_what_is_free_is_told_of(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_folder: Path) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("layers_desktop.transfers.journal.journal.shutil.disk_usage", gone)
    with pytest.raises(JournalUnusable, match="cannot be kept"):
        journal.add(many(3), "org", "run", 5.0)
    assert journal.adopt("org", ["run"], "run") == []


def test_an_asset_is_written_in_the_same_transaction_as_done(journal: Journal, path: Path) -> None:
    (added,) = add_rows(journal, [draft()], "run")
    done = replace(
        added, stage=Stage.DONE, asset_id="med_1", asset_url="https://x/1", sha256="ab", finished_at=5.0
    )
    with sqlite3.connect(path) as other:
        other.execute("CREATE TRIGGER no BEFORE INSERT ON asset BEGIN SELECT RAISE(ABORT, 'full'); END")
    other.close()
    with pytest.raises(JournalUnusable):
        journal.save([done])
    assert journal.transfer(added.id) == added
    with sqlite3.connect(path) as other:
        other.execute("DROP TRIGGER no")
    other.close()
    journal.save([done])
    journal.save([done])  # a finalize that is repeated gives the same asset
    with closing(sqlite3.connect(path)) as other:
        rows = other.execute("SELECT * FROM asset").fetchall()
    assert rows == [
        ("med_1", "org", "project", "https://x/1", "image", "image/png", "it.png", 10, "ab", added.id, 5.0)
    ]


def test_a_batch_is_written_as_a_whole_or_not_at_all(journal: Journal, path: Path) -> None:
    with pytest.raises(JournalUnusable) as caught:
        journal.add(Submit(files=(NewFile(b"/a.png"),)), "org", None, 5.0)  # type: ignore[arg-type]  # of no run
    assert caught.value.problem.code == "journal.unusable"
    assert journal.adopt("org", ["run"], "other") == []
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM batch").fetchone() == (0,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_nobody_else_may_read_it(journal: Journal, path: Path) -> None:
    add_rows(journal, [draft()], "run")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_newer_one_is_refused_in_words_and_left_untouched(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(JournalUnusable) as caught:
        Journal(path)
    assert caught.value.problem.code == "journal.newer"
    assert "newer Layers Desktop" in caught.value.problem.words.title
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["no database", "torn", "zeroed"])
def test_a_damaged_one_is_set_aside_and_a_new_one_started(
    open_journal: Callable[[], Journal], path: Path, damage: str
) -> None:
    first = Journal(path)
    add_rows(first, [draft(f"{n}") for n in range(500)], "run")
    first.close()
    content = path.read_bytes()
    match damage:
        case "no database":
            content = b"not a database at all" * 200
        case "torn":
            content = content[: len(content) // 2]
        case _:
            content = content[:4096] + bytes(len(content) - 4096)
    path.write_bytes(content)
    path.with_name("journal.sqlite3-journal").write_bytes(b"an unfinished transaction")
    journal = open_journal()
    problem = journal.opened_with
    assert problem is not None
    assert problem.code == "journal.damaged"
    (kept,) = path.parent.glob("journal.sqlite3.damaged-*Z")
    assert kept.name in problem.words.kept
    assert kept.read_bytes() == content
    assert journal.adopt("org", ["run"], "other") == []
    assert add_rows(journal, [draft()], "run")[0].id == 1
    assert open_journal().opened_with is None


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(JournalUnusable) as caught:
        Journal(tmp_path / "file" / "journal.sqlite3")
    assert caught.value.problem.code == "journal.unusable"
    assert caught.value.problem.words.action


def test_a_file_that_another_program_blocks_is_told_in_words_and_not_replaced(
    journal: Journal, path: Path
) -> None:
    journal._db.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JournalUnusable, match="locked"):
            journal.save([])
    assert not list(path.parent.glob("*.damaged-*"))


def test_many_programs_that_start_at_once_make_one_journal(path: Path) -> None:
    barrier = threading.Barrier(8)
    opened: list[bool] = []

    def start() -> None:
        barrier.wait()
        with closing(Journal(path)) as journal:
            opened.append(journal.opened_with is None)
            add_rows(journal, [draft()], "run")

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [True] * 8
    with closing(Journal(path)) as journal:
        assert len(journal.adopt("org", ["run"], "later")) == 8


def test_two_programs_that_take_over_at_once_never_get_the_same_transfer(path: Path) -> None:
    with closing(Journal(path)) as journal:
        add_rows(journal, [draft(f"{n}") for n in range(50)], "dead")
    barrier = threading.Barrier(6)
    taken: list[list[int]] = []

    def take(run: str) -> None:
        with closing(Journal(path)) as journal:
            barrier.wait()
            taken.append([transfer.id for transfer in journal.adopt("org", ["dead"], run)])

    threads = [threading.Thread(target=take, args=(f"run{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(id_ for ids in taken for id_ in ids) == list(range(1, 51))


def test_only_open_and_failed_listed_transfers_of_that_account_and_run_are_taken_over(
    journal: Journal,
) -> None:
    added = add_rows(
        journal, [draft(stage.value, stage=stage) for stage in Stage if stage is not Stage.DONE], "dead"
    )
    add_rows(journal, [draft("foreign", account_id="other")], "dead")
    add_rows(journal, [draft("alive")], "alive")
    (removed,) = add_rows(journal, [draft("removed", stage=Stage.FAILED)], "dead")
    journal.unlist([removed.id])
    assert sorted(journal.runs_with_work("org")) == ["alive", "dead"]
    adopted = journal.adopt("org", ["dead"], "mine")
    assert {transfer.name for transfer in adopted} == {"queued", "signed", "stored", "failed"}
    assert [transfer.id for transfer in adopted] == sorted(transfer.id for transfer in adopted)
    assert journal.adopt("org", ["dead"], "mine") == []
    assert sorted(journal.runs_with_work("org")) == ["alive", "mine"]
    assert journal.transfer(added[0].id) == added[0]
    assert journal.transfer(99_999) is None


def test_the_stages_are_counted_beside_a_program_that_uses_the_journal(journal: Journal, path: Path) -> None:
    stages = (Stage.QUEUED, Stage.QUEUED, Stage.FAILED)
    add_rows(journal, [draft(f"{n}", stage=stage) for n, stage in enumerate(stages)], "run")
    before = path.read_bytes()
    assert stage_counts(path) == {"queued": 2, "failed": 1}
    assert path.read_bytes() == before
    journal.add(many(300), "org", "run", 5.0)
    assert stage_counts(path) == {"queued": 302, "failed": 1}
    with pytest.raises(JournalUnusable):
        stage_counts(path.with_name("none"))
    assert not path.with_name("none").exists()


def test_neither_a_key_nor_a_signed_link_is_ever_in_the_file(
    engine: Harness, box: Sandbox, large: Path, small: Path, path: Path
) -> None:
    for fault in ("put:badsignature:2", "presign:401", "inline:500"):
        box.world.faults.add(fault)
    engine.submit(box, large, small)
    engine.wait_until(lambda: len(engine.rows) == 2 and bool(engine.holds))
    engine.sign_in(box)
    engine.wait_settled(2)
    content = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    assert engine.transfer("large.png").name.encode() in content
    for secret in (box.key.encode(), b"X-Amz-Signature", b"X-Amz-Credential", b"/uploads/"):
        assert secret not in content


def test_what_was_done_lately_is_shown_again_and_what_is_older_is_not(journal: Journal) -> None:
    added = add_rows(journal, [draft(f"{number}.png") for number in range(3)], "old")
    old, late, removed = (
        replace(one, stage=Stage.DONE, asset_id=f"med_{one.id}", finished_at=when)
        for one, when in zip(added, (100.0, 900.0, 900.0), strict=True)
    )
    journal.save([old, late, removed])
    journal.unlist([removed.id])
    assert journal.runs_with_work("org") == []
    assert journal.runs_with_work("org", since=500.0) == ["old"]
    assert journal.adopt("org", ["old"], "new", since=500.0) == [late]


def test_the_files_of_a_folder_are_needed_as_long_as_a_later_start_shows_an_upload_of_them(
    journal: Journal,
) -> None:
    stages = {
        b"/pasted/waiting.png": {"stage": Stage.PRESIGNED},
        b"/pasted/failed.png": {"stage": Stage.FAILED},
        b"/pasted/late.png": {"stage": Stage.DONE, "asset_id": "med_1", "finished_at": 900.0},
        b"/pasted/old.png": {"stage": Stage.DONE, "asset_id": "med_2", "finished_at": 100.0},
        b"/pasted/out.png": {"stage": Stage.CANCELLED},
        b"/pasted/again.png": {"stage": Stage.REFUSED},
        b"/pasted other/one.png": {"stage": Stage.PRESIGNED},
    }
    for path, values in stages.items():
        journal.save([replace(add_rows(journal, [draft(path=path)], "run")[0], **values)])  # type: ignore[arg-type]
    add_rows(journal, [draft(path=b"/pasted/again.png", account_id="another")], "run")
    assert journal.files_of(b"/pasted", since=500.0) == {
        b"/pasted/waiting.png": True,
        b"/pasted/failed.png": True,
        b"/pasted/late.png": True,
        b"/pasted/old.png": False,
        b"/pasted/out.png": False,
        b"/pasted/again.png": True,
    }
