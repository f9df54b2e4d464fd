"""The words of the settings' fields: written in `settings`, which knows no window, and translated here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from layers_desktop.core.translation import CONTEXT


def translated(text: str) -> str:
    """Return a text of a field in the window's language."""
    return QCoreApplication.translate(CONTEXT, text) if text else ""
