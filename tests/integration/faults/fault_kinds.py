"""How a fault is made: one scene a kind, all alike for the tests. `begin`, then `end`, then all is well."""

from __future__ import annotations

import contextlib
import itertools
import math
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

import httpcore
import httpx
import pytest

from layers_desktop.api import client, storage, transport
from layers_desktop.api.network_backend import WatchedBackend
from layers_desktop.sandbox import Fault, Sandbox
from layers_desktop.sandbox.faults import EFFECTS, FaultyCall
from layers_desktop.sandbox.http import Exchange
from layers_desktop.sandbox.records import Response
from tests.integration.faults.servers import Gateway, Proxy, Request, answer
from tests.support.tls import certificate_for

DOMAIN = "layers.invalid"
"""RFC 2606: resolves nowhere."""
API, STORAGE = f"api.{DOMAIN}", f"storage.{DOMAIN}"
FOR_A_SLOW_LINE = httpx.Timeout(connect=5.0, read=2.0, write=2.0, pool=5.0)
"""Seconds, in place of the program's minutes: longer than a busy machine takes for a block of the file."""


class WireFault:
    """A sandbox, the way to it, and one fault on that way."""

    lasts = False
    """True: the fault is a state of the line, met by every call until `end`. False: it meets single calls."""
    uncounted = False
    """True: calls that meet the fault do not reach the sandbox."""

    def __init__(self, box: Sandbox, kind: str) -> None:
        self.box = box
        self.kind = kind
        self.base_url = box.base_url

    def begin(self, step: str, times: int | None) -> None:
        """Let the next `times` calls of the step fail; None: all until `end`."""
        raise NotImplementedError

    def end(self) -> None:
        """Let all go well again."""
        raise NotImplementedError


class ShortTimeouts:
    """Gives up a call without progress for so long, in place of the program's minutes, if it met the fault.

    All other calls have the program's own limits, so that a busy machine is not taken for a stall.
    """

    def __init__(self, kind: str, seconds: float, patch: pytest.MonkeyPatch) -> None:
        self._effect = EFFECTS[kind]
        self._seconds = seconds
        self._met: set[int] = set()
        """Ports from which the calls came."""
        watched = WatchedBackend.watched
        patch.setitem(EFFECTS, kind, self._note)
        patch.setattr(
            WatchedBackend,
            "watched",
            lambda backend, stream: watched(backend, ImpatientStream(stream, self.timeout)),
        )

    def _note(self, seconds: float | None, call: FaultyCall) -> Response:
        assert isinstance(call, Exchange)
        self._met.add(call._connection._socket.getpeername()[1])
        return self._effect(seconds, call)

    def timeout(self, port: int, given: float | None) -> float:
        """Return the seconds without progress after which a call is given up."""
        return self._seconds if port in self._met else given or math.inf


class ImpatientStream(httpcore.NetworkStream):
    """A stream of the client that asks again and again how long it may wait."""

    def __init__(self, stream: httpcore.NetworkStream, timeout: Callable[[int, float | None], float]) -> None:
        self._stream = stream
        self._port = stream.get_extra_info("socket").getsockname()[1]
        self._timeout = timeout

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        # Counted, not timed: while a busy machine does not let this process run, the server is not late.
        for waited in itertools.count(1):
            with contextlib.suppress(httpcore.ReadTimeout):
                return self._stream.read(max_bytes, A_MOMENT)
            if waited * A_MOMENT >= self._timeout(self._port, timeout):
                break
        raise httpcore.ReadTimeout

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # What blocks begins long after the fault was met: half of the file is more than all buffers take.
        timeout = self._timeout(self._port, timeout)
        self._stream.write(buffer, None if timeout == math.inf else timeout)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class SandboxFault(WireFault):
    """The sandbox acts it."""

    def __init__(self, box: Sandbox, kind: str, seconds: float | None = None) -> None:
        super().__init__(box, kind)
        self._seconds = seconds

    def begin(self, step: str, times: int | None) -> None:
        self.box.world.faults.add(Fault(step, self.kind, times, self._seconds))

    def end(self) -> None:
        self.box.world.faults.clear()
        self.box.world.faults.release()


