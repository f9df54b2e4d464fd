"""What a person without a mouse does: keys go where the keyboard is, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from layers_desktop.ui.transfer_list.list_view import UploadList
from tests.shots.stage import Act, wait_until

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def press(act: Act, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is: in a popup, in a dialog, in the window."""
    QTest.keyClick(target(act), key, modifiers)


def write(act: Act, text: str) -> None:
    QTest.keyClicks(target(act), text)


def target(act: Act) -> QWidget:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup  # type: ignore[truthy-bool]  # its stub forgets None
    return QApplication.focusWidget() or QApplication.activeModalWidget() or act.window


def pick_project(act: Act) -> None:
    press(act, Qt.Key.Key_K, CONTROL)
    wait_until(act.window.header.picker.popup.isVisible, "the list of projects")
    write(act, "cafe")
    press(act, Qt.Key.Key_Return)
    wait_until(lambda: act.window.projects.known, "the project's settings")


def paste(act: Act, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    QGuiApplication.clipboard().setMimeData(mime)
    expected = len(act.rows) + len(files)
    press(act, Qt.Key.Key_V, CONTROL)
    wait_until(lambda: len(act.rows) == expected, f"{expected} rows")


def tab_to(act: Act, name: str, *, most: int = 80) -> QWidget:
    """Go to the control of this accessible name by Tab alone."""
    seen: list[str] = []
    for _ in range(most):
        focused = QApplication.focusWidget()
        if focused is not None and focused.accessibleName() == name:
            return focused
        seen.append(focused.accessibleName() if focused is not None else "nothing")
        press(act, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}, only to {seen}")


def choose(act: Act, words: str) -> None:
    """Choose an entry of the menu that is open, or opens now, by Down and Enter."""
    wait_until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "a menu")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in menu.actions():
        press(act, Qt.Key.Key_Down)
        active = menu.activeAction()
        if active is not None and active.text() == words:  # type: ignore[redundant-expr]  # as above
            press(act, Qt.Key.Key_Return)
            return
    raise AssertionError(f"{words!r} is not in the menu: {[one.text() for one in menu.actions()]}")


def to_the_list(act: Act) -> UploadList:
    """Go to the list by Tab alone."""
    for _ in range(20):
        focused = QApplication.focusWidget()
        if isinstance(focused, UploadList):
            return focused
        press(act, Qt.Key.Key_Tab)
    raise AssertionError("Tab does not lead to the list")


def clipboard() -> str:
    return QGuiApplication.clipboard().text()
