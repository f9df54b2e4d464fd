from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.session.state import SessionState
from layers_desktop.settings.fields import Page, fields
from layers_desktop.settings.preferences import (
    CopyFormat,
    ImageKind,
    Preferences,
    ProjectSettings,
    ProxyMode,
    ThemeChoice,
)
from layers_desktop.ui.settings.dialog import OfProject, SettingsDialog
from layers_desktop.ui.settings.extras import CopyPreview
from layers_desktop.ui.settings.form_state import EditedProject, Scope
from layers_desktop.ui.widgets.combo_box import ComboBox


def switch_of(dialog: SettingsDialog, name: str) -> QCheckBox:
    control = dialog.row(name).editor.control
    assert isinstance(control, QCheckBox)
    return control


def number_of(dialog: SettingsDialog, name: str) -> QSpinBox:
    control = dialog.row(name).editor.control
    assert isinstance(control, QSpinBox)
    return control


def choose(dialog: SettingsDialog, name: str, value: object) -> None:
    row = dialog.row(name)
    assert isinstance(row.editor.control, ComboBox)
    row.editor.control.setCurrentIndex([*row.entry.field.choices].index(value))  # type: ignore[arg-type]  # its own


def line_of(dialog: SettingsDialog, name: str) -> QLineEdit:
    control = dialog.row(name).editor.control
    assert isinstance(control, QLineEdit)
    return control


def page(dialog: SettingsDialog) -> str:
    return dialog.side.pages.currentItem().text()


# What it shows


def test_every_field_that_shows_itself_has_a_named_control(dialog: SettingsDialog) -> None:
    shown = {(Scope.PROGRAM, field.name) for field in fields(Preferences)}
    shown |= {(Scope.PROJECT, field.name) for field in fields(ProjectSettings)}
    assert {(row.entry.scope, row.entry.field.name) for row in dialog.rows()} == shown
    for row in dialog.rows():
        assert row.editor.control.accessibleName() == row.entry.field.label
        assert row.editor.control.accessibleDescription() == row.entry.field.help


def test_the_pages_are_those_of_the_fields_then_the_project(dialog: SettingsDialog) -> None:
    assert list(dialog.sheets) == [*Page, OfProject.PAGE]
    assert dialog.sheets[OfProject.PAGE].title == "Café"
    on_page = [row.entry.field.name for row in dialog.sheets[OfProject.PAGE].rows]
    assert sorted(on_page) == sorted(field.name for field in fields(ProjectSettings))


def test_without_a_project_only_the_program_is_set_and_it_is_said(
    frame: QWidget, signed_in: SessionState
) -> None:
    made = SettingsDialog(Preferences(), None, signed_in, frame)
    assert {row.entry.field.name for row in made.rows()} == {field.name for field in fields(Preferences)}
    assert list(made.sheets) == list(Page)
    made.side.field.setText("belongs to a project")
    assert page(made) == "Uploads"
    assert not made.nothing.isVisible()


def test_the_page_of_the_project_can_be_opened_at_once(frame: QWidget, dialog: SettingsDialog) -> None:
    assert frame is dialog.parent()
    dialog.open_at(OfProject.PAGE)
    assert page(dialog) == "Café"
    dialog.open_at(Page.NETWORK)
    assert page(dialog) == "Network"


# What it saves


def test_only_what_was_changed_is_saved(dialog: SettingsDialog, qtbot: QtBot) -> None:
    number = number_of(dialog, "concurrency")
    assert (number.minimum(), number.maximum()) == (1, 16)
    number.setValue(9)
    with qtbot.waitSignal(dialog.saved) as saved, qtbot.assertNotEmitted(dialog.project_saved):
        dialog.save.click()
    assert saved.args == [Preferences(concurrency=9)]


