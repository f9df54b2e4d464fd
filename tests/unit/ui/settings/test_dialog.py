from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from layers_desktop.settings.fields import Page, fields
from layers_desktop.settings.preferences import (
    CopyFormat,
    ImageKind,
    Preferences,
    ProjectSettings,
    ProxyMode,
    ThemeChoice,
)
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.widgets.buttons import PushButton
from layers_desktop.ui.widgets.inputs import CheckBox, ComboBox, SpinBox
from tests.support.accessible_name import accessible_name, named
from tests.support.window_services import RecordingSettings
from tests.unit.ui.settings.conftest import OpenSettings

MARKDOWN = Preferences(copy_format=CopyFormat.MARKDOWN)


def press(dialog: SettingsDialog, name: str) -> None:
    QTest.keyClick(named(dialog, PushButton, name), Qt.Key.Key_Space)


def said(dialog: SettingsDialog) -> list[str]:
    """Return the words that are seen on the page."""
    return [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]


# What it shows


def test_every_field_has_a_named_control_on_its_page(dialog: SettingsDialog) -> None:
    for page, sheet in dialog.sheets.items():
        dialog.open_at(page)
        of_page = [field for field in fields(Preferences) if field.page is page]
        for field in fields(ProjectSettings) if page is Page.PROJECT else of_page:
            control = sheet.rows[field.name].control
            assert control.isVisible()
            assert accessible_name(control) == field.label
            assert control.accessibleDescription() == field.help
    shown = [dialog.pages.item(row).text() for row in range(dialog.pages.count())]
    assert shown == ["General", "Uploads", "For all projects", "Network", "Account", "Project Café"]


# For all projects, and for one


def test_a_project_shows_what_it_follows_and_what_is_its_own(open_settings: OpenSettings) -> None:
    dialog = open_settings(MARKDOWN, {"notify": False})
    dialog.open_at(Page.PROJECT)
    assert named(dialog, ComboBox, "Copy as").currentText() == "As for all projects (Markdown)"
    assert named(dialog, ComboBox, "Notify me").currentText() == "Off"
    assert named(dialog, QLineEdit, "Template").text() == ""
    assert named(dialog, QLineEdit, "Template").placeholderText() == "{filename}: {assetId}"


def test_what_is_chosen_for_all_projects_is_shown_in_the_project_at_once(
    dialog: SettingsDialog, store: RecordingSettings, qtbot: QtBot
) -> None:
    dialog.open_at(Page.PROJECTS)
    named(dialog, ComboBox, "Copy as").setCurrentText("Markdown")
    dialog.open_at(Page.PROJECT)
    assert named(dialog, ComboBox, "Copy as").currentText() == "As for all projects (Markdown)"
    assert "[founder-shot.jpg]" in "".join(said(dialog)).replace("\u200b", "")
    with qtbot.waitSignal(store.saved) as saved, qtbot.assertNotEmitted(store.project_saved):
        press(dialog, "Save")
    assert saved.args == [MARKDOWN]


def test_only_what_is_the_projects_own_is_saved_for_it(
    dialog: SettingsDialog, store: RecordingSettings, qtbot: QtBot
) -> None:
    dialog.open_at(Page.PROJECT)
    named(dialog, ComboBox, "Copy automatically").setCurrentText("On")
    named(dialog, ComboBox, "Send images as").setCurrentText("Image")
    named(dialog, QLineEdit, "Watch a folder").setText("/inbox")
    with qtbot.waitSignal(store.project_saved) as saved, qtbot.assertNotEmitted(store.saved):
        press(dialog, "Save")
    own = {"copy_automatically": True, "image_kind": ImageKind.IMAGE, "watch_folder": "/inbox"}
    assert saved.args == ["prj_1", own]


def test_a_project_follows_again(open_settings: OpenSettings, store: RecordingSettings, qtbot: QtBot) -> None:
    dialog = open_settings(MARKDOWN, {"notify": False, "copy_format": CopyFormat.CSV})
    dialog.open_at(Page.PROJECT)
    QTest.keyClick(named(dialog, ComboBox, "Copy as"), Qt.Key.Key_Home)
    with qtbot.waitSignal(store.project_saved) as saved:
        press(dialog, "Save")
    assert saved.args == ["prj_1", {"notify": False}]


# What it saves


def test_only_what_was_changed_is_saved(
    dialog: SettingsDialog, store: RecordingSettings, qtbot: QtBot
) -> None:
    dialog.open_at(Page.UPLOADS)
    number = named(dialog, SpinBox, "Uploads at once")
    assert (number.minimum(), number.maximum()) == (1, 16)
    number.set_amount(9)
    store.preferences = Preferences(last_project="prj_2")
    with qtbot.waitSignal(store.saved) as saved, qtbot.assertNotEmitted(store.project_saved):
        press(dialog, "Save")
    assert saved.args == [Preferences(concurrency=9, last_project="prj_2")]


