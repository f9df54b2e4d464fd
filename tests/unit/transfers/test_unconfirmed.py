"""Calls that were never answered: repeated while Layers recognises them, a person's to decide after that."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.api import errors as api
from layers_desktop.core.errors import UserError
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import MediaFile, Rejection
from layers_desktop.transfers.retry_policy import (
    ASKED_FIRST,
    UPLOAD_SECONDS,
    from_journal,
    next_step,
    retried,
)
from layers_desktop.transfers.source_file import SourceChanged, SourceUnreadable
from layers_desktop.transfers.steps import Failed, Finalized, Inspected, Step
from layers_desktop.transfers.transfer import Stage
from layers_desktop.transfers.unconfirmed import CLOCK_SECONDS, KEY_SECONDS, with_attempt
from layers_desktop.transfers.upload_task import UploadTask, with_idempotency_key
from tests.support.problems import code_of, worded
from tests.unit.transfers.test_retry_policy import ERRORS, NOW, POLICY, REFUSALS, SHA, WALL, task, transfer

SMALL = 1_000
GONE = worded(code="file.gone", title="It is gone")
ANSWER_LOST = ("Timeout", "ConnectionLost", "ServerFault", "MalformedAnswer", "UnexpectedAnswer", "internal")
NOT_DONE = sorted(REFUSALS - {"IdempotencyConflict"})


def small(**fields: object) -> UploadTask:
    return task(transfer=transfer(Stage.QUEUED, **{"size": SMALL, **fields}))


def out(
    before: UploadTask, step: Step = Step.INLINE, *, key: str = "api key", age: float = 0.0
) -> UploadTask:
    return with_attempt(before, step, key=key, wall=WALL + age)


def found(before: UploadTask, **changed: int) -> UploadTask:
    """The work when its file was inspected again."""
    transfer = before.transfer
    file = MediaFile(
        path=transfer.path,
        name=transfer.name,
        kind=MediaKind.IMAGE,
        mime_type="image/png",
        size=changed.get("size", transfer.size or 0),
        mtime_ns=changed.get("mtime_ns", transfer.mtime_ns or 0),
        file_id=(1, 1),
    )
    return POLICY.after(before, Step.INSPECT, Inspected(file), now=NOW, wall=WALL).task


def failed(before: UploadTask, step: Step, error: UserError, age: float = 0.0) -> UploadTask:
    return POLICY.after(before, step, Failed(error), now=NOW, wall=WALL + age).task


def test_what_makes_an_asset_is_written_down_before_it_goes_out() -> None:
    going = out(small())
    assert (going.transfer.sent_at, going.transfer.sent_with) == (WALL, "api key")
    assert not going.unanswered
    finalize = out(task(Stage.UPLOADED), Step.FINALIZE)
    assert finalize.transfer.sent_at == WALL
    for step in (Step.PRESIGN, Step.PUT, Step.HASH, Step.INSPECT):
        assert out(small(), step) == small()


def test_a_call_whose_answer_was_lost_stays_open_from_its_first_try_on() -> None:
    for name in ANSWER_LOST:
        lost = failed(out(small()), Step.INLINE, ERRORS[name]())
        assert lost.transfer.sent_at == WALL, name
        if lost.transfer.stage is Stage.FAILED:
            continue
        again = out(lost, age=100.0)
        known = (again.unanswered, again.transfer.sent_at, again.transfer.idempotency_key)
        assert known == (True, WALL, "key"), name


def test_a_call_that_layers_did_not_carry_out_leaves_nothing_open() -> None:
    for name in NOT_DONE:
        assert failed(out(small()), Step.INLINE, ERRORS[name]()).transfer.sent_at is None, name
        lost = failed(out(small()), Step.INLINE, api.Timeout())
        still_open = failed(out(lost), Step.INLINE, ERRORS[name]())
        assert still_open.transfer.sent_at == WALL, f"{name} says nothing of the call before"


def test_a_call_for_which_no_connection_was_made_leaves_nothing_open() -> None:
    unsent = api.NameNotResolved()
    unsent.unsent = True
    assert failed(out(small()), Step.INLINE, unsent).transfer.sent_at is None
    assert failed(out(small()), Step.INLINE, api.NameNotResolved()).transfer.sent_at == WALL


def test_an_unanswered_inline_call_is_repeated_only_while_layers_recognises_it() -> None:
    for age, key, again in (
        (0.0, "api key", True),
        (KEY_SECONDS - 1, "api key", True),
        (KEY_SECONDS, "api key", False),
        (30 * 86_400.0, "api key", False),
        (60.0, "another key", False),
        (-CLOCK_SECONDS, "api key", True),
        (-86_400.0, "api key", False),
    ):
        left = from_journal(out(small()).transfer)
        assert next_step(left, NOW, WALL + age) is Step.INSPECT, age
        left = found(left)
        assert next_step(left, NOW, WALL + age) is Step.INLINE, age
        going = out(left, key=key, age=age).transfer
        assert (going.stage is Stage.QUEUED) is again, (age, key)
        if again:
            assert going.idempotency_key == "key", (age, key)
            continue
        assert going.problem is not None, (age, key)
        assert going.problem.code == "upload.in_doubt", (age, key)
        assert "Retry sends it again" in going.problem.sentence()
        assert going.name in going.problem.words.title


def test_a_file_that_was_changed_since_an_unanswered_call_is_a_doubt() -> None:
    for change in ({"size": 2}, {"mtime_ns": 2}):
        told = found(from_journal(out(small()).transfer), **change).transfer
        assert told.problem is not None, change
        assert told.problem.code == "upload.in_doubt", change


def test_a_file_that_cannot_be_read_leaves_an_unanswered_call_as_it_was() -> None:
    left = from_journal(out(small()).transfer)
    gone = Rejection(path=b"/it.png", name="it.png", size=None, problem=GONE)
    failed_now = POLICY.after(left, Step.INSPECT, Inspected(gone), now=NOW, wall=WALL).task.transfer
    assert (failed_now.stage, failed_now.idempotency_key, failed_now.sent_at) == (Stage.FAILED, "key", WALL)


def test_a_persons_retry_sends_what_was_in_doubt_as_something_new() -> None:
    doubtful = out(from_journal(out(small()).transfer), age=KEY_SECONDS)
    again = with_idempotency_key(from_journal(retried(doubtful.transfer))).transfer
    assert (again.stage, again.sent_at, again.sent_with) == (Stage.QUEUED, None, None)
    assert again.idempotency_key not in {None, "key"}
    assert out(from_journal(again), age=KEY_SECONDS).transfer.stage is Stage.QUEUED


def test_a_call_that_an_older_edition_may_have_sent_is_not_told_apart_by_its_key() -> None:
    left = small(sent_at=WALL, sent_with=None)
    assert out(left, age=60.0).transfer.stage is Stage.QUEUED
    assert out(left, age=KEY_SECONDS).transfer.stage is Stage.FAILED


def test_an_unanswered_finalize_is_asked_again_at_any_age_and_its_answer_is_taken() -> None:
    keys, ages = ("api key", "another key"), (60.0, UPLOAD_SECONDS + 1)
    for stage, key, age in itertools.product((Stage.PRESIGNED, Stage.UPLOADED), keys, ages):
        left = from_journal(out(task(stage), Step.FINALIZE).transfer)
        assert next_step(left, NOW, WALL + age) is Step.FINALIZE, (stage, age)
        going = out(left, Step.FINALIZE, key=key, age=age)
        outcome = Finalized("med_1", None, SHA)
        done = POLICY.after(going, Step.FINALIZE, outcome, now=NOW, wall=WALL + age).task.transfer
        assert (done.stage, done.sent_at, done.sent_with) == (Stage.DONE, None, None), (stage, key, age)


@pytest.mark.parametrize("stage", [Stage.PRESIGNED, Stage.UPLOADED])
def test_a_refusal_in_unlisted_words_after_a_lost_answer_becomes_a_doubt(stage: Stage) -> None:
    """It may say that the first call is still at work: another upload would be a second asset."""
    now = from_journal(out(task(stage), Step.FINALIZE).transfer)
    asked = 0
    while now.transfer.stage is stage:
        now = failed(out(now, Step.FINALIZE), Step.FINALIZE, api.Refused())
        asked += 1
    assert asked == POLICY.tries
    assert code_of(now.transfer.problem) == "upload.in_doubt"


@pytest.mark.parametrize("stage", [Stage.PRESIGNED, Stage.UPLOADED])
@pytest.mark.parametrize("asked_before", [False, True])
def test_an_upload_that_is_gone_is_in_doubt_only_when_it_is_old_and_an_answer_was_lost(
    stage: Stage, asked_before: bool
) -> None:
    recent, old = (60.0, -60.0), (UPLOAD_SECONDS, -3_600.0)  # a clock that was set back tells no age
    for name, age in itertools.product(("NotFound", "ValidationFailed"), (*recent, *old)):
        before = task(stage)
        now = from_journal((out(before, Step.FINALIZE) if asked_before else before).transfer)
        for _ in range(ASKED_FIRST if stage is Stage.UPLOADED and age in recent else 1):
            now = failed(out(now, Step.FINALIZE, age=age), Step.FINALIZE, ERRORS[name](), age)
        if asked_before and age in old:
            assert now.transfer.problem is not None, (name, age)
            assert now.transfer.problem.code == "upload.in_doubt", (name, age)
            assert now.transfer.resume_stage is Stage.QUEUED, (name, age)
        else:
            assert now.transfer.stage is Stage.QUEUED, (name, age)
            inspected = replace(now, file_id=(1, 1), not_before=0)
            assert next_step(inspected, NOW, WALL + age) is Step.PRESIGN, (name, age)
        assert (now.transfer.upload_id, now.transfer.sent_at) == (None, None), (name, age)


def test_old_bytes_that_were_never_finalized_are_sent_anew_without_a_word() -> None:
    left = replace(from_journal(transfer(Stage.PRESIGNED)), file_id=(1, 1))
    assert next_step(left, NOW, WALL + UPLOAD_SECONDS) is Step.PRESIGN


CHANGED = SourceChanged("a.png", 1, 2)


def test_a_changed_file_is_in_doubt_only_where_an_earlier_call_was_not_answered() -> None:
    first = failed(out(small()), Step.INLINE, CHANGED)
    assert (first.transfer.stage, first.reinspect) == (Stage.QUEUED, True)
    lost = failed(out(small()), Step.INLINE, api.Timeout())
    told = failed(out(lost), Step.INLINE, CHANGED).transfer.problem
    assert told is not None
    assert told.code == "upload.in_doubt"
    assert "changed after it may have been sent" in told.sentence()


@pytest.mark.parametrize("stage", [Stage.PRESIGNED, Stage.UPLOADED])
@pytest.mark.parametrize("error", [CHANGED, SourceUnreadable(CHANGED.problem)])
def test_an_unanswered_finalize_is_asked_without_its_file_until_layers_says_what_came_of_it(
    stage: Stage, error: UserError
) -> None:
    lost = failed(out(from_journal(transfer(stage)), Step.FINALIZE), Step.FINALIZE, api.Timeout())
    asked = failed(out(lost, Step.FINALIZE), Step.FINALIZE, error)
    assert asked.skip_read
    assert asked.transfer.idempotency_key is None, "it is another body"
    assert next_step(asked, NOW, WALL) is Step.FINALIZE
    again = failed(out(asked, Step.FINALIZE), Step.FINALIZE, api.Timeout())
    assert again.skip_read
    nothing = failed(out(again, Step.FINALIZE), Step.FINALIZE, api.NotFound())
    assert not nothing.skip_read
    assert nothing.transfer.sent_at is None


steps = st.sampled_from([*ANSWER_LOST, *NOT_DONE, "crash", "day", "key"])


@given(st.lists(steps, max_size=12))
def test_whatever_happens_no_second_call_goes_out_that_layers_would_take_for_a_new_one(
    events: list[str],
) -> None:
    """Followed by hand: the identity of each call under which Layers may have made the asset."""
    current, wall, api_key = small(), WALL, "api key 0"
    maybe: dict[tuple[str, str | None], float] = {}
    for event in events:
        if current.transfer.stage is Stage.FAILED:
            current = with_idempotency_key(from_journal(retried(current.transfer)))
        current = with_attempt(current, Step.INLINE, key=api_key, wall=wall)
        if current.transfer.stage is Stage.FAILED:
            maybe.clear()  # a person was told
            continue
        identity = (api_key, current.transfer.idempotency_key)
        for known, since in maybe.items():
            assert known == identity
            assert wall - since < 24 * 3600
        if event in NOT_DONE:
            current = POLICY.after(current, Step.INLINE, Failed(ERRORS[event]()), now=NOW, wall=wall).task
            continue
        maybe.setdefault(identity, wall)
        if event in ANSWER_LOST:
            current = POLICY.after(current, Step.INLINE, Failed(ERRORS[event]()), now=NOW, wall=wall).task
        else:
            current = from_journal(current.transfer)
        wall += 20 * 3600.0 if event == "day" else 0.0
        api_key = f"api key {wall}" if event == "key" else api_key
