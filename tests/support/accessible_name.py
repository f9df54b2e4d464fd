"""What assistive technology calls a widget: the name that it was given, else the words on it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def accessible_name(widget: QWidget) -> str:
    """Return the name that is told of this widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def named(within: QWidget, kind: type[W], name: str) -> W:
    """Return the one widget of this kind and name that is seen."""
    [found] = [one for one in within.findChildren(kind) if one.isVisible() and accessible_name(one) == name]
    return found
