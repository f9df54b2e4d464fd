"""The question that closing the window during uploads asks."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from layers_desktop.ui import theme
from layers_desktop.ui.check_box import CheckBox
from layers_desktop.ui.controls import label, push_button
from layers_desktop.ui.desktop.under_way import UnderWay

_WIDTH = 400
"""Fits into the narrowest window."""


class Answer(Enum):
    """What the person wants; to do nothing at all is no answer."""

    BACKGROUND = "background"
    """Go on, with the window out of the way."""
    STOP = "stop"
    """Stop now; the rest goes on at the next start."""


class LeaveQuestion(QDialog):
    """Open it with `open()`; it deletes itself. Escape and Cancel leave all as it is."""

    answered = Signal(object, bool)
    """The `Answer`, and whether it is to be given from now on without asking."""

    def __init__(self, under_way: UnderWay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Close Layers Desktop"))
        self.setFixedWidth(theme.scaled(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(3 * theme.GRID,) * 4)
        column.setSpacing(theme.GRID)
        self.title = label(self._title(under_way), role="strong", wrap=True)
        self.words = label(self._words(under_way), tone="dim", wrap=True)
        self.always = CheckBox(self.tr("Don't ask again"))
        self.always.setAccessibleDescription(self.tr("The settings, page General, undo this."))
        going = self.tr("Keep going in the background")
        self.background = push_button(going, primary=True)
        self.background.setDefault(True)
        stop = self.tr("Stop now")
        if under_way.uploads and not under_way.sandbox:
            stop = self.tr("Stop, and resume at the next start")
        self.stop = push_button(stop)
        self.cancel = push_button(self.tr("Cancel"))
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(theme.GRID)
        for button in (self.background, self.stop, self.cancel):
            column.addWidget(button)
        column.addSpacing(theme.GRID)
        column.addWidget(self.always)
        self.background.clicked.connect(self._background)
        self.stop.clicked.connect(self._stop)
        self.cancel.clicked.connect(self.reject)
        self.background.setFocus()

    def _title(self, under_way: UnderWay) -> str:
        number = under_way.uploads or under_way.fetching
        if under_way.uploads == 1:
            return self.tr("1 upload is not finished")
        if under_way.uploads:
            words = self.tr("%n uploads are not finished", "", number)
        elif number == 1:
            return self.tr("1 link is not fetched yet")
        else:
            words = self.tr("%n links are not fetched yet", "", number)
        return words.replace("%n", QLocale().toString(number))

    def _words(self, under_way: UnderWay) -> str:
        if under_way.sandbox:
            return self.tr("The sandbox forgets everything when it is left.")
        if under_way.fetching:
            return self.tr("Links that are not fetched yet must be dropped again. Uploads go on next time.")
        return self.tr("Nothing is lost: what is not finished goes on at the next start.")

    @Slot()
    def _background(self) -> None:
        self._answer(Answer.BACKGROUND)

    @Slot()
    def _stop(self) -> None:
        self._answer(Answer.STOP)

    def _answer(self, answer: Answer) -> None:
        always = self.always.isChecked()
        self.accept()
        self.answered.emit(answer, always)
