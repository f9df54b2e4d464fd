"""Which keys on the list mean what."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.transfer_list import actions
from layers_desktop.ui.transfer_list.actions import RowAction


class Gesture(Enum):
    """What a key on the list asks for."""

    MAIN = auto()
    """What the row's own button does."""
    PAUSE_OR_RESUME = auto()
    RETRY = auto()
    DELETE = auto()
    COPY = auto()
    USE_KNOWN = auto()
    UPLOAD_AGAIN = auto()


USE_KNOWN_KEY: Final = QKeySequence("Ctrl+U")
UPLOAD_AGAIN_KEY: Final = QKeySequence("Ctrl+Shift+U")
RETRY_KEY: Final = QKeySequence("Ctrl+R")
_SEQUENCES = (
    (RETRY_KEY, Gesture.RETRY),
    (USE_KNOWN_KEY, Gesture.USE_KNOWN),
    (UPLOAD_AGAIN_KEY, Gesture.UPLOAD_AGAIN),
)
_MOVES: Final = (
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def gesture_of(event: QKeyEvent) -> Gesture | None:
    """Return what this key asks for, if it is one of the list's."""
    plain = event.modifiers() in _PLAIN
    if event.matches(QKeySequence.StandardKey.Copy):
        return Gesture.COPY
    pressed = QKeySequence(event.keyCombination())
    for sequence, gesture in _SEQUENCES:
        if sequence.matches(pressed) is QKeySequence.SequenceMatch.ExactMatch:
            return gesture
    if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return Gesture.MAIN
    if plain and event.key() == Qt.Key.Key_Space:
        return Gesture.PAUSE_OR_RESUME
    if plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        return Gesture.DELETE
    return None


def moves_plainly(event: QKeyEvent) -> bool:
    """Tell whether this key goes to a row and means it alone."""
    return event.modifiers() in _PLAIN and event.key() in _MOVES


def means_the_marked_row(gesture: Gesture) -> bool:
    """Tell whether this is for the row with the ring when none is selected.

    Del is not: after it the ring is on the next row, which nobody has chosen. Copy takes the newest id.
    """
    return gesture not in (Gesture.DELETE, Gesture.COPY)


def asks_for_menu(event: QKeyEvent) -> bool:
    """Tell whether this is the menu key, or Shift+F10, which many keyboards have instead."""
    shift_only = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shift_only)


def commands_of(gesture: Gesture, selected: Sequence[Snapshot]) -> list[commands.Command]:
    """Return what a gesture asks of the queue for these rows; copying and buttons are the window's."""
    asked: list[commands.Command | None]
    match gesture:
        case Gesture.PAUSE_OR_RESUME:
            asked = [actions.pause_or_resume(selected)]
        case Gesture.RETRY:
            ids = actions.ids_that_can(selected, RowAction.RETRY, RowAction.RETRY_NOW)
            asked = [actions.command_for(RowAction.RETRY, ids)]
        case Gesture.USE_KNOWN | Gesture.UPLOAD_AGAIN:
            answer = RowAction.USE_KNOWN if gesture is Gesture.USE_KNOWN else RowAction.UPLOAD_AGAIN
            asked = [actions.command_for(answer, actions.ids_that_can(selected, answer))]
        case Gesture.DELETE:
            asked = [*actions.delete(selected)]
        case Gesture.COPY | Gesture.MAIN:
            asked = []
    return [command for command in asked if command is not None]
