"""Servers on loopback for the doctor: one with TLS, one that is a proxy; and a doctor in this process."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from layers_desktop.cli import main
from layers_desktop.sandbox import Sandbox, SandboxConfig

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
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tests and Sons")])
        end = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(end - dt.timedelta(days=90))
            .not_valid_after(end)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        public, private = tmp_path / "certificate.pem", tmp_path / "key.pem"
        public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(public))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(public, private)
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
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

    def go(*arguments: str) -> tuple[int, dict[str, str], str]:
        code = main(["doctor", "--data-dir", str(tmp_path / "data"), *arguments])
        out, err = capfd.readouterr()
        rows = (line.strip().partition("  ") for line in out.splitlines() if line.startswith("  "))
        return code, {subject: text.strip() for subject, _, text in rows}, out + err

    return go
