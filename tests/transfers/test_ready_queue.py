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


def work(
    id_: int, step: Step, *, given_at: float = NOW, not_before: float = 0.0, paused: bool = False
) -> UploadTask:
    """Work whose next step is `step`."""
    stage = {Step.PUT: Stage.SIGNED, Step.FINALIZE: Stage.STORED}.get(step, Stage.QUEUED)
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
def board() -> ReadyQueue:
    return ReadyQueue()


def fill(board: ReadyQueue, *works: UploadTask) -> None:
    for one in works:
        board.put(one, NOW, WALL)


def next_write(board: ReadyQueue, senders: int = 4) -> int | None:
    first = board.next_write(senders=senders, now=NOW, wall=WALL)
    return None if first is None else first.transfer.id


def drain(board: ReadyQueue, *, senders: int = 4, may_write: bool = True) -> list[tuple[Step, int]]:
    """Give out all that may go, never ending anything."""
    given = []
    while chosen := board.choose(senders=senders, may_write=may_write, now=NOW, wall=WALL):
        step, one = chosen
        board.started(one.transfer.id, step, NOW)
        given.append((step, one.transfer.id))
    return given


def test_what_finishes_work_goes_first_and_each_in_drop_order(board: ReadyQueue) -> None:
    fill(
        board,
        *(work(1, Step.PRESIGN), work(2, Step.INLINE), work(4, Step.PUT), work(3, Step.PUT)),
        *(work(6, Step.FINALIZE), work(5, Step.FINALIZE)),
    )
    assert drain(board, senders=9) == [
        (Step.FINALIZE, 5),
        (Step.FINALIZE, 6),
        (Step.PUT, 3),
        (Step.PUT, 4),
        (Step.INLINE, 2),
        (Step.PRESIGN, 1),
    ]


def inspect_all(board: ReadyQueue, *, senders: int) -> list[int]:
    """Inspect all that may be inspected while nothing can be sent."""
    inspected = []
    while given := drain(board, senders=senders, may_write=False):
        for step, id_ in given:
            assert step is Step.INSPECT
            board.ended(id_)
            fill(board, work(id_, Step.INLINE))
            inspected.append(id_)
    return inspected


def test_while_more_comes_in_only_what_is_sent_next_is_inspected(board: ReadyQueue) -> None:
    fill(board, *(work(id_, Step.INSPECT) for id_ in range(1, 101)))
    board.filling = True
    assert inspect_all(board, senders=4) == [*range(1, 4 * INSPECT_AHEAD + 1)]
    board.filling = False
    assert len(inspect_all(board, senders=4)) == 100 - 4 * INSPECT_AHEAD


def test_what_is_inspected_or_was_and_is_not_written_down_yet_counts_as_ahead(board: ReadyQueue) -> None:
    fill(board, *(work(id_, Step.INSPECT) for id_ in range(1, 101)))
    board.filling = True
    given = drain(board, senders=4, may_write=False)
    while more := [id_ for _, id_ in drain(board, senders=4, may_write=False) or given]:
        given = []
        for id_ in more:
            board.reported(id_)
    assert len(board.running) == 4 * INSPECT_AHEAD


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
    board: ReadyQueue, small_first: bool, dropped: str, given: list[int]
) -> None:
    board.small_first = small_first
    kinds = {"S": Step.INLINE, "L": Step.PRESIGN}
    fill(board, *(work(number, kinds[letter]) for number, letter in enumerate(dropped, start=1)))
    assert [id_ for _, id_ in drain(board, senders=9)] == given


def test_a_large_file_gets_its_turn_among_any_number_of_small_ones(board: ReadyQueue) -> None:
    fill(board, *(work(n, Step.PRESIGN) for n in range(3)), *(work(n, Step.INLINE) for n in range(3, 103)))
    given = [step for step, _ in drain(board, senders=1_000)]
    assert given[:33] == PUT_IN_BETWEEN * 3
    assert given[33:] == [Step.INLINE] * 70


def test_no_more_files_are_on_their_way_than_may_be_sent_at_once(board: ReadyQueue) -> None:
    fill(board, *(work(n, Step.PRESIGN) for n in range(10)), *(work(n, Step.INLINE) for n in range(10, 20)))
    assert len(drain(board, senders=3)) == 3


