"""More than one organization, without a mouse: add one by its key, go back to the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.integration.keyboard.keys import open_menu, press, write
from tests.screenshots.scene import Scene, wait_until


def test_add_another_organization_and_switch_back(scene: Scene) -> None:
    header = scene.window.header
    ours = header.organization_name
    key = scene.box.world.add_organization("Globex", "Globex iOS")
    open_menu(f"Organization {ours}", scene, "Add an account…")
    wait_until(scene.window.pages.first_start.isVisible, "the page of the key")
    wait_until(scene.window.pages.first_start.field.hasFocus, "its field to have the keyboard")
    write(scene, key)
    press(scene, Qt.Key.Key_Return)
    wait_until(lambda: header.organization_name == "Globex", "the other organization")
    wait_until(scene.window.pages.empty.isVisible, "its page")
    wait_until(lambda: len(header.accounts.actions()) == 2, "both organizations")
    open_menu("Organization Globex", scene, ours)
    wait_until(lambda: header.organization_name == ours, "the first organization")
    assert QApplication.activePopupWidget() is None
