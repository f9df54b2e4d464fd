from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from layers_desktop.media.formats import MediaKind
from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.uploads.row_actions import RowAction
from layers_desktop.ui.uploads.row_controller import ProblemDialog
from tests.support.problems import worded
from tests.support.uploads_panel import filters, upload_list, upload_rows
from tests.unit.ui.uploads.conftest import Recorders
from tests.unit.ui.uploads.list_driver import (
    CONTROL,
    NO_KEYS,
    Asked,
    click,
    entries,
    layout,
    open_menu,
    select,
)

Make = Callable[..., Snapshot]
FILE = ["Open file", "Show in folder"]
NO_SCOPE = worded(
    code="FORBIDDEN_SCOPE", title="Your key may not upload", kept="It is kept.", request_id="req_1"
)


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        (
            {"stage": Stage.DONE},
            ["Copy ID", "Copy as", "Export…", *FILE, "Upload again as", "Remove from list"],
        ),
        ({"stage": Stage.DONE, "path": b""}, ["Copy ID", "Copy as", "Export…", "Remove from list"]),
        ({"stage": Stage.REFUSED}, ["Show in folder", "Remove from list"]),
        ({}, ["Pause", *FILE, "Kind", "Cancel upload"]),
        ({"kind": MediaKind.VIDEO}, ["Pause", *FILE, "Cancel upload"]),
        (
            {"stage": Stage.FAILED, "problem": NO_SCOPE},
            ["Retry", *FILE, "Show problem…", "Copy request ID", "Remove from list"],
        ),
        (
            {"stage": Stage.PRESIGNED, "activity": Activity.RETRYING},
            ["Retry now", "Pause", *FILE, "Cancel upload"],
        ),
        ({"stage": Stage.PRESIGNED, "activity": Activity.PAUSED}, ["Resume", *FILE, "Cancel upload"]),
        ({"stage": Stage.UPLOADED, "activity": Activity.FINISHING}, FILE),
        ({"stage": Stage.UPLOADED, "activity": Activity.FINISHING, "path": b""}, []),
    ],
)
def test_the_menu_offers_what_makes_sense(
    panel: UploadsPanel, make: Make, row: dict[str, object], labels: list[str]
) -> None:
    panel.on_added([make(5, **row)])
    panel.rows.open_menu(5, QPoint(10, 10))
    popup = QApplication.activePopupWidget()
    assert (list(entries(popup)) if isinstance(popup, QMenu) else []) == labels
    if popup:
        popup.close()


def test_the_menu_opens_by_button_and_by_key_and_acts_on_all_selected(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.DONE), make(2, Stage.DONE), make(3, Stage.DONE)])
    click(panel, layout(panel, 2).end.center())
    entries(open_menu())["Remove from list"].trigger()
    open_menu().close()
    upload_list(panel).setCurrentIndex(upload_list(panel).model().index(0, 0))
    select(panel, (0, 1))
    key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(upload_list(panel).viewport(), key)
    entries(open_menu())["Copy 2 IDs"].trigger()
    open_menu().close()
    assert asked.commands == [commands.Remove((3,))]
    assert asked.copied == [[1, 2]]


def test_the_kind_of_an_unsent_image_is_a_menu_in_the_row(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(5, kind=MediaKind.IMAGE)])
    click(panel, layout(panel, 0).kind.center())
    menu = open_menu()
    assert [(text, action.isChecked()) for text, action in entries(menu).items()] == [
        ("Image", True), ("Logo", False), ("Reference image", False),
    ]  # fmt: skip
    entries(menu)["Image"].trigger()
    entries(menu)["Logo"].trigger()
    menu.close()
    assert asked.commands == [commands.ChangeKind((5,), MediaKind.LOGO)]


@pytest.mark.parametrize("code", ["VALIDATION_FAILED", "PAYLOAD_TOO_LARGE"])
def test_an_image_that_was_refused_for_its_kind_offers_the_others(
    panel: UploadsPanel, asked: Asked, make: Make, qtbot: QtBot, code: str
) -> None:
    refused = worded(code=code, title="Layers does not take this file")
    panel.on_added([
        make(5, Stage.FAILED, kind=MediaKind.IMAGE, problem=refused),
        make(6, Stage.FAILED, kind=MediaKind.VIDEO, problem=refused),
        make(7, Stage.FAILED, kind=MediaKind.IMAGE, problem=NO_SCOPE),
        make(8, Stage.FAILED, kind=MediaKind.IMAGE, problem=refused, sent_at=1.0),
    ])  # fmt: skip
    click(panel, layout(panel, 0).kind.center())
    menu = open_menu()
    entries(menu)["Logo"].trigger()
    menu.close()
    for number in (5, 6, 7, 8):
        panel.rows.open_menu(number, QPoint(10, 10))
        menu = open_menu()
        assert ("Kind" in entries(menu)) is (number == 5)
        menu.close()
    panel.rows.perform(RowAction.SHOW_PROBLEM, [upload_rows(panel).snapshot(0)])
    dialog = panel.findChild(ProblemDialog)
    assert dialog is not None
    kinds = [one for one in dialog.findChildren(QPushButton) if one.accessibleName().startswith("Upload as")]
    assert [one.accessibleName() for one in kinds] == ["Upload as Logo", "Upload as Reference image"]
    with qtbot.waitSignal(dialog.destroyed):
        kinds[1].click()
    assert asked.commands == [
        commands.ChangeKind((5,), MediaKind.LOGO), commands.ChangeKind((5,), MediaKind.REFERENCE_IMAGE),
    ]  # fmt: skip


