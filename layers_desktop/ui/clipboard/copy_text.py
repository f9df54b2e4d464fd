"""What the toast says is on the clipboard now, and what a Copy button is called. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.uploads.row_text import display_name

_say = QCoreApplication.translate


def copied(meant: Sequence[Transfer], copy_format: CopyFormat) -> str:
    """Return "Copied med_…", "Copied 3 links", "Copied 2 IDs; 1 is still uploading" of what was meant."""
    assets = [one for one in meant if one.asset_id]
    if len(assets) == 1:
        words = _one(assets[0], copy_format)
    else:
        words = _several(len(assets), copy_format).replace("%n", _number(len(assets)))
    rest = _without([one for one in meant if not one.asset_id])
    return f"{words}; {rest}" if rest else words


def copied_text(text: str) -> str:
    """Return "Copied req_…", of something that is no asset."""
    return _say("clipboard", "Copied %1").replace("%1", text)


def _without(others: Sequence[Transfer]) -> str:
    """Return what is said of those that have no asset: that they come, or else that they need a person."""
    coming = sum(not (one.settled or one.waits_for_choice) for one in others)
    if coming == 1:
        return _say("clipboard", "1 is still uploading")
    if coming:
        return _say("clipboard", "%n are still uploading", "", coming).replace("%n", _number(coming))
    if len(others) == 1:
        return _say("clipboard", "1 needs you")
    return (
        _say("clipboard", "%n need you", "", len(others)).replace("%n", _number(len(others)))
        if others
        else ""
    )


def _number(count: int) -> str:
    return QLocale().toString(count)


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
