"""HTTP/1.1 on one accepted socket: heads, bodies in blocks, faults, answers, what becomes of unread bytes.

Written out instead of `http.server` because the faults need what that hides: when a body is read, what is
left unread, and how the connection ends.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import logging
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from types import MappingProxyType
from typing import NoReturn, Protocol
from urllib.parse import parse_qsl

from layers_desktop.sandbox.faults import EFFECTS, Fault
from layers_desktop.sandbox.records import Headers, RequestRecord, Response, new_id
from layers_desktop.sandbox.state import SandboxState

log = logging.getLogger(__name__)

BLOCK = 256 * 1024
_MAX_LINE = 16 * 1024
_MAX_HEADERS = 100
_LINGER_SECONDS = 5.0
_LINGER_OFF = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


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


class Handler(Protocol):
    """The API or the storage: what a request is, and what it does."""

    name: str
    """`api` or `storage`."""

    def step_of(self, head: Head) -> str | None:
        """Return which step of an upload this request is."""

    def handle(self, exchange: Exchange) -> Response:
        """Check and do what was asked; raises nothing but ConnectionDropped and faults of our own."""

    def error(self, status: int, code: str, message: str, headers: Headers, request_id: str) -> Response:
        """Return an error in this side's shape."""


class Exchange:
    """One request while it is being answered; the `Call` of the faults."""

    def __init__(self, world: SandboxState, side: Handler, connection: Connection, head: Head) -> None:
        self._connection = connection
        self._server = side
        self._world = world
        self.side = side.name
        self.head = head
        self.body = Body(connection, head)
        self.request_id = new_id("req")

    def process(self) -> Response:
        """Do what was asked; a fault of the sandbox itself becomes a 500."""
        try:
            return self._server.handle(self)
        except (ConnectionDropped, ConnectionError, TimeoutError):
            raise
        except Exception:  # answered, as Layers would: the connection and the other calls go on
            log.exception("the sandbox failed in %s %s", self.head.method, self.head.path)
            return self.error(500, "INTERNAL_ERROR", "The sandbox itself failed.", ())

    def drain(self) -> None:
        """Read the body and forget it."""
        self.body.discard()

    def at_half(self, act: Callable[[], None]) -> bool:
        """Call `act` when half of the body has been read; False when there is none."""
        if not self.body.remaining:
            return False
        self.body.interrupt(self.body.remaining // 2, act)
        return True

    def drop(self) -> NoReturn:
        """End the connection with a reset."""
        self._connection.reset_on_close()
        raise ConnectionDropped

    def hold(self) -> None:
        """Wait for `FaultPlan.release()`; at the end of the sandbox the connection ends."""
        if not self._world.faults.hold():
            raise ConnectionDropped

    def error(self, status: int, code: str, message: str, headers: Headers) -> Response:
        """Return an error in the shape of this side."""
        return self._server.error(status, code, message, headers, self.request_id)


class ConnectionHandler:
    """Serves connections of one side; one instance for all threads."""

    def __init__(self, world: SandboxState, side: Handler) -> None:
        self._world = world
        self._side = side

    def serve(self, connection: Connection) -> None:
        """Answer requests until the client leaves or a fault ends the connection."""
        # The storage's port has one step only, so there a refusal can come before the request is read.
        if self._side.name == "storage" and self._world.faults.take("put", only="refused"):
            connection.reset_on_close()
            return
        try:
            while (head := connection.read_head()) is not None and self._answer(connection, head):
                pass
        except BadHead:
            request_id = new_id("req")
            answer = self._side.error(400, "BAD_REQUEST", "This is not an HTTP request.", (), request_id)
            self._send_last(connection, self._identified(answer, request_id))
        except (ConnectionDropped, OSError):
            # The client has gone, or a fault wants it so: there is nobody left to tell.
            return

    def _identified(self, answer: Response, request_id: str) -> Response:
        """Add the date, and Layers' request id; the storage has ids of its own."""
        date = ("Date", formatdate(self._world.config.clock(), usegmt=True))
        ids = (("X-Request-Id", request_id),) if self._side.name == "api" else ()
        return dataclasses.replace(answer, headers=(*answer.headers, date, *ids))

    def _send_last(self, connection: Connection, answer: Response) -> None:
        try:
            connection.send(dataclasses.replace(answer, close=True), head_only=False, wait=self._world.wait)
        except OSError:
            return
        connection.linger()

    def _answer(self, connection: Connection, head: Head) -> bool:
        """Answer one request; True when the connection can serve another."""
        exchange = Exchange(self._world, self._side, connection, head)
        step = self._side.step_of(head)
        fault = self._world.faults.take(step) if step else None
        try:
            answer = EFFECTS[fault.kind](fault.seconds, exchange) if fault else exchange.process()
        except (ConnectionDropped, OSError):
            self._record(head, step, fault, None)
            raise
        answer = self._identified(answer, exchange.request_id)
        self._world.wait(self._world.config.latency_ms / 1_000)
        self._record(head, step, fault, answer)
        abandoned = exchange.body.abandoned
        last = answer.close or head.closing or abandoned or answer.cut_at is not None
        connection.send(
            dataclasses.replace(answer, close=last), head_only=head.method == "HEAD", wait=self._world.wait
        )
        if answer.abrupt or answer.cut_at is not None:
            return False
        if last:
            connection.linger()
            return False
        # A refusal that came before the body was read: the next request stands behind these bytes.
        exchange.body.discard()
        return True

    def _record(self, head: Head, step: str | None, fault: Fault | None, answer: Response | None) -> None:
        query = head.parameters() if self._side.name == "api" else {}
        self._world.record(
            RequestRecord(
                side=self._side.name,
                step=step,
                method=head.method,
                path=head.path,
                query=MappingProxyType(query),
                headers=head.headers,
                status=answer.status if answer else None,
                fault=fault.kind if fault else None,
                code=answer.code if answer else None,
                at=self._world.config.clock(),
            )
        )
