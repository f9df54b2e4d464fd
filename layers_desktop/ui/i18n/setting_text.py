"""The words of the settings' fields: written in `settings`, which knows no window, and translated here."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from layers_desktop.settings.fields import Page, fields
from layers_desktop.settings.preferences import Preferences, ProjectSettings

CONTEXT: Final = "Settings"
"""Of all these words in the translations."""


def translated(text: str) -> str:
    """Return a text of a field in the window's language."""
    return QCoreApplication.translate(CONTEXT, text) if text else ""


def every_text() -> tuple[str, ...]:
    """Return all that `said` may be asked for, once each: what translators are to be given."""
    texts = [page.label for page in Page]
    for field in (*fields(Preferences), *fields(ProjectSettings)):
        texts += [field.label, field.help, field.unit, field.lowest, field.example]
        texts += [choice.label for choice in field.choices]
    return tuple(dict.fromkeys(text for text in texts if text))
