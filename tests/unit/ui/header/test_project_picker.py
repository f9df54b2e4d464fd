from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.settings.caches import KnownProject
from layers_desktop.ui import announce
from layers_desktop.ui.header.project_model import ROW, ProjectSearch
from layers_desktop.ui.header.project_picker import ProjectPicker
from layers_desktop.ui.theme.theme import Theme

MANY = [
    KnownProject(id=f"prj_{n}", name=f"Customer {n}", customer_external_id=f"c-{n:05}") for n in range(5000)
]


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


def _listed(picker: ProjectPicker) -> list[str]:
    return [project.name for project in picker.popup.model.found.projects]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("cafe unicode", ["Café Ünïcode iOS"]),
        ("IOS caf", ["Café Ünïcode iOS"]),
        ("shop-42", ["Beta"]),
        ("prj_3", ["Gamma"]),
        ("no such", []),
        ("  ", ["Café Ünïcode iOS", "Beta", "Gamma"]),
    ],
)
def test_a_project_is_found_by_name_customer_id_or_id(
    typed: str, names: list[str], projects: list[KnownProject]
) -> None:
    assert [project.name for project in ProjectSearch(projects).find(typed).projects] == names


def test_those_used_last_come_first(projects: list[KnownProject]) -> None:
    found = ProjectSearch(projects, ["prj_3", "gone", "prj_2"]).find("")
    assert [project.id for project in found.projects] == ["prj_3", "prj_2", "prj_1"]
    assert found.recent == 2


def test_five_used_last_are_on_top_and_those_of_other_organizations_take_no_place() -> None:
    projects = [KnownProject(id=f"prj_{number}", name=f"Project {number}") for number in range(8)]
    found = ProjectSearch(
        projects, ["theirs", "prj_7", "prj_6", "gone", "prj_5", "prj_4", "prj_3", "prj_2"]
    ).find("")
    assert found.recent == 5
    assert [project.id for project in found.projects][:5] == ["prj_7", "prj_6", "prj_5", "prj_4", "prj_3"]
    assert [project.id for project in found.projects][5:] == ["prj_0", "prj_1", "prj_2"]


def test_it_is_a_combo_box_named_project(picker: ProjectPicker) -> None:
    assert isinstance(picker, QComboBox)
    assert picker.accessibleName() == "Project"


def test_typing_on_the_closed_box_opens_the_list_filtered(picker: ProjectPicker) -> None:
    QTest.keyClicks(picker, "b")
    assert picker.popup.isVisible()
    assert picker.popup.field.text() == "b"
    assert _listed(picker) == ["Beta"]


def test_enter_chooses_what_arrows_moved_to(picker: ProjectPicker, qtbot: QtBot) -> None:
    picker.showPopup()
    QTest.keyClick(picker.popup.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.project_chosen) as chosen:
        QTest.keyClick(picker.popup.field, Qt.Key.Key_Return)
    assert chosen.args == ["prj_2"]
    assert picker.current is not None
    assert picker.current.name == picker.currentText() == "Beta"
    assert not picker.popup.isVisible()


def test_escape_leaves_the_choice_alone(picker: ProjectPicker, qtbot: QtBot) -> None:
    picker.choose("prj_3")
    with qtbot.assertNotEmitted(picker.project_chosen):
        picker.showPopup()
        QTest.keyClicks(picker.popup.field, "beta")
        QTest.keyClick(picker.popup.field, Qt.Key.Key_Escape)
    assert picker.currentText() == "Gamma"


def test_a_click_on_a_row_chooses_it(picker: ProjectPicker, qtbot: QtBot) -> None:
    picker.showPopup()
    view = picker.popup.view
    place = view.visualRect(picker.popup.model.index(2)).center()
    with qtbot.waitSignal(picker.project_chosen) as chosen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert chosen.args == ["prj_3"]


def test_assistive_technology_chooses_by_index(picker: ProjectPicker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picker.project_chosen) as chosen:
        picker.setCurrentIndex(1)
    assert chosen.args == ["prj_2"]