class ClosedPort(WireFault):
    """The server's port is closed."""

    lasts = uncounted = True

    def begin(self, step: str, times: int | None) -> None:
        del times
        if step == "put":
            self.box.pause_storage()
        else:
            self.box.pause_api()

    def end(self) -> None:
        self.box.resume_storage()
        self.box.resume_api()


class GatewayFault(WireFault):
    """Gateways of our own stand before Layers and the storage."""

    def __init__(self, box: Sandbox, kind: str, stack: ExitStack) -> None:
        super().__init__(box, kind)
        self.api = Gateway(_port(box.base_url))
        self.storage = Gateway(_port(box.storage_url), lambda: _signed_host(box))
        for gateway in (self.api, self.storage):
            stack.callback(gateway.stop)
        self.base_url = f"http://127.0.0.1:{self.api.port}"
        box.world.storage_origin = f"http://127.0.0.1:{self.storage.port}"


class GivenAnswer(GatewayFault):
    """A gateway answers with these words in place of Layers or of the storage."""

    uncounted = True
    ANSWERS: ClassVar[dict[str, bytes]] = {
        "422-details": answer(
            422,
            '{"error": {"code": "VALIDATION_FAILED", "message": "mimeType is not allowed for logo.",'
            ' "requestId": "req_1", "details": {"field": "mimeType"}}}',
        ),
        "429-bare": answer(429),
        "302": answer(302, b"", "Location: https://elsewhere.invalid/"),
        "403-page": answer(403, "<html><body>Blocked by policy</body></html>", "Content-Type: text/html"),
        "400-expired": answer(400, "<Error><Code>ExpiredRequest</Code><Message>Expired</Message></Error>"),
        "503-page": answer(503, "<html><body>Maintenance</body></html>", "Content-Type: text/html"),
        "notices": b"HTTP/1.1 102 Processing\r\n\r\n" * 8_000,
        "half-head": b"HTTP/1.1 200 OK\r\nContent-Type: app",
        "no-http": b"SSH-2.0-OpenSSH_9.2\r\n",
    }

    def __init__(self, box: Sandbox, kind: str, stack: ExitStack) -> None:
        super().__init__(box, kind, stack)
        self._lock = threading.Lock()
        self._step = ""
        self._left: int | None = 0
        self.api.instead = self.storage.instead = self._answer

    def begin(self, step: str, times: int | None) -> None:
        with self._lock:
            self._step, self._left = step, times

    def end(self) -> None:
        with self._lock:
            self._left = 0

    def _answer(self, request: Request) -> bytes | None:
        with self._lock:
            if _step_of(request) != self._step or self._left == 0:
                return None
            if self._left is not None:
                self._left -= 1
        return self.ANSWERS[self.kind]


class SlowLine(GatewayFault):
    """The file trickles away: slower than the time-outs in all, never without progress for so long."""

    def begin(self, step: str, times: int | None) -> None:
        del step, times
        self.storage.pace = 0.008

    def end(self) -> None:
        self.storage.pace = 0.0


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])


def _signed_host(box: Sandbox) -> str:
    """Return the host that the sandbox signs its links for; what stands before it says that name."""
    return box.world.storage_origin.partition("://")[2]


def _step_of(request: Request) -> str:
    if request.method == "PUT":
        return "put"
    path = request.target.partition("?")[0]
    ends = {"/whoami": "whoami", "/projects": "projects", "/presign": "presign", "/finalize": "finalize"}
    return next((step for end, step in ends.items() if path.endswith(end)), "inline")


