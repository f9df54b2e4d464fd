from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from layers_desktop.core.errors import Term
from layers_desktop.core.resources import resource
from layers_desktop.media.folder_scan import MOST_FILES, ScanResult, SkipCategory, Skipped
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile
from layers_desktop.media.urls import WebLink
from layers_desktop.ui.i18n import formats
from layers_desktop.ui.intake import intake_text
from layers_desktop.ui.intake.prompt_values import (
    FetchProgress,
    FilesSubject,
    LinksSubject,
    Origin,
    PictureSubject,
    PromptRequest,
    PromptState,
    Subject,
)
from tests.support.tables import for_each

LONGEST = 90
"""Letters of anything that is said in a bar."""
LONGEST_HELP = 50


def files(count: int) -> tuple[NewFile, ...]:
    return (NewFile(b"/a.png", 1, 0),) * count


FOUND = ScanResult(
    name="Holiday 2026",
    folder=True,
    files=files(312),
    images=290,
    videos=20,
    audio=2,
    size=1_200_000_000,
    skipped=(
        Skipped(Term("PDF"), 9, ("a.pdf", "b.pdf", "c.pdf"), SkipCategory.DOCUMENT),
        Skipped(Term("Word document"), 3, ("d.docx",), SkipCategory.DOCUMENT),
        Skipped(Term("empty"), 1, ("x.png",), SkipCategory.EMPTY),
        Skipped(
            Term("too large (images up to 50 MB)"), 1, ("y.tiff",), SkipCategory.TOO_LARGE, MediaKind.IMAGE
        ),
    ),
)
PICTURE = PictureSubject(stem="hero", extension="jpg", size=99_000, width=1600, height=900)
WEB = replace(PICTURE, origin=Origin.WEB, host="example.com")
LINK = WebLink("https://example.com/hero.jpg", "example.com", "hero.jpg", MediaKind.IMAGE)


def asked(subject: Subject, **changes: object) -> PromptRequest:
    return replace(PromptRequest(id=1, subject=subject), **changes)  # type: ignore[arg-type]  # any field


@for_each(
    ("subject", "title", "detail"),
    [
        (FilesSubject(found=FOUND), "Holiday 2026", "312 files, 1.2 GB"),
        (FilesSubject(found=replace(FOUND, others=2)), "Holiday 2026 and 2 more", "312 files, 1.2 GB"),
        (FilesSubject(found=replace(FOUND, name="", others=320)), "312 files", "1.2 GB"),
        (FilesSubject(found=replace(FOUND, files=files(1), size=812)), "Holiday 2026", "1 file, 812 bytes"),
        (FilesSubject(name="Holiday 2026"), "Holiday 2026", "Counting files …"),
        (FilesSubject(name="Holiday 2026", counted=500), "Holiday 2026", "Counting files … 500"),
        (FilesSubject(others=1_200), "1,200 files", "Counting files …"),
        (
            FilesSubject(found=replace(FOUND, too_many=True)),
            "Holiday 2026",
            f"More than {MOST_FILES:,} files. Drop a smaller folder",
        ),
        (FilesSubject(found=replace(FOUND, files=())), "Holiday 2026", "Nothing here can be uploaded"),
        (FilesSubject(found=ScanResult(name="void")), "void", "There are no files in it"),
        (PICTURE, "Pasted picture", "99 KB JPEG, 1600 × 900"),
        (replace(PICTURE, origin=Origin.DROPPED, size=None), "Dropped picture", "JPEG, 1600 × 900"),
        (replace(PICTURE, origin=Origin.EARLIER, width=0), "Picture not sent yet", "99 KB JPEG"),
        (replace(WEB, original=True), "Picture from example.com", "The original, 99 KB JPEG, 1600 × 900"),
        (replace(WEB, extension="png"), "Picture from example.com", "A copy as PNG, 1600 × 900"),
        (
            replace(WEB, extension="png", link=LINK),
            "Picture from example.com",
            "A copy as PNG, 1600 × 900; the original is at example.com",
        ),
        (
            replace(PICTURE, origin=Origin.CELLS, extension="png"),
            "Cells from a spreadsheet",
            "Upload as a picture? PNG, 1600 × 900",
        ),
        (replace(PICTURE, origin=Origin.TEXT, width=0), "Formatted text", "Upload as a picture? JPEG"),
        (LinksSubject(links=(LINK,)), "Link to an image at example.com", "hero.jpg"),
        (
            LinksSubject(links=(replace(LINK, kind=None, name="example.com"),)),
            "Link to example.com",
            "",
        ),
        (
            LinksSubject(links=tuple(replace(LINK, name=f"{n}.jpg") for n in range(5))),
            "5 links to images at example.com",
            "0.jpg, 1.jpg and 3 more",
        ),
        (
            LinksSubject(links=(LINK, replace(LINK, host="b.example", kind=MediaKind.VIDEO, name="b.mp4"))),
            "2 links to example.com and 1 other site",
            "hero.jpg, b.mp4",
        ),
    ],
)
def test_what_it_is_and_how_much(subject: Subject, title: str, detail: str) -> None:
    QLocale.setDefault(QLocale("en_GB"))
    try:
        request = asked(subject)
        assert (intake_text.title(request), intake_text.detail(request)) == (title, detail)
    finally:
        QLocale.setDefault(QLocale.c())


def test_a_fetch_says_what_and_how_far() -> None:
    now = FetchProgress(name="hero.jpg", host="example.com", received=2_100_000, left=3)
    request = asked(LinksSubject(links=(LINK,)), fetching=now)
    assert request.state is PromptState.FETCHING
    assert intake_text.title(request) == "Fetching hero.jpg from example.com"
    assert intake_text.detail(request) == "2.1 MB · 3 more after this"


def test_what_is_among_it_and_what_is_left_out_and_why() -> None:
    assert intake_text.contents(FOUND) == "290 images · 20 videos · 2 audio files"
    assert intake_text.contents(replace(FOUND, unknown=3)).endswith(" · 3 other items")
    assert intake_text.left_out(FOUND) == "14 files: 12 documents, 1 empty, 1 over 50 MB"
    assert intake_text.left_out(replace(FOUND, skipped=())) == ""
    assert intake_text.reasons(FOUND).splitlines() == [
        "9 × PDF: a.pdf, b.pdf, c.pdf …",
        "3 × Word document: d.docx …",
        "1 × empty: x.png",
        "1 × too large (images up to 50 MB): y.tiff",
    ]


@for_each(
    ("category", "kind", "count", "words"),
    [
        (SkipCategory.DOCUMENT, None, 1, "1 document"),
        (SkipCategory.OTHER_TYPE, None, 2, "2 other files"),
        (SkipCategory.EMPTY, None, 3, "3 empty"),
        (SkipCategory.TOO_LARGE, MediaKind.VIDEO, 2, "2 over 1 GB"),
        (SkipCategory.TOO_LARGE, MediaKind.AUDIO, 1, "1 over 200 MB"),
        (SkipCategory.UNREADABLE, None, 4, "4 unreadable"),
    ],
)
def test_every_category_has_its_words(
    category: SkipCategory, kind: MediaKind | None, count: int, words: str
) -> None:
    found = replace(FOUND, skipped=(Skipped(Term("x"), count, ("a",), category, kind),))
    nouns = category in {SkipCategory.DOCUMENT, SkipCategory.OTHER_TYPE}
    assert intake_text.left_out(found) == (words if nouns else f"{_files(count)}: {words}")


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def test_a_long_site_keeps_its_end() -> None:
    host = "paypal.com." + "x" * 60 + ".example.com"
    title = intake_text.title(asked(replace(WEB, host=host)))
    assert title.endswith("xxx.example.com")
    assert "paypal" not in title


@for_each(
    ("small", "large", "rate", "words"),
    [
        (312, 0, 60, "about 6 min at 60 a minute"),
        (0, 312, 60, "about 11 min at 60 a minute"),
        (60, 0, 60, "about 1 min at 60 a minute"),
        (59, 0, 60, ""),
        (312, 0, 0, ""),
        (0, 10_000, 60, "about 5 h 40 min at 60 a minute"),
        (3_600, 0, 60, "about 1 h at 60 a minute"),
    ],
)
def test_how_long_it_takes_at_the_keys_rate(small: int, large: int, rate: int, words: str) -> None:
    assert intake_text.how_long(small, large, rate) == words


@given(st.integers(0, 200_000), st.integers(0, 200_000), st.integers(1, 600))
def test_the_time_is_never_said_too_short_nor_much_too_long(small: int, large: int, rate: int) -> None:
    minutes = (small + 2 * large) / rate
    words = intake_text.how_long(small, large, rate)
    if minutes < 1:
        assert words == ""
        return
    said = re.fullmatch(r"about (?:(\d+) h)? ?(?:(\d+) min)? at \d+ a minute", words)
    assert said is not None
    total = int(said[1] or 0) * 60 + int(said[2] or 0)
    assert minutes <= total < minutes + (1 if minutes <= 60 else 10)


@for_each(
    ("subject", "accept", "decline"),
    [
        (FilesSubject(found=FOUND), "Upload 312 files", "Cancel"),
        (FilesSubject(found=replace(FOUND, files=files(1))), "Upload 1 file", "Cancel"),
        (FilesSubject(found=replace(FOUND, files=())), "Upload 0 files", "Close"),
        (PICTURE, "Upload", "Discard"),
        (replace(PICTURE, origin=Origin.CELLS), "Upload as picture", "Discard"),
        (LinksSubject(links=(LINK,)), "Fetch and upload", "Discard"),
    ],
)
def test_the_buttons_say_what_they_do(subject: Subject, accept: str, decline: str) -> None:
    assert intake_text.accept(asked(subject)) == accept
    assert intake_text.decline(asked(subject)) == decline


def test_where_it_goes() -> None:
    assert intake_text.destination("Café Ünïcode iOS") == "To Café Ünïcode iOS"
    assert len(intake_text.destination("x" * 500)) < 70
    assert intake_text.destination("") == "Waits until you choose a project"


@for_each(("count", "words"), [(1, "one"), (2, "2 of %1"), (12_345, "12,345 of %1"), (0, "0 of %1")])
def test_a_counted_thing_has_its_number_as_the_locale_writes_it(count: int, words: str) -> None:
    assert formats.counted(count, "one", f"{count} of %1", QLocale("en_GB")) == words


def test_a_number_in_a_counted_text_is_no_placeholder() -> None:
    assert formats.counted(1_234, "", "%1 and 1234 others", QLocale("de_DE")) == "%1 and 1.234 others"


@pytest.mark.parametrize("path", sorted(resource("translations").glob("*.ts")), ids=lambda path: path.stem)
def test_every_text_is_short(path: object) -> None:
    seen = 0
    for context in ET.parse(str(path)).getroot().iter("context"):
        if context.findtext("name") not in {"prompt", "PromptCard"}:
            continue
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            source = message.findtext("source") or ""
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            longest = LONGEST_HELP if "project" in source else LONGEST
            assert all(len(text) <= longest for text in (source, *forms)), source
            seen += 1
    assert seen > 50
