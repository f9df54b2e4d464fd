"""Marks texts for translators where they are written; `ui/i18n` translates them when they are shown."""

from __future__ import annotations

from typing import Final

CONTEXT: Final = "marked"
"""Of all of them, in the .ts files."""


def N_(text: str) -> str:  # noqa: N802  # gettext's name for it
    """Return the text as it is: Qt's lupdate, which is told of this name, lists the literal."""
    return text
