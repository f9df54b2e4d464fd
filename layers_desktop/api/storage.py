"""One streaming PUT to a signed link of the object storage, which can be stopped at once.

The storage gets exactly the headers that Layers listed and what HTTP itself needs (Host, Content-Length).
Anything more is an error there (`Authorization`) or, worse, is obeyed (unsigned `x-amz-…`); the API key
never gets here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.errors.answers import CaptivePortal, MalformedAnswer, RedirectRefused, looks_like_html
from layers_desktop.api.errors.base import UploadCancelled, clean
from layers_desktop.api.errors.network import ConnectionLost, from_transport
from layers_desktop.api.errors.storage import BodyLengthMismatch, StorageError, from_storage_answer
from layers_desktop.api.network import Network
from layers_desktop.api.network_backend import RequestContext
from layers_desktop.api.proxy import is_loopback
from layers_desktop.api.transport import Connections, RequestLog

BLOCK = 256 * 1024
"""Bytes a block of the body should have: full speed, and no write outlasts its time on a slow line."""

ANSWER_SECONDS = 180.0
"""From the file's last byte to the end of the answer: a storage may need a while for a large file."""

_ANSWER_CAP = 64 * 1024
"""Bytes of an answer that are read; an S3 error is below 2 KB."""

_NEVER_SENT = frozenset(
    {
        *("host", "authorization", "x-api-key", "cookie", "transfer-encoding", "connection", "keep-alive"),
        *("te", "trailer", "upgrade", "expect", "proxy-authorization", "proxy-connection"),
    }
)
"""Header names that a presign answer must not list: they would leak, reroute or break the request."""

_STORED = frozenset({200, 201, 204})
"""What an object storage answers when it has the file. Another 2xx (202, 206) says of a part, or of later."""
_MOST_HEADERS = 40
_LONGEST_HEADER = 8_000
"""Characters of a value. Layers lists two headers; storages refuse what is longer."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"(?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?")


@dataclass(frozen=True, slots=True)
class StorageAnswer:
    """The storage took the file."""

    etag: str | None
    """Without quotes; the MD5 of the body on R2 and plain S3, anything on other stores, None if not given."""


class _Body:
    """The blocks on their way: counts them, so that exactly `size` bytes leave, and keeps what went wrong."""

    def __init__(self, blocks: Iterable[bytes], size: int, cancel: CancelToken) -> None:
        self._blocks = blocks
        self._size = size
        self._cancel = cancel
        self.sent = 0
        self.failure: Exception | None = None
        """What the blocks' own iterator raised, or a wrong length: to be raised unchanged."""
        self.failure_cause: BaseException | None = None
        """Its `__cause__`, which httpcore drops on the way."""

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._counted()
        except Exception as error:  # whatever the file's reader raises; `put` raises it again
            self.failure, self.failure_cause = error, error.__cause__
            raise

    def _counted(self) -> Iterator[bytes]:
        for block in self._blocks:
            if self._cancel.cancelled:
                raise UploadCancelled
            self.sent += len(block)
            if self.sent > self._size:
                raise BodyLengthMismatch
            yield block
        if self.sent < self._size:
            raise BodyLengthMismatch


