"""The rows that a person means: those that are selected, or the one that a menu was opened on."""

from __future__ import annotations

from collections.abc import Sequence

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.transfer_list.filter import TransferFilter
from layers_desktop.ui.transfer_list.list_view import UploadList
from layers_desktop.ui.transfer_list.model import TransferModel


class Selection:
    """Reads and keeps the selection of the list, in terms of uploads."""

    def __init__(self, shown: UploadList, model: TransferModel, rows: TransferFilter) -> None:
        self._list = shown
        self._model = model
        self._rows = rows

    @property
    def empty(self) -> bool:
        """True when no row is selected."""
        return not self._list.selectionModel().hasSelection()

    def upload(self, transfer_id: int) -> Snapshot | None:
        """Return what is known of this upload, or None when it is not in the list any more."""
        row = self._model.row_of(transfer_id)
        return self._model.snapshot(row) if row is not None else None

    def uploads(self) -> list[Snapshot]:
        """Return the selected uploads in drop order."""
        chosen = self._list.selectionModel().selectedRows()
        return [self._rows.snapshot(index) for index in sorted(chosen, key=lambda index: index.row())]

    def with_(self, transfer_id: int) -> list[Snapshot]:
        """Return all selected uploads when this is one of them, otherwise this one alone."""
        selected = self.uploads()
        if any(snapshot.transfer.id == transfer_id for snapshot in selected):
            return selected
        snapshot = self.upload(transfer_id)
        return [snapshot] if snapshot is not None else []

    def restore(self, snapshots: Sequence[Snapshot]) -> None:
        """Select those of these uploads again that are still in sight, where Qt lost them."""
        if snapshots and self.empty:
            numbers = (self._model.row_of(snapshot.transfer.id) for snapshot in snapshots)
            found = (self._rows.mapFromSource(self._model.index(n)) for n in numbers if n is not None)
            self._list.select_rows([index.row() for index in found if index.isValid()])
