"""One PUT to a signed link: exactly the listed headers, exactly the announced bytes, a typed end."""

from __future__ import annotations

import socket
import tracemalloc
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from layers_desktop.api import errors
from layers_desktop.api.models import SignedUpload
from layers_desktop.api.storage import BLOCK, ObjectStorage
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers.retry_policy import for_a_person

Answering = Callable[..., tuple[str, list[bytes]]]
Answer = Callable[..., bytes]
Presign = Callable[[int], SignedUpload]


class SourceGoneError(Exception):
    """What a caller's own iterator may raise."""


def test_only_the_listed_headers_and_what_http_needs_are_sent(
    storage: ObjectStorage,
    answer_with: Answering,
    http_answer: Answer,
    header_names: Callable[[bytes], list[str]],
) -> None:
    base, requests = answer_with(http_answer(200, "", 'ETag: W/"abc"'))
    answer = storage.put(f"{base}/o?sig=1", {"Content-Type": "a/b", "x-amz-meta-a": ""}, [b"ab", b"c"], 3)
    assert answer.etag == "abc"
    assert sorted(header_names(requests[0])) == ["content-length", "content-type", "host", "x-amz-meta-a"]
    assert requests[0].startswith(b"PUT /o?sig=1 HTTP/1.1\r\n")
    assert requests[0].endswith(b"\r\n\r\nabc")
    assert b"content-length: 3\r\n" in requests[0].lower()


def test_an_answer_without_etag_is_fine_and_an_empty_file_can_be_sent(
    storage: ObjectStorage, answer_with: Answering, http_answer: Answer
) -> None:
    base, requests = answer_with(http_answer(204))
    assert storage.put(base, {"content-length": "0"}, [], 0).etag is None
    assert b"content-length: 0\r\n" in requests[0].lower()


def test_a_success_that_is_not_of_a_whole_file_is_none(
    storage: ObjectStorage, answer_with: Answering, http_answer: Answer
) -> None:
    statuses = (202, 203, 206, 207)
    base, _ = answer_with(*map(http_answer, statuses))
    for status in statuses:
        with pytest.raises(errors.StorageRefused, match=f"status {status}"):
            storage.put(base, {}, [b"abc"], 3)


def test_headers_that_must_not_be_sent_are_refused_before_any_connection(
    storage: ObjectStorage, answer_with: Answering, http_answer: Answer
) -> None:
    base, requests = answer_with(http_answer())
    for headers in (
        {"Host": "evil.example"},
        {"Authorization": "x"},
        {"x-api-key": "x"},
        {"Cookie": "x"},
        {"Transfer-Encoding": "chunked"},
        {"Connection": "close"},
        {"Expect": "100-continue"},
        {"Content-Length": "4"},
        {"Content-Length": "3", "content-length": "3"},
        {"Content-Type": "a\r\nX-Api-Key: b"},
        {"Content-Type": "a\nb"},
        {"Content-Type": "\u00fc"},
        {"Content-Type": " a"},
        {"a b": "c"},
        {"a:": "c"},
        {"": "c"},
    ):
        with pytest.raises(errors.MalformedAnswer):
            storage.put(base, headers, [b"abc"], 3)
        assert not requests, headers


def test_a_link_that_is_not_encrypted_or_no_address_is_refused_and_not_shown(storage: ObjectStorage) -> None:
    for url in (
        "http://layers.example/x?X-Amz-Signature=abc",
        "ftp://layers.example/x",
        "file:///etc/passwd",
        "/x",
        "",
        "https://",
        "https://user:abc@layers.example/x",
        "https://[::1/x?X-Amz-Signature=abc",
        "https://a\x00b/",
    ):
        with pytest.raises(errors.MalformedAnswer) as caught:
            storage.put(url, {}, [b"abc"], 3)
        assert "abc" not in str(caught.value), url


def test_plain_http_to_this_computer_is_refused_where_layers_is_remote(
    answer_with: Answering, http_answer: Answer
) -> None:
    base, requests = answer_with(http_answer())
    with ObjectStorage(allow_http_loopback=False) as storage, pytest.raises(errors.MalformedAnswer):
        storage.put(base, {}, [b"abc"], 3)
    assert not requests


def test_a_body_of_another_length_is_named_and_the_storage_can_be_used_again(
    storage: ObjectStorage, presign: Presign
) -> None:
    signed = presign(3)
    for blocks in ([b"ab"], [], [b"abcd"], [b"abc", b"d"], [b"ab", b"cd"]):
        with pytest.raises(errors.BodyLengthMismatch):
            storage.put(signed.put_url, signed.put_headers, blocks, 3)
    assert storage.put(signed.put_url, signed.put_headers, [b"", b"abc", b""], 3).etag


@pytest.mark.parametrize("kind", [SourceGoneError, ConnectionResetError, ValueError])
def test_what_the_body_raises_comes_through_unchanged(
    storage: ObjectStorage, presign: Presign, kind: type[Exception]
) -> None:
    raised = kind("gone")

    def blocks() -> Iterator[bytes]:
        yield b"ab"
        raise raised from KeyError("why")

    signed = presign(3)
    with pytest.raises(kind) as caught:
        storage.put(signed.put_url, signed.put_headers, blocks(), 3)
    assert caught.value is raised
    assert isinstance(raised.__cause__, KeyError)


