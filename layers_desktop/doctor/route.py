"""The way from this computer to an address: directly, or through a proxy."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from layers_desktop.api.proxy import ProxyChoice, proxy_for
from layers_desktop.api.transport import base_address

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
