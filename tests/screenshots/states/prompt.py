"""The one question about what came in, in each of its forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from PySide6.QtGui import QImage

from layers_desktop.core.errors import Term
from layers_desktop.media.folder_scan import ScanResult, SkipCategory, Skipped
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile, in_short, too_large
from layers_desktop.media.urls import WebLink
from layers_desktop.ui.intake.prompt import IntakePrompt
from layers_desktop.ui.intake.prompt_values import (
    FetchProgress,
    FilesSubject,
    LinksSubject,
    Origin,
    PictureSubject,
    PromptRequest,
)
from tests.screenshots.scene import PROJECT, Scene, SceneSetup
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()

HOLIDAY: Final = ScanResult(
    name="Holiday 2026",
    folder=True,
    files=(NewFile(b"/pictures/a.jpg", 3_900_000, 0),) * 312,
    images=290,
    videos=20,
    audio=2,
    size=1_200_000_000,
    small=0,
    skipped=(
        Skipped(Term("PDF"), 9, ("brief.pdf", "plan.pdf", "tickets.pdf"), SkipCategory.DOCUMENT),
        Skipped(Term("Word document"), 3, ("offer.docx", "notes.docx", "letter.docx"), SkipCategory.DOCUMENT),
        Skipped(Term("empty"), 1, ("unfinished.png",), SkipCategory.EMPTY),
        Skipped(
            in_short(too_large(MediaKind.IMAGE, 1)),
            1,
            ("poster.tiff",),
            SkipCategory.TOO_LARGE,
            MediaKind.IMAGE,
        ),
    ),
)
LINK: Final = WebLink(
    "https://press.example.com/hero.jpg", "press.example.com", "hero-image.jpg", MediaKind.IMAGE
)


def _image(scene: Scene, name: str, hue: int) -> QImage:
    return QImage(str(scene.samples.photograph(name, hue)))


def _wide(scene: Scene, width: int = 1600, height: int = 900) -> QImage:
    """Return a picture of this shape, as a preview has it."""
    return _image(scene, "wide.png", 15).scaled(320, 320 * height // width)


def _folder(scene: Scene) -> PromptRequest:
    previews = tuple(_image(scene, f"{hue}.png", hue) for hue in (350, 80, 190, 30))
    return PromptRequest(
        id=1,
        subject=FilesSubject(found=HOLIDAY),
        project=PROJECT,
        image_kind=MediaKind.IMAGE,
        previews=previews,
        writes_per_minute=60,
    )


def _original(scene: Scene) -> PromptRequest:
    subject = PictureSubject(
        stem="hero", extension="jpg", origin=Origin.WEB, host="example.com", original=True, size=99_000,
        width=1600, height=900,
    )  # fmt: skip
    return PromptRequest(
        id=1, subject=subject, project=PROJECT, image_kind=MediaKind.IMAGE, previews=(_wide(scene),)
    )


def _copy(scene: Scene) -> PromptRequest:
    subject = PictureSubject(
        stem="hero", extension="png", origin=Origin.WEB, host="example.com", link=LINK, size=667_000,
        width=1600, height=900,
    )  # fmt: skip
    return replace(_original(scene), subject=subject)


def _cells(scene: Scene) -> PromptRequest:
    subject = PictureSubject(
        stem="Pasted 2026-05-03 14.32.10", extension="png", origin=Origin.CELLS, width=640, height=120
    )
    return replace(_original(scene), subject=subject, previews=(_wide(scene, 640, 120),))


@contextmanager
def _asked(setup: SceneSetup, *, done: bool = False) -> Iterator[tuple[Scene, IntakePrompt]]:
    """Give out the prompt of a window that is at work."""
    with starts.done(setup) if done else starts.at_work(setup) as scene:
        scene.frame.activateWindow()
        yield scene, scene.window.intake.prompt


@state.enter(also_small=True)
def prompt_folder(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        prompt.ask(_folder(scene))
        yield scene


@state.enter(also_small=True)
def prompt_folder_unfolded(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup, done=True) as (scene, prompt):
        prompt.ask(_folder(scene))
        prompt.ask(replace(_folder(scene), id=2))
        prompt.ask(replace(_folder(scene), id=3))
        prompt._card._unfold.click()
        yield scene


@state.enter(also_small=True)
def prompt_looking(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        looking = FilesSubject(name="Holiday 2026", counted=41_500)
        prompt.ask(replace(_folder(scene), subject=looking, previews=()))
        yield scene


@state.enter(also_small=True)
def prompt_too_many(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        disk = FilesSubject(found=replace(HOLIDAY, name="home", too_many=True))
        prompt.ask(replace(_folder(scene), subject=disk))
        yield scene


@state.enter()
def prompt_nothing_sendable(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        nothing = replace(HOLIDAY, name="Contracts", files=(), images=0, videos=0, audio=0, size=0)
        prompt.ask(replace(_folder(scene), subject=FilesSubject(found=nothing)))
        yield scene


@state.enter(also_small=True)
def prompt_no_project(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        prompt.ask(replace(_folder(scene), project="", image_kind=None))
        yield scene


@state.enter(also_small=True)
def prompt_long_names(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        name = "Sommerfest 2026, alle Bilder und Videos der Agentur (final, endgültig, v3)"
        found = replace(HOLIDAY, name=name, others=3, unknown=12)
        project = "Gesellschaft für Verbraucherkommunikation und Markenführung Nord & Süd mbH"
        prompt.ask(replace(_folder(scene), subject=FilesSubject(found=found), project=project))
        yield scene


@state.enter(also_small=True)
def prompt_picture_original(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup, done=True) as (scene, prompt):
        prompt.ask(_original(scene))
        yield scene


@state.enter(also_small=True)
def prompt_picture_copy(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup, done=True) as (scene, prompt):
        prompt.ask(_copy(scene))
        yield scene


@state.enter()
def prompt_picture_tall(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        subject = PictureSubject(stem="Pasted 2026-05-03 14.32.10", extension="png", size=99_000, width=900,
                                 height=1600)  # fmt: skip
        prompt.ask(replace(_original(scene), subject=subject, previews=(_wide(scene, 900, 1600),)))
        yield scene


@state.enter(also_small=True)
def prompt_fetching(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        now = FetchProgress(name="hero-image.jpg", host="press.example.com", received=2_100_000, left=3)
        prompt.ask(replace(_folder(scene), subject=LinksSubject(links=(LINK,)), fetching=now, previews=()))
        yield scene


@state.enter()
def prompt_fetching_original(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        now = FetchProgress(name="hero.jpg", host="example.com", received=40_000)
        prompt.ask(replace(_copy(scene), fetching=now))
        yield scene


@state.enter(also_small=True)
def prompt_links(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        others = tuple(replace(LINK, name=f"team-{number}.jpg") for number in range(4))
        subject = LinksSubject(links=(LINK, *others, replace(LINK, host="cdn.example.org", name="logo.svg")))
        prompt.ask(replace(_folder(scene), subject=subject, previews=()))
        yield scene


@state.enter(also_small=True)
def prompt_cells(setup: SceneSetup) -> Iterator[Scene]:
    with _asked(setup) as (scene, prompt):
        prompt.ask(_cells(scene))
        yield scene
