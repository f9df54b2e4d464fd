from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.commands import Pause
from layers_desktop.transfers.transfer import Activity, Restored, Snapshot, Stage
from layers_desktop.ui.message_bar import MessageKind
from layers_desktop.ui.platform.integration import message
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.window_contents import WindowContents
from tests.support.tables import for_each
from tests.support.window_services import RecordingServices

CRASHED = "Layers Desktop did not end properly last time; nothing is lost."


def left(unfinished: int, *, crashed: bool = False) -> Restored:
    return Restored(unfinished=unfinished, failed=1, done=2, crashed=crashed)


@for_each(
    ("restored", "paused", "words", "may_pause"),
    [
        (left(12), 0, "12 uploads from last time go on.", True),
        (left(1), 0, "1 upload from last time goes on.", True),
        (left(5), 2, "3 uploads from last time go on.", True),
        (left(2), 2, "2 uploads from last time are paused.", False),
        (
            left(12, crashed=True),
            0,
            f"{CRASHED} 12 uploads from last time go on.",
            True,
        ),
    ],
)
def test_it_says_how_many_go_on(restored: Restored, paused: int, words: str, may_pause: bool) -> None:
    banner = message(restored, paused)
    assert banner is not None
    assert (banner.text, bool(banner.other_action)) == (words, may_pause)


def test_nothing_left_is_nothing_said() -> None:
    assert message(left(0, crashed=True), 0) is None


@pytest.fixture
def restored(busy: WindowContents) -> WindowContents:
    busy.desktop.show_restored(left(3))
    assert busy.banner.topic is MessageKind.RESTORED
    return busy


def test_show_shows_what_is_under_way(restored: WindowContents) -> None:
    restored.banner.action.click()
    assert restored.panel.shown is StatusFilter.ACTIVE
    assert not restored.banner.isVisible()


def test_pause_all_pauses_all(services: RecordingServices, restored: WindowContents, qtbot: QtBot) -> None:
    with qtbot.waitSignal(services.queue.posted) as posted:
        restored.banner.other_action.click()
    assert posted.args == [Pause()]
    assert not restored.banner.isVisible()


def test_it_goes_when_they_are_done(restored: WindowContents, row: Callable[..., Snapshot]) -> None:
    restored.on_changed([row(number, Activity.FINISHED, stage=Stage.DONE) for number in (1, 2)])
    assert restored.banner.isVisible()
    restored.on_changed([row(3, Activity.FINISHED, stage=Stage.DONE)])
    assert not restored.banner.isVisible()
