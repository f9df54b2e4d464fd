from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

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
