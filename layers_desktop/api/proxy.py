"""Which proxy a connection goes through: the system's, a given one or none.

It is one choice for all calls of the program (`network.Network`). Whoever keeps connections open looks at it
before each call (`transport.Connections`), so a new one takes effect at once.

httpx's own reading of the system's settings is not used: it makes something of every variable, so one that
does not apply (SOCKS in ALL_PROXY beside HTTPS_PROXY, an entry of NO_PROXY) breaks each client.
"""

from __future__ import annotations

import fnmatch
import ipaddress
import os
import re
import sys
import urllib.request
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import httpx

from layers_desktop.api.errors.base import clean
from layers_desktop.api.errors.network import ProxyFault
from layers_desktop.core.errors import Term
from layers_desktop.core.translation import N_

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")

_KEPT_IN = {"win32": "registry", "darwin": "macosx_sysconf"}.get(sys.platform, "")
"""What `urllib.request` calls the system's settings. Its `getproxies` asks them only without any variable."""


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


def is_loopback(url: httpx.URL) -> bool:
    """Return whether the address is this computer itself."""
    try:
        return url.host == "localhost" or ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return False


def proxy_for(url: httpx.URL, choice: ProxyChoice) -> httpx.URL | None:
    """Return the proxy that a connection to this address goes through, None for none: never for loopback.

    Only what applies to https and to this host is looked at. Raises `ProxyFault` for an address that applies
    and cannot be used.
    """
    if choice.use is ProxyUse.NONE or is_loopback(url):
        return None
    return proxy_address(choice.address) if choice.use is ProxyUse.MANUAL else _of_system(url)


def without_credentials(proxy: str) -> str:
    """Return a proxy's address for people; names and passwords also stand in settings without a scheme."""
    scheme, mark, rest = proxy.rpartition("://")
    return clean(f"{scheme}{mark}{rest.rpartition('@')[2]}")


def system_proxies() -> tuple[dict[str, str], bool]:
    """Return the settings that the system's proxy is taken from, and whether they are variables.

    They are those of Windows or macOS where no variable names a proxy for https; NO_PROXY counts beside both.
    """
    variables = urllib.request.getproxies_environment()
    if variables.get("https") or variables.get("all"):
        return variables, True
    kept: dict[str, str] = getattr(urllib.request, f"getproxies_{_KEPT_IN}", dict)()
    return {**kept, **variables}, False


def _of_system(url: httpx.URL) -> httpx.URL | None:
    """Return the proxy of HTTPS_PROXY, else ALL_PROXY, else of the settings of Windows or macOS."""
    settings, ours = system_proxies()
    name = "https" if settings.get("https") else "all"
    value = settings.get(name, "").strip()
    if not value:
        return None
    if excepted(url, settings.get("no", "")):
        return None
    if not ours and getattr(urllib.request, f"proxy_bypass_{_KEPT_IN}")(url.host):
        return None
    named = [variable for variable in os.environ if ours and variable.lower() == f"{name}_proxy"]
    # Of both the lower case one wins.
    source: str | Term = min(named, key=str.isupper) if named else Term(_SYSTEMS_SETTING)
    address = _parsed(value)
    if address is not None:
        return address
    row = "network.proxy_setting/system_socks" if _is_socks(value) else "network.proxy_setting/system"
    raise ProxyFault(row, source=source, proxy=without_credentials(value), example=EXAMPLE)


def excepted(url: httpx.URL, exceptions: str) -> bool:
    """Return whether NO_PROXY names the host, or the host with this port.

    An entry is a name, which stands for what is below it too (with or without a dot in front), an address, a
    network (`10.0.0.0/8`, `fe80::/10`), a pattern with `*`; each may have a port. Others match nothing.
    """
    port = str(url.port or (443 if url.scheme == "https" else 80))
    # A name outside of ASCII is written in either of its forms.
    hosts = {name.lower().rstrip(".") for name in (url.host, url.raw_host.decode("ascii"))}
    for entry in re.split(r"[,;\s]+", exceptions.lower()):
        name = entry.rpartition("://")[2].rstrip("/") if "://" in entry else entry
        bracketed = re.fullmatch(r"\[([^\]]*)\](?:/\d+)?(?::(\d+))?", name)
        plain = re.fullmatch(r"([^:]*):(\d+)", name)
        if found := bracketed or plain:
            if found[2] not in (None, port):
                continue
            name = found[1]
        name = name.rstrip(".")
        if name and any(_names(name, host) for host in hosts):
            return True
    return False


def _names(entry: str, host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.strip("[]"))
        return address in ipaddress.ip_network(entry, strict=False)
    except ValueError:  # one of them is a name
        pass
    if "*" in entry:
        return fnmatch.fnmatchcase(host, entry)
    name = entry.lstrip(".")
    return host == name or (bool(name) and host.endswith(f".{name}"))


def proxy_address(text: str) -> httpx.URL:
    """Return the address of a proxy as a person typed it; without a scheme it is an http proxy.

    Raises `ProxyFault` with a sentence for one that cannot be used. A name and a password are among that: the
    settings are a plain file.
    """
    typed = text.strip()
    if not typed:
        raise ProxyFault("network.proxy_setting/empty", example=EXAMPLE)
    if _is_socks(typed):
        raise ProxyFault("network.proxy_setting/socks")
    if "@" in typed:
        raise ProxyFault("network.proxy_setting/password")
    url = _parsed(typed)
    if url is None:
        raise ProxyFault("network.proxy_setting/no_address", example=EXAMPLE)
    return url


EXAMPLE: Final = "http://proxy.example.com:3128"
_SYSTEMS_SETTING: Final = N_("The system's setting")


def _is_socks(text: str) -> bool:
    scheme = _SCHEME.match(text)
    return scheme is not None and scheme[1].lower().startswith("socks")


def _parsed(text: str) -> httpx.URL | None:
    """Return the address of an http proxy, None for what is none."""
    try:
        url = httpx.URL(text if _SCHEME.match(text) else f"http://{text}")
    except (httpx.InvalidURL, ValueError):  # UnicodeError is a ValueError
        return None
    has_port = url.port is None or 0 < url.port <= 65_535
    whole = url.path in ("", "/") and "?" not in text and "#" not in text
    # httpx encodes what no host can have; a scope (`fe80::1%eth0`) is none of a proxy's either.
    named = re.fullmatch(r"[\w.:-]+", url.host) is not None
    usable = url.scheme in ("http", "https") and named and " " not in text and whole and has_port
    return url if usable else None
