"""Every regular expression of the program takes linear time, whatever a stranger's text is made of.

Found in the modules and in the source, so that a new one is covered by itself. One that is built inside a
function has to be named here, as it is built.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import layers_desktop
from tests.architecture.pattern_steps import is_linear, repeats

ROOT = Path(layers_desktop.__file__).parent
_CALLS = {"compile", "match", "fullmatch", "search", "sub", "split", "finditer", "findall", "subn"}
_ONCE = ({"match"}, {"fullmatch"}, {"match", "fullmatch"})
_BUILT: dict[str, list[re.Pattern[Any]]] = {
    "diagnostics/command.py": [re.compile(r"/home/anna(?![\w.-])")],
}
"""What functions build at run time, by the file."""


def _modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(layers_desktop.__path__, "layers_desktop."):
        if not found.name.endswith("__main__"):
            yield found.name


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        yield from _patterns_in(tuple(value.values()), depth)
    elif isinstance(value, (tuple, list, frozenset, set)) and depth < 3:
        for one in value:
            yield from _patterns_in(one, depth + 1)


@cache
def _sources() -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(ROOT.rglob("*.py"))
    }


@cache
def _uses() -> dict[str, set[str]]:
    """Return the methods that are called on each name, in the whole program."""
    found: dict[str, set[str]] = {}
    for tree in _sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.setdefault(node.value.id, set()).add(node.attr)
    return found


@cache
def _in_calls() -> list[tuple[str, str, ast.Call]]:
    """Return (file, method, call) of the calls of `re` inside functions."""
    found = []
    for name, tree in _sources().items():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    of = node.func.value
                    if isinstance(of, ast.Name) and of.id == "re" and node.func.attr in _CALLS:
                        found.append((name, node.func.attr, node))
    return found


def _all() -> Iterator[tuple[str, re.Pattern[Any], str]]:
    for module in _modules():
        for name, value in vars(importlib.import_module(module)).items():
            for number, pattern in enumerate(_patterns_in(value)):
                called = _uses().get(name, set()) & _CALLS
                how = min(called) if called in _ONCE else "search"
                yield f"{module.removeprefix('layers_desktop.')}.{name}-{number}", pattern, how
    for name, method, call in _in_calls():
        if isinstance(call.args[0], ast.Constant):
            pattern = re.compile(call.args[0].value)
            yield f"{name}:{call.lineno}", pattern, method if method in {"match", "fullmatch"} else "search"
    for name, patterns in _BUILT.items():
        for number, pattern in enumerate(patterns):
            yield f"{name}-built-{number}", pattern, "search"


@pytest.fixture(autouse=True)
def _deep_recursion() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


def test_every_pattern_takes_twice_the_steps_for_twice_the_text() -> None:
    found = {(one[1].pattern, one[2]): one for one in _all() if repeats(one[1])}
    assert len(found) > 40
    backtracking = [
        f"{name}: {pattern.pattern!r}" for name, pattern, how in found.values() if not is_linear(pattern, how)
    ]
    assert backtracking == []


def test_what_functions_build_is_named_here() -> None:
    built = {name for name, _, call in _in_calls() if not isinstance(call.args[0], ast.Constant)}
    assert built == set(_BUILT)


BACKTRACKING = [
    (r"\s+[^x]*x", "search"),
    (r"\s+x", "search"),
    (r"([^{}]*)\{", "search"),
    (r"(a+)+b", "match"),
    (r"(?:\s+|<\?.*?\?>|<!DOCTYPE\s+[^\[>]*(?:\[.*?\]\s*)?>)*", "match"),
    (r"\b([a-z][a-z0-9+.-]*://)[^\s/]*@", "search"),
    (r"A (.+?), (.+?), (.+?)\.", "fullmatch"),
]


def test_what_is_worse_is_found() -> None:
    assert [one for one, how in BACKTRACKING if is_linear(re.compile(one, re.DOTALL), how)] == []
