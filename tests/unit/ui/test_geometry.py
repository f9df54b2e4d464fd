from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from layers_desktop.settings.preferences import WindowState
from layers_desktop.ui import geometry


@pytest.fixture
def room(frame: QWidget) -> QSize:
    """Return what a window of this screen can be at most, inside the frame that its windows have."""
    return frame.screen().availableGeometry().size() - (frame.frameGeometry().size() - frame.size())


def test_a_dialog_has_the_size_that_it_wants(frame: QWidget) -> None:
    dialog = QDialog(frame)
    geometry.fit(dialog, QSize(300, 200), frame)
    assert dialog.size() == QSize(300, 200)


def test_a_dialog_is_no_larger_than_the_screen(frame: QWidget, room: QSize) -> None:
    dialog = QDialog(frame)
    geometry.fit(dialog, QSize(300, room.height() + 100), frame)
    assert dialog.size() == QSize(300, room.height())


def test_a_dialog_keeps_its_smallest_size_on_a_screen_that_has_less(frame: QWidget, room: QSize) -> None:
    dialog = QDialog(frame)
    dialog.setMinimumHeight(room.height() + 50)
    geometry.fit(dialog, QSize(300, room.height() + 100), frame)
    assert dialog.height() == room.height() + 50


def test_where_no_place_can_be_known_only_the_size_is_kept(
    frame: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland")
    frame.setGeometry(40, 30, 600, 500)
    assert geometry.state_of(frame) == WindowState(width=600, height=500)
    geometry.restore(frame, WindowState(width=640, height=480, x=7, y=9))
    assert (frame.size(), frame.geometry().topLeft()) == (QSize(640, 480), QPoint(40, 30))


def test_a_window_without_a_place_is_put_where_the_desktop_likes(frame: QWidget) -> None:
    frame.setGeometry(40, 30, 600, 500)
    geometry.restore(frame, WindowState(width=640, height=480))
    assert (frame.size(), frame.geometry().topLeft()) == (QSize(640, 480), QPoint(40, 30))
