"""Whether every text of a window has the room that it needs, and is what its button is called."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QToolButton, QWidget

from layers_desktop.ui.widgets.buttons import Elided
from layers_desktop.ui.widgets.check_box import CheckBox
from tests.support.accessible_name import accessible_name

_TOLERANCE = 1
_LINE_EDIT_INSETS = 8


def cut_off(window: QWidget) -> list[str]:
    """Return what is cut off: text without room, and controls that reach out of what they are in.

    What shortens itself on purpose (`Elided`, rows of a list, a project's name) is not meant.
    """
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    return [problem for widget in shown for problem in (*_cramped(widget), *_outside(widget))]


def misnamed(window: QWidget) -> list[str]:
    """Return the buttons whose name does not hold the words on them, which one says to a computer."""
    shown = [
        button for button in window.findChildren(QAbstractButton) if button.isVisible() and button.text()
    ]
    return [_name(button) for button in shown if not _is_icon(button) and not _holds_its_words(button)]


def _holds_its_words(button: QAbstractButton) -> bool:
    words = button.text().replace("&&", "&").strip().removesuffix("…")
    return words.partition("…")[0] in accessible_name(button)


def _cramped(widget: QWidget) -> Iterator[str]:
    match widget:
        case Elided():
            return
        case CheckBox() | QLabel() if widget.hasHeightForWidth():
            needed = widget.heightForWidth(widget.width())
            if needed > widget.height() + _TOLERANCE:
                yield f"{_name(widget)}: {widget.height()} px high, needs {needed}"
        case QLabel() | QAbstractButton() if widget.text() and not _is_icon(widget):
            needed = widget.sizeHint().width()
            if needed > widget.width() + _TOLERANCE:
                yield f"{_name(widget)}: {widget.width()} px wide, needs {needed}"
        case QLineEdit():
            needed = widget.fontMetrics().horizontalAdvance(widget.placeholderText()) + _LINE_EDIT_INSETS
            if widget.placeholderText() and needed > widget.width() + _TOLERANCE:
                yield f"{_name(widget)}: {widget.width()} px wide, its hint needs {needed}"


def _outside(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _scrolls(parent) or not isinstance(widget, _CONTROLS):
        return
    place = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
    if not parent.rect().contains(place):
        yield f"{_name(widget)}: {place.getRect()} reaches out of {parent.rect().getRect()}"


_CONTROLS = (QLabel, QAbstractButton, QLineEdit)


def _scrolls(parent: QWidget) -> bool:
    return isinstance(parent.parentWidget(), QAbstractScrollArea)


def _is_icon(widget: QWidget) -> bool:
    return isinstance(widget, QToolButton) and widget.toolButtonStyle().name == "ToolButtonIconOnly"


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)) else ""
    return f"{type(widget).__name__} {accessible_name(widget) or text!r}"