def test_project_settings_are_saved_for_their_project(dialog: SettingsDialog, qtbot: QtBot) -> None:
    switch_of(dialog, "copy_automatically").click()
    choose(dialog, "theme", ThemeChoice.DARK)
    with qtbot.waitSignal(dialog.saved) as saved, qtbot.waitSignal(dialog.project_saved) as project_saved:
        dialog.save.click()
    assert saved.args == [Preferences(theme=ThemeChoice.DARK)]
    assert project_saved.args == ["prj_1", ProjectSettings(copy_automatically=True)]


def test_cancel_saves_nothing(dialog: SettingsDialog, qtbot: QtBot) -> None:
    switch_of(dialog, "notify").click()
    with qtbot.assertNotEmitted(dialog.saved), qtbot.assertNotEmitted(dialog.project_saved):
        dialog.reject()


def test_a_setting_on_two_pages_is_one_setting(dialog: SettingsDialog, qtbot: QtBot) -> None:
    rows = [row for row in dialog.rows() if row.entry.field.name == "notify"]
    assert len(rows) == 2
    boxes = [row.editor.control for row in rows]
    assert all(isinstance(box, QCheckBox) and box.isChecked() for box in boxes)
    dialog.open_at(OfProject.PAGE)
    QTest.keyClick(boxes[1], Qt.Key.Key_Space)
    assert not any(isinstance(box, QCheckBox) and box.isChecked() for box in boxes)
    with qtbot.waitSignal(dialog.project_saved) as saved:
        dialog.save.click()
    assert saved.args == ["prj_1", ProjectSettings(notify=False)]


# Controls


def test_a_switch_is_thrown_by_its_words_and_by_the_keyboard(dialog: SettingsDialog) -> None:
    dialog.open_at(Page.NOTIFICATIONS)
    switch = switch_of(dialog, "notify")
    words = QPoint(switch.sizeHint().width() - 8, switch.height() // 2)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, words)
    assert not switch.isChecked()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_the_copy_format_is_previewed_while_it_is_typed(dialog: SettingsDialog) -> None:
    preview = dialog.findChild(CopyPreview)
    assert isinstance(preview, CopyPreview)
    assert preview.words.text().startswith("med_")
    choose(dialog, "copy_format", CopyFormat.TEMPLATE)
    line_of(dialog, "copy_template").setText("{filename} in {project}")
    assert preview.words.text() == "founder-shot.jpg in Café"


def test_what_depends_on_another_setting_is_open_only_with_it(dialog: SettingsDialog) -> None:
    assert not line_of(dialog, "copy_template").isEnabled()
    choose(dialog, "copy_format", CopyFormat.TEMPLATE)
    assert line_of(dialog, "copy_template").isEnabled()
    assert not line_of(dialog, "proxy_address").isEnabled()
    choose(dialog, "proxy", ProxyMode.MANUAL)
    assert line_of(dialog, "proxy_address").isEnabled()


# What cannot be saved


def use_template(dialog: SettingsDialog, template: str) -> QLineEdit:
    choose(dialog, "copy_format", CopyFormat.TEMPLATE)
    line_of(dialog, "copy_template").setText(template)
    return line_of(dialog, "copy_template")


@pytest.mark.parametrize(("template", "wrong"), [("{assetId} {oops}", "{oops}"), ("{url", "{"), ("a}", "}")])
def test_a_template_that_cannot_be_filled_in_is_said_and_not_saved(
    dialog: SettingsDialog, qtbot: QtBot, template: str, wrong: str
) -> None:
    field = use_template(dialog, template)
    problem = dialog.row("copy_template").problem
    assert problem.text().startswith(f"{wrong} cannot be filled in")
    assert "cannot be filled in" in field.accessibleDescription()
    with qtbot.assertNotEmitted(dialog.project_saved):
        dialog.save.click()
    assert dialog.isVisible()
    assert page(dialog) == "Copying"
    assert problem.isVisible()
    field.setText("{assetId}")
    assert not problem.isVisible()
    with qtbot.waitSignal(dialog.project_saved):
        dialog.save.click()


def test_a_wrong_template_goes_with_the_format_that_used_it(dialog: SettingsDialog, qtbot: QtBot) -> None:
    field = use_template(dialog, "{oops}")
    choose(dialog, "copy_format", CopyFormat.URL)
    assert field.text() == ProjectSettings().copy_template
    with qtbot.waitSignal(dialog.project_saved) as saved:
        dialog.save.click()
    assert saved.args == ["prj_1", ProjectSettings(copy_format=CopyFormat.URL)]


def test_a_proxy_without_an_address_waits_until_it_is_saved(dialog: SettingsDialog, qtbot: QtBot) -> None:
    choose(dialog, "proxy", ProxyMode.MANUAL)
    problem = dialog.row("proxy_address").problem
    assert not problem.text()
    with qtbot.assertNotEmitted(dialog.saved):
        dialog.save.click()
    assert page(dialog) == "Network"
    assert problem.text().startswith("Enter the proxy's address")
    line_of(dialog, "proxy_address").setText("http://bob:hunter2@proxy.example:3128")
    assert "name and a password" in problem.text()
    line_of(dialog, "proxy_address").setText("proxy.example:3128")
    with qtbot.waitSignal(dialog.saved) as saved:
        dialog.save.click()
    assert saved.args == [Preferences(proxy=ProxyMode.MANUAL, proxy_address="proxy.example:3128")]


def test_a_setting_that_cannot_be_saved_is_shown_whatever_is_looked_for(dialog: SettingsDialog) -> None:
    use_template(dialog, "{oops}")
    dialog.side.field.setText("theme")
    dialog.save.click()
    assert (dialog.side.field.text(), page(dialog)) == ("", "Copying")


# Search


def test_a_search_shows_the_pages_and_settings_that_match(dialog: SettingsDialog) -> None:
    dialog.side.field.setText("CHECKSUM")
    shown = [row.entry.field.name for row in dialog.rows() if not row.isHidden()]
    assert set(shown) == {"checksum"}
    assert page(dialog) == "Uploads"
    listed = [
        dialog.side.pages.item(row).text()
        for row in range(dialog.side.pages.count())
        if not dialog.side.pages.item(row).isHidden()
    ]
    assert listed == ["Uploads", "Project", "Café"]
    dialog.side.field.clear()
    assert not any(row.isHidden() for row in dialog.rows())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sha-256", "Uploads"),  # in a help text
        ("markdown", "Copying"),  # a choice
        ("network", "Network"),  # a page
        ("test connection", "Network"),
        ("tier", "Account"),
    ],
)
def test_a_setting_is_found_by_label_help_choice_and_page(
    dialog: SettingsDialog, typed: str, first: str
) -> None:
    dialog.side.field.setText(typed)
    assert page(dialog) == first


