"""What a person does to rows by button, menu or key: asked of queue, clipboard, desktop; undone by Ctrl+Z."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from layers_desktop.media.formats import IMAGE_KINDS, MediaKind
from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Snapshot, Transfer
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.interfaces import CommandQueue, Copier, Messages
from layers_desktop.ui.theme import theme
from layers_desktop.ui.uploads import action_labels, row_actions, row_menu, row_text
from layers_desktop.ui.uploads.file_opener import FileOpener
from layers_desktop.ui.uploads.list_view import Selection
from layers_desktop.ui.uploads.row_actions import RowAction
from layers_desktop.ui.uploads.row_text import display_name
from layers_desktop.ui.uploads.shortcuts import ListShortcut, commands_of
from layers_desktop.ui.widgets.buttons import push_button

WIDTH = 440


class ProblemDialog(QDialog):
    """Shows why a file was refused or failed; deletes itself when it is closed.

    `copy_text` puts a text on the clipboard, says so in the window, and calls what it was given once it is
    there; `choose_kind` sends the file as another kind.
    """

    def __init__(
        self,
        transfer: Transfer,
        copy_text: Callable[[str, Callable[[], object]], object],
        choose_kind: Callable[[MediaKind], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._copy_text = copy_text
        self._choose_kind = choose_kind
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(row_text.display_name(transfer.name))
        self.setFixedWidth(theme.scaled(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(3 * theme.GRID,) * 4)
        column.setSpacing(theme.GRID)
        if transfer.problem is None:
            return
        problem = problem_text.words(transfer.problem)
        column.addWidget(_line(f"{problem.title}.", role="strong"))
        for text in (problem.explanation, problem.kept, problem.action):
            if text:
                column.addWidget(_line(text))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addStretch()
        self._request_id = transfer.problem.request_id or ""
        if self._request_id:
            column.addWidget(_line(self.tr("Request %1").replace("%1", self._request_id), tone="dim"))
            self.copy = push_button(self.tr("Copy request ID"))
            self.copy.clicked.connect(self._copy)
            buttons.addWidget(self.copy)
        close = push_button(self.tr("Close"), primary=True)
        close.clicked.connect(self.reject)
        close.setDefault(True)
        buttons.addWidget(close)
        if transfer.kind_matters:
            column.addSpacing(theme.GRID)
            column.addLayout(self._kinds(transfer))
        column.addSpacing(theme.GRID)
        column.addLayout(buttons)
        close.setFocus()

    def _kinds(self, transfer: Transfer) -> QLayout:
        """Return a button for every other kind of image."""
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(_line(self.tr("Try another kind"), tone="dim"))
        for kind in IMAGE_KINDS:
            if kind is not transfer.kind:
                name = row_text.kind_name(kind)
                button = push_button(name)
                button.setAccessibleName(self.tr("Upload as %1").replace("%1", name))
                button.clicked.connect(lambda _checked=False, k=kind: self._choose(k))
                row.addWidget(button)
        row.addStretch()
        return row

    def _choose(self, kind: MediaKind) -> None:
        self.accept()
        self._choose_kind(kind)

    @Slot()
    def _copy(self) -> None:
        self._copy_text(self._request_id, self._copied)

    def _copied(self) -> None:
        if Shiboken.isValid(self):  # it may be closed by now
            self.copy.setText(self.tr("Copied"))  # the window's own word for it may be behind this dialog


def _line(text: str, **properties: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setWordWrap(True)
    for name, value in properties.items():
        label.setProperty(name, value)
    return label


MOST_STEPS: Final = 50
"""Removals that can be undone; one may be of thousands of rows."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What a person's removal has come to."""

    count: int
    """Rows of it that have left the list so far; 0: these left for another reason."""
    name: str
    """Of the first one."""
    late: tuple[int, ...]
    """Rows that left only after their removal was undone: a call to Layers was waited for."""


@dataclass(slots=True)
class _Step:
    """One removal."""

    name: str = ""
    gone: list[int] = field(default_factory=list)
    undone: bool = False


