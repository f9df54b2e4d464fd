"""Where an export goes: the platform's own dialog, opened without blocking the window."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from layers_desktop.history.asset import Asset, Filter
from layers_desktop.history.messages import Export, ExportFormat
from layers_desktop.ui.folder_look import FolderLook

What = tuple[Asset, ...] | Filter
"""These assets, or all that fit."""


class ExportChooser(QObject):
    """Asks for a file name, then says what is to be exported to it."""

    chosen = Signal(object)
    """An `Export`."""

    def __init__(self, owner: QWidget, *, native: bool) -> None:
        super().__init__(owner)
        self._owner = owner
        self._native = native
        self.look = FolderLook(self, QStandardPaths.StandardLocation.DocumentsLocation)
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
