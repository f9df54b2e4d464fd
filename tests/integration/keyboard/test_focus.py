"""Where the keyboard goes by Tab, and that a person sees it there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from tests.integration.keyboard.keys import paste, pick_project, press
from tests.screenshots.scene import Scene, SceneSetup, wait_until
from tests.support.accessible_name import accessible_name
from tests.support.uploads_panel import filters, upload_list


def test_tab_goes_through_the_window_as_it_is_read(scene: Scene) -> None:
    pick_project(scene)
    paste(scene, scene.samples.photograph("one.jpg", 30))
    scene.wait_settled()
    wait_until(scene.window.footer.copy_all.isVisible, "the end of the batch")
    scene.window.header.organization.setFocus(Qt.FocusReason.TabFocusReason)
    places: list[tuple[int, int]] = []
    names: list[str] = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        name = accessible_name(focused)
        if name in names:
            break
        corner = focused.mapTo(scene.frame, QPoint(0, focused.height() // 2))
        names.append(name)
        places.append((corner.y() // 40, corner.x()))
        press(scene, Qt.Key.Key_Tab)
    assert {"Project", "Settings", "Search uploads", "Uploads", "Copy 1 ID"} <= set(names)
    assert all(names), "something without a name has the keyboard"
    assert places == sorted(places), list(zip(names, places, strict=True))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_where_the_keyboard_is_can_be_seen(scene: Scene, setup: SceneSetup, colours: str) -> None:
    pick_project(scene)
    paste(scene, scene.samples.photograph("one.jpg", 30))
    scene.wait_settled()
    wait_until(scene.window.footer.copy_all.isVisible, "the end of the batch")
    setup.theme.set_preference(colours)
    window = scene.window
    header, footer, chips = window.header, window.footer, filters(window.panel).chips.chips.values()
    controls = [header.organization, header.picker, header.settings, *chips, filters(window.panel).search,
                upload_list(window.panel), footer.copy_all, footer.add]  # fmt: skip
    for control in controls:
        window.window.setFocus(Qt.FocusReason.OtherFocusReason)
        control.clearFocus()
        without = control.grab().toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        wait_until(control.hasFocus, f"{accessible_name(control)} to have the keyboard")
        assert control.grab().toImage() != without, f"{accessible_name(control)}: no ring"
