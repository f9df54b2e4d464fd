"""What each row action is called, on a button, in a menu and in the tooltip of an icon."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from layers_desktop.ui.transfer_list.actions import RowAction

translate = QCoreApplication.translate


def action_name(action: RowAction, count: int = 1, *, copies_ids: bool = True) -> str:
    """Return the action's name, for `count` rows; `copies_ids`: Copy takes the bare ids."""
    if action is RowAction.COPY_ID and not copies_ids:
        return translate("transfer_list", "Copy")
    names = {
        RowAction.PAUSE: translate("transfer_list", "Pause"),
        RowAction.RESUME: translate("transfer_list", "Resume"),
        RowAction.RETRY: translate("transfer_list", "Retry"),
        RowAction.RETRY_NOW: translate("transfer_list", "Retry now"),
        RowAction.COPY_ID: translate("transfer_list", "Copy ID"),
        RowAction.CANCEL: translate("transfer_list", "Cancel upload"),
        RowAction.REMOVE: translate("transfer_list", "Remove from list"),
        RowAction.CHOOSE_KIND: translate("transfer_list", "Kind"),
        RowAction.COPY_REQUEST_ID: translate("transfer_list", "Copy request ID"),
        RowAction.SHOW_PROBLEM: translate("transfer_list", "Show problem…"),
        RowAction.MENU: translate("transfer_list", "More"),
    }
    if action is RowAction.COPY_ID and count > 1:
        return translate("transfer_list", "Copy IDs")
    return names[action]
