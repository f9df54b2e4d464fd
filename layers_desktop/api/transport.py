"""How HTTP connections are opened: which addresses, certificates, proxies, timeouts, and a log of calls.

The log has a line for each call at level debug: where it led and what came of it. A signed link is named by
its server alone, and no query, header or body is ever written.
"""

from __future__ import annotations

import contextlib
import logging
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import httpx
import truststore

from layers_desktop.api.cancellation import OpenSockets
from layers_desktop.api.errors.base import InsecureAddress, UploadCancelled, clean
from layers_desktop.api.errors.network import certificates_unreadable
from layers_desktop.api.network import Network
from layers_desktop.api.network_backend import RequestContext, WatchedBackend, WatchedTransport
from layers_desktop.api.proxy import ProxyChoice, is_loopback, proxy_for

# Their INFO lines hold the whole signed URL.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

TIMEOUT = httpx.Timeout(connect=10.0, read=120.0, write=60.0, pool=10.0)
"""Seconds without any progress. Over TLS the write limit spans a whole block, so it must suit a slow line."""


def base_address(text: str) -> httpx.URL:
    """Return the address of an API, without a trailing slash.

    It must be https, or http on this computer, without a user name, a query or a fragment; otherwise
    `InsecureAddress` is raised.
    """
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError):  # UnicodeError is a ValueError
        raise InsecureAddress("address.insecure/no_address") from None
    if not url.host or url.scheme not in {"http", "https"}:
        raise InsecureAddress("address.insecure/scheme")
    if url.userinfo or "?" in text or "#" in text or "@" in text:
        raise InsecureAddress("address.insecure/extras")
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
    backend: WatchedBackend, proxy: httpx.URL | None = None, *, timeout: float | None = None
) -> httpx.Client:
    """Return a client on sockets of `backend`, with the system's certificates, through `proxy` or directly.

    `timeout` replaces the usual limits by so many seconds without progress, for a quick look.
    Raises `TlsFault` for certificates that cannot be read.
    """
    given = None
    if proxy is not None:
        # Without a context of its own httpx would trust another list of authorities than the system's.
        given = httpx.Proxy(proxy, ssl_context=tls_context() if proxy.scheme == "https" else None)
    return httpx.Client(
        transport=WatchedTransport(backend, tls_context(), given),
        trust_env=False,
        follow_redirects=False,
        timeout=TIMEOUT if timeout is None else httpx.Timeout(timeout),
    )


class Connections:
    """The clients behind a `LayersClient` or an `ObjectStorage`, opened when needed. Any thread.

    There is one for each proxy that a call went through. Once another proxy is chosen the next call goes
    through it, and closes what no call uses any more; a call that runs ends as it began.
    """

    def __init__(self, network: Network, *, timeout: float | None = None) -> None:
        """`network` has the proxy to use; `timeout` as for `open_http`."""
        self.lines = OpenSockets()
        """The open sockets of all of them."""
        self._backend = WatchedBackend(self.lines)
        self._timeout = timeout
        self._network = network
        self._lock = threading.Lock()
        self._opened: dict[tuple[ProxyChoice, httpx.URL | None], httpx.Client] = {}
        self._calls: Counter[tuple[ProxyChoice, httpx.URL | None]] = Counter()
        self._closed = False

    @contextlib.contextmanager
    def calling(self, url: httpx.URL, context: RequestContext) -> Iterator[httpx.Client]:
        """Lend this thread the client for one call to this address.

        Raises `ProxyFault` for a proxy that cannot be used, `TlsFault` as `open_http`, and `UploadCancelled`
        after `close()`.
        """
        choice = self._network.proxy
        proxy = proxy_for(url, choice)
        way = choice, proxy
        with self._lock:
            if self._closed:
                raise UploadCancelled
            for other in [one for one in self._opened if one[0] != choice and not self._calls[one]]:
                self._opened.pop(other).close()
            if way not in self._opened:
                self._opened[way] = open_http(self._backend, proxy, timeout=self._timeout)
            client = self._opened[way]
            self._calls[way] += 1
        try:
            with self._backend.calling(context):
                yield client
        finally:
            with self._lock:
                self._calls[way] -= 1

    def close(self) -> None:
        """Close all connections, for good."""
        with self._lock:
            self._closed = True
            for opened in self._opened.values():
                opened.close()
            self._opened.clear()


log = logging.getLogger(__name__)


class RequestLog:
    """Measures one call from now on. `place` is the path at Layers, or the storage's server.

    `key` is the key in use, which no line shows, not even where a server repeats it.
    """

    def __init__(
        self, method: str, place: str, *, key: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._what = f"{method} {clean(place, key=key)}"
        self._key = key
        self._clock = clock
        self._began = clock()

    def answered(self, response: httpx.Response) -> None:
        """Note the status and the server's name for the request, whatever the answer was."""
        seen = response.headers
        named = seen.get("x-request-id") or seen.get("x-amz-request-id") or ""
        request = clean(named, longest=128, key=self._key) or "no request id"
        log.debug("%s: %d, %s, %d ms", self._what, response.status_code, request, self._milliseconds)

    def ended(self, error: Exception) -> None:
        """Note that no answer came, and what sort of error says so."""
        log.debug("%s: %s, %d ms", self._what, type(error).__name__, self._milliseconds)

    @property
    def _milliseconds(self) -> float:
        return (self._clock() - self._began) * 1000