def test_an_interrupt_in_the_body_is_no_error_of_the_network(
    storage: ObjectStorage, presign: Presign
) -> None:
    def blocks() -> Iterator[bytes]:
        yield b"ab"
        raise KeyboardInterrupt

    signed = presign(3)
    with pytest.raises(KeyboardInterrupt):
        storage.put(signed.put_url, signed.put_headers, blocks(), 3)


def test_300_megabytes_pass_through_a_few_blocks_of_memory(
    storage: ObjectStorage, serve: Callable[[Callable[[socket.socket], None]], str], http_answer: Answer
) -> None:
    size = 1_200 * BLOCK
    received = []

    def swallow(connection: socket.socket) -> None:
        buffer = bytearray(1024 * 1024)
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(1)
        total = 0
        while total < size:
            total += connection.recv_into(buffer)
        received.append(total)
        connection.sendall(http_answer())

    base = serve(swallow)
    tracemalloc.start()
    try:
        storage.put(base, {}, (bytes(BLOCK) for _ in range(1_200)), size)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert received == [size]
    assert peak < 16 * BLOCK


FAULTS: dict[str, type[errors.ApiError]] = {
    "expired-s3": errors.LinkExpired,
    "expired-r2": errors.LinkExpired,
    "expired-ceph": errors.StorageRefused,
    "badsignature": errors.SignatureRejected,
    "403": errors.StorageRefused,
    "404": errors.StorageRefused,
    "413": errors.StorageTooLarge,
    "422": errors.StorageRefused,
    "409": errors.StorageBusy,
    "429": errors.StorageBusy,
    "429-date": errors.StorageBusy,
    "slowdown": errors.StorageBusy,
    "503": errors.StorageBusy,
    "500": errors.StorageFault,
    "502": errors.StorageFault,
    "requesttimeout": errors.StorageFault,
    "portal": errors.CaptivePortal,
    "reset-before": errors.ConnectionLost,
    "reset-mid": errors.ConnectionLost,
    "reset-after": errors.ConnectionLost,
}


def test_whatever_goes_wrong_at_the_storage_is_a_typed_error_and_the_next_put_works(
    storage: ObjectStorage, presign: Presign, box: Sandbox
) -> None:
    signed = presign(4 * BLOCK)
    for fault, kind in FAULTS.items():
        box.world.faults.add(f"put:{fault}")
        with pytest.raises(errors.ApiError) as caught:
            storage.put(signed.put_url, signed.put_headers, [bytes(BLOCK)] * 4, 4 * BLOCK)
        assert type(caught.value) is kind, fault
        assert storage.put(signed.put_url, signed.put_headers, [bytes(BLOCK)] * 4, 4 * BLOCK).etag, fault


def test_a_storage_that_takes_no_connections_is_named(
    storage: ObjectStorage, presign: Presign, box: Sandbox
) -> None:
    signed = presign(3)
    box.pause_storage()
    with pytest.raises(errors.ConnectionRefused) as caught:
        storage.put(signed.put_url, signed.put_headers, [b"abc"], 3)
    # Errors are kept for as long as they are shown; a context would keep the file's blocks with them.
    assert caught.value.__context__ is None


def test_a_link_for_another_type_is_a_rejected_signature(storage: ObjectStorage, presign: Presign) -> None:
    signed = presign(3)
    headers = signed.put_headers | {"Content-Type": "image/jpeg"}
    with pytest.raises(errors.SignatureRejected):
        storage.put(signed.put_url, headers, [b"abc"], 3)


