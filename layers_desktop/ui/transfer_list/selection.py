"""The rows that a person means: those that are selected, or the one that a menu was opened on."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QObject, Slot

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.transfer_list.list_view import UploadList
from layers_desktop.ui.transfer_list.model import TransferModel
from layers_desktop.ui.transfer_list.uniform_list import ranges_of


class Selection(QObject):
    """Reads the selection of the list in terms of uploads, and keeps it where Qt loses it: at a reset."""

    def __init__(self, shown: UploadList, model: TransferModel) -> None:
        super().__init__(shown)
        self._list = shown
        self._model = model
        self._selected: list[int] = []
        self._current: int | None = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    @property
    def empty(self) -> bool:
        """True when no row is selected."""
        return not self._list.selectionModel().hasSelection()

    def upload(self, transfer_id: int) -> Snapshot | None:
        """Return what is known of this upload, or None when it is not in the list any more."""
        return self._model.upload(transfer_id)

    def everything(self) -> list[Snapshot]:
        """Return all uploads of the list, shown or not, in drop order."""
        return list(self._model.snapshots())

    def uploads(self) -> list[Snapshot]:
        """Return the selected uploads in drop order."""
        return self._model.snapshots_in(ranges_of(self._list.selectionModel().selection()))

    def with_(self, transfer_id: int) -> list[Snapshot]:
        """Return all selected uploads when this is one of them, otherwise this one alone."""
        row = self._model.row_of(transfer_id)
        if row is not None and self._list.selectionModel().isSelected(self._model.index(row)):
            return self.uploads()
        snapshot = self.upload(transfer_id)
        return [snapshot] if snapshot is not None else []

    @Slot()
    def _remember(self) -> None:
        self._selected = [snapshot.transfer.id for snapshot in self.uploads()]
        current = self._list.currentIndex()
        if current.isValid():  # else it may be hidden by a search, at whose end it is to be found again
            self._current = self._model.snapshot(current.row()).transfer.id

    @Slot()
    def _restore(self) -> None:
        """Select those of the uploads that are still shown, and go back to the row with the keyboard."""
        chosen = self._list.selectionModel()
        row = self._model.row_of(self._current) if self._current is not None else None
        if row is not None:
            chosen.setCurrentIndex(self._model.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)
        numbers = [number for number in map(self._model.row_of, self._selected) if number is not None]
        if numbers:
            self._list.select_rows(numbers)
        self._selected.clear()
