"""A problem is a code and parameters; its words are in the catalogue, complete and used."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import layers_desktop
from layers_desktop.core.errors import Problem, Term, UserError, in_words
from layers_desktop.core.problem_catalogue import all_rows
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.transfers.transfer import IN_DOUBT
from tests.support.tables import for_each

PACKAGE = Path(layers_desktop.__file__).parent
LOST = Problem.of("network.lost/host", host="api.layers.com", request_id="req_1")


@cache
def nodes() -> list[ast.AST]:
    """Return the syntax of the program, but for the catalogue and the sandbox."""
    return [
        node
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"problem_catalogue", "sandbox"} & set(path.parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]


def test_its_row_says_it_on_one_line() -> None:
    assert LOST.code == "network.lost"
    assert LOST.sentence() == (
        "The connection broke off. The connection to api.layers.com ended before the answer was complete. "
        "The file stays in the list. Check the network; it is tried again by itself. · request req_1"
    )


@for_each(
    ("row", "outlook", "action"),
    [
        ("network.lost", Outlook.GIVEN_UP, "Check the network. Retry goes on from where it stands."),
        ("server", Outlook.GIVEN_UP, "Retry goes on from where it stands."),
        ("network.certificate_store", Outlook.GIVEN_UP, "start again. Retry goes on from where it stands."),
        ("storage.refused", Outlook.GIVEN_UP, "ask whether this network blocks uploads."),
        ("storage.fault/empty_checksum", Outlook.GIVEN_UP, "the fault is in how the link was made."),
        ("server", Outlook.SIGNED_OUT, "Connect again in a moment."),
        ("UNAUTHENTICATED", Outlook.SIGNED_OUT, "Paste a key from Layers' settings and connect again."),
        ("server", Outlook.SIGN_IN_AGAIN, "It is tried again in 5 s."),
    ],
)
def test_what_becomes_of_it_changes_what_there_is_to_do(row: str, outlook: Outlook, action: str) -> None:
    said = Problem.of(row).expecting(outlook, wait="5 s").words.action
    assert said.endswith(action)
    assert outlook is not Outlook.GIVEN_UP or "by itself" not in said


def test_the_command_line_has_words_of_its_own() -> None:
    assert in_words(Problem.of("KILL_SWITCH"), command=True).action == "Ask Layers' support."
    assert in_words(Problem.of("network.lost"), command=True).action == "Check the network."


def test_a_missing_parameter_is_a_fault() -> None:
    with pytest.raises(KeyError):
        Problem.of("network.lost/host").sentence()


def test_an_error_carries_its_problem_and_prints_as_its_sentence() -> None:
    error = UserError(LOST)
    assert error.problem is LOST
    assert str(error) == LOST.sentence()


def test_a_problem_is_a_value() -> None:
    with_term = Problem.of("file.not_media", what=Term("a PDF"))
    assert pickle.loads(pickle.dumps(with_term)) == with_term
    assert len({with_term, Problem.of("file.not_media", what=Term("a PDF"))}) == 1


def test_titles_are_clauses_and_all_else_sentences() -> None:
    for key, row in all_rows().items():
        assert row.title, key
        assert not row.title.endswith("."), key
        for text in (row.explanation, row.kept, row.action, row.given_up, row.command):
            assert not text or text.endswith((".", "}", ")")), key


def test_every_row_is_raised_somewhere_and_every_code_has_a_row() -> None:
    written = {one.value for one in nodes() if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    composed = [re.compile(text) for text in _composed()]
    roots = {key.partition("/")[0] for key in all_rows()}
    raised = written | {key for key in all_rows() if any(one.fullmatch(key) for one in composed)}
    assert set(all_rows()) - raised == {"network.proxy_setting"}, "that one has a reason in any case"
    assert {one for one in written if "/" in one and one.partition("/")[0] in roots} <= set(all_rows())
    assert IN_DOUBT in all_rows()


def test_who_names_a_row_gives_all_that_it_says() -> None:
    missing = {}
    for node in nodes():
        match node:
            case ast.Call(func=func, args=[ast.Constant(value=str(key)), *_], keywords=given):
                name = func.attr if isinstance(func, ast.Attribute) else ast.unparse(func)
                names = {one.arg for one in given}
                makes = name == "of" or (name[0].isupper() and name != "UnfitKeyring")  # that has no words
                if key in all_rows() and makes and None not in names:
                    missing[key, node.lineno] = _placeholders(key) - names
    assert len(missing) > 50, "they are named in another way"
    assert not {where: names for where, names in missing.items() if names}


def _placeholders(key: str) -> set[str | None]:
    row = all_rows()[key]
    said = (row.title, row.explanation, row.kept, row.action, row.given_up, row.command or "")
    return {name for text in said for name in re.findall(r"\{(\w+)\}", text)}


def _composed() -> Iterator[str]:
    """Yield a pattern for each f-string that ends in a code's reason; what it fills in is anything."""
    for node in nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [str(one.value) if isinstance(one, ast.Constant) else None for one in node.values]
            if parts[0] is None and (parts[-1] or "").startswith("/") and len(parts[-1] or "") > 1:
                yield "".join(".*" if part is None else re.escape(part) for part in parts)
            elif (parts[0] or "").endswith("/") and (parts[0] or "").count(".") == 1:
                yield re.escape(parts[0] or "") + ".*"