def test_nothing_found_is_said(dialog: SettingsDialog) -> None:
    dialog.side.field.setText("zebra")
    assert dialog.nothing.isVisible()
    assert dialog.nothing.text()
    dialog.side.field.clear()
    assert not dialog.nothing.isVisible()
    assert page(dialog) == "General"


# Reset


def test_a_setting_that_was_changed_is_marked_and_goes_back(dialog: SettingsDialog) -> None:
    row = dialog.row("concurrency")
    assert row.reset.isHidden()
    number_of(dialog, "concurrency").setValue(9)
    assert not row.reset.isHidden()
    assert row.reset.accessibleName() == "Reset Uploads at once"
    assert "Back to the default: 4" in row.reset.toolTip()
    row.reset.click()
    assert number_of(dialog, "concurrency").value() == 4
    assert row.reset.isHidden()


def test_a_page_goes_back_to_its_defaults_once_it_is_saved(frame: QWidget, qtbot: QtBot) -> None:
    before = Preferences(concurrency=9, theme=ThemeChoice.DARK, last_project="prj_1")
    project = EditedProject("prj_1", "Café", ProjectSettings(checksum=False, notify=False))
    made = SettingsDialog(before, project, SessionState(), frame)
    made.open_at(Page.UPLOADS)
    made.reset_page.trigger()
    assert not made.reset_page.isEnabled()
    assert made.reset_all.isEnabled()
    with qtbot.waitSignal(made.saved) as saved, qtbot.waitSignal(made.project_saved) as project_saved:
        made.save.click()
    assert saved.args == [Preferences(theme=ThemeChoice.DARK, last_project="prj_1")]
    assert project_saved.args == ["prj_1", ProjectSettings(notify=False)]


