"""A folder before its files are added: how many, of which kind, what is skipped and why. In the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from layers_desktop.media.kinds import Kind
from layers_desktop.media.survey import Survey, title_of
from layers_desktop.ui import announce, icons, theme
from layers_desktop.ui.controls import Picture, label, push_button
from layers_desktop.ui.incoming import folder_words
from layers_desktop.ui.incoming.question import Question
from layers_desktop.ui.incoming.survey import Offer

_MOST_REASONS_HEIGHT: Final = 96


class FolderPanel(Question):
    """Says what a drop holds and asks; while the answer waits, everything else in the window goes on."""

    accepted = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Folder to upload"))
        self._name, self._others = "", 0
        self._image_kind: Kind | None = None
        self._project = ""
        self._survey: Survey | None = None
        self.headline = label(role="strong", wrap=True)
        self.contents = label(wrap=True)
        self.reasons = label(tone="dim", role="small", wrap=True)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.skipped = _Reasons(self.reasons)
        self.skipped.setAccessibleName(self.tr("Skipped files"))
        self.cancel = push_button(self.tr("Cancel"), self.tr("Cancel"))
        self.cancel.clicked.connect(self.declined)
        self.refused.connect(self.declined)
        self.upload = push_button("", "", primary=True)
        self.upload.clicked.connect(self.accepted)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.headline)
        words.addWidget(self.contents)
        words.addWidget(self.skipped)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.upload)
        words.addSpacing(4)
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(10)
        row.addWidget(Picture("folder", icons.SIZE, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def set_project(self, name: str) -> None:
        """Name the project that the files go to; it is the picked one until they are added."""
        self._project = name
        self._say()

    @Slot(object)
    def show_offer(self, offer: Offer) -> None:
        """Say that this is being looked through."""
        self._name, self._others = title_of(offer.paths)
        self._image_kind = offer.image_kind
        self._survey = None
        self.show_count(0)
        self.show()

    @Slot(int)
    def show_count(self, files: int) -> None:
        """Say how many files were looked at so far."""
        self.headline.setText(folder_words.looking(self._name, self._others, files))
        for part in (self.contents, self.skipped, self.upload):
            part.hide()

    @Slot(object)
    def show_survey(self, survey: Survey) -> None:
        """Show what was found, and ask."""
        self._survey = survey
        self._say()
        self.show()
        announce.politely(self, f"{self.headline.text()}. {self.contents.text()}")
        self.take_keyboard(self.upload if self.upload.isVisible() else self.cancel)

    def _say(self) -> None:
        survey = self._survey
        if survey is None:
            return
        sendable = bool(survey.paths) and not survey.too_many
        self.headline.setText(folder_words.headline(survey))
        self.contents.setText(folder_words.contents(survey, self._project, self._image_kind))
        self.contents.setVisible(bool(self.contents.text()))
        self.reasons.setText(folder_words.reasons(survey))
        self.skipped.setVisible(bool(survey.skipped) and not survey.too_many)
        self.upload.setText(folder_words.upload(survey))
        self.upload.setAccessibleName(self.upload.text())
        self.upload.setVisible(sendable)
        self.cancel.setText(self.tr("Cancel") if sendable else self.tr("Close"))
        self.cancel.setAccessibleName(self.cancel.text())


class _Reasons(QScrollArea):
    """As high as its words, up to a few lines; then it scrolls."""

    def __init__(self, words: QWidget) -> None:
        super().__init__()
        self.setWidget(words)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be a stop of the Tab key only when there is something to scroll."""
        super().resizeEvent(event)
        words = self.widget()
        scrolls = words is not None and words.heightForWidth(self.viewport().width()) > event.size().height()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Return the height of the words at this width, bounded."""
        words = self.widget()
        height = words.heightForWidth(max(self.width(), 200)) if words is not None else 0
        return QSize(super().sizeHint().width(), min(height, _MOST_REASONS_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return room for a line or two."""
        return QSize(100, min(self.sizeHint().height(), 36))
