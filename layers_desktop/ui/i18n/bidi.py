"""Text of one direction inside a sentence of the other: ids and names that must not be turned about."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QGuiApplication

FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"


def right_to_left() -> bool:
    """Tell whether the window is laid out from right to left."""
    return QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def isolated(text: str) -> str:
    """Return an id or a name for a sentence: there it keeps its own direction and leaves the rest its own.

    Unchanged where the window runs from left to right. Only for what is shown, never for what is copied.
    """
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if text and right_to_left() else text


def margins_from_start(start: int) -> QMargins:
    """Return margins of `start` pixels where lines begin; Qt mirrors layouts, but not their margins."""
    return QMargins(0, 0, start, 0) if right_to_left() else QMargins(start, 0, 0, 0)
