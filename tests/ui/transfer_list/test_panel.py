from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QContextMenuEvent, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from layers_desktop.errors import Problem
from layers_desktop.media.kinds import Kind
from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Progress, Snapshot, Stage
from layers_desktop.ui.transfer_list import menu
from layers_desktop.ui.transfer_list.actions import RowAction
from layers_desktop.ui.transfer_list.filter import Show
from layers_desktop.ui.transfer_list.problem_dialog import ProblemDialog
from layers_desktop.ui.transfer_list.row_layout import Part, RowLayout
from layers_desktop.ui.transfer_list.view import Totals, TransferListPanel

Make = Callable[..., Snapshot]
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier
FILE = ["Open file", "Show in folder"]
NO_SCOPE = Problem(
    code="FORBIDDEN_SCOPE", title="Your key may not upload", kept="It is kept.", request_id="req_1"
)


class Asked:
    """Writes down what a panel asks for."""

    def __init__(self, panel: TransferListPanel) -> None:
        self.commands: list[object] = []
        self.copied: list[list[int]] = []
        panel.command.connect(self.commands.append)
        panel.copy_requested.connect(lambda done: self.copied.append([transfer.id for transfer in done]))


@pytest.fixture
def asked(panel: TransferListPanel) -> Asked:
    return Asked(panel)


def layout(panel: TransferListPanel, row: int) -> RowLayout:
    uploads = panel._list
    index = uploads.model().index(row, 0)
    return panel._delegate.layout_of(uploads.visualRect(index), uploads.layoutDirection(), index)


def click(panel: TransferListPanel, point: QPoint) -> None:
    QTest.mouseClick(panel._list.viewport(), LEFT, NO_KEYS, point)


def select(panel: TransferListPanel, rows: Iterable[int]) -> None:
    uploads = panel._list
    uploads.clearSelection()
    for row in rows:
        uploads.selectionModel().select(
            uploads.model().index(row, 0), QItemSelectionModel.SelectionFlag.Select
        )


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entries(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


@pytest.mark.parametrize(
    ("row", "command"),
    [
        ((Stage.SIGNED, Activity.SENDING, Part.MAIN), commands.Pause((5,))),
        ((Stage.SIGNED, Activity.SENDING, Part.END), commands.Cancel((5,))),
        ((Stage.SIGNED, Activity.PAUSED, Part.MAIN), commands.Resume((5,))),
        ((Stage.FAILED, None, Part.MAIN), commands.Retry((5,))),
        ((Stage.SIGNED, Activity.RETRYING, Part.MAIN), commands.Retry((5,))),
        ((Stage.QUEUED, Activity.WAITING, Part.END), commands.Cancel((5,))),
        ((Stage.REFUSED, None, Part.END), commands.Remove((5,))),
    ],
)
def test_a_click_on_a_painted_button_asks_for_its_command_and_selects_nothing(
    panel: TransferListPanel,
    asked: Asked,
    make: Make,
    row: tuple[Stage, Activity | None, Part],
    command: object,
) -> None:
    stage, activity, part = row
    panel.on_added([make(4), make(5, stage, activity)])
    place = layout(panel, 1)
    click(panel, (place.main if part is Part.MAIN else place.end).center())
    assert asked.commands == [command]
    assert panel.selected_transfers() == []


def test_a_click_on_copy_id_asks_for_that_id(panel: TransferListPanel, asked: Asked, make: Make) -> None:
    panel.on_added([make(4, Stage.DONE), make(5, Stage.DONE)])
    click(panel, layout(panel, 1).main.center())
    assert asked.copied == [[5]]
    assert asked.commands == []


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ((Stage.SIGNED, Activity.SENDING), ("Pause", "Cancel upload")),
        ((Stage.SIGNED, Activity.PAUSED), ("Resume", "Cancel upload")),
        ((Stage.DONE, None), ("Copy ID", "More")),
    ],
)
def test_a_painted_button_says_its_name_when_the_pointer_rests_on_it(
    panel: TransferListPanel, make: Make, row: tuple[Stage, Activity | None], names: tuple[str, str]
) -> None:
    panel.on_added([make(5, *row)])
    place, viewport = layout(panel, 0), panel._list.viewport()
    said: list[str] = []
    for point in (place.main.center(), place.end.center(), place.name.center()):
        help_event = QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point))
        QApplication.sendEvent(viewport, help_event)
        said.append(QToolTip.text())
    assert tuple(said[:2]) == names
    assert "founder-shot.jpg" in said[2]


