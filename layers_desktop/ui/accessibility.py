"""What assistive technology on Linux is told where Qt's own answer is wrong. Elsewhere it is another one.

A combo box: Qt's QAccessibleComboBox takes the current text for the name. "Project" turns into
"Café Ünïcode iOS" with the first choice, and a screen reader no longer says what it is that was chosen.

Pages of which one is shown: Qt's layered pane is read with each page, as "0 items".

A label whose words are the description of a control: a screen reader reads all of them first, then each once
more with its control.

A field for a secret: Qt tells of each text that is inserted or deleted in clear, as if it were no password.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QAccessibleValueInterface,
)
from PySide6.QtWidgets import QAccessibleWidget, QComboBox, QLabel, QLineEdit, QStackedWidget
from shiboken6 import Shiboken, VoidPtr

from layers_desktop.ui.widgets.buttons import Elided, SilentLabel
from layers_desktop.ui.widgets.inputs import ComboBox, KeyField

_kept: list[QAccessibleInterface] = []
"""Qt deletes an interface with its widget, but does not keep its Python half alive until then."""


@cache  # a factory cannot be taken out again, so that there must be one only
def install() -> None:
    """Have Qt ask here first. Call it once the QApplication is there; more calls do nothing."""
    if sys.platform not in ("win32", "darwin"):
        QAccessible.installFactory(_interface_of)


def _interface_of(key: str, thing: QObject | None) -> QAccessibleInterface | None:  # noqa: ARG001 - Qt's signature
    made: QAccessibleInterface
    if isinstance(thing, ComboBox):
        made = AccessibleComboBox(thing)
    elif isinstance(thing, KeyField):
        made = AccessibleKeyField(thing)
    elif isinstance(thing, SilentLabel):
        made = Silence(thing)
    elif isinstance(thing, Elided):
        made = AccessibleElided(thing)
    elif isinstance(thing, QStackedWidget):
        made = QAccessibleWidget(thing, QAccessible.Role.Pane)
    else:
        return None
    _kept[:] = [known for known in _kept if Shiboken.isValid(known)]
    _kept.append(made)
    return made


class _Choice(QAccessibleValueInterface):
    """The number of what is chosen. Without one Qt tells of a choice as of a new name, the old one."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__()
        self._box = box

    def currentValue(self) -> int:  # noqa: N802 - Qt's virtual method
        """Return the number of the choice, -1 for none."""
        return self._box.currentIndex()

    def minimumValue(self) -> int:  # noqa: N802 - Qt's virtual method
        """Return that of no choice."""
        return -1

    def maximumValue(self) -> int:  # noqa: N802 - Qt's virtual method
        """Return that of the last that can be chosen."""
        return self._box.count() - 1

    def minimumStepSize(self) -> int:  # noqa: N802 - Qt's virtual method
        """Return that from one to the next."""
        return 1

    def setCurrentValue(self, value: object) -> None:  # noqa: N802 - Qt's virtual method
        """Choose by number."""
        if isinstance(value, int | float) and self._box.isEnabled():
            self._box.setCurrentIndex(int(value))


class AccessibleComboBox(QAccessibleWidget):
    """A combo box that cannot be edited, as assistive technology sees it.

    It answers all that Qt's answers (Qt's sources, complexwidgets.cpp: the list as its only child, whose
    selection is the choice; Press and ShowMenu), and its own name as well.
    """

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box, QAccessible.Role.ComboBox)
        self._box = box
        self._choice = _Choice(box)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:  # noqa: ANN401 - a void pointer
        """Return the value beside what every widget has."""
        if kind is QAccessible.InterfaceType.ValueInterface:
            return VoidPtr(Shiboken.getCppPointer(self._choice)[0])
        other: Any = super().interface_cast(kind)
        return VoidPtr(0) if other is None else other  # PySide makes no null pointer of None

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


class AccessibleKeyField(QAccessibleWidget):
    """A field for a secret: that it is one, and what it is for; no text at all.

    Where there is no interface to texts, Qt sends no events of them.
    """

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field, QAccessible.Role.EditableText)
        self._field = field

    def state(self) -> QAccessible.State:
        """Say that what is typed is not shown."""
        answer = super().state()
        answer.passwordEdit = answer.editable = answer.selectableText = 1
        answer.readOnly = self._field.isReadOnly()
        return answer


class AccessibleElided(QAccessibleWidget):
    """A line that may have a shorter name than its text, which then is its description, without an event."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.StaticText)
        self._label = label

    def text(self, t: QAccessible.Text) -> str:
        """Return the given name, else the text; as its description the text that is not its name."""
        text, name = self._label.text(), self._label.accessibleName() or self._label.text()
        match t:
            case QAccessible.Text.Name:
                return name
            case QAccessible.Text.Description if text != name:
                return text
            case _:
                return ""


class Silence(QAccessibleWidget):
    """A label without words."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.StaticText)

    def text(self, t: QAccessible.Text) -> str:  # noqa: ARG002 - there is none of any kind
        """Return nothing."""
        return ""
