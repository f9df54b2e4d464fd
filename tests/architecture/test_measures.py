"""How large and how tangled the code may be: every limit stands here, and nowhere else.

A feature that needs more raises the limit in its own commit, by what it needs: the limit is there so that
growth is seen in review, not to stop it. What counts in the end is that a newcomer finds within a minute
where a kind, an API call, a setting or an error's words belong.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
CODE = ROOT / "layers_desktop"

LINES = 42_900
"""Of all modules of the program together."""
MODULES = 233
MODULES_IN_A_FOLDER = 20
LINES_IN_A_MODULE = 600
SIGNAL_TO_SIGNAL = 0.10
"""Of the connections in `ui/`: a signal that is only passed on should be a call."""
TEST_LINES = 56_500
CASES = 3_900
RAISE = "where nothing can go in exchange, the same commit raises the limit, here"

METAPHORS = re.compile(
    r"\b(rooms? that|this room|other rooms|one door|door to|house|foreman|crew|ledger|lookout|furniture"
    r"|deeds?|furnish(?:ed)?|beginnings|dress(?:es|ed)?|(?:said|told|asked) = Signal)\b",
    re.IGNORECASE,
)
"""Words of a language of our own, where the field has a term."""
SILENCED = re.compile(r"# (?:noqa|type: ignore|pragma)(?P<rest>.*)")
WITH_CODE_AND_REASON = re.compile(r"(?:: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)*|\[[a-z-]+\]) {1,2}(?:#|-|--|—) \S")


@cache
def modules() -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in sorted(CODE.rglob("*.py"))}


def lines(paths: Iterable[Path]) -> int:
    return sum(len(path.read_text("utf-8").splitlines()) for path in paths)


def test_the_code_is_no_larger_than_it_has_to_be() -> None:
    size, count = lines(modules()), len(modules())
    assert size <= LINES, RAISE
    assert count <= MODULES, RAISE


def test_no_folder_and_no_module_holds_too_much() -> None:
    folders = Counter(path.parent for path in modules())
    assert not {str(f.relative_to(ROOT)): n for f, n in folders.items() if n > MODULES_IN_A_FOLDER}
    long = {str(p.relative_to(ROOT)): n for p, text in modules().items()
            if (n := len(text.splitlines())) > LINES_IN_A_MODULE}  # fmt: skip
    assert not long


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("layers_desktop", exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def receivers(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what a signal is connected to, of each call of `connect`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="connect"), args=[receiver, *_]):
                yield receiver


def signal_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="Signal"))):
                yield name


def test_news_is_not_passed_on_from_signal_to_signal() -> None:
    trees = [ast.parse(text) for path, text in modules().items() if path.is_relative_to(CODE / "ui")]
    signals = {name for tree in trees for name in signal_names(tree)}
    connected = [one for tree in trees for one in receivers(tree)]
    passed_on = [one for one in connected if isinstance(one, ast.Attribute) and one.attr in signals]
    assert len(passed_on) <= SIGNAL_TO_SIGNAL * len(connected), [ast.unparse(one) for one in passed_on]


def test_no_class_name_stands_for_two_things() -> None:
    owners = defaultdict(list)
    for path, text in modules().items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                owners[node.name].append(str(path.relative_to(CODE)))
    assert not {name: where for name, where in owners.items() if len(where) > 1}


def test_the_code_speaks_the_language_of_its_field() -> None:
    found = [f"{path.relative_to(ROOT)}: {match.group()}"
             for path, text in modules().items() for match in METAPHORS.finditer(text)]  # fmt: skip
    assert not found


def test_what_silences_a_check_says_which_and_why() -> None:
    found = []
    for path, text in modules().items():
        for number, line in enumerate(text.splitlines(), start=1):
            match = SILENCED.search(line)
            if match and not WITH_CODE_AND_REASON.match(match["rest"]):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not found


def test_the_tests_are_no_larger_than_they_have_to_be(request: pytest.FixtureRequest) -> None:
    size, count = lines((ROOT / "tests").rglob("*.py")), len(request.session.items)
    assert size <= TEST_LINES, RAISE
    assert count <= CASES, RAISE
