"""Lets the report of every test reach pytest's main process: a pytest plugin, named in tests/conftest.py.

Test processes send their reports as UTF-8. One lone surrogate in a failure's text (a file name that is not
UTF-8 in an assertion, a logged path) cannot be encoded: instead of one failed test, the process ends with an
internal error and the whole run with it. Here such a character is written as its escape.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest


def sendable(value: Any) -> Any:  # noqa: ANN401 - a report as JSON would have it
    """Return a report's data with every text in it encodable."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case dict():
            return {sendable(key): sendable(inner) for key, inner in value.items()}
        case list() | tuple():
            return type(value)(sendable(inner) for inner in value)
        case _:
            return value


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Make what the other hooks made of a report sendable."""
    return sendable((yield))
