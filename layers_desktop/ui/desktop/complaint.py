"""A sentence in a window of its own, for a program that has no other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox


def complaint(sentence: str) -> QMessageBox:
    """Return a dialog that says it, in the look of the system; open it with `open()`."""
    dialog = QMessageBox(QMessageBox.Icon.Warning, "Layers Desktop", sentence)
    dialog.setTextFormat(Qt.TextFormat.PlainText)
    dialog.setAccessibleName("Layers Desktop")
    return dialog
