from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QListView, QMenu, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.instance import HandOver
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.preferences import CopyFormat, Preferences, ProjectSettings, WindowState
from layers_desktop.transfers.commands import AssignProject, Pause, Remove, Restore, Resume, Submit
from layers_desktop.transfers.transfer import (
    Activity,
    BatchSummary,
    Hold,
    HoldReason,
    Progress,
    Snapshot,
    Stage,
)
from layers_desktop.ui.header.project_picker import ProjectPicker
from layers_desktop.ui.message_bar import MessageKind
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.window_contents import WindowContents
from tests.support.accessible_name import accessible_name
from tests.support.file_dialogs import opened_dialog, wait_for_ever
from tests.support.problems import worded
from tests.support.uploads_panel import row_delegate
from tests.support.window_services import RecordingServices

CONTROL = Qt.KeyboardModifier.ControlModifier
Done = Callable[..., Snapshot]
REJECTED = worded(code="UNAUTHENTICATED", title="Layers does not accept this key")


NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def _press(window: WindowContents, key: Qt.Key, more: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    QTest.keyClick(window.window, key, CONTROL | more)


def _assigned(project_id: str, name: str, *wanted: str) -> AssignProject:
    return AssignProject(
        project_id=project_id,
        project_name=name,
        image_kind=MediaKind.IMAGE,
        checksum=True,
        wanted=frozenset(wanted),
    )


def _names(window: WindowContents, kind: type[QWidget]) -> set[str]:
    return {accessible_name(widget) for widget in window.window.findChildren(kind) if widget.isVisible()}


# Pages


def test_the_window_starts_with_neither_bar_nor_question(window: WindowContents) -> None:
    assert window.pages.currentWidget() is window.pages.starting
    assert not window.header.isVisible()
    assert not window.footer.isVisible()


def test_a_first_start_asks_for_the_key(
    services: RecordingServices, window: WindowContents, qtbot: QtBot
) -> None:
    window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    assert window.pages.first_start.field.isVisible()
    window.pages.first_start.field.setText("lp_1")
    with qtbot.waitSignal(services.session.key_given) as asked:
        window.pages.first_start.connect_button.click()
    assert asked.args == ["lp_1"]
    with qtbot.waitSignal(services.session.sandbox_tried):
        window.pages.first_start.sandbox_button.click()


def test_a_stored_key_connects_without_showing_the_question(
    window: WindowContents, signed_in: SessionState
) -> None:
    window.show_session(SessionState(phase=Phase.CONNECTING))
    assert window.pages.currentWidget() is window.pages.starting
    window.show_session(signed_in)
    assert window.pages.currentWidget() is window.pages.empty
    assert window.header.isVisible()
    assert not window.footer.isVisible()


def test_a_start_without_network_leaves_a_way_to_another_key(window: WindowContents) -> None:
    window.show_session(SessionState(phase=Phase.CONNECTING, notice=REJECTED))
    assert window.pages.starting.words.text() == REJECTED.sentence()
    window.pages.starting.other_key.click()
    assert window.pages.first_start.field.isVisible()


def test_uploads_turn_the_page_and_the_last_one_gone_turns_it_back(
    open_window: WindowContents, done: Done
) -> None:
    open_window.on_added([done(1)])
    assert open_window.pages.currentWidget() is open_window.panel
    assert open_window.footer.isVisible()
    open_window.on_removed([1])
    assert open_window.pages.currentWidget() is open_window.pages.empty


def test_a_key_rejected_in_the_middle_is_replaced_without_losing_the_list(
    open_window: WindowContents, done: Done, signed_in: SessionState
) -> None:
    window = open_window
    window.on_added([done(1)])
    window.on_held(Hold(HoldReason.SIGNED_OUT))
    assert not window.banner.isVisible(), "no key has been tried yet"
    window.on_held(Hold(HoldReason.SIGNED_OUT, problem=REJECTED))
    assert window.banner.topic is MessageKind.KEY
    window.banner.action.click()
    first_start = window.pages.first_start
    assert first_start.field.isVisible()
    assert first_start.back_button.isVisible()
    window.show_session(dataclasses.replace(signed_in, phase=Phase.CONNECTING))
    window.show_session(dataclasses.replace(signed_in, notice=REJECTED))
    assert first_start.problem.text() == REJECTED.sentence()
    window.show_session(signed_in)
    assert window.pages.currentWidget() is window.panel
    assert window.panel.totals.count == 1


def test_going_back_from_the_new_key_changes_nothing(open_window: WindowContents, done: Done) -> None:
    open_window.on_added([done(1)])
    open_window.header.new_key_requested.emit()
    open_window.pages.first_start.back_button.click()
    assert open_window.pages.currentWidget() is open_window.panel


def test_signing_out_leads_to_the_plain_first_page(open_window: WindowContents, done: Done) -> None:
    window, first_start = open_window, open_window.pages.first_start
    window.on_added([done(1)])
    window.header.new_key_requested.emit()
    first_start.back_button.click()
    window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    assert first_start.title.text() == "Connect to Layers"
    assert first_start.sandbox_button.isVisible()
    assert not first_start.back_button.isVisible()
    assert not first_start.problem.isVisible()


def test_a_second_key_that_is_rejected_is_asked_for_again_without_a_keyring_too(
    open_window: WindowContents, signed_in: SessionState
) -> None:
    kept_nowhere = dataclasses.replace(
        signed_in, key_place=KeyPlace.SESSION, key_words="the keyring is locked"
    )
    open_window.header.new_key_requested.emit()
    open_window.show_session(dataclasses.replace(kept_nowhere, phase=Phase.CONNECTING))
    open_window.show_session(dataclasses.replace(kept_nowhere, notice=REJECTED))
    assert open_window.pages.first_start.problem.isVisible()


# Names


def test_accessible_names_are_the_promised_ones(open_window: WindowContents, done: Done, asset: Any) -> None:  # noqa: ANN401
    assert accessible_name(open_window.window) == open_window.window.windowTitle() == "Layers Desktop"
    assert _names(open_window, ProjectPicker) == {"Project"}
    assert {"Choose files", "Choose folder", "Settings"} <= _names(open_window, QAbstractButton)
    open_window.on_added([done(1)])
    assert {"Copy asset ID", "Copy 1 ID", "Add files"} <= _names(open_window, QAbstractButton)
    assert "Uploads" in _names(open_window, QListView)
    waiting = asset(2, stage=Stage.QUEUED, asset_id=None)
    open_window.on_added([Snapshot(transfer=waiting, activity=Activity.WAITING)])
    assert "Pause all" in _names(open_window, QAbstractButton)


def test_tab_goes_through_the_window_as_it_is_on_the_screen(
    open_window: WindowContents, done: Done, qtbot: QtBot
) -> None:
    open_window.on_added([done(1)])
    open_window.window.activateWindow()
    open_window.header.organization.setFocus()
    qtbot.waitUntil(lambda: open_window.window.focusWidget() is open_window.header.organization)
    seen = []
    for _ in range(9):
        at = open_window.window.focusWidget()
        assert at is not None
        seen.append(accessible_name(at))
        QTest.keyClick(at, Qt.Key.Key_Tab)
    assert seen == [
        "Organization Acme Growth", "Project", "History", "Settings", "All 1", "Search uploads", "Uploads",
        "Copy asset ID", "Copy 1 ID",
    ]  # fmt: skip


# Projects


def test_the_last_project_is_picked_again_and_its_settings_asked_for(
    services: RecordingServices,
    window: WindowContents,
    signed_in: SessionState,
    projects: list[KnownProject],
    qtbot: QtBot,
) -> None:
    window.show_session(signed_in)
    window.show_preferences(Preferences(last_project="prj_2"))
    with qtbot.waitSignal(services.settings.project_picked) as chosen:
        window.show_projects(projects)
    assert chosen.args == ["prj_2"]


def test_an_only_project_is_picked_by_itself(
    services: RecordingServices,
    window: WindowContents,
    signed_in: SessionState,
    projects: list[KnownProject],
    qtbot: QtBot,
) -> None:
    window.show_session(signed_in)
    with qtbot.waitSignal(services.settings.project_picked) as chosen:
        window.show_projects(projects[:1])
    assert chosen.args == ["prj_1"]


@pytest.mark.parametrize("offered", [1, 3])
def test_files_for_a_project_that_the_key_does_not_see_wait_for_a_person(
    services: RecordingServices,
    window: WindowContents,
    signed_in: SessionState,
    projects: list[KnownProject],
    waiting: Done,
    offered: int,
) -> None:
    window.show_preferences(Preferences(last_project="prj_1"))
    sent: list[object] = []
    services.queue.posted.connect(sent.append)
    window.take(HandOver(paths=(b"/a.png",), project_id="prj_gone"))
    [submit] = sent
    assert isinstance(submit, Submit)
    assert (submit.project_id, submit.project_name) == ("prj_gone", "")
    window.on_added([waiting(1, project_id="prj_gone")])
    window.show_session(signed_in)
    window.show_projects(projects[:offered])
    window.show_preferences(Preferences(last_project="prj_1"))
    assert not window.header.picker.popup.isVisible(), "the list on hand may be an old one"
    window.on_projects_listed()
    assert sent == [submit]
    assert window.banner.words.text() == (
        "This key does not see the project “prj_gone”. 1 file waits: choose a project"
    )
    assert window.header.picker.popup.isVisible()
    window.header.picker.popup.chosen.emit("prj_1")
    window.projects.show_settings(ProjectSettings())
    assert sent[1:] == [_assigned("prj_1", "Café Ünïcode iOS", "prj_gone")]
    assert not window.banner.isVisible()
    window.header.picker.hidePopup()


def test_a_second_start_with_an_unknown_project_sends_nothing_to_the_picked_one(
    services: RecordingServices,
    open_window: WindowContents,
    signed_in: SessionState,
    projects: list[KnownProject],
    waiting: Done,
    qtbot: QtBot,
) -> None:
    sent: list[object] = []
    services.queue.posted.connect(sent.append)
    with qtbot.waitSignal(services.projects.refreshed):
        open_window.take(HandOver(paths=(b"/a.png",), project_id="prj_new"))
    open_window.on_added([waiting(1, project_id="prj_new")])
    open_window.show_session(dataclasses.replace(signed_in, organization_id="org_2"))
    open_window.show_projects(projects[:1])
    assert open_window.projects.current is None
    assert [type(one) for one in sent] == [Submit]
    newer = KnownProject(id="prj_new", name="Made a minute ago")
    open_window.show_projects([newer, *projects])
    open_window.projects.show_settings(ProjectSettings())
    assert {one.project_id for one in sent[1:] if isinstance(one, AssignProject)} == {"prj_new"}


def test_a_start_that_names_an_unknown_project_says_so_without_files_too(
    open_window: WindowContents, projects: list[KnownProject]
) -> None:
    open_window.take(HandOver(paths=(), project_id="prj_gone"))
    open_window.show_projects(projects)
    open_window.on_projects_listed()
    words = "This key does not see the project “prj_gone”. Choose another one."
    assert open_window.banner.words.text() == words
    open_window.projects.choose("prj_2")
    assert not open_window.banner.isVisible()


def test_files_that_come_before_a_project_is_chosen_are_listed_and_wait_for_it(
    services: RecordingServices,
    window: WindowContents,
    signed_in: SessionState,
    projects: list[KnownProject],
    waiting: Done,
) -> None:
    window.show_session(signed_in)
    window.show_projects(projects)
    sent: list[object] = []
    services.queue.posted.connect(sent.append)
    window.take(HandOver(paths=(b"/a.png",)))
    [submit] = sent
    assert isinstance(submit, Submit)
    assert (submit.files, submit.project_id, submit.project_name) == ((NewFile(b"/a.png"),), "", "")
    window.on_added([waiting(1)])
    assert window.pages.currentWidget() is window.panel
    assert window.banner.topic is MessageKind.CHOOSE_PROJECT
    assert window.banner.words.text() == "1 file waits: choose a project"
    assert window.header.picker.popup.isVisible()
    window.header.picker.popup.chosen.emit("prj_2")
    assert sent == [submit]
    window.projects.show_settings(ProjectSettings())
    assert sent[1:] == [_assigned("prj_2", "Beta", "", "prj_2")]
    assert not window.banner.isVisible()
    window.header.picker.hidePopup()


def test_files_wait_on_when_the_question_is_dismissed(
    services: RecordingServices,
    window: WindowContents,
    signed_in: SessionState,
    projects: list[KnownProject],
    waiting: Done,
    qtbot: QtBot,
) -> None:
    window.show_session(signed_in)
    window.show_projects(projects)
    window.on_added([waiting(1)])
    window.header.picker.hidePopup()
    with qtbot.assertNotEmitted(services.queue.posted):
        window.banner.close_button.click()
    assert not window.banner.isVisible()
    window.projects.choose("prj_2")
    with qtbot.waitSignal(services.queue.posted) as sent:
        window.projects.show_settings(ProjectSettings())
    assert sent.args == [_assigned("prj_2", "Beta", "", "prj_2")]


def test_opening_the_picker_asks_for_fresh_projects_but_not_each_time(
    services: RecordingServices, open_window: WindowContents, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(services.projects.refreshed):
        _press(open_window, Qt.Key.Key_K)
    assert open_window.header.picker.popup.isVisible()
    open_window.header.picker.hidePopup()


# What comes in


def test_pasted_files_are_submitted(
    services: RecordingServices, open_window: WindowContents, qtbot: QtBot
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/a.mp4")])
    QGuiApplication.clipboard().setMimeData(mime)
    with qtbot.waitSignal(services.queue.posted) as sent:
        _press(open_window, Qt.Key.Key_V)
    assert sent.args is not None
    assert [file.path for file in sent.args[0].files] == [b"/a.mp4"]


def test_pasting_nothing_useful_says_so(open_window: WindowContents) -> None:
    QGuiApplication.clipboard().setText("words")
    _press(open_window, Qt.Key.Key_V)
    assert open_window.toast.isVisible()
    assert "no picture and no file" in open_window.toast.words.text()


def test_chosen_files_keep_names_that_are_not_ascii(
    services: RecordingServices, open_window: WindowContents, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen = tmp_path / "ü b.mp4"
    chosen.write_bytes(b"x")
    _press(open_window, Qt.Key.Key_O)
    dialog = opened_dialog(open_window.window, qtbot)
    with qtbot.waitSignal(services.queue.posted) as sent:
        dialog.filesSelected.emit([str(chosen)])
    assert sent.args is not None
    assert [file.path for file in sent.args[0].files] == [str(chosen).encode()]
    dialog.close()


def test_the_next_choice_begins_where_the_last_one_was_made(
    open_window: WindowContents, qtbot: QtBot, tmp_path: Path
) -> None:
    open_window.show_preferences(Preferences(last_project="prj_1", last_folder=str(tmp_path)))
    wait_for_ever(open_window.intake.choosers.look)
    _press(open_window, Qt.Key.Key_O)
    dialog = opened_dialog(open_window.window, qtbot)
    assert dialog.directory().path() == str(tmp_path)
    (tmp_path / "shots").mkdir()
    with qtbot.waitSignal(open_window.intake.choosers.folder_changed) as moved:
        dialog.filesSelected.emit([str(tmp_path / "shots" / "a.png")])
    assert moved.args == [str(tmp_path / "shots")]
    dialog.close()


def test_a_folder_can_be_chosen_by_keyboard(open_window: WindowContents, qtbot: QtBot) -> None:
    _press(open_window, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    dialog = opened_dialog(open_window.window, qtbot)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.close()


def test_what_was_submitted_is_brought_into_sight(open_window: WindowContents, done: Done) -> None:
    open_window.on_added([done(number) for number in range(50)])
    uploads = next(
        view for view in open_window.window.findChildren(QListView) if accessible_name(view) == "Uploads"
    )
    assert uploads.verticalScrollBar().value() == 0
    open_window.on_submitted(1, 7)
    open_window.on_added([done(50, batch_id=7)])
    assert uploads.verticalScrollBar().value() == uploads.verticalScrollBar().maximum()


# What goes to the clipboard


def test_copy_takes_the_newest_when_nothing_is_selected(open_window: WindowContents, done: Done) -> None:
    open_window.on_added([done(1, finished_at=5.0), done(2, finished_at=9.0), done(3, finished_at=7.0)])
    open_window.footer.copy_one.click()
    assert QGuiApplication.clipboard().text() == f"med_{2:026}"
    assert open_window.toast.words.text() == f"Copied med_{2:026}"


def test_control_c_copies_all_of_what_was_dropped_last_and_says_what_is_missing(
    open_window: WindowContents, asset: Callable[..., Any], done: Done
) -> None:
    open_window.on_added([done(1)])
    open_window.on_submitted(1, 7)
    missing = asset(4, batch_id=7, stage=Stage.QUEUED, asset_id=None)
    open_window.on_added([done(2, batch_id=7), done(3, batch_id=7)])
    open_window.on_added([Snapshot(transfer=missing, activity=Activity.WAITING)])
    open_window.shortcuts.copy.trigger()
    assert QGuiApplication.clipboard().text() == f"med_{2:026}\nmed_{3:026}"
    assert open_window.toast.words.text() == "Copied 2 IDs; 1 is still uploading"


def test_the_ids_of_very_many_uploads_are_copied_too(
    open_window: WindowContents, done: Done, qtbot: QtBot
) -> None:
    open_window.on_submitted(1, 7)
    open_window.on_added([done(number, batch_id=7) for number in range(3_000)])
    open_window.shortcuts.copy.trigger()
    qtbot.waitUntil(lambda: open_window.toast.words.text().endswith("IDs"))
    assert len(QGuiApplication.clipboard().text().split()) == 3_000


def test_rows_that_appear_take_the_keyboard_from_no_question(
    open_window: WindowContents, done: Done, qtbot: QtBot
) -> None:
    qtbot.waitUntil(open_window.window.isActiveWindow)
    field = QLineEdit(open_window.header)
    field.show()
    field.setFocus()
    open_window.on_added([done(1)])
    assert open_window.pages.currentWidget() is open_window.panel
    assert field.hasFocus()


def test_control_c_copies_the_selected_rows_in_drop_order(open_window: WindowContents, done: Done) -> None:
    open_window.on_added([done(1), done(2), done(3)])
    uploads = next(
        view for view in open_window.window.findChildren(QListView) if accessible_name(view) == "Uploads"
    )
    uploads.setFocus()
    uploads.selectAll()
    QTest.keyClick(uploads, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines() == [f"med_{n:026}" for n in (1, 2, 3)]


def test_copy_all_follows_the_projects_format(open_window: WindowContents, done: Done) -> None:
    open_window.projects.show_settings(ProjectSettings(copy_format=CopyFormat.JSON))
    open_window.on_added([done(1), done(2)])
    open_window.footer.copy_all.click()
    assert [row["assetId"] for row in json.loads(QGuiApplication.clipboard().text())] == [
        f"med_{1:026}",
        f"med_{2:026}",
    ]


def test_rows_are_copied_in_another_format_once_without_changing_the_projects(
    open_window: WindowContents, done: Done
) -> None:
    open_window.on_added([done(1), done(2)])
    open_window.copying.copy(open_window.panel.all_done(), CopyFormat.URL)
    assert QGuiApplication.clipboard().text() == "https://media.example/1.jpg\nhttps://media.example/2.jpg"
    assert open_window.toast.words.text() == "Copied 2 links"
    open_window.footer.copy_all.click()
    assert QGuiApplication.clipboard().text() == f"med_{1:026}\nmed_{2:026}"


def test_what_was_removed_comes_back_by_the_toasts_undo(
    services: RecordingServices, open_window: WindowContents, done: Done
) -> None:
    asked: list[object] = []
    services.queue.posted.connect(asked.append)
    open_window.on_added([done(1), done(2), done(3)])
    uploads = next(
        view for view in open_window.window.findChildren(QListView) if accessible_name(view) == "Uploads"
    )
    uploads.selectAll()
    QTest.keyClick(uploads, Qt.Key.Key_Delete)
    open_window.on_removed([1, 2, 3])
    assert open_window.toast.words.text() == "3 uploads removed"
    assert accessible_name(open_window.toast.button) == "Undo"
    QTest.mouseClick(open_window.toast.button, Qt.MouseButton.LeftButton)
    assert asked == [Remove((1, 2, 3)), Restore((1, 2, 3))]
    assert open_window.toast.words.text() == "3 uploads are back"
    assert not open_window.toast.button.isVisible()
    open_window.on_added([done(1), done(2), done(3)])
    assert open_window.window.focusWidget() is uploads


def test_ctrl_z_brings_back_the_last_rows_also_when_the_list_is_empty(
    services: RecordingServices, open_window: WindowContents, done: Done
) -> None:
    asked: list[object] = []
    services.queue.posted.connect(asked.append)
    open_window.on_added([done(1), done(2)])
    uploads = next(
        view for view in open_window.window.findChildren(QListView) if accessible_name(view) == "Uploads"
    )
    uploads.selectAll()
    QTest.keyClick(uploads, Qt.Key.Key_Delete)
    open_window.on_removed([1, 2])
    assert not uploads.isVisible()
    holder = open_window.window.focusWidget()
    assert holder is not None
    QTest.keyClick(holder, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == [Remove((1, 2)), Restore((1, 2))]
    assert not open_window.toast.button.isVisible(), "it still offers to bring them back"
    open_window.on_added([done(1), done(2)])
    assert open_window.window.focusWidget() is uploads


def test_who_switches_the_organization_is_not_offered_to_undo_what_was_removed_before(
    services: RecordingServices, open_window: WindowContents, signed_in: SessionState, done: Done
) -> None:
    window = open_window
    asked: list[object] = []
    services.queue.posted.connect(asked.append)
    window.on_added([done(1)])
    uploads = next(
        view for view in window.window.findChildren(QListView) if accessible_name(view) == "Uploads"
    )
    uploads.selectAll()
    QTest.keyClick(uploads, Qt.Key.Key_Delete)
    window.on_removed([1])
    undo = next(action for action in window.panel.actions() if action.text() == "Undo")
    window.show_session(dataclasses.replace(signed_in, phase=Phase.CONNECTING, organization_id=""))
    window.show_session(signed_in)  # the same again: a key was renewed
    assert undo.isEnabled()
    assert window.toast.isVisible()
    window.show_session(dataclasses.replace(signed_in, organization_id="org_other"))
    assert not undo.isEnabled()
    assert not window.toast.isVisible()
    undo.trigger()
    window.panel.undo_removal()
    assert asked == [Remove((1,))]


def _elsewhere(signed_in: SessionState) -> SessionState:
    return dataclasses.replace(signed_in, organization_id="org_2", organization_name="Northwind")


def _waiting(asset: Any, count: int) -> list[Snapshot]:  # noqa: ANN401
    rows = [asset(number, stage=Stage.QUEUED, asset_id=None) for number in range(1, count + 1)]
    return [Snapshot(transfer=row, activity=Activity.WAITING) for row in rows]


def test_a_typed_key_of_another_organization_says_what_becomes_of_the_uploads(
    open_window: WindowContents,
    asset: Any,  # noqa: ANN401
    signed_in: SessionState,
) -> None:
    window = open_window
    window.on_added(_waiting(asset, 3))
    window.header.new_key_requested.emit()
    window.show_session(dataclasses.replace(signed_in, phase=Phase.CONNECTING))
    assert not window.toast.isVisible()
    window.show_session(_elsewhere(signed_in))
    window.on_removed([1, 2, 3])
    assert window.toast.isVisible()
    assert window.toast.words.text() == "3 uploads wait until you come back to Acme Growth."


def test_whoever_signs_out_and_is_signed_in_elsewhere_is_told_whose_uploads_wait(
    open_window: WindowContents,
    asset: Any,  # noqa: ANN401
    signed_in: SessionState,
) -> None:
    open_window.on_added(_waiting(asset, 1))
    open_window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    open_window.show_session(_elsewhere(signed_in))
    assert open_window.toast.words.text() == "1 upload waits until you come back to Acme Growth."


@pytest.mark.parametrize(("sandbox", "files"), [(True, 2), (False, 0)])
def test_nothing_is_said_of_uploads_that_end_with_the_sandbox_or_are_done(
    window: WindowContents,
    asset: Any,  # noqa: ANN401
    signed_in: SessionState,
    sandbox: bool,
    files: int,
) -> None:
    window.show_session(dataclasses.replace(signed_in, sandbox=sandbox))
    window.on_added(_waiting(asset, files))
    window.show_session(_elsewhere(signed_in))
    assert not window.toast.isVisible()


def test_the_same_organization_with_another_key_is_no_news(
    open_window: WindowContents,
    asset: Any,  # noqa: ANN401
    signed_in: SessionState,
) -> None:
    open_window.on_added(_waiting(asset, 2))
    open_window.show_session(dataclasses.replace(signed_in, phase=Phase.CONNECTING))
    open_window.show_session(signed_in)
    assert not open_window.toast.isVisible()


def test_the_toast_and_the_buttons_say_what_is_copied(open_window: WindowContents, done: Done) -> None:
    open_window.on_added([done(1, name="photo.jpg"), done(2)])
    assert open_window.footer.copy_all.text() == "Copy 2 IDs"
    open_window.projects.show_settings(ProjectSettings(copy_format=CopyFormat.TEMPLATE))
    assert open_window.footer.copy_all.text() == "Copy 2"
    assert accessible_name(open_window.footer.copy_all) == "Copy 2"
    assert not open_window.copying.copies_ids("prj_1")
    open_window.footer.copy_all.click()
    assert open_window.toast.words.text() == "Copied 2 assets as your template"


def test_copy_beside_the_sentence_of_a_batch_copies_that_batch(
    open_window: WindowContents,
    done: Done,
    asset: Any,  # noqa: ANN401
) -> None:
    waiting = asset(2, batch_id=2, stage=Stage.QUEUED, asset_id=None)
    open_window.on_added([done(1)])
    open_window.on_added([Snapshot(transfer=waiting, activity=Activity.WAITING)])
    open_window.on_changed([done(2, batch_id=2)])
    open_window.on_batch_finished(dataclasses.replace(SUMMARY, batch_id=2))
    open_window.footer.copy_all.click()
    assert QGuiApplication.clipboard().text() == f"med_{2:026}"
    _press(open_window, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text().splitlines() == [f"med_{n:026}" for n in (1, 2)]


def test_with_nothing_to_copy_the_clipboard_is_left_alone(open_window: WindowContents) -> None:
    QGuiApplication.clipboard().setText("mine")
    open_window.shortcuts.copy.trigger()
    assert QGuiApplication.clipboard().text() == "mine"


SUMMARY = BatchSummary(
    batch_id=1, project_id="prj_1", done=1, needs_you=0, cancelled=0, sent_bytes=1, seconds=0.0
)


def test_a_batch_copies_itself_when_its_project_wants_that(open_window: WindowContents, done: Done) -> None:
    open_window.projects.show_settings(ProjectSettings(copy_automatically=True))
    open_window.on_added([done(1), done(2, batch_id=2)])
    open_window.on_batch_finished(SUMMARY)
    assert QGuiApplication.clipboard().text() == f"med_{1:026}"


def test_a_batch_does_not_overwrite_what_was_copied_meanwhile(
    open_window: WindowContents, done: Done
) -> None:
    open_window.projects.show_settings(ProjectSettings(copy_automatically=True))
    open_window.on_added([done(1)])
    QGuiApplication.clipboard().setText("mine")
    open_window.on_batch_finished(dataclasses.replace(SUMMARY, seconds=60.0))
    assert QGuiApplication.clipboard().text() == "mine"


def test_a_batch_does_not_overwrite_an_id_that_was_copied_here_meanwhile(
    open_window: WindowContents, done: Done
) -> None:
    open_window.projects.show_settings(ProjectSettings(copy_automatically=True))
    open_window.on_added([done(1), done(2, batch_id=2)])
    open_window.panel.copy_batches({2})
    open_window.on_batch_finished(dataclasses.replace(SUMMARY, seconds=60.0))
    assert QGuiApplication.clipboard().text() == f"med_{2:026}"


def test_copying_a_batch_whose_rows_were_removed_says_where_their_ids_are(
    open_window: WindowContents, done: Done
) -> None:
    open_window.on_added([done(1), done(2, batch_id=2)])
    open_window.on_removed([2])
    QGuiApplication.clipboard().setText("mine")
    open_window.panel.copy_batches({2})
    assert open_window.toast.words.text() == (
        "These rows were removed from the list; the history has their IDs."
    )
    assert QGuiApplication.clipboard().text() == "mine"


def test_the_empty_page_names_the_keys_of_paste(open_window: WindowContents) -> None:
    keys = open_window.shortcuts.paste.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    said = [one.text() for one in open_window.pages.empty.findChildren(QLabel)]
    assert f"or paste a picture with {keys}" in said


def test_one_automatic_copy_does_not_keep_the_next_batch_from_its_own(
    open_window: WindowContents, done: Done
) -> None:
    open_window.projects.show_settings(ProjectSettings(copy_automatically=True))
    open_window.on_added([done(1), done(2, batch_id=2)])
    open_window.copying._clipboard._changed_at = float("-inf")
    open_window.on_batch_finished(dataclasses.replace(SUMMARY, seconds=60.0))
    open_window.on_batch_finished(dataclasses.replace(SUMMARY, batch_id=2, seconds=60.0))
    assert QGuiApplication.clipboard().text() == f"med_{2:026}"


def test_a_batch_waits_for_the_settings_of_a_project_that_is_not_picked(
    services: RecordingServices, open_window: WindowContents, done: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window
    wanted: list[str] = []
    told: list[ProjectSettings] = []
    services.settings.project_read.connect(wanted.append)
    monkeypatch.setattr(
        window.notifications, "batch_finished", lambda _summary, settings, _name: told.append(settings)
    )
    QGuiApplication.clipboard().clear()
    window.copying._clipboard._changed_at = float("-inf")
    window.on_added([done(7, project_id="prj_2", batch_id=2)])
    window.on_added([done(8, project_id="prj_2", batch_id=2)])
    window.on_batch_finished(dataclasses.replace(SUMMARY, project_id="prj_2", batch_id=2))
    assert wanted == ["prj_2"]  # once
    assert QGuiApplication.clipboard().text() == ""
    assert told == []
    theirs = ProjectSettings(copy_automatically=True, copy_format=CopyFormat.URL, notify=False)
    window.projects.show_settings(theirs, "prj_2")
    assert QGuiApplication.clipboard().text().splitlines() == [
        "https://media.example/7.jpg", "https://media.example/8.jpg",
    ]  # fmt: skip
    assert told == [theirs]
    window.projects.show_settings(theirs, "prj_2")
    assert len(told) == 1


def test_copy_takes_the_format_of_a_project_that_is_not_picked(
    open_window: WindowContents, done: Done
) -> None:
    window = open_window
    row = done(7, project_id="prj_2")
    QGuiApplication.clipboard().setText("before")
    window.copying.copy([row.transfer])
    assert QGuiApplication.clipboard().text() == "before"
    window.projects.show_settings(ProjectSettings(copy_format=CopyFormat.URL), "prj_2")
    assert QGuiApplication.clipboard().text() == row.transfer.asset_url
    assert not window.copying.copies_ids("prj_2")


# The rest


def test_pause_all_and_resume_all_become_commands(
    services: RecordingServices, open_window: WindowContents, asset: Callable[..., Any], qtbot: QtBot
) -> None:
    waiting = asset(2, stage=Stage.QUEUED, asset_id=None)
    open_window.on_added([Snapshot(transfer=waiting, activity=Activity.WAITING)])
    with qtbot.waitSignal(services.queue.posted) as sent:
        open_window.footer.pause.click()
    assert sent.args == [Pause()]
    open_window.on_held(Hold(HoldReason.PAUSED))
    with qtbot.waitSignal(services.queue.posted) as sent:
        open_window.footer.pause.click()
    assert sent.args == [Resume()]


@pytest.mark.parametrize("opens", [True, False])
def test_an_address_that_no_browser_opens_can_be_copied(
    window: WindowContents, monkeypatch: pytest.MonkeyPatch, *, opens: bool
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: opens)
    window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    window.pages.first_start.where.click()
    assert window.toast.isVisible() is not opens
    if not opens:
        assert "https://app.layers.com/settings/api-keys" in window.toast.words.text()
        QTest.mouseClick(window.toast.button, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == "https://app.layers.com/settings/api-keys"
        assert not window.toast.button.isVisible()


def test_the_organizations_menu_opens_below_its_button_inside_the_window(open_window: WindowContents) -> None:
    button = open_window.header.organization
    QTimer.singleShot(0, lambda: shown.append(_close(button.menu())))
    shown: list[QRect] = []
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert open_window.window.geometry().contains(shown[0].topLeft())
    assert button.menu().layoutDirection() is Qt.LayoutDirection.LeftToRight


def _close(menu: QMenu) -> QRect:
    place = QRect(menu.geometry())
    menu.close()
    return place


def test_the_menu_says_which_allowance_is_in_force(open_window: WindowContents) -> None:
    first = open_window.header.organization.menu().actions()[0]
    assert first.text() == "Tier standard: 60 writes a minute"
    open_window.on_held(Hold(HoldReason.WRITE_BUDGET, until=None, writes_per_minute=30))
    open_window.on_held(None)
    assert first.text() == "Tier standard: 30 writes a minute"


def test_a_notice_of_the_queue_stands_under_the_header(open_window: WindowContents) -> None:
    open_window.on_notice(REJECTED)
    assert open_window.banner.words.text() == REJECTED.sentence()


def test_the_place_of_the_window_goes_out_and_comes_back(window: WindowContents, qtbot: QtBot) -> None:
    window.window.show_preferences(Preferences(window=WindowState(width=600, height=500, x=40, y=30)))
    assert window.window.geometry() == QRect(40, 30, 600, 500)
    with qtbot.waitSignal(window.window.closing):
        window.window.close()
    assert window.window_state() == WindowState(width=600, height=500, x=40, y=30)


def test_a_place_on_a_screen_that_is_gone_is_not_used(window: WindowContents) -> None:
    window.window.show_preferences(Preferences(window=WindowState(width=600, height=500, x=-9000, y=30)))
    assert window.window.width() == 600
    assert window.window.x() != -9000


def test_a_screen_that_is_smaller_now_gets_a_window_that_fits(window: WindowContents) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    place = WindowState(width=room.width() + 2_000, height=room.height() + 2_000, x=0, y=0)
    window.window.show_preferences(Preferences(window=place))
    assert window.window.width() <= room.width()
    assert window.window.height() <= room.height()


@pytest.mark.parametrize("known", ["done", "of a later version"])
def test_the_list_shows_what_it_showed_before(window: WindowContents, known: str) -> None:
    place = WindowState(width=600, height=500, x=40, y=30, show=known)
    window.show_preferences(Preferences(window=place))
    expected = StatusFilter.DONE if known == "done" else StatusFilter.ALL
    assert window.panel.shown is expected
    window.show_preferences(Preferences())
    assert window.panel.shown is expected
    assert window.window_state().show == expected.value


def test_a_maximized_window_comes_back_maximized(window: WindowContents) -> None:
    place = WindowState(width=600, height=500, x=40, y=30, maximized=True)
    window.window.show_preferences(Preferences(window=place))
    assert window.window.isMaximized()


def test_a_project_that_left_the_list_takes_no_more_files(
    services: RecordingServices, open_window: WindowContents, projects: list[KnownProject], qtbot: QtBot
) -> None:
    open_window.show_projects(projects[1:])
    assert open_window.projects.current is None
    with qtbot.waitSignal(services.queue.posted) as sent:
        open_window.take(HandOver(paths=(b"/a.png",)))
    assert sent.args is not None
    assert (sent.args[0].project_id, sent.args[0].project_name) == ("", "")


def test_settings_of_another_project_change_nothing_here(open_window: WindowContents) -> None:
    open_window.projects.show_settings(ProjectSettings(copy_format=CopyFormat.CSV), "prj_2")
    assert open_window.projects.settings == ProjectSettings()
    open_window.projects.choose("prj_2")
    assert open_window.projects.settings.copy_format is CopyFormat.CSV


def test_rows_know_which_project_is_picked(open_window: WindowContents) -> None:
    rows = row_delegate(open_window.panel).painter
    assert rows.picked == "prj_1"
    open_window.projects.choose("prj_2")
    assert rows.picked == "prj_2"


def test_progress_moves_the_footer(open_window: WindowContents, asset: Any) -> None:  # noqa: ANN401
    sending = asset(2, stage=Stage.PRESIGNED, asset_id=None, size=1_000_000)
    open_window.on_added([Snapshot(transfer=sending, activity=Activity.SENDING)])
    open_window.panel.on_progress([Progress(2, 500_000)])
    assert open_window.footer.words.text().startswith("0 of 1 · 500 KB of 1 MB")
    open_window.on_changed([Snapshot(transfer=asset(2), activity=Activity.FINISHED)])
    assert open_window.footer.words.text() == "1 uploaded"


def test_files_given_at_the_start_wait_for_the_session_and_the_project(
    services: RecordingServices,
    window: WindowContents,
    signed_in: SessionState,
    projects: list[KnownProject],
    waiting: Done,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(services.queue.posted) as given:
        window.take(HandOver(paths=(b"/a.png",)))
    assert given.args is not None
    assert [file.path for file in given.args[0].files] == [b"/a.png"]
    window.on_added([waiting(1, account_id="")])
    window.show_session(SessionState(phase=Phase.STARTING))
    window.show_session(SessionState(phase=Phase.SIGNED_OUT))
    assert not window.header.picker.popup.isVisible()
    window.show_session(signed_in)
    window.show_projects(projects)
    assert window.banner.topic is MessageKind.CHOOSE_PROJECT
    window.header.picker.popup.chosen.emit("prj_1")
    with qtbot.waitSignal(services.queue.posted) as sent:
        window.projects.show_settings(ProjectSettings())
    assert sent.args == [_assigned("prj_1", "Café Ünïcode iOS", "", "prj_1")]
    window.header.picker.hidePopup()