class HostNameFault(WireFault):
    """Layers under names, over TLS: the faults of name service and certificates."""

    lasts = uncounted = True

    def __init__(
        self, box: Sandbox, kind: str, stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch
    ) -> None:
        super().__init__(box, kind)
        made = {
            name: certificate_for(f"*.{host}", "127.0.0.1", folder=folder, name=name, days=days)
            for name, host, days in (
                ("good", DOMAIN, 1),
                ("untrusted", DOMAIN, 1),
                ("expired", DOMAIN, -1),
                ("other-host", "elsewhere.invalid", 1),
            )
        }
        self._contexts = {name: context for name, (_, context) in made.items()}
        trusted = folder / "trusted.pem"
        trusted.write_bytes(
            b"".join(file.read_bytes() for name, (file, _) in made.items() if name != "untrusted")
        )
        patch.setenv("SSL_CERT_FILE", str(trusted))
        api = Gateway(_port(box.base_url))
        storage = Gateway(_port(box.storage_url), lambda: _signed_host(box))
        self._gateways = {API: api, STORAGE: storage}
        for gateway in self._gateways.values():
            stack.callback(gateway.stop)
            gateway.tls = self._contexts["good"]
        self.base_url = f"https://{API}:{api.port}"
        box.world.storage_origin = f"https://{STORAGE}:{storage.port}"
        self._unknown: set[str] = set()
        self._ask = socket.getaddrinfo
        patch.setattr(socket, "getaddrinfo", self._resolve)

    def _resolve(self, host: object, *rest: object, **options: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        known = name in self._gateways and name not in self._unknown
        return self._ask("127.0.0.1" if known else host, *rest, **options)  # type: ignore[arg-type]  # as given

    def begin(self, step: str, times: int | None) -> None:
        del times
        name = STORAGE if step == "put" else API
        if self.kind == "no-name":
            self._unknown.add(name)
        else:
            self._gateways[name].tls = self._contexts[self.kind]
        self._gateways[name].break_connections()

    def end(self) -> None:
        self._unknown.clear()
        for gateway in self._gateways.values():
            gateway.tls = self._contexts["good"]


class ProxyFaultOnTheWay(HostNameFault):
    """Layers behind the proxy of a company."""

    def __init__(
        self, box: Sandbox, kind: str, stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch
    ) -> None:
        super().__init__(box, kind, stack, folder, patch)
        self._proxy = Proxy()
        stack.callback(self._proxy.stop)
        patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{self._proxy.port}")
        for name in ("NO_PROXY", "no_proxy"):
            patch.delenv(name, raising=False)
        # The proxy alone knows the names.
        self._unknown = set(self._gateways)

    def begin(self, step: str, times: int | None) -> None:
        del times
        name = STORAGE if step == "put" else API
        if self.kind == "proxy-closed":
            self._proxy.close()
            return
        self._proxy.refusals[name] = int(self.kind.removeprefix("proxy-"))
        self._gateways[name].break_connections()

    def end(self) -> None:
        self._proxy.refusals.clear()
        self._proxy.open()


def make_wire_fault(
    kind: str, box: Sandbox, stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch
) -> WireFault:
    """Return the scene of a kind of fault: the sandbox's, or one of this module."""
    name, _, seconds = kind.partition(":")
    if name in GivenAnswer.ANSWERS:
        return GivenAnswer(box, name, stack)
    if name.startswith("proxy-"):
        return ProxyFaultOnTheWay(box, name, stack, folder, patch)
    if name in {"no-name", "untrusted", "expired-certificate", "other-host"}:
        return HostNameFault(box, name.removesuffix("-certificate"), stack, folder, patch)
    if name == "closed":
        return ClosedPort(box, name)
    if name in TIMEOUTS:
        ShortTimeouts(name, TIMEOUTS[name], patch)
    if name == "endless-drip":
        for module in (client, storage):
            patch.setattr(module, "ANSWER_SECONDS", 2.0)
        name, seconds = "drip", "10"
    if name == "slow-line":
        patch.setattr(transport, "TIMEOUT", FOR_A_SLOW_LINE)
        return SlowLine(box, name, stack)
    return SandboxFault(box, name, float(seconds) if seconds else None)


A_MOMENT = 0.02
TIMEOUTS = {"stall": 0.2, "stall-mid": 0.2, "timeout": 0.2, "drip": 1.0}
"""Seconds. What is held comes to no end however long is waited; what drips never pauses for so long."""
