"""What is behind a link that a person dropped: fetched over https from the public internet, and nothing else.

A link is somebody else's text. It could name a service inside this computer or its network, lead there by a
redirect, or have a name whose address changes between the check and the connection. So each hop's name is
resolved once, all its addresses must be public, and the connection is made to the very address that was
checked, while certificate and Host are those of the name. There are no cookies, no key, no proxy (which would
resolve the name by itself) and no decompression; time and bytes are bounded by whoever reads.

Which addresses are public is a table of our own, because Python's `is_global` changed between patch releases:
IANA's registries of special-purpose addresses (RFC 6890 and its updates), and where clouds keep metadata.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from queue import Empty, SimpleQueue
from typing import Final

import httpx

from layers_desktop import __version__
from layers_desktop.api.cancellation import CancelToken, OpenSockets
from layers_desktop.api.errors.base import ApiError, UploadCancelled, clean
from layers_desktop.api.errors.network import from_transport
from layers_desktop.api.network_backend import RequestContext, WatchedBackend, WatchedTransport
from layers_desktop.api.transport import tls_context

Address = IPv4Address | IPv6Address

_NOT_PUBLIC_V4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network: on Linux, this computer
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # a provider's NAT; some clouds keep metadata there (100.100.100.200)
        "127.0.0.0/8",  # this computer
        "168.63.129.16/32",  # Azure's wire server: a public number that never leaves its host
        "169.254.0.0/16",  # link-local, and 169.254.169.254, the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols; some clouds keep metadata there (192.0.0.192)
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4, which could lead anywhere
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_PUBLIC_V6: Final = IPv6Network("2000::/3")
"""All that is given out for the internet; loopback, link-local, unique local and multicast lie outside."""
_NOT_PUBLIC_V6: Final = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, among them Teredo, which leads to an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which leads to an IPv4 address
        "3fff::/20",  # documentation
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
"""The network of such a provider turns the last 32 bits into an IPv4 address: that one counts."""


def is_public(address: Address) -> bool:
    """Return whether an address is on the public internet, not on this computer or in its networks."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_V4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _PUBLIC_V6 and not any(address in network for network in _NOT_PUBLIC_V6)


def parsed(text: str) -> Address:
    """Return an address as a resolver writes it, without its zone (`fe80::1%eth0`). Raises ValueError."""
    return ip_address(text.partition("%")[0])


"""Seconds between two questions whether to go on waiting."""


def resolve(host: str, port: int) -> list[str]:
    """Return a name's addresses, in the system's order of preference. Blocks; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses(
    host: str,
    port: int,
    resolver: Callable[[str, int], list[str]],
    stop_waiting: Callable[[], None],
) -> list[str]:
    """Return what `resolver` finds, in a thread of its own that is left alone when nobody waits any more.

    `stop_waiting` raises when that is so. Raises that, and what `resolver` does: OSError, or ValueError for
    what is no name.
    """
    found: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def look_up() -> None:
        answer: list[str] | Exception = OSError("the look-up failed")
        try:
            answer = resolver(host, port)
        except (OSError, ValueError) as error:
            answer = error
        finally:
            found.put(answer)

    threading.Thread(target=look_up, name="link-name", daemon=True).start()
    while True:
        try:
            answer = found.get(timeout=_GLANCE)
        except Empty:
            stop_waiting()
            continue
        if isinstance(answer, Exception):
            raise answer
        return answer


MOST_REDIRECTS: Final = 5
LONGEST_LINK: Final = 4_000
"""Characters; what is longer is no link that a person made."""
_TIMEOUT: Final = httpx.Timeout(connect=10.0, read=30.0, write=10.0, pool=10.0)
"""Seconds without any progress."""
_LONGEST: Final = 15 * 60.0
"""Seconds for all of it, from the name's look-up to the last byte: nobody may keep a thread for ever."""
_GLANCE: Final = 0.25
"""Seconds between two looks at the clock and the stop button."""
_BLOCK: Final = 64 * 1024
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_ADDRESSES: Final = 4
"""Of a name's addresses, tried one after another."""
_HEADERS: Final = {
    "User-Agent": f"layers-desktop/{__version__}",
    "Accept": "image/*, video/*;q=0.9, audio/*;q=0.9",
    "Accept-Encoding": "identity",
}


class LinkNotFetched(ApiError):
    """What is behind a link was not fetched."""

    code = "file.link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Where links may lead; the defaults are for people, others for tests with servers of their own."""

    allowed: Callable[[Address], bool] = is_public
    resolve: Callable[[str, int], list[str]] = resolve
    context: Callable[[], ssl.SSLContext] = tls_context
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class LinkResponse:
    """An open answer: what it says of itself, and its bytes, to be read once."""

    length: int | None
    """Bytes, as the server says; None when it does not."""
    blocks: Iterator[bytes]
    """Raises `LinkNotFetched` when it breaks off, `UploadCancelled` when it was stopped."""


@contextlib.contextmanager
def open_link(url: str, cancel: CancelToken, rules: Rules | None = None) -> Iterator[LinkResponse]:
    """Open what is behind an https link, following redirects. Blocks: for worker threads.

    `cancel` frees it at once, also while it waits for bytes, and so does the end of its time. Raises
    `LinkNotFetched` with the reason, and `UploadCancelled`.
    """
    fetch = _Fetch(cancel, rules or Rules())
    with cancel.watching(fetch.lines), fetch.timed(), fetch.calling(), contextlib.ExitStack() as stack:
        answer = fetch.open(url, stack)
        yield answer