def test_finalize_does_not_wait_behind_what_is_sent(board: ReadyQueue) -> None:
    fill(board, *(work(n, Step.PUT) for n in range(3)), work(9, Step.FINALIZE))
    assert (Step.FINALIZE, 9) in drain(board, senders=2)


def test_nothing_is_presigned_while_a_signed_file_waits(board: ReadyQueue) -> None:
    fill(board, *(work(n, Step.PUT) for n in range(3)), work(9, Step.PRESIGN))
    assert drain(board, senders=3) == [(Step.PUT, 0), (Step.PUT, 1), (Step.PUT, 2)]


def test_without_a_write_left_files_are_inspected_and_bytes_are_sent(board: ReadyQueue) -> None:
    fill(board, *(work(n, step) for n, step in enumerate(Step)))
    numbers = [(step, list(Step).index(step)) for step in (Step.INSPECT, Step.PUT)]
    assert drain(board, may_write=False) == numbers
    assert board.wants_write(NOW, WALL)


def test_a_link_that_ran_out_while_it_waited_is_renewed(board: ReadyQueue) -> None:
    fill(board, work(1, Step.PUT, given_at=NOW))
    later = NOW + 3_600
    assert board.first(Step.PUT, later, WALL) is None
    chosen = board.choose(senders=1, may_write=True, now=later, wall=WALL)
    assert chosen is not None
    assert chosen[0] is Step.PRESIGN


def test_a_back_off_is_woken_when_it_is_over_and_not_before(board: ReadyQueue) -> None:
    fill(board, work(1, Step.INLINE, not_before=NOW + 5))
    assert board.next_wake() == NOW + 5
    assert drain(board) == []
    board.wake(NOW + 4.9, WALL)
    assert board.first(Step.INLINE, NOW + 4.9, WALL) is None
    board.wake(NOW + 5, WALL)
    assert board.next_wake() is None
    assert board.first(Step.INLINE, NOW + 5, WALL) is not None


def test_a_back_off_that_was_cut_short_or_cancelled_leaves_nothing_behind(board: ReadyQueue) -> None:
    fill(board, work(1, Step.INLINE, not_before=NOW + 5), work(2, Step.INLINE, not_before=NOW + 5))
    fill(board, work(1, Step.INLINE))
    board.drop(2)
    assert drain(board) == [(Step.INLINE, 1)]
    board.wake(NOW + 6, WALL)
    assert drain(board) == []


def test_paused_dropped_and_settled_work_is_passed_over(board: ReadyQueue) -> None:
    fill(board, *(work(n, Step.INLINE) for n in range(3)))
    fill(board, work(0, Step.INLINE, paused=True))
    board.drop(1)
    assert drain(board) == [(Step.INLINE, 2)]
    fill(board, work(0, Step.INLINE))
    assert drain(board) == [(Step.INLINE, 0)]


def test_work_that_is_put_again_while_its_step_runs_goes_on_only_after_it(board: ReadyQueue) -> None:
    fill(board, work(1, Step.INLINE))
    assert drain(board) == [(Step.INLINE, 1)]
    fill(board, work(1, Step.INLINE))
    assert drain(board) == []
    board.ended(1)
    fill(board, work(1, Step.INLINE))
    assert drain(board) == [(Step.INLINE, 1)]


def test_it_knows_its_work_by_id(board: ReadyQueue) -> None:
    fill(board, work(1, Step.INLINE), work(2, Step.PUT))
    assert 1 in board
    assert 3 not in board
    assert board[2].transfer.id == 2
    assert [one.transfer.id for one in board.known((2, 3, 1))] == [2, 1]
    assert [one.transfer.id for one in board.known(None)] == [one.transfer.id for one in board] == [1, 2]


@pytest.mark.parametrize(
    ("step", "asked"), [(Step.FINALIZE, True), (Step.INLINE, True), (Step.PUT, False), (Step.INSPECT, False)]
)
def test_it_knows_since_when_layers_is_asked(board: ReadyQueue, step: Step, asked: bool) -> None:
    fill(board, work(1, step))
    board.started(1, step, NOW)
    assert board.asked_at == ({1: NOW} if asked else {})
    board.ended(1)
    assert not board.asked_at


