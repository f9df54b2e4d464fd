"""How a fault is made: one scene a kind, all alike for the tests. `begin`, then `end`, then all is well."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from layers_desktop.api import client, storage, transport
from layers_desktop.sandbox import Fault, Sandbox
from tests.integration.faults.servers import Gateway, Proxy, Request, answer
from tests.support.tls import certificate_for

DOMAIN = "layers.invalid"
"""RFC 2606: resolves nowhere."""
API, STORAGE = f"api.{DOMAIN}", f"storage.{DOMAIN}"
IMPATIENT = httpx.Timeout(connect=5.0, read=0.5, write=0.5, pool=5.0)
SLOWLY_PATIENT = httpx.Timeout(connect=5.0, read=2.0, write=2.0, pool=5.0)
"""For what takes large files: longer than a busy machine takes for a block, or for the answer to the others.

Seconds, in place of the program's minutes.
"""


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
    if name in IMPATIENT_KINDS:
        patch.setattr(transport, "TIMEOUT", SLOWLY_PATIENT if name in LARGE_KINDS else IMPATIENT)
    if name == "endless-drip":
        for module in (client, storage):
            patch.setattr(module, "ANSWER_SECONDS", 1.0)
        name, seconds = "drip", "5"
    if name == "slow-line":
        return SlowLine(box, name, stack)
    return SandboxFault(box, name, float(seconds) if seconds else None)


LARGE_KINDS = frozenset({"stall-mid", "slow-line", "endless-drip"})
IMPATIENT_KINDS = frozenset({"stall", "stall-mid", "timeout", "drip", "slow-line", "endless-drip"})
