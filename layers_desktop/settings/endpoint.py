"""Which Layers this program talks to, and under which name its key is kept.

Whether an address is safe to send a key to (https, or loopback) is judged by `api`, not here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

DEFAULT_BASE_URL = "https://api.layers.com"
VARIABLE = "LAYERS_BASE_URL"

_DEFAULT_PORTS = {"https": 443, "http": 80}
_PARSED_DIFFERENTLY = frozenset("\\@?#")
"""Characters over which URL parsers disagree about where the host ends, or that no base URL has."""


def base_url(environ: Mapping[str, str] | None = None) -> str:
    """Return the API's base URL without a trailing slash: `LAYERS_BASE_URL`, else Layers' own."""
    chosen = (os.environ if environ is None else environ).get(VARIABLE, "").strip()
    return chosen.rstrip("/") or DEFAULT_BASE_URL


def key_name(url: str, organization_id: str) -> str:
    """Return the name under which the keyring keeps the key of this organization at this base URL."""
    return f"{account_name(url)}#{organization_id}"


def account_name(url: str) -> str:
    """Return the name that stands for this base URL in the keyring.

    Alone it is the name of a key whose organization was not noted, as the first editions kept it.

    A key goes back only to where it was entered for: two addresses share a name only when they are the same
    server and path written differently (letter case of the host, default port, trailing slash). For
    `https://api.layers.com` it is `api.layers.com`. Anything that does not parse plainly is its own name,
    so that a crafted address cannot borrow the key of another.
    """
    plain = url.strip()
    try:
        parts = urlsplit(plain)
        host, port = parts.hostname, parts.port
    except ValueError:
        return plain
    odd = not plain.isascii() or not plain.isprintable() or " " in plain or _PARSED_DIFFERENTLY & set(plain)
    if odd or not host or parts.scheme not in _DEFAULT_PORTS:
        return plain
    name = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        name = f"{name}:{port}"
    name += parts.path.rstrip("/")
    return name if parts.scheme == "https" else f"http://{name}"
