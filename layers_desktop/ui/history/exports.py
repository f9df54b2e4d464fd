"""What is exported to a file: assets of the history, or uploads of the list that have one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from layers_desktop.history.messages import AssetFilter, Export, Exported, ExportFormat, Question
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.history import text as words
from layers_desktop.ui.interfaces import Messages
from layers_desktop.ui.widgets.file_dialogs import FolderProbe

What = tuple[Transfer, ...] | AssetFilter
"""The assets of these uploads, or all that fit."""


class HistoryExports(QObject):
    """Asks for a file name by the platform's own dialog, without blocking, then the history to write it."""

    def __init__(
        self, owner: QWidget, ask: Callable[[Question], object], messages: Messages, *, native: bool
    ) -> None:
        super().__init__(owner)
        self._owner = owner
        self._ask = ask
        self._messages = messages
        self._native = native
        self.look = FolderProbe(self, QStandardPaths.StandardLocation.DocumentsLocation)
        self._folder = ""
        """Where the last export went; empty: among the documents."""

    def choose(self, what: What, form: ExportFormat = ExportFormat.CSV) -> None:
        """Ask where to export this to; `form` is offered first."""
        if what:
            self.look.begin_in(self._folder, partial(self._open, what, form))
        else:
            self._messages.show_text(self.tr("There is nothing to export yet."))

    @Slot(object)
    def export_uploads(self, transfers: Sequence[Transfer]) -> None:
        """Export these uploads, those of them that are done."""
        self.choose(tuple(one for one in transfers if one.asset_id))

    @Slot(object)
    def on_exported(self, exported: Exported) -> None:
        """Say that a file was written, and where."""
        text = self.tr("%1 written to %2").replace("%1", words.count(exported.count))
        self._messages.show_text(text.replace("%2", str(exported.path)))

    def _open(self, what: What, form: ExportFormat, folder: str) -> None:
        dialog = _SaveDialog(self._owner, folder, what, form=form, native=self._native)
        dialog.picked.connect(self._picked)
        dialog.open()

    @Slot(object)
    def _picked(self, asked: Export) -> None:
        self._folder = str(asked.path.parent)
        self._ask(asked)


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
