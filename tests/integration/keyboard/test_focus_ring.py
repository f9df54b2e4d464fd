"""Each control that Tab reaches shows that it has the keyboard, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QScrollArea, QWidget

from layers_desktop.settings.fields import Page
from layers_desktop.settings.preferences import ProxyMode
from layers_desktop.transfers.transfer import Activity
from tests.integration.keyboard.keys import (
    CONTROL,
    copied,
    in_dialog,
    open_settings,
    paste,
    pick_project,
    press,
)
from tests.screenshots.sample_media import SampleMedia
from tests.screenshots.scene import Scene, SceneSetup, wait_until
from tests.support.accessible_name import accessible_name
from tests.support.prompt_reader import PromptReader

LEAST_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11 and 2.4.13: what shows the focus, against the same pixels without it."""
LEAST_PIXELS = 40
"""A caret alone has 20; the ring of a check box, the smallest of ours, 44."""
AROUND = 6
COLOURS = ("light", "dark")


def luminance(colour: QColor) -> float:
    """Return WCAG's relative luminance."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen(one: QImage, other: QImage) -> int:
    """Return how many pixels differ so much that a person sees it, `LEAST_PIXELS` for more."""
    pixels = 0
    for y in range(one.height()):
        for x in range(one.width()):
            if one.pixel(x, y) != other.pixel(x, y):
                dark, light = sorted((luminance(one.pixelColor(x, y)), luminance(other.pixelColor(x, y))))
                pixels += (light + 0.05) / (dark + 0.05) >= LEAST_CONTRAST
                if pixels == LEAST_PIXELS:
                    return pixels
    return pixels


def stops(part: QWidget) -> Iterator[QWidget]:
    """Yield what Tab stops at in this part; what is scrolled away is brought into sight."""
    for widget in part.findChildren(QWidget):
        tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        lists = isinstance(widget, QAbstractScrollArea)  # their rows have the ring: see test_focus
        if not tab or lists or not widget.isVisible() or not widget.isEnabled() or widget.focusProxy():
            continue
        above = widget.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(widget)
        yield widget


def rings(setup: SceneSetup, part: QWidget, least: int, *colours: str) -> None:
    """Assert that each of at least so many controls looks otherwise, and clearly, with the keyboard.

    In these colours, or in the light and in the dark.
    """
    window = part.window()
    window.activateWindow()
    wait_until(window.isActiveWindow, "the keyboard")
    for preference in colours or COLOURS:
        setup.theme.set_preference(preference)
        rings_in(preference, window, part, least)


def rings_in(colours: str, window: QWidget, part: QWidget, least: int) -> None:
    unseen, found = [], 0
    for control in stops(part):
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        around = QRect(control.mapTo(window, QPoint()), control.size())
        around = around.adjusted(-AROUND, -AROUND, AROUND, AROUND) & window.rect()
        without = window.grab(around).toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        wait_until(control.hasFocus, f"{accessible_name(control)} to have the keyboard")
        pixels, found = seen(window.grab(around).toImage(), without), found + 1
        if pixels < LEAST_PIXELS:
            unseen.append((accessible_name(control) or type(control).__name__, pixels))
    assert not unseen, colours
    assert found >= least


def test_in_the_window(scene: Scene, setup: SceneSetup) -> None:
    pick_project(scene)
    scene.fault("inline:422")
    paste(scene, scene.samples.photograph("one.jpg", 30))
    scene.wait_settled()
    paste(scene, scene.samples.photograph("two.jpg", 80))
    scene.wait_settled()
    wait_until(scene.window.footer.copy_all.isVisible, "the end of the batch")
    wait_until(scene.window.footer.retry.isVisible, "the button for what failed")
    rings(setup, scene.window.header, 4)
    rings(setup, scene.window.panel, 2)
    rings(setup, scene.window.footer, 4)


def test_in_the_questions(scene: Scene, setup: SceneSetup) -> None:
    pick_project(scene)
    card = scene.window.intake.prompt
    prompt = PromptReader(card)
    holiday = SampleMedia(setup.folder / "Holiday 2026")
    holiday.photograph("beach.jpg", 30)
    holiday.document("tickets.pdf")
    copied([QUrl.fromLocalFile(str(setup.folder / "Holiday 2026"))])
    press(scene, Qt.Key.Key_V, CONTROL)
    wait_until(lambda: prompt.has("Upload 1 file"), "what is in the folder")
    rings(setup, card, 4)
    prompt.find_button("Cancel").setFocus()
    press(scene, Qt.Key.Key_Escape)
    copied([QUrl("https://press.example.com/hero.jpg")])
    press(scene, Qt.Key.Key_V, CONTROL)
    wait_until(lambda: prompt.has("Fetch and upload"), "the question about the link")
    rings(setup, card, 3)
    prompt.find_button("Discard").setFocus()
    press(scene, Qt.Key.Key_Escape)
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    press(scene, Qt.Key.Key_V, CONTROL)
    wait_until(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "the field for its name")
    rings(setup, card, 4)


def test_in_the_history_and_the_project_list(scene: Scene, setup: SceneSetup) -> None:
    pick_project(scene)
    paste(scene, scene.samples.photograph("one.jpg", 30))
    scene.wait_settled()
    press(scene, Qt.Key.Key_H, CONTROL)
    wait_until(lambda: scene.window.history.rows.assets == 1, "what was uploaded")
    rings(setup, scene.window.history, 5)
    press(scene, Qt.Key.Key_K, CONTROL)
    popup = scene.window.header.picker.popup
    wait_until(popup.isVisible, "the list of projects")
    rings(setup, popup, 2)
    popup.hide()


def test_in_the_settings(scene: Scene, setup: SceneSetup) -> None:
    pick_project(scene)
    dialog = open_settings(scene)
    for colours in COLOURS:  # one change of them takes longer than all pages
        rings(setup, dialog, 5, colours)
        for page in Page:
            dialog.open_at(page)
            if page is Page.NETWORK:
                dialog.sheets[page].rows["proxy"].show_value(ProxyMode.MANUAL)
            rings(setup, dialog.sheets[page], 1, colours)
    dialog.reject()


def test_in_the_question_at_closing(scene: Scene, setup: SceneSetup) -> None:
    pick_project(scene)
    scene.line.pace = 0.25
    paste(scene, scene.samples.video("launch-teaser.mp4", 48_000_000))
    scene.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
    scene.frame.close()
    dialog = in_dialog()
    rings(setup, dialog, 4)
    dialog.reject()


def test_on_the_page_of_the_key(scene: Scene, setup: SceneSetup) -> None:
    scene.window.header.add_account.trigger()
    page = scene.window.pages.first_start
    wait_until(page.isVisible, "the page of the key")
    rings(setup, page, 4)
