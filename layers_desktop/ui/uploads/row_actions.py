"""What a person can do with a row, and with several at once. Pure: no widget, no colour.

The painted buttons of a row and the ⋯ menu are both built from here, so that they never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto

from layers_desktop.media.formats import IMAGE_KINDS
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage


class RowAction(Enum):
    """One thing to do with a row."""

    PAUSE = auto()
    RESUME = auto()
    RETRY = auto()
    """Of a failed row."""
    RETRY_NOW = auto()
    """Of a row that waits for its next try."""
    COPY_ID = auto()
    COPY_AS = auto()
    """Copy in another format than the project's."""
    EXPORT = auto()
    """Write the assets to a file for spreadsheets and scripts."""
    OPEN_FILE = auto()
    SHOW_IN_FOLDER = auto()
    USE_KNOWN = auto()
    """Take the id of the asset that these bytes are already."""
    UPLOAD_AGAIN = auto()
    CANCEL = auto()
    """Take an unfinished row out."""
    REMOVE = auto()
    """Take a settled row off the list."""
    CHOOSE_KIND = auto()
    SUBMIT_AGAIN = auto()
    """Upload a finished image once more, as another kind."""
    COPY_REQUEST_ID = auto()
    SHOW_PROBLEM = auto()
    MENU = auto()


_MAIN = {
    Activity.SENDING: RowAction.PAUSE,
    Activity.PAUSED: RowAction.RESUME,
    Activity.RETRYING: RowAction.RETRY_NOW,
    Activity.KNOWN: RowAction.USE_KNOWN,
}
_END = {
    Activity.WAITING: RowAction.CANCEL,
    Activity.PREPARING: RowAction.CANCEL,
    Activity.SENDING: RowAction.CANCEL,
    Activity.PAUSED: RowAction.CANCEL,
    Activity.RETRYING: RowAction.MENU,
    Activity.UNSTABLE_FILE: RowAction.CANCEL,
    Activity.KNOWN: RowAction.MENU,
}
_MAIN_SETTLED = {Stage.DONE: RowAction.COPY_ID, Stage.FAILED: RowAction.RETRY}
_END_SETTLED = {
    Stage.DONE: RowAction.MENU,
    Stage.FAILED: RowAction.MENU,
    Stage.REFUSED: RowAction.REMOVE,
    Stage.CANCELLED: RowAction.REMOVE,
}


def main_action(snapshot: Snapshot) -> RowAction | None:
    """Return what the one contextual button does: pause, resume, retry, Copy ID, Use that ID, or nothing."""
    if snapshot.transfer.settled:
        return _MAIN_SETTLED.get(snapshot.transfer.stage)
    action = _MAIN.get(snapshot.activity)
    # The one call of a small file goes on to its end after a pause: there is nothing left to pause.
    return RowAction.RESUME if action is RowAction.PAUSE and snapshot.transfer.paused else action


def end_action(snapshot: Snapshot) -> RowAction | None:
    """Return what stands at the end of the row: ✕ where it is the obvious thing, ⋯ where there is more."""
    if snapshot.transfer.settled:
        return _END_SETTLED[snapshot.transfer.stage]
    return _END.get(snapshot.activity)


def second_action(snapshot: Snapshot) -> RowAction | None:
    """Return the other answer of a row that waits for one of two; it stands beside the contextual button."""
    waits = not snapshot.transfer.settled and snapshot.activity is Activity.KNOWN
    return RowAction.UPLOAD_AGAIN if waits else None


def kind_is_open(snapshot: Snapshot) -> bool:
    """Tell whether another kind of image may still be chosen: nothing of it is at Layers or on its way."""
    transfer = snapshot.transfer
    if transfer.kind_matters:
        return True
    waits = snapshot.activity in (Activity.WAITING, Activity.PAUSED) and snapshot.under_way is None
    unsent = transfer.stage is Stage.QUEUED and transfer.sent_at is None
    return unsent and transfer.kind in IMAGE_KINDS and waits


def _paused(snapshot: Snapshot) -> bool:
    # A call to Layers goes on to its end after a pause, and the activity is that of the call until then.
    return snapshot.transfer.paused or snapshot.activity is Activity.PAUSED


def _can_pause(snapshot: Snapshot) -> bool:
    transfer = snapshot.transfer
    if transfer.settled or transfer.waits_for_choice or _paused(snapshot):
        return False
    return snapshot.activity is not Activity.FINISHING


def _has_asset(snapshot: Snapshot) -> bool:
    return snapshot.transfer.stage is Stage.DONE and bool(snapshot.transfer.asset_id)


def _waits_for_choice(snapshot: Snapshot) -> bool:
    return snapshot.transfer.waits_for_choice