def test_a_reset_while_searching_leaves_alone_what_is_not_shown(frame: QWidget) -> None:
    project = EditedProject("prj_1", "Café", ProjectSettings(checksum=False, image_kind=ImageKind.LOGO))
    made = SettingsDialog(Preferences(), project, SessionState(), frame)
    made.open_at(Page.UPLOADS)
    made.side.field.setText("checksum")
    made.reset_page.trigger()
    assert made.draft.settings == ProjectSettings(image_kind=ImageKind.LOGO)
    assert not made.reset_page.isEnabled()
    made.side.field.clear()
    assert made.reset_page.isEnabled()


def test_everything_goes_back_but_what_the_program_remembers(frame: QWidget, qtbot: QtBot) -> None:
    before = Preferences(concurrency=9, proxy=ProxyMode.NONE, recent_projects=("prj_1",))
    project = EditedProject("prj_1", "Café", ProjectSettings(copy_format=CopyFormat.CSV))
    made = SettingsDialog(before, project, SessionState(), frame)
    made.open()
    made.reset_all.trigger()
    assert not made.reset.isEnabled()
    with qtbot.waitSignal(made.saved) as saved, qtbot.waitSignal(made.project_saved) as project_saved:
        made.save.click()
    assert saved.args == [Preferences(recent_projects=("prj_1",))]
    assert project_saved.args == ["prj_1", ProjectSettings()]


def test_a_reset_that_is_cancelled_changes_nothing(frame: QWidget, qtbot: QtBot) -> None:
    made = SettingsDialog(Preferences(concurrency=9), None, SessionState(), frame)
    made.open()
    made.reset_all.trigger()
    with qtbot.assertNotEmitted(made.saved):
        made.reject()


# Keyboard


def test_enter_saves_and_escape_closes(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.open_at(Page.UPLOADS)
    number_of(dialog, "concurrency").setValue(2)
    with qtbot.waitSignal(dialog.saved):
        QTest.keyClick(dialog.side.pages, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_escape_leaves_the_search_first_and_then_the_dialog(dialog: SettingsDialog) -> None:
    dialog.side.field.setText("proxy")
    QTest.keyClick(dialog.side.field, Qt.Key.Key_Escape)
    assert (dialog.side.field.text(), dialog.isVisible()) == ("", True)
    QTest.keyClick(dialog.side.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_search_is_reached_by_its_shortcut_and_leads_to_what_was_found(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(dialog.side.field.hasFocus)
    QTest.keyClicks(dialog.side.field, "uploads at once")
    QTest.keyClick(dialog.side.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.waitUntil(number_of(dialog, "concurrency").hasFocus)


def test_the_pages_are_turned_by_arrows_past_the_heading(dialog: SettingsDialog) -> None:
    dialog.open_at(Page.ACCOUNT)
    QTest.keyClick(dialog.side.pages, Qt.Key.Key_Down)
    assert page(dialog) == "Café"


def test_tab_reaches_every_control_of_a_page(dialog: SettingsDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.isActiveWindow)
    for shown in dialog.sheets:
        dialog.open_at(shown)
        wanted = [row.editor.control for row in dialog.sheets[shown].rows if row.editor.control.isEnabled()]
        if shown is Page.NETWORK:
            wanted.append(dialog.test.button)
        if shown is Page.ACCOUNT:
            wanted.append(dialog.account.sign_out)
        wanted += [dialog.side.field, dialog.side.pages, dialog.save]
        reached: list[QWidget] = []
        for _ in range(30):
            focus = QApplication.focusWidget()
            assert focus is not None
            reached.append(focus)
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert all(control in reached for control in wanted), shown
