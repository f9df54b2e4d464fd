"""What the history says: days, rows, and why there are none. Pure."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from layers_desktop.core.text import casefold_key, words_of
from layers_desktop.history.messages import Asset, Word
from layers_desktop.media.formats import MediaKind
from layers_desktop.ui.i18n import formats
from layers_desktop.ui.uploads.row_text import display_name, kind_name

translate = QCoreApplication.translate

_MOST_LETTERS: Final = 60
"""Of a search or a name, said again in one sentence."""


def day_of(asset: Asset) -> date:
    """Return the day on which the asset was made, here."""
    return date.fromtimestamp(asset.made_at)  # noqa: DTZ012 - a person's own day, where they are


def day_title(day: date, today: date, locale: QLocale | None = None) -> str:
    """Return "Today", "Yesterday", "3 May 2026"."""
    if day == today:
        return translate("history", "Today")
    if day == today - timedelta(days=1):
        return translate("history", "Yesterday")
    where = locale or QLocale()
    return where.toString(QDate(day.year, day.month, day.day), formats.day_pattern(where, year=True))


def time_of_day(asset: Asset, locale: QLocale | None = None) -> str:
    """Return when on its day the asset was made: "14:32", "2:32 PM"."""
    when = datetime.fromtimestamp(asset.made_at)  # noqa: DTZ006 - a person's own time, where they are
    time = QTime(when.hour, when.minute)
    return (locale or QLocale()).toString(time, QLocale.FormatType.ShortFormat)


def details(asset: Asset, *, with_project: bool) -> str:
    """Return what follows the id: "Image · 482 KB · Café Ünïcode iOS"."""
    parts = [kind_name(asset.kind), formats.byte_size(asset.size)]
    if with_project:
        parts.append(display_name(asset.project_name or asset.project_id))
    return " · ".join(part for part in parts if part)


def accessible_text(asset: Asset, today: date, *, with_project: bool) -> str:
    """Return the row as read aloud: name, kind, size, asset, project, day and time."""
    kind = kind_name(asset.kind)
    parts = [
        display_name(asset.name),
        kind[:1].lower() + kind[1:],
        formats.byte_size(asset.size),
        translate("history", "asset %1").replace("%1", asset.asset_id),
        display_name(asset.project_name or asset.project_id) if with_project else "",
        f"{day_title(day_of(asset), today)} {time_of_day(asset)}",
    ]
    return ", ".join(part for part in parts if part)


def looked_for(typed: str) -> tuple[Word, ...]:
    """Return the typed words, each also standing for the kinds whose name it is a part of."""
    names = {kind: casefold_key(kind_name(kind)) for kind in MediaKind}
    return tuple(
        Word(word, tuple(kind for kind, name in names.items() if word in name)) for word in words_of(typed)
    )


def count(assets: int) -> str:
    """Return "1 asset", "12,345 assets"."""
    shown = QLocale().toString(assets)
    if assets == 1:
        return translate("history", "1 asset")
    return translate("history", "%n assets", "", assets).replace("%n", shown)


def selected(assets: int) -> str:
    """Return "3 selected"."""
    shown = QLocale().toString(assets)
    return translate("history", "%n selected", "", assets).replace("%n", shown)


def all_selected(assets: int | None) -> str:
    """Return "All 1,204 selected"; without the number while they are still counted."""
    if assets is None:
        return translate("history", "All selected")
    return translate("history", "All %1 selected").replace("%1", QLocale().toString(assets))


def reading(assets: int) -> str:
    """Return what is said while so many are read to be copied: "Reading 12,345 assets…"."""
    shown = QLocale().toString(assets)
    return translate("history", "Reading %n assets…", "", assets).replace("%n", shown)


def nothing(typed: str, project: str | None) -> str:
    """Return why there is no row: nothing uploaded yet, or nothing that fits what was typed."""
    if not typed.strip():
        if project is None:
            return translate("history", "Nothing has been uploaded from here yet.")
        words = translate("history", "Nothing has been uploaded to %1 from here yet.")
        return words.replace("%1", short(project))
    if project is None:
        words = translate("history", "No asset matches “%1”.")
        return words.replace("%1", short(typed.strip()))
    words = translate("history", "No asset of %2 matches “%1”. Choose All projects to look further.")
    return words.replace("%2", short(project)).replace("%1", short(typed.strip()))


def not_from_here(name: str) -> str:
    """Return what is said of a file that no asset has the bytes of."""
    return translate("history", "%1 was not uploaded from here.").replace("%1", short(name))


def file_name(path: bytes) -> str:
    """Return the name of the file at `path`, the file system's bytes, short enough for a sentence."""
    return short(os.path.basename(path).decode("utf-8", "replace"))  # noqa: PTH119 - bytes, maybe no text


def short(text: str) -> str:
    """Return text that fits into a sentence."""
    shown = display_name(text)
    return shown if len(shown) <= _MOST_LETTERS else f"{shown[: _MOST_LETTERS - 1]}…"
