"""Bars above the list: what can be done for several rows at once, with one click and nothing selected."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from layers_desktop.ui.message_bar import Message, MessageBar, MessageKind
from layers_desktop.ui.uploads.row_actions import RowAction
from layers_desktop.ui.uploads.totals import Totals

LEAST: Final = 2
"""One row alone has its own buttons."""
_ANSWERS: Final = {MessageKind.FAILED: RowAction.RETRY, MessageKind.KNOWN: RowAction.USE_KNOWN}


class BulkBars(QWidget):
    """One bar for all that failed, one for all that is in its project already."""

    wanted = Signal(object)
    """The `RowAction` to do with every row that it fits."""
    released = Signal()
    """A bar ends that has the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.failed, self.known = MessageBar(self), MessageBar(self)
        self._counts: dict[MessageKind, int] = {}
        self._dismissed: dict[MessageKind, int] = {}
        """How many there were when a bar was put away: it is back when there are more."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self.failed, self.known):
            bar.acted.connect(self._act)
            bar.secondary_action.connect(self._upload_again)
            bar.dismissed.connect(self._dismiss)
            bar.released.connect(self.released)
            column.addWidget(bar)

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        """What Tab goes to, in its order."""
        return tuple(
            button
            for bar in (self.failed, self.known)
            for button in (bar.action, bar.other_action, bar.close_button)
        )

    def show_totals(self, totals: Totals) -> None:
        """Show the bars for so many rows."""
        failed = totals.failed - totals.apart
        if self._is_news(MessageKind.FAILED, failed):
            self.failed.show_message(
                MessageKind.FAILED, self._of_failed(failed) if self._shows(MessageKind.FAILED) else None
            )
        if self._is_news(MessageKind.KNOWN, totals.known):
            self.known.show_message(
                MessageKind.KNOWN, self._of_known(totals.known) if self._shows(MessageKind.KNOWN) else None
            )

    def _is_news(self, topic: MessageKind, count: int) -> bool:
        before, self._counts[topic] = self._counts.get(topic, 0), count
        self._dismissed[topic] = min(self._dismissed.get(topic, 0), count)
        return count != before

    def _shows(self, topic: MessageKind) -> bool:
        return self._counts[topic] >= LEAST and self._counts[topic] > self._dismissed[topic]

    def _of_failed(self, count: int) -> Message:
        number = QLocale().toString(count)
        return Message(
            text=self.tr("%n files weren't uploaded", "", count).replace("%n", number),
            tone="bad",
            action=self.tr("Retry all (%n)", "", count).replace("%n", number),
            dismissible=True,
            counts=True,
        )

    def _of_known(self, count: int) -> Message:
        number = QLocale().toString(count)
        return Message(
            text=self.tr("%n files are already in their project", "", count).replace("%n", number),
            tone="info",
            icon="check",
            action=self.tr("Use all %n IDs", "", count).replace("%n", number),
            other_action=self.tr("Upload all again"),
            dismissible=True,
            counts=True,
        )

    @Slot(object)
    def _act(self, topic: MessageKind) -> None:
        self.wanted.emit(_ANSWERS[topic])

    @Slot()
    def _upload_again(self) -> None:
        self.wanted.emit(RowAction.UPLOAD_AGAIN)

    @Slot(object)
    def _dismiss(self, topic: MessageKind) -> None:
        self._dismissed[topic] = self._counts[topic]
