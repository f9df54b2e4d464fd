"""The way to Layers, one layer after the other: the first that fails is the one to look at.

DNS, TCP and TLS are tried with plain sockets, the API with the program's own client. Each has a time limit.
What is found is a `Term`: the window says it in its language.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Qt, Signal, Slot

from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors import ApiError, ProxyFault, Unauthenticated, from_transport
from layers_desktop.api.errors.network import proxy_wants_password
from layers_desktop.api.network import Network
from layers_desktop.api.proxy import ProxyChoice, proxy_for
from layers_desktop.api.transport import base_address, tls_context
from layers_desktop.core.background import DetachedTasks, TooLate, within
from layers_desktop.core.errors import Problem, Term
from layers_desktop.core.findings import Finding, Verdict
from layers_desktop.core.secrets import ApiKey
from layers_desktop.core.translation import N_

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Proxy:
    """An http proxy."""

    host: str
    port: int
    tls: bool
    """Whether the proxy itself is spoken to over TLS."""
    authorization: str | None = field(default=None, repr=False)
    """The value of `Proxy-Authorization`: a secret."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where connections for an address go."""

    host: str
    port: int
    tls: bool
    proxy: Proxy | None

    @property
    def peer(self) -> tuple[str, int]:
        """Whom this computer connects to."""
        return (self.proxy.host, self.proxy.port) if self.proxy else (self.host, self.port)


def route_to(url: str, choice: ProxyChoice) -> Route:
    """Return the way to a base URL with this choice of a proxy.

    Raises `InsecureAddress` for one that may not be used, `ProxyFault` for a proxy that cannot be used.
    """
    base = base_address(url)
    taken = proxy_for(base, choice)
    proxy = None
    if taken is not None:
        authorization = None
        if taken.userinfo:
            pair = f"{taken.username}:{taken.password}"
            authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
        proxy = Proxy(taken.host, taken.port or _PORTS[taken.scheme], taken.scheme == "https", authorization)
    return Route(base.host, base.port or _PORTS[base.scheme], base.scheme == "https", proxy)


LIMIT_SECONDS = 10.0
WINDOW_LIMIT_SECONDS = 8.0
"""For each layer: a person waits for it."""

_NO_KEY = ApiKey("no-key")
"""Sent where there is no key: Layers answers 401, which proves that it is Layers and that it is there."""

_NO_STORAGE = Finding(
    "Storage",
    Term(
        N_(
            "Layers names its storage only when a file is uploaded, and none has "
            "been sent there from here yet."
        )
    ),
    Verdict.UNKNOWN,
)


class _NotUsed(Exception):
    """A layer that is no part of the way."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = Term(why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What is tried."""

    url: str
    key: ApiKey | None
    """The key of the environment, None when there is none to try."""
    other_key: bool
    """Whether a key is kept where it is not tried: in the keyring."""
    limit: float = LIMIT_SECONDS
    """Seconds for each layer."""
    proxy: ProxyChoice = ProxyChoice()  # noqa: RUF009  # a frozen value
    storage: str = ""
    """Where Layers' storage was when a file was last sent there (`https://host:port`), if one was."""


def reachability(probe: Probe) -> Iterator[Finding]:
    """Yield what each layer is found to be, as soon as it was tried; after the first that fails none is.

    Blocking; for a background thread.
    """
    try:
        route = route_to(probe.url, probe.proxy)
    except ApiError as error:
        yield from _no_way(error)
        return
    checks: dict[str, Callable[[], Term]] = {
        "DNS": lambda: _dns(route),
        "TCP": lambda: _tcp(route, probe.limit),
        "Proxy": lambda: _proxy(route, probe.limit),
        "TLS": lambda: _tls(route, probe.limit),
        "API": lambda: _api(probe),
    }
    yield Finding("Address", Term.of(N_("{host}, port {port}"), host=route.host, port=route.port), Verdict.OK)
    failed = ""
    for layer, check in checks.items():
        found = _skipped(layer, failed) if failed else _tried(layer, check, probe.limit)
        yield found
        if found.verdict is Verdict.FAILED:
            failed = layer
    # Another server than the API, often let through or not by another rule: tried in any case.
    yield _tried("Storage", lambda: _storage(probe), probe.limit) if probe.storage else _NO_STORAGE


