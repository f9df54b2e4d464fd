"""The organizations in the header's menu: the one in use is ticked, another one is a click away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from layers_desktop.session.state import KnownAccount, SessionState
from layers_desktop.ui import icons


class Accounts(QObject):
    """A part of `menu`; it is put where the menu ends when this is made."""

    chosen = Signal(str)
    """The id of another organization."""
    added = Signal()
    """Another organization's key is to be entered."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._choose)
        self.add = menu.addAction(icons.icon("plus", "dim"), self.tr("Add an account…"))
        self.add.triggered.connect(self.added)
        self._end = menu.addSeparator()
        self._known: tuple[KnownAccount, ...] = ()
        self._state = SessionState()

    @property
    def actions(self) -> list[QAction]:
        """An action for each organization offered."""
        return self._group.actions()

    def show_accounts(self, accounts: Sequence[KnownAccount]) -> None:
        """Offer these."""
        self._known = tuple(accounts)
        self._fill()

    def show_session(self, state: SessionState) -> None:
        """Tick the one in use; the sandbox is none of them."""
        self._state = state
        self._fill()

    def _fill(self) -> None:
        for action in self._group.actions():
            self._group.removeAction(action)
            self._menu.removeAction(action)
            action.deleteLater()
        # One that is in use already is no choice.
        if len(self._known) > 1 or self._state.sandbox:
            for account in self._known:
                self._menu.insertAction(self.add, self._action(account))

    def _action(self, account: KnownAccount) -> QAction:
        # An ampersand in a name is no mnemonic.
        action = QAction(account.organization_name.replace("&", "&&"), self._group)
        action.setData(account.organization_id)
        action.setCheckable(True)
        action.setChecked(account.organization_id == self._state.organization_id)
        return action

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action.data() != self._state.organization_id:
            self.chosen.emit(action.data())


def waiting_words(uploads: int, organization: str) -> str:
    """Say what becomes of the uploads of an organization that a person leaves for another."""
    if uploads == 1:
        words = QCoreApplication.translate("Accounts", "1 upload waits until you come back to %1.")
    else:
        words = QCoreApplication.translate(
            "Accounts", "%n uploads wait until you come back to %1.", "", uploads
        )
    return words.replace("%n", QLocale().toString(uploads)).replace("%1", organization)
