from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import Snapshot, Stage, Transfer
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.uploads.filter_bar import LEAST_WIDTH
from layers_desktop.ui.uploads.filter_model import StatusFilter, UploadSearch, searched_text
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.uploads.row_text import kind_name
from tests.support.tables import for_each
from tests.support.uploads_panel import filters, upload_list, upload_rows
from tests.unit.ui.uploads.list_driver import shown

Make = Callable[..., Snapshot]
CONTROL = Qt.KeyboardModifier.ControlModifier

transfers = st.builds(
    Transfer,
    id=st.integers(1, 5),
    batch_id=st.just(1),
    account_id=st.just("org"),
    project_id=st.just("prj"),
    project_name=st.text(max_size=12),
    path=st.just(b""),
    name=st.text(max_size=20),
    kind=st.sampled_from([None, *MediaKind]),
    asset_id=st.none() | st.from_regex(r"med_[0-9A-Z]{8}", fullmatch=True),
)


def finds(typed: str, transfer: Transfer) -> bool:
    search = UploadSearch()
    search.look_for(typed)
    return search.finds(transfer)


# Which uploads


@for_each(
    "typed",
    ["founder", "FOUNDER-SHOT.jpg", "reference", "image reference", "cafe", "med_01hxa", "shot café IMAGE"],
)
def test_an_upload_is_found_by_name_id_kind_and_project(make: Make, typed: str) -> None:
    assert finds(typed, make(1, Stage.DONE, asset_id="med_01HXA4MNP5").transfer)


@for_each("typed", ["video", "founder nowhere", "jpgreference", "prj", "/nowhere/founder"])
def test_an_upload_is_not_found_by_what_it_is_not(make: Make, typed: str) -> None:
    assert not finds(typed, make(1, Stage.DONE).transfer)


@given(transfers, st.text(max_size=10))
def test_every_word_must_be_somewhere(transfer: Transfer, typed: str) -> None:
    assert finds(typed, transfer) == all(finds(word, transfer) for word in typed.split())


@given(transfers, st.data())
def test_every_piece_of_what_is_searched_finds_it(transfer: Transfer, data: st.DataObject) -> None:
    parts = (transfer.name, transfer.asset_id or "", kind_name(transfer.kind), transfer.project_name)
    part = data.draw(st.sampled_from(parts))
    start = data.draw(st.integers(0, len(part)))
    assert finds(part[start : data.draw(st.integers(start, len(part)))], transfer)


@given(st.text(), transfers)
def test_more_words_find_no_more(typed: str, transfer: Transfer) -> None:
    if finds(f"{typed} jpg", transfer):
        assert finds(typed, transfer)


@given(st.lists(st.tuples(transfers, st.text(max_size=3)), max_size=8))
def test_what_is_remembered_of_a_row_is_never_old(steps: list[tuple[Transfer, str]]) -> None:
    names: dict[int, str] = {}
    search = UploadSearch()
    for drawn, typed in steps:
        # What Layers and a person may change of a row; the name is fixed when it is dropped.
        transfer = replace(drawn, name=names.setdefault(drawn.id, drawn.name))
        search.look_for(typed)
        assert search.finds(transfer) == all(w in searched_text(transfer) for w in search._words)


# In the panel


def test_search_and_chip_narrow_the_list_together_and_counts_stay(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(1, Stage.DONE), make(2, name="beach.png"), make(3, Stage.DONE, name="beach.mov")])
    field = filters(panel).search
    QTest.keyClicks(field, "BEACH")
    assert shown(panel) == [2, 3]
    panel.show_only(StatusFilter.DONE)
    assert shown(panel) == [3]
    names = [chip.accessibleName() for chip in filters(panel).chips.chips.values()]
    assert names == ["All 3", "Active 1", "Done 2", "Needs you 0"]
    field.clear()
    assert shown(panel) == [1, 3]


def test_a_row_appears_when_its_asset_id_comes(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(1), make(2)])
    filters(panel).search.setText(f"MED_{2:026d}")
    assert shown(panel) == []
    panel.on_changed([make(2, Stage.DONE)])
    assert shown(panel) == [2]


