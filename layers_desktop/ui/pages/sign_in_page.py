"""First start: a field for the API key, or a try without one. A page of the window, no dialog on top."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from layers_desktop.core.errors import Problem
from layers_desktop.session.state import Phase, SessionState
from layers_desktop.ui import announce
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.i18n.bidi import isolated
from layers_desktop.ui.i18n.formats import counted
from layers_desktop.ui.theme import theme
from layers_desktop.ui.widgets.buttons import PictureLabel, label, link_button, plain_tooltip, push_button
from layers_desktop.ui.widgets.inputs import KeyField

KEY_PAGE: Final = QUrl("https://app.layers.com/settings/api-keys")
"""Layers' documentation: where keys are made."""
_WIDTH = 420


class SignInPage(QWidget):
    """Asks for the key, which leaves by `connect_requested` alone; the field is emptied once it worked."""

    connect_requested = Signal(str)
    sandbox_requested = Signal()
    key_page_requested = Signal()
    """The person looks for their key: `KEY_PAGE` says where."""
    network_requested = Signal()
    """The person wants to look at the proxy: connecting failed on the way."""
    back_requested = Signal()
    """Back to the list without a new key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(self.tr("Connect to Layers"), role="title")
        self.intro = label(tone="dim", wrap=True)
        self.field = KeyField()
        self.field.returnPressed.connect(self._connect)
        self.waiting = label(wrap=True)
        self.waiting.hide()
        self._organization, self._for_another = "", False
        self._after_sandbox = False
        self._uploads = self._without_key = 0
        self.problem = label(tone="bad", role="small", wrap=True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem.hide()
        self._problem_words = ""
        self._promise(kept=True)
        self.connect_button = push_button(self.tr("Connect"), primary=True)
        self.connect_button.clicked.connect(self._connect)
        self.sandbox_button = push_button(self.tr("Try without a key"))
        self.sandbox_button.clicked.connect(self.sandbox_requested)
        self.back_button = push_button(self.tr("Back"))
        self.back_button.clicked.connect(self.back_requested)
        self.back_button.hide()
        self.where = link_button(self.tr("Where is my key?"))
        self.where.clicked.connect(self.key_page_requested)
        self.network = link_button(self.tr("Network settings…"), flush=True)
        self.network.clicked.connect(self.network_requested)
        self.network.hide()
        self._build()

    @Slot(object)
    def show_session(self, state: SessionState) -> None:
        """Show a connection under way, or why it failed."""
        if state.phase is Phase.SIGNED_IN and not state.sandbox:
            self._promise(kept=state.key_kept)
        if state.phase is Phase.SIGNED_IN:
            self._after_sandbox = state.sandbox
        if state.organization_name and not state.sandbox:
            self._organization = state.organization_name
            self._say_waiting()
        busy = state.phase is Phase.CONNECTING
        # In the field, which stays enabled: a button that is disabled hands the focus on and on.
        if busy and self.isVisible():
            self.field.setFocus()
        self.field.setReadOnly(busy)
        self.connect_button.setEnabled(not busy)
        self.sandbox_button.setEnabled(not busy)
        if busy and state.sandbox:
            self.sandbox_button.setText(self.tr("Starting…"))
        elif busy:
            self.connect_button.setText(self.tr("Connecting…"))
            announce.politely(self.connect_button, self.connect_button.text())
        else:
            self.connect_button.setText(self.tr("Connect"))
            self.sandbox_button.setText(self.tr("Try without a key"))
        self._say(None if busy else state.notice)
        rejected = not busy and state.notice is not None
        if state.phase is Phase.SIGNED_IN and not rejected:
            self.field.clear()
        elif not busy and self.isVisible():
            self.field.setFocus()
        if rejected:
            # The next key is pasted over the one that was not taken.
            self.field.selectAll()

    def offer_back(self, *, offered: bool) -> None:
        """Ask for another key while a session goes on, with a way back; or for the first one."""
        self.back_button.setVisible(offered)
        self.sandbox_button.setVisible(not offered)
        self.title.setText(self.tr("Enter a new key") if offered else self.tr("Connect to Layers"))
        self._for_another = False
        self._say_waiting()

    def ask_again(self, *, may_go_back: bool) -> None:
        """Ask anew: an empty field, and nothing said about the key before."""
        self.offer_back(offered=may_go_back)
        self._say(None)
        self.field.clear()
        self.field.setFocus()

    def ask_account(self) -> None:
        """Say that it is the key of another organization that is asked for."""
        self.title.setText(self.tr("Add an account"))
        self._for_another = True
        self._say_waiting()

    def show_waiting(self, uploads: int, *, without_key: int = 0) -> None:
        """Follow how many uploads are not finished, and how many came in without a key.

        All of them wait as long as nobody is signed in; where nobody was, only the latter are known of.
        """
        self._uploads, self._without_key = uploads, without_key
        if self.isVisible():
            self._say_waiting()

    def showEvent(self, event: QShowEvent) -> None:
        """Say what has come to wait meanwhile: while the list is shown, the numbers change all the time."""
        self._say_waiting()
        super().showEvent(event)

    def _say_waiting(self) -> None:
        name = self._organization
        # What is still listed of the sandbox ends with it, and waits for nothing.
        without_name = 0 if self._after_sandbox else self._without_key
        number = self._uploads if name else without_name
        if name:
            one = self.tr("1 upload waits for a key of %1.")
            many = self.tr("%n uploads wait for a key of %1.", "", number)
        else:
            one = self.tr("1 upload waits for a key.")
            many = self.tr("%n uploads wait for a key.", "", number)
        waits = number > 0 and not self._for_another
        self.waiting.setText(counted(number, one, many).replace("%1", isolated(name)) if waits else "")
        self.waiting.setVisible(waits)
        self._describe_field()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Esc where there is a way back."""
        if event.key() == Qt.Key.Key_Escape and not self.back_button.isHidden():
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(PictureLabel("mark", 28, "accent"))
        head.addWidget(self.title, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.connect_button, self.sandbox_button, self.back_button):
            buttons.addWidget(button)
        if self._in_one_row():
            buttons.addWidget(self.where)
        buttons.addStretch()
        column = QWidget()
        column.setMaximumWidth(theme.scaled(_WIDTH))
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(14)
        inner.addLayout(head)
        inner.addWidget(self.intro)
        inner.addWidget(self.waiting)
        inner.addWidget(self.field)
        inner.addWidget(self.problem)
        inner.addWidget(self.network, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addLayout(buttons)
        if not self._in_one_row():
            self.where.setProperty("flush", True)
            inner.addWidget(self.where, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addStretch()
        layout.addLayout(row)
        layout.addStretch()

    def _in_one_row(self) -> bool:
        """Tell whether the link has room beside the buttons; in longer languages it goes below them."""
        shown = (self.connect_button, self.sandbox_button, self.where)
        growth = 32  # "Connecting…" is longer than "Connect"
        return sum(button.sizeHint().width() + 10 for button in shown) + growth <= theme.scaled(_WIDTH)

    def _promise(self, *, kept: bool) -> None:
        """Say where the key will be: this session has shown whether there is a keyring to keep it."""
        if kept:
            words = self.tr(
                "Paste your API key. It is kept in this computer's keyring and sent only to Layers."
            )
        else:
            words = self.tr("Paste your API key. It is kept for this session only and sent only to Layers.")
        self.intro.setText(words)
        self._describe_field()

    def _describe_field(self) -> None:
        """Have a screen reader say with the field what the page says around it."""
        texts = (self._problem_words, self.intro.text(), self.waiting.text())
        self.field.setAccessibleDescription(" ".join(filter(None, texts)))

    def _say(self, problem: Problem | None) -> None:
        words = problem_text.sentence(replace(problem, request_id=None)) if problem else ""
        if words != self.problem.text():
            announce.politely(self.problem, words)
        self.problem.setText(words)
        self._problem_words = problem_text.sentence(problem) if problem else ""
        self.problem.setToolTip(plain_tooltip(self._problem_words))
        self.problem.setVisible(problem is not None)
        self.network.setVisible(problem is not None and problem.code.startswith("network"))
        self._describe_field()

    @Slot()
    def _connect(self) -> None:
        if self.connect_button.isEnabled():
            self.connect_requested.emit(self.field.text().strip())
