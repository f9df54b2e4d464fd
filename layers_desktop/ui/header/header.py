"""The bar on top: who is signed in and who else can be, the sandbox badge, the project, the settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from layers_desktop.session.state import KnownAccount, SessionState
from layers_desktop.transfers.transfer import Hold
from layers_desktop.ui.header.project_picker import ProjectPicker
from layers_desktop.ui.i18n.bidi import isolated
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.widgets.buttons import MenuButton, PictureLabel, icon_button, label, plain_tooltip


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

    def __init__(
        self, app_theme: Theme, settings: QAction, history: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setFixedHeight(theme.scaled(theme.BAR_HEIGHT))
        self._name = ""
        self._tier_name = ""
        self._in_force: int | None = None
        self.in_sandbox = False
        self.organization = MenuButton()
        self.organization.setFont(app_theme.font(weight=QFont.Weight.DemiBold))
        self.organization.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._tier = self._menu.addAction("")
        self._tier.setEnabled(False)
        self._menu.addSeparator()
        self.accounts = Accounts(self._menu)
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
        return self._name

    def show_session(self, state: SessionState) -> None:
        """Name the organization, its tier, and whether all this is the sandbox."""
        self._name = state.organization_name
        self.organization.setAccessibleName(self.tr("Organization %1").replace("%1", self._name))
        self._show_name()
        self.in_sandbox = state.sandbox
        self.badge.setVisible(state.sandbox)
        self.accounts.show_session(state)
        self._new_key.setVisible(not state.sandbox)
        self.sign_out.setText(self.tr("Leave the sandbox") if state.sandbox else self.tr("Sign out"))
        if state.tier != self._tier_name:
            self._in_force = None
        self._tier_name = state.tier
        self._tier.setText(self._tier_words(state.tier))

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
        shown = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        # An ampersand in a name is no mnemonic.
        self.organization.setText(shown.replace("&", "&&"))
        self.organization.setToolTip(plain_tooltip(self._name) if shown != self._name else "")

    def show_hold(self, hold: Hold | None) -> None:
        """Learn how many writes a minute are in force, which may be fewer than the tier's."""
        if hold is not None and hold.writes_per_minute:
            self._in_force = hold.writes_per_minute
            self._tier.setText(self._tier_words(self._tier_name))

    def _tier_words(self, tier: str) -> str:
        writes = self._in_force or _WRITES.get(tier)
        if writes is None:
            return self.tr("Tier: %1").replace("%1", isolated(tier) or self.tr("unknown"))
        words = self.tr("Tier %1: %2 writes a minute")
        return words.replace("%1", isolated(tier) or self.tr("unknown")).replace("%2", str(writes))
