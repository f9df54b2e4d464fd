"""Where an export goes: the platform's own dialog, opened without blocking the window."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from layers_desktop.transfers.asset import Asset, Filter
from layers_desktop.transfers.history_values import Export, ExportFormat

_NAMES = {ExportFormat.CSV: "CSV", ExportFormat.JSON: "JSON"}


class ExportChooser(QObject):
    """Asks for a file name, then says what is to be exported to it."""

    chosen = Signal(object)
    """An `Export`."""

    def __init__(self, owner: QWidget, *, native: bool) -> None:
        super().__init__(owner)
        self._owner = owner
        self._native = native
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def ask(self, what: tuple[Asset, ...] | Filter, form: ExportFormat) -> None:
        """Ask where to export this to."""
        dialog = _SaveDialog(self._owner, self._folder, what, form, native=self._native)
        dialog.picked.connect(self._picked)
        dialog.open()

    @Slot(object)
    def _picked(self, asked: Export) -> None:
        self._folder = str(asked.path.parent)
        self.chosen.emit(asked)


class _SaveDialog(QFileDialog):
    """Knows what it asks for, so that several may be open in turn."""

    picked = Signal(object)

    def __init__(
        self,
        owner: QWidget,
        folder: str,
        what: tuple[Asset, ...] | Filter,
        form: ExportFormat,
        *,
        native: bool,
    ) -> None:
        super().__init__(owner, "", folder)
        self._what, self._form = what, form
        self.setWindowTitle(self.tr("Export as %1").replace("%1", _NAMES[form]))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setNameFilter(f"{_NAMES[form]} (*.{form.value})")
        self.setDefaultSuffix(form.value)
        today = date.today().isoformat()  # noqa: DTZ011 - a person's own day
        self.selectFile(f"layers-assets-{today}.{form.value}")
        self.setOption(QFileDialog.Option.DontUseNativeDialog, not native)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fileSelected.connect(self._selected)

    @Slot(str)
    def _selected(self, name: str) -> None:
        if name:
            self.picked.emit(Export(self._what, Path(name), self._form))
