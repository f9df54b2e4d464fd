"""Work as a watcher is told of it: what happens to it now, and what a start took up. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from layers_desktop.transfers.steps import Step
from layers_desktop.transfers.transfer import Activity, Restored, Snapshot, Stage
from layers_desktop.transfers.work import Work


def snapshot(
    work: Work,
    step: Step | None,
    *,
    now: float,
    tries_allowed: int,
    behind: bool = False,
    asked_at: float | None = None,
) -> Snapshot:
    """Return how work stands; `step` is what a worker does for it, `now` by the clock of its waits."""
    retrying = work.not_before > now
    activity = _activity(work, step, retrying=retrying)
    at_step = _AT_STEP[step] if step is not None else None
    prepares = activity is Activity.PAUSED and at_step is Activity.PREPARING
    return Snapshot(
        transfer=work.transfer,
        activity=activity,
        under_way=at_step if prepares else None,
        until=work.not_before if retrying else None,
        tries_allowed=tries_allowed if work.transfer.tries else 0,
        behind=behind and activity is Activity.WAITING,
        asked_at=None if activity is Activity.PAUSED else asked_at,
    )


def restored_from(works: Sequence[Work], *, crashed: bool) -> Restored:
    """Return what is told of work that earlier runs left."""
    stages = [work.transfer.stage for work in works]
    failed, done = stages.count(Stage.FAILED), stages.count(Stage.DONE)
    return Restored(unfinished=len(stages) - failed - done, failed=failed, done=done, crashed=crashed)


def _activity(work: Work, step: Step | None, *, retrying: bool) -> Activity:
    transfer = work.transfer
    if transfer.settled:
        return Activity.SETTLED
    if step is not None and not (transfer.paused and step not in _MAKES_ASSET):
        return _AT_STEP[step]
    if transfer.paused:
        return Activity.PAUSED
    if transfer.waits_for_choice:
        return Activity.KNOWN
    if work.reinspect:
        return Activity.RESTING
    return Activity.RETRYING if retrying else Activity.WAITING


_MAKES_ASSET = frozenset({Step.INLINE, Step.FINALIZE})
"""A call that goes on to its end, and with it the upload, although a person paused it meanwhile."""
_AT_STEP = {
    Step.INSPECT: Activity.PREPARING,
    Step.HASH: Activity.PREPARING,
    Step.PRESIGN: Activity.PREPARING,
    Step.PUT: Activity.SENDING,
    Step.INLINE: Activity.SENDING,
    Step.FINALIZE: Activity.FINISHING,
}