class RemovalUndoStack:
    """What a person asked to cancel or remove, what has gone, and what Undo asks for. Pure."""

    def __init__(self) -> None:
        self._organization = ""
        self._asked: dict[int, _Step] = {}
        self._steps: list[_Step] = []

    def ask(self, asked: Iterable[commands.Command]) -> None:
        """Note what commands are going to take off the list because a person wants it, as one step."""
        step = _Step()
        for command in asked:
            if isinstance(command, commands.Cancel | commands.Remove):
                self._asked.update(dict.fromkeys(command.ids, step))

    def gone(self, rows: Iterable[Transfer]) -> Removed:
        """Note that these have left the list, whoever wanted that."""
        late: list[int] = []
        last = _Step()
        for transfer in rows:
            step = self._asked.pop(transfer.id, None)
            if step is None:
                continue
            if step.undone:
                late.append(transfer.id)
                continue
            if not step.gone:
                step.name = transfer.name
                self._steps = [*self._steps, step][-MOST_STEPS:]
            step.gone.append(transfer.id)
            last = step
        return Removed(len(last.gone), last.name, tuple(late))

    @property
    def name(self) -> str:
        """The name of the first row that `undo` would bring back."""
        return self._steps[-1].name if self._steps else ""

    def undo(self) -> commands.Restore | None:
        """Return what brings the last removed rows back; None when there is nothing to undo."""
        if not self._steps:
            return None
        step = self._steps.pop()
        step.undone = True
        return commands.Restore(tuple(step.gone))

    def use_account(self, organization_id: str) -> bool:
        """Follow who is signed in, "" for nobody; True when the rows that could come back were of another."""
        if not organization_id or organization_id == self._organization:
            return False
        another, self._organization = bool(self._organization), organization_id
        if another:
            self._asked.clear()
            self._steps.clear()
        return another

    @property
    def undoable(self) -> bool:
        """True while there is something to bring back."""
        return bool(self._steps)


