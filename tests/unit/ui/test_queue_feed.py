from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.queue import QueueConfig, TransferQueue
from layers_desktop.transfers.transfer import Hold, HoldReason, Snapshot
from layers_desktop.ui.queue_feed import PORTION, QueueFeed
from layers_desktop.ui.window_contents import WindowContents

Done = Callable[..., Snapshot]


@pytest.fixture
def queue(tmp_path: Path, open_window: WindowContents) -> TransferQueue:
    """Return a queue whose thread does not run: the test speaks in its place."""
    made = TransferQueue(QueueConfig(data=tmp_path))
    QueueFeed(made, open_window)
    return made


@pytest.fixture
def shown(open_window: WindowContents, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Return what the window is told from now on: the slot, and of how many rows."""
    calls: list[tuple[str, int]] = []
    for name in ("on_added", "on_changed", "on_removed", "on_held"):
        slot = getattr(open_window, name)

        def noted(told: object, name: str = name, slot: Callable[[object], None] = slot) -> None:
            calls.append((name, len(told) if isinstance(told, list) else 1))
            slot(told)

        monkeypatch.setattr(open_window, name, noted)
    return calls


def test_very_many_rows_come_in_portions_between_other_events(
    queue: TransferQueue, shown: list[tuple[str, int]], open_window: WindowContents, done: Done, qtbot: QtBot
) -> None:
    rows = [done(number) for number in range(10 * PORTION + 7)]
    queue.added.emit(rows)
    assert not shown
    before: list[int] = []
    while len(open_window.panel.snapshots()) < len(rows):
        QCoreApplication.processEvents()
        before.append(len(shown))
    assert {rows for _, rows in shown} == {PORTION, 7}
    assert len(before) > 1, "all of it was one turn"
    assert open_window.panel.totals.count == len(rows)
    qtbot.wait(0)


def test_single_changes_are_shown_together_and_everything_in_its_order(
    queue: TransferQueue, shown: list[tuple[str, int]], open_window: WindowContents, done: Done, qtbot: QtBot
) -> None:
    queue.added.emit([done(1), done(2)])
    for number in (1, 2, 1):
        queue.changed.emit([done(number, name=f"{number}.png")])
    queue.hold_changed.emit(Hold(HoldReason.OFFLINE))
    queue.changed.emit([done(2, name="last.png")])
    queue.removed.emit([1])
    qtbot.waitUntil(lambda: len(shown) == 5)
    assert shown == [("on_added", 2), ("on_changed", 3), ("on_held", 1), ("on_changed", 1), ("on_removed", 1)]
    assert [row.transfer.name for row in open_window.panel.snapshots()] == ["last.png"]


def test_what_the_queue_told_stays_as_it_is_for_others(
    queue: TransferQueue, open_window: WindowContents, done: Done, qtbot: QtBot
) -> None:
    first, second = [done(1)], [done(2)]
    queue.added.emit(first)
    queue.added.emit(second)
    qtbot.waitUntil(lambda: open_window.panel.totals.count == 2)
    assert (len(first), len(second)) == (1, 1)