def _no_way(error: ApiError) -> list[Finding]:
    """Return the findings where not even the way is known: the address or a setting is at fault."""
    broken = "Proxy" if isinstance(error, ProxyFault) else N_("Address")
    others = [layer for layer in ("DNS", "TCP", "Proxy", "TLS", "API") if layer != broken]
    first = _failed(broken, error)
    return [first, *(_skipped(layer, broken) for layer in others), _NO_STORAGE]


def _tried(layer: str, check: Callable[[], Term], limit: float) -> Finding:
    try:
        # A socket's own limit is for each of its calls; this one is for all of them, and for name services.
        return Finding(layer, within(limit + 0.5, check), Verdict.OK)
    except _NotUsed as reason:
        return Finding(layer, reason.why)
    except (TooLate, TimeoutError):
        return Finding(
            layer, Term.of(N_("No answer within {seconds} s."), seconds=f"{limit:g}"), Verdict.FAILED
        )
    except ApiError as error:
        return _failed(layer, error)


def _failed(layer: str, error: ApiError) -> Finding:
    return Finding(layer, _words(error.problem), Verdict.FAILED, error.problem)


def _skipped(layer: str, failed: str) -> Finding:
    return Finding(layer, Term.of(N_("It needs {layer}, which failed."), layer=Term(failed)), Verdict.SKIPPED)


def _words(problem: Problem) -> str:
    sentence = f"{problem.words.title}. {problem.words.explanation}".strip()
    return f"{sentence} (request {problem.request_id})" if problem.request_id else sentence


@contextlib.contextmanager
def _typed(host: str) -> Iterator[None]:
    """Turn what sockets and TLS raise into the program's own sentences."""
    try:
        yield
    except TimeoutError:
        raise
    except (OSError, UnicodeError) as error:  # UnicodeError: a name that no name service can have
        raise from_transport(error, host=host) from None


def _dns(route: Route) -> Term:
    host, port = route.peer
    with _typed(host):
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    where = ", ".join(addresses[:4])
    text = N_("The proxy {host} is at {where}") if route.proxy else N_("{host} is at {where}")
    return Term.of(text, host=host, where=where)


def _tcp(route: Route, limit: float) -> Term:
    host, port = route.peer
    with _typed(host), socket.create_connection(route.peer, timeout=limit):
        return Term.of(N_("{host} takes connections on port {port}"), host=host, port=port)


def _proxy(route: Route, limit: float) -> Term:
    if route.proxy is None:
        raise _NotUsed(N_("Not used: connections to this address are direct."))
    with _line(route, limit):
        return Term.of(
            N_("{proxy}, port {port}, lets connections to {host} through"),
            proxy=route.proxy.host,
            port=route.proxy.port,
            host=route.host,
        )


def _tls(route: Route, limit: float) -> Term:
    if not route.tls:
        raise _NotUsed(N_("Not used: the address is plain http on this computer."))
    if route.proxy is not None and route.proxy.tls:
        raise _NotUsed(
            N_("Not used: the proxy's own TLS is around it; the API below is reached through both.")
        )
    with (
        _line(route, limit) as line,
        _typed(route.host),
        tls_context().wrap_socket(line, server_hostname=route.host) as secure,
    ):
        return _secured(str(secure.version()), secure.getpeercert() or {})


def _secured(version: str, certificate: Mapping[str, object]) -> Term:
    """Return who issued a verified certificate and until when it is valid, where the system tells."""
    issuer = certificate.get("issuer")
    if not isinstance(issuer, tuple):
        return Term.of(N_("{version}, with a certificate that this computer trusts"), version=version)
    names = dict(pair for group in issuer for pair in group)
    named = names.get("organizationName") or names.get("commonName")
    return Term.of(
        N_("{version}, certificate of {issuer}, valid until {day}"),
        version=version,
        issuer=named or Term(N_("an unnamed authority")),
        day=_end(certificate.get("notAfter")),
    )


def _end(written: object) -> str | Term:
    """Return the day on which a certificate ends: OpenSSL writes it in English."""
    try:
        end = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(written)), UTC)
    except ValueError:
        return Term(N_("an unknown date"))
    return end.date().isoformat()


