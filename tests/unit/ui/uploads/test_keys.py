from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage
from layers_desktop.ui.uploads.panel import UploadsPanel
from tests.support.uploads_panel import upload_list
from tests.unit.ui.uploads.list_driver import CONTROL, NO_KEYS, Asked, select

Make = Callable[..., Snapshot]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ((Qt.Key.Key_Space, NO_KEYS), [commands.Pause((1, 2))]),
        ((Qt.Key.Key_R, CONTROL), [commands.Retry((4,))]),
        ((Qt.Key.Key_Delete, NO_KEYS), [commands.Cancel((1, 2)), commands.Remove((3, 4))]),
    ],
)
def test_keys_act_on_all_selected_rows(
    panel: UploadsPanel,
    asked: Asked,
    make: Make,
    key: tuple[Qt.Key, Qt.KeyboardModifier],
    expected: list[object],
) -> None:
    panel.on_added(
        [
            make(1),
            make(2, Stage.PRESIGNED, Activity.SENDING),
            make(3, Stage.DONE),
            make(4, Stage.FAILED),
            make(5),
        ]
    )
    select(panel, (3, 0, 2, 1))
    QTest.keyClick(upload_list(panel), *key)
    assert asked.commands == expected


def test_enter_is_the_button_of_the_row_and_of_the_others_that_have_the_same(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.FAILED), make(2), make(3, Stage.FAILED), make(4, Stage.DONE)])
    select(panel, (0, 1, 2))
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Return)
    assert asked.commands == [commands.Retry((1, 3))]
    select(panel, [3])
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert asked.copied == [[4]]


def test_ctrl_c_is_for_the_selected_rows_in_drop_order(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    panel.on_added([make(number, Stage.DONE) for number in (1, 2, 3)] + [make(4)])
    select(panel, (2, 3, 0))
    QTest.keyClick(upload_list(panel), Qt.Key.Key_C, CONTROL)
    assert asked.copied == [[1, 3, 4]]  # what has no id yet is said


def test_ctrl_c_is_for_what_was_dropped_last_when_nothing_is_selected(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.DONE, batch_id=1), make(2, Stage.DONE, batch_id=2)])
    select(panel, [0])
    panel.on_submitted(2)
    panel.on_submitted(3)
    panel.on_added([make(3, Stage.DONE, batch_id=3), make(4, batch_id=3)])
    panel.on_added([make(5, Stage.DONE, batch_id=4)])  # by a watched folder
    QTest.keyClick(upload_list(panel), Qt.Key.Key_C, CONTROL)
    panel.on_removed([3, 4])
    QTest.keyClick(upload_list(panel), Qt.Key.Key_C, CONTROL)
    assert asked.copied == [[3, 4], [2]]


def test_ctrl_c_copies_the_newest_finished_one_when_nothing_is_selected(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.DONE, finished_at=9.0), make(2, Stage.DONE, finished_at=5.0), make(3)])
    QTest.keyClick(upload_list(panel), Qt.Key.Key_C, CONTROL)
    assert asked.copied == [[1]]


def test_the_keys_of_the_list_win_over_the_windows_shortcuts(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    window_action = QAction("Copy", panel)
    window_action.setShortcut("Ctrl+C")
    panel.addAction(window_action)
    taken: list[bool] = []
    window_action.triggered.connect(taken.append)
    panel.on_added([make(1, Stage.DONE)])
    upload_list(panel).setFocus()
    QTest.keyClick(upload_list(panel), Qt.Key.Key_C, CONTROL)
    assert asked.copied == [[1]]
    assert not taken


def test_arrow_keys_move_and_letters_find_names(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(1, name="alpha.png"), make(2, name="beta.png"), make(3, name="gamma.png")])
    upload_list(panel).setCurrentIndex(upload_list(panel).model().index(0, 0))
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Down)
    assert [transfer.id for transfer in panel.selected_transfers()] == [2]
    QTest.keyClick(upload_list(panel), Qt.Key.Key_G)
    assert [transfer.id for transfer in panel.selected_transfers()] == [3]


def marked(panel: UploadsPanel) -> None:
    """Give the list the keyboard as a window does that comes back: a row is marked, and none selected."""
    upload_list(panel).setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert upload_list(panel).currentIndex().row() == 0
    assert not panel.selected_transfers()


@pytest.mark.parametrize("key", [Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_PageUp])
def test_a_key_that_leads_to_the_marked_row_selects_it(
    panel: UploadsPanel, asked: Asked, make: Make, key: Qt.Key
) -> None:
    panel.on_added([make(1, Stage.FAILED), make(2, Stage.FAILED)])
    marked(panel)
    QTest.keyClick(upload_list(panel), key)
    assert [transfer.id for transfer in panel.selected_transfers()] == [1]
    QTest.keyClick(upload_list(panel), Qt.Key.Key_R, CONTROL)
    assert asked.commands == [commands.Retry((1,))]


def test_a_key_is_for_the_row_with_the_ring_when_none_is_selected(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([make(1, Stage.FAILED), make(2, Stage.FAILED)])
    marked(panel)
    QTest.keyClick(upload_list(panel), Qt.Key.Key_R, CONTROL)
    assert asked.commands == [commands.Retry((1,))]


def test_del_takes_no_row_that_nobody_chose(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    panel.on_added([make(1, Stage.FAILED)])
    marked(panel)
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Delete)
    assert asked.commands == []
    assert asked.sentences == ["Select a row of the list first"]


ON_ITS_END = "What is being finished at Layers can be neither paused nor cancelled"


@pytest.mark.parametrize(
    ("key", "row", "sentence"),
    [
        ((Qt.Key.Key_R, CONTROL), (Stage.DONE, None), "Nothing to retry: what is selected has not failed"),
        (
            (Qt.Key.Key_Space, NO_KEYS),
            (Stage.DONE, None),
            "What is selected is not on its way, so it cannot be paused",
        ),
        ((Qt.Key.Key_Space, NO_KEYS), (Stage.UPLOADED, Activity.FINISHING), ON_ITS_END),
        ((Qt.Key.Key_Delete, NO_KEYS), (Stage.UPLOADED, Activity.FINISHING), ON_ITS_END),
        ((Qt.Key.Key_Return, NO_KEYS), (Stage.QUEUED, None), "What is selected has no button"),
        (
            (Qt.Key.Key_U, CONTROL),
            (Stage.DONE, None),
            "Only rows that say “Already in this project” have this choice",
        ),
    ],
)
def test_a_key_that_can_do_nothing_says_why(
    panel: UploadsPanel,
    asked: Asked,
    make: Make,
    key: tuple[Qt.Key, Qt.KeyboardModifier],
    row: tuple[Stage, Activity | None],
    sentence: str,
) -> None:
    panel.on_added([make(1, *row)])
    select(panel, [0])
    QTest.keyClick(upload_list(panel), *key)
    assert asked.commands == []
    assert asked.sentences == [sentence]