def test_escape_and_cancel_save_nothing(
    dialog: SettingsDialog, store: RecordingSettings, qtbot: QtBot
) -> None:
    dialog.open_at(Page.PROJECTS)
    QTest.keyClick(named(dialog, CheckBox, "Notify me"), Qt.Key.Key_Space)
    with qtbot.assertNotEmitted(store.saved), qtbot.assertNotEmitted(store.project_saved):
        QTest.keyClick(dialog.pages, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_enter_saves(dialog: SettingsDialog, store: RecordingSettings, qtbot: QtBot) -> None:
    dialog.open_at(Page.UPLOADS)
    named(dialog, SpinBox, "Uploads at once").set_amount(2)
    with qtbot.waitSignal(store.saved):
        QTest.keyClick(dialog.pages, Qt.Key.Key_Return)
    assert not dialog.isVisible()


# Defaults


def test_a_page_goes_back_to_its_defaults_once_it_is_saved(
    open_settings: OpenSettings, store: RecordingSettings, qtbot: QtBot
) -> None:
    own = {"checksum": False, "watch_folder": "/inbox"}
    before = Preferences(concurrency=9, bandwidth_limit=1_234, theme=ThemeChoice.DARK, last_project="prj_1")
    dialog = open_settings(before, own)
    dialog.open_at(Page.UPLOADS)
    press(dialog, "Restore defaults")
    dialog.open_at(Page.PROJECT)
    press(dialog, "Restore defaults")
    dialog.open_at(Page.ACCOUNT)
    assert not named(dialog, PushButton, "Restore defaults").isEnabled()
    with qtbot.waitSignal(store.saved) as saved, qtbot.waitSignal(store.project_saved) as project_saved:
        press(dialog, "Save")
    assert saved.args == [Preferences(theme=ThemeChoice.DARK, last_project="prj_1")]
    assert project_saved.args == ["prj_1", {}]


# What cannot be saved


def use_template(dialog: SettingsDialog, template: str) -> QLineEdit:
    dialog.open_at(Page.PROJECTS)
    named(dialog, ComboBox, "Copy as").setCurrentText("My template")
    field = named(dialog, QLineEdit, "Template")
    field.setText(template)
    return field


@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("{assetId} {oops}", "{oops} cannot be filled in"),
        ("a}", "} cannot be filled in"),
        (" ", "An empty template"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_said_and_not_saved(
    dialog: SettingsDialog, store: RecordingSettings, qtbot: QtBot, template: str, wrong: str
) -> None:
    field = use_template(dialog, template)
    assert field.accessibleDescription().startswith(wrong)
    dialog.open_at(Page.GENERAL)
    with qtbot.assertNotEmitted(store.saved):
        press(dialog, "Save")
    assert dialog.pages.currentItem().text() == "For all projects"
    assert any(text.startswith(wrong) for text in said(dialog))
    field.setText("{filename} in {project}")
    assert "founder-shot.jpg in" in "".join(said(dialog)).replace("\u200b", "")
    with qtbot.waitSignal(store.saved):
        press(dialog, "Save")


def test_a_wrong_template_goes_with_the_format_that_used_it(
    dialog: SettingsDialog, store: RecordingSettings, qtbot: QtBot
) -> None:
    field = use_template(dialog, "{oops}")
    named(dialog, ComboBox, "Copy as").setCurrentText("URL")
    assert not field.isEnabled()
    with qtbot.waitSignal(store.saved) as saved:
        press(dialog, "Save")
    assert saved.args == [Preferences(copy_format=CopyFormat.URL)]


def test_a_proxy_without_an_address_waits_until_it_is_saved(
    dialog: SettingsDialog, store: RecordingSettings, qtbot: QtBot
) -> None:
    dialog.open_at(Page.NETWORK)
    address = named(dialog, QLineEdit, "Proxy address")
    assert not address.isEnabled()
    named(dialog, ComboBox, "Proxy").setCurrentText("The address below")
    assert address.accessibleDescription().startswith("An http proxy")
    dialog.open_at(Page.GENERAL)
    with qtbot.assertNotEmitted(store.saved):
        press(dialog, "Save")
    assert dialog.pages.currentItem().text() == "Network"
    assert address.accessibleDescription().startswith("Enter the proxy's address")
    address.setText("http://bob:hunter2@proxy.example:3128")
    assert "name and a password" in address.accessibleDescription()
    address.setText("proxy.example:3128")
    with qtbot.waitSignal(store.saved) as saved:
        press(dialog, "Save")
    assert saved.args == [Preferences(proxy=ProxyMode.MANUAL, proxy_address="proxy.example:3128")]


# Keyboard


@pytest.mark.parametrize("page", Page)
def test_tab_reaches_every_control_of_a_page(dialog: SettingsDialog, qtbot: QtBot, page: Page) -> None:
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.open_at(page)
    wanted = {row.field.label for row in dialog.sheets[page].rows.values() if row.control.isEnabled()}
    wanted |= {Page.NETWORK: {"Test connection"}, Page.ACCOUNT: {"Sign out"}}.get(page, {"Restore defaults"})
    reached = set()
    for _ in range(20):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(accessible_name(focus))
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert reached >= {*wanted, "Pages", "Save", "Cancel"}
