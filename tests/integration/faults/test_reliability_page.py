"""`docs/reliability.md` says what the tests hold."""

from __future__ import annotations

from tests.integration.faults.reliability import PAGE, table
from tests.integration.faults.table import API_STEPS, ROWS, STEPS, Case, cases, one_a_class, one_a_row


def test_the_page_has_the_table_of_the_tests() -> None:
    assert table() in PAGE.read_text("utf-8"), "run python -m tests.integration.faults.reliability"


def test_every_row_names_each_step_at_most_once_and_only_steps_that_exist() -> None:
    for row in ROWS:
        named = [step for cell in row.cells for step in cell.steps.split()]
        assert len(named) == len(set(named)), row.title
        assert set(named) <= set(STEPS), row.title
    assert len({row.kind for row in ROWS}) == len(ROWS)


def test_the_tests_with_sockets_take_each_row_and_each_end_at_each_step() -> None:
    def rows(chosen: list[Case]) -> set[object]:
        return {(case.row.kind, case.stays) for case in chosen}

    def ends(chosen: list[Case]) -> set[object]:
        return {case.end for case in chosen}

    upload, before = (*API_STEPS, "put"), ("whoami", "projects")
    assert rows(one_a_row(*upload)) == rows(cases(*upload))
    assert ends(one_a_row(*upload)) == ends(cases(*upload))
    assert ends(one_a_class(*before)) == ends(cases(*before))
