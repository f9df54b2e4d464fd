"""What each outcome leads to, as tables and for all combinations."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers_desktop.api import errors as api
from layers_desktop.core.background import unexpected
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.retry_policy import (
    LINK_MARGIN,
    LINK_SECONDS,
    UPLOAD_SECONDS,
    RetryPolicy,
    for_a_person,
    from_journal,
    next_step,
    retried,
)
from layers_desktop.transfers.source_file import SourceChanged, SourceUnreadable
from layers_desktop.transfers.steps import (
    Failed,
    Finalized,
    Interrupted,
    Link,
    Outcome,
    Presigned,
    Step,
    Uploaded,
)
from layers_desktop.transfers.transfer import Hold, HoldReason, Stage, Transfer
from layers_desktop.transfers.unconfirmed import with_attempt
from layers_desktop.transfers.upload_task import UploadTask, with_idempotency_key, without_backoff
from tests.support.problems import code_of, worded
from tests.support.stages import LEGAL_TRANSITIONS

NOW = 10_000.0
WALL = 1_700_000_000.0
POLICY = RetryPolicy(jitter=lambda: 0.5)
SHA = "ab" * 32

ERRORS: dict[str, Callable[[], UserError]] = {
    name: getattr(api, name)
    for name in api.__all__
    if isinstance(getattr(api, name), type) and name not in {"ApiError", "UploadCancelled"}
} | {
    "SourceChanged": lambda: SourceChanged("it.png", 400_001, 2),
    "SourceUnreadable": lambda: SourceUnreadable(worded(code="file.gone", title="It is gone")),
    "internal": lambda: UserError(unexpected(ValueError())),
}
"""Every error that a step can raise."""

HOLDS = {
    "RateLimited": HoldReason.WRITE_BUDGET,
    "Unauthenticated": HoldReason.SIGNED_OUT,
    "KillSwitch": HoldReason.SUSPENDED,
}
STEPS_OF = {
    Stage.QUEUED: (Step.PRESIGN, Step.INLINE),
    Stage.PRESIGNED: (Step.PUT, Step.FINALIZE, Step.PRESIGN),
    Stage.UPLOADED: (Step.FINALIZE,),
}


def transfer(stage: Stage = Stage.QUEUED, **fields: object) -> Transfer:
    signed = stage in {Stage.PRESIGNED, Stage.UPLOADED}
    made = Transfer(
        id=1,
        batch_id=1,
        account_id="org",
        project_id="project",
        project_name="Project",
        path=b"/it.png",
        name="it.png",
        kind=MediaKind.IMAGE,
        mime_type="image/png",
        size=400_000,
        mtime_ns=1,
        stage=stage,
        upload_id="upl" if signed else None,
        signed_at=WALL if signed else None,
        sha256=SHA if stage is Stage.UPLOADED else None,
        idempotency_key="key",
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # each test names fields of its own


def link(given_at: float = NOW) -> Link:
    return Link("https://storage.example/put?X-Amz-Signature=1", {}, given_at)


def task(stage: Stage = Stage.QUEUED, **fields: object) -> UploadTask:
    made = UploadTask(
        transfer=transfer(stage), file_id=(1, 1), link=link() if stage is Stage.PRESIGNED else None
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # each test names fields of its own


def sent(before: UploadTask, step: Step = Step.INLINE) -> UploadTask:
    """The work as it is written down when the step goes out."""
    return with_attempt(before, step, key="api key", wall=WALL)


def after(before: UploadTask, step: Step, outcome: Outcome, policy: RetryPolicy = POLICY) -> UploadTask:
    return policy.after(before, step, outcome, now=NOW, wall=WALL).task


def legal(before: Stage, now: Stage) -> bool:
    return now is before or now in LEGAL_TRANSITIONS[before]


# Every combination


tasks = st.builds(
    UploadTask,
    transfer=st.sampled_from([Stage.QUEUED, Stage.PRESIGNED, Stage.UPLOADED]).flatmap(
        lambda stage: st.builds(
            lambda tries, size, paused: transfer(stage, tries=tries, size=size, paused=paused),
            st.integers(0, 7),
            st.sampled_from([1, 255_999, 256_000, 10**9]),
            st.booleans(),
        )
    ),
    link=st.none() | st.floats(0, NOW).map(link),
    verify_first=st.booleans(),
    not_before=st.floats(0, 2 * NOW),
    restarts=st.integers(0, 7),
)
outcomes = st.one_of(
    st.builds(Presigned, st.text(min_size=1), st.just(link())),
    st.just(Uploaded(SHA)),
    st.builds(Finalized, st.text(min_size=1), st.none() | st.text(), st.just(SHA)),
    st.just(Interrupted()),
    st.builds(
        lambda name, sent: Failed(ERRORS[name](), sent), st.sampled_from(sorted(ERRORS)), st.booleans()
    ),
)


@settings(max_examples=400)
@given(tasks, st.data(), outcomes)
def test_every_outcome_of_every_step_leads_to_a_legal_stage(
    before: UploadTask, data: st.DataObject, outcome: Outcome
) -> None:
    step = data.draw(st.sampled_from(STEPS_OF[before.transfer.stage]))
    match outcome:
        case Presigned() if step is not Step.PRESIGN:
            return
        case Uploaded() if step is not Step.PUT:
            return
        case Finalized() if step not in {Step.INLINE, Step.FINALIZE}:
            return
    decision = POLICY.after(before, step, outcome, now=NOW, wall=WALL)
    now = decision.task.transfer
    assert legal(before.transfer.stage, now.stage)
    assert (now.stage is Stage.DONE) == (now.asset_id is not None)
    if now.stage is Stage.FAILED:
        assert now.problem is not None
        assert now.finished_at == WALL
        assert legal(now.stage, now.resume_stage)
        again = retried(now)
        assert (again.stage, again.tries, again.problem) == (now.resume_stage, 0, None)
    if now.stage in {Stage.PRESIGNED, Stage.UPLOADED}:
        assert now.upload_id is not None
    if now.stage is Stage.QUEUED:
        assert decision.task.link is None or before.transfer.stage is Stage.QUEUED
    fixed = ("id", "batch_id", "account_id", "project_id", "path", "kind", "mime_type", "paused")
    assert all(getattr(now, name) == getattr(before.transfer, name) for name in fixed)


def test_what_concerns_everybody_leaves_the_transfer_as_it_was_and_nothing_else_holds() -> None:
    for name, (stage, steps) in itertools.product(ERRORS, STEPS_OF.items()):
        for step in steps:
            error, before = ERRORS[name](), task(stage, restarts=3)
            decision = POLICY.after(before, step, Failed(error), now=NOW, wall=WALL)
            assert legal(stage, decision.task.transfer.stage), (name, step)
            expected = Hold(HOLDS[name], problem=error.problem) if name in HOLDS else None
            assert decision.hold == expected, (name, step)
            assert decision.task == before or name not in HOLDS, (name, step)


# What each error means

AGAIN = (
    "ServerFault",
    "NetworkFault",
    "Timeout",
    "ConnectionLost",
    "TlsFault",
    "ProxyFault",
    "NameNotResolved",
    "NetworkUnreachable",
    "ConnectionRefused",
    "MalformedAnswer",
    "CaptivePortal",
)
MISSING = ("NotFound", "ValidationFailed", "Refused")
"""At finalize: the upload, or its bytes, are not there."""
OF_THE_STORAGE = {name for name in ERRORS if issubclass(getattr(api, name, UserError), api.StorageError)}
FINAL = sorted(ERRORS.keys() - {*AGAIN, *MISSING, *HOLDS, *OF_THE_STORAGE, "SourceChanged"})
"""What a person must act on: every other one, also one that is new."""
REFUSALS = {name for name in ERRORS if issubclass(getattr(api, name, UserError), api.LayersRefusal)}
"""Layers said no: nothing has come of the call."""


def test_a_passing_fault_is_tried_again_after_a_back_off_with_the_same_key() -> None:
    for name, step in itertools.product(AGAIN, (Step.PRESIGN, Step.INLINE)):
        now = after(task(), step, Failed(ERRORS[name]()))
        known = (now.transfer.stage, now.transfer.tries, now.transfer.idempotency_key)
        assert known == (Stage.QUEUED, 1, "key"), (name, step)
        assert now.not_before > NOW, (name, step)
        assert now.transfer.problem is not None, (name, step)


def test_what_needs_a_person_fails_at_once() -> None:
    for name in (*FINAL, *MISSING):
        assert after(task(), Step.PRESIGN, Failed(ERRORS[name]())).transfer.stage is Stage.FAILED, name


@pytest.mark.parametrize("name", MISSING)
def test_confirmed_bytes_that_are_not_found_are_asked_for_before_they_are_sent_again(name: str) -> None:
    refusal = Failed(ERRORS[name]())
    now, asked, sent_again = task(Stage.UPLOADED), 0, 0
    while now.transfer.stage is Stage.UPLOADED:
        asked += 1
        now = after(now, Step.FINALIZE, refusal)
        if now.transfer.stage is Stage.UPLOADED:
            assert now.not_before > NOW
            assert now.transfer.idempotency_key is None, "the answer would be repeated"
        elif now.transfer.stage is Stage.QUEUED:
            sent_again += 1
            assert (now.transfer.upload_id, now.transfer.sha256) == (None, None)
            now = after(with_idempotency_key(now), Step.PRESIGN, Presigned("upl_2", link()))
            now = after(now, Step.PUT, Uploaded(SHA))
    assert (asked, sent_again) == (POLICY.tries, 1)
    assert now.transfer.stage is Stage.FAILED
    assert code_of(now.transfer.problem) == refusal.error.problem.code


def test_other_failures_do_not_count_as_asking_for_the_bytes() -> None:
    now = task(Stage.UPLOADED)
    for _ in range(POLICY.tries - 2):
        now = replace(after(now, Step.FINALIZE, Failed(api.ServerFault())), unanswered=False)
    assert after(now, Step.FINALIZE, Failed(api.NotFound())).transfer.stage is Stage.UPLOADED


def test_bytes_that_were_not_found_leave_the_put_its_fresh_link() -> None:
    probed = after(task(Stage.PRESIGNED, verify_first=True), Step.FINALIZE, Failed(api.NotFound()))
    refused = after(probed, Step.PUT, Failed(api.StorageRefused()))
    assert refused.transfer.stage is Stage.QUEUED, "one new link"


def test_an_upload_that_layers_has_collected_is_started_again_at_once() -> None:
    old = task(transfer=transfer(Stage.UPLOADED, signed_at=WALL - UPLOAD_SECONDS))
    for name in MISSING:
        assert after(old, Step.FINALIZE, Failed(ERRORS[name]())).transfer.stage is Stage.QUEUED, name


def test_a_refusal_of_finalize_that_is_about_something_else_fails_at_once() -> None:
    for name in set(FINAL) - {"IdempotencyConflict", "IdGivenTwice"}:
        now = after(task(Stage.UPLOADED), Step.FINALIZE, Failed(ERRORS[name]()))
        assert (now.transfer.stage, now.transfer.resume_stage) == (Stage.FAILED, Stage.UPLOADED), name


def test_a_call_that_was_surely_not_carried_out_gets_another_key() -> None:
    for name in ("SourceChanged", *sorted(REFUSALS - HOLDS.keys())):
        given_up = after(sent(task(restarts=9)), Step.INLINE, Failed(ERRORS[name]())).transfer
        assert (given_up.stage, given_up.idempotency_key) == (Stage.FAILED, None), name
        again = with_idempotency_key(UploadTask(transfer=retried(given_up))).transfer
        assert again.idempotency_key not in {None, "key"}, name


def test_a_call_that_may_have_been_carried_out_is_repeated_with_the_same_key() -> None:
    for name in (*AGAIN, "UnexpectedAnswer", "RedirectRefused", "internal"):
        before = sent(task(transfer=transfer(tries=POLICY.tries - 1)))
        given_up = after(before, Step.INLINE, Failed(ERRORS[name]())).transfer
        assert given_up.stage is Stage.FAILED, name
        again = with_idempotency_key(UploadTask(transfer=retried(given_up))).transfer
        assert again.idempotency_key == "key", name


def test_a_refusal_after_a_try_whose_answer_was_lost_keeps_the_key() -> None:
    before = sent(after(sent(task()), Step.INLINE, Failed(api.Timeout())))
    given_up = after(before, Step.INLINE, Failed(api.ForbiddenScope())).transfer
    assert given_up.stage is Stage.FAILED
    assert given_up.idempotency_key == "key"
    spoilt = after(before, Step.INLINE, Failed(api.IdempotencyConflict())).transfer
    assert spoilt.idempotency_key is None


def test_only_an_inline_or_first_call_of_an_earlier_run_is_repeated_with_its_key() -> None:
    known = {}
    for stage in (Stage.QUEUED, Stage.PRESIGNED, Stage.UPLOADED, Stage.FAILED):
        taken_up = from_journal(transfer(stage))
        known[stage] = (taken_up.transfer.idempotency_key, taken_up.verify_first)
    assert known == {
        Stage.QUEUED: ("key", False),
        Stage.PRESIGNED: (None, True),
        Stage.UPLOADED: (None, False),
        Stage.FAILED: ("key", False),
    }


def test_a_refused_link_gets_one_fresh_one_and_an_expired_one_several() -> None:
    """Some storages refuse an expired link like any other: its age tells it apart."""
    young, old = 0.0, LINK_SECONDS + 1
    for name, age, fresh in (
        ("SignatureRejected", young, 1),
        ("StorageRefused", young, 1),
        ("MalformedAnswer", young, 1),
        ("StorageRefused", old, POLICY.tries - 1),
        ("LinkExpired", young, POLICY.tries - 1),
    ):
        for restarts in range(fresh + 1):
            before = task(Stage.PRESIGNED, restarts=restarts, link=link(NOW - age))
            again = after(before, Step.PUT, Failed(ERRORS[name]()))
            now, given_up = again.transfer, restarts == fresh
            assert given_up or again.not_before == NOW + POLICY.delay(restarts + 1), (name, age, restarts)
            assert (now.stage is Stage.FAILED) is given_up, (name, age, restarts)
            assert now.stage is Stage.QUEUED or now.resume_stage is Stage.PRESIGNED, (name, age, restarts)


def test_a_changed_file_starts_again_as_it_is_now() -> None:
    now = after(task(Stage.PRESIGNED), Step.PUT, Failed(SourceChanged("it.png", 300_000, 7))).transfer
    assert (now.stage, now.size, now.mtime_ns, now.upload_id) == (Stage.QUEUED, 300_000, 7, None)
    last = after(
        task(Stage.PRESIGNED, restarts=9), Step.PUT, Failed(SourceChanged("it.png", 300_000, 7))
    ).transfer
    assert (last.stage, last.resume_stage, last.size, last.upload_id) == (
        Stage.FAILED,
        Stage.QUEUED,
        300_000,
        None,
    )


def test_other_bytes_at_the_storage_are_sent_once_more_with_a_fresh_link_and_then_taken() -> None:
    differs = Uploaded(SHA, etag_differs=True)
    once = after(task(Stage.PRESIGNED, restarts=2), Step.PUT, differs)
    assert (once.transfer.stage, once.transfer.upload_id, once.restarts) == (Stage.QUEUED, None, 2)
    assert next_step(once, NOW, WALL) is Step.PRESIGN
    signed = after(once, Step.PRESIGN, Presigned("upl", link()))
    stumbled = after(
        after(signed, Step.PUT, Failed(api.LinkExpired())), Step.PRESIGN, Presigned("upl", link())
    )
    for current in (signed, stumbled):
        twice = after(current, Step.PUT, differs)
        assert (twice.transfer.stage, twice.transfer.sha256) == (Stage.UPLOADED, SHA)


# Were the bytes stored?


@pytest.mark.parametrize("age", [0.0, LINK_SECONDS + 1])
def test_an_answer_lost_after_all_bytes_had_left_makes_finalize_next_however_long_it_took(age: float) -> None:
    now = after(task(Stage.PRESIGNED, link=link(NOW - age)), Step.PUT, Failed(api.Timeout(), all_sent=True))
    assert now.transfer.stage is Stage.PRESIGNED
    assert next_step(now, NOW + 60, WALL) is Step.FINALIZE


def test_an_answer_lost_before_all_bytes_had_left_makes_the_put_next() -> None:
    now = after(task(Stage.PRESIGNED), Step.PUT, Failed(api.ConnectionLost(), all_sent=False))
    assert next_step(now, NOW + 60, WALL) is Step.PUT


def test_bytes_are_sent_again_only_when_layers_says_that_they_are_not_there() -> None:
    probing = task(Stage.PRESIGNED, verify_first=True)
    for name in MISSING:
        now = after(probing, Step.FINALIZE, Failed(ERRORS[name]()))
        assert (next_step(now, NOW, WALL), now.verify_first) == (Step.PUT, False), name
    assert after(probing, Step.FINALIZE, Failed(api.ServerFault())).verify_first


def test_a_signed_transfer_of_an_earlier_run_is_probed_first_and_signed_anew_when_nothing_is_there() -> None:
    taken_up = from_journal(transfer(Stage.PRESIGNED))
    assert next_step(taken_up, NOW, WALL) is Step.FINALIZE
    now = after(taken_up, Step.FINALIZE, Failed(api.ValidationFailed()))
    assert next_step(now, NOW, WALL) is Step.INSPECT, "in this run it was not inspected"
    assert next_step(replace(now, file_id=(1, 1)), NOW, WALL) is Step.PRESIGN


def test_the_next_step_follows_from_what_is_true() -> None:
    settled = (Stage.DONE, Stage.FAILED, Stage.REFUSED, Stage.CANCELLED)
    facts: list[tuple[Stage, dict[str, object], Step | None]] = [
        (Stage.QUEUED, {}, Step.PRESIGN),
        (Stage.QUEUED, {"size": 255_999}, Step.INLINE),
        (Stage.QUEUED, {"paused": True}, None),
        (Stage.PRESIGNED, {}, Step.PUT),
        (Stage.PRESIGNED, {"signed_at": WALL - UPLOAD_SECONDS}, Step.PRESIGN),
        (Stage.PRESIGNED, {"signed_at": WALL + 3_600.0}, Step.PRESIGN),
        (Stage.UPLOADED, {}, Step.FINALIZE),
        *((stage, {}, None) for stage in settled),
    ]
    for stage, fields, step in facts:
        before = task(stage)
        before = replace(before, transfer=replace(before.transfer, **fields))  # type: ignore[arg-type]  # table
        assert next_step(before, NOW, WALL) is step, (stage, fields)


def test_a_link_about_to_expire_is_not_used() -> None:
    old = task(Stage.PRESIGNED, link=link(NOW - LINK_SECONDS + LINK_MARGIN))
    assert next_step(old, NOW - 0.1, WALL) is Step.PUT
    assert next_step(old, NOW, WALL) is Step.PRESIGN


def test_a_stopped_step_changes_nothing() -> None:
    before = task(Stage.PRESIGNED, restarts=2)
    assert after(before, Step.PUT, Interrupted()) == before


# Waits


@given(st.integers(1, 50), st.floats(0, 1, exclude_max=True), st.none() | st.floats(0, 86_400))
def test_a_back_off_grows_within_its_bounds_and_is_never_shorter_than_layers_asks(
    tries: int, jitter: float, asked: float | None
) -> None:
    policy = RetryPolicy(jitter=lambda: jitter)
    delay = policy.delay(tries, api.ServerFault(retry_after=asked))
    full = min(60.0, 2.0 ** (tries - 1))
    assert delay >= max(full / 2, asked or 0.0)
    assert delay <= max(full, asked or 0.0)


def test_a_retry_at_once_forgets_the_back_off() -> None:
    waiting = after(task(), Step.PRESIGN, Failed(api.ServerFault()))
    assert without_backoff(waiting).not_before == 0.0


# No loop without an end


def test_a_layers_that_always_fails_somehow_ends_failed_in_a_bounded_number_of_steps() -> None:
    """Presign sometimes works, the PUT and finalize never do, in any mixture and at any speed."""
    for seed in range(150):
        assert _where_it_ends(random.Random(seed)) is Stage.FAILED, seed


def _where_it_ends(chance: random.Random) -> Stage:
    passing = [name for name in ERRORS if name not in HOLDS]
    menu = chance.sample(passing, k=chance.randint(1, 4))
    lost = chance.random() < 0.5
    current = task() if chance.random() < 0.7 else from_journal(transfer(Stage.PRESIGNED))
    now, wall = NOW, WALL
    for count in range(200):
        step = next_step(current, now, wall)
        if step is None:
            break
        if step is Step.PRESIGN and chance.random() < 0.8:
            outcome: Outcome = Presigned(f"upl{count}", link(now))
        elif step is Step.PUT and lost and chance.random() < 0.5:
            outcome = Failed(api.ConnectionLost(), all_sent=True)
        elif step is Step.PUT and chance.random() < 0.2:
            outcome = Uploaded(SHA)
        else:
            outcome = Failed(ERRORS[chance.choice(menu)](), all_sent=chance.random() < 0.5)
        # a slow line: some calls outlive the link, a few the upload
        passed = chance.choice([0.0, 1.0, 1_000.0, 1_000.0, 30_000.0])
        now, wall = now + passed, wall + passed
        before = current.transfer.stage
        current = POLICY.after(current, step, outcome, now=now, wall=wall).task
        current = with_idempotency_key(current)
        assert legal(before, current.transfer.stage)
        now, wall = max(now, current.not_before), wall + max(0.0, current.not_before - now)
    return current.transfer.stage


def test_a_storage_that_is_busy_for_longer_than_its_links_live_ends_failed() -> None:
    current, now, puts = task(), NOW, 0
    while (step := next_step(current, now, WALL)) is not None and puts < 100:
        puts += step is Step.PUT
        outcome = (
            Presigned("upl", link(now))
            if step is Step.PRESIGN
            else Failed(api.StorageBusy(retry_after=1_000.0))
        )
        current = POLICY.after(current, step, outcome, now=now, wall=WALL).task
        now = max(now, current.not_before)
    assert puts == POLICY.tries


def test_what_was_given_up_says_so_and_names_the_project_that_is_gone() -> None:
    assert for_a_person(api.ServerFault()) == Problem.of("server").expecting(Outlook.GIVEN_UP)
    gone = for_a_person(api.NotFound(), "Beta")
    assert gone.words.title == "Layers does not know the project “Beta” any more"
