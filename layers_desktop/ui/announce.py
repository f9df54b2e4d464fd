"""Tell assistive technology what a sighted person sees happen: copied, batch done, a file needs you."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget


def politely(source: QWidget, text: str) -> None:
    """Have a screen reader say `text` after what it says now; nothing where Qt cannot (before 6.8)."""
    event = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if event is not None and QAccessible.isActive():
        QAccessible.updateAccessibility(event(source, text))
