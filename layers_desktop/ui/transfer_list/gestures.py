"""Which keys on the list mean what."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


class Gesture(Enum):
    """What a key on the list asks for."""

    PAUSE_OR_RESUME = auto()
    RETRY = auto()
    DELETE = auto()
    COPY = auto()


_RETRY = QKeySequence("Ctrl+R")


def gesture_of(event: QKeyEvent) -> Gesture | None:
    """Return what this key asks for, if it is one of the list's."""
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if event.matches(QKeySequence.StandardKey.Copy):
        return Gesture.COPY
    if _RETRY.matches(QKeySequence(event.keyCombination())) is QKeySequence.SequenceMatch.ExactMatch:
        return Gesture.RETRY
    if plain and event.key() == Qt.Key.Key_Space:
        return Gesture.PAUSE_OR_RESUME
    if plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        return Gesture.DELETE
    return None
