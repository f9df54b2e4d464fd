"""What the history says."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QLocale

from layers_desktop.history.messages import Asset, Word
from layers_desktop.media.formats import MediaKind
from layers_desktop.ui.history import text as words
from tests.support.tables import for_each

ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
NOON = datetime(2026, 5, 3, 14, 32).timestamp()  # noqa: DTZ001 - a person's own time
ASSET = Asset(
    number=1, asset_id="med_1", account_id="org", project_id="prj_1", project_name="Café",
    kind=MediaKind.REFERENCE_IMAGE, mime_type="image/png", name="a\u202eb\n.png", size=482_112, sha256=None,
    path=b"", id=1, finished_at=NOON,
)  # fmt: skip


@for_each(
    ("day", "title"),
    [
        (date(2026, 5, 4), "Today"),
        (date(2026, 5, 3), "Yesterday"),
        (date(2026, 5, 2), "2 May 2026"),
        (date(2025, 5, 4), "4 May 2025"),
    ],
)
def test_days_are_named_as_people_name_them(day: date, title: str) -> None:
    assert words.day_title(day, date(2026, 5, 4), ENGLISH) == title


def test_a_row_is_read_aloud_with_all_that_it_shows() -> None:
    assert words.details(ASSET, with_project=True) == "Reference image · 482 KB · Café"
    assert words.details(ASSET, with_project=False) == "Reference image · 482 KB"
    read = words.accessible_text(ASSET, date(2026, 5, 4), with_project=True)
    assert read.startswith("a\ufffdb¶.png, reference image, 482 KB, asset med_1, Café, Yesterday ")
    assert "Café" not in words.accessible_text(ASSET, date(2026, 5, 4), with_project=False)


def test_a_kind_is_looked_for_by_the_name_that_a_person_sees() -> None:
    assert words.looked_for("VIDEO beta") == (Word("video", (MediaKind.VIDEO,)), Word("beta"))
    assert words.looked_for("imag") == (Word("imag", (MediaKind.IMAGE, MediaKind.REFERENCE_IMAGE)),)
    assert words.looked_for("  ") == ()


@for_each(
    ("typed", "project", "expected"),
    [
        ("", None, "Nothing has been uploaded from here yet."),
        (" ", "Café", "Nothing has been uploaded to Café from here yet."),
        ("cat", None, "No asset matches “cat”."),
        ("cat", "Café", "No asset of Café matches “cat”. Choose All projects to look further."),
        ("x" * 100, None, f"No asset matches “{'x' * 59}…”."),
    ],
)
def test_why_there_is_nothing_is_one_sentence(typed: str, project: str | None, expected: str) -> None:
    assert words.nothing(typed, project) == expected