def test_the_kind_of_several_images_is_chosen_at_once(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    panel.on_added(
        [make(1, kind=MediaKind.IMAGE), make(2, kind=MediaKind.LOGO), make(3, kind=MediaKind.VIDEO)]
    )
    select(panel, (0, 1, 2))
    panel.rows.open_menu(1, QPoint(10, 10))
    kinds: Any = entries(open_menu())["Kind of 2 images"].menu()
    assert not any(action.isChecked() for action in kinds.actions())
    entries(kinds)["Logo"].trigger()
    open_menu().close()
    assert asked.commands == [commands.ChangeKind((1,), MediaKind.LOGO)]


def test_a_menu_of_several_rows_says_how_many_each_entry_is_about(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added(
        [make(1, Stage.DONE), make(2, Stage.DONE), make(3, Stage.DONE), make(4), make(5, Stage.FAILED)]
    )
    select(panel, range(5))
    panel.rows.open_menu(4, QPoint(10, 10))
    assert list(entries(open_menu())) == [
        "Copy 3 IDs", "Copy 3 as", "Export 3 assets…", "Retry", "Pause", "Show 5 files in folder", "Kind",
        "Upload 3 images again as", "Cancel upload", "Remove 4 from list",
    ]  # fmt: skip
    entries(open_menu())["Remove 4 from list"].trigger()
    open_menu().close()
    assert asked.commands == [commands.Remove((1, 2, 3, 5))]


def test_finished_images_are_uploaded_again_as_another_kind(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added(
        [make(1, Stage.DONE, kind=MediaKind.IMAGE), make(2, Stage.DONE, kind=MediaKind.LOGO),
         make(3, Stage.DONE, kind=MediaKind.VIDEO), make(4, Stage.DONE, kind=MediaKind.IMAGE)]
    )  # fmt: skip
    kinds: Any
    for row, offered in (
        ([0], ["Logo", "Reference image"]),
        ([0, 1, 2, 3], ["Image", "Logo", "Reference image"]),
    ):
        select(panel, row)
        panel.rows.open_menu(1, QPoint(10, 10))
        found = [entry for text, entry in entries(open_menu()).items() if text.endswith("again as")]
        kinds = found[0].menu()
        assert list(entries(kinds)) == offered
        entries(kinds)["Logo"].trigger()
        open_menu().close()
    assert asked.commands == [
        commands.SubmitAgain((1,), MediaKind.LOGO),
        commands.SubmitAgain((1, 4), MediaKind.LOGO),
    ]


def test_finished_rows_are_copied_in_another_format_for_this_once(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.DONE), make(2, Stage.DONE), make(3)])
    select(panel, (0, 1, 2))
    panel.rows.open_menu(1, QPoint(10, 10))
    formats: Any = entries(open_menu())["Copy 2 as"].menu()
    assert [entry.text() for entry in formats.actions()] == [one.label for one in CopyFormat]
    entries(formats)["Markdown"].trigger()
    open_menu().close()
    assert asked.copied_as == [([1, 2], CopyFormat.MARKDOWN)]


def test_removed_rows_come_back_by_undo_the_last_first(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    panel.on_added([make(number, Stage.DONE) for number in range(1, 6)])
    select(panel, (1, 2))
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Delete)
    panel.on_removed([2, 3])
    click(panel, layout(panel, 0).end.center())
    entries(open_menu())["Remove from list"].trigger()
    open_menu().close()
    panel.on_removed([1])
    panel.on_removed([5])  # not by a person: another organization has signed in
    assert asked.removed == ["2 uploads removed", "founder-shot.jpg removed"]
    upload_list(panel).setFocus()
    asked.commands.clear()
    for _ in range(3):
        QTest.keyClick(upload_list(panel), Qt.Key.Key_Z, CONTROL)
    assert asked.commands == [commands.Restore((1,)), commands.Restore((2, 3))]
    panel.on_added([make(2, Stage.DONE), make(3, Stage.DONE), make(1, Stage.DONE)])
    assert [snapshot.transfer.id for snapshot in panel.snapshots()] == [1, 2, 3, 4]


def test_cancelled_and_removed_rows_come_back_together(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    sending = make(2, Stage.PRESIGNED, Activity.SENDING)
    panel.on_added([make(1), sending, make(3, Stage.DONE), make(4, Stage.DONE)])
    select(panel, (0, 1, 2))
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Delete)
    assert asked.commands == [commands.Cancel((1, 2)), commands.Remove((3,))]
    panel.on_changed([make(1, Stage.CANCELLED)])
    panel.on_removed([1])
    panel.on_removed([3])
    panel.on_removed([2])  # a call to Layers was waited for
    assert asked.removed == ["founder-shot.jpg removed", "2 uploads removed", "3 uploads removed"]
    asked.commands.clear()
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Z, CONTROL)
    assert asked.commands == [commands.Restore((1, 3, 2))]


