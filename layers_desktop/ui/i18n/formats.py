"""Sizes, times and percentages as a person reads them, in the person's locale. Pure functions.

Sizes are decimal (1 MB is 1 000 000 bytes), as file managers and Layers' limits write them.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale

_UNITS = ("KB", "MB", "GB", "TB")
_STEP = 1000
_BETWEEN: Final = r"(?<![\s,،])[\s,،]*+"
"""A whole run: it is tried from its beginning only."""
_NUMBER: Final = re.compile(r"(?<![%\d])\d+")
"""Not the number of a place holder; compiled once, as the list's words are made anew all the time."""
_ENGLISH_SIZE: Final = re.compile(r"[\d.]+ [KMGT]?B")
_WEEKDAY: Final = re.compile(_BETWEEN + "dddd" + _BETWEEN)
_YEAR: Final = re.compile(_BETWEEN + r"(?:'[^']*'\s+)?y+(?:[年년.]|\s*'[^']*'\.?)*" + _BETWEEN)
"""With the words for "of" before it and "year" after it."""


def byte_size(count: int, locale: QLocale | None = None) -> str:
    """Return "812 bytes", "482 KB", "4.1 MB", "212 MB", "1.2 GB"."""
    where = locale or QLocale()
    if count < _STEP:
        return QCoreApplication.translate("formats", "%1 bytes").replace("%1", where.toString(count))
    value, unit = _scaled(count)
    decimals = 1 if unit != "KB" and value < 10 else 0
    return f"{_without_zero(value, decimals, where)} {_unit(unit)}"


def written_size(english: str, locale: QLocale | None = None) -> str:
    """Return a size that an error or a limit has in English ("1.5 GB") in the person's way; else the text."""
    if not _ENGLISH_SIZE.fullmatch(english):
        return english
    number, unit = english.split(" ")
    point = (locale or QLocale()).decimalPoint()
    return f"{number.replace('.', point)} {_unit(unit) if unit in _UNITS else unit}"


def speed(bytes_per_second: float, locale: QLocale | None = None) -> str:
    """Return "18.4 MB/s", "640 KB/s"; nothing when nothing moves, because "0 B/s" tells nothing."""
    if bytes_per_second < 1:
        return ""
    where = locale or QLocale()
    value, unit = _scaled(max(bytes_per_second, _STEP))
    decimals = 1 if unit != "KB" and value < 100 else 0
    text = QCoreApplication.translate("formats", "%1 %2/s")
    return text.replace("%1", _without_zero(value, decimals, where)).replace("%2", _unit(unit))


def percent(sent: int, total: int, locale: QLocale | None = None) -> str:
    """Return "62 %" of bytes under way, never "100 %": that is said by the asset id alone."""
    part = 0 if total <= 0 else min(math.floor(100 * sent / total), 99)
    where = locale or QLocale()
    return QCoreApplication.translate("formats", "%1 %").replace("%1", where.toString(max(part, 0)))


def duration(seconds: float) -> str:
    """Return how long something took: "8 s", "3 min 10 s", "1 h 12 min"."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return _seconds(max(whole, 1))
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        return f"{_minutes(minutes)} {_seconds(rest)}" if rest else _minutes(minutes)
    hours, rest = divmod(whole, 3600)
    return f"{_hours(hours)} {_minutes(rest // 60)}" if rest >= 60 else _hours(hours)


def time_left(seconds: float) -> str:
    """Return "5 s left", "4 min left", "2 h 10 min left": rounded up, and coarser the longer it is."""
    whole = max(math.ceil(seconds), 1)
    if whole < 60:
        text = _seconds(whole)
    elif whole < 3600:
        text = _minutes(math.ceil(whole / 60))
    else:
        hours, rest = divmod(math.ceil(whole / 600) * 600, 3600)
        text = f"{_hours(hours)} {_minutes(rest // 60)}" if rest else _hours(hours)
    return QCoreApplication.translate("formats", "%1 left").replace("%1", text)


def day(moment: float, *, today: date | None = None, locale: QLocale | None = None) -> str:
    """Return the day of a moment (seconds since the epoch) here: "3 May", "3 May 2024" of another year."""
    then = date.fromtimestamp(moment)  # noqa: DTZ012 - a person's own day, where they are
    this_year = (today or date.today()).year  # noqa: DTZ011 - as above
    where = locale or QLocale()
    pattern = day_pattern(where, year=then.year != this_year).replace("MMMM", "MMM")
    return where.toString(QDate(then.year, then.month, then.day), pattern)


def day_pattern(locale: QLocale, *, year: bool) -> str:
    """Return how days are written there, as `QLocale.toString` takes it: "d. MMMM yyyy", "M月d日".

    It is the long date without its weekday and, if asked, without its year and the words around that.
    """
    pattern = _WEEKDAY.sub("", locale.dateFormat(QLocale.FormatType.LongFormat))
    return pattern if year else _YEAR.sub("", pattern)


def counted(count: int, one: str, many: str, locale: QLocale | None = None) -> str:
    """Return `one` for 1, else `many` with its number as the locale writes it.

    `many` comes out of `translate(…, "%n files", "", count)`: there Qt has put the number in already, bare.
    """
    if count == 1:
        return one
    bare = str(count)
    place = next((number for number in _NUMBER.finditer(many) if number[0] == bare), None)
    if place is None:
        return many
    return many[: place.start()] + (locale or QLocale()).toString(count) + many[place.end() :]


def _scaled(count: float) -> tuple[float, str]:
    value = count / _STEP
    for unit in _UNITS[:-1]:
        # 999 950 bytes and more would be rounded to "1000 KB"
        if value < _STEP - 0.5:
            return value, unit
        value /= _STEP
    return value, _UNITS[-1]


def _without_zero(value: float, decimals: int, where: QLocale) -> str:
    """Return "5", not "5.0"."""
    rounded = round(value, decimals)
    return where.toString(rounded, "f", 0 if rounded == int(rounded) else decimals)


def _unit(unit: str) -> str:
    match unit:
        case "KB":
            return QCoreApplication.translate("formats", "KB")
        case "MB":
            return QCoreApplication.translate("formats", "MB")
        case "GB":
            return QCoreApplication.translate("formats", "GB")
        case _:
            return QCoreApplication.translate("formats", "TB")


def _seconds(count: int) -> str:
    return QCoreApplication.translate("formats", "%1 s").replace("%1", str(count))


def _minutes(count: int) -> str:
    return QCoreApplication.translate("formats", "%1 min").replace("%1", str(count))


def _hours(count: int) -> str:
    return QCoreApplication.translate("formats", "%1 h").replace("%1", str(count))
