"""One limit for all workers: never faster, fair, and changed or cancelled at once. Clocks are injected."""

from __future__ import annotations

import heapq
import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.errors.base import UploadCancelled
from layers_desktop.transfers.throttle import PIECE_SECONDS, SMALLEST_PIECE, BandwidthLimiter

LIMIT = 100_000


class Line:
    """A clock that only waiting moves on."""

    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now

    def wait(self, token: CancelToken, seconds: float) -> bool:
        assert 0 < seconds <= 0.25
        self.now += seconds
        return token.cancelled


def send(bandwidth: BandwidthLimiter, *sizes: int) -> list[int]:
    """Return the totals that were counted."""
    counted: list[int] = []
    for _ in bandwidth.throttle((bytes(size) for size in sizes), counted.append, CancelToken()):
        pass
    return counted


@given(
    limit=st.integers(1_000, 10_000_000),
    sizes=st.lists(st.integers(1, 600_000), min_size=1, max_size=8),
)
def test_bytes_never_leave_faster_than_the_limit_nor_much_slower(limit: int, sizes: list[int]) -> None:
    line = Line()
    bandwidth = BandwidthLimiter(limit, clock=line, wait=line.wait)
    counted = send(bandwidth, *sizes)
    total, seconds = sum(sizes), line.now - 50.0
    assert counted[-1] == total
    piece = max(SMALLEST_PIECE, int(limit * PIECE_SECONDS))
    assert (total - piece) / limit - 1e-6 <= seconds <= total / limit + 1e-6


def test_blocks_stay_whole_and_are_all_handed_over() -> None:
    blocks = [bytes([n]) * 300_000 for n in range(3)]
    line = Line()
    for limit in (0, LIMIT):
        bandwidth = BandwidthLimiter(limit, clock=line, wait=line.wait)
        pieces = list(bandwidth.throttle(iter(blocks), lambda _: None, CancelToken()))
        assert b"".join(pieces) == b"".join(blocks)
        assert (len(pieces) == 3) is (limit == 0)


def test_what_has_been_taken_is_counted_and_no_more() -> None:
    counted: list[int] = []
    pieces = BandwidthLimiter().throttle(iter([b"one", b"two"]), counted.append, CancelToken())
    next(pieces)
    assert counted == []
    next(pieces)
    assert counted == [3]
    assert not list(pieces)
    assert counted == [3, 6]


def test_without_a_limit_nobody_waits() -> None:
    def never(_token: CancelToken, _seconds: float) -> bool:
        raise AssertionError("it waited")

    assert send(BandwidthLimiter(0, wait=never), 10**6, 10**6) == [10**6, 2 * 10**6]


def test_every_worker_gets_its_turn_however_many_there_are() -> None:
    line = Line()
    bandwidth = BandwidthLimiter(LIMIT, clock=line, wait=line.wait)
    piece = bandwidth._piece()
    sent: Counter[int] = Counter()
    turns = [(bandwidth._reserved(piece)[1], worker) for worker in range(4)]
    heapq.heapify(turns)
    while sum(sent.values()) < 100 * piece:
        line.now, worker = heapq.heappop(turns)
        sent[worker] += piece
        heapq.heappush(turns, (bandwidth._reserved(piece)[1], worker))
    assert max(sent.values()) - min(sent.values()) <= piece
    assert sum(sent.values()) / (line.now - 50.0) == pytest.approx(LIMIT, rel=0.02)


def test_time_that_nobody_used_is_not_saved_up() -> None:
    line = Line()
    bandwidth = BandwidthLimiter(LIMIT, clock=line, wait=line.wait)
    send(bandwidth, LIMIT)
    line.now += 3_600
    before = line.now
    send(bandwidth, LIMIT)
    assert line.now - before > 0.7


@pytest.fixture
def stuck() -> Iterator[tuple[BandwidthLimiter, CancelToken, threading.Thread, list[str]]]:
    """A worker that would wait for days, on the real clock."""
    bandwidth, token, ended = BandwidthLimiter(1), CancelToken(), list[str]()
    bandwidth.take(10**6, token)

    def run() -> None:
        try:
            bandwidth.take(10**6, token)
            ended.append("sent")
        except UploadCancelled:
            ended.append("cancelled")

    thread = threading.Thread(target=run)
    thread.start()
    yield bandwidth, token, thread, ended
    token.cancel()
    thread.join()


def test_a_cancel_ends_the_wait_at_once(
    stuck: tuple[BandwidthLimiter, CancelToken, threading.Thread, list[str]],
) -> None:
    _, token, thread, ended = stuck
    token.cancel()
    thread.join(20)
    assert ended == ["cancelled"]


@pytest.mark.parametrize("limit", [0, 10**9])
def test_another_limit_counts_for_who_waits_already(
    stuck: tuple[BandwidthLimiter, CancelToken, threading.Thread, list[str]], limit: int
) -> None:
    bandwidth, _, thread, ended = stuck
    bandwidth.change(limit)
    thread.join(20)
    assert ended == ["sent"]
    assert bandwidth.limit == limit
