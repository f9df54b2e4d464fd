"""Text that a spreadsheet would run: one rule for every table that leaves the program."""

from __future__ import annotations

import re
from typing import Final

_CELL_BEGINS: Final = re.compile(r"(^|[;\t\r\n])(?=[^\S;\t\r\n]*[=+\-@＝＋－＠])|^(?=[\t\r\n])")
"""OWASP, CSV injection: where a spreadsheet may see the beginning of a formula.

That is the text's own beginning, behind white space too, and each place inside where a program that parts
cells by semicolons or tabs, or does not heed quotes, begins another cell. The wide signs are those of East
Asian keyboards, which spreadsheets take for the others.
"""


def guarded(value: str | int | None) -> str | int | None:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe makes it text."""
    return _CELL_BEGINS.sub(r"\1'", value) if isinstance(value, str) else value
