"""What is exported to a file: assets of the history, or uploads of the list that have one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from layers_desktop.history.asset import asset_of
from layers_desktop.history.messages import Exported, ExportFormat
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.history import words
from layers_desktop.ui.history.export_chooser import ExportChooser
from layers_desktop.ui.history.inquiry import Inquiry
from layers_desktop.ui.history.table import HistoryTable


class HistoryExports(QObject):
    """Asks a person for the file, then the history to write it."""

    asked = Signal(object)
    """An `Export` for the history."""
    said = Signal(str)
    """A sentence for the toast."""

    def __init__(self, table: HistoryTable, inquiry: Inquiry, owner: QWidget, *, native: bool) -> None:
        super().__init__(owner)
        self._table = table
        self._inquiry = inquiry
        self.chooser = ExportChooser(owner, native=native)
        self.chooser.chosen.connect(self.asked)

    def export(self) -> None:
        """Export what is selected, or else everything that was found."""
        if self._table.model().rowCount():
            self.export_as(ExportFormat.CSV, bool(self._table.count_selected()))
        else:
            self._say_nothing()

    @Slot(object, bool)
    def export_as(self, form: ExportFormat, only_selected: bool) -> None:
        """Export what is selected, or everything that was found; `form` is offered first."""
        if only_selected and not self._table.chose_unloaded:
            self.chooser.ask(tuple(self._table.selected()), form)
        elif self._inquiry.wanted is not None:
            self.chooser.ask(self._inquiry.wanted, form)

    def export_uploads(self, transfers: Sequence[Transfer]) -> None:
        """Export these uploads, those of them that are done."""
        assets = tuple(asset_of(one) for one in transfers if one.asset_id)
        if assets:
            self.chooser.ask(assets)
        else:
            self._say_nothing()

    @Slot(object)
    def on_exported(self, exported: Exported) -> None:
        """Say that a file was written, and where."""
        text = self.tr("%1 written to %2").replace("%1", words.count(exported.count))
        self.said.emit(text.replace("%2", str(exported.path)))

    def _say_nothing(self) -> None:
        self.said.emit(self.tr("There is nothing to export yet."))
