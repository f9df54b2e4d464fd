from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from layers_desktop.ui.i18n import formats
from tests.support.tables import for_each

ENGLISH = QLocale(QLocale.Language.English)
BRITISH = QLocale("en_GB")
GERMAN = QLocale(QLocale.Language.German, QLocale.Country.Germany)


@for_each(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (812, "812 bytes"),
        (1_000, "1 KB"),
        (6_400, "6 KB"),
        (482_112, "482 KB"),
        (999_499, "999 KB"),
        (999_950, "1 MB"),
        (4_100_000, "4.1 MB"),
        (5_000_000, "5 MB"),
        (212_000_000, "212 MB"),
        (1_200_000_000, "1.2 GB"),
        (3_000_000_000_000, "3 TB"),
    ],
)
def test_a_size_is_short_and_decimal(count: int, words: str) -> None:
    assert formats.byte_size(count, ENGLISH) == words


def test_numbers_follow_the_locale() -> None:
    assert formats.byte_size(4_100_000, GERMAN) == "4,1 MB"
    assert formats.speed(18_400_000, GERMAN) == "18,4 MB/s"


@for_each(
    ("rate", "words"),
    [(0.0, ""), (640_000.0, "640 KB/s"), (18_400_000.0, "18.4 MB/s"), (212_000_000.0, "212 MB/s")],
)
def test_a_speed_is_shown_only_when_something_moves(rate: float, words: str) -> None:
    assert formats.speed(rate, ENGLISH) == words


@for_each(
    ("sent", "total", "words"),
    [(0, 100, "0 %"), (62, 100, "62 %"), (999, 1000, "99 %"), (1000, 1000, "99 %"), (5, 0, "0 %")],
)
def test_bytes_under_way_never_read_100_percent(sent: int, total: int, words: str) -> None:
    assert formats.percent(sent, total, ENGLISH) == words


@for_each(
    ("seconds", "words"),
    [(0.2, "1 s"), (8, "8 s"), (59.6, "1 min"), (190, "3 min 10 s"), (3600, "1 h"), (4320, "1 h 12 min")],
)
def test_how_long_it_took(seconds: float, words: str) -> None:
    assert formats.duration(seconds) == words


@for_each(
    ("seconds", "words"),
    [(0, "1 s left"), (4.2, "5 s left"), (61, "2 min left"), (230, "4 min left"), (7300, "2 h 10 min left")],
)
def test_time_left_is_rounded_up(seconds: float, words: str) -> None:
    assert formats.time_left(seconds) == words


def test_a_round_speed_has_no_zero_behind_it() -> None:
    assert formats.speed(60_000_000, ENGLISH) == "60 MB/s"


def test_a_day_names_its_year_only_when_it_is_another_one() -> None:
    moment = datetime(2024, 5, 3, 12).timestamp()  # noqa: DTZ001 - local, as it is shown
    assert formats.day(moment, today=date(2024, 9, 1), locale=BRITISH) == "3 May"
    assert formats.day(moment, today=date(2025, 1, 1), locale=BRITISH) == "3 May 2024"


@for_each(
    ("language", "whole", "without_year"),
    [
        ("en_GB", "3 May 2024", "3 May"),
        ("en_US", "May 3, 2024", "May 3"),
        ("de_DE", "3. Mai 2024", "3. Mai"),
        ("fr_FR", "3 mai 2024", "3 mai"),
        ("es_ES", "3 de mayo de 2024", "3 de mayo"),
        ("hu_HU", "2024. május 3.", "május 3."),
        ("zh_CN", "2024年5月3日", "5月3日"),
        ("ja_JP", "2024年5月3日", "5月3日"),
        ("ko_KR", "2024년 5월 3일", "5월 3일"),
    ],
)
def test_a_day_is_written_as_its_language_writes_days(language: str, whole: str, without_year: str) -> None:
    where, day = QLocale(language), QDate(2024, 5, 3)
    assert where.toString(day, formats.day_pattern(where, year=True)) == whole
    assert where.toString(day, formats.day_pattern(where, year=False)) == without_year
