from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QApplication, QStyleOptionProgressBar
from pytestqt.qtbot import QtBot

from layers_desktop.api.errors import ProxyFault
from layers_desktop.transfers.transfer import BatchSummary, Hold, HoldReason
from layers_desktop.ui import footer as footer_words
from layers_desktop.ui.footer import Footer
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.uploads.totals import Totals
from tests.support.accessible_name import accessible_name

RUNNING = Totals(
    count=20,
    settled=11,
    done=11,
    run_count=12,
    run_settled=3,
    bytes_total=1_200_000_000,
    bytes_sent=84_000_000,
    seconds_left=230.0,
)
ENDED = Totals(
    count=20, settled=20, done=19, needs_you=1, bytes_total=1_200_000_000, bytes_sent=1_200_000_000
)


def _summary(**changes: float | str) -> BatchSummary:
    values: dict[str, object] = {
        "batch_id": 1, "project_id": "prj_1", "done": 12, "needs_you": 1, "cancelled": 0,
        "sent_bytes": 1_200_000_000, "seconds": 190.0,
    }  # fmt: skip
    return BatchSummary(**(values | changes))  # type: ignore[arg-type]  # checked by the values above


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock at zero."""
    return Clock()


@pytest.fixture
def footer(theme: Theme, qtbot: QtBot, clock: Callable[[], float]) -> Footer:  # noqa: ARG001
    """Return a shown footer, wide enough for everything."""
    made = Footer(QAction("Copy asset ID"), QAction("Retry failed uploads"), clock=clock)
    qtbot.addWidget(made)
    made.resize(880, 52)
    made.show()
    return made


def painted(footer: Footer) -> int:
    """Return how far the bar is drawn, in thousandths."""
    option = QStyleOptionProgressBar()
    footer.bar.initStyleOption(option)
    return option.progress


def test_totals_are_by_bytes(footer: Footer) -> None:
    footer.show_totals(RUNNING)
    assert footer.words.text() == "3 of 12 · 84 MB of 1.2 GB · 4 min left"
    assert painted(footer) == 70
    assert footer.bar.isVisible()


def test_the_one_button_pauses_and_resumes(footer: Footer, qtbot: QtBot) -> None:
    footer.show_totals(RUNNING)
    assert accessible_name(footer.pause) == footer.pause.text() == "Pause all"
    with qtbot.waitSignal(footer.pause_requested):
        footer.pause.click()
    footer.show_hold(Hold(HoldReason.PAUSED))
    assert accessible_name(footer.pause) == footer.pause.text() == "Resume all"
    with qtbot.waitSignal(footer.resume_requested):
        footer.pause.click()


def test_a_batch_that_ended_is_summed_up_and_can_be_copied(footer: Footer, qtbot: QtBot) -> None:
    footer.show_totals(RUNNING)
    assert not footer.copy_all.isVisible()
    footer.show_totals(ENDED)
    footer.batch_finished(_summary())
    assert footer.words.text() == "12 uploaded, 1 needs you · 1.2 GB in 3 min 10 s"
    assert not footer.pause.isVisible()
    assert not footer.bar.isVisible()
    assert footer.copy_all.text() == "Copy 12 IDs"
    assert accessible_name(footer.copy_all) == "Copy 12 IDs"
    with qtbot.waitSignal(footer.copy_batches_requested) as asked:
        footer.copy_all.click()
    assert asked.args == [frozenset({1})]


def test_the_end_says_what_earlier_drops_still_want(footer: Footer) -> None:
    footer.show_totals(RUNNING)
    footer.show_totals(Totals(count=5, settled=5, done=1, needs_you=4, failed=4))
    footer.batch_finished(_summary(done=1, needs_you=0, sent_bytes=3_000, seconds=1.0))
    assert footer.words.text() == "1 uploaded, 4 need you · 3 KB in 1 s"
    assert footer.copy_all.text() == "Copy 1 ID"


def test_where_there_is_little_room_what_needs_the_person_is_said_last_of_all() -> None:
    assert list(footer_words.shorter("1 uploaded, 4 need you · 3 KB in 1 s")) == [
        "1 uploaded, 4 need you · 3 KB in 1 s", "1 uploaded, 4 need you", "4 need you",
    ]  # fmt: skip


def test_a_sentence_about_a_batch_goes_with_the_rows_that_are_removed(footer: Footer, qtbot: QtBot) -> None:
    footer.show_totals(RUNNING)
    footer.show_totals(ENDED)
    footer.batch_finished(_summary())
    footer.show_totals(dataclasses.replace(ENDED, count=11, settled=11, done=11, needs_you=0))
    assert footer.words.text() == "11 uploaded"
    assert footer.copy_all.text() == "Copy 11 IDs"
    with qtbot.waitSignal(footer.copy_all_requested):
        footer.copy_all.click()


def test_who_uses_an_id_that_is_there_needs_nobody_any_more(footer: Footer) -> None:
    footer.show_totals(RUNNING)
    footer.show_totals(Totals(count=1, settled=1, needs_you=1))
    footer.batch_finished(_summary(done=0, needs_you=1, sent_bytes=0))
    assert footer.words.text() == "1 needs you"
    footer.show_totals(Totals(count=1, settled=1, done=1))
    assert footer.words.text() == "1 uploaded"
    assert footer.copy_all.isVisible()
    assert footer.copy_all.text() == "Copy 1 ID"


def test_an_id_that_is_used_while_others_are_sent_is_counted_at_the_end(footer: Footer) -> None:
    running = Totals(count=3, settled=1, needs_you=1, run_count=3, run_settled=1)
    footer.show_totals(running)
    footer.batch_finished(_summary(done=0, needs_you=1, sent_bytes=0))
    footer.show_totals(dataclasses.replace(running, needs_you=0, done=1))
    footer.batch_finished(_summary(batch_id=2, done=2, needs_you=0))
    footer.show_totals(Totals(count=3, settled=3, done=3))
    assert footer.words.text() == "3 uploaded"
    assert footer.copy_all.text() == "Copy 3 IDs"


def test_a_batch_that_ends_twice_in_one_run_counts_once(footer: Footer) -> None:
    footer.show_totals(RUNNING)
    footer.batch_finished(_summary(done=11, needs_you=1))
    footer.show_totals(dataclasses.replace(RUNNING, settled=10, needs_you=0))
    footer.batch_finished(_summary(done=12, needs_you=0))
    footer.show_totals(dataclasses.replace(ENDED, needs_you=0))
    assert footer.words.text() == "12 uploaded · 1.2 GB in 3 min 10 s"


def test_the_button_counts_the_batch_and_not_what_was_done_before(footer: Footer) -> None:
    footer.show_totals(RUNNING)
    footer.show_totals(dataclasses.replace(ENDED, count=40, settled=40, done=39))
    footer.batch_finished(_summary())
    assert footer.copy_all.text() == "Copy 12 IDs"


def test_batches_that_overlap_are_summed_up_together(footer: Footer, clock: Clock) -> None:
    footer.show_totals(RUNNING)
    footer.batch_finished(_summary())
    assert footer.words.text().startswith("3 of 12")
    clock.now = 300.0
    footer.show_totals(ENDED)
    footer.batch_finished(_summary(batch_id=2, done=1, needs_you=0))
    assert footer.words.text() == "13 uploaded, 1 needs you · 2.4 GB in 5 min"


def test_the_time_of_drops_that_overlap_is_that_of_all_of_them(footer: Footer, clock: Clock) -> None:
    footer.show_totals(RUNNING)
    footer.batch_finished(_summary())
    clock.now = 300.0
    footer.show_totals(ENDED)
    footer.batch_finished(_summary(batch_id=2, done=1, needs_you=0))
    assert footer.words.text() == "13 uploaded, 1 needs you · 2.4 GB in 5 min"


def test_the_next_batch_forgets_the_last_summary(footer: Footer) -> None:
    footer.show_totals(RUNNING)
    footer.batch_finished(_summary())
    footer.show_totals(ENDED)
    footer.show_totals(RUNNING)
    footer.show_totals(ENDED)
    footer.batch_finished(_summary(done=2, needs_you=0, sent_bytes=0))
    assert footer.words.text() == "2 uploaded, 1 needs you"


def test_old_rows_alone_are_counted(footer: Footer) -> None:
    footer.show_totals(Totals(count=3, settled=3, done=1, needs_you=2))
    assert footer.words.text() == "1 uploaded, 2 need you"
    assert footer.copy_all.text() == "Copy 1 ID"
    assert footer.copy_one.isVisible()


def test_retry_is_there_while_something_can_be_tried_again(footer: Footer) -> None:
    footer.show_totals(Totals(count=2, settled=2, done=1, needs_you=1))
    assert not footer.retry.isVisible()
    footer.show_totals(Totals(count=2, settled=2, done=1, needs_you=1, failed=1))
    assert footer.retry.isVisible()
    assert accessible_name(footer.retry) == "Retry failed uploads"


def test_in_a_narrow_window_the_bar_is_a_line_along_the_edge(footer: Footer) -> None:
    footer.show_totals(RUNNING)
    beside = footer.bar.geometry()
    footer.resize(520, 52)
    assert footer.bar.isVisible()
    assert (footer.bar.pos().toTuple(), footer.bar.size().toTuple()) == ((0, 0), (520, 2))
    assert footer.add.isVisible()
    footer.resize(900, 52)
    QApplication.processEvents()
    assert footer.bar.size() == beside.size()
    assert footer.bar.y() > 0


def test_progress_is_told_every_ten_seconds_and_read_in_words_on_request(
    footer: Footer, clock: Clock
) -> None:
    told: list[int] = []
    footer.bar.valueChanged.connect(told.append)
    for second in range(60):
        clock.now = float(second)
        footer.show_totals(dataclasses.replace(RUNNING, bytes_sent=(second + 1) * 20_000_000))
        assert painted(footer) == (second + 1) * 20_000_000 * 1000 // 1_200_000_000
    assert len(told) == 5
    assert max(told) <= 990, "the last percent is the asset ids"
    words = QAccessible.queryAccessibleInterface(footer.words)
    assert words.text(QAccessible.Text.Name) == "3 of 12"
    assert words.text(QAccessible.Text.Description) == footer.words.text()


def test_what_waits_for_the_network_says_so(footer: Footer) -> None:
    footer.show_totals(dataclasses.replace(RUNNING, seconds_left=None))
    footer.show_hold(Hold(HoldReason.OFFLINE))
    assert footer.words.text() == "3 of 12 · 84 MB of 1.2 GB · Waiting for the network"
    footer.show_hold(Hold(HoldReason.OFFLINE, problem=ProxyFault().problem))
    assert footer.words.text() == "3 of 12 · 84 MB of 1.2 GB · Waiting: the proxy does not work"


def test_what_layers_allows_is_said_with_how_long_all_of_it_takes(footer: Footer) -> None:
    footer.show_totals(dataclasses.replace(RUNNING, seconds_left=5_400.0, writes_per_minute=60))
    assert footer.words.text() == "3 of 12 · Layers takes 60 a minute · 1 h 30 min left"
    assert list(footer_words.shorter(footer.words.text()))[1:] == ["3 of 12 · 1 h 30 min left", "3 of 12"]


def test_pause_all_is_said_beside_how_far_everything_is(footer: Footer) -> None:
    footer.show_totals(RUNNING)
    footer.show_hold(Hold(HoldReason.PAUSED))
    assert footer.words.text() == "3 of 12 · 84 MB of 1.2 GB · Paused"
    footer.show_hold(None)
    assert footer.words.text() == "3 of 12 · 84 MB of 1.2 GB · 4 min left"


def test_one_paused_file_is_all_that_is_left_to_resume(footer: Footer, qtbot: QtBot) -> None:
    footer.show_totals(
        Totals(count=9, settled=8, done=8, paused=1, run_count=3, run_settled=2, bytes_total=3_000_000)
    )
    assert footer.words.text() == "2 of 3 · 0 bytes of 3 MB · 1 paused"
    assert footer.pause.text() == "Resume all"
    with qtbot.waitSignal(footer.resume_requested):
        footer.pause.click()


def test_a_paused_file_beside_running_ones_changes_no_button(footer: Footer) -> None:
    footer.show_totals(dataclasses.replace(RUNNING, paused=1))
    assert footer.words.text().endswith("4 min left")
    assert footer.pause.text() == "Pause all"


def test_where_there_is_little_room_whole_parts_are_left_out() -> None:
    assert list(footer_words.shorter("3 of 12 · 84 MB of 1.2 GB · 4 min left")) == [
        "3 of 12 · 84 MB of 1.2 GB · 4 min left", "3 of 12 · 4 min left", "3 of 12",
    ]  # fmt: skip
    assert list(footer_words.shorter("1 needs you")) == ["1 needs you"]


def test_a_narrow_footer_says_how_many_and_shows_the_rest_on_hovering(footer: Footer) -> None:
    footer.show_totals(RUNNING)
    footer.words.setFixedWidth(footer.fontMetrics().horizontalAdvance("3 of 12 · 84 MB of 1"))
    footer.grab()
    assert footer.words.shortened(footer.words.width()) == "3 of 12 · 4 min left"
    assert "84 MB of 1.2 GB" in footer.words.toolTip()
