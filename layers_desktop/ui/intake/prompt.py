"""The one question about what came in: what it is, where it goes, as what, and how long that takes.

It shows `PromptRequest`s one after another and tells what a person said. It opens no file, fetches nothing,
and nothing is answered because time has passed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from layers_desktop.ui import announce
from layers_desktop.ui.intake import intake_text
from layers_desktop.ui.intake.prompt_card import Draft, PromptCard
from layers_desktop.ui.intake.prompt_values import PictureSubject, PromptRequest, PromptState
from layers_desktop.ui.theme import colors, theme
from layers_desktop.ui.widgets.buttons import ENTER

_SIDE: Final = 16
_BELOW: Final = 16
"""Less than above the card: what is below has a margin of its own."""
_NARROWEST: Final = 320
_SHADOW: Final = 14
_RADIUS: Final = 12


class IntakePrompt(QWidget):
    """A card under the header, hidden while nothing is asked."""

    accepted = Signal(int, object)
    """Id of the request and a `PromptAnswer`. The request is gone then."""
    declined = Signal(int)
    """Id of a request that is gone: a person does not want it, or closed what cannot be sent."""
    stopped = Signal(int)
    """Id of a request with `fetching`: stop that. The request stays until it is updated or withdrawn."""
    project_wanted = Signal()
    """Let a person choose a project."""
    asking = Signal(bool)
    """It is shown, with a primary button of its own, or no longer."""
    closed = Signal()
    """It is gone, and the keyboard was in it: what is behind it may take it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts: dict[int, Draft] = {}
        """What is asked, in order."""
        self._allowed = True
        self._shown: PromptRequest | None = None
        self._card = PromptCard()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE, _SIDE, _SIDE, _BELOW)
        layout.addWidget(self._card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._card.resized.connect(self._fit)
        self._card.accept.clicked.connect(self._agree)
        self._card.decline.clicked.connect(self._refuse)
        self._card.copy.clicked.connect(self._agree_to_copy)
        self._card.choose_project.clicked.connect(self.project_wanted)
        for button in (self._card.accept, self._card.decline):
            button.installEventFilter(self)
        self.hide()

    # What is asked

    @property
    def shown(self) -> PromptRequest | None:
        """The request that is shown."""
        return self._shown

    @Slot(object)
    def ask(self, request: PromptRequest) -> None:
        """Show this once those before it are answered."""
        self._drafts[request.id] = Draft(request)
        self._show_next()

    @Slot(object)
    def update_request(self, request: PromptRequest) -> None:
        """Show what became of a request: counted, with previews, another project. Ignored once it is gone.

        What a person chose or typed meanwhile stays.
        """
        if (draft := self._drafts.get(request.id)) is not None:
            draft.request = request
            self._show_next()

    @Slot(int)
    def dismiss(self, request_id: int) -> None:
        """Ask this no more, without an answer. Ignored once it is gone."""
        self._drafts.pop(request_id, None)
        self._show_next()

    @property
    def allowed(self) -> bool:
        """Whether it asks now, or waits with it."""
        return self._allowed

    def set_allowed(self, *, allowed: bool) -> None:
        """Ask from now on, or wait with it: the window is at something else."""
        if allowed != self._allowed:
            self._allowed = allowed
            self._show_next()

    @Slot()
    def take_keyboard(self) -> None:
        """Have the keyboard where Enter means what a person expects, if anything is asked."""
        if self._shown is not None and self._shown.state is not PromptState.FETCHING:
            self._default(self._shown).setFocus()

    # Showing it

    def _show_next(self) -> None:
        """Show the first that needs an answer; a fetch, which needs none, only when nothing else is asked."""
        before, request = self._shown, self._next()
        self._shown = request
        focus, had_keyboard = self._focus, self.has_keyboard
        if request is not None:
            draft = self._drafts[request.id]
            self._card.show_request(draft, len(self._drafts) - 1)
            self._fit()
            self._announce(draft)
        self.setVisible(request is not None)
        if (before is None) is not (request is None):
            self.asking.emit(request is not None)
        if request is not None:
            is_new = before is None or before.id != request.id
            # What is hidden hands the keyboard to whatever comes next in the window.
            lost = had_keyboard and (focus is self._card or focus is not self._focus)
            if lost or (is_new and (had_keyboard or not self._is_typing_elsewhere)):
                self._default(request).setFocus()
        elif had_keyboard:
            self.closed.emit()

    def _next(self) -> PromptRequest | None:
        requests = [draft.request for draft in self._drafts.values()] if self._allowed else []
        questions = [one for one in requests if one.state is not PromptState.FETCHING]
        # A fetch that fails becomes a question: it must not come under the hand that answers another one.
        stays = (one for one in questions if self._shown is not None and one.id == self._shown.id)
        return next(stays, next(iter(questions or requests), None))

    def _announce(self, draft: Draft) -> None:
        if not draft.announced and draft.request.state is not PromptState.LOOKING:
            draft.announced = True
            announce.politely(self._card, intake_text.announcement(draft.request))

    # The keyboard

    @property
    def _focus(self) -> QWidget | None:
        """What has the keyboard in this window, also while another window is in front."""
        return self.window().focusWidget()

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in it."""
        focus = self._focus
        return focus is not None and self.isAncestorOf(focus)

    @property
    def _is_typing_elsewhere(self) -> bool:
        return self.isActiveWindow() and isinstance(
            self._focus, QLineEdit | QPlainTextEdit | QAbstractSpinBox
        )

    def _default(self, request: PromptRequest) -> QWidget:
        """Return what has the keyboard at first: Enter must mean what a person expects of it."""
        match request.state:
            case PromptState.READY if request.is_byproduct:
                return self._card.decline
            case PromptState.READY if isinstance(request.subject, PictureSubject):
                return self._card.name
            case PromptState.READY:
                return self._card.accept
            case PromptState.NOTHING:
                return self._card.decline
            case _:
                # No button: Enter, pressed in expectation of the question, must not end what it is about.
                return self._card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends where no button has the focus; Escape leaves.

        A key that is held down answers one question, not also the next.
        """
        if event.key() not in (*ENTER, Qt.Key.Key_Escape):
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self._refuse()
        else:
            self._enter()

    def _enter(self) -> None:
        request = self._shown
        if request is not None and request.state is PromptState.READY:
            sends = not request.is_byproduct or self._focus is self._card.name
            (self._card.accept if sends else self._card.decline).click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a double click on a button for one: the second would answer the next question, unread."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        return super().eventFilter(watched, event)

    # What a person does

    @Slot()
    def _agree(self) -> None:
        self._answer(copy=False)

    @Slot()
    def _agree_to_copy(self) -> None:
        self._answer(copy=True)

    def _answer(self, *, copy: bool) -> None:
        request = self._shown
        if request is not None and request.state is PromptState.READY:
            answer = replace(self._card.answer, copy=copy)
            del self._drafts[request.id]
            self.accepted.emit(request.id, answer)
            self._show_next()

    @Slot()
    def _refuse(self) -> None:
        request = self._shown
        if request is None:
            return
        if request.state is PromptState.FETCHING:
            self.stopped.emit(request.id)
            return
        del self._drafts[request.id]
        self.declined.emit(request.id)
        self._show_next()

    # Its size

    @Slot()
    def _fit(self) -> None:
        self._card.fit(self._card_width())
        self.updateGeometry()

    def _card_width(self) -> int:
        parent = self.parentWidget()
        # Hidden it has no width yet; under the header it has all that there is.
        width = parent.width() if self.isHidden() and parent is not None else self.width()
        return width - 2 * _SIDE

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as this width needs."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def hasHeightForWidth(self) -> bool:
        """Say no: a box layout never makes less of that height, and what is asked about can scroll."""
        return False

    def sizeHint(self) -> QSize:
        """Return the height of everything at this width."""
        width = self._card_width()
        return QSize(width + 2 * _SIDE, self._card.height_at(width) + _SIDE + _BELOW)

    def minimumSizeHint(self) -> QSize:
        """Return the height at which what is asked about scrolls, and the buttons are still there."""
        height = self._card.height_at(self._card_width(), least=True) + _SIDE + _BELOW
        return QSize(theme.scaled(_NARROWEST), height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the card's shadow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 6 if colors.tokens().dark else 1))
        card = QRectF(self._card.geometry())
        for step in range(1, _SHADOW):
            painter.drawRoundedRect(
                card.adjusted(-step, 6 - step, step, step + 1), _RADIUS + step, _RADIUS + step
            )
