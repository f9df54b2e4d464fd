"""`docs/reliability.md` says what the tests hold."""

from __future__ import annotations

from tests.integration.faults.reliability import PAGE, table
from tests.integration.faults.table import ROWS, STEPS


def test_the_page_has_the_table_of_the_tests() -> None:
    assert table() in PAGE.read_text("utf-8"), "run python -m tests.integration.faults.reliability"


def test_every_row_names_each_step_at_most_once_and_only_steps_that_exist() -> None:
    for row in ROWS:
        named = [step for cell in row.cells for step in cell.steps.split()]
        assert len(named) == len(set(named)), row.title
        assert set(named) <= set(STEPS), row.title
    assert len({row.kind for row in ROWS}) == len(ROWS)