def test_a_double_click_on_the_id_copies_it_and_one_on_other_words_does_not(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(4, Stage.DONE), make(5)])
    for row in (0, 1):
        place = layout(panel, row).status
        QTest.mouseDClick(panel._list.viewport(), LEFT, NO_KEYS, place.topLeft() + QPoint(4, 4))
    assert asked.copied == [[4]]


def test_a_button_let_go_elsewhere_does_nothing(panel: TransferListPanel, asked: Asked, make: Make) -> None:
    panel.on_added([make(5)])
    viewport, button = panel._list.viewport(), layout(panel, 0).end.center()
    QTest.mousePress(viewport, LEFT, NO_KEYS, button)
    QTest.mouseMove(viewport, QPoint(300, 300))
    QTest.mouseRelease(viewport, LEFT, NO_KEYS, QPoint(300, 300))
    assert asked.commands == []


def test_a_row_that_changes_under_a_held_button_does_not_do_something_else(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(5, Stage.SIGNED, Activity.SENDING)])
    viewport, button = panel._list.viewport(), layout(panel, 0).main.center()
    QTest.mousePress(viewport, LEFT, NO_KEYS, button)
    panel.on_changed([make(5, Stage.DONE)])
    QTest.mouseRelease(viewport, LEFT, NO_KEYS, button)
    assert asked.commands == []
    assert asked.copied == []


def test_a_click_mirrors_right_to_left(panel: TransferListPanel, asked: Asked, make: Make) -> None:
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.on_added([make(5)])
    button = layout(panel, 0).end.center()
    assert button.x() < 60
    click(panel, button)
    assert asked.commands == [commands.Cancel((5,))]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ((Qt.Key.Key_Space, NO_KEYS), [commands.Pause((1, 2))]),
        ((Qt.Key.Key_R, CONTROL), [commands.Retry((4,))]),
        ((Qt.Key.Key_Delete, NO_KEYS), [commands.Cancel((1, 2)), commands.Remove((3, 4))]),
    ],
)
def test_keys_act_on_all_selected_rows(
    panel: TransferListPanel,
    asked: Asked,
    make: Make,
    key: tuple[Qt.Key, Qt.KeyboardModifier],
    expected: list[object],
) -> None:
    panel.on_added(
        [
            make(1),
            make(2, Stage.SIGNED, Activity.SENDING),
            make(3, Stage.DONE),
            make(4, Stage.FAILED),
            make(5),
        ]
    )
    select(panel, (3, 0, 2, 1))
    QTest.keyClick(panel._list, *key)
    assert asked.commands == expected


def test_ctrl_c_copies_selected_ids_in_drop_order(panel: TransferListPanel, asked: Asked, make: Make) -> None:
    panel.on_added([make(number, Stage.DONE) for number in (1, 2, 3)] + [make(4)])
    select(panel, (2, 3, 0))
    QTest.keyClick(panel._list, Qt.Key.Key_C, CONTROL)
    assert asked.copied == [[1, 3]]


def test_ctrl_c_copies_the_newest_finished_one_when_nothing_is_selected(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.DONE, finished_at=9.0), make(2, Stage.DONE, finished_at=5.0), make(3)])
    QTest.keyClick(panel._list, Qt.Key.Key_C, CONTROL)
    assert asked.copied == [[1]]


def test_ctrl_c_on_unfinished_rows_asks_for_nothing_to_be_copied_so_that_it_can_be_said(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.DONE), make(2)])
    select(panel, [1])
    QTest.keyClick(panel._list, Qt.Key.Key_C, CONTROL)
    assert asked.copied == [[]]


def test_the_keys_of_the_list_win_over_the_windows_shortcuts(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    window_action = QAction("Copy", panel)
    window_action.setShortcut("Ctrl+C")
    panel.addAction(window_action)
    taken: list[bool] = []
    window_action.triggered.connect(taken.append)
    panel.on_added([make(1, Stage.DONE)])
    panel._list.setFocus()
    QTest.keyClick(panel._list, Qt.Key.Key_C, CONTROL)
    assert asked.copied == [[1]]
    assert not taken


def test_arrow_keys_move_and_letters_find_names(panel: TransferListPanel, make: Make) -> None:
    panel.on_added([make(1, name="alpha.png"), make(2, name="beta.png"), make(3, name="gamma.png")])
    panel._list.setCurrentIndex(panel._list.model().index(0, 0))
    QTest.keyClick(panel._list, Qt.Key.Key_Down)
    assert [transfer.id for transfer in panel.selected_transfers()] == [2]
    QTest.keyClick(panel._list, Qt.Key.Key_G)
    assert [transfer.id for transfer in panel.selected_transfers()] == [3]


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        ({"stage": Stage.DONE}, ["Copy ID", "Copy as", *FILE, "Upload again as", "Remove from list"]),
        ({"stage": Stage.DONE, "path": b""}, ["Copy ID", "Copy as", "Remove from list"]),
        ({"stage": Stage.REFUSED}, ["Show in folder", "Remove from list"]),
        ({}, ["Pause", *FILE, "Kind", "Cancel upload"]),
        ({"kind": Kind.VIDEO}, ["Pause", *FILE, "Cancel upload"]),
        (
            {"stage": Stage.FAILED, "problem": NO_SCOPE},
            ["Retry", *FILE, "Show problem…", "Copy request ID", "Remove from list"],
        ),
        (
            {"stage": Stage.SIGNED, "activity": Activity.RETRYING},
            ["Retry now", "Pause", *FILE, "Cancel upload"],
        ),
        ({"stage": Stage.SIGNED, "activity": Activity.PAUSED}, ["Resume", *FILE, "Cancel upload"]),
        ({"stage": Stage.STORED, "activity": Activity.FINISHING}, FILE),
        ({"stage": Stage.STORED, "activity": Activity.FINISHING, "path": b""}, []),
    ],
)
def test_the_menu_offers_what_makes_sense(
    panel: TransferListPanel, make: Make, row: dict[str, object], labels: list[str]
) -> None:
    panel.on_added([make(5, **row)])
    panel._deeds.menu_requested(5, QPoint(10, 10))
    popup = QApplication.activePopupWidget()
    assert (list(entries(popup)) if isinstance(popup, QMenu) else []) == labels
    if popup:
        popup.close()


def test_the_menu_opens_by_button_and_by_key_and_acts_on_all_selected(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.DONE), make(2, Stage.DONE), make(3, Stage.DONE)])
    click(panel, layout(panel, 2).end.center())
    entries(open_menu())["Remove from list"].trigger()
    open_menu().close()
    panel._list.setCurrentIndex(panel._list.model().index(0, 0))
    select(panel, (0, 1))
    key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(panel._list.viewport(), key)
    entries(open_menu())["Copy 2 IDs"].trigger()
    open_menu().close()
    assert asked.commands == [commands.Remove((3,))]
    assert asked.copied == [[1, 2]]


def test_the_kind_of_an_unsent_image_is_a_menu_in_the_row(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(5, kind=Kind.IMAGE)])
    click(panel, layout(panel, 0).kind.center())
    menu = open_menu()
    assert [(text, action.isChecked()) for text, action in entries(menu).items()] == [
        ("Image", True), ("Logo", False), ("Reference image", False),
    ]  # fmt: skip
    entries(menu)["Image"].trigger()
    entries(menu)["Logo"].trigger()
    menu.close()
    assert asked.commands == [commands.ChangeKind(5, Kind.LOGO)]


def test_the_kind_of_several_images_is_chosen_at_once(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, kind=Kind.IMAGE), make(2, kind=Kind.LOGO), make(3, kind=Kind.VIDEO)])
    select(panel, (0, 1, 2))
    panel._deeds.menu_requested(1, QPoint(10, 10))
    kinds: Any = entries(open_menu())["Kind of 2 images"].menu()
    assert not any(action.isChecked() for action in kinds.actions())
    entries(kinds)["Logo"].trigger()
    open_menu().close()
    assert asked.commands == [commands.ChangeKind(1, Kind.LOGO)]


