"""A server that comes neither to a standstill nor to an end is given up; one that is only slow is not."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpcore
import pytest

from layers_desktop.api import errors
from layers_desktop.api.client import ANSWER_SECONDS, LayersClient
from layers_desktop.api.network_backend import RequestContext
from layers_desktop.api.storage import ObjectStorage
from layers_desktop.core.secrets import ApiKey
from tests.support.timeouts import TIMEOUT_S

KEY = ApiKey("lp_of_the_tests")
NOTICE = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n"
Serve = Callable[[Callable[[socket.socket], None]], str]
Call = Callable[[str, float], object]


def whoami(base: str, seconds: float) -> object:
    with LayersClient(base, KEY, answer_seconds=seconds) as client:
        return client.whoami()


def finalize(base: str, seconds: float) -> object:
    with LayersClient(base, KEY, answer_seconds=seconds) as client:
        return client.finalize("p", "u", sha256=None, idempotency_key="k")


def put(base: str, seconds: float) -> object:
    with ObjectStorage(allow_http_loopback=True, answer_seconds=seconds) as storage:
        return storage.put(base, {}, [b"abc"], 3)


@pytest.fixture
def gone() -> Iterator[threading.Event]:
    """Set when the test is over: ends servers that would go on."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.parametrize("call", [whoami, finalize, put])
@pytest.mark.parametrize("begin", [b"", ANSWER], ids=["head", "body"])
def test_an_answer_that_drips_in_is_given_up(
    serve: Serve,
    read_request: Callable[[socket.socket], bytes],
    gone: threading.Event,
    call: Call,
    begin: bytes,
) -> None:
    def drip(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(begin or b"HTTP/1.1 200 OK\r\nX-Slow: ")
        with contextlib.suppress(OSError):
            while not gone.wait(0.01):
                connection.sendall(b"x")

    with pytest.raises(errors.Timeout, match="whole answer within"):
        call(serve(drip), 0.3)


@pytest.mark.parametrize("call", [whoami, finalize, put])
def test_notices_without_end_are_given_up(
    serve: Serve, read_request: Callable[[socket.socket], bytes], gone: threading.Event, call: Call
) -> None:
    def flood(connection: socket.socket) -> None:
        read_request(connection)
        with contextlib.suppress(OSError):
            while not gone.is_set():
                connection.sendall(NOTICE * 100)

    with pytest.raises(errors.ConnectionLost, match="notices without end"):
        call(serve(flood), TIMEOUT_S)


def test_some_notices_before_an_answer_are_nothing_special(
    serve: Serve, read_request: Callable[[socket.socket], bytes], http_answer: Callable[..., bytes]
) -> None:
    def answer(connection: socket.socket) -> None:
        while read_request(connection):
            connection.sendall(NOTICE * 100 + http_answer())

    with ObjectStorage(allow_http_loopback=True) as storage:
        storage.put(serve(answer), {}, [b"abc"], 3)


@pytest.mark.parametrize("proxy_answered", [False, True])
def test_notices_count_for_one_answer_alone(proxy_answered: bool) -> None:
    """The proxy's answer comes first, then, after more of the request, the server's."""
    stream = _Stream(seconds=0.0, piece=b"x" * 70_000)
    context = RequestContext(lambda: False, host="layers")
    context.wrote()
    context.read(stream, 100_000, None)
    if proxy_answered:
        context.wrote()
        context.read(stream, 100_000, None)
        assert context.fault is None
    else:
        with pytest.raises(httpcore.RemoteProtocolError):
            context.read(stream, 100_000, None)


def test_as_many_calls_go_at_once_as_there_are(
    serve: Serve, read_request: Callable[[socket.socket], bytes], http_answer: Callable[..., bytes]
) -> None:
    """16 uploads may run at once, beside spare workers and the lists of the window."""
    together = threading.Barrier(24)

    def answer(connection: socket.socket) -> None:
        read_request(connection)
        together.wait(TIMEOUT_S)
        connection.sendall(http_answer(200, '{"organizationId": "org"}'))

    with LayersClient(serve(answer), KEY) as client, ThreadPoolExecutor(together.parties) as threads:
        asked = [threads.submit(client.whoami) for _ in range(together.parties)]
        assert {one.result(TIMEOUT_S).organization_id for one in asked} == {"org"}


class _Stream(httpcore.NetworkStream):
    """Gives one piece each time, after so many seconds of a clock that nobody waits for; keeps the limits."""

    def __init__(self, seconds: float, piece: bytes = b"x") -> None:
        self.now = 0.0
        self._piece = piece
        self.limits: list[float | None] = []
        self._seconds = seconds

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.limits.append(timeout)
        if timeout is not None and timeout < self._seconds:
            self.now += timeout
            raise httpcore.ReadTimeout
        self.now += self._seconds
        return self._piece[:max_bytes]


def test_the_time_of_an_answer_begins_when_all_of_the_request_has_left() -> None:
    stream = _Stream(seconds=20.0)
    context = RequestContext(
        lambda: False, host="layers", answer_seconds=ANSWER_SECONDS, clock=lambda: stream.now
    )
    for _ in range(2):  # the way through a proxy first, then the request itself
        stream.now += 500.0
        context.wrote()
        for _ in range(3):
            assert context.read(stream, 1, 120.0) == b"x"
    assert context.fault is None
    with pytest.raises(httpcore.ReadTimeout):
        context.read(stream, 1, 120.0)
    assert stream.limits == [60.0, 40.0, 20.0] * 2
    assert isinstance(context.fault, errors.Timeout)


def test_a_standstill_is_still_a_standstill() -> None:
    stream = _Stream(seconds=20.0)
    context = RequestContext(lambda: False, host="layers", answer_seconds=60.0, clock=lambda: stream.now)
    with pytest.raises(httpcore.ReadTimeout):
        context.read(stream, 1, 5.0)
    assert context.fault is None
