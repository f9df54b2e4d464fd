"""Which proxy connections go through: the system's, a given one or none. The choice is the process's.

It is one choice for all calls, like the environment variables that it stands beside. Whoever keeps
connections open looks at it before each call (`connection.Connections`), so a new one takes effect at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import httpx

from layers_desktop.api.network_errors import ProxyFault

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


class ProxyUse(StrEnum):
    """Where the proxy's address comes from."""

    SYSTEM = "system"
    """The system's settings, or HTTPS_PROXY, ALL_PROXY and NO_PROXY."""
    MANUAL = "manual"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """What the person chose."""

    use: ProxyUse = ProxyUse.SYSTEM
    address: str = ""
    """For MANUAL: `http://host:port`; see `proxy_address`."""


class ProxyInForce:
    """The choice of this process. It is replaced as a whole: any thread may read it at any time."""

    def __init__(self) -> None:
        self.choice = ProxyChoice()


IN_FORCE: Final = ProxyInForce()


def proxy_address(text: str) -> httpx.URL:
    """Return the address of a proxy as a person typed it; without a scheme it is an http proxy.

    Raises `ProxyFault` with a sentence for one that cannot be used. A name and a password are among that: the
    settings are a plain file.
    """
    typed = text.strip()
    if not typed:
        raise _unusable(f"Enter the proxy's address, such as {EXAMPLE}.")
    scheme = _SCHEME.match(typed)
    if scheme is not None and scheme[1].lower().startswith("socks"):
        raise _unusable("This program can use http proxies, not SOCKS.")
    if "@" in typed:
        raise _unusable(
            "A name and a password are not kept in the settings: give them to the system (HTTPS_PROXY), and "
            "choose “As the system”."
        )
    try:
        url = httpx.URL(typed if scheme else f"http://{typed}")
    except (httpx.InvalidURL, ValueError):  # UnicodeError is a ValueError
        raise _unusable(f"This is not an address; it should look like {EXAMPLE}.") from None
    has_port = url.port is None or 0 < url.port <= 65_535
    whole = url.path in ("", "/") and "?" not in typed and "#" not in typed
    if url.scheme not in ("http", "https") or not url.host or " " in typed or not (whole and has_port):
        raise _unusable(f"This is not an address of a proxy; it should look like {EXAMPLE}.")
    return url


EXAMPLE: Final = "http://proxy.example.com:3128"


def _unusable(why: str) -> ProxyFault:
    return ProxyFault(
        code="network.proxy_setting",
        title="The proxy in the settings cannot be used",
        explanation=why,
        action="Correct it under Settings, Network.",
    )
