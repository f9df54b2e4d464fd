"""Stopping a call that is blocked in the network, from any thread, at once.

Closing an httpx client does not stop a running request, and an exception raised in its body is not seen while
a write is blocked. Shutting the socket down is: the blocked call returns with an error, which the caller
turns into `UploadCancelled`.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class OpenSockets:
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


class CancelToken:
    """One upload's stop button. `cancel()` may be called from any thread, before, during or after the call.

    A token is used for one upload: a late `cancel()` reaches nothing else, because the token lets go of the
    storage when the call ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._lines: OpenSockets | None = None

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
    def watching(self, lines: OpenSockets) -> Iterator[None]:
        """While this lasts, `cancel()` shuts these lines down."""
        with self._lock:
            self._lines = lines
        try:
            yield
        finally:
            with self._lock:
                self._lines = None
