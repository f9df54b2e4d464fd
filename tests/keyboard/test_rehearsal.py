"""The Rehearse menu of the sandbox, without a mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from layers_desktop.transfers.transfer import Stage
from tests.keyboard.hands import CONTROL, open_menu, paste, pick_project, press, to_the_list
from tests.shots.stage import Scenery, performed, wait_until


def test_rehearse_a_failure_and_retry(scenery: Scenery) -> None:
    with performed(scenery, sandbox=True) as act:
        wait_until(act.window.header.picker._all.rowCount, "projects")
        act.window.window.activateWindow()
        wait_until(act.window.window.isActiveWindow, "the keyboard")
        pick_project(act)
        open_menu("Rehearse", act, "Layers does not take the file")
        wait_until(lambda: act.box.world.faults.pending, "the fault")
        paste(act, act.material.photograph("team-photo.jpg", 30))
        act.wait_settled()
        assert act.transfers[0].stage is Stage.FAILED
        assert QApplication.activePopupWidget() is None
        to_the_list(act)
        press(act, Qt.Key.Key_Home)
        press(act, Qt.Key.Key_R, CONTROL)
        act.wait_done("team-photo.jpg")