@contextlib.contextmanager
def _line(route: Route, limit: float) -> Iterator[socket.socket]:
    """Yield a connection to the host, through the proxy where there is one."""
    host, _ = route.peer
    with _typed(host):
        line = socket.create_connection(route.peer, timeout=limit)
    with contextlib.closing(line):
        if route.proxy is None:
            yield line
            return
        with _typed(host):
            inner = tls_context().wrap_socket(line, server_hostname=host) if route.proxy.tls else line
        with contextlib.closing(inner):
            with _typed(host):
                _tunnel(inner, route, route.proxy)
            yield inner


def _tunnel(line: socket.socket, route: Route, proxy: Proxy) -> None:
    """Ask the proxy for a connection to the host. Raises ProxyFault."""
    name = f"[{route.host}]" if ":" in route.host else route.host
    request = [f"CONNECT {name}:{route.port} HTTP/1.1", f"Host: {name}:{route.port}"]
    if proxy.authorization:
        request.append(f"Proxy-Authorization: {proxy.authorization}")
    line.sendall("\r\n".join([*request, "", ""]).encode())
    answer = b""
    while b"\r\n\r\n" not in answer and len(answer) < 16_384:
        part = line.recv(1)  # not a byte beyond the answer: what follows is the host's TLS
        if not part:
            break
        answer += part
    status = answer.split(b" ")[1:2]
    if status == [b"407"]:
        raise proxy_wants_password()
    if status != [b"200"]:
        raise ProxyFault("network.proxy/refused", proxy=proxy.host, host=route.host)


def _api(probe: Probe) -> Term:
    with LayersClient(probe.url, probe.key or _NO_KEY, Network(probe.proxy)) as client:
        try:
            me = within(probe.limit, client.whoami)
        except Unauthenticated:
            if probe.key is not None:
                raise
            if probe.other_key:
                return Term(N_("Layers is there and asks for a key; the one in the keyring was not tried"))
            return Term(N_("Layers is there and asks for a key; there is none"))
    return Term.of(
        N_("Layers knows the key: organization {organization}, tier {tier}"),
        organization=me.organization_id,
        tier=me.rate_limit_tier or Term(N_("not named")),
    )


def _storage(probe: Probe) -> Term:
    """Make a connection to the storage, secure where its address is; nothing is asked of it."""
    route = route_to(probe.storage, probe.proxy)
    with _line(route, probe.limit) as line:
        if route.tls and not (route.proxy is not None and route.proxy.tls):
            with _typed(route.host), tls_context().wrap_socket(line, server_hostname=route.host):
                pass
    return Term.of(
        N_("{host}, where the last file went, takes connections on port {port}"),
        host=route.host,
        port=route.port,
    )


class ConnectionTest(QObject):
    """Tries one way at a time; a new one takes the place of one that still runs. Lives in the GUI thread."""

    found = Signal(object)
    """A `Finding`, as soon as the layer was tried."""
    ended = Signal()

    _tried = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = DetachedTasks(self)  # a name service may be silent for long, and quit does not wait
        self._number = 0
        self._tried.connect(self._hand_on, Qt.ConnectionType.QueuedConnection)

    def start(self, probe: Probe) -> None:
        """Try this way; `found` follows for each layer, then `ended`."""
        self._number += 1
        number = self._number
        self._tasks.run(
            lambda: self._try(number, probe),
            lambda _: self._over(number),
            lambda problem: self._broken(number, problem),
        )

    def close(self) -> None:
        """Stop before the next layer; for quit."""
        self._number = -1
        self._tasks.close()

    def _try(self, number: int, probe: Probe) -> None:
        """Try all layers; on the background thread."""
        for finding in reachability(probe):
            if number != self._number:
                return
            self._tried.emit(number, finding)

    @Slot(int, object)
    def _hand_on(self, number: int, finding: Finding) -> None:
        if number == self._number:
            self.found.emit(finding)

    def _over(self, number: int) -> None:
        if number == self._number:
            self.ended.emit()

    def _broken(self, number: int, problem: Problem) -> None:
        self._hand_on(number, Finding("Test", problem.sentence(), Verdict.FAILED, problem))
        self._over(number)
