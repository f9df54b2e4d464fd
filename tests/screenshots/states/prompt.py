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
from layers_desktop.media.inspection import NewFile
from layers_desktop.media.rejections import in_short, too_large
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
from tests.screenshots.scene import PROJECT, Act, Scenery
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


def _image(act: Act, name: str, hue: int) -> QImage:
    return QImage(str(act.material.photograph(name, hue)))


def _wide(act: Act, width: int = 1600, height: int = 900) -> QImage:
    """Return a picture of this shape, as a preview has it."""
    return _image(act, "wide.png", 15).scaled(320, 320 * height // width)


def _folder(act: Act) -> PromptRequest:
    previews = tuple(_image(act, f"{hue}.png", hue) for hue in (350, 80, 190, 30))
    return PromptRequest(
        id=1,
        subject=FilesSubject(found=HOLIDAY),
        project=PROJECT,
        image_kind=MediaKind.IMAGE,
        previews=previews,
        writes_per_minute=60,
    )


def _original(act: Act) -> PromptRequest:
    subject = PictureSubject(
        stem="hero", extension="jpg", origin=Origin.WEB, host="example.com", original=True, size=99_000,
        width=1600, height=900,
    )  # fmt: skip
    return PromptRequest(
        id=1, subject=subject, project=PROJECT, image_kind=MediaKind.IMAGE, previews=(_wide(act),)
    )


def _copy(act: Act) -> PromptRequest:
    subject = PictureSubject(
        stem="hero", extension="png", origin=Origin.WEB, host="example.com", fetchable=True, size=667_000,
        width=1600, height=900,
    )  # fmt: skip
    return replace(_original(act), subject=subject)


def _cells(act: Act) -> PromptRequest:
    subject = PictureSubject(
        stem="Pasted 2026-05-03 14.32.10", extension="png", origin=Origin.CELLS, width=640, height=120
    )
    return replace(_original(act), subject=subject, previews=(_wide(act, 640, 120),))


@contextmanager
def _asked(scenery: Scenery, *, done: bool = False) -> Iterator[tuple[Act, IntakePrompt]]:
    """Give out the prompt of a window that is at work."""
    with starts.done(scenery) if done else starts.at_work(scenery) as act:
        act.frame.activateWindow()
        yield act, act.window.intake.prompt


@state.enter(also_small=True)
def prompt_folder(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        prompt.ask(_folder(act))
        yield act


@state.enter(also_small=True)
def prompt_folder_unfolded(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery, done=True) as (act, prompt):
        prompt.ask(_folder(act))
        prompt.ask(replace(_folder(act), id=2))
        prompt.ask(replace(_folder(act), id=3))
        prompt._card._unfold.click()
        yield act


@state.enter(also_small=True)
def prompt_looking(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        looking = FilesSubject(name="Holiday 2026", counted=41_500)
        prompt.ask(replace(_folder(act), subject=looking, previews=()))
        yield act


@state.enter(also_small=True)
def prompt_too_many(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        disk = FilesSubject(found=replace(HOLIDAY, name="home", too_many=True))
        prompt.ask(replace(_folder(act), subject=disk))
        yield act


@state.enter()
def prompt_nothing_sendable(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        nothing = replace(HOLIDAY, name="Contracts", files=(), images=0, videos=0, audio=0, size=0)
        prompt.ask(replace(_folder(act), subject=FilesSubject(found=nothing)))
        yield act


@state.enter(also_small=True)
def prompt_no_project(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        prompt.ask(replace(_folder(act), project="", image_kind=None))
        yield act


@state.enter(also_small=True)
def prompt_long_names(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        name = "Sommerfest 2026, alle Bilder und Videos der Agentur (final, endgültig, v3)"
        found = replace(HOLIDAY, name=name, others=3, unknown=12)
        project = "Gesellschaft für Verbraucherkommunikation und Markenführung Nord & Süd mbH"
        prompt.ask(replace(_folder(act), subject=FilesSubject(found=found), project=project))
        yield act


@state.enter(also_small=True)
def prompt_picture_original(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery, done=True) as (act, prompt):
        prompt.ask(_original(act))
        yield act


@state.enter(also_small=True)
def prompt_picture_copy(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery, done=True) as (act, prompt):
        prompt.ask(_copy(act))
        yield act


@state.enter()
def prompt_picture_tall(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        subject = PictureSubject(stem="Pasted 2026-05-03 14.32.10", extension="png", size=99_000, width=900,
                                 height=1600)  # fmt: skip
        prompt.ask(replace(_original(act), subject=subject, previews=(_wide(act, 900, 1600),)))
        yield act


@state.enter(also_small=True)
def prompt_fetching(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        now = FetchProgress(name="hero-image.jpg", host="press.example.com", received=2_100_000,
                            total=4_500_000, left=3)  # fmt: skip
        prompt.ask(replace(_folder(act), subject=LinksSubject(links=(LINK,)), fetching=now, previews=()))
        yield act


@state.enter()
def prompt_fetching_original(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        now = FetchProgress(name="hero.jpg", host="example.com", received=40_000, total=99_000)
        prompt.ask(replace(_copy(act), fetching=now))
        yield act


@state.enter(also_small=True)
def prompt_links(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        others = tuple(replace(LINK, name=f"team-{number}.jpg") for number in range(4))
        subject = LinksSubject(links=(LINK, *others, replace(LINK, host="cdn.example.org", name="logo.svg")))
        prompt.ask(replace(_folder(act), subject=subject, previews=()))
        yield act


@state.enter(also_small=True)
def prompt_cells(scenery: Scenery) -> Iterator[Act]:
    with _asked(scenery) as (act, prompt):
        prompt.ask(_cells(act))
        yield act