def test_an_answer_that_comes_while_the_file_is_still_being_sent_is_read(
    storage: ObjectStorage, serve: Callable[[Callable[[socket.socket], None]], str], http_answer: Answer
) -> None:
    refusal = http_answer(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>", "Connection: close")

    def refuse_early(connection: socket.socket) -> None:
        connection.recv(1_000)
        connection.sendall(refusal)
        while connection.recv(1024 * 1024):
            pass

    with pytest.raises(errors.SignatureRejected):
        storage.put(serve(refuse_early), {}, (bytes(BLOCK) for _ in range(80)), 80 * BLOCK)


def test_a_server_that_cuts_off_in_the_middle_is_a_refusal_or_a_lost_connection(
    storage: ObjectStorage, presign: Presign, box: Sandbox
) -> None:
    signed = presign(80 * BLOCK)
    box.world.faults.add("put:early-4xx")
    with pytest.raises((errors.StorageRefused, errors.ConnectionLost)):
        storage.put(signed.put_url, signed.put_headers, (bytes(BLOCK) for _ in range(80)), 80 * BLOCK)


def test_a_success_before_the_whole_file_was_sent_is_not_believed(
    storage: ObjectStorage, serve: Callable[[Callable[[socket.socket], None]], str], http_answer: Answer
) -> None:
    def accept_early(connection: socket.socket) -> None:
        connection.recv(1_000)
        connection.sendall(http_answer())
        connection.shutdown(socket.SHUT_RDWR)

    with pytest.raises(errors.ConnectionLost):
        storage.put(serve(accept_early), {}, (bytes(BLOCK) for _ in range(800)), 800 * BLOCK)


def test_a_redirect_of_the_storage_is_refused(
    storage: ObjectStorage, answer_with: Answering, http_answer: Answer
) -> None:
    elsewhere, stolen = answer_with(http_answer())
    base, _ = answer_with(http_answer(307, "", f"Location: {elsewhere}"))
    with pytest.raises(errors.RedirectRefused):
        storage.put(base, {}, [b"abc"], 3)
    assert not stolen


def test_a_link_signed_for_an_empty_file_is_explained(
    storage: ObjectStorage, answer_with: Answering, http_answer: Answer
) -> None:
    refusal = http_answer(400, "<Error><Code>BadDigest</Code></Error>")
    base, _ = answer_with(refusal)
    with pytest.raises(errors.StorageRefused, match="empty file") as caught:
        storage.put(f"{base}/o?x-amz-checksum-crc32=AAAAAA%3D%3D", {}, [b"abc"], 3)
    assert for_a_person(caught.value).words == caught.value.problem.words, "a retry gets the same link"
    with pytest.raises(errors.StorageRefused, match="checksum differs"):
        storage.put(f"{base}/o?x-amz-checksum-crc32=BBBBBB%3D%3D", {}, [b"abc"], 3)


def test_an_endless_refusal_is_read_only_so_far(
    storage: ObjectStorage, answer_with: Answering, http_answer: Answer
) -> None:
    base, requests = answer_with(http_answer(400, b"<Error><Code>SlowDown</Code>" + b" " * 5_000_000))
    for _ in range(2):
        with pytest.raises(errors.StorageBusy):
            storage.put(base, {}, [b"abc"], 3)
    assert len(requests) == 2


def test_one_connection_serves_several_files(
    storage: ObjectStorage,
    serve: Callable[[Callable[[socket.socket], None]], str],
    read_request: Callable[[socket.socket], bytes],
    http_answer: Answer,
) -> None:
    connections = []

    def handle(connection: socket.socket) -> None:
        connections.append(connection.getpeername())
        while read_request(connection):
            connection.sendall(http_answer())

    base = serve(handle)
    for _ in range(3):
        storage.put(base, {}, [b"abc"], 3)
    assert len(connections) == 1
    assert urlsplit(base).hostname == "127.0.0.1"


def test_the_code_decides_and_the_status_only_without_one() -> None:
    headers = {"x-amz-request-id": "amz-1", "Retry-After": "7"}
    table: list[tuple[int, bytes, type[errors.ApiError]]] = [
        (400, b"", errors.StorageRefused),
        (403, b"", errors.StorageRefused),
        (403, b"<html><body>Blocked</body></html>", errors.StorageRefused),
        (400, b"<Error><Code>ExpiredRequest</Code></Error>", errors.LinkExpired),
        (403, b"<Error><Code>ExpiredToken</Code></Error>", errors.LinkExpired),
        (400, b"<Error><Code>EntityTooLarge</Code></Error>", errors.StorageTooLarge),
        (411, b"<Error><Code>MissingContentLength</Code></Error>", errors.StorageRefused),
        (501, b"<Error><Code>NotImplemented</Code></Error>", errors.StorageRefused),
        (501, b"", errors.StorageFault),
        (400, b"<Error><Code>RequestTimeout</Code></Error>", errors.StorageFault),
        (408, b"", errors.StorageFault),
        (503, b"<Error><Code>SlowDown</Code></Error>", errors.StorageBusy),
        (503, b"", errors.StorageBusy),
        (429, b"", errors.StorageBusy),
        (413, b"", errors.StorageTooLarge),
        (500, b"<Error><Code>InternalError</Code></Error>", errors.StorageFault),
        (599, b"\xff\xfe", errors.StorageFault),
        (418, b"<Error><Code>&lt;New&gt;</Code></Error>", errors.StorageRefused),
        (302, b"", errors.RedirectRefused),
        (403, b'<!DOCTYPE x [<!ENTITY a "b">]><Error><Code>&a;</Code></Error>', errors.StorageRefused),
    ]
    for status, body, kind in table:
        error = errors.from_storage_answer(status, headers, body)
        assert type(error) is kind, (status, body)
        if isinstance(error, errors.StorageError):
            assert (error.problem.request_id, error.retry_after) == ("amz-1", 7.0), (status, body)


def test_the_storages_own_request_id_is_found_in_its_xml() -> None:
    body = b"<Code>AccessDenied</Code><Message>Request has expired</Message><RequestId>r&amp;1</RequestId>"
    error = errors.from_storage_answer(403, {}, body)
    assert type(error) is errors.LinkExpired
    assert error.problem.request_id == "r&1"