def begin(board: ReadyQueue) -> bool:
    """Give the next step out, written down as the ledger does; False when nothing may go."""
    if (chosen := board.choose(senders=2, may_write=True, now=NOW, wall=WALL)) is None:
        return False
    step, one = chosen
    if step in {Step.INLINE, Step.FINALIZE}:
        board.put(replace(one, transfer=replace(one.transfer, sent_at=WALL)), NOW, WALL)
    board.started(one.transfer.id, step, NOW)
    return True


def end(board: ReadyQueue, number: int, how: str) -> None:
    """Let one of the steps that run end."""
    id_ = sorted(board.running)[number % len(board.running)]
    step, one = board.running[id_], board[id_]
    board.ended(id_)
    if how == "fails":
        one = UploadTask(transfer=replace(one.transfer, stage=Stage.FAILED, resume_stage=one.transfer.stage))
    elif how == "again":
        pass
    elif step is Step.PRESIGN:
        signed = replace(one.transfer, stage=Stage.SIGNED, upload_id="upl", signed_at=WALL)
        one = replace(one, transfer=signed, link=Link("https://storage.example/", {}, NOW))
    elif step is Step.PUT:
        one = UploadTask(transfer=replace(one.transfer, stage=Stage.STORED, sha256="0" * 64))
    else:
        one = UploadTask(transfer=replace(one.transfer, stage=Stage.DONE, sent_at=None))
    board.put(one, NOW, WALL)


def happen(board: ReadyQueue, event: str, number: int) -> None:
    """Let a person, or a worker, do something."""
    rows = [one for one in board if not one.transfer.settled]
    one = rows[number % len(rows)] if rows else None
    if event == "drop":
        id_ = sum(1 for _ in board) + 1
        new = work(id_, Step.PRESIGN if number % 2 else Step.INLINE).transfer
        board.put(UploadTask(transfer=replace(new, batch_id=id_ - (number == 0))), NOW, WALL)
    elif event == "begin":
        begin(board)
    elif event in {"done", "fails", "again"}:
        if board.running:
            end(board, number, event)
    elif one is not None and event == "pause":
        changed = replace(one.transfer, paused=not one.transfer.paused)
        board.put(replace(one, transfer=changed), NOW, WALL)
    elif one is not None and one.transfer.id not in board.running:
        if event == "kind" and not one.transfer.begun:
            changed = replace(
                one.transfer, kind=MediaKind.LOGO if one.transfer.kind is MediaKind.IMAGE else MediaKind.IMAGE
            )
            board.put(replace(one, transfer=changed), NOW, WALL)
        elif event == "cancel":
            board.put(UploadTask(transfer=replace(one.transfer, stage=Stage.CANCELLED)), NOW, WALL)


EVENTS = ("drop", "drop", "begin", "begin", "done", "fails", "again", "pause", "kind", "cancel")


@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 5)), min_size=5, max_size=40))
@example(
    [
        *(("drop", 2), ("begin", 0), ("drop", 2), ("drop", 2), ("begin", 0), ("pause", 2)),
        *(("begin", 0), ("pause", 1), ("drop", 2), ("begin", 0)),
    ]
)
def test_what_waits_for_the_same_file_goes_when_that_has_ended(events: list[tuple[str, int]]) -> None:
    board = ReadyQueue()
    for event, number in events:
        happen(board, event, number)
    while begin(board) or board.running:
        if board.running:
            end(board, 0, "done")
    ready = [one.transfer for one in board if next_step(one, NOW, WALL) is not None]
    assert all(board.is_behind(one) for one in ready)
    paused = [one.transfer for one in board if one.transfer.paused and one.transfer.begun]
    assert not ready or paused


def test_the_next_write_is_the_one_that_goes_out_first_when_one_may(board: ReadyQueue) -> None:
    fill(board, work(1, Step.PRESIGN), work(2, Step.INLINE), work(3, Step.INLINE), work(4, Step.PUT))
    assert next_write(board) == 2
    assert next_write(board, senders=0) is None, "none of them can go, whatever Layers allows"
    assert drain(board, may_write=False) == [(Step.PUT, 4)]
    assert next_write(board, senders=1) is None
    fill(board, work(5, Step.FINALIZE))
    assert next_write(board, senders=1) == 5
    expected = [5, 2]
    for id_ in expected:
        assert next_write(board) == id_
        chosen = board.choose(senders=4, may_write=True, now=NOW, wall=WALL)
        assert chosen is not None
        assert chosen[1].transfer.id == id_
        board.started(id_, chosen[0], NOW)
