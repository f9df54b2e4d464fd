"""What comes in: drags, folders, links, pasted pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from layers_desktop.settings.paths import places
from layers_desktop.ui.intake.prompt_values import PromptState
from tests.screenshots.sample_media import Material
from tests.screenshots.scene import Act, Scenery, performed, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


def _is_ready(act: Act) -> bool:
    """Tell whether the files were counted, and some of them are shown; in whatever language."""
    request = act.window.intake.prompt.shown
    return request is not None and request.state is PromptState.READY and bool(request.previews)


@state.enter(also_small=True)
def empty(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        yield act


@state.enter(also_small=True)
def sandbox(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery, sandbox=True) as act:
        act.pick_project()
        yield act


@state.enter(also_small=True)
def dragging(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.drag(*starts.mixed(act))
        yield act


@state.enter()
def dragging_on_a_target(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        files = starts.mixed(act)
        act.drag(*files)
        _, area = act.window.intake.overlay.areas.targets[0]
        act.drag(*files, to=area.center())
        yield act


@state.enter()
def dragging_without_pictures(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.drag(act.material.video("interview.mp4"), act.material.document("brief.pdf"))
        yield act


@state.enter(also_small=True)
def folder(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        holiday = Material(scenery.folder / "Holiday 2026")
        for number in range(12):
            holiday.photograph(f"IMG_{number:04}.jpg", number * 30)
        holiday.video("sunset.mp4")
        holiday.document("tickets.pdf")
        holiday.empty("notes.txt")
        act.drag(scenery.folder / "Holiday 2026")
        act.let_go()
        wait_until(lambda: _is_ready(act), "what is in the folder")
        yield act


@state.enter(also_small=True)
def link(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.drag_links("https://press.example.com/launch/hero-image.jpg")
        act.let_go()
        wait_until(act.window.intake.prompt.isVisible, "the question about the link")
        yield act


@state.enter(also_small=True)
def pasted_picture(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        QApplication.clipboard().setImage(QImage(str(act.material.photograph("square.png", 210))))
        act.window.shortcuts.paste.trigger()
        wait_until(act.window.intake.prompt.isVisible, "the name of the picture")
        yield act


@state.enter()
def folder_of_hundreds(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        shoot = Material(scenery.folder / "Sommerfest 2026, alle Bilder und Videos der Agentur (final)")
        first = shoot.photograph("IMG_0000.jpg", 30)
        for number in range(1, 312):
            os.link(first, first.with_name(f"IMG_{number:04}.jpg"))
        for number, name in enumerate(("brief.pdf", "offer.docx", "raw.zip", "notes.txt", "table.xlsx") * 2):
            shoot.document(f"{number}-{name}")
        shoot.empty("unfinished.png")
        act.drag(first.parent)
        act.let_go()
        wait_until(lambda: _is_ready(act), "what is in the folder")
        yield act


@state.enter()
def dragging_text(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.drag_text("A sentence out of a letter")
        yield act


@state.enter(also_small=True)
def picture_left_behind(scenery: Scenery) -> Iterator[Act]:
    kept = places(scenery.folder / "data").data / "pasted"
    kept.mkdir(parents=True)
    shutil.copy(scenery.material.photograph("square.png", 210), kept / "Pasted 2026-05-03 14.32.10.png")
    os.utime(kept / "Pasted 2026-05-03 14.32.10.png", (1_777_800_000, 1_777_800_000))
    with starts.at_work(scenery) as act:
        wait_until(act.window.intake.prompt.isVisible, "the picture of the last run")
        yield act
