from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.transfers.transfer import BatchSummary
from layers_desktop.ui.platform.notifications import Notifications
from tests.support.desktop.desktop_bus import Desktop, shown

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the task bar's entry alone asks")

ON, OFF = ProjectSettings(notify=True), ProjectSettings(notify=False)
ALL_CAN = ("actions", "body", "body-markup")


def batch(batch_id: int = 3, *, done: int = 12, needs_you: int = 1, cancelled: int = 0) -> BatchSummary:
    return BatchSummary(
        batch_id=batch_id,
        project_id="prj",
        done=done,
        needs_you=needs_you,
        cancelled=cancelled,
        sent_bytes=5,
        seconds=2.0,
    )


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch) -> list[QWidget]:
    """Return the windows that asked for a look."""
    asked: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", staticmethod(asked.append))
    return asked


def test_a_batch_is_told_in_words_with_its_project_and_two_actions(
    desktop: Desktop, notifications: Notifications, qtbot: QtBot, alerts: list[QWidget]
) -> None:
    service = desktop.start_service(*ALL_CAN)
    notifications.batch_finished(batch(), ON, "Café & <b>Ünïcode</b>")
    qtbot.waitUntil(lambda: len(shown(service)) == 1)
    assert shown(service) == [
        {
            "app": "Layers Desktop",
            "replaces": 0,
            "icon": "com.layers.desktop",
            "title": "12 uploaded, 1 needs you",
            "body": "Café &amp; &lt;b&gt;Ünïcode&lt;/b&gt;",
            "actions": ["default", "Show", "copy", "Copy IDs"],
            "hints": {"desktop-entry": "com.layers.desktop", "category": "transfer.complete"},
            "milliseconds": -1,
        }
    ]
    assert len(alerts) == 1


def test_a_simple_service_gets_plain_words_and_no_actions(
    desktop: Desktop, notifications: Notifications, qtbot: QtBot
) -> None:
    service = desktop.start_service("body")
    notifications.batch_finished(batch(), ON, "A & B")
    qtbot.waitUntil(lambda: len(shown(service)) == 1)
    assert shown(service)[0]["body"] == "A & B"
    assert shown(service)[0]["actions"] == []


def test_copy_ids_asks_for_the_batch_of_that_notification(
    desktop: Desktop, notifications: Notifications, qtbot: QtBot
) -> None:
    service = desktop.start_service(*ALL_CAN)
    notifications.batch_finished(batch(2**40), ON)
    notifications.batch_finished(batch(4), ON)
    qtbot.waitUntil(lambda: len(shown(service)) == 2 and len(notifications._batches) == 2)
    with qtbot.waitSignal(notifications.copy_requested) as asked:
        desktop.invoke(7, "copy")
    assert asked.args == [2**40]
    with qtbot.waitSignal(notifications.copy_requested) as asked:
        desktop.invoke(8, "copy")
    assert asked.args == [4]


def test_the_notifications_of_others_are_theirs(
    desktop: Desktop, notifications: Notifications, qtbot: QtBot
) -> None:
    desktop.start_service(*ALL_CAN)
    notifications.batch_finished(batch(4), ON)
    qtbot.waitUntil(lambda: notifications._batches == {7: 4})
    asked: list[object] = []
    notifications.copy_requested.connect(asked.append)
    desktop.invoke(99, "copy")
    desktop.invoke(7, "archive")
    with qtbot.waitSignal(notifications.copy_requested):
        desktop.invoke(7, "copy")  # the bus keeps the order, so the others were heard before it
    assert asked == [4]


def test_a_click_on_it_asks_for_the_window(
    desktop: Desktop, notifications: Notifications, qtbot: QtBot
) -> None:
    desktop.start_service(*ALL_CAN)
    notifications.batch_finished(batch(), ON)
    qtbot.waitUntil(lambda: bool(notifications._batches))
    with qtbot.waitSignal(notifications.show_requested):
        desktop.invoke(7, "default")


def test_the_desktops_leave_to_come_to_the_front_is_kept_for_its_own_action_alone(
    desktop: Desktop, notifications: Notifications, qtbot: QtBot
) -> None:
    desktop.start_service(*ALL_CAN)
    notifications.batch_finished(batch(3), ON)
    notifications.batch_finished(batch(4), ON)
    qtbot.waitUntil(lambda: len(notifications._batches) == 2)
    desktop.give_leave(99, "of another program")
    desktop.give_leave(7, "leave-7")
    with qtbot.waitSignal(notifications.show_requested):
        desktop.invoke(7, "default")
    assert notifications.activation == "leave-7"
    desktop.give_leave(7, "leave-7 again")
    with qtbot.waitSignal(notifications.copy_requested):
        desktop.invoke(8, "copy")
    assert notifications.activation == ""


def test_a_batch_without_an_asset_has_nothing_to_copy(
    desktop: Desktop, notifications: Notifications, qtbot: QtBot
) -> None:
    service = desktop.start_service(*ALL_CAN)
    notifications.batch_finished(batch(done=0, needs_you=2), ON)
    qtbot.waitUntil(lambda: len(shown(service)) == 1)
    assert shown(service)[0]["title"] == "2 need you"
    assert shown(service)[0]["actions"] == ["default", "Show"]


@pytest.mark.parametrize(
    ("summary", "settings"),
    [(batch(), OFF), (batch(done=0, needs_you=0, cancelled=3), ON)],
    ids=["not wanted", "all cancelled"],
)
def test_it_stays_silent(
    notifications: Notifications, alerts: list[QWidget], summary: BatchSummary, settings: ProjectSettings
) -> None:
    notifications.batch_finished(summary, settings)
    assert alerts == []
    assert notifications._bus is None


def test_it_stays_silent_while_a_window_of_ours_is_in_front(qtbot: QtBot, alerts: list[QWidget]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    made = Notifications(window)
    made.batch_finished(batch(), ON)
    assert alerts == []
    assert made._bus is None


@pytest.mark.parametrize(
    "address", ["", "disabled:", "unix:path=/nowhere/bus", "tcp:host=x,port=1", "nonsense"]
)
def test_without_a_session_bus_only_the_task_bar_asks(
    notifications: Notifications, alerts: list[QWidget], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    notifications.batch_finished(batch(), ON)
    assert len(alerts) == 1


def test_where_no_service_is_nothing_is_said_and_a_later_one_is_used(
    desktop: Desktop, notifications: Notifications, qtbot: QtBot
) -> None:
    notifications.batch_finished(batch(1), ON)
    bus = notifications._bus
    assert bus is not None
    qtbot.waitUntil(lambda: not bus._replies)
    service = desktop.start_service(*ALL_CAN)
    notifications.batch_finished(batch(2), ON)
    qtbot.waitUntil(lambda: notifications._batches == {7: 2} and len(shown(service)) == 1)


def test_a_bus_that_goes_away_takes_nothing_along(
    desktop: Desktop, notifications: Notifications, qtbot: QtBot, alerts: list[QWidget]
) -> None:
    desktop.start_service(*ALL_CAN)
    notifications.batch_finished(batch(), ON)
    qtbot.waitUntil(lambda: bool(notifications._batches))
    desktop.close()
    bus = notifications._bus
    assert bus is not None
    qtbot.waitUntil(lambda: not bus.connected)
    notifications.batch_finished(batch(), ON)
    assert len(alerts) == 2
