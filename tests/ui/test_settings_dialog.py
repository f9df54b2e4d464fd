from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.settings.fields import fields
from layers_desktop.settings.preferences import CopyFormat, Preferences, ProjectSettings
from layers_desktop.settings.preferences import Theme as ThemeChoice
from layers_desktop.ui.combo_box import ComboBox
from layers_desktop.ui.settings_dialog import SettingsDialog
from layers_desktop.ui.theme import Theme


@pytest.fixture
def dialog(frame: QWidget) -> SettingsDialog:
    """Return the open settings of the program and of one project."""
    made = SettingsDialog(Preferences(), ("prj_1", "Café", ProjectSettings()), frame)
    made.open()
    return made


def test_every_field_that_shows_itself_has_a_named_control(dialog: SettingsDialog) -> None:
    shown = [*fields(Preferences), *fields(ProjectSettings)]
    assert set(dialog.editors) == {field.name for field in shown}
    for field in shown:
        control = dialog.editors[field.name].control
        assert control.accessibleName() == field.label
        assert control.accessibleDescription() == field.help


def test_only_what_was_changed_is_saved(dialog: SettingsDialog, qtbot: QtBot) -> None:
    number = dialog.editors["concurrency"].control
    assert isinstance(number, QSpinBox)
    assert (number.minimum(), number.maximum()) == (1, 16)
    number.setValue(9)
    with qtbot.waitSignal(dialog.saved) as saved, qtbot.assertNotEmitted(dialog.project_saved):
        dialog.save.click()
    assert saved.args == [Preferences(concurrency=9)]


def test_project_settings_are_saved_for_their_project(dialog: SettingsDialog, qtbot: QtBot) -> None:
    switch = dialog.editors["copy_automatically"].control
    choice = dialog.editors["theme"].control
    assert isinstance(switch, QCheckBox)
    assert isinstance(choice, ComboBox)
    switch.click()
    choice.setCurrentIndex(2)
    with qtbot.waitSignal(dialog.saved) as saved, qtbot.waitSignal(dialog.project_saved) as project_saved:
        dialog.save.click()
    assert saved.args == [Preferences(theme=ThemeChoice.DARK)]
    assert project_saved.args == ["prj_1", ProjectSettings(copy_automatically=True)]


def test_a_switch_is_thrown_by_its_words_and_by_the_keyboard(dialog: SettingsDialog) -> None:
    switch = dialog.editors["notify"].control
    assert isinstance(switch, QCheckBox)
    words = QPoint(switch.sizeHint().width() - 8, switch.height() // 2)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, words)
    assert not switch.isChecked()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_cancel_saves_nothing(dialog: SettingsDialog, qtbot: QtBot) -> None:
    switch = dialog.editors["notify"].control
    assert isinstance(switch, QCheckBox)
    switch.click()
    with qtbot.assertNotEmitted(dialog.saved), qtbot.assertNotEmitted(dialog.project_saved):
        dialog.reject()


def test_the_copy_format_is_previewed_while_it_is_typed(dialog: SettingsDialog) -> None:
    choice, template = dialog.editors["copy_format"].control, dialog.editors["copy_template"].control
    assert isinstance(choice, ComboBox)
    assert isinstance(template, QLineEdit)
    assert dialog.preview.text().startswith("med_")
    choice.setCurrentIndex(list(CopyFormat).index(CopyFormat.TEMPLATE))
    template.setText("{filename} in {project}")
    assert dialog.preview.text() == "founder-shot.jpg in Café"


def test_without_a_project_only_the_program_is_set(theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001
    made = SettingsDialog(Preferences(), None)
    qtbot.addWidget(made)
    assert set(made.editors) == {field.name for field in fields(Preferences)}


def _use_template(dialog: SettingsDialog, template: str) -> QLineEdit:
    choice, field = dialog.editors["copy_format"].control, dialog.editors["copy_template"].control
    assert isinstance(choice, ComboBox)
    assert isinstance(field, QLineEdit)
    choice.setCurrentIndex(list(CopyFormat).index(CopyFormat.TEMPLATE))
    field.setText(template)
    return field


def test_the_template_is_written_only_where_it_is_used(dialog: SettingsDialog) -> None:
    assert not dialog.editors["copy_template"].control.isEnabled()
    assert _use_template(dialog, "{url}").isEnabled()


@pytest.mark.parametrize(("template", "wrong"), [("{assetId} {oops}", "{oops}"), ("{url", "{"), ("a}", "}")])
def test_a_template_that_cannot_be_filled_in_is_said_and_not_saved(
    dialog: SettingsDialog, qtbot: QtBot, template: str, wrong: str
) -> None:
    field = _use_template(dialog, template)
    assert dialog.template_problem.text().startswith(f"{wrong} cannot be filled in")
    assert "cannot be filled in" in field.accessibleDescription()
    with qtbot.assertNotEmitted(dialog.project_saved):
        dialog.save.click()
    assert dialog.isVisible()
    assert dialog.template_problem.isVisible()
    field.setText("{assetId}")
    assert not dialog.template_problem.isVisible()
    with qtbot.waitSignal(dialog.project_saved):
        dialog.save.click()


def test_a_wrong_template_goes_with_the_format_that_used_it(dialog: SettingsDialog, qtbot: QtBot) -> None:
    field = _use_template(dialog, "{oops}")
    choice = dialog.editors["copy_format"].control
    assert isinstance(choice, ComboBox)
    choice.setCurrentIndex(list(CopyFormat).index(CopyFormat.URL))
    assert field.text() == ProjectSettings().copy_template
    with qtbot.waitSignal(dialog.project_saved) as saved:
        dialog.save.click()
    assert saved.args == ["prj_1", ProjectSettings(copy_format=CopyFormat.URL)]
