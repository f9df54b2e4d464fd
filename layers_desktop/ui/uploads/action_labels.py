"""What each row action is called, on a button, in a menu and in the tooltip of an icon."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from layers_desktop.transfers.transfer import Activity, Snapshot
from layers_desktop.ui.uploads.row_actions import RowAction
from layers_desktop.ui.uploads.shortcuts import ListShortcut

translate = QCoreApplication.translate


def action_name(action: RowAction, count: int = 1, *, copies_ids: bool = True) -> str:
    """Return the action's name, for `count` rows; `copies_ids`: Copy takes the bare ids."""
    if count > 1:
        return _of_several(action, count, copies_ids=copies_ids).replace("%n", QLocale().toString(count))
    if action is RowAction.COPY_ID and not copies_ids:
        return translate("transfer_list", "Copy")
    # Looked up first, translated then: a row asks for one of them each time it is painted.
    names = {
        RowAction.PAUSE: lambda: translate("transfer_list", "Pause"),
        RowAction.RESUME: lambda: translate("transfer_list", "Resume"),
        RowAction.RETRY: lambda: translate("transfer_list", "Retry"),
        RowAction.RETRY_NOW: lambda: translate("transfer_list", "Retry now"),
        RowAction.COPY_ID: lambda: translate("transfer_list", "Copy ID"),
        RowAction.COPY_AS: lambda: translate("transfer_list", "Copy as"),
        RowAction.EXPORT: lambda: translate("transfer_list", "Export…"),
        RowAction.USE_KNOWN: lambda: translate("transfer_list", "Use that ID"),
        RowAction.UPLOAD_AGAIN: lambda: translate("transfer_list", "Upload again"),
        RowAction.OPEN_FILE: lambda: translate("transfer_list", "Open file"),
        RowAction.SHOW_IN_FOLDER: lambda: translate("transfer_list", "Show in folder"),
        RowAction.CANCEL: lambda: translate("transfer_list", "Cancel upload"),
        RowAction.REMOVE: lambda: translate("transfer_list", "Remove from list"),
        RowAction.CHOOSE_KIND: lambda: translate("transfer_list", "Kind"),
        RowAction.SUBMIT_AGAIN: lambda: translate("transfer_list", "Upload again as"),
        RowAction.COPY_REQUEST_ID: lambda: translate("transfer_list", "Copy request ID"),
        RowAction.SHOW_PROBLEM: lambda: translate("transfer_list", "Show problem…"),
        RowAction.MENU: lambda: translate("transfer_list", "More"),
    }
    return names[action]()


def _of_several(action: RowAction, count: int, *, copies_ids: bool) -> str:
    """Return the name for more than one row, with `%n` for their number."""
    if action is RowAction.COPY_ID and not copies_ids:
        return translate("transfer_list", "Copy %n", "", count)
    names = {
        RowAction.PAUSE: lambda: translate("transfer_list", "Pause %n uploads", "", count),
        RowAction.RESUME: lambda: translate("transfer_list", "Resume %n uploads", "", count),
        RowAction.RETRY: lambda: translate("transfer_list", "Retry %n uploads", "", count),
        RowAction.RETRY_NOW: lambda: translate("transfer_list", "Retry %n uploads now", "", count),
        RowAction.COPY_ID: lambda: translate("transfer_list", "Copy %n IDs", "", count),
        RowAction.COPY_AS: lambda: translate("transfer_list", "Copy %n as", "", count),
        RowAction.EXPORT: lambda: translate("transfer_list", "Export %n assets…", "", count),
        RowAction.USE_KNOWN: lambda: translate("transfer_list", "Use those %n IDs", "", count),
        RowAction.UPLOAD_AGAIN: lambda: translate("transfer_list", "Upload %n files again", "", count),
        RowAction.SHOW_IN_FOLDER: lambda: translate("transfer_list", "Show %n files in folder", "", count),
        RowAction.CANCEL: lambda: translate("transfer_list", "Cancel %n uploads", "", count),
        RowAction.REMOVE: lambda: translate("transfer_list", "Remove %n from list", "", count),
        RowAction.CHOOSE_KIND: lambda: translate("transfer_list", "Kind of %n images", "", count),
        RowAction.SUBMIT_AGAIN: lambda: translate("transfer_list", "Upload %n images again as", "", count),
    }
    named = names.get(action)
    return named() if named else action_name(action)


def removed(count: int, name: str) -> str:
    """Return what is said of rows that left the list, finished or not; `name` is the file's if it was one."""
    if count == 1:
        return translate("transfer_list", "%1 removed").replace("%1", name)
    words = translate("transfer_list", "%n uploads removed", "", count)
    return words.replace("%n", QLocale().toString(count))


def found(count: int) -> str:
    """Return how many uploads a search has found, one at least."""
    if count == 1:
        return translate("transfer_list", "1 upload found")
    return translate("transfer_list", "%n uploads found", "", count).replace("%n", QLocale().toString(count))


def brought_back(count: int, name: str) -> str:
    """Return what is said of rows whose removal was undone; `name` is the file's if it was one."""
    if count == 1:
        return translate("transfer_list", "%1 is back").replace("%1", name)
    words = translate("transfer_list", "%n uploads are back", "", count)
    return words.replace("%n", QLocale().toString(count))


def left_out(*, in_doubt: bool) -> str:
    """Return why a retry of several leaves some out: for doubt, or for their kind alone."""
    if not in_doubt:
        return translate("transfer_list", "Images that Layers rejected are left out: choose another kind")
    return translate("transfer_list", "What may be at Layers already is left out: retry each by itself")


def nothing_failed() -> str:
    """Return why nothing is retried for all."""
    return translate("transfer_list", "Nothing to retry: nothing has failed")


def nothing_to_do(gesture: ListShortcut, selected: Sequence[Snapshot]) -> str:
    """Return why a key did nothing: no row is selected, or it means nothing for those that are."""
    if not selected:
        return translate("transfer_list", "Select a row of the list first")
    if gesture is ListShortcut.MAIN:
        return translate("transfer_list", "What is selected has no button")
    if gesture is ListShortcut.RETRY:
        return translate("transfer_list", "Nothing to retry: what is selected has not failed")
    if gesture in (ListShortcut.USE_KNOWN, ListShortcut.UPLOAD_AGAIN):
        return translate("transfer_list", "Only rows that say “Already in this project” have this choice")
    if any(snapshot.activity is Activity.FINISHING for snapshot in selected):
        return translate(
            "transfer_list", "What is being finished at Layers can be neither paused nor cancelled"
        )
    return translate("transfer_list", "What is selected is not on its way, so it cannot be paused")
