"""The system's hints that the network changed, from Qt's own object where this system has one."""

from __future__ import annotations

import pytest
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from layers_desktop.session.network_monitor import NetworkWatch


@pytest.fixture
def information() -> QNetworkInformation:
    if not QNetworkInformation.loadDefaultBackend():
        pytest.skip("Qt has no backend for the network of this system")
    found = QNetworkInformation.instance()
    assert found is not None
    return found


def test_a_change_of_reachability_and_one_of_the_medium_are_told(
    information: QNetworkInformation, qtbot: QtBot
) -> None:
    watch = NetworkWatch()
    assert watch.watching
    with qtbot.waitSignal(watch.changed):
        information.reachabilityChanged.emit(QNetworkInformation.Reachability.Disconnected)
    with qtbot.waitSignal(watch.changed):
        information.transportMediumChanged.emit(QNetworkInformation.TransportMedium.WiFi)


def test_one_that_is_gone_is_told_nothing(information: QNetworkInformation, qtbot: QtBot) -> None:
    watch, other = NetworkWatch(), NetworkWatch()
    told: list[str] = []
    watch.changed.connect(lambda: told.append("gone"))
    watch.deleteLater()
    with qtbot.waitSignal(watch.destroyed):
        pass
    with qtbot.waitSignal(other.changed):
        information.reachabilityChanged.emit(QNetworkInformation.Reachability.Online)
    assert told == []


def test_a_system_that_says_nothing_is_no_fault(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(QNetworkInformation, "loadDefaultBackend", staticmethod(lambda: False))
    watch = NetworkWatch()
    assert not watch.watching
    with qtbot.assertNotEmitted(watch.changed):
        pass
