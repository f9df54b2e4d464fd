"""Servers on loopback for the doctor: one with TLS, one that is a proxy; and a doctor in this process."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from layers_desktop.cli.main import main
from layers_desktop.sandbox import Sandbox, SandboxConfig
from tests.support.tls import certificate_for

Handler = Callable[[socket.socket], None]
Doctor = Callable[..., tuple[int, dict[str, str], str]]


@pytest.fixture
def serve() -> Iterator[Callable[[Handler], int]]:
    """Start a server with a handler for each connection; returns its port."""
    with contextlib.ExitStack() as ends:

        def start(handler: Handler) -> int:
            listener = socket.create_server(("127.0.0.1", 0))
            connections: list[socket.socket] = []

            def one(connection: socket.socket) -> None:
                with connection, contextlib.suppress(OSError):
                    handler(connection)

            def accept() -> None:
                threads = []
                with contextlib.suppress(OSError):
                    while True:
                        connection, _ = listener.accept()
                        connections.append(connection)
                        threads.append(threading.Thread(target=one, args=(connection,)))
                        threads[-1].start()
                for connection in connections:
                    with contextlib.suppress(OSError):
                        socket.socket.shutdown(connection, socket.SHUT_RDWR)
                for thread in threads:
                    thread.join()

            accepting = threading.Thread(target=accept)
            accepting.start()

            def stop() -> None:
                with contextlib.suppress(OSError):
                    listener.shutdown(socket.SHUT_RDWR)
                listener.close()
                accepting.join()

            ends.callback(stop)
            return int(listener.getsockname()[1])

        yield start


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ssl.SSLContext]:
    """Return a server's TLS context whose certificate this computer trusts, valid for so many days."""

    def make(*, days: int = 30, trusted: bool = True) -> ssl.SSLContext:
        public, context = certificate_for(
            "127.0.0.1", folder=tmp_path, days=days, lasts=90, organization="Tests and Sons"
        )
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(public))
        return context

    return make


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """Layers on loopback."""
    with Sandbox(SandboxConfig(project_count=1)) as sandbox:
        yield sandbox


@pytest.fixture
def examine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Doctor:
    """Run `doctor` on empty folders; returns exit code, subject → text, and everything it printed."""

    def go(*arguments: str) -> tuple[int, dict[str, str], str]:
        key = os.environ.get("LAYERS_API_KEY", "")
        code = main(["doctor", "--data-dir", str(tmp_path / "data"), *arguments])
        monkeypatch.setenv("LAYERS_API_KEY", key)  # for another call
        out, err = capfd.readouterr()
        rows = (line.strip().partition("  ") for line in out.splitlines() if line.startswith("  "))
        return code, {subject: text.strip() for subject, _, text in rows}, out + err

    return go
