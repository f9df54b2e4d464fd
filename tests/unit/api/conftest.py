"""Real loopback servers of the crudest kind, for answers that no proper server gives."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from layers_desktop.api.client import LayersClient
from layers_desktop.api.models import SignedUpload
from layers_desktop.api.storage import ObjectStorage
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox, SandboxConfig
from tests.support.timeouts import ENDLESS_S, TIMEOUT_S
from tests.support.tls import certificate_for

Handler = Callable[[socket.socket], None]


class _Server:
    """Accepts connections and gives each one to the handler on a thread of its own."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            self._handler(connection)

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(TIMEOUT_S)
            assert not thread.is_alive()


@pytest.fixture
def serve() -> Iterator[Callable[[Handler], str]]:
    """Start a server with a handler for each connection; returns its http address."""
    servers: list[_Server] = []

    def start(handler: Handler) -> str:
        servers.append(_Server(handler))
        return f"http://127.0.0.1:{servers[-1].port}"

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def read_request() -> Callable[[socket.socket], bytes]:
    """Read one request, head and body by its Content-Length; b"" at the end of the connection."""

    def read(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            part = connection.recv(65_536)
            if not part:
                return b""
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                while len(body) < int(value):
                    part = connection.recv(65_536)
                    if not part:
                        return b""
                    body += part
        return head + b"\r\n\r\n" + body

    return read


@pytest.fixture
def answer_with(
    serve: Callable[[Handler], str], read_request: Callable[[socket.socket], bytes]
) -> Callable[..., tuple[str, list[bytes]]]:
    """Answer the requests with these raw answers, one after another (the last one for ever).

    Returns the address and the list of requests as they come in.
    """

    def start(*answers: bytes) -> tuple[str, list[bytes]]:
        requests: list[bytes] = []

        def handle(connection: socket.socket) -> None:
            while request := read_request(connection):
                requests.append(request)
                answer = answers[min(len(requests), len(answers)) - 1]
                connection.sendall(answer)
                if b"content-length" not in answer.lower():
                    return

        return serve(handle), requests

    return start


@pytest.fixture
def http_answer() -> Callable[..., bytes]:
    """Write an HTTP answer: status, body, further header lines."""

    def write(status: int = 200, body: bytes | str = b"", *headers: str) -> bytes:
        raw = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(raw)}", *headers]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw

    return write


@pytest.fixture
def header_names() -> Callable[[bytes], list[str]]:
    """Return the names of a raw request's headers, in lower case, as sent."""

    def names(request: bytes) -> list[str]:
        head = request.partition(b"\r\n\r\n")[0].decode("latin-1")
        return [line.partition(":")[0].lower() for line in head.split("\r\n")[1:]]

    return names


@pytest.fixture
def make_certificate(tmp_path: Path) -> Callable[..., tuple[Path, ssl.SSLContext]]:
    """Make a self-signed certificate, for 127.0.0.1 and layers.example unless told otherwise.

    Returns its file, to be trusted, and the server's TLS context.
    """

    def make(*, address: str = "127.0.0.1", days: int = 1) -> tuple[Path, ssl.SSLContext]:
        return certificate_for(address, "layers.example", folder=tmp_path, days=days)

    return make


@pytest.fixture
def in_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[Callable[[], object]], Callable[[], object]]]:
    """Run a blocking call on a thread; the returned function waits, then gives its result or raises.

    No time-out of the client ends it before that wait is over: only a call that was freed gets there.
    """
    monkeypatch.setattr("layers_desktop.api.transport.TIMEOUT", httpx.Timeout(ENDLESS_S))
    monkeypatch.setattr("layers_desktop.api.link_download._TIMEOUT", httpx.Timeout(ENDLESS_S))
    threads: list[threading.Thread] = []

    def start(call: Callable[[], object]) -> Callable[[], object]:
        outcome: list[object] = []

        def run() -> None:
            try:
                outcome.append(call())
            except Exception as error:  # noqa: BLE001 -- handed to the test, which judges it
                outcome.append(error)

        thread = threading.Thread(target=run)
        threads.append(thread)
        thread.start()

        def result() -> object:
            thread.join(TIMEOUT_S)
            assert outcome, "the call is still blocked"
            if isinstance(outcome[0], Exception):
                raise outcome[0]
            return outcome[0]

        return result

    yield start
    for thread in threads:
        thread.join(TIMEOUT_S)
        assert not thread.is_alive()


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """Layers on loopback."""
    with Sandbox(SandboxConfig(project_count=3)) as sandbox:
        yield sandbox


@pytest.fixture
def client(box: Sandbox) -> Iterator[LayersClient]:
    """A client of the sandbox with its main key."""
    with LayersClient(box.base_url, ApiKey(box.key)) as layers:
        yield layers


@pytest.fixture
def storage() -> Iterator[ObjectStorage]:
    """A storage that may talk to this machine."""
    with ObjectStorage(allow_http_loopback=True) as store:
        yield store


@pytest.fixture
def presign(client: LayersClient, box: Sandbox) -> Callable[[int], SignedUpload]:
    """Announce a PNG of so many bytes in the sandbox's first project."""

    def announce(size: int) -> SignedUpload:
        return client.presign(
            box.world.projects[0].project_id,
            kind="image",
            mime_type="image/png",
            filename="a.png",
            size=size,
            sha256=None,
            idempotency_key=str(uuid.uuid4()),
        )

    return announce
