"""HTTP/1.1 on one accepted socket: heads, bodies in blocks, answers (JSON of the API, XML of the storage).

Written out instead of `http.server` because the faults need what that hides: when a body is read, what is
left unread, and how the connection ends.
"""

from __future__ import annotations

import contextlib
import io
import json
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from layers_desktop.sandbox.records import new_id

Headers: TypeAlias = tuple[tuple[str, str], ...]
BLOCK = 256 * 1024
_MAX_LINE = 16 * 1024
_MAX_HEADERS = 100
_LINGER_SECONDS = 5.0
_LINGER_OFF = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One HTTP answer, and how it goes over the wire when a fault wants it to go badly."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    file: Path | None = None
    """Sent instead of `body`."""
    code: str | None = None
    """The error code inside the body, for the log."""
    close: bool = False
    """End the connection after this answer."""
    abrupt: bool = False
    """Close at once, whatever the client is still sending: its unread bytes turn the close into a reset."""
    cut_at: int | None = None
    """Send only so many bytes of the body, then close."""
    pause: float = 0.0
    """Seconds between the ten pieces of a slow answer."""


class ErrorResponse(Exception):
    """Ends the handling of a request with an API error.

    `details` is a list of `{"path", "message"}`, one for each field that was wrong.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: list[dict[str, str]] | None = None,
        headers: Headers = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.headers = headers


def json_answer(status: int, value: object, headers: Headers = ()) -> Response:
    """Return `value` as the JSON body of an answer."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(
        status=status, headers=(("Content-Type", "application/json; charset=utf-8"), *headers), body=body
    )


def error_answer(failure: ErrorResponse, request_id: str) -> Response:
    """Return Layers' error shape: `{"error": {code, message, requestId, details?}}`."""
    error: dict[str, Any] = {"code": failure.code, "message": failure.message, "requestId": request_id}
    if failure.details is not None:
        error["details"] = failure.details
    answer = json_answer(failure.status, {"error": error}, failure.headers)
    return Response(status=answer.status, headers=answer.headers, body=answer.body, code=failure.code)


def storage_error(
    status: int, code: str, message: str, headers: Headers = (), *, close: bool = False
) -> Response:
    """Return the XML error of an S3-like storage."""
    request_id = new_id("tx")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
        f"<RequestId>{request_id}</RequestId></Error>"
    )
    return Response(
        status=status,
        headers=(("Content-Type", "application/xml"), ("x-amz-request-id", request_id), *headers),
        body=body.encode(),
        code=code,
        close=close,
    )


class ConnectionDropped(Exception):
    """The connection ends now, without an answer."""


