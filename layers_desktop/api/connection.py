"""How HTTP connections are opened: which addresses, certificates and proxies, and how long to wait."""

from __future__ import annotations

import ipaddress
import logging
import ssl

import httpx
import truststore

from layers_desktop.api.failure import InsecureAddress
from layers_desktop.api.network_errors import certificates_unreadable, proxy_settings_broken

# Their INFO lines hold the whole signed URL.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

TIMEOUT = httpx.Timeout(connect=10.0, read=120.0, write=60.0, pool=10.0)
"""Seconds without any progress. Over TLS the write limit spans a whole block, so it must suit a slow line."""


def is_loopback(url: httpx.URL) -> bool:
    """Return whether the address is this computer itself."""
    try:
        return url.host == "localhost" or ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return False


def base_address(text: str) -> httpx.URL:
    """Return the address of an API, without a trailing slash.

    It must be https, or http on this computer, without a user name, a query or a fragment; otherwise
    `InsecureAddress` is raised.
    """
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError):  # UnicodeError is a ValueError
        raise InsecureAddress(explanation="It is not a web address.") from None
    if not url.host or url.scheme not in {"http", "https"}:
        raise InsecureAddress(explanation="It is not a web address that begins with https://.")
    if url.userinfo or "?" in text or "#" in text or "@" in text:
        raise InsecureAddress(explanation="It carries a user name, a question mark or a fragment.")
    if url.scheme == "http" and not is_loopback(url):
        raise InsecureAddress
    return url.copy_with(path=url.path.rstrip("/"))


def tls_context() -> ssl.SSLContext:
    """Return a context that trusts what the operating system trusts (company certificates among it).

    One for each client, not one for all: truststore holds a lock of the context during a handshake, so with a
    shared one a single stalled server would hold up every other upload. Making one takes well under 1 ms;
    the certificates themselves are read at each handshake in either case.
    """
    try:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        raise certificates_unreadable() from None


def open_http(*, direct: bool, patience: float | None = None) -> httpx.Client:
    """Return a client with the system's certificates and proxies, or past all proxies (`direct`: loopback).

    `patience` replaces the usual limits by so many seconds without progress, for a quick look.
    Raises `ProxyFault` for proxy settings that cannot be used and `TlsFault` for unreadable certificates.
    """
    context = tls_context()
    timeout = TIMEOUT if patience is None else httpx.Timeout(patience)
    try:
        return httpx.Client(
            verify=context, trust_env=not direct, follow_redirects=False, http2=False, timeout=timeout
        )
    except (ValueError, ImportError, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise proxy_settings_broken(error) from None
