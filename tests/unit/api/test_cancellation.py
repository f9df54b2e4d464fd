"""A call that is blocked in the network ends at once when it is stopped. Every wait here is on an event."""

from __future__ import annotations

import contextlib
import errno
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from layers_desktop.api import errors
from layers_desktop.api.cancellation import CancelToken, OpenSockets
from layers_desktop.api.client import LayersClient
from layers_desktop.api.models import SignedUpload
from layers_desktop.api.network_backend import RequestContext, WatchedBackend
from layers_desktop.api.storage import BLOCK, ObjectStorage
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox
from tests.support.timeouts import ENDLESS_S, TIMEOUT_S

Serve = Callable[[Callable[[socket.socket], None]], str]
InThread = Callable[[Callable[[], object]], Callable[[], object]]
Presign = Callable[[int], SignedUpload]
MakeCertificate = Callable[..., tuple[Path, ssl.SSLContext]]


@pytest.fixture
def token() -> CancelToken:
    return CancelToken()


def endless(blocks: int) -> list[bytes]:
    return [bytes(BLOCK)] * blocks


def test_a_put_whose_server_stops_reading_ends_at_once(
    storage: ObjectStorage, serve: Serve, in_thread: InThread, token: CancelToken
) -> None:
    begun, over = threading.Event(), threading.Event()

    def stall(connection: socket.socket) -> None:
        connection.recv(1_000)
        begun.set()
        over.wait(ENDLESS_S)

    base = serve(stall)
    size = 2_000 * BLOCK  # 500 MB: far more than all buffers on the way
    result = in_thread(lambda: storage.put(base, {}, endless(2_000), size, token))
    try:
        assert begun.wait(TIMEOUT_S)
        token.cancel()
        with pytest.raises(errors.UploadCancelled):
            result()
    finally:
        over.set()


def test_a_put_whose_answer_does_not_come_ends_at_once_and_the_storage_works_on(
    storage: ObjectStorage, presign: Presign, box: Sandbox, in_thread: InThread, token: CancelToken
) -> None:
    first, second = presign(3), presign(3)
    storage.put(first.put_url, first.put_headers, [b"abc"], 3)  # so that the next one uses a kept connection
    box.world.faults.add("put:timeout")
    result = in_thread(lambda: storage.put(first.put_url, first.put_headers, [b"abc"], 3, token))
    assert box.world.faults.wait_held()
    token.cancel()
    with pytest.raises(errors.UploadCancelled):
        result()
    assert token.cancelled
    assert storage.put(second.put_url, second.put_headers, [b"abc"], 3, CancelToken()).etag


def test_a_put_that_was_cancelled_before_it_began_connects_to_nobody(
    storage: ObjectStorage, presign: Presign, box: Sandbox, token: CancelToken
) -> None:
    signed = presign(3)
    token.cancel()
    with pytest.raises(errors.UploadCancelled):
        storage.put(signed.put_url, signed.put_headers, [b"abc"], 3, token)
    assert not [record for record in box.world.requests if record.step == "put"]


