"""What a row is called: its name, kind and size, its tooltip, and all of it read aloud. Pure."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Final

from PySide6.QtCore import QCoreApplication

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import Snapshot, Stage, Transfer
from layers_desktop.ui.i18n import formats, problem_text
from layers_desktop.ui.uploads.status_text import Status, status_of

translate = QCoreApplication.translate

_DIRECTION_MARKS: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


_MOST_REASONS: Final = 2
"""Of a batch, as it ends: all of them stand in the rows."""

_LINE_BREAKS: Final = dict.fromkeys("\n\r\u0085\u2028\u2029", "¶") | {"\t": " "}
"""Shown as a mark that every font has."""


def kind_name(kind: MediaKind | None) -> str:
    """Return the kind as a person calls it; empty when it was never known."""
    names = {
        MediaKind.IMAGE: lambda: translate("transfer_list", "Image"),
        MediaKind.VIDEO: lambda: translate("transfer_list", "Video"),
        MediaKind.AUDIO: lambda: translate("transfer_list", "Audio"),
        MediaKind.LOGO: lambda: translate("transfer_list", "Logo"),
        MediaKind.REFERENCE_IMAGE: lambda: translate("transfer_list", "Reference image"),
    }
    return names[kind]() if kind else ""


def display_name(name: str) -> str:
    """Return a file name that fits one line and cannot turn the text around it."""
    if name.isprintable():
        return name  # nearly always, and much faster than letter by letter
    return "".join(_LINE_BREAKS.get(letter) or _plain(letter) for letter in name)


def _plain(letter: str) -> str:
    return "\ufffd" if _disturbs(letter) else letter


def _disturbs(letter: str) -> bool:
    return letter in _DIRECTION_MARKS or unicodedata.category(letter) in ("Cc", "Zl", "Zp")


def details(transfer: Transfer) -> tuple[str, ...]:
    """Return what stands dim after the name: kind and size, as far as they are known."""
    size = formats.byte_size(transfer.size) if transfer.size is not None else ""
    return tuple(part for part in (kind_name(transfer.kind), size) if part)


def tooltip(transfer: Transfer) -> str:
    """Return the full name and the whole problem, as rich text with nothing in it taken for markup."""
    lines = [display_name(transfer.name)]
    if transfer.problem is not None and transfer.stage is not Stage.DONE:
        lines.append(problem_text.sentence(transfer.problem))
    elif transfer.asset_id:
        lines.append(transfer.asset_id)
        if transfer.reused:
            lines.append(translate("transfer_list", "was already in this project"))
    lines.append(project_line(transfer))
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)


def project_line(transfer: Transfer) -> str:
    """Return where the file goes, if that is known: uploads of several projects share the list."""
    if transfer.waits_for_project:
        return ""
    return translate("transfer_list", "Project: %1").replace("%1", display_name(transfer.project_name))


def other_project(transfer: Transfer, picked: str | None) -> str:
    """Return the project of a row that is not of the picked one; empty for all others."""
    if picked in (None, transfer.project_id) or transfer.waits_for_project:
        return ""
    return display_name(transfer.project_name)


def accessible_text(transfer: Transfer, shown: Status) -> str:
    """Return the row as read aloud: "founder-shot.jpg, reference image, 482 KB, done, asset med_…".

    It changes with the row's state only: a screen reader that is on the row says each change.
    """
    kind, *_ = (*details(transfer), "")
    parts = [transfer.name, *details(transfer)]
    if transfer.kind is not None:
        parts[1] = kind[:1].lower() + kind[1:]
    if transfer.stage is Stage.DONE:
        parts.append(translate("transfer_list", "done, asset %1").replace("%1", transfer.asset_id or ""))
    else:
        parts.append(shown.aloud or shown.text)
        if transfer.waits_for_choice:
            parts.append(translate("transfer_list", "use that ID or upload again"))
    return ", ".join(part for part in parts if part)


def reasons(snapshots: Iterable[Snapshot]) -> str:
    """Return why files of a batch were not uploaded, and what to do; of several the first two reasons."""
    examples: dict[str, str] = {}
    for snapshot in snapshots:
        transfer = snapshot.transfer
        if transfer.stage in (Stage.REFUSED, Stage.FAILED):
            shown = status_of(snapshot, None, 0.0)  # what is settled does not change with time
            why = shown.aloud or (shown.shorter or (shown.text,))[-1]
            examples.setdefault(why, transfer.name)
    return " ".join(f"{display_name(name)}: {why}" for why, name in islice(examples.items(), _MOST_REASONS))


def accessible_description(transfer: Transfer, shown: Status, picked: str | None) -> str:
    """Return what is read after the row on request: how far it is, and its project if that is another one."""
    counting = shown.text if shown.aloud and transfer.stage is not Stage.REFUSED else ""
    elsewhere = project_line(transfer) if other_project(transfer, picked) else ""
    return ". ".join(part for part in (counting, elsewhere) if part)
