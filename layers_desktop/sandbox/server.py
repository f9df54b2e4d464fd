"""The sandbox as a whole: two listening sockets, a thread a connection, an end that leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import secrets
import selectors
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from layers_desktop.sandbox.api import ApiHandler
from layers_desktop.sandbox.config import SandboxConfig
from layers_desktop.sandbox.http import Connection, ConnectionHandler
from layers_desktop.sandbox.state import SandboxState
from layers_desktop.sandbox.storage import StorageHandler, UrlSigner

_BACKLOG = 256
_LEAVING_SECONDS = 10.0


class SocketListener:
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
            connections = dict(self._open)
            left, self._leaving = self._leaving, []
        for connection in connections.values():
            connection.shut()
        until = time.monotonic() + _LEAVING_SECONDS
        for thread in [*left, *connections]:
            thread.join(max(0.0, until - time.monotonic()))

    def resume(self) -> None:
        """Listen again on the same port."""
        if self._accepting is None:
            self._socket = self._bind(self.port)
            self.start()

    def stop(self) -> None:
        """Stop accepting, end every connection, wait for their threads, close every socket."""
        self.pause()
        self._socket.close()
        self._wake_read.close()
        self._wake_write.close()


class Sandbox:
    """Layers on loopback. `with Sandbox() as box:` serves until the block ends.

    Both ports answer once `start()` has returned; OSError when a port is taken.
    """

    def __init__(self, config: SandboxConfig | None = None) -> None:
        self.config = config or SandboxConfig()
        self._running = contextlib.ExitStack()
        self._started = False

    def start(self) -> Self:
        """Open both ports and begin to answer."""
        if self._started:
            raise RuntimeError("a sandbox starts once")
        self._started = True
        with contextlib.ExitStack() as stack:
            self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="layers-sandbox-")))
            self.world = SandboxState(self.config, self.folder)
            signer = UrlSigner(secrets.token_hex(32))
            api = ConnectionHandler(self.world, ApiHandler(self.world, signer))
            storage = ConnectionHandler(self.world, StorageHandler(self.world, signer))
            self._storage = SocketListener("storage", self.config.host, 0, storage.serve)
            stack.callback(self._storage.stop)
            self._api = SocketListener("api", self.config.host, self.config.port, api.serve)
            stack.callback(self._api.stop)
            stack.callback(self.world.stop)
            self.base_url = f"http://{self.config.host}:{self._api.port}"
            self.storage_url = f"http://{self.config.host}:{self._storage.port}"
            self.world.storage_origin = self.storage_url
            self._storage.start()
            self._api.start()
            self._running = stack.pop_all()
        return self

    @property
    def key(self) -> str:
        """The main API key."""
        return self.world.main_key.secret

    def stop(self) -> None:
        """End every connection and thread, close both ports, remove the temporary folder."""
        self._running.close()

    def is_idle(self) -> bool:
        """Return whether nobody is connected but clients whose request a fault holds.

        Once this is true after a program has ended, all that it had sent is answered and in
        `world.requests`: what comes from then on is of another one.
        """
        connected = self._api.connected + self._storage.connected
        return connected <= self.world.faults.held  # read last: a request that a fault lets go is connected

    def pause_api(self) -> None:
        """Close the API's port: the system refuses to connect, as when Layers cannot be reached."""
        self._api.pause()

    def resume_api(self) -> None:
        """Open the API's port again."""
        self._api.resume()

    def pause_storage(self) -> None:
        """Close the storage's port: the system refuses to connect."""
        self._storage.pause()

    def resume_storage(self) -> None:
        """Open the storage's port again."""
        self._storage.resume()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(config: SandboxConfig) -> None:
    """Run a sandbox in the foreground until SIGINT or SIGTERM; for the main thread.

    Prints where it is and how to use it; OSError when a port is taken.
    """
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    previous = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with Sandbox(config) as box:
            sys.stdout.write(
                f"Layers sandbox, organization {box.world.organization_name}\n"
                f"base URL  {box.base_url}\n"
                f"API key   {box.key}\n"
                f"storage   {box.storage_url}\n"
                f"folder    {box.folder}\n"
                "Ctrl+C ends it.\n"
            )
            sys.stdout.flush()
            while not ended.wait(0.5):  # a wait without an end could not be interrupted on Windows
                pass
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