class RowController(QObject):
    """Carries out what is wanted of rows; knows nothing of how they are shown."""

    export_requested = Signal(object)
    """`list[Transfer]`, of which each has an asset."""
    undoable = Signal(bool)
    """Whether there is something to bring back."""
    undone = Signal()
    """What was removed last comes back."""

    def __init__(
        self,
        selection: Selection,
        window: QWidget,
        *,
        queue: CommandQueue,
        copier: Copier,
        messages: Messages,
        copy_selected: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._selection = selection
        self._window = window
        self._queue = queue
        self._copier = copier
        self._messages = messages
        self._copy_selected = copy_selected
        self._removals = RemovalUndoStack()
        self._opener = FileOpener(self)
        self._opener.message.connect(messages.show_text)

    def close(self) -> bool:
        """Let go of files, for quit; True when nothing runs any more."""
        return self._opener.close()

    @Slot(object)
    def show_in_folder(self, transfers: Sequence[Transfer]) -> None:
        """Show these files, selected, in the file manager; also those of the history."""
        self._opener.show_in_folder(transfers)

    # What was pressed

    @Slot(object, object, QPoint)
    def on_button(self, transfer_id: int, action: RowAction, place: QPoint) -> None:
        """Do what a painted button of a row says; a menu opens at `place`, in global coordinates."""
        snapshot = self._selection.upload(transfer_id)
        if snapshot is None:
            return
        match action:
            case RowAction.CHOOSE_KIND:
                row_menu.kind_menu(self._window, [snapshot], self).popup(place)
            case RowAction.MENU:
                self.open_menu(transfer_id, place)
            case _:
                self.perform(action, [snapshot])

    @Slot(object)
    def on_double_click(self, transfer_id: int) -> None:
        """Copy the id, if the words that were double clicked are one."""
        snapshot = self._selection.upload(transfer_id)
        if snapshot is not None and row_actions.can(snapshot, RowAction.COPY_ID):
            self.perform(RowAction.COPY_ID, [snapshot])

    @Slot(object, QPoint)
    def open_menu(self, transfer_id: int, place: QPoint) -> None:
        """Open the menu for all selected rows when this is one of them, otherwise for this one."""
        meant = self._selection.with_(transfer_id)
        if meant:
            copies_ids = self._copier.copies_ids(meant[0].transfer.project_id)
            row_menu.row_menu(self._window, meant, self, copies_ids=copies_ids).popup(place)

    @Slot(object)
    def on_shortcut(self, shortcut: ListShortcut) -> None:
        """Do what a key asks for with the selected rows, or say why nothing is done."""
        if shortcut is ListShortcut.COPY:
            self._copy_selected()
            return
        selected = self._selection.uploads()
        if shortcut is ListShortcut.MAIN and (
            action := next(filter(None, map(row_actions.main_action, selected)), None)
        ):
            alike = [row for row in selected if row_actions.main_action(row) is action]
            self.perform(action, alike, among=selected)
            return
        wanted = commands_of(shortcut, selected)
        explained = shortcut is ListShortcut.RETRY and self._say_left_out(selected)
        if not wanted and not explained:
            self._messages.show_text(action_labels.nothing_to_do(shortcut, selected))
        self.ask(*wanted)

    def perform_all(self, action: RowAction) -> None:
        """Do this with every row of the list for which it makes sense, in one go, or say why not."""
        everything = self._selection.everything()
        ids = row_actions.ids_that_can(
            [row for row in everything if not row_actions.retried_alone(row)], action
        )
        if action is RowAction.RETRY and not self._say_left_out(everything, together=True) and not ids:
            self._messages.show_text(action_labels.nothing_failed())
        self.ask(row_actions.command_for(action, ids))

    def _say_left_out(self, meant: Sequence[Snapshot], *, together: bool = False) -> bool:
        """Say it if a retry of these leaves some out, and return whether it does."""
        left = [row for row in meant if row_actions.retried_alone(row)]
        if left and (together or len(meant) > 1):
            self._messages.show_text(
                action_labels.left_out(in_doubt=any(row.transfer.in_doubt for row in left))
            )
            return True
        return False

    # What was chosen

    def perform(
        self, action: RowAction, snapshots: Sequence[Snapshot], among: Sequence[Snapshot] = ()
    ) -> None:
        """Do this with these rows, those of `among`, which were all meant, for which it makes sense."""
        if action is RowAction.RETRY and self._say_left_out(among):
            snapshots = [row for row in snapshots if not row_actions.retried_alone(row)]
            if not snapshots:
                return
        transfers = [snapshot.transfer for snapshot in snapshots]
        problem = transfers[0].problem
        match action:
            case RowAction.COPY_ID:
                self._copier.copy(transfers)
            case RowAction.EXPORT:
                self.export_requested.emit(transfers)
            case RowAction.OPEN_FILE:
                self._opener.open(transfers[0])
            case RowAction.SHOW_IN_FOLDER:
                self.show_in_folder(transfers)
            case RowAction.COPY_REQUEST_ID if problem and problem.request_id:
                self._copier.copy_text(problem.request_id)
            case RowAction.SHOW_PROBLEM if problem:
                choose = partial(self.choose_kind, snapshots=snapshots[:1])
                ProblemDialog(transfers[0], self._copier.copy_text, choose, self._window).open()
            case _:
                self.ask(row_actions.command_for(action, tuple(transfer.id for transfer in transfers)))

    def choose_kind(self, kind: MediaKind, snapshots: Sequence[Snapshot]) -> None:
        """Send these as another kind of image."""
        other = tuple(shot.transfer.id for shot in snapshots if shot.transfer.kind is not kind)
        if other:
            self.ask(commands.ChangeKind(other, kind))

    def submit_again(self, kind: MediaKind, snapshots: Sequence[Snapshot]) -> None:
        """Upload these once more, as another kind of image; those that are of it already stay as they are."""
        other = tuple(shot.transfer.id for shot in snapshots if shot.transfer.kind is not kind)
        self.ask(commands.SubmitAgain(other, kind))

    def copy_as(self, copy_format: CopyFormat, snapshots: Sequence[Snapshot]) -> None:
        """Copy these in that format, for this once."""
        self._copier.copy([snapshot.transfer for snapshot in snapshots], copy_format)

    def ask(self, *wanted: commands.Command | None) -> None:
        """Ask the queue for something, undone in one step; nothing for None."""
        asked = [command for command in wanted if command is not None]
        self._removals.ask(asked)
        for command in asked:
            self._queue.post(command)

    # Undo

    def have_gone(self, transfers: Sequence[Transfer]) -> None:
        """Learn which rows have left the list, whoever wanted that."""
        removed = self._removals.gone(transfers)
        if removed.late:
            self._queue.post(commands.Restore(removed.late))
        if removed.count:
            self.undoable.emit(self._removals.undoable)
            words = action_labels.removed(removed.count, display_name(removed.name))
            self._messages.show_action(words, self.tr("Undo"), self.undo)

    @Slot()
    def undo(self) -> None:
        """Bring back what was removed last."""
        self._messages.dismiss_action(self.undo)
        name = self._removals.name
        if (relist := self._removals.undo()) is not None:
            self._messages.show_text(action_labels.brought_back(len(relist.ids), display_name(name)))
        self.ask(relist)
        self.undoable.emit(self._removals.undoable)
        self.undone.emit()

    def use_account(self, organization_id: str) -> bool:
        """Follow who is signed in; True when the rows that could come back were of another organization."""
        another = self._removals.use_account(organization_id)
        if another:
            self._messages.dismiss_action(self.undo)
        self.undoable.emit(self._removals.undoable)
        return another
