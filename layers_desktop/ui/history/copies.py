"""What is copied from the history: the selected rows, or everything found when all of it is selected.

Rows are loaded as somebody scrolls, so "all" may be a hundred thousand of which two hundred are loaded. Those
are read slice by slice by the history's thread, and made into text on another one.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.history.asset import Asset
from layers_desktop.history.messages import Collect, Collected
from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.history import words
from layers_desktop.ui.history.inquiry import Inquiry
from layers_desktop.ui.history.table import HistoryTable

_LONG: Final = 5_000
"""Assets that take long enough to be read to say so."""


class HistoryCopies(QObject):
    """Asks for what is not loaded, then says what is to be copied."""

    asked = Signal(object)
    """A question for the history."""
    copy_requested = Signal(object)
    """`list[Transfer]` for the clipboard, in the format of their project."""
    copy_as_requested = Signal(object, object)
    """The same, and a `CopyFormat`."""
    all_read = Signal(object, object)
    """Very many `Asset`s for the clipboard, and a `CopyFormat` or None for that of their project."""
    said = Signal(str)
    """A sentence for the toast."""

    def __init__(self, table: HistoryTable, inquiry: Inquiry, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._inquiry = inquiry
        self._waits_for: Collect | None = None
        self._form: CopyFormat | None = None
        self._read: list[Asset] = []

    def copy(self, found: int | None) -> None:
        """Copy the selected assets, of `found` ones; a single one that was found needs no selecting."""
        chosen = self._table.selected() or self._table.only()
        if self._table.chose_unloaded:
            self._collect(None, found)
        elif chosen:
            self.copy_requested.emit(_as_transfers(chosen))
        else:
            self.said.emit(self.tr("Select the assets to copy."))

    def copy_as(self, form: CopyFormat, found: int | None) -> None:
        """Copy the selected assets in another format."""
        if self._table.chose_unloaded:
            self._collect(form, found)
        else:
            self.copy_as_requested.emit(_as_transfers(self._table.selected()), form)

    def stop(self) -> None:
        """Wait no more for what does not come: the history said why."""
        self._waits_for = None
        self._read = []

    @Slot(object)
    def on_collected(self, part: Collected) -> None:
        """Take a slice in, and ask for the next one or hand over all of them."""
        if part.question != self._waits_for:
            return
        self._read += part.assets
        if part.more:
            self._ask(Collect(part.question.wanted, part.assets[-1].number))
            return
        read, self._read, self._waits_for = self._read, [], None
        self.all_read.emit(read, self._form)

    def _collect(self, form: CopyFormat | None, found: int | None) -> None:
        if self._inquiry.wanted is None:
            return
        self._form, self._read = form, []
        if found is not None and found >= _LONG:
            self.said.emit(words.reading(found))
        self._ask(Collect(self._inquiry.wanted))

    def _ask(self, question: Collect) -> None:
        self._waits_for = question
        self.asked.emit(question)


def _as_transfers(assets: list[Asset]) -> list[Transfer]:
    return [asset.as_transfer() for asset in assets]
