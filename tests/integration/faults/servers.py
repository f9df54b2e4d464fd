"""Small servers on loopback for what the sandbox cannot do: TLS, proxies, answers word for word."""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.timeouts import TIMEOUT_S

_BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, read completely."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes


class Server:
    """A port on loopback; each connection has a thread. It can be closed, and opened again, at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None
        self.port = 0
        self.open()

    def open(self) -> None:
        """Take connections, always on the same port."""
        if self._listener is not None:
            return
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BLOCK)  # a slow reader is felt soon
        self.port = int(self._listener.getsockname()[1])
        self._run(self._accept, self._listener)

    def close(self) -> None:
        """Refuse connections from now on and break those that are open."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.break_connections()

    def break_connections(self) -> None:
        """Shut every open connection."""
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    # TLS sockets too: past OpenSSL, whose state belongs to the connection's own thread
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def stop(self) -> None:
        """End everything and wait for it."""
        self._stopped.set()
        self.close()
        for thread in self._threads:
            thread.join(TIMEOUT_S)
            assert not thread.is_alive(), "a connection of the test's own server hangs"

    def serve(self, connection: socket.socket) -> None:
        """Handle one connection; an OSError ends it."""
        raise NotImplementedError

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                self._connections.add(connection)
            self._run(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, contextlib.suppress(OSError, http.client.HTTPException):
                self.serve(connection)
        finally:
            with self._lock:
                self._connections.discard(connection)

    def _run(self, act: Callable[[socket.socket], None], sock: socket.socket) -> None:
        thread = threading.Thread(target=act, args=(sock,), daemon=True)
        self._threads.append(thread)
        thread.start()


class Gateway(Server):
    """Stands before one port of the sandbox: passes requests on, or answers some of them itself."""

    def __init__(self, upstream_port: int, host: Callable[[], str | None] = lambda: None) -> None:
        self._upstream_port = upstream_port
        self._host = host
        self.tls: ssl.SSLContext | None = None
        """With a context it speaks TLS; another one counts for new connections."""
        self.instead: Callable[[Request], bytes | None] = lambda _request: None
        """Returns the raw answer for a request that it is not to pass on; the connection ends behind it."""
        self.pace = 0.0
        """Seconds that it takes over each 64 KiB of a body."""
        super().__init__()

    def serve(self, connection: socket.socket) -> None:
        """Answer requests until the client leaves."""
        if self.tls is None:
            self._converse(connection)
            return
        with self.tls.wrap_socket(connection, server_side=True) as secure:
            with self._lock:
                self._connections.add(secure)
            try:
                self._converse(secure)
            finally:
                with self._lock:
                    self._connections.discard(secure)

    def _converse(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as reader:
            while (
                request := _read_request(reader.readline, lambda length: self._body(reader, length))
            ) is not None:
                own = self.instead(request)
                connection.sendall(own if own is not None else self._pass_on(request))
                if own is not None:
                    return

    def _body(self, reader: io.BufferedIOBase, length: int) -> bytes:
        parts = []
        while length and (part := reader.read(min(length, _BLOCK))):
            parts.append(part)
            length -= len(part)
            if self.pace:
                self._stopped.wait(self.pace)
        return b"".join(parts)

    def _pass_on(self, request: Request) -> bytes:
        upstream = http.client.HTTPConnection("127.0.0.1", self._upstream_port)
        try:
            upstream.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers:
                upstream.putheader(name, (self._host() or value) if name.lower() == "host" else value)
            upstream.endheaders(request.body or None)
            response = upstream.getresponse()
            body = response.read()
            lines = [f"HTTP/1.1 {response.status} {response.reason}"]
            lines += [f"{name}: {value}" for name, value in response.getheaders()]
            return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
        finally:
            upstream.close()


class Proxy(Server):
    """An HTTP proxy for CONNECT that leads every name to loopback, or refuses some."""

    def __init__(self) -> None:
        self.refusals: dict[str, int] = {}
        """Host → status with which its tunnels are refused."""
        self.asked: list[bytes] = []
        """The heads of all CONNECT requests."""
        super().__init__()

    def serve(self, connection: socket.socket) -> None:
        """Open one tunnel."""
        head = b""
        while b"\r\n\r\n" not in head:
            part = connection.recv(_BLOCK)
            if not part:
                return
            head += part
        self.asked.append(head)
        host, _, port = head.split()[1].decode().rpartition(":")
        if host in self.refusals:
            connection.sendall(f"HTTP/1.1 {self.refusals[host]} No\r\nContent-Length: 0\r\n\r\n".encode())
            return
        with socket.create_connection(("127.0.0.1", int(port))) as onward:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(onward, connection), daemon=True)
            back.start()
            _pump(connection, onward)
            back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Pass bytes on until one side ends; then end the other."""
    with contextlib.suppress(OSError):
        while data := source.recv(_BLOCK):
            sink.sendall(data)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _read_request(readline: Callable[[], bytes], read: Callable[[int], bytes]) -> Request | None:
    line = readline()
    if not line:
        return None
    method, target, _ = line.decode("latin-1").split()
    headers: list[tuple[str, str]] = []
    while (line := readline()) not in {b"\r\n", b""}:
        name, _, value = line.decode("latin-1").partition(":")
        headers.append((name, value.strip()))
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    body = read(length) if length else b""
    return Request(method, target, headers, body) if len(body) == length else None


def answer(status: int, body: bytes | str = b"", *headers: str) -> bytes:
    """Write an HTTP answer."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(raw)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw
