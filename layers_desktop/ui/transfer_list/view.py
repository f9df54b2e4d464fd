"""The panel of uploads: filters and list, what the queue says going in, what is asked coming out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from time import monotonic

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from layers_desktop.media.kinds import Kind
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Hold, Progress, Snapshot, Stage, Transfer
from layers_desktop.ui import announce, theme
from layers_desktop.ui.transfer_list import actions, menu
from layers_desktop.ui.transfer_list.actions import RowAction
from layers_desktop.ui.transfer_list.countdown import Countdown
from layers_desktop.ui.transfer_list.delegate import RowDelegate
from layers_desktop.ui.transfer_list.filter import Show, TransferFilter
from layers_desktop.ui.transfer_list.filter_bar import FilterBar
from layers_desktop.ui.transfer_list.gestures import Gesture
from layers_desktop.ui.transfer_list.list_view import UploadList
from layers_desktop.ui.transfer_list.model import TransferModel
from layers_desktop.ui.transfer_list.problem_dialog import ProblemDialog
from layers_desktop.ui.transfer_list.thumbnails import Thumbnails
from layers_desktop.ui.transfer_list.totals import Totals

__all__ = ["Totals", "TransferListPanel"]


class TransferListPanel(QWidget):
    """Shows every upload of the window and says what the person wants done with them."""

    command = Signal(object)
    """A `transfers.commands` value for the queue."""
    copy_requested = Signal(object)
    """`list[Transfer]`, done ones in drop order, for the clipboard; empty when there is no id to copy yet."""
    totals_changed = Signal(object)
    """A `Totals`."""

    def __init__(
        self, dressed: theme.Theme, parent: QWidget | None = None, *, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self._model = TransferModel(self, clock=clock)
        self._rows = TransferFilter(self._model, self)
        self._thumbnails = Thumbnails(self)
        self._thumbnails.arrived.connect(self._thumbnail_arrived)
        self._delegate = RowDelegate(dressed, self._thumbnails, self)
        self._list = UploadList(self._rows, self._delegate, dressed)
        self._filters = FilterBar(dressed, self)
        self._awaited = False
        self._countdown = Countdown(self._list)
        self._countdown.tick.connect(self._list.repaint_visible_rows)
        self._countdown.tick.connect(self._time_passed)
        self._lay_out()
        self._connect(dressed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._filters)
        column.addWidget(self._list, 1)
        stops = [*self._filters.chips.chips.values(), self._filters.search, self._list]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard to the list; a focus proxy would take chips and search out of the Tab order."""
        self._list.setFocus(event.reason())

    def _connect(self, dressed: theme.Theme) -> None:
        self._filters.chosen.connect(self._show_chosen)
        self._filters.searched.connect(self._searched)
        self._filters.search_left.connect(self._search_left)
        find = QAction(self.tr("Search uploads"), self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.triggered.connect(self.start_search)
        self.addAction(find)
        self._list.button_clicked.connect(self._button_clicked)
        self._list.id_double_clicked.connect(self._id_double_clicked)
        self._list.menu_requested.connect(self._menu_requested)
        self._list.gesture.connect(self._gesture)
        dressed.changed.connect(self.update)
        dressed.changed.connect(self._list.repaint_visible_rows)

    # What the queue says

    @Slot(object)
    def on_added(self, snapshots: list[Snapshot]) -> None:
        """Show a batch at the end of the list, and bring it into sight when a person waits for it."""
        before = self._model.rowCount()
        self._model.add(snapshots)
        self._news()
        if self._awaited and self._model.rowCount() > before:
            self._awaited = False
            self._list.bring_into_sight(self._rows.mapFromSource(self._model.index(before)))

    @Slot(object)
    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Show what became of some transfers."""
        self._model.change(snapshots)
        self._news()

    @Slot(object)
    def on_removed(self, ids: list[int]) -> None:
        """Take rows off the list; what else is selected stays so, and the list where it is scrolled to."""
        place, selected = self._list.verticalScrollBar().value(), self._selected()
        self._model.remove(ids)
        if selected and not self._list.selectionModel().hasSelection():
            self._list.select_rows(self._rows_of(selected))
        self._list.verticalScrollBar().setValue(place)
        self._news()

    @Slot(object)
    def on_progress(self, readings: list[Progress]) -> None:
        """Show how far the running transfers are."""
        self._model.progress(readings)
        self.totals_changed.emit(self.totals)

    @Slot(object)
    def on_held(self, hold: Hold | None) -> None:
        """Show why the waiting rows wait."""
        self._model.set_hold(hold)
        self._news()

    @Slot(int)
    def on_preparing(self, files: int) -> None:
        """Know that so many dropped files are being looked at."""
        self._model.expect(expected=files > 0)
        self.totals_changed.emit(self.totals)

    @Slot()
    def _time_passed(self) -> None:
        self.totals_changed.emit(self.totals)

    def _news(self) -> None:
        totals = self.totals
        self._filters.count(totals)
        self._countdown.want(wanted=self._model.counts_down)
        self.totals_changed.emit(totals)

    # What others ask

    def await_rows(self) -> None:
        """Bring the next new rows into sight: a person has just dropped, pasted or chosen them."""
        self._awaited = True

    @property
    def totals(self) -> Totals:
        """The sums of the list as of now."""
        return self._model.totals()

    def name_copies(self, copies_ids: Callable[[str], bool]) -> None:
        """Name the Copy buttons after what they copy in a project: bare ids, or something else."""
        self._delegate.painter.copies_ids = copies_ids
        self._list.viewport().update()

    def snapshots(self) -> list[Snapshot]:
        """Return every upload in drop order."""
        return list(self._model.snapshots())

    def selected_transfers(self) -> list[Transfer]:
        """Return the selected uploads in drop order."""
        return [snapshot.transfer for snapshot in self._selected()]

    def newest_done(self) -> Transfer | None:
        """Return the upload that was finished last, or None while there is none."""
        return max(self.all_done(), key=lambda t: (t.finished_at or 0.0, t.id), default=None)

    def all_done(self) -> list[Transfer]:
        """Return the uploads that have an asset id, in drop order."""
        return [s.transfer for s in self._model.snapshots() if s.transfer.stage is Stage.DONE]

    def copy_selected(self) -> None:
        """Ask for the selected rows to be copied, the newest finished one when none is selected.

        What is selected may have no id yet: then the list that is asked for is empty, and the person is told.
        """
        chosen = [transfer for transfer in self.selected_transfers() if transfer.asset_id]
        newest = self.newest_done()
        if not chosen and not self._list.selectionModel().hasSelection() and newest is not None:
            chosen = [newest]
        self.copy_requested.emit(chosen)

    def show_only(self, show: Show) -> None:
        """Choose a chip."""
        self._filters.chips.chips[show].setChecked(True)

    @Slot()
    def start_search(self) -> None:
        """Give the search field the keyboard; Ctrl+F does it while the panel is in sight."""
        self._filters.search.start()

    def close_thumbnails(self) -> bool:
        """Stop reading files, for quit; True when no worker runs any more."""
        return self._thumbnails.close()

    # What the person does

    @Slot(object)
    def _show_chosen(self, show: Show) -> None:
        self._rows.set_show(show)

    @Slot(str)
    def _searched(self, typed: str) -> None:
        self._rows.look_for(typed)
        if self._rows.rowCount() == 0 and self._model.rowCount():
            announce.politely(self._list, self._rows.nothing())

    @Slot()
    def _search_left(self) -> None:
        self._list.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(object)
    def _thumbnail_arrived(self, transfer_id: int) -> None:
        self._model.thumbnail_arrived(transfer_id)

    @Slot(object, object, QPoint)
    def _button_clicked(self, transfer_id: int, action: RowAction, place: QPoint) -> None:
        snapshot = self._snapshot(transfer_id)
        if snapshot is None:
            return
        if action is RowAction.CHOOSE_KIND:
            menu.kind_menu(self, [snapshot], self._choose_kind).popup(place)
        elif action is RowAction.MENU:
            self._menu_requested(transfer_id, place)
        else:
            self._perform(action, [snapshot])

    @Slot(object)
    def _id_double_clicked(self, transfer_id: int) -> None:
        snapshot = self._snapshot(transfer_id)
        if snapshot is not None and actions.can(snapshot, RowAction.COPY_ID):
            self._perform(RowAction.COPY_ID, [snapshot])

    @Slot(object, QPoint)
    def _menu_requested(self, transfer_id: int, place: QPoint) -> None:
        """Open the menu for all selected rows when this is one of them, otherwise for this one."""
        selected = self._selected()
        if all(snapshot.transfer.id != transfer_id for snapshot in selected):
            snapshot = self._snapshot(transfer_id)
            selected = [snapshot] if snapshot else []
        if selected:
            copies_ids = self._delegate.painter.copies_ids(selected[0].transfer.project_id)
            made = menu.row_menu(self, selected, self._perform, self._choose_kind, copies_ids=copies_ids)
            made.popup(place)

    @Slot(object)
    def _gesture(self, gesture: Gesture) -> None:
        selected = self._selected()
        match gesture:
            case Gesture.COPY:
                self.copy_selected()
            case Gesture.PAUSE_OR_RESUME:
                self._ask(actions.pause_or_resume(selected))
            case Gesture.RETRY:
                ids = actions.ids_that_can(selected, RowAction.RETRY, RowAction.RETRY_NOW)
                self._ask(actions.command_for(RowAction.RETRY, ids))
            case Gesture.USE_KNOWN:
                self._answer(RowAction.USE_KNOWN, selected)
            case Gesture.UPLOAD_AGAIN:
                self._answer(RowAction.UPLOAD_AGAIN, selected)
            case Gesture.DELETE:
                for asked in actions.delete(selected):
                    self._ask(asked)

    def _answer(self, action: RowAction, selected: Sequence[Snapshot]) -> None:
        self._ask(actions.command_for(action, actions.ids_that_can(selected, action)))

    def _perform(self, action: RowAction, snapshots: Sequence[Snapshot]) -> None:
        problem = snapshots[0].transfer.problem
        match action:
            case RowAction.COPY_ID:
                self.copy_requested.emit([snapshot.transfer for snapshot in snapshots])
            case RowAction.COPY_REQUEST_ID if problem and problem.request_id:
                QGuiApplication.clipboard().setText(problem.request_id)
            case RowAction.SHOW_PROBLEM if problem:
                ProblemDialog(snapshots[0].transfer, self).open()
            case _:
                ids = tuple(snapshot.transfer.id for snapshot in snapshots)
                self._ask(actions.command_for(action, ids))

    def _choose_kind(self, kind: Kind, snapshots: Sequence[Snapshot]) -> None:
        for snapshot in snapshots:
            if snapshot.transfer.kind is not kind:
                self._ask(commands.ChangeKind(snapshot.transfer.id, kind))

    def _ask(self, command: commands.Command | None) -> None:
        if command is not None:
            self.command.emit(command)

    def _snapshot(self, transfer_id: int) -> Snapshot | None:
        row = self._model.row_of(transfer_id)
        return self._model.snapshot(row) if row is not None else None

    def _rows_of(self, snapshots: Sequence[Snapshot]) -> list[int]:
        """Return the rows under the chip that these uploads are in, without those that are gone."""
        numbers = (self._model.row_of(snapshot.transfer.id) for snapshot in snapshots)
        found = (self._rows.mapFromSource(self._model.index(n)) for n in numbers if n is not None)
        return [index.row() for index in found if index.isValid()]

    def _selected(self) -> list[Snapshot]:
        chosen = self._list.selectionModel().selectedRows()
        return [self._rows.snapshot(index) for index in sorted(chosen, key=lambda index: index.row())]