def test_what_leaves_the_list_only_after_undo_comes_back_by_itself(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1), make(2, Stage.PRESIGNED, Activity.SENDING)])
    upload_list(panel).selectAll()
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Delete)
    panel.on_removed([1])
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Z, CONTROL)
    panel.on_removed([2])
    assert asked.commands == [commands.Cancel((1, 2)), commands.Restore((1,)), commands.Restore((2,))]


@pytest.mark.parametrize(
    ("row", "entry", "command"),
    [
        ({}, "Pause 600 uploads", commands.Pause),
        ({"stage": Stage.PRESIGNED, "activity": Activity.PAUSED}, "Resume 600 uploads", commands.Resume),
        ({"stage": Stage.FAILED}, "Retry 600 uploads", commands.Retry),
        ({"stage": Stage.PRESIGNED, "activity": Activity.RETRYING}, "Retry 600 uploads now", commands.Retry),
        ({}, "Cancel 600 uploads", commands.Cancel),
        ({"stage": Stage.DONE}, "Remove 600 from list", commands.Remove),
        (
            {"activity": Activity.KNOWN, "known_asset_id": "med_1"},
            "Use those 600 IDs",
            commands.UseExistingAsset,
        ),
        (
            {"activity": Activity.KNOWN, "known_asset_id": "med_1"},
            "Upload 600 files again",
            commands.UploadAgain,
        ),
    ],
)
def test_what_is_done_to_many_rows_is_one_command(
    panel: UploadsPanel,
    asked: Asked,
    make: Make,
    row: dict[str, object],
    entry: str,
    command: Callable[[tuple[int, ...]], commands.Command],
) -> None:
    panel.on_added([make(number, **row) for number in range(600)])
    upload_list(panel).selectAll()
    panel.rows.open_menu(300, QPoint(10, 10))
    entries(open_menu())[entry].trigger()
    open_menu().close()
    assert asked.commands == [command(tuple(range(600)))]


def test_ctrl_z_in_the_search_field_is_the_fields_own(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    panel.on_added([make(1, Stage.DONE), make(2, Stage.DONE)])
    select(panel, (0,))
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Delete)
    panel.on_removed([1])
    asked.commands.clear()
    panel.start_search()
    QTest.keyClicks(filters(panel).search, "beach")
    QTest.keyClick(filters(panel).search, Qt.Key.Key_Z, CONTROL)
    assert filters(panel).search.text() == ""
    assert asked.commands == []


def test_a_request_id_is_copied_and_a_problem_shown_in_full(
    panel: UploadsPanel, asked: Asked, recorders: Recorders, make: Make, qtbot: QtBot
) -> None:
    recorders.copier.text_copied.connect(lambda _text, copied: copied())
    panel.on_added([make(5, Stage.FAILED, problem=NO_SCOPE)])
    panel.rows.open_menu(5, QPoint(10, 10))
    menu = open_menu()
    entries(menu)["Copy request ID"].trigger()
    assert asked.texts == ["req_1"]
    show_problem = entries(menu)["Show problem…"]
    menu.hide()
    show_problem.trigger()
    menu.close()
    dialog = panel.findChild(ProblemDialog)
    assert dialog is not None
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert said == ["Your key may not upload.", "It is kept.", "Request req_1"]
    dialog.copy.click()
    assert asked.texts == ["req_1", "req_1"]
    assert dialog.copy.text() == "Copied"
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()


@pytest.mark.parametrize(
    ("key", "more"), [(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier), (Qt.Key.Key_Menu, NO_KEYS)]
)
def test_the_menu_of_a_row_opens_by_key_without_a_row_chosen_before(
    panel: UploadsPanel, make: Make, qtbot: QtBot, key: Qt.Key, more: Qt.KeyboardModifier
) -> None:
    panel.on_added([make(7), make(8)])
    with qtbot.waitSignal(upload_list(panel).menu_requested) as wanted:
        QTest.keyClick(upload_list(panel), key, more)
    assert wanted.args is not None
    assert wanted.args[0] == 7
    for opened in panel.findChildren(QMenu):
        opened.close()