def _can_submit_again(snapshot: Snapshot) -> bool:
    transfer = snapshot.transfer
    return transfer.stage is Stage.DONE and transfer.kind in IMAGE_KINDS and bool(transfer.path)


def _has_request_id(snapshot: Snapshot) -> bool:
    problem = snapshot.transfer.problem
    return problem is not None and bool(problem.request_id)


_MAKES_SENSE: dict[RowAction, Callable[[Snapshot], bool]] = {
    RowAction.PAUSE: _can_pause,
    RowAction.RESUME: lambda shot: not shot.transfer.settled and _paused(shot),
    RowAction.RETRY: lambda shot: shot.transfer.stage is Stage.FAILED,
    RowAction.RETRY_NOW: lambda shot: shot.activity is Activity.RETRYING,
    RowAction.COPY_ID: _has_asset,
    RowAction.COPY_AS: _has_asset,
    RowAction.EXPORT: _has_asset,
    # What was refused may be a program: it is not started from here.
    RowAction.OPEN_FILE: lambda shot: bool(shot.transfer.path) and shot.transfer.stage is not Stage.REFUSED,
    RowAction.SHOW_IN_FOLDER: lambda shot: bool(shot.transfer.path),
    RowAction.USE_KNOWN: _waits_for_choice,
    RowAction.UPLOAD_AGAIN: _waits_for_choice,
    RowAction.CANCEL: lambda shot: not shot.transfer.settled and shot.activity is not Activity.FINISHING,
    RowAction.REMOVE: lambda shot: shot.transfer.settled,
    RowAction.CHOOSE_KIND: kind_is_open,
    RowAction.SUBMIT_AGAIN: _can_submit_again,
    RowAction.COPY_REQUEST_ID: _has_request_id,
    RowAction.SHOW_PROBLEM: lambda shot: shot.transfer.problem is not None,
    RowAction.MENU: lambda _shot: True,
}


def can(snapshot: Snapshot, action: RowAction) -> bool:
    """Tell whether `action` makes sense for this row, by button, key or menu."""
    return _MAKES_SENSE[action](snapshot)


def retried_alone(snapshot: Snapshot) -> bool:
    """Tell whether a retry of several rows leaves this one out: a person is to decide about it by itself.

    What may be at Layers could become a second asset; what Layers refused as its kind needs another one.
    """
    return snapshot.transfer.in_doubt or snapshot.transfer.kind_matters


def ids_that_can(snapshots: Sequence[Snapshot], *actions: RowAction) -> tuple[int, ...]:
    """Return the ids of the rows for which one of `actions` makes sense, in the order given.

    Of several rows, those that are `retried_alone` cannot be retried.
    """
    able: Iterable[Snapshot]
    if len(actions) == 1:  # nearly always, and of thousands of rows at once: twice as fast
        able = filter(_MAKES_SENSE[actions[0]], snapshots)
    else:
        able = (shot for shot in snapshots if any(can(shot, action) for action in actions))
    if RowAction.RETRY in actions and len(snapshots) > 1:
        able = (shot for shot in able if not retried_alone(shot))
    return tuple(shot.transfer.id for shot in able)


_COMMANDS: dict[RowAction, Callable[[tuple[int, ...]], commands.Command]] = {
    RowAction.PAUSE: commands.Pause,
    RowAction.RESUME: commands.Resume,
    RowAction.RETRY: commands.Retry,
    RowAction.RETRY_NOW: commands.Retry,
    RowAction.USE_KNOWN: commands.UseExistingAsset,
    RowAction.UPLOAD_AGAIN: commands.UploadAgain,
    RowAction.CANCEL: commands.Cancel,
    RowAction.REMOVE: commands.Remove,
}


def command_for(action: RowAction, ids: tuple[int, ...]) -> commands.Command | None:
    """Return what to ask of the queue; None for what the window does itself, or when there is no row."""
    make = _COMMANDS.get(action)
    return make(ids) if make and ids else None


def pause_or_resume(snapshots: Sequence[Snapshot]) -> commands.Command | None:
    """Return what Space asks for: pause what runs; when nothing does, resume what is paused."""
    running = ids_that_can(snapshots, RowAction.PAUSE)
    if running:
        return commands.Pause(running)
    return command_for(RowAction.RESUME, ids_that_can(snapshots, RowAction.RESUME))


def delete(snapshots: Sequence[Snapshot]) -> list[commands.Command]:
    """Return what Del asks for: cancel what is unfinished, take what is settled off the list."""
    asked = (
        command_for(RowAction.CANCEL, ids_that_can(snapshots, RowAction.CANCEL)),
        command_for(RowAction.REMOVE, ids_that_can(snapshots, RowAction.REMOVE)),
    )
    return [command for command in asked if command is not None]
