"""A problem is a value with a sentence, and every typed error carries one."""

from __future__ import annotations

import pickle

import pytest

from layers_desktop.core.errors import Problem, UserError

FULL = Problem(
    code="X",
    title="It failed",
    explanation="The network broke.",
    kept="The file is kept.",
    action="Try again.",
    request_id="req_1",
)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (Problem(code="X", title="It failed"), "It failed."),
        (Problem(code="X", title="It failed", action="Try again."), "It failed. Try again."),
        (FULL, "It failed. The network broke. The file is kept. Try again. · request req_1"),
    ],
)
def test_its_parts_make_one_line(problem: Problem, sentence: str) -> None:
    assert problem.sentence() == sentence


def test_another_action_leaves_the_rest() -> None:
    changed = FULL.with_action("Wait.")
    assert changed.action == "Wait."
    assert changed.with_action("Try again.") == FULL


def test_an_error_carries_its_problem_and_prints_as_its_sentence() -> None:
    error = UserError(FULL)
    assert error.problem is FULL
    assert str(error) == FULL.sentence()


def test_a_problem_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(FULL)) == FULL
    assert len({FULL, FULL.with_action("Try again.")}) == 1
