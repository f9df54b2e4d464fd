from __future__ import annotations

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from layers_desktop.core.findings import Finding, Verdict
from layers_desktop.settings.fields import Page
from layers_desktop.settings.preferences import Preferences, ProxyMode
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.widgets.combo_box import ComboBox
from tests.support.accessible_name import named

DNS = Finding("DNS", "api.layers.com is at 10.0.0.1", Verdict.OK)
PROXY = Finding("Proxy", "The proxy refused a connection.", Verdict.FAILED)
API = Finding("API", "It needs Proxy, which failed.", Verdict.SKIPPED)


def choose_manual(dialog: SettingsDialog, address: str) -> None:
    dialog.open_at(Page.NETWORK)
    named(dialog, ComboBox, "Proxy").setCurrentText("The address below")
    named(dialog, QLineEdit, "Proxy address").setText(address)


def test_what_is_tried_is_what_the_page_says_saved_or_not(dialog: SettingsDialog, qtbot: QtBot) -> None:
    choose_manual(dialog, "127.0.0.1:3128")
    with qtbot.waitSignal(dialog.test_wanted) as wanted:
        dialog.test.button.click()
    assert wanted.args == [Preferences(proxy=ProxyMode.MANUAL, proxy_address="127.0.0.1:3128")]


def test_an_address_that_cannot_be_used_is_said_instead_of_tried(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    choose_manual(dialog, "")
    with qtbot.assertNotEmitted(dialog.test_wanted):
        dialog.test.button.click()
    assert named(dialog, QLineEdit, "Proxy address").accessibleDescription().startswith("Enter the proxy")
    assert not dialog.test.running


def test_the_layer_that_fails_is_named(dialog: SettingsDialog) -> None:
    dialog.open_at(Page.NETWORK)
    dialog.test.button.click()
    assert "Trying" in dialog.test.summary.text()
    for layer in (DNS, PROXY, API):
        dialog.test.show_layer(layer)
    dialog.test.show_end()
    assert dialog.test.summary.text() == "It fails at: Proxy"
    said = [text.accessibleName() for _, _, text in dialog.test.rows]
    assert said[0].startswith("Name service (DNS), works: api.layers.com")
    assert said[1].startswith("Proxy, failed: The proxy refused")
    assert said[2].startswith("Layers (API), not tried: ")


def test_the_layer_that_fails_is_scrolled_to(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.resize(dialog.minimumSize())
    dialog.open_at(Page.NETWORK)
    dialog.test.button.click()
    for layer in (DNS, DNS, DNS, DNS, PROXY):
        dialog.test.show_layer(layer)
    dialog.test.show_end()
    _, _, text = dialog.test.rows[-1]
    qtbot.waitUntil(lambda: text.visibleRegion().boundingRect() == text.rect())


def test_another_test_begins_with_an_empty_list(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.test.button.click()
    dialog.test.show_layer(PROXY)
    with qtbot.assertNotEmitted(dialog.test_wanted):
        dialog.test.button.click()
    dialog.test.show_end()
    dialog.test.button.click()
    assert not dialog.test.rows
    dialog.test.show_end()
    assert dialog.test.summary.text() == "Layers can be reached."
