"""The way from this computer to an address: directly, or through the proxy that httpx would take."""

from __future__ import annotations

import base64
import ipaddress
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from layers_desktop.api.connection import base_address, is_loopback, open_http
from layers_desktop.api.errors import ProxyFault
from layers_desktop.api.proxy import ProxyChoice, ProxyUse, proxy_address

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

    Raises `InsecureAddress` for one that may not be used, and `ProxyFault` or `TlsFault` for settings of this
    computer that no client can be built with.
    """
    base = base_address(url)
    direct = is_loopback(base)
    open_http(direct=direct, proxy=choice).close()
    tls = base.scheme == "https"
    port = base.port or _PORTS[base.scheme]
    proxy = None if direct else _chosen(choice, base.scheme, base.host)
    return Route(base.host, port, tls, proxy)


def _chosen(choice: ProxyChoice, scheme: str, host: str) -> Proxy | None:
    match choice.use:
        case ProxyUse.SYSTEM:
            return _proxy_for(scheme, host)
        case ProxyUse.MANUAL:
            given = proxy_address(choice.address)
            return Proxy(given.host, given.port or _PORTS[given.scheme], given.scheme == "https")
        case ProxyUse.NONE:
            return None


def _proxy_for(scheme: str, host: str) -> Proxy | None:
    settings = urllib.request.getproxies()
    value = settings.get(scheme) or settings.get("all")
    if not value or _excepted(host, settings.get("no", "")):
        return None
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        name, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        name, port = "", 0
    if not name or not port:
        raise ProxyFault(explanation="This computer's proxy setting names no server that can be used.")
    authorization = None
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return Proxy(name, port, parts.scheme == "https", authorization)


def _excepted(host: str, exceptions: str) -> bool:
    """Tell whether NO_PROXY names the host, as httpx reads it: a name stands for its subdomains too."""
    for entry in (part.strip().lower() for part in exceptions.split(",")):
        name = urlsplit(entry).hostname or "" if "://" in entry else entry
        if name == "*":
            return True
        if not name:
            continue
        if _is_address(name) or name == "localhost":
            if host == name:
                return True
        elif host == name.lstrip(".") or host.endswith(f".{name.lstrip('.')}"):
            return True
    return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_network(name.strip("[]"), strict=False)
    except ValueError:
        return False
    return True
