from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Progress, Snapshot, Stage
from layers_desktop.ui.uploads import row_menu
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.model import UploadRole
from layers_desktop.ui.uploads.panel import Totals, UploadsPanel
from layers_desktop.ui.uploads.row_actions import RowAction
from layers_desktop.ui.uploads.row_layout import RowPart
from tests.support.uploads_panel import filters, upload_list, upload_rows
from tests.unit.ui.uploads.list_driver import (
    CONTROL,
    LEFT,
    NO_KEYS,
    Asked,
    click,
    entries,
    layout,
    open_menu,
    select,
    shown,
)

Make = Callable[..., Snapshot]


@pytest.mark.parametrize(
    ("row", "command"),
    [
        ((Stage.PRESIGNED, Activity.SENDING, RowPart.MAIN), commands.Pause((5,))),
        ((Stage.PRESIGNED, Activity.SENDING, RowPart.END), commands.Cancel((5,))),
        ((Stage.PRESIGNED, Activity.PAUSED, RowPart.MAIN), commands.Resume((5,))),
        ((Stage.FAILED, None, RowPart.MAIN), commands.Retry((5,))),
        ((Stage.PRESIGNED, Activity.RETRYING, RowPart.MAIN), commands.Retry((5,))),
        ((Stage.QUEUED, Activity.WAITING, RowPart.END), commands.Cancel((5,))),
        ((Stage.REFUSED, None, RowPart.END), commands.Remove((5,))),
    ],
)
def test_a_click_on_a_painted_button_asks_for_its_command_and_selects_nothing(
    panel: UploadsPanel,
    asked: Asked,
    make: Make,
    row: tuple[Stage, Activity | None, RowPart],
    command: object,
) -> None:
    stage, activity, part = row
    panel.on_added([make(4), make(5, stage, activity)])
    place = layout(panel, 1)
    click(panel, (place.main if part is RowPart.MAIN else place.end).center())
    assert asked.commands == [command]
    assert panel.selected_transfers() == []


def test_a_click_on_copy_id_asks_for_that_id(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    panel.on_added([make(4, Stage.DONE), make(5, Stage.DONE)])
    click(panel, layout(panel, 1).main.center())
    assert asked.copied == [[5]]
    assert asked.commands == []


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ((Stage.PRESIGNED, Activity.SENDING), ("Pause", "Cancel upload")),
        ((Stage.PRESIGNED, Activity.PAUSED), ("Resume", "Cancel upload")),
        ((Stage.DONE, None), ("Copy ID", "More")),
    ],
)
def test_a_painted_button_says_its_name_when_the_pointer_rests_on_it(
    panel: UploadsPanel, make: Make, row: tuple[Stage, Activity | None], names: tuple[str, str]
) -> None:
    panel.on_added([make(5, *row)])
    place, viewport = layout(panel, 0), upload_list(panel).viewport()
    said: list[str] = []
    for point in (place.main.center(), place.end.center(), place.name.center()):
        help_event = QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point))
        QApplication.sendEvent(viewport, help_event)
        said.append(QToolTip.text())
    assert tuple(said[:2]) == names
    assert "founder-shot.jpg" in said[2]


def test_a_double_click_on_the_id_copies_it_and_one_on_other_words_does_not(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(4, Stage.DONE), make(5)])
    for row in (0, 1):
        place = layout(panel, row).status
        QTest.mouseDClick(upload_list(panel).viewport(), LEFT, NO_KEYS, place.topLeft() + QPoint(4, 4))
    assert asked.copied == [[4]]


def test_a_button_let_go_elsewhere_does_nothing(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    panel.on_added([make(5)])
    viewport, button = upload_list(panel).viewport(), layout(panel, 0).end.center()
    QTest.mousePress(viewport, LEFT, NO_KEYS, button)
    QTest.mouseMove(viewport, QPoint(300, 300))
    QTest.mouseRelease(viewport, LEFT, NO_KEYS, QPoint(300, 300))
    assert asked.commands == []


def test_a_row_that_changes_under_a_held_button_does_not_do_something_else(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(5, Stage.PRESIGNED, Activity.SENDING)])
    viewport, button = upload_list(panel).viewport(), layout(panel, 0).main.center()
    QTest.mousePress(viewport, LEFT, NO_KEYS, button)
    panel.on_changed([make(5, Stage.DONE)])
    QTest.mouseRelease(viewport, LEFT, NO_KEYS, button)
    assert asked.commands == []
    assert asked.copied == []