class ObjectStorage:
    """The storage, as one worker thread uses it: one `put` at a time; connections are kept in between."""

    def __init__(
        self,
        network: Network | None = None,
        *,
        allow_http_loopback: bool,
        answer_seconds: float | None = None,
    ) -> None:
        """`network` is the program's, and learns where the storage is; by default the system's proxy is used.

        `answer_seconds` is for another limit than `ANSWER_SECONDS`.
        """
        self._network = network or Network()
        self._allow_http_loopback = allow_http_loopback
        self._answer_seconds = ANSWER_SECONDS if answer_seconds is None else answer_seconds
        self._connections = Connections(self._network)

    def put(
        self,
        url: str,
        headers: Mapping[str, str],
        body: Iterable[bytes],
        size: int,
        cancel: CancelToken | None = None,
    ) -> StorageAnswer:
        """Send `size` bytes from `body` (blocks of `BLOCK` bytes) to a signed link; blocks until answered.

        Raises `UploadCancelled` when `cancel` was used, whatever `body` itself raises, `BodyLengthMismatch`
        when it is not `size` bytes long, `MalformedAnswer` for a link or headers that must not be used, and
        a `StorageError`, `NetworkFault` or `RedirectRefused`. After any of them the object can be used again.
        """
        target = self._target(url)
        origin = f"{target.scheme}://{target.netloc.decode('ascii')}"
        wire_headers = _wire_headers(headers, size)
        token = cancel or CancelToken()
        source = _Body(body, size, token)
        context = RequestContext(
            lambda: token.cancelled, host=target.host, answer_seconds=self._answer_seconds
        )
        note = RequestLog("PUT", origin)
        with token.watching(self._connections.lines):
            if token.cancelled:
                raise UploadCancelled
            self._network.storage = origin
            try:
                return self._send(target, wire_headers, source, context, note)
            except Exception as error:  # noqa: BLE001 -- raised again three lines below
                ended = _ended_by(error, source, token, host=target.host, context=context)
            note.ended(ended)
            # Not raised inside the handler: its context would keep frames with the file's blocks alive.
            raise ended

    def _send(
        self,
        target: httpx.URL,
        headers: list[tuple[str, str]],
        source: _Body,
        context: RequestContext,
        note: RequestLog,
    ) -> StorageAnswer:
        request = httpx.Request("PUT", target, headers=headers, content=source)
        with self._connections.calling(target, context) as http:
            response = http.send(request, stream=True)
            context.answered()
            try:
                note.answered(response)
                answer = _read(response)
            finally:
                response.close()
        if response.status_code not in _STORED:
            raise _refusal(response, answer, target)
        if source.sent != int(request.headers["Content-Length"]):
            raise ConnectionLost("network.lost/early")
        if answer and looks_like_html(response.headers, answer):
            raise CaptivePortal("network.sign_in_page/storage")
        etag = response.headers.get("etag", "").strip().removeprefix("W/").strip('"')
        return StorageAnswer(etag or None)

    def _target(self, url: str) -> httpx.URL:
        """Return the link when files may be sent to it. No error says what it was: it is a secret."""
        try:
            target = httpx.URL(url)
        except (httpx.InvalidURL, ValueError):  # UnicodeError is a ValueError
            raise MalformedAnswer("answer.malformed/link") from None
        plain_loopback = target.scheme == "http" and is_loopback(target) and self._allow_http_loopback
        if not target.host or (target.scheme != "https" and not plain_loopback):
            raise MalformedAnswer("answer.malformed/link_open")
        if target.userinfo:
            raise MalformedAnswer("answer.malformed/link_user")
        return target

    def close(self) -> None:
        """Close all connections. Call it from the thread that uses the object, when no `put` runs."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _wire_headers(headers: Mapping[str, str], size: int) -> list[tuple[str, str]]:
    """Return what is sent: the listed headers, checked, with a Content-Length that is the size."""
    wire = {"content-length": ("Content-Length", str(size))}
    seen: set[str] = set()
    if len(headers) > _MOST_HEADERS or any(len(value) > _LONGEST_HEADER for value in headers.values()):
        raise MalformedAnswer("answer.malformed/headers")
    for name, value in headers.items():
        low = name.lower()
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise MalformedAnswer("answer.malformed/header")
        if low in _NEVER_SENT or low in seen:
            raise MalformedAnswer("answer.malformed/header_name", name=clean(name, longest=60))
        if low == "content-length" and value != str(size):
            raise MalformedAnswer("answer.malformed/size")
        seen.add(low)
        wire[low] = (name, value)
    return list(wire.values())


def _read(response: httpx.Response) -> bytes:
    """Return the first part of the answer. More than that is of no use to anybody."""
    parts: list[bytes] = []
    total = 0
    for part in response.iter_raw():
        parts.append(part)
        total += len(part)
        if total > _ANSWER_CAP:
            break
    return b"".join(parts)[:_ANSWER_CAP]


def _refusal(response: httpx.Response, answer: bytes, target: httpx.URL) -> StorageError | RedirectRefused:
    return from_storage_answer(
        response.status_code,
        response.headers,
        answer,
        now=time.time(),
        empty_checksum=_signs_empty_checksum(target),
    )


def _signs_empty_checksum(target: httpx.URL) -> bool:
    """Return whether the link carries the checksum of an empty body, as some storage SDKs sign by mistake."""
    return any(
        name.lower() == "x-amz-checksum-crc32" and value == "AAAAAA=="
        for name, value in target.params.multi_items()
    )


def _ended_by(
    error: Exception, source: _Body, token: CancelToken, *, host: str, context: RequestContext
) -> Exception:
    """Return what really ended the call: the stop button, the body's own exception, or the network."""
    if token.cancelled:
        return UploadCancelled()
    if source.failure is not None:
        source.failure.__cause__ = source.failure_cause
        return source.failure
    if isinstance(error, httpx.HTTPError):
        return context.fault or from_transport(error, host=host, peer=context.peer)
    return error