def test_a_cancel_while_the_connection_is_being_made_sends_nothing(
    storage: ObjectStorage,
    presign: Presign,
    box: Sandbox,
    token: CancelToken,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed = presign(3)
    look_up = socket.getaddrinfo

    def cancel_and_look_up(host: str, port: int, *rest: int) -> list[object]:
        token.cancel()
        return list(look_up(host, port, *rest))

    monkeypatch.setattr(socket, "getaddrinfo", cancel_and_look_up)
    with pytest.raises(errors.UploadCancelled):
        storage.put(signed.put_url, signed.put_headers, [b"abc"], 3, token)
    assert not box.world.uploads[0].stored


def test_a_cancel_between_two_blocks_ends_the_put(
    storage: ObjectStorage, presign: Presign, token: CancelToken
) -> None:
    def blocks() -> Iterator[bytes]:
        yield b"a"
        token.cancel()
        yield b"b"

    signed = presign(2)
    with pytest.raises(errors.UploadCancelled):
        storage.put(signed.put_url, signed.put_headers, blocks(), 2, token)


def test_a_late_cancel_does_not_reach_the_next_put(
    storage: ObjectStorage, presign: Presign, box: Sandbox, in_thread: InThread, token: CancelToken
) -> None:
    first, second = presign(3), presign(3)
    storage.put(first.put_url, first.put_headers, [b"abc"], 3, token)
    box.world.faults.add("put:timeout")
    result = in_thread(lambda: storage.put(second.put_url, second.put_headers, [b"abc"], 3, CancelToken()))
    assert box.world.faults.wait_held()
    token.cancel()
    box.world.faults.release()
    assert result()


def test_a_stalled_tls_handshake_ends_at_once_and_holds_up_no_other_upload(
    *,
    serve: Serve,
    in_thread: InThread,
    make_certificate: MakeCertificate,
    monkeypatch: pytest.MonkeyPatch,
    token: CancelToken,
    read_request: Callable[[socket.socket], bytes],
    http_answer: Callable[..., bytes],
) -> None:
    trusted, context = make_certificate()
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    greeted, over = threading.Event(), threading.Event()

    def mute(connection: socket.socket) -> None:
        connection.recv(1_000)
        greeted.set()
        over.wait(ENDLESS_S)

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            while read_request(secure):
                secure.sendall(http_answer())

    stalled = serve(mute).replace("http:", "https:")
    working = serve(answer).replace("http:", "https:")
    with ObjectStorage(allow_http_loopback=False) as one, ObjectStorage(allow_http_loopback=False) as other:
        result = in_thread(lambda: one.put(stalled, {}, [b"abc"], 3, token))
        try:
            assert greeted.wait(TIMEOUT_S)
            other.put(working, {}, [b"abc"], 3)
            assert not token.cancelled
            token.cancel()
            with pytest.raises(errors.UploadCancelled):
                result()
            one.put(working, {}, [b"abc"], 3)
        finally:
            over.set()


def test_a_stalled_put_over_tls_ends_at_once(
    serve: Serve,
    in_thread: InThread,
    make_certificate: MakeCertificate,
    monkeypatch: pytest.MonkeyPatch,
    token: CancelToken,
) -> None:
    trusted, context = make_certificate()
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    begun, over = threading.Event(), threading.Event()

    def stall(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(1_000)
            begun.set()
            over.wait(ENDLESS_S)

    base = serve(stall).replace("http:", "https:")
    with ObjectStorage(allow_http_loopback=False) as storage:
        result = in_thread(lambda: storage.put(base, {}, endless(2_000), 2_000 * BLOCK, token))
        try:
            assert begun.wait(TIMEOUT_S)
            token.cancel()
            with pytest.raises(errors.UploadCancelled):
                result()
        finally:
            over.set()


def test_abort_ends_every_running_call_of_the_api_and_refuses_new_ones(
    client: LayersClient, box: Sandbox, in_thread: InThread
) -> None:
    box.world.faults.add("whoami:timeout:2")
    results = [in_thread(client.whoami), in_thread(client.whoami)]
    assert box.world.faults.wait_held(2)
    client.abort()
    for result in results:
        with pytest.raises(errors.UploadCancelled):
            result()
    with pytest.raises(errors.UploadCancelled):
        client.whoami()


def test_close_ends_a_running_call_too(client: LayersClient, box: Sandbox, in_thread: InThread) -> None:
    box.world.faults.add("whoami:timeout")
    result = in_thread(client.whoami)
    assert box.world.faults.wait_held()
    client.close()
    with pytest.raises(errors.UploadCancelled):
        result()


def test_a_client_that_is_aborted_while_a_call_connects_sends_nothing(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = socket.getaddrinfo
    with LayersClient(box.base_url, ApiKey(box.key)) as client:

        def abort_and_look_up(host: str, port: int, *rest: int) -> list[object]:
            client.abort()
            return list(look_up(host, port, *rest))

        monkeypatch.setattr(socket, "getaddrinfo", abort_and_look_up)
        with pytest.raises(errors.UploadCancelled):
            client.whoami()
    assert not [record for record in box.world.requests if record.status == 200]


def test_closed_connections_are_forgotten_and_shutting_one_twice_is_harmless() -> None:
    lines = OpenSockets()
    pairs = [socket.socketpair() for _ in range(3)]
    for ours, theirs in pairs:
        lines.add(ours)
        ours.close()
        theirs.close()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        lines.add(ours)
        assert len(lines._sockets) == 1
        lines.shut()
        assert theirs.recv(1) == b""
        lines.shut()
        lines.discard(ours)
        assert not lines._sockets


def test_without_descriptors_left_a_handshake_is_not_watched_but_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = OpenSockets()
    backend = WatchedBackend(lines)
    with socket.create_server(("127.0.0.1", 0)) as server:
        with backend.calling(RequestContext(lambda: False, host="")):
            stream = backend.connect_tcp("127.0.0.1", server.getsockname()[1])
            watched = set(lines._sockets)
            monkeypatch.setattr(socket.socket, "dup", _out_of_descriptors)
            with backend.handshaking(stream):
                assert lines._sockets == watched
        stream.close()


def _out_of_descriptors(_: socket.socket) -> socket.socket:
    raise OSError(errno.EMFILE, "Too many open files")