def test_a_fresh_list_keeps_the_choice_and_says_nothing(
    picker: ProjectPicker, projects: list[KnownProject], qtbot: QtBot
) -> None:
    picker.choose("prj_2")
    with qtbot.assertNotEmitted(picker.project_chosen):
        picker.set_projects([KnownProject(id="new", name="New"), *projects])
    assert picker.currentText() == "Beta"


def test_a_choice_waits_for_the_list_that_brings_it(picker: ProjectPicker) -> None:
    picker.choose("late")
    assert picker.current is None
    picker.set_projects([KnownProject(id="late", name="Late")])
    assert picker.currentText() == "Late"


def test_an_empty_list_says_why(picker: ProjectPicker) -> None:
    picker.set_projects([])
    picker.set_loading(loading=True)
    picker.showPopup()
    assert picker.popup.nothing.text() == "Loading projects …"
    picker.set_loading(loading=False)
    assert picker.popup.nothing.text() == "No projects yet."
    QTest.keyClicks(picker.popup.field, "x")
    assert picker.popup.nothing.text() == "No project matches."


def test_a_list_that_comes_late_makes_the_open_popup_as_high_as_it_needs(picker: ProjectPicker) -> None:
    picker.set_projects([])
    picker.choose("prj_7")
    picker.set_loading(loading=True)
    picker.showPopup()
    low = picker.popup.height()
    picker.set_projects(MANY[:12])
    picker.set_loading(loading=False)
    grown = picker.popup.height()
    assert grown >= low + 7 * ROW
    assert picker.popup.view.currentIndex().data() == "Customer 7"
    assert picker.popup.settings.text() == "Settings of Customer 7…"
    QTest.keyClicks(picker.popup.field, "customer 1")
    picker.set_projects(MANY[:12])
    assert picker.popup.height() == grown, "it shrinks under the pointer"


def test_thousands_of_projects_are_all_there(picker: ProjectPicker) -> None:
    picker.set_projects(MANY)
    picker.set_recent(["prj_4999"])
    picker.showPopup()
    assert picker.popup.model.rowCount() == 5000
    assert _listed(picker)[0] == "Customer 4999"
    QTest.keyClicks(picker.popup.field, "c-01234")
    assert _listed(picker) == ["Customer 1234"]


def test_a_person_can_ask_for_the_projects_of_this_moment(picker: ProjectPicker, qtbot: QtBot) -> None:
    picker.open_popup("")
    with qtbot.waitSignal(picker.refresh_wanted):
        QTest.mouseClick(picker.popup.refresh, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(picker.refresh_wanted):
        QTest.keyClick(picker.popup.field, Qt.Key.Key_F5)


def test_while_projects_are_on_their_way_it_says_so_also_beside_a_list(
    picker: ProjectPicker, qtbot: QtBot
) -> None:
    picker.open_popup("")
    picker.set_loading(loading=True)
    assert picker.popup.refresh.text() == "Loading …"
    assert not picker.popup.refresh.isEnabled()
    with qtbot.assertNotEmitted(picker.refresh_wanted):
        QTest.keyClick(picker.popup.field, Qt.Key.Key_F5)
    picker.set_loading(loading=False)
    assert picker.popup.refresh.text() == "Refresh"
    assert picker.popup.refresh.isEnabled()


def test_who_cannot_see_the_list_hears_what_is_found_and_where_the_arrows_lead(
    picker: ProjectPicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(announce, "politely", lambda _widget, words: heard.append(words))
    picker.open_popup("")
    QTest.keyClicks(picker.popup.field, "a")
    assert heard.pop() == "3 projects found. Café Ünïcode iOS, cust_1"
    QTest.keyClick(picker.popup.field, Qt.Key.Key_Down)
    assert heard.pop() == "Beta, shop-42"
    QTest.keyClicks(picker.popup.field, "zzz")
    assert heard.pop() == "No project matches."
