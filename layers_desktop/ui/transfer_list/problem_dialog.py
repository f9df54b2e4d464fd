"""One problem in full: what failed, why, what was kept, what to do, and the request id to copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from layers_desktop.media.formats import IMAGE_KINDS, Kind
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui import problem_words, theme
from layers_desktop.ui.controls import push_button
from layers_desktop.ui.transfer_list import words

WIDTH = 440


class ProblemDialog(QDialog):
    """Shows why a file was refused or failed; deletes itself when it is closed.

    `copy_text` puts a text on the clipboard, says so in the window, and calls what it was given once it is
    there; `choose_kind` sends the file as another kind.
    """

    def __init__(
        self,
        transfer: Transfer,
        copy_text: Callable[[str, Callable[[], object]], object],
        choose_kind: Callable[[Kind], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._copy_text = copy_text
        self._choose_kind = choose_kind
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.display_name(transfer.name))
        self.setFixedWidth(theme.scaled(WIDTH))
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
            self.copy = push_button(self.tr("Copy request ID"))
            self.copy.clicked.connect(self._copy)
            buttons.addWidget(self.copy)
        close = push_button(self.tr("Close"), primary=True)
        close.clicked.connect(self.reject)
        close.setDefault(True)
        buttons.addWidget(close)
        if transfer.kind_matters:
            column.addSpacing(theme.GRID)
            column.addLayout(self._kinds(transfer))
        column.addSpacing(theme.GRID)
        column.addLayout(buttons)
        close.setFocus()

    def _kinds(self, transfer: Transfer) -> QLayout:
        """Return a button for every other kind of image."""
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(_line(self.tr("Try another kind"), tone="dim"))
        for kind in IMAGE_KINDS:
            if kind is not transfer.kind:
                name = words.kind_name(kind)
                button = push_button(name)
                button.setAccessibleName(self.tr("Upload as %1").replace("%1", name))
                button.clicked.connect(lambda _checked=False, k=kind: self._choose(k))
                row.addWidget(button)
        row.addStretch()
        return row

    def _choose(self, kind: Kind) -> None:
        self.accept()
        self._choose_kind(kind)

    @Slot()
    def _copy(self) -> None:
        self._copy_text(self._request_id, self._copied)

    def _copied(self) -> None:
        if Shiboken.isValid(self):  # it may be closed by now
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
