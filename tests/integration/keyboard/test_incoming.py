"""What asks before it comes in, without a mouse: a folder, a link."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QUrl

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.link_download import LinkResponse
from layers_desktop.core.resources import resource
from layers_desktop.media.formats import MediaKind
from tests.integration.keyboard.keys import CONTROL, SHIFT, copied, pick_project, press, tab_to
from tests.screenshots.scene import Scene, wait_until
from tests.support.prompt_reader import PromptReader

A_DAY_AGO = time.time() - 86_400
MEDIA, SKIPPED = 312, 14


def holiday(folder: Path) -> Path:
    """Fill a folder with pictures, each of other bytes, and with what Layers does not take."""
    folder.mkdir()
    picture = resource("samples", "founder-shot.jpg").read_bytes()
    for number in range(MEDIA + SKIPPED):
        name = f"IMG_{number:04}.jpg" if number < MEDIA else f"ticket-{number}.pdf"
        (folder / name).write_bytes(picture + number.to_bytes(4) if number < MEDIA else b"%PDF-1.7 %%EOF")
        os.utime(folder / name, (A_DAY_AGO, A_DAY_AGO))
    return folder


def the_folder_asks(scene: Scene, folder: Path) -> PromptReader:
    copied([QUrl.fromLocalFile(str(folder))])
    press(scene, Qt.Key.Key_V, CONTROL)
    prompt = PromptReader(scene.window.intake.prompt)
    wait_until(lambda: prompt.has(f"Upload {MEDIA} files"), "what is in the folder")
    assert folder.name in prompt.said
    assert f"{SKIPPED} documents" in prompt.said
    assert prompt.focused == f"Upload {MEDIA} files"
    return prompt


def test_a_folder_is_shown_and_its_files_are_added(scene: Scene, tmp_path: Path) -> None:
    pick_project(scene)
    scene.line.pace = 0.25
    prompt = the_folder_asks(scene, holiday(tmp_path / "Holiday 2026"))
    press(scene, Qt.Key.Key_Return)
    wait_until(lambda: len(scene.rows) == MEDIA, f"{MEDIA} rows")
    assert not prompt.shown


def test_a_folder_is_left_alone(scene: Scene, tmp_path: Path) -> None:
    pick_project(scene)
    folder = holiday(tmp_path / "Holiday 2026")
    prompt = the_folder_asks(scene, folder)
    press(scene, Qt.Key.Key_Escape)
    assert not prompt.shown
    the_folder_asks(scene, folder)
    press(scene, Qt.Key.Key_Tab, SHIFT)
    assert prompt.focused == "Cancel"
    press(scene, Qt.Key.Key_Space)
    assert not prompt.shown
    assert not scene.rows


def test_the_kind_of_chosen_images_is_chosen_by_keys(scene: Scene) -> None:
    pick_project(scene)
    copied([QUrl.fromLocalFile(str(scene.samples.photograph("brand.png", 30)))])
    press(scene, Qt.Key.Key_V, CONTROL)
    prompt = PromptReader(scene.window.intake.prompt)
    wait_until(lambda: prompt.has("Upload 1 file"), "the question")
    tab_to(scene, "Image")
    press(scene, Qt.Key.Key_Right)
    assert prompt.chosen == ["Logo"]
    press(scene, Qt.Key.Key_Return)
    wait_until(lambda: len(scene.rows) == 1, "a row")
    scene.wait_settled()
    assert [row.transfer.kind for row in scene.rows] == [MediaKind.LOGO]


def test_a_link_is_fetched_after_a_yes(scene: Scene) -> None:
    picture = resource("samples", "founder-shot.jpg").read_bytes()
    asked: list[str] = []

    @contextlib.contextmanager
    def fetch(url: str, _cancel: CancelToken) -> Iterator[LinkResponse]:
        asked.append(url)
        yield LinkResponse(len(picture), iter([picture]))

    pick_project(scene)
    scene.backend.pictures._open_link = fetch  # the real one reaches the public internet only
    copied([QUrl("https://press.example.com/launch/hero.jpg")])
    press(scene, Qt.Key.Key_V, CONTROL)
    prompt = PromptReader(scene.window.intake.prompt)
    wait_until(lambda: prompt.shown, "the question")
    assert prompt.focused == "Fetch and upload"
    assert not asked
    press(scene, Qt.Key.Key_Return)
    wait_until(lambda: len(scene.rows) == 1, "a row")
    scene.wait_done("hero.jpg")
    assert asked == ["https://press.example.com/launch/hero.jpg"]
