"""Which keys on the list mean what."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.uploads import row_actions
from layers_desktop.ui.uploads.row_actions import RowAction


class ListShortcut(Enum):
    """What a key on the list asks for."""

    MAIN = auto()
    """What the row's own button does."""
    PAUSE_OR_RESUME = auto()
    RETRY = auto()
    DELETE = auto()
    COPY = auto()
    USE_KNOWN = auto()
    UPLOAD_AGAIN = auto()


MENU_KEY: Final = QKeySequence("Shift+F10")
"""For keyboards without the menu key."""

_KEYS: Final = {
    ListShortcut.MAIN: (QKeySequence(Qt.Key.Key_Enter), QKeySequence(Qt.Key.Key_Return)),
    ListShortcut.PAUSE_OR_RESUME: (QKeySequence(Qt.Key.Key_Space),),
    ListShortcut.RETRY: (QKeySequence("Ctrl+R"),),
    ListShortcut.DELETE: (QKeySequence(Qt.Key.Key_Delete), QKeySequence(Qt.Key.Key_Backspace)),
    ListShortcut.USE_KNOWN: (QKeySequence("Ctrl+U"),),
    ListShortcut.UPLOAD_AGAIN: (QKeySequence("Ctrl+Shift+U"),),
}
"""The keys of each gesture, the one that is shown first; COPY has those of the system."""
_MOVES: Final = (
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def gesture_of(event: QKeyEvent) -> ListShortcut | None:
    """Return what this key asks for, if it is one of the list's."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return ListShortcut.COPY
    for gesture, keys in _KEYS.items():
        if any(_is(event, one) for one in keys):
            return gesture
    return None


def key_of(gesture: ListShortcut) -> QKeySequence:
    """Return the key of a gesture as menus and the help show it; not of COPY."""
    return _KEYS[gesture][0]


def _is(event: QKeyEvent, keys: QKeySequence) -> bool:
    """Tell whether these were pressed, those of the number pad too."""
    pressed = QKeySequence(event.key() if event.modifiers() in _PLAIN else event.keyCombination())
    return keys.matches(pressed) is QKeySequence.SequenceMatch.ExactMatch


def moves_plainly(event: QKeyEvent) -> bool:
    """Tell whether this key goes to a row and means it alone."""
    return event.modifiers() in _PLAIN and event.key() in _MOVES


def means_the_marked_row(gesture: ListShortcut) -> bool:
    """Tell whether this is for the row with the ring when none is selected.

    Del is not: after it the ring is on the next row, which nobody has chosen. Copy takes the newest id.
    """
    return gesture not in (ListShortcut.DELETE, ListShortcut.COPY)


def asks_for_menu(event: QKeyEvent) -> bool:
    """Tell whether this is the menu key, or Shift+F10, which many keyboards have instead."""
    return event.key() == Qt.Key.Key_Menu or _is(event, MENU_KEY)


def mark_first_entry() -> None:
    """Mark the first entry of the menu that a key has just opened: it is read aloud, and Enter chooses it."""
    menu = QApplication.activePopupWidget()
    if isinstance(menu, QMenu):
        first = next(filter(QAction.isEnabled, menu.actions()), None)
        if first is not None:
            menu.setActiveAction(first)


def commands_of(gesture: ListShortcut, selected: Sequence[Snapshot]) -> list[commands.Command]:
    """Return what a gesture asks of the queue for these rows; copying and buttons are the window's."""
    asked: list[commands.Command | None]
    match gesture:
        case ListShortcut.PAUSE_OR_RESUME:
            asked = [row_actions.pause_or_resume(selected)]
        case ListShortcut.RETRY:
            ids = row_actions.ids_that_can(selected, RowAction.RETRY, RowAction.RETRY_NOW)
            asked = [row_actions.command_for(RowAction.RETRY, ids)]
        case ListShortcut.USE_KNOWN | ListShortcut.UPLOAD_AGAIN:
            answer = RowAction.USE_KNOWN if gesture is ListShortcut.USE_KNOWN else RowAction.UPLOAD_AGAIN
            asked = [row_actions.command_for(answer, row_actions.ids_that_can(selected, answer))]
        case ListShortcut.DELETE:
            asked = [*row_actions.delete(selected)]
        case ListShortcut.COPY | ListShortcut.MAIN:
            asked = []
    return [command for command in asked if command is not None]
