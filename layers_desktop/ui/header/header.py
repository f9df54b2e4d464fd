"""The bar on top: who is signed in and who else can be, the sandbox badge, the project, the settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from layers_desktop.session.state import KnownAccount, SessionState
from layers_desktop.transfers.transfer import Hold
from layers_desktop.ui.header.project_picker import ProjectPicker
from layers_desktop.ui.i18n.bidi import isolated
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.widgets.buttons import MenuButton, PictureLabel, icon_button, label, plain_tooltip


def waiting_words(uploads: int, organization: str) -> str:
    """Say what becomes of the uploads of an organization that a person leaves for another."""
    if uploads == 1:
        words = QCoreApplication.translate("Accounts", "1 upload waits until you come back to %1.")
    else:
        words = QCoreApplication.translate(
            "Accounts", "%n uploads wait until you come back to %1.", "", uploads
        )
    return words.replace("%n", QLocale().toString(uploads)).replace("%1", organization)


_WRITES = {"standard": 60, "pilot": 600, "partner": 3000}
"""Layers' documentation, rate limits: writes a minute of each tier."""
_NAME_SHARE = 5
"""The organization's name gets this part of the header at most; the project needs the rest."""
_LABEL_FROM_WIDTH = 640
"""Narrower than this the project's box speaks for itself."""


class Header(QFrame):
    """52 px; everything in it gives way before the project does."""

    sign_out_requested = Signal()
    new_key_requested = Signal()
    account_requested = Signal()
    """Another organization's key is to be entered."""
    account_chosen = Signal(str)
    """The id of another organization."""

    def __init__(
        self, app_theme: Theme, settings: QAction, history: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setFixedHeight(theme.scaled(theme.BAR_HEIGHT))
        self._state = SessionState()
        self._known: tuple[KnownAccount, ...] = ()
        self._in_force: int | None = None
        self.organization = MenuButton()
        self.organization.setFont(app_theme.font(weight=QFont.Weight.DemiBold))
        self.organization.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._tier = self._menu.addAction("")
        self._tier.setEnabled(False)
        self._menu.addSeparator()
        self.accounts = QActionGroup(self)
        self.accounts.triggered.connect(self._choose_account)
        self.add_account = self._menu.addAction(icons.icon("plus", "dim"), self.tr("Add an account…"))
        self.add_account.triggered.connect(self.account_requested)
        self._menu.addSeparator()
        self._new_key = self._menu.addAction(icons.icon("key", "dim"), self.tr("Enter a new key…"))
        self._new_key.triggered.connect(self.new_key_requested)
        self.sign_out = self._menu.addAction(icons.icon("sign-out", "dim"), self.tr("Sign out"))
        self.sign_out.triggered.connect(self.sign_out_requested)
        self.organization.setMenu(self._menu)
        self.badge = label(self.tr("Sandbox"))
        self.badge.setObjectName("sandbox")
        self.badge.setToolTip(self.tr("A Layers on this computer: nothing is sent anywhere."))
        self.badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.badge.hide()
        self.project_label = label(self.tr("Project"), tone="dim")
        self.picker = ProjectPicker()
        self.project_label.setBuddy(self.picker)
        self._label_gap = QWidget()
        self._label_gap.setFixedWidth(12)
        self.project_label.setIndent(8)
        self.history = icon_button("history", self.tr("History"), history)
        self.settings = icon_button("settings", self.tr("Settings"), settings)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(0)
        layout.addWidget(PictureLabel("mark", 18, "accent"))
        layout.addWidget(self.organization)
        layout.addSpacing(4)
        layout.addWidget(self.badge)
        layout.addSpacing(8)
        layout.addWidget(self.project_label)
        layout.addWidget(self._label_gap)
        layout.addWidget(self.picker, 10)
        layout.addStretch(1)
        layout.addSpacing(8)
        layout.addWidget(self.history)
        layout.addSpacing(4)
        layout.addWidget(self.settings)

    @property
    def organization_name(self) -> str:
        """The organization that is signed in, in full."""
        return self._state.organization_name

    @property
    def in_sandbox(self) -> bool:
        """Whether all this is the sandbox."""
        return self._state.sandbox

    def show_session(self, state: SessionState) -> None:
        """Name the organization, its tier, and whether all this is the sandbox."""
        if state.tier != self._state.tier:
            self._in_force = None
        self._state = state
        name = self.tr("Organization %1").replace("%1", state.organization_name)
        self.organization.setAccessibleName(name)
        self._show_name()
        self.badge.setVisible(state.sandbox)
        self._fill_accounts()
        self._new_key.setVisible(not state.sandbox)
        self.sign_out.setText(self.tr("Leave the sandbox") if state.sandbox else self.tr("Sign out"))
        self._tier.setText(self._tier_words())

    @Slot(object)
    def show_accounts(self, accounts: Sequence[KnownAccount]) -> None:
        """Offer these organizations to switch to."""
        self._known = tuple(accounts)
        self._fill_accounts()

    def _fill_accounts(self) -> None:
        for action in self.accounts.actions():
            self.accounts.removeAction(action)
            self._menu.removeAction(action)
            action.deleteLater()
        # One that is in use already is no choice; the sandbox is none of them.
        for account in self._known if len(self._known) > 1 or self._state.sandbox else ():
            # An ampersand in a name is no mnemonic.
            action = QAction(account.organization_name.replace("&", "&&"), self.accounts)
            action.setData(account.organization_id)
            action.setCheckable(True)
            action.setChecked(account.organization_id == self._state.organization_id)
            self._menu.insertAction(self.add_account, action)

    @Slot(QAction)
    def _choose_account(self, action: QAction) -> None:
        if action.data() != self._state.organization_id:
            self.account_chosen.emit(action.data())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the organization's name and the word Project give way."""
        super().resizeEvent(event)
        self._show_name()
        self._share_room()

    def _share_room(self) -> None:
        """Show the word Project where there is room."""
        wide = self.width() >= theme.scaled(_LABEL_FROM_WIDTH)
        self.project_label.setVisible(wide)
        self._label_gap.setVisible(wide)

    def _show_name(self) -> None:
        metrics = self.organization.fontMetrics()
        room = self.width() // _NAME_SHARE
        name = self._state.organization_name
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        # An ampersand in a name is no mnemonic.
        self.organization.setText(shown.replace("&", "&&"))
        self.organization.setToolTip(plain_tooltip(name) if shown != name else "")

    def show_hold(self, hold: Hold | None) -> None:
        """Learn how many writes a minute are in force, which may be fewer than the tier's."""
        if hold is not None and hold.writes_per_minute:
            self._in_force = hold.writes_per_minute
            self._tier.setText(self._tier_words())

    def _tier_words(self) -> str:
        tier = isolated(self._state.tier) or self.tr("unknown")
        writes = self._in_force or _WRITES.get(self._state.tier)
        if writes is None:
            return self.tr("Tier: %1").replace("%1", tier)
        return self.tr("Tier %1: %2 writes a minute").replace("%1", tier).replace("%2", str(writes))
