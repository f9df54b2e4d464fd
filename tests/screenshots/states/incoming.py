"""What comes in: drags, folders, links, pasted pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from layers_desktop.settings.paths import places
from layers_desktop.ui.intake.prompt_values import PromptState
from tests.screenshots.sample_media import SampleMedia
from tests.screenshots.scene import Scene, SceneSetup, running_scene, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


def _is_ready(scene: Scene) -> bool:
    """Tell whether the files were counted, and some of them are shown; in whatever language."""
    request = scene.window.intake.prompt.shown
    return request is not None and request.state is PromptState.READY and bool(request.previews)


@state.enter(also_small=True)
def empty(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        yield scene


@state.enter(also_small=True)
def sandbox(setup: SceneSetup) -> Iterator[Scene]:
    with running_scene(setup, sandbox=True) as scene:
        scene.pick_project()
        yield scene


@state.enter(also_small=True)
def dragging(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.drag(*starts.mixed(scene))
        yield scene


@state.enter()
def dragging_on_a_target(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        files = starts.mixed(scene)
        scene.drag(*files)
        _, area = scene.window.intake.overlay.areas.targets[0]
        scene.drag(*files, to=area.center())
        yield scene


@state.enter()
def dragging_without_pictures(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.drag(scene.samples.video("interview.mp4"), scene.samples.document("brief.pdf"))
        yield scene


@state.enter(also_small=True)
def folder(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        holiday = SampleMedia(setup.folder / "Holiday 2026")
        for number in range(12):
            holiday.photograph(f"IMG_{number:04}.jpg", number * 30)
        holiday.video("sunset.mp4")
        holiday.document("tickets.pdf")
        holiday.empty("notes.txt")
        scene.drag(setup.folder / "Holiday 2026")
        scene.let_go()
        wait_until(lambda: _is_ready(scene), "what is in the folder")
        yield scene


@state.enter(also_small=True)
def link(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.drag_links("https://press.example.com/launch/hero-image.jpg")
        scene.let_go()
        wait_until(scene.window.intake.prompt.isVisible, "the question about the link")
        yield scene


@state.enter(also_small=True)
def pasted_picture(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        QApplication.clipboard().setImage(QImage(str(scene.samples.photograph("square.png", 210))))
        scene.window.shortcuts.paste.trigger()
        wait_until(scene.window.intake.prompt.isVisible, "the name of the picture")
        yield scene


@state.enter()
def folder_of_hundreds(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        shoot = SampleMedia(setup.folder / "Sommerfest 2026, alle Bilder und Videos der Agentur (final)")
        first = shoot.photograph("IMG_0000.jpg", 30)
        for number in range(1, 312):
            os.link(first, first.with_name(f"IMG_{number:04}.jpg"))
        for number, name in enumerate(("brief.pdf", "offer.docx", "raw.zip", "notes.txt", "table.xlsx") * 2):
            shoot.document(f"{number}-{name}")
        shoot.empty("unfinished.png")
        scene.drag(first.parent)
        scene.let_go()
        wait_until(lambda: _is_ready(scene), "what is in the folder")
        yield scene


@state.enter()
def dragging_text(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.drag_text("A sentence out of a letter")
        yield scene


@state.enter(also_small=True)
def picture_left_behind(setup: SceneSetup) -> Iterator[Scene]:
    kept = places(setup.folder / "data").data / "pasted"
    kept.mkdir(parents=True)
    shutil.copy(setup.samples.photograph("square.png", 210), kept / "Pasted 2026-05-03 14.32.10.png")
    os.utime(kept / "Pasted 2026-05-03 14.32.10.png", (1_777_800_000, 1_777_800_000))
    with starts.at_work(setup) as scene:
        wait_until(scene.window.intake.prompt.isVisible, "the picture of the last run")
        yield scene
