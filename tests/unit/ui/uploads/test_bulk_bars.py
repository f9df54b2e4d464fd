"""What several rows need is one click, whatever is selected or shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from layers_desktop.core.errors import Problem
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import IN_DOUBT, Activity, Snapshot, Stage
from layers_desktop.ui import announce
from layers_desktop.ui.uploads.bulk_bars import BulkBars
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.uploads.shortcuts import ListShortcut
from layers_desktop.ui.uploads.totals import Totals
from tests.support.problems import worded
from tests.support.uploads_panel import upload_list
from tests.unit.ui.uploads.list_driver import CONTROL, Asked, entries, open_menu, select

Make = Callable[..., Snapshot]
PROBLEM = worded(code="storage.busy", title="The storage is busy")
DOUBT = worded(code=IN_DOUBT, title="It may be at Layers already")
KIND = worded(code="PAYLOAD_TOO_LARGE", title="Too large for a logo")
SAID = {DOUBT: "retry each by itself", KIND: "choose another kind"}


def failed(make: Make, number: int, problem: Problem = PROBLEM) -> Snapshot:
    return make(number, Stage.FAILED, problem=problem)


def known(make: Make, number: int) -> Snapshot:
    return make(number, activity=Activity.KNOWN, known_asset_id="med_01HX")


def said(panel: UploadsPanel) -> list[str]:
    return [bar.words.text() for bar in (panel.bulk.failed, panel.bulk.known) if bar.isVisible()]


def press(panel: UploadsPanel, text: str) -> None:
    next(
        one for one in panel.bulk.findChildren(QPushButton) if one.isVisible() and one.text() == text
    ).click()


def test_all_that_failed_are_retried_by_one_command(panel: UploadsPanel, asked: Asked, make: Make) -> None:
    panel.on_added(
        [failed(make, 1), make(2, Stage.DONE), failed(make, 3), make(4, Stage.REFUSED, problem=PROBLEM)]
    )
    assert said(panel) == ["2 files weren't uploaded"]
    select(panel, (1,))
    panel.show_only(StatusFilter.DONE)  # neither what is selected nor what is shown matters
    press(panel, "Retry all (2)")
    assert asked.commands == [commands.Retry((1, 3))]
    panel.on_changed([make(1), make(3)])
    assert said(panel) == []


@pytest.mark.parametrize(
    ("button", "command"),
    [("Use all 10 IDs", commands.UseExistingAsset), ("Upload all again", commands.UploadAgain)],
)
def test_all_known_files_are_answered_by_one_command(
    panel: UploadsPanel, asked: Asked, make: Make, button: str, command: Callable[[object], object]
) -> None:
    panel.on_added([known(make, number) for number in range(10)] + [make(10)])
    assert said(panel) == ["10 files are already in their project"]
    press(panel, button)
    assert asked.commands == [command(tuple(range(10)))]


@pytest.mark.parametrize("problem", SAID)
def test_what_a_person_decides_about_is_not_sent_once_more_with_the_others(
    panel: UploadsPanel, asked: Asked, make: Make, problem: Problem
) -> None:
    panel.on_added([failed(make, 1), failed(make, 2, problem), failed(make, 3)])
    assert said(panel) == ["2 files weren't uploaded"]
    press(panel, "Retry all (2)")
    assert asked.commands == [commands.Retry((1, 3))]


def _mixed(apart: Problem) -> list[tuple[Problem | None, ...]]:
    return [(PROBLEM, apart, PROBLEM), (apart, apart, PROBLEM), (apart, apart, None), (apart, None, None)]


@pytest.mark.parametrize("way", ["Ctrl+R", "Enter", "menu", "footer"])
@pytest.mark.parametrize("problems", [*_mixed(DOUBT), *_mixed(KIND)])
def test_no_way_to_retry_several_takes_along_what_a_person_decides_about(
    panel: UploadsPanel, asked: Asked, make: Make, way: str, problems: tuple[Problem | None, ...]
) -> None:
    rows = enumerate(problems)
    panel.on_added([failed(make, n, one) if one else make(n, Stage.REFUSED) for n, one in rows])
    others = tuple(number for number, problem in enumerate(problems) if problem is PROBLEM)
    why = next(words for problem, words in SAID.items() if problem in problems)
    select(panel, range(3))
    match way:
        case "menu":
            panel.rows.open_menu(1, QPoint(9, 9))
            menu = open_menu()
            named = [entry for text, entry in entries(menu).items() if text.startswith("Retry")]
            assert len(named) == bool(others)
            if not others:
                asked.sentences.append(why)
            for entry in named:
                entry.trigger()
            menu.close()
        case "footer":
            panel.retry_selected()
        case _:
            key = (Qt.Key.Key_R, CONTROL) if way == "Ctrl+R" else (Qt.Key.Key_Return,)
            QTest.keyClick(upload_list(panel), *key)
    assert asked.commands == ([commands.Retry(others)] if others else [])
    assert len(asked.sentences) == 1
    assert why in asked.sentences[0]


@pytest.mark.parametrize("gesture", [ListShortcut.RETRY, ListShortcut.MAIN])
def test_by_itself_it_is_retried(
    panel: UploadsPanel, asked: Asked, make: Make, gesture: ListShortcut
) -> None:
    panel.on_added([failed(make, 1, DOUBT), failed(make, 2, DOUBT), failed(make, 3)])
    select(panel, (0,))
    panel.rows.on_shortcut(gesture)
    assert asked.commands == [commands.Retry((1,))]


def test_one_row_alone_has_its_own_buttons(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([failed(make, 1), known(make, 2)])
    assert said(panel) == []


def test_retry_is_for_what_is_selected_and_for_all_where_that_has_not_failed(
    panel: UploadsPanel, asked: Asked, make: Make
) -> None:
    panel.on_added([failed(make, 1), failed(make, 2), make(3, Stage.DONE)])
    panel.retry_selected()
    select(panel, (1,))
    panel.retry_selected()
    upload_list(panel).clearSelection()
    select(panel, (2,))
    panel.retry_selected()
    assert asked.commands == [commands.Retry((1, 2)), commands.Retry((2,)), commands.Retry((1, 2))]


@pytest.mark.parametrize(
    ("rows", "words"), [([], "nothing has failed"), *(([one] * 3, said) for one, said in SAID.items())]
)
def test_retry_all_says_why_nothing_happens(
    panel: UploadsPanel, asked: Asked, make: Make, rows: list[Problem], words: str
) -> None:
    panel.on_added([failed(make, number, problem) for number, problem in enumerate(rows)])
    panel.retry_all()
    assert len(asked.sentences) == 1
    assert words in asked.sentences[0]
    assert asked.commands == []


def test_a_bar_that_was_put_away_comes_back_for_more(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([failed(make, 1), failed(make, 2)])
    panel.bulk.failed.close_button.click()
    panel.on_added([make(3)])
    assert said(panel) == []
    panel.on_added([failed(make, 4)])
    assert said(panel) == ["3 files weren't uploaded"]


@pytest.mark.parametrize("bar", ["failed", "known"])
@pytest.mark.parametrize("end", ["answered", "dismissed"])
def test_after_a_bar_enter_answers_no_other(
    panel: UploadsPanel, asked: Asked, make: Make, bar: str, end: str
) -> None:
    panel.on_added([row for number in (1, 2) for row in (failed(make, number), known(make, number + 2))])
    ended = getattr(panel.bulk, bar)
    button = ended.action if end == "answered" else ended.close_button
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Return)
    if end == "answered":
        panel.on_changed([make(number) for number in ((1, 2) if bar == "failed" else (3, 4))])
    assert ended.isHidden()
    assert panel.window().focusWidget() is upload_list(panel)
    assert len(asked.commands) == (end == "answered")


def test_a_number_that_grows_is_announced_once(panel: UploadsPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(announce, "politely", lambda _source, text: told.append(text))
    bars = BulkBars(panel)
    for count in range(1, 100):
        bars.show_totals(Totals(failed=count))
    assert told == ["2 files weren't uploaded. Retry all (2)"]
