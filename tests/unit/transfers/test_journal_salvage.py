"""What cannot be read of a row is listed as failed, with its path; the others go on, and none is left out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.commands import Retry
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.journal.schema import COLUMNS
from layers_desktop.transfers.transfer import Stage
from tests.support.engine_harness import Harness, make_png
from tests.support.journal_rows import add_rows
from tests.unit.transfers.test_journal_rescue import draft

TORN = b"im\xff\xfe"
WRONG = (TORN, "imXge", -1, 2**62, 9e300, "{", "[1]", '{"code": 3, "title": []}', None)
"""What damage may leave; bytes are written as text that is none."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


def spoil(path: Path, column: str, wrong: object, number: int = 2) -> None:
    """Write a value into a row as damage would: past all rules but those of the table itself."""
    place = "CAST(? AS TEXT)" if wrong is TORN else "?"
    with closing(sqlite3.connect(path)) as db, suppress(sqlite3.IntegrityError), db:
        db.execute(f"UPDATE transfer SET {column} = {place} WHERE id = ?", (wrong, number))


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "account_id"])
def test_whatever_is_in_one_column_the_other_rows_are_taken_up(path: Path, column: str) -> None:
    last = len(WRONG) + 1
    with closing(Journal(path)) as journal:
        add_rows(journal, [draft(number) for number in range(1, last + 1)], "old")
    for number, wrong in enumerate(WRONG, start=1):
        spoil(path, column, wrong, number)
    with closing(Journal(path)) as journal:
        assert journal.opened_with is None
        assert len(journal.under("org", "project", b"/pictures")) > 0
        left = journal.adopt("org", ["old"], "new", since=0.0)
        journal.save(left)
        assert [transfer.name for transfer in left][-1] == f"{last}.png"
        assert left[-1].stage is Stage.QUEUED
        assert len(left) == last
        assert journal.adopt("org", ["new"], "new") == left


@pytest.mark.parametrize(
    ("column", "wrong"),
    [("kind", "imXge"), ("problem", "{"), ("stage", "quXued"), ("size", "x"), ("upload_id", TORN),
     ("project_id", TORN), ("path", 5), ("batch_id", 2**60)],
)  # fmt: skip
def test_a_damaged_row_says_so(path: Path, column: str, wrong: object) -> None:
    with closing(Journal(path)) as journal:
        add_rows(journal, [draft(number) for number in (1, 2, 3)], "old")
    spoil(path, column, wrong)
    with closing(Journal(path)) as journal:
        damaged = journal.adopt("org", ["old"], "new")[1]
    assert damaged.stage is Stage.FAILED
    assert damaged.path == (b"" if column == "path" else b"/pictures/2.png")
    assert damaged.problem is not None
    assert damaged.problem.code == "journal.row_damaged"
    assert damaged.problem.words.title == "What the list of uploads says of “2.png” is damaged"


@pytest.mark.parametrize(("column", "wrong"), [("problem", "{"), ("kind", "imXge"), ("stage", "queXed")])
def test_a_damaged_row_is_found_by_its_path_and_keeps_no_other_from_going_on(
    path: Path, column: str, wrong: str
) -> None:
    with closing(Journal(path)) as journal:
        add_rows(journal, [draft(number) for number in (1, 2)], "old")
    spoil(path, column, wrong)
    with closing(Journal(path)) as journal:
        taken = journal.take_up([draft(number) for number in (1, 2)], ["old"], "new")
    assert [left.stage for left in taken if left is not None] == [Stage.QUEUED, Stage.FAILED]


def test_a_problem_of_an_earlier_edition_keeps_its_sentences(path: Path) -> None:
    with closing(Journal(path)) as journal:
        add_rows(journal, [draft(number) for number in (1, 2, 3)], "old")
    written = {
        "code": "network.lost",
        "title": "The connection broke off",
        "explanation": "{host} is gone.",
        "kept": "The file stays in the list.",
        "action": "Check the network.",
        "request_id": "req_1",
    }
    spoil(path, "problem", json.dumps(written))
    with closing(Journal(path)) as journal:
        problem = journal.adopt("org", ["old"], "new")[1].problem
    assert problem is not None
    assert (problem.code, problem.request_id) == ("network.lost", "req_1")
    assert problem.sentence() == (
        "The connection broke off. {host} is gone. The file stays in the list. Check the network. "
        "· request req_1"
    )


@pytest.mark.parametrize(
    ("row", "parameters", "outlook"),
    [
        ("x.new", {}, ""),
        ("x.new", {}, "stored_later"),
        ("network.lost", {}, "in a way of a newer edition"),
        ("network.lost", {}, "sign_in_again"),
        ("network.lost/host", {"other": "h"}, ""),
        ("file.not_media", {"what": {"term": "{x.y}", "parameters": {"x": "a"}}}, "sign_in_again"),
        ("file.not_media", {"what": {"of a newer edition": 1}}, ""),
    ],
)
def test_a_problem_that_this_edition_has_no_words_for_keeps_its_code(
    path: Path, row: str, parameters: object, outlook: str
) -> None:
    with closing(Journal(path)) as journal:
        add_rows(journal, [draft(number) for number in (1, 2, 3)], "old")
    written = {"code": "X", "row": row, "parameters": parameters, "outlook": outlook, "request_id": "req_1"}
    spoil(path, "problem", json.dumps(written))
    with closing(Journal(path)) as journal:
        problem = journal.adopt("org", ["old"], "new")[1].problem
    assert problem is not None
    assert (problem.code, problem.sentence()) == ("X", "The upload failed. · request req_1")


def test_a_row_whose_batch_is_gone_goes_on(path: Path) -> None:
    with closing(Journal(path)) as journal:
        add_rows(journal, [draft(number) for number in (1, 2, 3)], "old")
    spoil(path, "batch_id", 77)
    with closing(Journal(path)) as journal:
        left = journal.adopt("org", ["old"], "new")
        journal.save(left)
    assert [transfer.stage for transfer in left] == [Stage.QUEUED] * 3


def test_a_damaged_row_is_listed_and_sent_again_on_a_click(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, path: Path
) -> None:
    engine = make_engine(box)
    box.world.faults.add("inline:422:3")
    engine.submit_and_settle(box, *(make_png(tmp_path / f"{number}.png", 500) for number in range(3)), rows=3)
    assert engine.stop()
    spoil(path, "kind", "imXge")

    engine.start_anew(box)
    engine.wait_until(lambda: len(engine.rows) == 3)
    assert engine.stages() == {Stage.FAILED: 3}
    engine.post(Retry())
    engine.wait_until(lambda: engine.stages() == {Stage.DONE: 3})
    assert len(box.world.assets) == 3
