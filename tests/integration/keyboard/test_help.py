"""Help, without a mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from layers_desktop.ui.pages.help_dialog import HelpDialog
from tests.integration.keyboard.keys import in_dialog, press, tab_to, the_dialog_ends
from tests.screenshots.scene import Scene, wait_until


def opened(scene: Scene) -> HelpDialog:
    press(scene, Qt.Key.Key_F1)
    dialog = in_dialog()
    assert isinstance(dialog, HelpDialog)
    wait_until(dialog.isActiveWindow, "the help to have the keyboard")
    return dialog


def test_help_is_opened_read_and_left_by_keys(scene: Scene) -> None:
    dialog = opened(scene)
    dialog.resize(dialog.minimumSize())
    bar = dialog.area.verticalScrollBar()
    wait_until(lambda: bar.maximum() > 0, "more than there is room for")
    assert QApplication.focusWidget() is dialog.area
    for _ in range(bar.maximum() // bar.pageStep() + 1):
        press(scene, Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    press(scene, Qt.Key.Key_Escape)
    the_dialog_ends(scene, dialog)


def test_help_is_left_by_its_button_too(scene: Scene) -> None:
    dialog = opened(scene)
    tab_to(scene, "Close")
    press(scene, Qt.Key.Key_Space)
    the_dialog_ends(scene, dialog)
