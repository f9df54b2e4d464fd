"""What assistive technology on Linux is told of our combo boxes: their stable name, whatever is chosen.

On Windows and macOS Qt does so itself. On Linux its QAccessibleComboBox takes the current text for the name:
"Project" turns into "Café Ünïcode iOS" with the first choice, and a screen reader no longer says what it is
that was chosen. This one answers all that Qt's answers (Qt's sources, complexwidgets.cpp: the list as its
only child, whose selection is the choice; Press and ShowMenu), and the name as well.
"""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QComboBox
from shiboken6 import Shiboken

from layers_desktop.ui.combo_box import ComboBox

_kept: list[QAccessibleInterface] = []
"""Qt deletes an interface with its widget, but does not keep its Python half alive until then."""


@cache  # a factory cannot be taken out again, so that there must be one only
def install() -> None:
    """Have Qt ask here for our combo boxes. Call it once the QApplication is there; more calls do nothing."""
    if sys.platform not in ("win32", "darwin"):
        QAccessible.installFactory(_interface_of)


def _interface_of(key: str, thing: QObject | None) -> QAccessibleInterface | None:  # noqa: ARG001 - Qt's signature
    if not isinstance(thing, ComboBox):
        return None
    made = AccessibleComboBox(thing)
    _kept[:] = [known for known in _kept if Shiboken.isValid(known)]
    _kept.append(made)
    return made


class AccessibleComboBox(QAccessibleWidget):
    """A combo box that cannot be edited, as assistive technology sees it."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box, QAccessible.Role.ComboBox)
        self._box = box

    def text(self, t: QAccessible.Text) -> str:
        """Return the name that the box was given, else that of its label; as its value the choice."""
        match t:
            case QAccessible.Text.Value:
                return self._box.currentText()
            case QAccessible.Text.Description:
                # Else Qt takes the tooltip, which is the choice once more, in HTML.
                return self._box.accessibleDescription()
            case _:
                return super().text(t)

    def state(self) -> QAccessible.State:
        """Say that there is a list to open."""
        answer = super().state()
        answer.expandable = 1
        return answer

    def childCount(self) -> int:  # noqa: N802 - Qt's virtual method
        """Return 1: the list."""
        return 1

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # null is Qt's "none"
        """Return the list of what can be chosen."""
        return QAccessible.queryAccessibleInterface(self._box.view()) if index == 0 else None

    def indexOfChild(self, child: QAccessibleInterface | None) -> int:  # noqa: N802 - Qt's virtual method
        """Return 0 for the list, -1 for anything else."""
        return 0 if child is not None and child.object() is self._box.view() else -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802 - as above
        """Return the box itself: the list is drawn by a popup of our own."""
        return QAccessible.queryAccessibleInterface(self._box) if self._box.hasFocus() else None

    def actionNames(self) -> list[str]:  # noqa: N802 - Qt's virtual method
        """Offer to open the list, by both names that Qt's own combo box has for it."""
        return [QAccessibleActionInterface.showMenuAction(), QAccessibleActionInterface.pressAction()]

    def doAction(self, name: str) -> None:  # noqa: N802 - Qt's virtual method
        """Open the list."""
        if self._box.isEnabled() and name in self.actionNames():
            self._box.showPopup()

    def keyBindingsForAction(self, name: str) -> list[str]:  # noqa: ARG002, N802 - Qt's virtual method
        """Return none: a shortcut belongs to the window."""
        return []
