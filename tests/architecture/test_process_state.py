"""What changes while the program runs belongs to an object that is handed on, not to a module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.tables import for_each

PACKAGE = Path(__file__).parents[2] / "layers_desktop"
CONNECTING = {"LayersClient": 2, "ObjectStorage": 0}
"""What makes connections, and which of its arguments is the program's `Network`."""


def module_state(tree: ast.Module) -> Iterator[int]:
    """Yield the lines of functions that change what is named at the level of a module, here or imported."""
    named = {alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
             for alias in node.names}  # fmt: skip
    named |= {node.id for part in tree.body for node in ast.walk(part)
              if isinstance(part, ast.Assign | ast.AnnAssign) and isinstance(node, ast.Name)
              and isinstance(node.ctx, ast.Store)}  # fmt: skip
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        own = {argument.arg for argument in ast.walk(function) if isinstance(argument, ast.arg)}
        own |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Store)}  # fmt: skip
        for node in ast.walk(function):
            if isinstance(node, ast.Global):
                yield node.lineno
            elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
                owner = node.value
                if isinstance(owner, ast.Name) and owner.id in named - own:
                    yield node.lineno


@for_each("package", ["api", "session", "settings"])
def test_no_function_changes_the_state_of_a_module(package: str) -> None:
    found = {path.name: list(module_state(ast.parse(path.read_text("utf-8"))))
             for path in (PACKAGE / package).rglob("*.py")}  # fmt: skip
    assert not {name: lines for name, lines in found.items() if lines}


@for_each(
    ("source", "changes"),
    [
        ("from a import SEEN\ndef f():\n    SEEN.origin = 'x'", True),
        ("KNOWN = {}\ndef f(x):\n    KNOWN[x] = 1", True),
        ("N = 0\ndef f():\n    global N\n    N = 1", True),
        ("from a import Seen\ndef f():\n    seen = Seen()\n    seen.origin = 'x'", False),
    ],
)
def test_a_change_is_seen(source: str, *, changes: bool) -> None:
    assert bool(list(module_state(ast.parse(source)))) == changes


def test_every_connection_of_the_program_goes_by_its_network() -> None:
    made = 0
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CONNECTING:
                made += 1
                given = len(node.args) > CONNECTING[node.func.id]
                assert given, f"{path.name}:{node.lineno} would use the system's proxy"
    assert made >= 6
