"""One test for all rows of a table: as `pytest.mark.parametrize`, but a case of the suite for the whole."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., None]


def for_each(names: str | Iterable[str], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Call a test with every row of a table; all rows that fail are told.

    For what is pure: the rows share the test's fixtures. `names` and `rows` are those of `parametrize`.
    """
    given = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)

    def over_the_table(test: Test) -> Test:
        table = list(rows)
        assert table, "a table without rows would pass"

        @wraps(test)
        def run(**fixtures: Any) -> None:  # noqa: ANN401 - whatever a test takes
            failed: list[str] = []
            for row in table:
                values = dict(zip(given, _values(row, len(given)), strict=True))
                try:
                    test(**fixtures, **values)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - the other rows are tried, too
                    failed.append(f"{values}: {type(error).__name__}: {error}")
            assert not failed, "\n".join([f"{len(failed)} of {len(table)} rows fail", *failed])

        signature = inspect.signature(test)
        left = [part for name, part in signature.parameters.items() if name not in given]
        vars(run)["__signature__"] = signature.replace(parameters=left)
        return run

    return over_the_table


def _values(row: Any, count: int) -> Sequence[Any]:  # noqa: ANN401 - as in a table
    if isinstance(row, type(pytest.param())):
        return tuple(row.values)
    return tuple(row) if count > 1 else (row,)
