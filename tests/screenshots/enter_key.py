"""What Enter does in a window: it presses the button that has the focus, the default one only elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QDialog,
    QMenu,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)

from tests.screenshots.scene import Scene, visible_windows, wait_until
from tests.support.accessible_name import accessible_name

_KEYS = (
    (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier),
)
_MOST_TABS = 120


def front(scene: Scene) -> QWidget:
    """Return the window that has the keyboard: the dialog, else the list of projects, else the window."""
    return [one for one in visible_windows(scene.frame) if not isinstance(one, QMenu)][-1]


def wrong_presses(window: QWidget) -> list[str]:
    """Go once around by Tab and press Enter everywhere; return where that does not what it should.

    What the buttons do does not happen. The window is of no use afterwards.
    """
    window.activateWindow()
    wait_until(window.isActiveWindow, "the keyboard")
    buttons = _Buttons(window)
    reached: set[QWidget] = set()
    wrong: list[str] = []
    for number, focused in enumerate(_tabbed(window)):
        reached.add(focused)
        is_button = isinstance(focused, QAbstractButton) and _takes_enter(focused)
        if is_button or isinstance(window, QDialog):
            QTest.keyClick(focused, *_KEYS[number % 2])
            pressed = buttons.pressed()
            allowed = [[focused]] if is_button else [[], buttons.default]
            if pressed not in allowed:
                wrong.append(f"Enter at {_name(focused)} presses {[_name(one) for one in pressed]}")
    for button in buttons.all:
        # Tab goes to one of a group, the arrows to the others.
        group = button.group()
        some = reached.intersection([button] if group is None else group.buttons())  # type: ignore[redundant-expr]
        if _takes_enter(button) and button.isEnabled() and not some and _by_tab(button):
            wrong.append(f"Tab does not lead to {_name(button)}")
    return wrong


class _Buttons:
    """Tells which of a window's buttons are pressed, and keeps from happening what they do."""

    def __init__(self, window: QWidget) -> None:
        self.all = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
        self.default = [one for one in self.all if isinstance(one, QPushButton) and one.isDefault()]
        self._counted: dict[QAbstractButton, QAbstractButton | QAction] = {}
        for button in self.all:
            action = button.defaultAction() if isinstance(button, QToolButton) else None
            counted = button if action is None else action
            counted.setCheckable(True)
            if button.group() is not None:
                button.group().setExclusive(False)
            self._counted[button] = counted
        self._before = self._checked()
        for part in {*self.all, *self._counted.values()}:
            part.blockSignals(True)

    def pressed(self) -> list[QAbstractButton]:
        """Return what was pressed since the last call."""
        before, self._before = self._before, self._checked()
        return [button for button in self.all if before[button] is not self._before[button]]

    def _checked(self) -> dict[QAbstractButton, bool]:
        return {button: counted.isChecked() for button, counted in self._counted.items()}


def _tabbed(window: QWidget) -> Iterator[QWidget]:
    """Yield what has the focus, from Tab to Tab, once around."""
    seen: list[QWidget] = []
    for _ in range(_MOST_TABS):
        focused: QWidget | None = window.focusWidget()
        if focused is None or focused in seen[:-1]:
            return
        if focused not in seen:
            seen.append(focused)
            yield focused
        QTest.keyClick(focused, Qt.Key.Key_Tab)


def _takes_enter(button: QAbstractButton) -> bool:
    # What is ticked or chosen is so by Space, here as everywhere; Enter then means the default button.
    return not isinstance(button, QCheckBox | QRadioButton)


def _by_tab(button: QAbstractButton) -> bool:
    return bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {accessible_name(widget) or text!r}"
