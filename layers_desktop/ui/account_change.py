"""Another organization is signed in: whose uploads are shown, and what becomes of those of the one before."""

from __future__ import annotations

from layers_desktop.session.state import SessionState
from layers_desktop.ui.accounts import waiting_words
from layers_desktop.ui.header import Header
from layers_desktop.ui.toast import Toast
from layers_desktop.ui.transfer_list.view import TransferListPanel


class AccountChange:
    """Notices the change however it came: from the header, by a key that was typed, by signing out."""

    def __init__(self, header: Header, panel: TransferListPanel, toast: Toast) -> None:
        self._header = header
        self._panel = panel
        self._toast = toast
        self._leaving = ""
        """The organization whose uploads are shown; empty: the sandbox, whose uploads end with it."""

    def show_session(self, state: SessionState) -> None:
        """Say how many uploads wait for their organization; before the header names another one."""
        if self._header.organization_name:
            self._leaving = "" if self._header.in_sandbox else self._header.organization_name
        if not self._panel.use_account(state.organization_id):
            return
        self._toast.withdraw(self._panel.undo_removal)
        waiting = self._panel.totals.active
        if waiting and self._leaving:
            self._toast.say(waiting_words(waiting, self._leaving))