class BadHead(Exception):
    """What came is not an HTTP request."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first lines of one request."""

    method: str
    target: str
    headers: MappingProxyType[str, str]
    """Names in lower case; repeated ones joined by a comma."""
    version: str = "HTTP/1.1"

    @property
    def path(self) -> str:
        """The target's path, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The target's query as it was sent."""
        return self.target.partition("?")[2]

    def parameters(self) -> dict[str, str]:
        """Return the decoded query; of a repeated name the last one."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def length(self) -> int | None:
        """The declared length of the body: None when none is declared or it is no number."""
        value = self.headers.get("content-length", "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else None

    @property
    def closing(self) -> bool:
        """Whether the client wants the connection to end after the answer."""
        return self.version == "HTTP/1.0" or "close" in self.headers.get("connection", "").lower()

    @property
    def chunked(self) -> bool:
        """Whether the body comes in another coding than plain bytes of a known length."""
        return "transfer-encoding" in self.headers


class Connection:
    """One client's socket. Used by one thread; only `shut` may be called from another."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._reader = io.BufferedReader(sock.makefile("rb", buffering=0), 64 * 1024)
        self._reset = False

    def read_head(self) -> Head | None:
        """Read up to the empty line; None when the client has closed."""
        line = self._line()
        if line == b"\r\n":  # RFC 9112, 2.2: one empty line before a request is ignored
            line = self._line()
        if not line:
            return None
        parts = line.decode("latin-1").split()
        if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
            raise BadHead
        headers: dict[str, str] = {}
        for _ in range(_MAX_HEADERS):
            line = self._line()
            if line in {b"\r\n", b"\n"}:
                return Head(parts[0], parts[1], MappingProxyType(headers), parts[2])
            name, colon, value = line.decode("latin-1").partition(":")
            if not colon or not name or name != name.strip():
                raise BadHead
            key, text = name.lower(), value.strip()
            headers[key] = f"{headers[key]}, {text}" if key in headers else text
        raise BadHead

    def _line(self) -> bytes:
        line = self._reader.readline(_MAX_LINE + 1)
        if len(line) > _MAX_LINE:
            raise BadHead
        return line

    def read(self, limit: int) -> bytes:
        """Return what has arrived, at most `limit` bytes; nothing at the end of the stream."""
        return self._reader.read1(limit)

    def send(self, answer: Response, *, head_only: bool, wait: Callable[[float], object]) -> None:
        """Send the answer as it says; `wait(seconds)` is how a slow one pauses."""
        size = answer.file.stat().st_size if answer.file else len(answer.body)
        phrase = HTTPStatus(answer.status).phrase
        lines = [f"HTTP/1.1 {answer.status} {phrase}"]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        lines += [f"Content-Length: {size}"]
        lines += ["Connection: close"] if answer.close else []
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        if answer.file is not None:
            self._socket.sendall(head)
            if not head_only:
                with answer.file.open("rb") as file:
                    self._socket.sendfile(file)
            return
        data = head if head_only else head + answer.body[: answer.cut_at]
        if not answer.pause:
            self._socket.sendall(data)
            return
        piece = max(1, -(-len(data) // 10))
        for start in range(0, len(data), piece):
            self._socket.sendall(data[start : start + piece])
            wait(answer.pause)

    def send_continue(self) -> None:
        """Tell a client that waits with `Expect: 100-continue` to send its body."""
        self._socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def linger(self) -> None:
        """Say that nothing more comes, then read on for a while.

        Closing over unread bytes makes the system send a reset, which can destroy the answer in the
        client's buffers before it is read.
        """
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(_LINGER_SECONDS)
            while self._reader.read1(BLOCK):
                pass

    def reset_on_close(self) -> None:
        """Make `close` send a reset (RST) instead of an orderly end."""
        self._reset = True

    def shut(self) -> None:
        """Free a thread that reads or writes here; callable from any thread."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the socket and its reader."""
        with contextlib.suppress(OSError):
            if self._reset:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_OFF)
        with contextlib.suppress(OSError):
            self._reader.close()
        self._socket.close()


class Body:
    """The body of one request, read in blocks so that a gigabyte costs no memory."""

    def __init__(self, connection: Connection, head: Head) -> None:
        self._connection = connection
        self._continue = head.headers.get("expect", "").lower() == "100-continue"
        self.declared = head.length
        self.remaining = head.length or 0
        self.countable = not head.chunked
        self._interruption: tuple[int, Callable[[], None]] | None = None

    @property
    def abandoned(self) -> bool:
        """Whether the next request cannot be found behind what was left unread."""
        return not self.countable or (self._continue and self.remaining > 0)

    def read_block(self) -> bytes:
        """Return the next bytes, empty at the end; ConnectionDropped when the client stops early."""
        limit = min(BLOCK, self.remaining)
        if self._interruption is not None:
            at, act = self._interruption
            if self.remaining <= at:
                self._interruption = None
                act()
            else:
                limit = min(limit, self.remaining - at)
        if not limit:
            return b""
        if self._continue:
            self._continue = False
            self._connection.send_continue()
        block = self._connection.read(limit)
        if not block:
            raise ConnectionDropped
        self.remaining -= len(block)
        return block

    def read_all(self) -> bytes:
        """Return the rest; for bodies whose size was checked before."""
        blocks = []
        while block := self.read_block():
            blocks.append(block)
        return b"".join(blocks)

    def interrupt(self, at: int, act: Callable[[], None]) -> None:
        """Call `act` once when exactly `at` bytes remain, before the next of them is read."""
        self._interruption = (at, act)

    def discard(self) -> None:
        """Read and forget the rest."""
        while self.read_block():
            pass
