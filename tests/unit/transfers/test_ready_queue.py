"""Who is next: what finishes work first, and nothing that cannot follow at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.ready_queue import INSPECT_AHEAD, SMALL_IN_A_ROW, ReadyQueue
from layers_desktop.transfers.retry_policy import next_step
from layers_desktop.transfers.steps import Link, Step
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.transfers.upload_task import UploadTask

NOW = 1_000.0
WALL = 1_700_000_000.0


def task(
    id_: int, step: Step, *, given_at: float = NOW, not_before: float = 0.0, paused: bool = False
) -> UploadTask:
    """Work whose next step is `step`."""
    stage = {Step.PUT: Stage.PRESIGNED, Step.FINALIZE: Stage.UPLOADED}.get(step, Stage.QUEUED)
    transfer = Transfer(
        id=id_,
        batch_id=1,
        account_id="org",
        project_id="project",
        project_name="Project",
        path=b"/it.png",
        name="it.png",
        kind=MediaKind.IMAGE,
        mime_type=None if step is Step.INSPECT else "image/png",
        size=500 if step is Step.INLINE else 400_000,
        stage=stage,
        upload_id=None if stage is Stage.QUEUED else "upl",
        signed_at=None if stage is Stage.QUEUED else WALL,
        paused=paused,
    )
    link = Link("https://storage.example/", {}, given_at) if step is Step.PUT else None
    return UploadTask(transfer=transfer, file_id=(1, 1), link=link, not_before=not_before)


@pytest.fixture
def ready_queue() -> ReadyQueue:
    return ReadyQueue()


def fill(ready_queue: ReadyQueue, *tasks: UploadTask) -> None:
    for one in tasks:
        ready_queue.put(one, NOW, WALL)


def next_write(ready_queue: ReadyQueue, senders: int = 4) -> int | None:
    first = ready_queue.next_write(senders=senders, now=NOW, wall=WALL)
    return None if first is None else first.transfer.id


def drain(ready_queue: ReadyQueue, *, senders: int = 4, may_write: bool = True) -> list[tuple[Step, int]]:
    """Give out all that may go, never ending anything."""
    given = []
    while chosen := ready_queue.choose(senders=senders, may_write=may_write, now=NOW, wall=WALL):
        step, one = chosen
        ready_queue.started(one.transfer.id, step, NOW)
        given.append((step, one.transfer.id))
    return given


def test_what_finishes_work_goes_first_and_each_in_drop_order(ready_queue: ReadyQueue) -> None:
    fill(
        ready_queue,
        *(task(1, Step.PRESIGN), task(2, Step.INLINE), task(4, Step.PUT), task(3, Step.PUT)),
        *(task(6, Step.FINALIZE), task(5, Step.FINALIZE)),
    )
    assert drain(ready_queue, senders=9) == [
        (Step.FINALIZE, 5),
        (Step.FINALIZE, 6),
        (Step.PUT, 3),
        (Step.PUT, 4),
        (Step.INLINE, 2),
        (Step.PRESIGN, 1),
    ]


def inspect_all(ready_queue: ReadyQueue, *, senders: int) -> list[int]:
    """Inspect all that may be inspected while nothing can be sent."""
    inspected = []
    while given := drain(ready_queue, senders=senders, may_write=False):
        for step, id_ in given:
            assert step is Step.INSPECT
            ready_queue.ended(id_)
            fill(ready_queue, task(id_, Step.INLINE))
            inspected.append(id_)
    return inspected


def test_while_more_comes_in_only_what_is_sent_next_is_inspected(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, *(task(id_, Step.INSPECT) for id_ in range(1, 101)))
    ready_queue.filling = True
    assert inspect_all(ready_queue, senders=4) == [*range(1, 4 * INSPECT_AHEAD + 1)]
    ready_queue.filling = False
    assert len(inspect_all(ready_queue, senders=4)) == 100 - 4 * INSPECT_AHEAD


def test_what_is_inspected_or_was_and_is_not_written_down_yet_counts_as_ahead(
    ready_queue: ReadyQueue,
) -> None:
    fill(ready_queue, *(task(id_, Step.INSPECT) for id_ in range(1, 101)))
    ready_queue.filling = True
    given = drain(ready_queue, senders=4, may_write=False)
    while more := [id_ for _, id_ in drain(ready_queue, senders=4, may_write=False) or given]:
        given = []
        for id_ in more:
            ready_queue.reported(id_)
    assert len(ready_queue.running) == 4 * INSPECT_AHEAD


PUT_IN_BETWEEN = [*[Step.INLINE] * SMALL_IN_A_ROW, Step.PRESIGN]


@pytest.mark.parametrize(
    ("small_first", "dropped", "given"),
    [
        (True, "LLSS", [3, 4, 1, 2]),
        (True, "SLSL", [1, 3, 2, 4]),
        (True, "LLL", [1, 2, 3]),
        (True, "SSS", [1, 2, 3]),
        (False, "LLSS", [1, 2, 3, 4]),
        (False, "SLSL", [1, 2, 3, 4]),
    ],
)
def test_small_files_go_before_larger_ones_when_that_is_wanted(
    ready_queue: ReadyQueue, small_first: bool, dropped: str, given: list[int]
) -> None:
    ready_queue.small_first = small_first
    kinds = {"S": Step.INLINE, "L": Step.PRESIGN}
    fill(ready_queue, *(task(number, kinds[letter]) for number, letter in enumerate(dropped, start=1)))
    assert [id_ for _, id_ in drain(ready_queue, senders=9)] == given


def test_a_large_file_gets_its_turn_among_any_number_of_small_ones(ready_queue: ReadyQueue) -> None:
    fill(
        ready_queue,
        *(task(n, Step.PRESIGN) for n in range(3)),
        *(task(n, Step.INLINE) for n in range(3, 103)),
    )
    given = [step for step, _ in drain(ready_queue, senders=1_000)]
    assert given[:33] == PUT_IN_BETWEEN * 3
    assert given[33:] == [Step.INLINE] * 70


def test_no_more_files_are_on_their_way_than_may_be_sent_at_once(ready_queue: ReadyQueue) -> None:
    fill(
        ready_queue,
        *(task(n, Step.PRESIGN) for n in range(10)),
        *(task(n, Step.INLINE) for n in range(10, 20)),
    )
    assert len(drain(ready_queue, senders=3)) == 3


def test_finalize_does_not_wait_behind_what_is_sent(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, *(task(n, Step.PUT) for n in range(3)), task(9, Step.FINALIZE))
    assert (Step.FINALIZE, 9) in drain(ready_queue, senders=2)


def test_nothing_is_presigned_while_a_signed_file_waits(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, *(task(n, Step.PUT) for n in range(3)), task(9, Step.PRESIGN))
    assert drain(ready_queue, senders=3) == [(Step.PUT, 0), (Step.PUT, 1), (Step.PUT, 2)]


def test_without_a_write_left_files_are_inspected_and_bytes_are_sent(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, *(task(n, step) for n, step in enumerate(Step)))
    numbers = [(step, list(Step).index(step)) for step in (Step.INSPECT, Step.PUT)]
    assert drain(ready_queue, may_write=False) == numbers
    assert ready_queue.wants_write(NOW, WALL)


def test_a_link_that_ran_out_while_it_waited_is_renewed(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, task(1, Step.PUT, given_at=NOW))
    later = NOW + 3_600
    assert ready_queue.first(Step.PUT, later, WALL) is None
    chosen = ready_queue.choose(senders=1, may_write=True, now=later, wall=WALL)
    assert chosen is not None
    assert chosen[0] is Step.PRESIGN


def test_a_back_off_is_woken_when_it_is_over_and_not_before(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, task(1, Step.INLINE, not_before=NOW + 5))
    assert ready_queue.next_wake() == NOW + 5
    assert drain(ready_queue) == []
    ready_queue.wake(NOW + 4.9, WALL)
    assert ready_queue.first(Step.INLINE, NOW + 4.9, WALL) is None
    ready_queue.wake(NOW + 5, WALL)
    assert ready_queue.next_wake() is None
    assert ready_queue.first(Step.INLINE, NOW + 5, WALL) is not None


def test_a_back_off_that_was_cut_short_or_cancelled_leaves_nothing_behind(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, task(1, Step.INLINE, not_before=NOW + 5), task(2, Step.INLINE, not_before=NOW + 5))
    fill(ready_queue, task(1, Step.INLINE))
    ready_queue.drop(2)
    assert drain(ready_queue) == [(Step.INLINE, 1)]
    ready_queue.wake(NOW + 6, WALL)
    assert drain(ready_queue) == []


def test_paused_dropped_and_settled_work_is_passed_over(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, *(task(n, Step.INLINE) for n in range(3)))
    fill(ready_queue, task(0, Step.INLINE, paused=True))
    ready_queue.drop(1)
    assert drain(ready_queue) == [(Step.INLINE, 2)]
    fill(ready_queue, task(0, Step.INLINE))
    assert drain(ready_queue) == [(Step.INLINE, 0)]


def test_work_that_is_put_again_while_its_step_runs_goes_on_only_after_it(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, task(1, Step.INLINE))
    assert drain(ready_queue) == [(Step.INLINE, 1)]
    fill(ready_queue, task(1, Step.INLINE))
    assert drain(ready_queue) == []
    ready_queue.ended(1)
    fill(ready_queue, task(1, Step.INLINE))
    assert drain(ready_queue) == [(Step.INLINE, 1)]


def test_it_knows_its_work_by_id(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, task(1, Step.INLINE), task(2, Step.PUT))
    assert 1 in ready_queue
    assert 3 not in ready_queue
    assert ready_queue[2].transfer.id == 2
    assert [one.transfer.id for one in ready_queue.known((2, 3, 1))] == [2, 1]
    assert (
        [one.transfer.id for one in ready_queue.known(None)]
        == [one.transfer.id for one in ready_queue]
        == [1, 2]
    )


@pytest.mark.parametrize(
    ("step", "asked"), [(Step.FINALIZE, True), (Step.INLINE, True), (Step.PUT, False), (Step.INSPECT, False)]
)
def test_it_knows_since_when_layers_is_asked(ready_queue: ReadyQueue, step: Step, asked: bool) -> None:
    fill(ready_queue, task(1, step))
    ready_queue.started(1, step, NOW)
    assert ready_queue.asked_at == ({1: NOW} if asked else {})
    ready_queue.ended(1)
    assert not ready_queue.asked_at


def begin(ready_queue: ReadyQueue) -> bool:
    """Give the next step out, written down as the store does; False when nothing may go."""
    if (chosen := ready_queue.choose(senders=2, may_write=True, now=NOW, wall=WALL)) is None:
        return False
    step, one = chosen
    if step in {Step.INLINE, Step.FINALIZE}:
        ready_queue.put(replace(one, transfer=replace(one.transfer, sent_at=WALL)), NOW, WALL)
    ready_queue.started(one.transfer.id, step, NOW)
    return True


def end(ready_queue: ReadyQueue, number: int, how: str) -> None:
    """Let one of the steps that run end."""
    id_ = sorted(ready_queue.running)[number % len(ready_queue.running)]
    step, one = ready_queue.running[id_], ready_queue[id_]
    ready_queue.ended(id_)
    if how == "fails":
        one = UploadTask(transfer=replace(one.transfer, stage=Stage.FAILED, resume_stage=one.transfer.stage))
    elif how == "again":
        pass
    elif step is Step.PRESIGN:
        signed = replace(one.transfer, stage=Stage.PRESIGNED, upload_id="upl", signed_at=WALL)
        one = replace(one, transfer=signed, link=Link("https://storage.example/", {}, NOW))
    elif step is Step.PUT:
        one = UploadTask(transfer=replace(one.transfer, stage=Stage.UPLOADED, sha256="0" * 64))
    else:
        one = UploadTask(transfer=replace(one.transfer, stage=Stage.DONE, sent_at=None))
    ready_queue.put(one, NOW, WALL)


def happen(ready_queue: ReadyQueue, event: str, number: int) -> None:
    """Let a person, or a worker, do something."""
    rows = [one for one in ready_queue if not one.transfer.settled]
    one = rows[number % len(rows)] if rows else None
    if event == "drop":
        id_ = sum(1 for _ in ready_queue) + 1
        new = task(id_, Step.PRESIGN if number % 2 else Step.INLINE).transfer
        ready_queue.put(UploadTask(transfer=replace(new, batch_id=id_ - (number == 0))), NOW, WALL)
    elif event == "begin":
        begin(ready_queue)
    elif event in {"done", "fails", "again"}:
        if ready_queue.running:
            end(ready_queue, number, event)
    elif one is not None and event == "pause":
        changed = replace(one.transfer, paused=not one.transfer.paused)
        ready_queue.put(replace(one, transfer=changed), NOW, WALL)
    elif one is not None and one.transfer.id not in ready_queue.running:
        if event == "kind" and not one.transfer.begun:
            changed = replace(
                one.transfer, kind=MediaKind.LOGO if one.transfer.kind is MediaKind.IMAGE else MediaKind.IMAGE
            )
            ready_queue.put(replace(one, transfer=changed), NOW, WALL)
        elif event == "cancel":
            ready_queue.put(UploadTask(transfer=replace(one.transfer, stage=Stage.CANCELLED)), NOW, WALL)


EVENTS = ("drop", "drop", "begin", "begin", "done", "fails", "again", "pause", "kind", "cancel")


@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 5)), min_size=5, max_size=40))
@example(
    [
        *(("drop", 2), ("begin", 0), ("drop", 2), ("drop", 2), ("begin", 0), ("pause", 2)),
        *(("begin", 0), ("pause", 1), ("drop", 2), ("begin", 0)),
    ]
)
def test_what_waits_for_the_same_file_goes_when_that_has_ended(events: list[tuple[str, int]]) -> None:
    ready_queue = ReadyQueue()
    for event, number in events:
        happen(ready_queue, event, number)
    while begin(ready_queue) or ready_queue.running:
        if ready_queue.running:
            end(ready_queue, 0, "done")
    ready = [one.transfer for one in ready_queue if next_step(one, NOW, WALL) is not None]
    assert all(ready_queue.is_behind(one) for one in ready)
    paused = [one.transfer for one in ready_queue if one.transfer.paused and one.transfer.begun]
    assert not ready or paused


def test_the_next_write_is_the_one_that_goes_out_first_when_one_may(ready_queue: ReadyQueue) -> None:
    fill(ready_queue, task(1, Step.PRESIGN), task(2, Step.INLINE), task(3, Step.INLINE), task(4, Step.PUT))
    assert next_write(ready_queue) == 2
    assert next_write(ready_queue, senders=0) is None, "none of them can go, whatever Layers allows"
    assert drain(ready_queue, may_write=False) == [(Step.PUT, 4)]
    assert next_write(ready_queue, senders=1) is None
    fill(ready_queue, task(5, Step.FINALIZE))
    assert next_write(ready_queue, senders=1) == 5
    expected = [5, 2]
    for id_ in expected:
        assert next_write(ready_queue) == id_
        chosen = ready_queue.choose(senders=4, may_write=True, now=NOW, wall=WALL)
        assert chosen is not None
        assert chosen[1].transfer.id == id_
        ready_queue.started(id_, chosen[0], NOW)
