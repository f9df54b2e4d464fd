"""The storage: what a signature covers, how bodies arrive, what is refused before they do."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from layers_desktop.sandbox import Sandbox

Call = Callable[..., httpx.Response]


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def xml_code(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/xml"
    return answer.status_code, answer.text.partition("<Code>")[2].partition("</Code>")[0]


def stored_files(box: Sandbox) -> list[Path]:
    return [path for path in box.folder.rglob("*") if path.is_file()]


@pytest.fixture
def raw() -> Iterator[Callable[[str], socket.socket]]:
    """Open a plain socket to the origin of a URL."""
    opened: list[socket.socket] = []

    def connect(url: str) -> socket.socket:
        parts = urlsplit(url)
        opened.append(socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=30))
        return opened[-1]

    yield connect
    for sock in opened:
        sock.close()


def put_head(url: str, length: int, *more: str) -> bytes:
    parts = urlsplit(url)
    lines = [
        f"PUT {parts.path}?{parts.query} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Content-Type: image/png",
        f"Content-Length: {length}",
        *more,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def test_a_put_is_answered_with_the_md5_as_etag(box: Sandbox, presign: Call, put: Call) -> None:
    answer = put(presign(box, b"bytes"), b"bytes")
    assert answer.status_code == 200
    assert answer.headers["ETag"] == f'"{hashlib.md5(b"bytes").hexdigest()}"'
    [upload] = box.world.uploads
    assert upload.stored is not None
    assert upload.stored.sha256 == hashlib.sha256(b"bytes").hexdigest()


def test_a_wrong_etag_on_command_is_the_md5_of_other_bytes(box: Sandbox, presign: Call, put: Call) -> None:
    box.world.faults.add("put:etag")
    answer = put(presign(box, b"bytes"), b"bytes")
    assert answer.status_code == 200
    assert re.fullmatch('"[0-9a-f]{32}"', answer.headers["ETag"])
    assert answer.headers["ETag"] != f'"{hashlib.md5(b"bytes").hexdigest()}"'
    with pytest.raises(ValueError, match="etag"):
        box.world.faults.add("finalize:etag")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (("Content-Type", "image/jpeg"), (403, "SignatureDoesNotMatch")),
        (("Content-Type", "image/png; charset=utf-8"), (403, "SignatureDoesNotMatch")),
        (("Content-Type", None), (403, "SignatureDoesNotMatch")),
        (("Content-Length", "2"), (403, "SignatureDoesNotMatch")),
        (("Host", "127.0.0.1:1"), (403, "SignatureDoesNotMatch")),
        (("Authorization", "Bearer x"), (400, "InvalidArgument")),
        (("X-Api-Key", "lp_x"), (400, "InvalidArgument")),
    ],
)
def test_the_signature_covers_exactly_the_declared_headers(
    box: Sandbox, http: httpx.Client, presign: Call, sent: tuple[str, str | None], expected: tuple[int, str]
) -> None:
    header, value = sent
    reply = presign(box, b"png").json()
    headers = {**reply["headers"], header: value}
    headers = {name: text for name, text in headers.items() if text is not None}
    content = b"pn" if header == "Content-Length" else b"png"
    assert xml_code(http.put(reply["url"], content=content, headers=headers)) == expected
    assert stored_files(box) == []


def test_the_signature_covers_method_path_and_every_parameter(
    box: Sandbox, http: httpx.Client, presign: Call
) -> None:
    reply = presign(box, b"png").json()
    url, headers = reply["url"], reply["headers"]
    parts = urlsplit(url)
    pairs = parts.query.split("&")
    spoilt = [url.replace("a.png", "b.png"), url.replace("X-Amz-Expires=900", "X-Amz-Expires=9000")]
    spoilt += [urlunsplit(parts._replace(query=parts.query + "&x-amz-acl=public-read"))]
    for bad in spoilt:
        assert xml_code(http.put(bad, content=b"png", headers=headers)) == (403, "SignatureDoesNotMatch")
    for pair in pairs:
        query = "&".join(other for other in pairs if other != pair)
        answer = http.put(urlunsplit(parts._replace(query=query)), content=b"png", headers=headers)
        assert answer.status_code == 403, pair
    for name, value in (("Signature", "%C3%A9"), ("Expires", "9" * 400), ("Expires", "x"), ("Date", "today")):
        query = "&".join(
            f"X-Amz-{name}={value}" if pair.startswith(f"X-Amz-{name}=") else pair for pair in pairs
        )
        answer = http.put(urlunsplit(parts._replace(query=query)), content=b"png", headers=headers)
        assert answer.status_code == 403, (name, value)
    assert xml_code(http.request("POST", url, content=b"png")) == (405, "MethodNotAllowed")
    assert http.put(url, content=b"png", headers=headers).status_code == 200


def test_a_chunked_body_is_not_implemented(box: Sandbox, http: httpx.Client, presign: Call) -> None:
    reply = presign(box, sizeBytes=None).json()
    headers = {"Content-Type": "image/png"}
    answer = http.put(reply["url"], content=iter([b"p", b"ng"]), headers=headers)
    assert xml_code(answer) == (501, "NotImplemented")


def test_a_body_without_length_is_refused(
    box: Sandbox, presign: Call, raw: Callable[[str], socket.socket]
) -> None:
    url = presign(box).json()["url"]
    sock = raw(url)
    sock.sendall(put_head(url, 0).replace(b"Content-Length: 0\r\n", b""))
    answer = sock.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 411 ")
    assert b"MissingContentLength" in answer


def test_an_expired_link_is_refused(make_box: Callable[..., Sandbox], presign: Call, put: Call) -> None:
    clock = Clock()
    box = make_box(clock=clock)
    signed = presign(box)
    clock.now += 899
    assert put(signed).status_code == 200
    clock.now += 1
    answer = put(signed)
    assert xml_code(answer) == (403, "AccessDenied")
    assert "<Message>Request has expired</Message>" in answer.text


def test_what_should_not_have_been_sent_is_on_record(box: Sandbox, presign: Call, put: Call) -> None:
    assert put(presign(box), **{"x-amz-acl": "public-read"}).status_code == 200
    assert put(presign(box), **{"X-Api-Key": "lp_leaked"}).status_code == 400
    obeyed, leaked = [request for request in box.world.requests if request.side == "storage"]
    assert (obeyed.headers["x-amz-acl"], obeyed.status, obeyed.step) == ("public-read", 200, "put")
    assert (leaked.headers["x-api-key"], leaked.code) == ("lp_leaked", "InvalidArgument")
    assert "?" not in obeyed.path
    assert obeyed.query == {}


def test_a_truncated_body_stores_nothing(
    box: Sandbox, presign: Call, finalize: Call, raw: Callable[[str], socket.socket]
) -> None:
    reply = presign(box, b"x" * 1_000_000).json()
    sock = raw(reply["url"])
    sock.sendall(put_head(reply["url"], 1_000_000) + b"x" * 999_999)
    sock.shutdown(socket.SHUT_WR)
    assert sock.recv(1) == b""  # the sandbox has noticed, and ended the connection
    assert finalize(box, reply["uploadId"]).status_code == 422
    assert stored_files(box) == []
    assert [request.status for request in box.world.requests if request.side == "storage"] == [None]


def test_a_refusal_is_answered_before_the_body_has_come(
    box: Sandbox, presign: Call, raw: Callable[[str], socket.socket]
) -> None:
    reply = presign(box, b"x" * 50_000_000).json()
    sock = raw(reply["url"])
    sock.sendall(put_head(reply["url"], 50_000_000, "Authorization: Bearer x"))
    assert b"InvalidArgument" in sock.recv(65_536)


def test_a_connection_outlives_a_refused_body(box: Sandbox, http: httpx.Client, presign: Call) -> None:
    data = os.urandom(3_000_000)
    for _ in range(3):
        reply = presign(box, data).json()
        bad = {**reply["headers"], "Content-Type": "image/gif"}
        assert http.put(reply["url"], content=data, headers=bad).status_code == 403
        assert http.put(reply["url"], content=data, headers=reply["headers"]).status_code == 200


def test_a_client_that_waits_for_100_continue_gets_it(
    box: Sandbox, presign: Call, raw: Callable[[str], socket.socket]
) -> None:
    reply = presign(box, b"png").json()
    sock = raw(reply["url"])
    sock.sendall(put_head(reply["url"], 3, "Expect: 100-continue"))
    assert sock.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
    sock.sendall(b"png")
    assert sock.recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_a_large_body_costs_no_memory(
    box: Sandbox, presign: Call, finalize: Call, raw: Callable[[str], socket.socket]
) -> None:
    block = os.urandom(1_048_576)
    size = 300 * len(block)
    reply = presign(box, kind="video", mimeType="video/mp4", sizeBytes=size).json()
    sock = raw(reply["url"])
    tracemalloc.start()
    try:
        sock.sendall(put_head(reply["url"], size).replace(b"image/png", b"video/mp4"))
        for _ in range(300):
            sock.sendall(block)
        assert sock.recv(65_536).startswith(b"HTTP/1.1 200 ")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * 1_048_576
    assert finalize(box, reply["uploadId"]).json()["sizeBytes"] == size
    assert box.world.assets[0].path.stat().st_size == size
