"""A listening socket with one daemon thread a connection, and an end that leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import threading
import time
from collections.abc import Callable

from layers_desktop.sandbox.wire import Connection

_BACKLOG = 256


class Listener:
    """Accepts on `host:port` and gives each connection to `serve` in a thread of its own."""

    def __init__(self, name: str, host: str, port: int, serve: Callable[[Connection], None]) -> None:
        self._name = name
        self._host = host
        self._serve = serve
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, Connection] = {}
        self._leaving: list[threading.Thread] = []
        self._socket = self._bind(port)
        self.port: int = self._socket.getsockname()[1]
        self._accepting: threading.Thread | None = None
        self._wake_read, self._wake_write = socket.socketpair()

    def _bind(self, port: int) -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if os.name == "posix":  # on Windows this option would let two programs share the port
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((self._host, port))
            sock.listen(_BACKLOG)
            sock.setblocking(False)
        except OSError:
            sock.close()
            raise
        return sock

    def start(self) -> None:
        """Begin to accept."""
        self._accepting = threading.Thread(target=self._accept, name=f"sandbox-{self._name}", daemon=True)
        self._accepting.start()

    def _accept(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            selector.register(self._wake_read, selectors.EVENT_READ)
            while all(key.fileobj is not self._wake_read for key, _ in selector.select()):
                # A client that has gone again before it was accepted is no reason to stop.
                with contextlib.suppress(OSError):
                    self._begin()

    def _begin(self) -> None:
        with self._lock:  # over both: a client is in the backlog or among the open ones, never in neither
            sock, _ = self._socket.accept()
            sock.setblocking(True)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = Connection(sock)
            thread = threading.Thread(
                target=self._run, args=(connection,), name=f"sandbox-{self._name}-connection", daemon=True
            )
            self._open[thread] = connection
            left, self._leaving = self._leaving, []
        thread.start()
        for gone in left:  # they have nothing to do any more but to end
            gone.join()

    @property
    def connected(self) -> int:
        """How many clients are connected; those that wait to be accepted count as one."""
        with self._lock:
            return len(self._open) + self._has_backlog()

    def _has_backlog(self) -> bool:
        if self._socket.fileno() < 0:  # paused
            return False
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            return bool(selector.select(0))

    def _run(self, connection: Connection) -> None:
        try:
            self._serve(connection)
        finally:
            connection.close()
            with self._lock:
                self._open.pop(threading.current_thread(), None)
                self._leaving.append(threading.current_thread())

    def pause(self) -> None:
        """Close the port and every connection: from now on the system refuses to connect."""
        if self._accepting is None:
            return
        self._wake_write.send(b".")
        self._accepting.join()
        self._accepting = None
        self._wake_read.recv(1)
        with self._lock:
            self._socket.close()
        self.drop_connections()

    def resume(self) -> None:
        """Listen again on the same port."""
        if self._accepting is None:
            self._socket = self._bind(self.port)
            self.start()

    def drop_connections(self, deadline: float = 10.0) -> None:
        """End every open connection and wait for its thread."""
        with self._lock:
            connections = dict(self._open)
            left, self._leaving = self._leaving, []
        for connection in connections.values():
            connection.shut()
        until = time.monotonic() + deadline
        for thread in [*left, *connections]:
            thread.join(max(0.0, until - time.monotonic()))

    def stop(self) -> None:
        """Stop accepting, end every connection, wait for their threads, close every socket."""
        self.pause()
        self._socket.close()
        self._wake_read.close()
        self._wake_write.close()
