"""Closing while uploads run, without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from layers_desktop.transfers.transfer import Activity, Stage
from layers_desktop.ui.platform.close_behavior import CloseChoice, CloseDialog
from layers_desktop.ui.widgets.buttons import ENTER
from tests.integration.keyboard.keys import in_dialog, paste, pick_project, press, tab_to
from tests.screenshots.scene import Scene, wait_until
from tests.support.accessible_name import accessible_name


def asked(scene: Scene) -> CloseDialog:
    """Close the window as the desktop's key for it does, which never reaches a program as a key."""
    scene.frame.close()
    dialog = in_dialog()
    assert isinstance(dialog, CloseDialog)
    wait_until(dialog.isActiveWindow, "the question to have the keyboard")
    return dialog


def test_the_question_is_answered_by_keys(scene: Scene) -> None:
    pick_project(scene)
    scene.line.pace = 0.25
    paste(scene, scene.samples.video("launch-teaser.mp4", 48_000_000))
    scene.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
    asked(scene)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert accessible_name(focused) == "Keep going in the background"
    press(scene, Qt.Key.Key_Escape)
    wait_until(lambda: QApplication.activeModalWidget() is None, "the end of the question")
    assert scene.frame.isVisible()
    asked(scene)
    tab_to(scene, "Stop, and resume at the next start")
    press(scene, Qt.Key.Key_Space)
    wait_until(lambda: not scene.frame.isVisible(), "the end of the window")
    assert scene.transfers[0].stage is not Stage.DONE


@pytest.mark.parametrize("key", ENTER)
@pytest.mark.parametrize(
    ("button", "answers"), [("Stop, and resume at the next start", [CloseChoice.STOP]), ("Cancel", [])]
)
def test_enter_gives_the_answer_that_has_the_focus(
    scene: Scene, key: Qt.Key, button: str, answers: list[CloseChoice]
) -> None:
    pick_project(scene)
    scene.line.pace = 0.25
    paste(scene, scene.samples.video("launch-teaser.mp4", 48_000_000))
    scene.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
    given: list[CloseChoice] = []
    asked(scene).answered.connect(lambda answer, _always: given.append(answer))
    tab_to(scene, button)
    press(scene, key)
    wait_until(lambda: QApplication.activeModalWidget() is None, "the end of the question")
    assert given == answers
