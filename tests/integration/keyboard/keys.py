"""What a person without a mouse does: keys go where the keyboard is, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget

from layers_desktop.media.formats import MediaKind, probable_kind
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.uploads.list_view import UploadList
from tests.screenshots.scene import Scene, wait_until
from tests.support.accessible_name import accessible_name
from tests.support.prompt_reader import PromptReader

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def press(scene: Scene, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is: in a popup, in a dialog, in the window."""
    QTest.keyClick(target(scene), key, modifiers)


def write(scene: Scene, text: str) -> None:
    QTest.keyClicks(target(scene), text)


def target(scene: Scene) -> QWidget:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup  # type: ignore[truthy-bool]  # its stub forgets None
    return QApplication.focusWidget() or QApplication.activeModalWidget() or scene.frame


def pick_project(scene: Scene) -> None:
    press(scene, Qt.Key.Key_K, CONTROL)
    wait_until(scene.window.header.picker.popup.isVisible, "the list of projects")
    write(scene, "cafe")
    press(scene, Qt.Key.Key_Return)
    wait_until(lambda: scene.window.projects.known, "the project's settings")


def copied(urls: Iterable[QUrl]) -> None:
    """Have these in the clipboard, as a file manager or a browser puts them there."""
    mime = QMimeData()
    mime.setUrls(list(urls))
    QGuiApplication.clipboard().setMimeData(mime)


def paste(scene: Scene, *files: Path) -> None:
    """Paste these, and agree where images among them may be sent as something else."""
    copied(QUrl.fromLocalFile(str(file)) for file in files)
    expected = len(scene.rows) + len(files)
    press(scene, Qt.Key.Key_V, CONTROL)
    if any(probable_kind(file.name) in {MediaKind.IMAGE, None} for file in files):
        agree_to_kind(scene)
    wait_until(lambda: len(scene.rows) == expected, f"{expected} rows")


def agree_to_kind(scene: Scene) -> None:
    """Send images as their project has it."""
    prompt = PromptReader(scene.window.intake.prompt)
    wait_until(lambda: prompt.shown and prompt.focused.startswith("Upload "), "the question of the kind")
    press(scene, Qt.Key.Key_Return)


def tab_to(scene: Scene, name: str, *, most: int = 80) -> QWidget:
    """Go to the control of this accessible name by Tab alone."""
    seen: list[str] = []
    for _ in range(most):
        focused = QApplication.focusWidget()
        if focused is not None and accessible_name(focused) == name:
            return focused
        seen.append(accessible_name(focused) if focused is not None else "nothing")
        press(scene, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}, only to {seen}")


def open_menu(button: str, scene: Scene, *ways: str) -> None:
    """Open the menu of a button by Tab and Space, and choose what `ways` lead to, submenus by Right.

    Qt runs a button's menu in a loop of its own: what is pressed in it has to be on its way before.
    """
    tab_to(scene, button)
    chosen: list[str] = []
    failed: list[BaseException] = []

    def press_inside() -> None:
        try:
            chosen.extend(choose(scene, words) for words in ways)
        except BaseException as problem:  # noqa: BLE001 - raised again below, where the test sees it
            failed.append(problem)
        finally:
            while (popup := QApplication.activePopupWidget()) is not None:
                popup.close()

    QTimer.singleShot(0, press_inside)
    press(scene, Qt.Key.Key_Space)
    wait_until(lambda: chosen or failed, f"the menu of {button}")
    for problem in failed:
        raise problem


def choose(scene: Scene, words: str) -> str:
    """Choose an entry of the menu that is open, or opens now, by Down and Enter; return it."""
    wait_until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "a menu")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in menu.actions():
        press(scene, Qt.Key.Key_Down)
        active = menu.activeAction()
        if active is not None and active.text() == words:  # type: ignore[redundant-expr]  # its stub forgets None
            press(scene, Qt.Key.Key_Right if active.menu() is not None else Qt.Key.Key_Return)
            return words
    raise AssertionError(f"{words!r} is not in the menu: {[one.text() for one in menu.actions()]}")


def in_dialog() -> QDialog:
    """Wait for a dialog, and return it."""
    wait_until(lambda: isinstance(QApplication.activeModalWidget(), QDialog), "a dialog")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    return dialog


def open_settings(scene: Scene) -> SettingsDialog:
    """Open the settings by their shortcut."""
    press(scene, Qt.Key.Key_Comma, CONTROL)
    dialog = in_dialog()
    assert isinstance(dialog, SettingsDialog)
    wait_until(dialog.isActiveWindow, "the settings to have the keyboard")
    return dialog


def name_file(scene: Scene, path: Path) -> None:
    """Type a path into the dialog for files that is open, and press Enter."""
    dialog = in_dialog()
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    wait_until(field.hasFocus, "the dialog's field")
    press(scene, Qt.Key.Key_A, CONTROL)
    write(scene, str(path))
    press(scene, Qt.Key.Key_Return)
    the_dialog_ends(scene, dialog)


def the_dialog_ends(scene: Scene, dialog: QDialog) -> None:
    """Wait for a dialog's end; the window gets the keyboard back, as every window manager gives it."""
    wait_until(lambda: QApplication.activeModalWidget() is not dialog, "the end of the dialog")
    scene.frame.activateWindow()
    wait_until(scene.frame.isActiveWindow, "the window to have the keyboard back")


def to_the_list(scene: Scene) -> UploadList:
    """Go to the list by Tab alone."""
    for _ in range(20):
        focused = QApplication.focusWidget()
        if isinstance(focused, UploadList):
            return focused
        press(scene, Qt.Key.Key_Tab)
    raise AssertionError("Tab does not lead to the list")


def clipboard() -> str:
    return QGuiApplication.clipboard().text()
