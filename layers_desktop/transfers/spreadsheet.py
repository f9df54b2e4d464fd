"""Text that a spreadsheet would run: one rule for every CSV that leaves the program."""

from __future__ import annotations

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""OWASP, CSV injection: a spreadsheet runs a cell that begins like this."""


def guarded(value: str | int | None) -> str | int | None:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe makes it text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
