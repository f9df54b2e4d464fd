"""The bar under the header: what the whole window waits for, or what a person should know once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QWidget

from layers_desktop.core.errors import Problem
from layers_desktop.core.translation import N_
from layers_desktop.session.state import SessionState
from layers_desktop.transfers.transfer import Hold, HoldReason
from layers_desktop.ui import announce
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.widgets.buttons import PictureLabel, icon_button, label, push_button

_SPACING = 10
_NARROW = 640
"""Narrower than this, buttons beside a long sentence would leave it a column of single words."""
_LINES_BESIDE_BUTTONS = 2


class MessageKind(IntEnum):
    """What a banner is about; of several only the first is shown."""

    KEY = 1
    """Layers does not take the key any more."""
    SUSPENDED = 2
    CHOOSE_PROJECT = 3
    """Dropped files wait for a project."""
    OFFLINE = 4
    PROBLEM = 5
    """A notice of the queue, the settings or the project list."""
    KEY_NOT_KEPT = 6
    RESTORED = 7
    """What earlier runs left goes on."""
    WATCH = 8
    """A watched folder cannot be read."""
    FAILED = 9
    """Several uploads failed."""
    KNOWN = 10
    """Several files are in their project already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One banner."""

    text: str
    tone: str = "warn"
    """warn, bad or info."""
    icon: str = "alert"
    action: str = ""
    """Words of its button; none when empty."""
    other_action: str = ""
    """Words of a second button, for what is done less often."""
    dismissible: bool = False
    counts: bool = False
    """Its number changes all the time: it is announced only when it comes."""


class MessageBar(QFrame):
    """Shows the most important message; hidden when there is none."""

    acted = Signal(object)
    """The `Topic` whose button was pressed."""
    secondary_action = Signal(object)
    """The `Topic` whose second button was pressed."""
    dismissed = Signal(object)
    released = Signal()
    """What had the keyboard ends: it belongs elsewhere, so that the next Enter answers nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._messages: dict[MessageKind, Message] = {}
        self._allowed = True
        self._picture = PictureLabel("alert", icons.SIZE, "warn")
        self.words = label(wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = push_button("")
        self.action.clicked.connect(self._act)
        self.other_action = push_button("")
        self.other_action.clicked.connect(self._act_otherwise)
        self.close_button = icon_button("close", self.tr("Dismiss"))
        self.close_button.clicked.connect(self._dismiss)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(_SPACING)
        self._buttons.addWidget(self.action)
        self._buttons.addWidget(self.other_action)
        self._buttons.addStretch(0)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(_SPACING)
        self._middle.addWidget(self.words, 1)
        self._middle.addLayout(self._buttons)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.setSpacing(_SPACING)
        self._row.addWidget(self._picture)
        self._row.addLayout(self._middle, 1)
        self._row.addWidget(self.close_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the words where they would leave these too little room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        shown: list[QPushButton] = [one for one in (self.action, self.other_action) if not one.isHidden()]
        room = self.width() - 2 * 16 - self._picture.width() - _SPACING
        room -= 0 if self.close_button.isHidden() else self.close_button.width() + _SPACING
        room -= sum(button.sizeHint().width() + _SPACING for button in shown)
        high = _LINES_BESIDE_BUTTONS * self.words.fontMetrics().lineSpacing() + 2
        narrow = self.width() < theme.scaled(_NARROW)
        below = bool(shown) and narrow and self.words.heightForWidth(max(room, 1)) > high
        beside = QBoxLayout.Direction.LeftToRight
        self._middle.setDirection(QBoxLayout.Direction.TopToBottom if below else beside)
        top, middle = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter
        for beside_all in (self._picture, self.close_button):
            self._row.setAlignment(beside_all, top if below else middle)

    @property
    def topic(self) -> MessageKind | None:
        """What is shown."""
        return min(self._messages, default=None)

    def show_message(self, topic: MessageKind, message: Message | None) -> None:
        """Show this about `topic`, or nothing about it any more (None)."""
        topic_before = self.topic
        before = self._messages.get(topic_before) if topic_before is not None else None
        if message is None:
            self._messages.pop(topic, None)
        else:
            self._messages[topic] = message
        shown = self._messages[self.topic] if self.topic is not None else None
        if shown == before:
            return
        if self.topic is not topic_before:
            self._release_keyboard()
        if shown is not None:
            self._apply(shown)
        self.setVisible(self._allowed and shown is not None)
        if shown is not None and not (shown.counts and self.topic is topic_before):
            self._announce(shown)

    def _announce(self, shown: Message) -> None:
        texts = (shown.text, shown.action, shown.other_action)
        announce.politely(self, announce.together(filter(None, texts)))

    def _release_keyboard(self) -> None:
        # Qt would hand it to the next button, that of another bar.
        holder: QWidget | None = self.window().focusWidget()
        if holder is not None and self.isAncestorOf(holder):
            self.released.emit()

    def says(self, topic: MessageKind) -> bool:
        """Return whether there is a message about this, shown or behind a more important one."""
        return topic in self._messages

    def set_allowed(self, *, allowed: bool) -> None:
        """Keep quiet on pages that have their own words, such as that of the key."""
        comes, self._allowed = allowed and not self._allowed, allowed
        if not allowed:
            self._release_keyboard()
        self.setVisible(allowed and self.topic is not None)
        if comes and self.topic is not None:
            self._announce(self._messages[self.topic])

    def say_problem(self, problem: Problem) -> None:
        """Show a problem that a person may dismiss."""
        self.show_message(
            MessageKind.PROBLEM, Message(text=problem_text.sentence(problem), tone="bad", dismissible=True)
        )

    def say_choose_project(self, files: int, unseen: str | None = None) -> None:
        """Show that so many files wait for a project; `unseen` was named for them and is not there."""
        if files == 0:
            words = self.tr("Choose another one.")
        elif files == 1:
            words = self.tr("1 file waits: choose a project")
        else:
            words = self.tr("%n files wait: choose a project", "", files)
            words = words.replace("%n", QLocale().toString(files))
        if unseen is not None:
            words = self.tr("This key does not see the project “%1”. %2").replace("%2", words)
            words = words.replace("%1", unseen)
        action = self.tr("Choose project")
        message = Message(text=words, tone="info", icon="info", action=action, dismissible=True)
        self.show_message(MessageKind.CHOOSE_PROJECT, message)

    def show_lost_folders(self, lost: Sequence[Problem]) -> None:
        """Say that watched folders cannot be read at the moment; they come back by themselves."""
        if len(lost) > 1:
            words = self.tr(
                "%n watched folders cannot be read. Layers Desktop looks for them again every few seconds.",
                "",
                len(lost),
            )
            words = words.replace("%n", QLocale().toString(len(lost)))
        else:
            words = problem_text.sentence(lost[0]) if lost else ""
        self.show_message(MessageKind.WATCH, Message(text=words, dismissible=True) if lost else None)

    def show_session(self, state: SessionState) -> None:
        """Say that the key is for this session only, or what became of another key."""
        notice = state.notice
        if notice is not None and state.key_kept:
            self.say_problem(notice)
        unkept = notice if not state.key_kept else None
        message = (
            Message(text=problem_text.sentence(unkept), icon="key", dismissible=True) if unkept else None
        )
        self.show_message(MessageKind.KEY_NOT_KEPT, message)

    def show_hold(self, hold: Hold | None) -> None:
        """Say why everything waits, where a person must know or act; pause and budget are in the footer."""
        reason = hold.reason if hold is not None else None
        problem = hold.problem if hold is not None else None
        sentence = problem_text.sentence(problem) if problem is not None else ""
        if problem is not None and reason is HoldReason.SIGNED_OUT:
            # A new key mends this; support, who would ask for the request, is not needed.
            sentence = problem_text.sentence(replace(problem, request_id=None))
        # Without a problem no key has been tried yet: a start, or a person who signed out.
        rejected = problem is not None and reason is HoldReason.SIGNED_OUT
        self.show_message(MessageKind.KEY, self._key(sentence) if rejected else None)
        self.show_message(
            MessageKind.SUSPENDED, self._suspended(sentence) if reason is HoldReason.SUSPENDED else None
        )
        self.show_message(
            MessageKind.OFFLINE,
            self._offline(hold) if hold is not None and reason is HoldReason.OFFLINE else None,
        )

    def _key(self, sentence: str) -> Message:
        return Message(text=sentence, tone="bad", icon="key", action=self.tr("Enter a new key"))

    def _suspended(self, sentence: str) -> Message:
        words = sentence or self.tr(
            "Layers suspended this key or organization. Everything waits, nothing is lost."
        )
        return Message(text=words, tone="bad")

    def _offline(self, hold: Hold) -> Message:
        if hold.to_mend is not None:
            kept = problem_text.term(N_("Your files wait."))
            mend = replace(problem_text.words(hold.to_mend), kept=kept, request="")
            return Message(text=mend.sentence(), icon="offline")
        words = self.tr("Waiting for the network. Uploads go on by themselves.")
        return Message(text=words, icon="offline")

    def _apply(self, message: Message) -> None:
        tint: icons.Tint = "bad" if message.tone == "bad" else "accent" if message.tone == "info" else "warn"
        self._picture.show_icon(message.icon, tint)
        self.words.setText(message.text)
        for button, words in ((self.action, message.action), (self.other_action, message.other_action)):
            button.setText(words)
            button.setVisible(bool(words))
        self.close_button.setVisible(message.dismissible)
        self._arrange()
        if self.property("tone") != message.tone:
            self.setProperty("tone", message.tone)
            self.style().unpolish(self)
            self.style().polish(self)

    @Slot()
    def _act(self) -> None:
        if self.topic is not None:
            self.acted.emit(self.topic)

    @Slot()
    def _act_otherwise(self) -> None:
        if self.topic is not None:
            self.secondary_action.emit(self.topic)

    @Slot()
    def _dismiss(self) -> None:
        topic = self.topic
        if topic is not None:
            self.show_message(topic, None)
            self.dismissed.emit(topic)
