"""What is copied from the history: the selected rows, or everything found when all of it is selected.

Rows are loaded as somebody scrolls, so "all" may be a hundred thousand of which two hundred are loaded. Those
are read slice by slice by the history's thread, and made into text on another one.

What is exported to a file: assets of the history, or uploads of the list that have one.

Where an export goes: the platform's own dialog, opened without blocking the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from layers_desktop.history.asset import Asset, AssetFilter, asset_of
from layers_desktop.history.messages import Collect, Collected, Export, Exported, ExportFormat
from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.history import text
from layers_desktop.ui.history import text as words
from layers_desktop.ui.history.query import HistoryQuery
from layers_desktop.ui.history.view import HistoryView
from layers_desktop.ui.widgets.file_dialogs import FolderProbe

What = tuple[Asset, ...] | AssetFilter
"""These assets, or all that fit."""


class ExportChooser(QObject):
    """Asks for a file name, then says what is to be exported to it."""

    chosen = Signal(object)
    """An `Export`."""

    def __init__(self, owner: QWidget, *, native: bool) -> None:
        super().__init__(owner)
        self._owner = owner
        self._native = native
        self.look = FolderProbe(self, QStandardPaths.StandardLocation.DocumentsLocation)
        self._folder = ""
        """Where the last export went; empty: among the documents."""

    def ask(self, what: What, form: ExportFormat = ExportFormat.CSV) -> None:
        """Ask where to export this to; `form` is offered first."""
        self.look.begin_in(self._folder, partial(self._open, what, form))

    def _open(self, what: What, form: ExportFormat, folder: str) -> None:
        dialog = _SaveDialog(self._owner, folder, what, form=form, native=self._native)
        dialog.picked.connect(self._picked)
        dialog.open()

    @Slot(object)
    def _picked(self, asked: Export) -> None:
        self._folder = str(asked.path.parent)
        self.chosen.emit(asked)


class _SaveDialog(QFileDialog):
    """Knows what it asks for. Both formats are offered; the one that is picked counts, or the name's end."""

    picked = Signal(object)

    def __init__(self, owner: QWidget, folder: str, what: What, *, form: ExportFormat, native: bool) -> None:
        super().__init__(owner, self.tr("Export"), folder)
        self._what = what
        self._filters = {
            _filter(one): one for one in (form, *(one for one in ExportFormat if one is not form))
        }
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setOption(QFileDialog.Option.DontUseNativeDialog, not native)
        self.setNameFilters(list(self._filters))
        self.setDefaultSuffix(form.value)
        today = date.today().isoformat()  # noqa: DTZ011 - a person's own day
        self.selectFile(f"layers-assets-{today}.{form.value}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.filterSelected.connect(self._filter_selected)
        self.fileSelected.connect(self._selected)

    @Slot(str)
    def _filter_selected(self, chosen: str) -> None:
        form = self._filters[chosen]
        self.setDefaultSuffix(form.value)
        for name in self.selectedFiles():
            self.selectFile(Path(name).with_suffix(f".{form.value}").name)

    @Slot(str)
    def _selected(self, name: str) -> None:
        if name:
            by_name = {f".{form.value}": form for form in ExportFormat}
            form = by_name.get(Path(name).suffix.lower(), self._filters[self.selectedNameFilter()])
            self.picked.emit(Export(self._what, Path(name), form))


def _filter(form: ExportFormat) -> str:
    return f"{form.name} (*.{form.value})"


class HistoryExports(QObject):
    """Asks a person for the file, then the history to write it."""

    requested = Signal(object)
    """An `Export` for the history."""
    message = Signal(str)
    """A sentence for the toast."""

    def __init__(self, table: HistoryView, inquiry: HistoryQuery, owner: QWidget, *, native: bool) -> None:
        super().__init__(owner)
        self._table = table
        self._inquiry = inquiry
        self.chooser = ExportChooser(owner, native=native)
        self.chooser.chosen.connect(self.requested)

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
        self.message.emit(text.replace("%2", str(exported.path)))

    def _say_nothing(self) -> None:
        self.message.emit(self.tr("There is nothing to export yet."))


_LONG: Final = 5_000
"""Assets that take long enough to be read to say so."""


class HistoryCopies(QObject):
    """Asks for what is not loaded, then says what is to be copied."""

    requested = Signal(object)
    """A question for the history."""
    copy_requested = Signal(object)
    """`list[Transfer]` for the clipboard, in the format of their project."""
    copy_as_requested = Signal(object, object)
    """The same, and a `CopyFormat`."""
    all_read = Signal(object, object)
    """Very many uploads for the clipboard, and a `CopyFormat` or None for that of their project."""
    message = Signal(str)
    """A sentence for the toast."""

    def __init__(self, table: HistoryView, inquiry: HistoryQuery, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._inquiry = inquiry
        self._waits_for: Collect | None = None
        self._form: CopyFormat | None = None

    def copy(self, found: int | None) -> None:
        """Copy the selected assets, of `found` ones; a single one that was found needs no selecting."""
        chosen = self._table.selected() or self._table.only()
        if self._table.chose_unloaded:
            self._collect(None, found)
        elif chosen:
            self.copy_requested.emit(_as_transfers(chosen))
        else:
            self.message.emit(self.tr("Select the assets to copy."))

    def copy_as(self, form: CopyFormat, found: int | None) -> None:
        """Copy the selected assets in another format."""
        if self._table.chose_unloaded:
            self._collect(form, found)
        else:
            self.copy_as_requested.emit(_as_transfers(self._table.selected()), form)

    @Slot(object)
    def on_collected(self, part: Collected) -> None:
        """Hand over what was asked for last."""
        if part.question is self._waits_for:
            self._waits_for = None
            self.all_read.emit(part.transfers, self._form)

    def _collect(self, form: CopyFormat | None, found: int | None) -> None:
        if self._inquiry.wanted is None:
            return
        self._form = form
        if found is not None and found >= _LONG:
            self.message.emit(text.reading(found))
        self._waits_for = Collect(self._inquiry.wanted)
        self.requested.emit(self._waits_for)


def _as_transfers(assets: list[Asset]) -> list[Transfer]:
    return [asset.as_transfer() for asset in assets]
