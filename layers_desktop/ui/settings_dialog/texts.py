"""The words of the settings' fields: written in `settings`, which knows no window, and translated here."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

CONTEXT: Final = "Settings"
"""Of all these words in the translations."""


def said(text: str) -> str:
    """Return a text of a field in the window's language."""
    return QCoreApplication.translate(CONTEXT, text) if text else ""
