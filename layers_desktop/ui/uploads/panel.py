"""The panel of uploads: filters and list, what the queue says going in, what a person wants done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from layers_desktop.core.clock import steady_time
from layers_desktop.transfers.transfer import Hold, Progress, Snapshot, Stage, Transfer
from layers_desktop.ui import announce
from layers_desktop.ui.interfaces import CommandQueue, Copier, Messages
from layers_desktop.ui.theme import theme
from layers_desktop.ui.thumbnails.cache import Thumbnails
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.uploads import action_labels, row_text
from layers_desktop.ui.uploads.bulk_bars import BulkBars
from layers_desktop.ui.uploads.delegate import RowDelegate
from layers_desktop.ui.uploads.filter_bar import FilterBar, SearchField
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.list_view import Selection, UploadList
from layers_desktop.ui.uploads.model import TransferModel
from layers_desktop.ui.uploads.row_actions import RowAction, can
from layers_desktop.ui.uploads.row_controller import RowController
from layers_desktop.ui.uploads.shortcuts import ListShortcut
from layers_desktop.ui.uploads.totals import Totals

__all__ = ["Totals", "UploadsPanel"]


class UploadsPanel(QWidget):
    """Shows every upload of the window, and has done what the person wants with them."""

    totals_changed = Signal(object)
    """A `Totals`."""

    def __init__(
        self,
        app_theme: theme.Theme,
        parent: QWidget | None = None,
        *,
        queue: CommandQueue,
        copier: Copier,
        messages: Messages,
        decoder: PictureDecoder,
        clock: Callable[[], float] = steady_time,
    ) -> None:
        super().__init__(parent)
        self._copier = copier
        self._messages = messages
        self._model = TransferModel(self, clock=clock)
        self._thumbnails = Thumbnails(self, decoder=decoder)
        self._thumbnails.arrived.connect(self._model.thumbnail_arrived)
        self._delegate = RowDelegate(app_theme, self._thumbnails, self)
        self._delegate.painter.copies_ids = copier.copies_ids
        self._list = UploadList(self._model, self._delegate, app_theme)
        self.bulk = BulkBars(self)
        self._filters = FilterBar(app_theme, self)
        self._selection = Selection(self._list, self._model)
        self.rows = RowController(
            self._selection,
            self,
            queue=queue,
            copier=copier,
            messages=messages,
            copy_selected=self.copy_selected,
        )
        self._dropped: dict[int, set[int]] = {}
        """Batches that came by a person's hand, by their drop, the newest last."""
        self._unseen_batch = 0
        """The one that is still to come into sight; 0: none."""
        self._countdown = Countdown(self._list)
        self._countdown.tick.connect(self._list.repaint_visible_rows)
        self._countdown.tick.connect(self._time_passed)
        self._lay_out()
        self._connect(app_theme)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bulk)
        column.addWidget(self._filters)
        column.addWidget(self._list, 1)
        self._list.setMinimumHeight(1)  # a question in a small window leaves no room but for the filters
        stops = [*self.bulk.buttons, *self._filters.chips.chips.values(), self._filters.search, self._list]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _connect(self, app_theme: theme.Theme) -> None:
        self._filters.chosen.connect(self._show_chosen)
        self._filters.searched.connect(self._searched)
        self._filters.search_closed.connect(self._to_the_list)
        self._action(self.tr("Search uploads"), QKeySequence.StandardKey.Find, self.start_search)
        self.undo = self._action(self.tr("Undo"), QKeySequence.StandardKey.Undo, self.undo_removal)
        self.undo.setEnabled(False)
        self._action(self.tr("Retry all that failed"), QKeySequence("Ctrl+Shift+R"), self.retry_all)
        self.bulk.wanted.connect(self.rows.perform_all)
        self.bulk.released.connect(self._to_the_list)
        self._list.button_clicked.connect(self.rows.on_button)
        self._list.id_double_clicked.connect(self.rows.on_double_click)
        self._list.menu_requested.connect(self.rows.open_menu)
        self._list.gesture.connect(self.rows.on_shortcut)
        self.rows.undoable.connect(self.undo.setEnabled)
        app_theme.changed.connect(self.update)
        app_theme.changed.connect(self._list.repaint_visible_rows)

    def _action(
        self, name: str, key: QKeySequence | QKeySequence.StandardKey, does: Callable[[], None]
    ) -> QAction:
        """Return an action that a key and assistive technology reach while the panel is in sight."""
        made = QAction(name, self)
        made.setShortcut(key)
        made.triggered.connect(does)
        self.addAction(made)
        return made

    # What the queue says

    @Slot(object)
    def on_added(self, snapshots: list[Snapshot]) -> None:
        """Show a batch at the end of the list, and bring it into sight when a person waits for it."""
        self._model.add(snapshots)
        self._news()
        self._bring_drop_into_sight()

    def on_submitted(self, batch_id: int, drop: int = 0) -> None:
        """Know that this batch came by a person's hand, and by which drop: 0 for one of its own.

        It comes into sight, and as long as nothing else is selected Ctrl+C copies the ids of its drop.
        """
        key = drop or -batch_id
        self._dropped[key] = self._dropped.pop(key, set()) | {batch_id}  # the newest is the last
        self._unseen_batch = batch_id
        self._list.clearSelection()
        self._bring_drop_into_sight()

    @Slot(object)
    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Show what became of some transfers."""
        self._model.change(snapshots)
        self._news()

    @Slot(object)
    def on_removed(self, ids: list[int]) -> None:
        """Take rows off the list; what else is selected stays so, and the list where it is scrolled to."""
        gone = self._model.remove(ids)
        self._news()
        self.rows.have_gone(gone)

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

    @Slot()
    def _time_passed(self) -> None:
        self.totals_changed.emit(self.totals)

    def _news(self) -> None:
        totals = self.totals
        self._filters.count(totals)
        self.bulk.show_totals(totals)
        self._countdown.want(wanted=self._model.counts_down)
        self.totals_changed.emit(totals)

    def _bring_drop_into_sight(self) -> None:
        first = self.first_of(self._unseen_batch) if self._unseen_batch else None
        if first is not None:
            self._unseen_batch = 0
            row = self._model.row_of(first.id)
            if row is not None:
                index = self._model.index(row)
                self._list.bring_into_sight(index)
                # The keyboard goes on from there; what Ctrl+C copies is the drop, not this row alone.
                self._list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    # What others ask

    @property
    def shown(self) -> StatusFilter:
        """Which rows the list shows."""
        return self._model.show

    @property
    def totals(self) -> Totals:
        """The sums of the list as of now."""
        return self._model.totals()

    def show_picked(self, project_id: str | None) -> None:
        """Let the rows of any other project than this one say theirs; Copy may be called another thing."""
        self._model.picked = self._delegate.painter.picked = project_id
        self._list.viewport().update()

    def snapshots(self) -> list[Snapshot]:
        """Return every upload in drop order."""
        return list(self._model.snapshots())

    def selected_transfers(self) -> list[Transfer]:
        """Return the selected uploads in drop order."""
        return [snapshot.transfer for snapshot in self._selection.uploads()]

    def batches(self, ids: Collection[int]) -> list[Transfer]:
        """Return the uploads of these batches that are in the list, in drop order."""
        return [snapshot.transfer for snapshot in self._model.batches(ids)]

    def first_of(self, batch_id: int) -> Transfer | None:
        """Return the first upload of this batch that is in the list, or None when none is."""
        return next((snapshot.transfer for snapshot in self._model.batches({batch_id})), None)

    def reasons(self, batch_id: int) -> str:
        """Return why files of this batch were not uploaded; empty when all were."""
        return row_text.reasons(self._model.batches({batch_id}))

    def newest_done(self) -> Transfer | None:
        """Return the upload that was finished last, or None while there is none."""
        return max(self.all_done(), key=lambda t: (t.finished_at or 0.0, t.id), default=None)

    def all_done(self) -> list[Transfer]:
        """Return the uploads that have an asset id, in drop order."""
        return [s.transfer for s in self._model.snapshots() if s.transfer.stage is Stage.DONE]

    def done_of(self, batches: Collection[int]) -> list[Transfer]:
        """Return what of these batches is in the list and has an asset, in drop order."""
        return [one for one in self.batches(batches) if one.stage is Stage.DONE]

    def copy_selected(self) -> None:
        """Copy the selected rows; where none is, what was dropped last, else the newest done.

        Some may have no id yet, or none of them: the person is told.
        """
        self._copier.copy(self.selected_transfers() or self._last_drop())

    @Slot()
    def copy_all(self) -> None:
        """Copy all that have an asset, in drop order."""
        self._copier.copy(self.all_done())

    @Slot(object)
    def copy_batches(self, batches: Collection[int]) -> None:
        """Copy what of these batches has an asset, in drop order; offered only where something has one."""
        if done := self.done_of(batches):
            self._copier.copy(done)
        else:
            self._messages.show_text(
                self.tr("These rows were removed from the list; the history has their IDs.")
            )

    def _last_drop(self) -> list[Transfer]:
        """Return what a person gave last that is in the list; without any, the newest finished upload."""
        for batches in reversed(self._dropped.values()):
            if found := self.batches(batches):
                return found
        newest = self.newest_done()
        return [newest] if newest is not None else []

    def retry_selected(self) -> None:
        """Send the selected rows on that failed, as Ctrl+R on the list does; all where none of them did."""
        fit = (RowAction.RETRY, RowAction.RETRY_NOW)
        failed = any(can(row, action) for row in self._selection.uploads() for action in fit)
        if failed or not self.totals.failed:
            self.rows.on_shortcut(ListShortcut.RETRY)
        else:
            self.retry_all()

    @Slot()
    def retry_all(self) -> None:
        """Send all rows on that failed, selected or not."""
        self.rows.perform_all(RowAction.RETRY)

    @Slot(object)
    def show_in_folder(self, transfers: Sequence[Transfer]) -> None:
        """Show these files in the file manager, if they are still there."""
        self.rows.show_in_folder(transfers)

    def show_only(self, show: StatusFilter) -> None:
        """Choose a chip."""
        self._filters.chips.chips[show].setChecked(True)

    @Slot()
    def undo_removal(self) -> None:
        """Bring back the rows that were removed last, as Ctrl+Z does."""
        self.rows.undo()

    def use_account(self, organization_id: str) -> bool:
        """Follow who is signed in; True when the rows that could come back were of another organization."""
        another = self.rows.use_account(organization_id)
        if another:
            self._model.forget_limit()
        return another

    @property
    def list_view(self) -> UploadList:
        """The list itself, which the keys of rows are for."""
        return self._list

    @property
    def search_field(self) -> SearchField:
        """The field above the list; a file that is given to it is for the history."""
        return self._filters.search

    @Slot()
    def start_search(self) -> None:
        """Give the search field the keyboard; Ctrl+F does it while the panel is in sight."""
        self._filters.search.start()

    def close_thumbnails(self) -> bool:
        """Stop reading files, for quit; True when no worker runs any more."""
        opened = self.rows.close()
        return self._thumbnails.close() and opened

    # What the person does

    @Slot(object)
    def _show_chosen(self, show: StatusFilter) -> None:
        self._model.set_show(show)

    @Slot(str)
    def _searched(self, typed: str) -> None:
        self._model.look_for(typed)
        if typed.strip() and self.totals.count:
            found = self._model.rowCount()
            announce.politely(self._list, action_labels.found(found) if found else self._model.nothing())

    @Slot()
    def _to_the_list(self) -> None:
        self._list.setFocus(Qt.FocusReason.TabFocusReason)


TICK_MS: Final = 1_000


class Countdown(QObject):
    """Ticks only while it is wanted and its widget is shown: a window in the tray costs nothing."""

    tick = Signal()

    def __init__(self, seen: QWidget) -> None:
        super().__init__(seen)
        self._seen = seen
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        seen.installEventFilter(self)

    def want(self, *, wanted: bool) -> None:
        """Tick from now on, or no more."""
        self._wanted = wanted
        self._update_timer(shown=self._seen.isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget as it is shown and hidden."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._update_timer(shown=event.type() == QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def _update_timer(self, *, shown: bool) -> None:
        ticks = self._wanted and shown
        if ticks and not self._timer.isActive():
            self._timer.start()
        elif not ticks:
            self._timer.stop()