class _Fetch:
    """One link, with all its hops."""

    def __init__(self, cancel: CancelToken, rules: Rules) -> None:
        self.lines = OpenSockets()
        self._backend = WatchedBackend(self.lines)
        self._cancel = cancel
        self._rules = rules
        self._deadline = rules.clock() + _LONGEST

    @property
    def _late(self) -> bool:
        return self._rules.clock() > self._deadline

    @property
    def _over(self) -> bool:
        return self._cancel.cancelled or self._late

    def calling(self) -> contextlib.AbstractContextManager[None]:
        """While this lasts, what this thread reads is of this link."""
        return self._backend.calling(RequestContext(lambda: self._over, host=""))

    @contextlib.contextmanager
    def timed(self) -> Iterator[None]:
        """While this lasts, shut the sockets when the time is over, whatever is waited for in them."""
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(_GLANCE):
                if self._late:
                    self.lines.shut()

        watcher = threading.Thread(target=watch, name="link-time", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()

    def open(self, url: str, stack: contextlib.ExitStack) -> LinkResponse:
        target = _target(url)
        for _ in range(MOST_REDIRECTS + 1):
            response = self._get(target, stack)
            where = response.headers.get("location")
            if response.status_code not in _REDIRECTS or not where:
                return self._answer(response, target.host)
            response.close()
            target = _target(where, target)
        raise LinkNotFetched("file.link/circle", host=_shown(target.host))

    def _get(self, target: httpx.URL, stack: contextlib.ExitStack) -> httpx.Response:
        """Connect to the addresses that the name has now, until one takes the connection."""
        failure: Exception | None = None
        for address in self._addresses(target):
            try:
                return self._ask(target, address, stack)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = self._ended_by(error, target.host)
            except httpx.HTTPError as error:
                raise self._ended_by(error, target.host) from None
        raise failure or LinkNotFetched

    def _ask(self, target: httpx.URL, address: str, stack: contextlib.ExitStack) -> httpx.Response:
        if self._over:
            raise self._why_over(target.host)
        host = target.raw_host.decode("ascii").strip("[]")
        # A client of its own for each hop: nothing of one server, such as a cookie, gets to the next.
        client = stack.enter_context(
            httpx.Client(
                transport=WatchedTransport(self._backend, self._rules.context()),
                trust_env=False,
                follow_redirects=False,
                timeout=_TIMEOUT,
            )
        )
        request = httpx.Request(
            "GET",
            target.copy_with(host=address),
            headers={"Host": target.netloc.decode("ascii"), **_HEADERS},
            extensions={"sni_hostname": host},
        )
        response = client.send(request, stream=True)
        stack.callback(response.close)
        return response

    def _addresses(self, target: httpx.URL) -> list[str]:
        """Return the addresses to connect to. One that is not public spoils all of a name."""
        host = target.raw_host.decode("ascii").strip("[]")
        try:
            found = addresses(host, target.port or 443, self._rules.resolve, self._stop_waiting)
            public = all(self._rules.allowed(parsed(address)) for address in found)
        except (OSError, ValueError):  # UnicodeError, of a label that is too long, is a ValueError
            raise LinkNotFetched("file.link/no_address", host=_shown(host)) from None
        if not found or not public:
            raise LinkNotFetched("file.link/not_public", host=_shown(host))
        return found[:_MOST_ADDRESSES]

    def _stop_waiting(self) -> None:
        if self._cancel.cancelled:
            raise UploadCancelled
        if self._late:
            raise TimeoutError

    def _answer(self, response: httpx.Response, host: str) -> LinkResponse:
        if response.status_code != 200:
            raise _refused(response.status_code, _shown(host))
        length = response.headers.get("content-length", "")
        known = int(length) if length.isascii() and length.isdigit() and len(length) < 19 else None
        return LinkResponse(known, self._blocks(response, host))

    def _blocks(self, response: httpx.Response, host: str) -> Iterator[bytes]:
        try:
            for block in response.iter_raw(_BLOCK):
                if self._over:
                    raise self._why_over(host)
                yield block
        except httpx.HTTPError as error:
            raise self._ended_by(error, host) from None

    def _ended_by(self, error: Exception, host: str) -> ApiError:
        """Return what really ended it: the stop button, the time or the network."""
        if self._over:
            return self._why_over(host)
        return LinkNotFetched("file.link/because", why=from_transport(error, host=_shown(host)).problem.why)

    def _why_over(self, host: str) -> ApiError:
        if self._cancel.cancelled:
            return UploadCancelled()
        return LinkNotFetched("file.link/slow", host=_shown(host))


def _target(link: str, base: httpx.URL | None = None) -> httpx.URL:
    """Return where a link or a redirect leads, when something may be fetched from there."""
    try:
        target = base.join(link) if base is not None else httpx.URL(link)
    except (httpx.InvalidURL, ValueError):  # UnicodeError is a ValueError
        raise LinkNotFetched("file.link/bad") from None
    if len(str(target)) > LONGEST_LINK:
        raise LinkNotFetched("file.link/long")
    if target.scheme != "https" or not target.host:
        raise LinkNotFetched("file.link/open")
    if target.userinfo:
        raise LinkNotFetched("file.link/user")
    return target


def _shown(host: str) -> str:
    return clean(host, longest=80)


def _refused(status: int, host: str) -> LinkNotFetched:
    if status in {401, 402, 403, 407, 451}:
        return LinkNotFetched("file.link/sign_in", host=host, status=status)
    if status in {404, 410}:
        return LinkNotFetched("file.link/gone", host=host)
    if status == 429:
        return LinkNotFetched("file.link/wait", host=host)
    row = "file.link/fault" if status >= 500 else "file.link/answer"
    return LinkNotFetched(row, host=host, status=status)