def test_a_row_that_is_dropped_during_a_search_is_searched_too(panel: UploadsPanel, make: Make) -> None:
    filters(panel).search.setText("beach")
    panel.on_added([make(1), make(2, name="Béach.png")])
    assert shown(panel) == [2]


def test_an_empty_result_says_so(panel: UploadsPanel, theme: Theme, make: Make) -> None:
    panel.on_added([make(1)])
    filters(panel).search.setText("  xyz ")
    assert upload_rows(panel).nothing() == "No upload matches “xyz”"
    panel.show_only(StatusFilter.DONE)
    assert upload_rows(panel).nothing() == "No upload under “Done” matches “xyz”"
    panel.show_only(StatusFilter.ALL)
    image = upload_list(panel).viewport().grab().toImage()
    found = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert theme.tokens.bg.name() in found
    assert len(found) > 1
    filters(panel).search.setText("y" * 500)
    assert len(upload_rows(panel).nothing()) < 90
    filters(panel).search.clear()
    assert upload_rows(panel).nothing() == ""


def test_ctrl_f_searches_and_escape_goes_back_to_the_whole_list(
    panel: UploadsPanel, make: Make, qtbot: QtBot
) -> None:
    panel.on_added([make(1), make(2, name="beach.png")])
    panel.activateWindow()
    panel.list_view.setFocus()
    qtbot.waitUntil(upload_list(panel).hasFocus)
    QTest.keyClick(upload_list(panel), Qt.Key.Key_F, CONTROL)
    field = filters(panel).search
    assert field.hasFocus()
    QTest.keyClicks(field, "beach")
    assert shown(panel) == [2]
    QTest.keyClick(upload_list(panel), Qt.Key.Key_F, CONTROL)
    assert field.selectedText() == "beach"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert shown(panel) == [1, 2]
    assert upload_list(panel).hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_down_and_enter_go_into_what_was_found(
    panel: UploadsPanel, make: Make, qtbot: QtBot, key: Qt.Key
) -> None:
    panel.on_added([make(1), make(2, name="beach.png")])
    panel.activateWindow()
    panel.start_search()
    field = filters(panel).search
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "beach")
    QTest.keyClick(field, key)
    assert upload_list(panel).hasFocus()
    assert field.text() == "beach"


def test_the_cross_clears_and_is_there_only_when_there_is_something(panel: UploadsPanel) -> None:
    field = filters(panel).search
    clear = next(action for action in field.actions() if action.text() == "Clear search")
    assert not clear.isVisible()
    field.setText("beach")
    assert clear.isVisible()
    clear.trigger()
    assert field.text() == ""
    assert not clear.isVisible()


def test_ctrl_c_copies_the_search_only_when_some_of_it_is_selected(panel: UploadsPanel, qtbot: QtBot) -> None:
    from_window = panel.window().addAction("Copy", QKeySequence.StandardKey.Copy)
    panel.activateWindow()
    panel.start_search()
    field = filters(panel).search
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "beach")
    with qtbot.waitSignal(from_window.triggered):
        QTest.keyClick(field, Qt.Key.Key_C, CONTROL)
    field.selectAll()
    with qtbot.assertNotEmitted(from_window.triggered):
        QTest.keyClick(field, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "beach"


def test_the_field_has_its_name(panel: UploadsPanel) -> None:
    assert panel.search_field.accessibleName() == "Search uploads"


@pytest.mark.parametrize("count", [3, 2_000])
def test_a_narrow_window_keeps_chips_and_search_readable(
    panel: UploadsPanel, make: Make, qtbot: QtBot, count: int
) -> None:
    panel.on_added([make(number) for number in range(count)])
    panel.resize(520, 400)
    bar = filters(panel)
    chips = list(bar.chips.chips.values())
    qtbot.waitUntil(lambda: bar.width() == 520 and bar.search.geometry().right() < 520)
    assert bar.search.width() >= LEAST_WIDTH
    assert chips[-1].mapTo(bar, chips[-1].rect().topRight()).x() < bar.search.x()
    assert chips[0].accessibleName() == f"All {count}"
    assert chips[0].text() in ("All 3", "All")
    panel.resize(880, 400)
    qtbot.waitUntil(lambda: chips[0].text() == f"All {count}")
