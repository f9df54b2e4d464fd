from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from layers_desktop.settings.caches import KnownProject
from layers_desktop.ui import accessibility
from layers_desktop.ui.header.project_picker import ProjectPicker
from layers_desktop.ui.pages.sign_in_page import SignInPage
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.widgets.buttons import label
from layers_desktop.ui.widgets.combo_box import ComboBox

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="Qt gives the name itself on Windows and macOS"
)


@pytest.fixture
def picker(theme: Theme, qtbot: QtBot, projects: list[KnownProject]) -> Iterator[ProjectPicker]:  # noqa: ARG001
    """Return a shown picker with three projects and nothing chosen."""
    frame = QWidget()
    made = ProjectPicker(frame)
    made.set_projects(projects)
    qtbot.addWidget(frame)
    frame.show()
    yield made
    made.hidePopup()


def _told(box: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(box)


def test_the_name_stays_and_the_value_is_the_choice(picker: ProjectPicker) -> None:
    told = _told(picker)
    assert told.role() == QAccessible.Role.ComboBox
    assert (told.text(QAccessible.Text.Name), told.text(QAccessible.Text.Value)) == ("Project", "")
    picker.choose("prj_1")
    assert told.text(QAccessible.Text.Name) == "Project"
    assert told.text(QAccessible.Text.Value) == "Café Ünïcode iOS"


def test_the_tooltip_is_no_description(picker: ProjectPicker) -> None:
    picker.choose("prj_1")
    assert picker.toolTip()
    assert _told(picker).text(QAccessible.Text.Description) == ""


def test_the_list_is_its_only_child(picker: ProjectPicker) -> None:
    told = _told(picker)
    assert told.childCount() == 1
    child = told.child(0)
    assert child.object() is picker.view()
    assert child.childCount() == 3
    assert told.indexOfChild(child) == 0
    assert told.indexOfChild(told) == -1


def test_it_says_that_it_opens_and_opens(picker: ProjectPicker) -> None:
    told = _told(picker)
    assert told.state().expandable
    assert not picker.popup.isVisible()
    told.actionInterface().doAction("Press")
    assert picker.popup.isVisible()


def test_a_disabled_box_is_not_opened(picker: ProjectPicker) -> None:
    picker.setEnabled(False)
    _told(picker).actionInterface().doAction("Press")
    assert not picker.popup.isVisible()


def test_a_box_without_a_name_takes_that_of_its_label(theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001
    frame = QWidget()
    qtbot.addWidget(frame)
    row = QHBoxLayout(frame)
    label, box = QLabel("&Theme"), ComboBox()
    label.setBuddy(box)
    row.addWidget(label)
    row.addWidget(box)
    box.addItems(["Light", "Dark"])
    assert _told(box).text(QAccessible.Text.Name) == "Theme"


def test_other_combo_boxes_are_left_to_qt(qtbot: QtBot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    assert not isinstance(_told(box), accessibility.AccessibleComboBox)


def test_what_is_kept_goes_with_its_box(theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001
    for _ in range(50):
        box = ComboBox()
        box.addItems(["Light", "Dark"])
        assert _told(box).text(QAccessible.Text.Value) == "Light"
        box.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not Shiboken.isValid(box)
    last = ComboBox()
    qtbot.addWidget(last)
    _told(last)
    assert sum(Shiboken.isValid(kept) for kept in accessibility._kept) <= 2
    assert len(accessibility._kept) <= 3


def test_a_field_for_a_secret_tells_no_text_but_what_it_is_for(qtbot: QtBot) -> None:
    page = SignInPage()
    qtbot.addWidget(page)
    page.field.setText("lp_secret")
    told = _told(page.field)
    assert (told.role(), told.state().passwordEdit) == (QAccessible.Role.EditableText, 1)
    assert told.textInterface() is None
    assert told.editableTextInterface() is None
    texts = [told.text(kind) for kind in QAccessible.Text]
    assert "secret" not in " ".join(texts)
    assert told.text(QAccessible.Text.Name) == "API key"
    assert told.text(QAccessible.Text.Value) == ""
    assert "Paste your API key" in told.text(QAccessible.Text.Description)


def test_the_help_of_a_setting_is_read_with_its_control_alone(theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001
    words = label("Light or dark", silent=True)
    qtbot.addWidget(words)
    assert _told(words).text(QAccessible.Text.Name) == ""
    heard = label("Theme")
    qtbot.addWidget(heard)
    assert _told(heard).text(QAccessible.Text.Name) == "Theme"


def test_a_choice_has_a_value(picker: ProjectPicker) -> None:
    value = _told(picker).valueInterface()
    assert (value.currentValue(), value.minimumValue(), value.maximumValue()) == (-1, -1, 2)
    picker.choose("prj_1")
    assert value.currentValue() == picker.currentIndex()
    value.setCurrentValue(2)
    assert picker.currentIndex() == 2
    picker.setEnabled(False)
    value.setCurrentValue(0)
    assert picker.currentIndex() == 2
