"""More than one organization, without a mouse: add one by its key, go back to the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.integration.keyboard.keys import open_menu, press, write
from tests.screenshots.scene import Act, wait_until


def test_add_another_organization_and_switch_back(act: Act) -> None:
    header = act.window.header
    ours = header.organization_name
    key = act.box.world.add_organization("Globex", "Globex iOS")
    open_menu(f"Organization {ours}", act, "Add an account…")
    wait_until(act.window.pages.first_start.isVisible, "the page of the key")
    wait_until(act.window.pages.first_start.field.hasFocus, "its field to have the keyboard")
    write(act, key)
    press(act, Qt.Key.Key_Return)
    wait_until(lambda: header.organization_name == "Globex", "the other organization")
    wait_until(act.window.pages.empty.isVisible, "its page")
    wait_until(lambda: len(header.accounts.actions) == 2, "both organizations")
    open_menu("Organization Globex", act, ours)
    wait_until(lambda: header.organization_name == ours, "the first organization")
    assert QApplication.activePopupWidget() is None
