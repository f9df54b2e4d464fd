"""The rows of the history: whatever comes in, they are what a plain grouping by day gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from layers_desktop.history.asset import Asset
from layers_desktop.ui.history import text
from layers_desktop.ui.history.model import HistoryModel, HistoryRole
from tests.unit.ui.history.test_words import ASSET

DAY = 24 * 3600.0


def assets(days: list[int], first: int = 1_000) -> list[Asset]:
    """Return assets newest first, one for each entry: so many days ago."""
    return [
        replace(ASSET, number=first - place, asset_id=f"med_{first - place}", made_at=1.7e9 - ago * DAY)
        for place, ago in enumerate(days)
    ]


def shown(model: HistoryModel) -> list[str | date]:
    rows: list[str | date] = []
    for row in range(model.rowCount()):
        asset = model.data(model.index(row, 0), HistoryRole.ASSET)
        rows.append(asset.asset_id if asset is not None else model._rows[row])  # type: ignore[arg-type]  # a date then
    return rows


def grouped(found: list[Asset]) -> list[str | date]:
    rows: list[str | date] = []
    before: date | None = None
    for asset in found:
        day = text.day_of(asset)
        rows += [asset.asset_id] if day == before else [day, asset.asset_id]
        before = day
    return rows


pages = st.lists(st.integers(0, 4), max_size=12)


@given(before=pages, first=pages, then=pages)
def test_pages_and_news_are_grouped_as_if_they_had_come_at_once(
    qapp: object, before: list[int], first: list[int], then: list[int]
) -> None:
    assert qapp
    days = sorted(before) + sorted(first) + sorted(then)
    everything = assets(days)
    model = HistoryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    news, rest = everything[: len(before)], everything[len(before) :]
    model.show(rest[: len(first)], more=True)
    model.append(rest[len(first) :], more=False)
    if model.rowCount():
        model.prepend(news)
        assert shown(model) == grouped(everything)
        assert model.newest == everything[0]
    assert model.assets == len(everything) - (0 if rest else len(news))
    del tester


def test_a_title_can_be_read_but_not_chosen(qapp: object) -> None:
    assert qapp
    model = HistoryModel()
    model.show(assets([0]), more=False)
    title, row = model.index(0, 0), model.index(1, 0)
    assert model.flags(title) == Qt.ItemFlag.NoItemFlags
    assert model.flags(row) & Qt.ItemFlag.ItemIsSelectable
    assert model.data(title, Qt.ItemDataRole.AccessibleTextRole) == model.data(title)
    assert "asset med_1000" in model.data(row, Qt.ItemDataRole.AccessibleTextRole)
    assert "<" not in model.data(row, Qt.ItemDataRole.AccessibleTextRole)
    assert model.data(row, Qt.ItemDataRole.ToolTipRole).startswith("<qt>")


def test_the_next_page_is_asked_for_once(qtbot: QtBot) -> None:
    model = HistoryModel()
    model.show(assets([0, 1]), more=True)
    with qtbot.waitSignal(model.more_wanted, timeout=1_000) as asked:
        model.fetchMore(QModelIndex())
    assert asked.args == [999]
    assert not model.canFetchMore(QModelIndex())
    model.append(assets([1], first=998), more=False)
    assert not model.canFetchMore(QModelIndex())


def test_a_page_that_did_not_come_is_asked_for_anew(qtbot: QtBot) -> None:
    model = HistoryModel()
    model.show(assets([0, 1]), more=True)
    model.fetchMore(QModelIndex())
    model.ask_again()
    with qtbot.waitSignal(model.more_wanted, timeout=1_000) as asked:
        model.fetchMore(QModelIndex())
    assert asked.args == [999]


@pytest.mark.parametrize("more", [True, False])
def test_without_rows_there_is_nothing_to_fetch(qapp: object, *, more: bool) -> None:
    assert qapp
    model = HistoryModel()
    model.show([], more=False)
    assert not model.canFetchMore(QModelIndex())
    model.show(assets([0]), more=more)
    assert model.canFetchMore(QModelIndex()) is more
