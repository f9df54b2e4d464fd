"""Stopping a call that is blocked in the network, from any thread, at once.

Closing an httpx client does not stop a running request, and an exception raised in its body is not seen while
a write is blocked. Shutting the socket down is: the blocked call returns with an error, which the caller
turns into `UploadCancelled`.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any


class Lines:
    """The open sockets of one HTTP client, also idle ones that are kept for the next request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()

    def add(self, sock: socket.socket) -> None:
        """Remember a socket; forget those that were closed meanwhile."""
        with self._lock:
            self._sockets = {known for known in self._sockets if known.fileno() != -1}
            self._sockets.add(sock)

    def discard(self, sock: socket.socket) -> None:
        """Forget a socket."""
        with self._lock:
            self._sockets.discard(sock)

    def shut(self) -> None:
        """Shut every socket down, which frees whoever is blocked in one. The owner still closes them."""
        with self._lock:
            for sock in self._sockets:
                with contextlib.suppress(OSError):  # closed or reset already
                    # Not sock.shutdown(): SSLSocket's own drops its TLS state under the feet of the thread
                    # that is writing.
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)


class Trace:
    """httpx's `trace` extension for one request: hands its sockets to `Lines` and notes whom it connects to.

    It is called in the request's thread. httpcore calls it for new connections only, so `Lines` belongs to
    the client, not to the request.
    """

    def __init__(self, lines: Lines, stopped: Callable[[], bool]) -> None:
        self.peer: str | None = None
        """The host that was last connected to: the server, or a proxy. None on a kept connection."""
        self._lines = lines
        self._stopped = stopped
        self._raw: socket.socket | None = None
        self._shaking: socket.socket | None = None

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Take one event, "connection.connect_tcp.complete" or "proxy.start_tls.started" for example."""
        match event.partition(".")[2]:
            case "connect_tcp.started":
                self.peer = info["host"]
            case "connect_tcp.complete":
                self._connected(info["return_value"].get_extra_info("socket"))
            case "start_tls.started":
                self._handshake_begins()
            case "start_tls.complete":
                self._connected(info["return_value"].get_extra_info("socket"))
                self._handshake_ended()
            case "start_tls.failed":
                self._handshake_ended()

    def _connected(self, sock: socket.socket) -> None:
        self._raw = sock
        self._watch(sock)

    def _watch(self, sock: socket.socket) -> None:
        self._lines.add(sock)
        if self._stopped():  # the stop came while there was nothing to shut down yet
            self._lines.shut()

    def _handshake_begins(self) -> None:
        """Keep a second descriptor: wrapping detaches the first before the new one can be seen from here."""
        if self._raw is not None and not isinstance(self._raw, ssl.SSLSocket):
            with contextlib.suppress(OSError):  # out of descriptors: then a stop waits for the time-out
                self._shaking = self._raw.dup()
                self._watch(self._shaking)

    def _handshake_ended(self) -> None:
        if self._shaking is not None:
            self._lines.discard(self._shaking)
            self._shaking.close()
            self._shaking = None


class CancelToken:
    """One upload's stop button. `cancel()` may be called from any thread, before, during or after the call.

    A token is used for one upload: a late `cancel()` reaches nothing else, because the token lets go of the
    storage when the call ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._lines: Lines | None = None

    @property
    def cancelled(self) -> bool:
        """True once `cancel()` was called."""
        return self._cancelled.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until it is cancelled (True), or for so many seconds (False)."""
        return self._cancelled.wait(seconds)

    def cancel(self) -> None:
        """Stop the call that uses this token, now or when it begins."""
        with self._lock:
            self._cancelled.set()
            if self._lines is not None:
                self._lines.shut()

    @contextlib.contextmanager
    def watching(self, lines: Lines) -> Iterator[None]:
        """While this lasts, `cancel()` shuts these lines down."""
        with self._lock:
            self._lines = lines
        try:
            yield
        finally:
            with self._lock:
                self._lines = None