def test_a_click_mirrors_right_to_left(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.on_added([make(5)])
    button = layout(panel, 0).end.center()
    assert button.x() < 60
    click(panel, button)
    assert asked.commands == [commands.Cancel((5,))]


def test_chips_count_and_filter_in_drop_order(panel: UploadsPanel, make: Make) -> None:
    panel.on_added(
        [make(1), make(2, Stage.DONE), make(3, Stage.FAILED), make(4, Stage.REFUSED), make(5, Stage.DONE)]
    )
    assert [chip.accessibleName() for chip in filters(panel).chips.chips.values()] == [
        "All 5", "Active 1", "Done 2", "Needs you 2",
    ]  # fmt: skip
    QTest.mouseClick(filters(panel).chips.chips[StatusFilter.NEEDS_YOU], LEFT)
    assert shown(panel) == [3, 4]
    panel.on_changed([make(3, Stage.DONE)])
    assert shown(panel) == [4]
    panel.show_only(StatusFilter.DONE)
    assert shown(panel) == [2, 3, 5]


def test_chips_are_chosen_with_the_keyboard_and_show_where_it_is(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(1, Stage.DONE), make(2)])
    chip = filters(panel).chips.chips[StatusFilter.DONE]
    before = chip.grab().toImage()
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    assert chip.grab().toImage() != before
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert upload_rows(panel).rowCount() == 1


def test_the_write_budget_is_remembered_for_the_time_left(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(number) for number in range(29)])
    panel.on_added([make(29, activity=Activity.SENDING)])
    panel.on_held(Hold(HoldReason.WRITE_BUDGET, until=1_010.0, writes_per_minute=60))
    panel.on_held(None)
    assert panel.totals.seconds_left == 60.0


@pytest.mark.parametrize("end", ["run", "account", "nothing"])
def test_the_limit_is_that_of_the_run_and_of_the_account(panel: UploadsPanel, make: Make, end: str) -> None:
    panel.use_account("org")
    panel.on_held(Hold(HoldReason.WRITE_BUDGET, until=1_050.0, writes_per_minute=60))
    panel.on_added([make(number) for number in range(2)])
    assert panel.totals.writes_per_minute == 60
    panel.on_held(None)
    if end == "run":
        panel.on_changed([make(number, Stage.DONE) for number in range(2)])
    panel.use_account("another" if end == "account" else "org")
    panel.on_added([make(number) for number in range(2, 102)])
    assert panel.totals.writes_per_minute == (60 if end == "nothing" else None)


def test_of_thousands_of_rows_that_wait_for_the_limit_only_the_next_says_when(
    panel: UploadsPanel, make: Make
) -> None:
    panel.on_added([make(number) for number in range(1, 5_001)])
    panel.on_held(Hold(HoldReason.WRITE_BUDGET, until=1_050.0, writes_per_minute=60, next_id=17))
    model = upload_rows(panel)
    said = [model.index(row).data(UploadRole.STATUS).text for row in range(5_000)]
    assert [number for number, text in enumerate(said, 1) if text != "Waiting"] == [17]
    assert said[16] == "Next, in 50 s"
    assert (panel.totals.writes_per_minute, panel.totals.seconds_left) == (60, 50.0 + 2 * 5_000)


def test_the_selection_follows_its_rows_under_a_chip(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(1), make(2, Stage.DONE), make(3)])
    select(panel, (1, 2))
    panel.show_only(StatusFilter.DONE)
    assert [transfer.id for transfer in panel.selected_transfers()] == [2]


@pytest.mark.parametrize("count", [10, 400])
def test_rows_that_leave_take_neither_the_selection_nor_the_place_of_others(
    panel: UploadsPanel, make: Make, count: int
) -> None:
    panel.on_added([make(number) for number in range(2 * count)])
    select(panel, (3, 4))
    upload_list(panel).executeDelayedItemsLayout()
    upload_list(panel).verticalScrollBar().setValue(70)
    panel.on_removed(list(range(0, 2 * count, 2)))
    assert [snapshot.transfer.id for snapshot in panel.snapshots()] == list(range(1, 2 * count, 2))
    assert [transfer.id for transfer in panel.selected_transfers()] == [3]
    assert upload_list(panel).verticalScrollBar().value() == 70
    assert panel.totals.count == count


