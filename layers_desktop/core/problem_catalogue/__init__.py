"""The words of every error, by its code: `remote` what others cause, `local` what happens on this computer.

A row is found by the code; where a code has several reasons, by "code/reason". `{name}` is a parameter of
the problem, `%n` its count `n`. `N_(…)` marks what is translated, for Qt's lupdate; what only the
command line says stays without. A row that nobody raises, and a code without a row, fail
`tests/unit/core/test_errors.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from layers_desktop.core.problem_catalogue.rows import Change, ProblemRow


@cache
def all_rows() -> Mapping[str, ProblemRow]:
    """Return all of them, read once: by the window when it is shown, by `upload` before its work."""
    from layers_desktop.core.problem_catalogue import local, remote

    ours = (local.FILES, local.UPLOADS, local.PROGRAM, local.COMMANDS)
    tables = (remote.LAYERS, remote.NETWORK, remote.STORAGE, remote.LINKS, *ours)
    return MappingProxyType({key: row for table in tables for key, row in _with_reasons(table)})


def _with_reasons(table: Mapping[str, ProblemRow]) -> Iterator[tuple[str, ProblemRow]]:
    for code, row in table.items():
        yield code, row
        for reason, change in row.reasons.items():
            yield f"{code}/{reason}", replace(row, reasons={}, **_columns(change))


def _columns(change: Change) -> Mapping[str, Any]:
    match change:
        case str():
            return {"explanation": change}
        case (explanation, action):
            return {"explanation": explanation, "action": action}
    return change
