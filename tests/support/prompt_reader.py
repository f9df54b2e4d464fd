"""The prompt about what came in, read and answered as a person does: by role, name and key."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget

from layers_desktop.ui.intake.prompt import IntakePrompt
from tests.support.accessible_name import accessible_name

W = TypeVar("W", bound=QWidget)


class PromptReader:
    """What the prompt shows, and the keys and clicks that answer it."""

    def __init__(self, prompt: IntakePrompt) -> None:
        self.prompt = prompt

    @property
    def shown(self) -> bool:
        """Whether something is asked."""
        return self.prompt.isVisible()

    def find(self, kind: type[W], name: str) -> W:
        """Return the visible control of this kind and accessible name."""
        found = [
            one for one in self.prompt.findChildren(kind) if accessible_name(one) == name and one.isVisible()
        ]
        assert len(found) == 1, f"{len(found)} controls are called {name!r}"
        return found[0]

    def find_button(self, text: str) -> QPushButton:
        """Return the visible button with these words, which are its name."""
        return next(
            one for one in self.prompt.findChildren(QPushButton) if one.text() == text and one.isVisible()
        )

    def has(self, name: str) -> bool:
        """Tell whether there is a visible control of this accessible name."""
        return any(
            one.isVisible() for one in self.prompt.findChildren(QWidget) if accessible_name(one) == name
        )

    @property
    def name(self) -> QLineEdit:
        """The field for the name of a picture."""
        return self.find(QLineEdit, "Name of the picture")

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    @property
    def focused(self) -> str:
        """The name of what has the keyboard; empty while nothing has it: a dialog is just closing."""
        focus = QApplication.focusWidget()
        if focus is None:
            return ""
        return QAccessible.queryAccessibleInterface(focus).text(QAccessible.Text.Name)

    @property
    def said(self) -> str:
        """All that is to be read."""
        return "\n".join(label.text() for label in self.prompt.findChildren(QLabel) if label.isVisible())

    @property
    def chosen(self) -> list[str]:
        """The kind that is chosen."""
        radios = self.prompt.findChildren(QRadioButton)
        return [accessible_name(radio) for radio in radios if radio.isVisible() and radio.isChecked()]

    def choose(self, kind: str) -> None:
        """Choose what images are sent as."""
        self.find(QRadioButton, kind).click()

    def press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(self.focus, key)

    def write(self, name: str) -> None:
        """Type a name in the place of the one that is offered."""
        self.name.setFocus()
        QTest.keyClick(self.name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self.name, name)
