"""What assistive technology calls a widget: the name that it was given, else the words on it."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget


def accessible_name(widget: QWidget) -> str:
    """Return the name that is told of this widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
