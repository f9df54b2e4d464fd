"""What the toast says is on the clipboard now, and what a Copy button is called. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.transfer_list.words import display_name

_say = QCoreApplication.translate


def copied(assets: Sequence[Transfer], copy_format: CopyFormat) -> str:
    """Return "Copied med_…", "Copied 3 links", "Copied photo.jpg as your template"."""
    if len(assets) == 1:
        return _one(assets[0], copy_format)
    return _several(len(assets), copy_format).replace("%n", QLocale().toString(len(assets)))


def copied_text(text: str) -> str:
    """Return "Copied req_…", of something that is no asset."""
    return _say("clipboard", "Copied %1").replace("%1", text)


def _one(asset: Transfer, copy_format: CopyFormat) -> str:
    words = {
        CopyFormat.ID: _say("clipboard", "Copied %1"),
        CopyFormat.URL: _say("clipboard", "Copied the link of %1"),
        CopyFormat.NAME_AND_ID: _say("clipboard", "Copied %1 and its ID"),
        CopyFormat.MARKDOWN: _say("clipboard", "Copied %1 as Markdown"),
        CopyFormat.JSON: _say("clipboard", "Copied %1 as JSON"),
        CopyFormat.CSV: _say("clipboard", "Copied %1 as CSV"),
        CopyFormat.TEMPLATE: _say("clipboard", "Copied %1 as your template"),
    }
    if copy_format is CopyFormat.URL and not asset.asset_url:
        copy_format = CopyFormat.ID  # which stands for the link that it does not have
    subject = asset.asset_id if copy_format is CopyFormat.ID else display_name(asset.name)
    return words[copy_format].replace("%1", subject or "")


def _several(count: int, copy_format: CopyFormat) -> str:
    words = {
        CopyFormat.ID: _say("clipboard", "Copied %n IDs", "", count),
        CopyFormat.URL: _say("clipboard", "Copied %n links", "", count),
        CopyFormat.NAME_AND_ID: _say("clipboard", "Copied %n names and IDs", "", count),
        CopyFormat.MARKDOWN: _say("clipboard", "Copied %n assets as Markdown", "", count),
        CopyFormat.JSON: _say("clipboard", "Copied %n assets as JSON", "", count),
        CopyFormat.CSV: _say("clipboard", "Copied %n assets as CSV", "", count),
        CopyFormat.TEMPLATE: _say("clipboard", "Copied %n assets as your template", "", count),
    }
    return words[copy_format]
