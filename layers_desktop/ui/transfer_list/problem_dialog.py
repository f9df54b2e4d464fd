"""One problem in full: what failed, why, what was kept, what to do, and the request id to copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui import problem_words, theme
from layers_desktop.ui.controls import push_button
from layers_desktop.ui.transfer_list import words

WIDTH = 440


class ProblemDialog(QDialog):
    """Shows why a file was refused or failed; deletes itself when it is closed.

    `copy_text` puts a text on the clipboard, says so in the window, and returns whether it is there.
    """

    def __init__(
        self, transfer: Transfer, copy_text: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._copy_text = copy_text
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.display_name(transfer.name))
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(3 * theme.GRID,) * 4)
        column.setSpacing(theme.GRID)
        if transfer.problem is None:
            return
        problem = problem_words.translated(transfer.problem)
        column.addWidget(_line(f"{problem.title}.", role="strong"))
        for text in (problem.explanation, problem.kept, problem.action):
            if text:
                column.addWidget(_line(text))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addStretch()
        self._request_id = problem.request_id or ""
        if self._request_id:
            column.addWidget(_line(self.tr("Request %1").replace("%1", self._request_id), tone="dim"))
            self.copy = push_button(self.tr("Copy request ID"), self.tr("Copy request ID"))
            self.copy.clicked.connect(self._copy)
            buttons.addWidget(self.copy)
        close = push_button(self.tr("Close"), self.tr("Close"), primary=True)
        close.clicked.connect(self.reject)
        close.setDefault(True)
        buttons.addWidget(close)
        column.addSpacing(theme.GRID)
        column.addLayout(buttons)
        close.setFocus()

    @Slot()
    def _copy(self) -> None:
        if self._copy_text(self._request_id):
            self.copy.setText(self.tr("Copied"))  # the window's own word for it may be behind this dialog


def _line(text: str, **properties: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setWordWrap(True)
    for name, value in properties.items():
        label.setProperty(name, value)
    return label
