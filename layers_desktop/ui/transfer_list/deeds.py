"""What a person does to rows, by button, menu or key, and what that asks of queue, clipboard and desktop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtWidgets import QWidget

from layers_desktop.media.formats import Kind
from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Snapshot, Transfer
from layers_desktop.ui.transfer_list import actions, labels, menu
from layers_desktop.ui.transfer_list.actions import RowAction
from layers_desktop.ui.transfer_list.gestures import Gesture, commands_of
from layers_desktop.ui.transfer_list.opening import FileOpener
from layers_desktop.ui.transfer_list.problem_dialog import ProblemDialog
from layers_desktop.ui.transfer_list.removal import RemovalUndoStack
from layers_desktop.ui.transfer_list.selection import Selection
from layers_desktop.ui.transfer_list.words import display_name


class RowDeeds(QObject):
    """Carries out what is wanted of rows; knows nothing of how they are shown."""

    command = Signal(object)
    """A `transfers.commands` value for the queue."""
    copy_requested = Signal(object)
    """`list[Transfer]`, in the format of their project."""
    copy_as_requested = Signal(object, object)
    """`list[Transfer]`, and the `CopyFormat` that was chosen for this once."""
    export_requested = Signal(object)
    """`list[Transfer]`, of which each has an asset."""
    copy_selected_requested = Signal()
    """Ctrl+C on the list."""
    removed = Signal(str)
    """Rows have left the list as a person wished, in words; `undo` brings them back."""
    undoable = Signal(bool)
    """Whether there is something to bring back."""
    said = Signal(str)
    """A sentence for the person."""

    def __init__(
        self,
        selection: Selection,
        window: QWidget,
        copies_ids: Callable[[str], bool],
        copy_text: Callable[[str, Callable[[], object]], object],
    ) -> None:
        super().__init__(window)
        self._selection = selection
        self._window = window
        self._copies_ids = copies_ids
        self._copy_text = copy_text
        self._removals = RemovalUndoStack()
        self._opener = FileOpener(self)
        self._opener.said.connect(self.said)

    def close(self) -> bool:
        """Let go of files, for quit; True when nothing runs any more."""
        return self._opener.close()

    @Slot(object)
    def show_in_folder(self, transfers: Sequence[Transfer]) -> None:
        """Show these files, selected, in the file manager; also those of the history."""
        self._opener.show_in_folder(transfers)

    # What was pressed

    @Slot(object, object, QPoint)
    def button_clicked(self, transfer_id: int, action: RowAction, place: QPoint) -> None:
        """Do what a painted button of a row says; a menu opens at `place`, in global coordinates."""
        snapshot = self._selection.upload(transfer_id)
        if snapshot is None:
            return
        match action:
            case RowAction.CHOOSE_KIND:
                menu.kind_menu(self._window, [snapshot], self).popup(place)
            case RowAction.MENU:
                self.menu_requested(transfer_id, place)
            case _:
                self.perform(action, [snapshot])

    @Slot(object)
    def id_double_clicked(self, transfer_id: int) -> None:
        """Copy the id, if the words that were double clicked are one."""
        snapshot = self._selection.upload(transfer_id)
        if snapshot is not None and actions.can(snapshot, RowAction.COPY_ID):
            self.perform(RowAction.COPY_ID, [snapshot])

    @Slot(object, QPoint)
    def menu_requested(self, transfer_id: int, place: QPoint) -> None:
        """Open the menu for all selected rows when this is one of them, otherwise for this one."""
        meant = self._selection.with_(transfer_id)
        if meant:
            copies_ids = self._copies_ids(meant[0].transfer.project_id)
            menu.row_menu(self._window, meant, self, copies_ids=copies_ids).popup(place)

    @Slot(object)
    def gesture(self, gesture: Gesture) -> None:
        """Do what a key asks for with the selected rows, or say why nothing is done."""
        if gesture is Gesture.COPY:
            self.copy_selected_requested.emit()
            return
        selected = self._selection.uploads()
        if gesture is Gesture.MAIN and (
            action := next(filter(None, map(actions.main_action, selected)), None)
        ):
            alike = [row for row in selected if actions.main_action(row) is action]
            self.perform(action, alike, among=selected)
            return
        wanted = commands_of(gesture, selected)
        told = gesture is Gesture.RETRY and self._say_left_out(selected)
        if not wanted and not told:
            self.said.emit(labels.nothing_to_do(gesture, selected))
        self.ask(*wanted)

    def perform_all(self, action: RowAction) -> None:
        """Do this with every row of the list for which it makes sense, in one go, or say why not."""
        everything = self._selection.everything()
        ids = actions.ids_that_can([row for row in everything if not actions.retried_alone(row)], action)
        if action is RowAction.RETRY and not self._say_left_out(everything, together=True) and not ids:
            self.said.emit(labels.nothing_failed())
        self.ask(actions.command_for(action, ids))

    def _say_left_out(self, meant: Sequence[Snapshot], *, together: bool = False) -> bool:
        """Say it if a retry of these leaves some out, and return whether it does."""
        left = [row for row in meant if actions.retried_alone(row)]
        if left and (together or len(meant) > 1):
            self.said.emit(labels.left_out(in_doubt=any(row.transfer.in_doubt for row in left)))
            return True
        return False

    # What was chosen

    def perform(
        self, action: RowAction, snapshots: Sequence[Snapshot], among: Sequence[Snapshot] = ()
    ) -> None:
        """Do this with these rows, those of `among`, which were all meant, for which it makes sense."""
        if action is RowAction.RETRY and self._say_left_out(among):
            snapshots = [row for row in snapshots if not actions.retried_alone(row)]
            if not snapshots:
                return
        transfers = [snapshot.transfer for snapshot in snapshots]
        problem = transfers[0].problem
        match action:
            case RowAction.COPY_ID:
                self.copy_requested.emit(transfers)
            case RowAction.EXPORT:
                self.export_requested.emit(transfers)
            case RowAction.OPEN_FILE:
                self._opener.open(transfers[0])
            case RowAction.SHOW_IN_FOLDER:
                self.show_in_folder(transfers)
            case RowAction.COPY_REQUEST_ID if problem and problem.request_id:
                self._copy_text(problem.request_id, lambda: None)
            case RowAction.SHOW_PROBLEM if problem:
                choose = partial(self.choose_kind, snapshots=snapshots[:1])
                ProblemDialog(transfers[0], self._copy_text, choose, self._window).open()
            case _:
                self.ask(actions.command_for(action, tuple(transfer.id for transfer in transfers)))

    def choose_kind(self, kind: Kind, snapshots: Sequence[Snapshot]) -> None:
        """Send these as another kind of image."""
        other = tuple(shot.transfer.id for shot in snapshots if shot.transfer.kind is not kind)
        if other:
            self.ask(commands.ChangeKind(other, kind))

    def submit_again(self, kind: Kind, snapshots: Sequence[Snapshot]) -> None:
        """Upload these once more, as another kind of image; those that are of it already stay as they are."""
        other = tuple(shot.transfer.id for shot in snapshots if shot.transfer.kind is not kind)
        self.ask(commands.SubmitAgain(other, kind))

    def copy_as(self, copy_format: CopyFormat, snapshots: Sequence[Snapshot]) -> None:
        """Copy these in that format, for this once."""
        self.copy_as_requested.emit([snapshot.transfer for snapshot in snapshots], copy_format)

    def ask(self, *wanted: commands.Command | None) -> None:
        """Ask the queue for something, undone in one step; nothing for None."""
        asked = [command for command in wanted if command is not None]
        self._removals.ask(asked)
        for command in asked:
            self.command.emit(command)

    # Undo

    def have_gone(self, transfers: Sequence[Transfer]) -> None:
        """Learn which rows have left the list, whoever wanted that."""
        removed = self._removals.gone(transfers)
        if removed.late:
            self.command.emit(commands.Relist(removed.late))
        if removed.count:
            self.undoable.emit(self._removals.undoable)
            self.removed.emit(labels.removed(removed.count, display_name(removed.name)))

    @Slot()
    def undo(self) -> None:
        """Bring back what was removed last."""
        name = self._removals.name
        if (relist := self._removals.undo()) is not None:
            self.said.emit(labels.brought_back(len(relist.ids), display_name(name)))
        self.ask(relist)
        self.undoable.emit(self._removals.undoable)

    def use_account(self, organization_id: str) -> bool:
        """Follow who is signed in; True when the rows that could come back were of another organization."""
        another = self._removals.use_account(organization_id)
        self.undoable.emit(self._removals.undoable)
        return another
