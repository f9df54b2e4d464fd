"""What the toast says is on the clipboard now, and what a Copy button is called. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.uploads.row_text import display_name

translate = QCoreApplication.translate


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
    return translate("clipboard", "Copied %1").replace("%1", text)


def _without(others: Sequence[Transfer]) -> str:
    """Return what is said of those that have no asset: that they come, or else that they need a person."""
    coming = sum(not (one.settled or one.waits_for_choice) for one in others)
    if coming == 1:
        return translate("clipboard", "1 is still uploading")
    if coming:
        return translate("clipboard", "%n are still uploading", "", coming).replace("%n", _number(coming))
    if len(others) == 1:
        return translate("clipboard", "1 needs you")
    if not others:
        return ""
    count = len(others)
    return translate("clipboard", "%n need you", "", count).replace("%n", _number(count))


def _number(count: int) -> str:
    return QLocale().toString(count)


def _one(asset: Transfer, copy_format: CopyFormat) -> str:
    words = {
        CopyFormat.ID: translate("clipboard", "Copied %1"),
        CopyFormat.URL: translate("clipboard", "Copied the link of %1"),
        CopyFormat.NAME_AND_ID: translate("clipboard", "Copied %1 and its ID"),
        CopyFormat.MARKDOWN: translate("clipboard", "Copied %1 as Markdown"),
        CopyFormat.JSON: translate("clipboard", "Copied %1 as JSON"),
        CopyFormat.CSV: translate("clipboard", "Copied %1 as CSV"),
        CopyFormat.TEMPLATE: translate("clipboard", "Copied %1 as your template"),
    }
    if copy_format is CopyFormat.URL and not asset.asset_url:
        copy_format = CopyFormat.ID  # which stands for the link that it does not have
    subject = asset.asset_id if copy_format is CopyFormat.ID else display_name(asset.name)
    return words[copy_format].replace("%1", subject or "")


def _several(count: int, copy_format: CopyFormat) -> str:
    words = {
        CopyFormat.ID: translate("clipboard", "Copied %n IDs", "", count),
        CopyFormat.URL: translate("clipboard", "Copied %n links", "", count),
        CopyFormat.NAME_AND_ID: translate("clipboard", "Copied %n names and IDs", "", count),
        CopyFormat.MARKDOWN: translate("clipboard", "Copied %n assets as Markdown", "", count),
        CopyFormat.JSON: translate("clipboard", "Copied %n assets as JSON", "", count),
        CopyFormat.CSV: translate("clipboard", "Copied %n assets as CSV", "", count),
        CopyFormat.TEMPLATE: translate("clipboard", "Copied %n assets as your template", "", count),
    }
    return words[copy_format]
