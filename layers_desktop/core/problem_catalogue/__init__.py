"""The words of every error, by its code: `remote` what others cause, `local` what happens on this computer.

A row is found by the code; where a code has several reasons, by "code/reason". `{name}` is a parameter of
the problem, `%n` its count `n`. `N_(…)` marks what is translated, for Qt's lupdate; what only the
command line says stays without. A row that nobody raises, and a code without a row, fail
`tests/unit/core/test_errors.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from layers_desktop.core.problem_catalogue.local import COMMANDS, FILES, PROGRAM, UPLOADS
from layers_desktop.core.problem_catalogue.remote import LAYERS, LINKS, NETWORK, STORAGE
from layers_desktop.core.problem_catalogue.rows import Change, ProblemRow


def _rows() -> Iterator[tuple[str, ProblemRow]]:
    for table in (LAYERS, NETWORK, STORAGE, LINKS, FILES, UPLOADS, PROGRAM, COMMANDS):
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


ROWS: Mapping[str, ProblemRow] = MappingProxyType(dict(_rows()))
"""All of them."""