def test_what_a_person_dropped_comes_into_sight_and_what_the_journal_brings_does_not(
    panel: UploadsPanel, make: Make
) -> None:
    panel.on_added([make(number, Stage.DONE) for number in range(99)])
    panel.on_added([make(99, Stage.DONE, batch_id=0)])  # what is left of a damaged row
    assert upload_list(panel).visible_rows().start == 0
    panel.on_submitted(7)
    panel.on_changed([make(1, Stage.DONE)])
    panel.on_added([make(number, batch_id=6) for number in range(100, 110)])  # by a watched folder
    assert upload_list(panel).visible_rows().start == 0
    panel.on_added([make(number, batch_id=7) for number in range(110, 140)])
    assert upload_list(panel).visible_rows().start == 110
    assert upload_list(panel).currentIndex().row() == 110, "the keyboard is elsewhere"
    assert not panel.selected_transfers()
    upload_list(panel).verticalScrollBar().setValue(0)
    panel.on_added([make(140, batch_id=7)])
    assert upload_list(panel).visible_rows().start == 0


def test_a_drop_that_is_listed_when_it_is_told_comes_into_sight_too(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(number, Stage.DONE) for number in range(100)])
    panel.on_added([make(number, batch_id=2) for number in range(100, 140)])
    panel.on_submitted(2)
    assert upload_list(panel).visible_rows().start == 100


def test_new_rows_that_are_in_sight_move_nothing(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(1), make(2)])
    panel.on_submitted(2)
    panel.on_added([make(number, batch_id=2) for number in range(3, 60)])
    assert upload_list(panel).visible_rows().start == 0


def test_a_known_file_is_answered_by_button_key_and_menu(
    panel: UploadsPanel, make: Make, asked: Asked
) -> None:
    panel.on_added([make(1, activity=Activity.KNOWN, known_asset_id="med_1", known_at=0.0)])
    assert (panel.totals.needs_you, panel.totals.active) == (1, 0)
    panel.show_only(StatusFilter.NEEDS_YOU)
    assert upload_rows(panel).rowCount() == 1
    here = layout(panel, 0)
    click(panel, here.main.center())
    click(panel, here.second.center())
    select(panel, (0,))
    QTest.keyClick(upload_list(panel), Qt.Key.Key_U, CONTROL)
    QTest.keyClick(upload_list(panel), Qt.Key.Key_U, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert asked.commands == [commands.UseExistingAsset((1,)), commands.UploadAgain((1,))] * 2
    made = row_menu.row_menu(panel, panel._selection.uploads(), panel.rows)
    assert {"Use that ID", "Upload again", "Cancel upload"} <= {entry.text() for entry in made.actions()}
    made.close()


@pytest.mark.parametrize("width", [880, 400])
def test_a_known_file_has_the_menu_of_other_rows_also_where_its_second_answer_has_no_room(
    panel: UploadsPanel, make: Make, asked: Asked, qtbot: QtBot, width: int
) -> None:
    panel.on_added([make(1, activity=Activity.KNOWN, known_asset_id="med_1", known_at=0.0)])
    panel.resize(width, 400)
    qtbot.waitUntil(lambda: layout(panel, 0).second.isEmpty() is (width == 400))
    click(panel, layout(panel, 0).end.center())
    offered = entries(open_menu())
    assert {"Use that ID", "Upload again", "Cancel upload"} <= set(offered)
    offered["Upload again"].trigger()
    assert asked.commands == [commands.UploadAgain((1,))]


def test_totals_are_told_with_every_piece_of_news(panel: UploadsPanel, make: Make) -> None:
    told: list[Totals] = []
    panel.totals_changed.connect(told.append)
    panel.on_added([make(1, Stage.PRESIGNED, Activity.SENDING, size=1_000), make(2, size=1_000)])
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
    panel: UploadsPanel, make: Make
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
        seen.append(any(timer.isActive() for timer in panel._countdown.findChildren(QTimer)))
    assert seen == [False, True, False, True, False]


def test_the_list_and_its_rows_speak_to_assistive_technology(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(1, Stage.DONE, asset_id="med_01HX")])
    uploads = QAccessible.queryAccessibleInterface(upload_list(panel))
    assert uploads.text(QAccessible.Text.Name) == "Uploads"
    row = uploads.child(0)
    assert row.role() == QAccessible.Role.ListItem
    assert row.text(QAccessible.Text.Name) == (
        "founder-shot.jpg, reference image, 482 KB, done, asset med_01HX"
    )


def test_news_of_rows_that_are_gone_is_ignored(panel: UploadsPanel, asked: Asked) -> None:
    panel.rows.on_button(9, RowAction.RETRY, QPoint())
    panel.rows.open_menu(9, QPoint())
    panel.rows.on_double_click(9)
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Space)
    assert asked.commands == []
    assert panel.newest_done() is None
