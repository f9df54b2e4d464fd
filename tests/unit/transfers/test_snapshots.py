"""What a row is told to be doing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layers_desktop.transfers.steps import Step
from layers_desktop.transfers.store import restored_from, snapshot
from layers_desktop.transfers.transfer import Activity, Restored, Stage
from layers_desktop.transfers.upload_task import UploadTask
from tests.unit.transfers.test_retry_policy import NOW, task, transfer

PAUSED = UploadTask(transfer=transfer(Stage.PRESIGNED, paused=True))
PAUSED_EARLY = UploadTask(transfer=transfer(paused=True))
KNOWN = UploadTask(transfer=transfer(known_asset_id="med_1"))


@pytest.mark.parametrize(
    ("shown", "step", "activity"),
    [
        (task(), None, Activity.WAITING),
        (task(), Step.PRESIGN, Activity.PREPARING),
        (task(), Step.INLINE, Activity.SENDING),
        (task(Stage.PRESIGNED), Step.PUT, Activity.SENDING),
        (task(Stage.UPLOADED), Step.FINALIZE, Activity.FINISHING),
        (PAUSED, None, Activity.PAUSED),
        (PAUSED, Step.PUT, Activity.PAUSED),
        (PAUSED, Step.FINALIZE, Activity.FINISHING),
        (PAUSED_EARLY, Step.INSPECT, Activity.PAUSED),
        (PAUSED_EARLY, Step.HASH, Activity.PAUSED),
        (PAUSED_EARLY, Step.PRESIGN, Activity.PAUSED),
        (PAUSED_EARLY, Step.INLINE, Activity.SENDING),
        (KNOWN, None, Activity.KNOWN),
        (task(reinspect=True, not_before=NOW + 1), None, Activity.UNSTABLE_FILE),
        (task(not_before=NOW + 1), None, Activity.RETRYING),
        (task(not_before=NOW), None, Activity.WAITING),
        (task(Stage.FAILED, not_before=NOW + 1), None, Activity.FINISHED),
    ],
)
def test_the_activity_follows_from_work_and_step(
    shown: UploadTask, step: Step | None, activity: Activity
) -> None:
    told = snapshot(shown, step, now=NOW, tries_allowed=6)
    assert told.activity is activity
    assert told.until == (shown.not_before if shown.not_before > NOW else None)
    assert told.tries_allowed == 0


def test_a_row_tells_since_when_layers_is_asked_unless_a_person_paused_it() -> None:
    for shown, step, told in ((task(), Step.PRESIGN, NOW - 1), (PAUSED_EARLY, Step.PRESIGN, None)):
        assert snapshot(shown, step, now=NOW, tries_allowed=6, asked_at=NOW - 1).asked_at == told


def test_only_tries_that_count_are_counted() -> None:
    tried = task(not_before=NOW + 1)
    tried = replace(tried, transfer=replace(tried.transfer, tries=2))
    assert snapshot(tried, None, now=NOW, tries_allowed=6).tries_allowed == 6


def test_a_paused_row_tells_that_its_preparation_comes_to_an_end_first() -> None:
    told = snapshot(PAUSED_EARLY, Step.PRESIGN, now=NOW, tries_allowed=6)
    assert told.under_way is Activity.PREPARING
    for shown, step in ((PAUSED_EARLY, None), (PAUSED, Step.PUT), (task(), Step.PRESIGN)):
        assert snapshot(shown, step, now=NOW, tries_allowed=6).under_way is None


def test_what_was_left_is_counted_by_what_becomes_of_it() -> None:
    stages = (Stage.QUEUED, Stage.PRESIGNED, Stage.UPLOADED, Stage.FAILED, Stage.DONE, Stage.DONE)
    left = [UploadTask(transfer=transfer(stage)) for stage in stages]
    assert restored_from(left, crashed=True) == Restored(unfinished=3, failed=1, done=2, crashed=True)
