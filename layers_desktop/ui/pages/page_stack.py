"""Which page the window shows: starting, the key, nothing yet, the uploads, the history."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from layers_desktop.session.state import Phase, SessionState
from layers_desktop.ui import announce
from layers_desktop.ui.history.page import HistoryPage
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.pages.empty_page import EmptyPage
from layers_desktop.ui.pages.loading_page import LoadingPage
from layers_desktop.ui.pages.sign_in_page import SignInPage
from layers_desktop.ui.theme import theme
from layers_desktop.ui.uploads.panel import UploadsPanel

_LEAST_HEIGHT: Final = 44
"""Of any page: the row of filters above the list."""


class PageStack(QStackedWidget):
    """Turns to the page that the session and the number of uploads call for."""

    page_changed = Signal()
    """Another page is shown now."""

    def __init__(
        self,
        starting: LoadingPage,
        uploads: UploadsPanel,
        history: HistoryPage,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.starting = starting
        self.first_start = SignInPage()
        self.empty = EmptyPage()
        self.uploads = uploads
        self.history = history
        # Qt's own minimum would be that of the largest page, also of those that are not shown.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(theme.scaled(_LEAST_HEIGHT))
        for page in (self.starting, self.first_start, self.empty, self.uploads, self.history):
            self.addWidget(page)
        self._state = SessionState()
        self._has_uploads = False
        self._asking = False
        self._looking_back = False
        self.starting.other_key_wanted.connect(self._show_first_start)
        self.first_start.back_requested.connect(self.leave_key)

    def hasHeightForWidth(self) -> bool:
        """Say no: a question above may take nearly all the room of a small window."""
        return False

    @property
    def signed_in(self) -> bool:
        """True while there is an account, also while a new key for it is being tried."""
        connecting_again = self._state.phase is Phase.CONNECTING and bool(self._state.organization_id)
        return self._state.phase is Phase.SIGNED_IN or connecting_again

    @property
    def at_work(self) -> bool:
        """True while the person is at the uploads, at the place to drop the first ones, or at the history."""
        return self.currentWidget() in (self.empty, self.uploads, self.history)

    def show_session(self, state: SessionState) -> None:
        """Follow signing in and out."""
        connects = state.phase is Phase.SIGNED_IN and self._state.phase is not Phase.SIGNED_IN
        was_at_work = self.at_work
        self._state = state
        self._say_what_is_waited_for()
        self.first_start.show_session(state)
        if state.phase is Phase.SIGNED_OUT:
            self.first_start.offer_back(offered=False)
            self._asking = self._looking_back = False
        elif state.phase is Phase.SIGNED_IN and state.notice is None:
            # A notice right after connecting says that the new key was not taken.
            self._asking = False
        self._turn()
        if connects and self.at_work and not was_at_work:
            words = self.tr("Connected to %1").replace("%1", state.organization_name)
            announce.politely(self, words)

    def _say_what_is_waited_for(self) -> None:
        notice = self._state.notice
        if notice is not None:
            words = problem_text.sentence(notice)
        elif self._state.phase is Phase.STARTING:
            words = self.tr("Looking for your key in this computer's keyring …")
        else:
            words = self.tr("Connecting to Layers …")
        self.starting.show_words(words, way_out=notice is not None)

    def take_keyboard(self, reason: Qt.FocusReason) -> None:
        """Give the keyboard to what the person on this page needs it for.

        Not the page itself, which would hand it on: Qt then tells assistive technology of the page last.
        """
        page = self.currentWidget()
        holders: dict[QWidget | None, QWidget] = {
            self.first_start: self.first_start.field,
            self.uploads: self.uploads.list_view,
            self.history: self.history.bar.search,
        }
        holder = holders.get(page, page)
        if holder is not None:
            holder.setFocus(reason)

    def show_count(self, uploads: int) -> None:
        """Follow the number of rows in the list."""
        if (uploads > 0) is not self._has_uploads:
            self._has_uploads = uploads > 0
            self._turn(take_keyboard=not self._keyboard_elsewhere())

    @Slot()
    def ask_key(self) -> None:
        """Ask for a new key while the uploads wait."""
        self._asking = True
        self._turn()
        self.first_start.ask_again(may_go_back=True)

    @Slot()
    def ask_account(self) -> None:
        """Ask for the key of another organization."""
        self.ask_key()
        self.first_start.ask_account()

    @Slot()
    def leave_key(self) -> None:
        """Back to the uploads without a new key."""
        self._asking = False
        self._turn()

    @Slot()
    def toggle_history(self) -> None:
        """Show the history, or the uploads again."""
        self._looking_back = not self._looking_back
        self._turn()

    @Slot()
    def open_history(self) -> None:
        """Show the history."""
        self._looking_back = True
        self._turn()

    @Slot()
    def leave_history(self) -> None:
        """Back to the uploads."""
        self._looking_back = False
        self._turn()

    @Slot()
    def _show_first_start(self) -> None:
        self.setCurrentWidget(self.first_start)
        self.first_start.ask_again(may_go_back=False)
        self.page_changed.emit()

    def _wanted(self) -> QWidget:
        if self.signed_in:
            if self._asking:
                return self.first_start
            if self._looking_back:
                return self.history
            return self.uploads if self._has_uploads else self.empty
        if self._state.phase is Phase.SIGNED_OUT or self.currentWidget() is self.first_start:
            return self.first_start
        return self.starting

    def _keyboard_elsewhere(self) -> bool:
        """Tell whether something beside the pages has the keyboard, as a question that waits for Enter."""
        holder: QWidget | None = self.window().focusWidget()
        return holder is not None and not self.isAncestorOf(holder)

    def _turn(self, *, take_keyboard: bool = True) -> None:
        wanted = self._wanted()
        if wanted is not self.currentWidget():
            holder: QWidget | None = self.window().focusWidget()
            if take_keyboard and holder is not None:
                holder.clearFocus()  # else Qt hands it from one button to the next, and each is read aloud
            self.setCurrentWidget(wanted)
            if take_keyboard:
                # Nobody used the keyboard to get here, so no ring is shown.
                self.take_keyboard(Qt.FocusReason.MouseFocusReason)
        self.page_changed.emit()