def test_a_menu_of_several_rows_says_how_many_each_entry_is_about(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added(
        [make(1, Stage.DONE), make(2, Stage.DONE), make(3, Stage.DONE), make(4), make(5, Stage.FAILED)]
    )
    select(panel, range(5))
    panel._deeds.menu_requested(4, QPoint(10, 10))
    assert list(entries(open_menu())) == [
        "Copy 3 IDs", "Copy 3 as", "Retry", "Pause", "Show 5 files in folder", "Kind",
        "Upload 3 images again as", "Cancel upload", "Remove 4 from list",
    ]  # fmt: skip
    entries(open_menu())["Remove 4 from list"].trigger()
    open_menu().close()
    assert asked.commands == [commands.Remove((1, 2, 3, 5))]


def test_finished_images_are_uploaded_again_as_another_kind(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added(
        [make(1, Stage.DONE, kind=Kind.IMAGE), make(2, Stage.DONE, kind=Kind.LOGO),
         make(3, Stage.DONE, kind=Kind.VIDEO), make(4, Stage.DONE, kind=Kind.IMAGE)]
    )  # fmt: skip
    kinds: Any
    for row, offered in (
        ([0], ["Logo", "Reference image"]),
        ([0, 1, 2, 3], ["Image", "Logo", "Reference image"]),
    ):
        select(panel, row)
        panel._deeds.menu_requested(1, QPoint(10, 10))
        found = [entry for text, entry in entries(open_menu()).items() if text.endswith("again as")]
        kinds = found[0].menu()
        assert list(entries(kinds)) == offered
        entries(kinds)["Logo"].trigger()
        open_menu().close()
    assert asked.commands == [commands.SubmitAgain((1,), Kind.LOGO), commands.SubmitAgain((1, 4), Kind.LOGO)]


def test_finished_rows_are_copied_in_another_format_for_this_once(
    panel: TransferListPanel, make: Make
) -> None:
    wanted: list[tuple[list[int], CopyFormat]] = []
    panel.copy_as_requested.connect(lambda done, how: wanted.append(([one.id for one in done], how)))
    panel.on_added([make(1, Stage.DONE), make(2, Stage.DONE), make(3)])
    select(panel, (0, 1, 2))
    panel._deeds.menu_requested(1, QPoint(10, 10))
    formats: Any = entries(open_menu())["Copy 2 as"].menu()
    assert [entry.text() for entry in formats.actions()] == [one.label for one in CopyFormat]
    entries(formats)["Markdown"].trigger()
    open_menu().close()
    assert wanted == [([1, 2], CopyFormat.MARKDOWN)]


def test_removed_rows_come_back_by_undo_the_last_first(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    said: list[str] = []
    panel.removed.connect(said.append)
    panel.on_added([make(number, Stage.DONE) for number in range(1, 6)])
    select(panel, (1, 2))
    QTest.keyClick(panel._list, Qt.Key.Key_Delete)
    panel.on_removed([2, 3])
    click(panel, layout(panel, 0).end.center())
    entries(open_menu())["Remove from list"].trigger()
    open_menu().close()
    panel.on_removed([1])
    panel.on_removed([5])  # not by a person: another organization has signed in
    assert said == ["2 removed from the list", "founder-shot.jpg removed from the list"]
    panel._list.setFocus()
    asked.commands.clear()
    for _ in range(3):
        QTest.keyClick(panel._list, Qt.Key.Key_Z, CONTROL)
    assert asked.commands == [commands.Relist((1,)), commands.Relist((2, 3))]
    panel.on_added([make(2, Stage.DONE), make(3, Stage.DONE), make(1, Stage.DONE)])
    assert [snapshot.transfer.id for snapshot in panel.snapshots()] == [1, 2, 3, 4]


def test_ctrl_z_in_the_search_field_is_the_fields_own(
    panel: TransferListPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.DONE), make(2, Stage.DONE)])
    select(panel, (0,))
    QTest.keyClick(panel._list, Qt.Key.Key_Delete)
    panel.on_removed([1])
    asked.commands.clear()
    panel.start_search()
    QTest.keyClicks(panel._filters.search, "beach")
    QTest.keyClick(panel._filters.search, Qt.Key.Key_Z, CONTROL)
    assert panel._filters.search.text() == ""
    assert asked.commands == []


def test_a_request_id_is_copied_and_a_problem_shown_in_full(
    panel: TransferListPanel, make: Make, qtbot: QtBot
) -> None:
    panel.on_added([make(5, Stage.FAILED, problem=NO_SCOPE)])
    panel._deeds.menu_requested(5, QPoint(10, 10))
    menu = open_menu()
    entries(menu)["Copy request ID"].trigger()
    assert QGuiApplication.clipboard().text() == "req_1"
    show_problem = entries(menu)["Show problem…"]
    menu.hide()
    show_problem.trigger()
    menu.close()
    dialog = panel.findChild(ProblemDialog)
    assert dialog is not None
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert said == ["Your key may not upload.", "It is kept.", "Request req_1"]
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()


def test_chips_count_and_filter_in_drop_order(panel: TransferListPanel, make: Make) -> None:
    panel.on_added(
        [make(1), make(2, Stage.DONE), make(3, Stage.FAILED), make(4, Stage.REFUSED), make(5, Stage.DONE)]
    )
    assert [chip.accessibleName() for chip in panel._filters.chips.chips.values()] == [
        "All 5", "Active 1", "Done 2", "Needs you 2",
    ]  # fmt: skip
    QTest.mouseClick(panel._filters.chips.chips[Show.NEEDS_YOU], LEFT)
    rows = panel._rows
    assert [rows.snapshot(rows.index(row, 0)).transfer.id for row in range(rows.rowCount())] == [3, 4]
    panel.on_changed([make(3, Stage.DONE)])
    assert rows.rowCount() == 1
    panel.show_only(Show.DONE)
    assert [rows.snapshot(rows.index(row, 0)).transfer.id for row in range(rows.rowCount())] == [2, 3, 5]


def test_chips_are_chosen_with_the_keyboard_and_show_where_it_is(
    panel: TransferListPanel, make: Make
) -> None:
    panel.on_added([make(1, Stage.DONE), make(2)])
    chip = panel._filters.chips.chips[Show.DONE]
    before = chip.grab().toImage()
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    assert chip.grab().toImage() != before
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert panel._rows.rowCount() == 1


def test_the_write_budget_is_remembered_for_the_time_left(panel: TransferListPanel, make: Make) -> None:
    panel.on_added([make(number) for number in range(29)])
    panel.on_added([make(29, activity=Activity.SENDING)])
    panel.on_held(Hold(HoldReason.WRITE_BUDGET, until=1_010.0, writes_per_minute=60))
    panel.on_held(None)
    assert panel.totals.seconds_left == 60.0


def test_the_selection_follows_its_rows_under_a_chip(panel: TransferListPanel, make: Make) -> None:
    panel.on_added([make(1), make(2, Stage.DONE), make(3)])
    select(panel, (1, 2))
    panel.show_only(Show.DONE)
    assert [transfer.id for transfer in panel.selected_transfers()] == [2]


@pytest.mark.parametrize("count", [10, 400])
def test_rows_that_leave_take_neither_the_selection_nor_the_place_of_others(
    panel: TransferListPanel, make: Make, count: int
) -> None:
    panel.on_added([make(number) for number in range(2 * count)])
    select(panel, (3, 4))
    panel._list.verticalScrollBar().setValue(70)
    panel.on_removed(list(range(0, 2 * count, 2)))
    assert [snapshot.transfer.id for snapshot in panel.snapshots()] == list(range(1, 2 * count, 2))
    assert [transfer.id for transfer in panel.selected_transfers()] == [3]
    assert panel._list.verticalScrollBar().value() == 70
    assert panel.totals.count == count


def test_what_a_person_dropped_comes_into_sight_and_what_the_journal_brings_does_not(
    panel: TransferListPanel, make: Make
) -> None:
    panel.on_added([make(number, Stage.DONE) for number in range(100)])
    assert panel._list.visible_rows().start == 0
    panel.await_rows()
    panel.on_changed([make(1, Stage.DONE)])
    panel.on_added([make(number) for number in range(100, 140)])
    assert panel._list.visible_rows().start == 100
    panel._list.verticalScrollBar().setValue(0)
    panel.on_added([make(140)])
    assert panel._list.visible_rows().start == 0


def test_new_rows_that_are_in_sight_move_nothing(panel: TransferListPanel, make: Make) -> None:
    panel.on_added([make(1), make(2)])
    panel.await_rows()
    panel.on_added([make(number) for number in range(3, 60)])
    assert panel._list.visible_rows().start == 0


def test_a_known_file_is_answered_by_button_key_and_menu(
    panel: TransferListPanel, make: Make, asked: Asked
) -> None:
    panel.on_added([make(1, activity=Activity.KNOWN, known_asset_id="med_1", known_at=0.0)])
    assert (panel.totals.needs_you, panel.totals.active) == (1, 0)
    panel.show_only(Show.NEEDS_YOU)
    assert panel._rows.rowCount() == 1
    here = layout(panel, 0)
    assert not here.main.intersects(here.end)
    click(panel, here.main.center())
    click(panel, here.end.center())
    select(panel, (0,))
    QTest.keyClick(panel._list, Qt.Key.Key_U, CONTROL)
    QTest.keyClick(panel._list, Qt.Key.Key_U, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert asked.commands == [commands.UseKnown((1,)), commands.UploadAgain((1,))] * 2
    made = menu.row_menu(panel, panel._selection.uploads(), panel._deeds)
    assert {"Use that ID", "Upload again", "Cancel upload"} <= {entry.text() for entry in made.actions()}
    made.close()


@pytest.mark.parametrize(
    ("key", "more"), [(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier), (Qt.Key.Key_Menu, NO_KEYS)]
)
def test_the_menu_of_a_row_opens_by_key_without_a_row_chosen_before(
    panel: TransferListPanel, make: Make, qtbot: QtBot, key: Qt.Key, more: Qt.KeyboardModifier
) -> None:
    panel.on_added([make(7), make(8)])
    with qtbot.waitSignal(panel._list.menu_requested) as wanted:
        QTest.keyClick(panel._list, key, more)
    assert wanted.args is not None
    assert wanted.args[0] == 7
    for opened in panel.findChildren(QMenu):
        opened.close()


def test_totals_are_told_with_every_piece_of_news(panel: TransferListPanel, make: Make) -> None:
    told: list[Totals] = []
    panel.totals_changed.connect(told.append)
    panel.on_added([make(1, Stage.SIGNED, Activity.SENDING, size=1_000), make(2, size=1_000)])
    panel.on_progress([Progress(1, 400)])
    panel.on_changed([make(1, Stage.DONE, size=1_000)])
    panel.on_removed([2])
    assert [(t.count, t.done, t.bytes_sent, t.bytes_total) for t in told] == [
        (2, 0, 0, 2_000), (2, 0, 400, 2_000), (2, 1, 1_000, 2_000), (1, 1, 1_000, 1_000),
    ]  # fmt: skip
    assert panel.totals == told[-1]
    assert [transfer.id for transfer in panel.all_done()] == [1]
    assert len(panel.snapshots()) == 1


def test_the_clock_ticks_only_while_something_counts_down_and_is_seen(
    panel: TransferListPanel, make: Make
) -> None:
    hold = Hold(HoldReason.WRITE_BUDGET, until=1_010.0, writes_per_minute=60)
    seen: list[bool] = []
    steps: list[Callable[[], object]] = [
        lambda: panel.on_added([make(1)]),
        lambda: panel.on_held(hold),
        panel.hide,
        panel.show,
        lambda: panel.on_held(None),
    ]
    for step in steps:
        step()
        seen.append(panel._countdown.ticking)
    assert seen == [False, True, False, True, False]


def test_the_list_and_its_rows_speak_to_assistive_technology(panel: TransferListPanel, make: Make) -> None:
    panel.on_added([make(1, Stage.DONE, asset_id="med_01HX")])
    uploads = QAccessible.queryAccessibleInterface(panel._list)
    assert uploads.text(QAccessible.Text.Name) == "Uploads"
    row = uploads.child(0)
    assert row.role() == QAccessible.Role.ListItem
    assert row.text(QAccessible.Text.Name) == (
        "founder-shot.jpg, reference image, 482 KB, done, asset med_01HX"
    )


def test_news_of_rows_that_are_gone_is_ignored(panel: TransferListPanel, asked: Asked) -> None:
    panel._deeds.button_clicked(9, RowAction.RETRY, QPoint())
    panel._deeds.menu_requested(9, QPoint())
    panel._deeds.id_double_clicked(9)
    QTest.keyClick(panel._list, Qt.Key.Key_Space)
    assert asked.commands == []
    assert panel.newest_done() is None
