from __future__ import annotations

from collections.abc import Callable

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage
from layers_desktop.ui.uploads import row_actions
from layers_desktop.ui.uploads.row_actions import RowAction
from tests.support.problems import worded
from tests.support.tables import for_each

Make = Callable[..., Snapshot]


@for_each(
    ("stage", "activity", "main", "end"),
    [
        (Stage.QUEUED, Activity.WAITING, None, RowAction.CANCEL),
        (Stage.QUEUED, Activity.PREPARING, None, RowAction.CANCEL),
        (Stage.PRESIGNED, Activity.SENDING, RowAction.PAUSE, RowAction.CANCEL),
        (Stage.UPLOADED, Activity.FINISHING, None, None),
        (Stage.PRESIGNED, Activity.RETRYING, RowAction.RETRY_NOW, RowAction.MENU),
        (Stage.PRESIGNED, Activity.PAUSED, RowAction.RESUME, RowAction.CANCEL),
        (Stage.QUEUED, Activity.UNSTABLE_FILE, None, RowAction.CANCEL),
        (Stage.REFUSED, Activity.FINISHED, None, RowAction.REMOVE),
        (Stage.CANCELLED, Activity.FINISHED, None, RowAction.REMOVE),
        (Stage.FAILED, Activity.FINISHED, RowAction.RETRY, RowAction.MENU),
        (Stage.DONE, Activity.FINISHED, RowAction.COPY_ID, RowAction.MENU),
    ],
)
def test_each_state_has_its_buttons_and_each_button_makes_sense(
    make: Make, stage: Stage, activity: Activity, main: RowAction | None, end: RowAction | None
) -> None:
    snapshot = make(1, stage, activity)
    assert (row_actions.main_action(snapshot), row_actions.end_action(snapshot)) == (main, end)
    assert all(row_actions.can(snapshot, action) for action in (main, end) if action)


@for_each(
    ("stage", "activity", "kind", "is_open"),
    [
        (Stage.QUEUED, Activity.WAITING, MediaKind.IMAGE, True),
        (Stage.QUEUED, Activity.PAUSED, MediaKind.LOGO, True),
        (Stage.QUEUED, Activity.WAITING, MediaKind.VIDEO, False),
        (Stage.QUEUED, Activity.PREPARING, MediaKind.IMAGE, False),
        (Stage.PRESIGNED, Activity.WAITING, MediaKind.IMAGE, False),
        (Stage.DONE, Activity.FINISHED, MediaKind.IMAGE, False),
        (Stage.REFUSED, Activity.FINISHED, None, False),
        (Stage.QUEUED, Activity.WAITING, None, False),
    ],
)
def test_the_kind_can_be_chosen_until_something_of_the_file_is_on_its_way(
    make: Make, stage: Stage, activity: Activity, kind: MediaKind | None, *, is_open: bool
) -> None:
    assert row_actions.kind_is_open(make(1, stage, activity, kind=kind)) is is_open


def test_the_kind_cannot_be_chosen_while_a_paused_file_is_still_being_prepared(make: Make) -> None:
    row = make(1, Stage.QUEUED, Activity.PAUSED, kind=MediaKind.IMAGE, under_way=Activity.PREPARING)
    assert not row_actions.kind_is_open(row)


def test_a_small_file_that_is_paused_on_its_way_offers_to_be_resumed(make: Make) -> None:
    row = make(1, Stage.QUEUED, Activity.SENDING, paused=True)
    assert row_actions.main_action(row) is RowAction.RESUME
    assert row_actions.can(row, RowAction.RESUME)


def test_space_pauses_what_runs_and_leaves_what_is_paused(make: Make) -> None:
    rows = [
        make(1),
        make(2, Stage.PRESIGNED, Activity.PAUSED),
        make(3, Stage.DONE),
        make(4, Stage.PRESIGNED, Activity.SENDING),
    ]
    assert row_actions.pause_or_resume(rows) == commands.Pause((1, 4))


def test_space_resumes_what_was_paused_in_the_middle_of_a_call(make: Make) -> None:
    row = make(1, Stage.QUEUED, Activity.PREPARING, paused=True)
    assert row_actions.pause_or_resume([row]) == commands.Resume((1,))


def test_space_resumes_when_nothing_runs(make: Make) -> None:
    rows = [make(2, Stage.PRESIGNED, Activity.PAUSED), make(3, Stage.DONE)]
    assert row_actions.pause_or_resume(rows) == commands.Resume((2,))


def test_space_asks_nothing_of_finished_rows(make: Make) -> None:
    assert (
        row_actions.pause_or_resume([make(3, Stage.DONE), make(4, Stage.UPLOADED, Activity.FINISHING)])
        is None
    )


def test_delete_cancels_what_is_unfinished_and_removes_what_is_settled(make: Make) -> None:
    rows = [make(1), make(2, Stage.DONE), make(3, Stage.REFUSED), make(4, Stage.UPLOADED, Activity.FINISHING)]
    assert row_actions.delete(rows) == [commands.Cancel((1,)), commands.Remove((2, 3))]


def test_delete_of_nothing_asks_nothing() -> None:
    assert row_actions.delete([]) == []


def test_a_request_id_can_be_copied_only_where_there_is_one(make: Make) -> None:
    known = worded(code="X", title="No", request_id="req_1")
    assert row_actions.can(make(1, Stage.FAILED, problem=known), RowAction.COPY_REQUEST_ID)
    assert not row_actions.can(
        make(1, Stage.FAILED, problem=worded(code="X", title="No")), RowAction.COPY_REQUEST_ID
    )
    assert not row_actions.can(make(1), RowAction.SHOW_PROBLEM)


def test_what_the_window_does_itself_is_no_command() -> None:
    assert row_actions.command_for(RowAction.COPY_ID, (1,)) is None
    assert row_actions.command_for(RowAction.CANCEL, ()) is None


def test_a_known_file_has_two_answers_and_can_be_taken_out(make: Make) -> None:
    known = make(1, Stage.QUEUED, Activity.KNOWN, known_asset_id="med_1")
    assert row_actions.main_action(known) is RowAction.USE_KNOWN
    assert row_actions.second_action(known) is RowAction.UPLOAD_AGAIN
    assert row_actions.end_action(known) is RowAction.MENU
    assert row_actions.second_action(make(2)) is None
    assert row_actions.second_action(make(3, Stage.DONE, known_asset_id="med_1")) is None
    assert row_actions.command_for(RowAction.USE_KNOWN, (1,)) == commands.UseExistingAsset((1,))
    assert row_actions.command_for(RowAction.UPLOAD_AGAIN, (1,)) == commands.UploadAgain((1,))
    assert row_actions.pause_or_resume([known]) is None
    assert row_actions.delete([known]) == [commands.Cancel((1,))]
    assert not row_actions.can(make(2), RowAction.USE_KNOWN)
