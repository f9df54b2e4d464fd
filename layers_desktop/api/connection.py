"""How HTTP connections are opened: which addresses, certificates and proxies, and how long to wait."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import truststore

from layers_desktop.api.failure import InsecureAddress, UploadCancelled
from layers_desktop.api.network_errors import certificates_unreadable, proxy_settings_broken
from layers_desktop.api.proxy import IN_FORCE, ProxyChoice, ProxyUse, proxy_address

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


def open_http(
    *, direct: bool, patience: float | None = None, proxy: ProxyChoice | None = None
) -> httpx.Client:
    """Return a client with the system's certificates, through `proxy` or past all (`direct`: loopback).

    `proxy` is the process's choice when it is None. `patience` replaces the usual limits by so many seconds
    without progress, for a quick look.
    Raises `ProxyFault` for proxy settings that cannot be used and `TlsFault` for unreadable certificates.
    """
    context = tls_context()
    timeout = TIMEOUT if patience is None else httpx.Timeout(patience)
    choice = IN_FORCE.choice if proxy is None else proxy
    given = None
    if choice.use is ProxyUse.MANUAL and not direct:
        address = proxy_address(choice.address)
        # Without a context of its own httpx would trust another list of authorities than the system's.
        given = httpx.Proxy(address, ssl_context=tls_context() if address.scheme == "https" else None)
    try:
        return httpx.Client(
            verify=context,
            proxy=given,
            trust_env=choice.use is ProxyUse.SYSTEM and not direct,
            follow_redirects=False,
            http2=False,
            timeout=timeout,
        )
    except (ValueError, ImportError, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise proxy_settings_broken(error) from None


@dataclass(slots=True)
class _Opened:
    """One client, for the choice it was opened for."""

    http: httpx.Client
    proxy: ProxyChoice
    calls: int = 0
    retired: bool = False
    """Another choice is in force: it is closed when its last call ends."""


class Connections:
    """The clients behind a `LayersClient` or an `ObjectStorage`, opened when needed. Any thread.

    Once another proxy is chosen the next call gets a new client; a call that runs ends as it began.
    """

    def __init__(self, *, patience: float | None = None, proxy: ProxyChoice | None = None) -> None:
        """`proxy` is used instead of the process's choice; `patience` as for `open_http`."""
        self._patience = patience
        self._proxy = proxy
        self._lock = threading.Lock()
        self._opened: dict[bool, _Opened] = {}
        self._closed = False

    @contextlib.contextmanager
    def client(self, *, direct: bool) -> Iterator[httpx.Client]:
        """Lend the client for one call. Raises as `open_http`, and `UploadCancelled` after `close()`."""
        opened = self._taken(direct=direct)
        try:
            yield opened.http
        finally:
            with self._lock:
                opened.calls -= 1
                ended = opened.retired and not opened.calls
            if ended:
                opened.http.close()

    def close(self) -> None:
        """Close all connections, for good."""
        with self._lock:
            self._closed = True
            for opened in self._opened.values():
                opened.http.close()
            self._opened.clear()

    def _taken(self, *, direct: bool) -> _Opened:
        with self._lock:
            if self._closed:
                raise UploadCancelled
            choice = ProxyChoice(ProxyUse.NONE) if direct else self._proxy or IN_FORCE.choice
            opened = self._opened.get(direct)
            if opened is None or opened.proxy != choice:
                # First the new one: a setting that cannot be used must not cost the connections that work.
                fresh = _Opened(open_http(direct=direct, patience=self._patience, proxy=choice), choice)
                if opened is not None:
                    self._retire(opened)
                opened = self._opened[direct] = fresh
            opened.calls += 1
            return opened

    def _retire(self, opened: _Opened) -> None:
        opened.retired = True
        if not opened.calls:
            opened.http.close()
