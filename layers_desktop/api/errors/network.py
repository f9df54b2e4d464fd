"""Faults on the way: no answer came, or it broke off. httpx's exceptions become types with words."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from layers_desktop.api.errors.base import ApiError, clean


class NetworkFault(ApiError):
    """Base: nothing is known of what the other side did. Trying again may help."""

    code = "network"
    unsent = False
    """True when no connection was made, so that nothing of the request can have arrived."""


class NameNotResolved(NetworkFault):
    """The host's name has no address: mostly no network at all."""

    code = "network.name"


class NetworkUnreachable(NetworkFault):
    """There is no way from this computer to the server."""

    code = "network.unreachable"


class ConnectionRefused(NetworkFault):
    """The server's machine answered that nobody listens."""

    code = "network.refused"


class ConnectionLost(NetworkFault):
    """The connection broke; whether the request was carried out is unknown."""

    code = "network.lost"


class Timeout(NetworkFault):
    """Nothing moved for too long."""

    code = "network.timeout"


class TlsFault(NetworkFault):
    """The secure connection could not be made: the certificate, or a box that looks into connections."""

    code = "network.certificate"


class ProxyFault(NetworkFault):
    """The proxy of this network, or the setting for it, is at fault."""

    code = "network.proxy"


_UNREACHABLE = frozenset(
    getattr(errno, name)
    for name in ("ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "EADDRNOTAVAIL")
    if hasattr(errno, name)
)

_OF_CERTIFICATE = {
    9: "network.certificate/not_yet",
    10: "network.certificate/expired",
    62: "network.certificate/other_host",  # by name
    64: "network.certificate/other_host",  # by IP address
}
"""OpenSSL's X509_V_ERR_… numbers that point at a clock or a wrong host rather than at a forger."""

_OF_SYSTEM: tuple[tuple[type[OSError], type[NetworkFault], str], ...] = (
    (socket.gaierror, NameNotResolved, "network.name/host"),
    (ssl.SSLEOFError, ConnectionLost, "network.lost/securing"),
    (ssl.SSLZeroReturnError, ConnectionLost, "network.lost/securing"),
    (ssl.SSLError, TlsFault, "network.certificate/agreement"),
    (ConnectionRefusedError, ConnectionRefused, "network.refused/host"),
    (ConnectionError, ConnectionLost, "network.lost/cut"),
)
"""What the operating system or OpenSSL raises → type and row of the catalogue; the first that fits."""

_TIMED_OUT: tuple[tuple[type[httpx.TimeoutException], str], ...] = (
    (httpx.ConnectTimeout, "network.timeout/connecting"),
    (httpx.WriteTimeout, "network.timeout/sending"),
    (httpx.TimeoutException, "network.timeout/host"),
)


def from_transport(error: Exception, *, host: str, peer: str | None = None) -> NetworkFault:
    """Return the typed error of an httpx exception, with `unsent` set where no connection was made.

    `host` is whom the call was for, `peer` whom the last connection or handshake was with: another name
    means a proxy, which is then at fault.
    Neither a URL nor httpx's own text gets into the words.
    """
    connecting = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout))
    fault = _of_transport(error, host, peer, connecting=connecting)
    fault.unsent = connecting or isinstance(error, httpx.ProxyError)
    return fault


def _of_transport(error: Exception, host: str, peer: str | None, *, connecting: bool) -> NetworkFault:
    if isinstance(error, httpx.ProxyError):
        return _proxy_refused(error)
    # A certificate is the server's, a box's that looks into connections, or a proxy's that speaks TLS itself.
    secure = [one for one in _causes(error) if isinstance(one, ssl.SSLError)]
    if peer is not None and peer.lower() != _on_the_wire(host):
        host = clean(peer, longest=80)
        if connecting and not secure:
            return ProxyFault("network.proxy/unreachable", proxy=host)
    certified = next((one for one in secure if isinstance(one, ssl.SSLCertVerificationError)), None)
    if certified is not None:
        return _certificate(certified, host)
    for kind, row in _TIMED_OUT:
        if isinstance(error, kind):
            return Timeout(row, host=host)
    found = (fault for cause in _causes(error) if (fault := _from_system(cause, host)))
    return next(found, None) or _broken(error, host)


def _on_the_wire(host: str) -> str:
    """Return the name as sockets are given it: in ASCII, whatever its alphabet."""
    return httpx.URL(scheme="https", host=host).raw_host.decode("ascii").lower()


def proxy_wants_password() -> ProxyFault:
    """Return the error for a proxy that answers 407: it was given no name and password, or wrong ones."""
    return ProxyFault("network.proxy/password")


def certificates_unreadable() -> TlsFault:
    """Return the error for a trust store of this computer that cannot be read (a bad SSL_CERT_FILE)."""
    return TlsFault("network.certificate_store")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception and what it came from, outermost first."""
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _proxy_refused(error: httpx.ProxyError) -> ProxyFault:
    if str(error).startswith("407"):
        return proxy_wants_password()
    return ProxyFault()


def _from_system(cause: BaseException, host: str) -> NetworkFault | None:
    """Return the typed error of what the operating system or OpenSSL said, None when it is neither."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _certificate(cause, host)
    if isinstance(cause, OSError) and cause.errno in _UNREACHABLE and not isinstance(cause, ssl.SSLError):
        return NetworkUnreachable()
    for kind, fault, row in _OF_SYSTEM:
        if isinstance(cause, kind):
            return fault(row, host=host)
    return None


def _broken(error: Exception, host: str) -> NetworkFault:
    """Return the typed error where only httpx's type tells something."""
    if isinstance(error, httpx.ConnectError):
        return NetworkFault("network/host", host=host)
    if isinstance(error, (httpx.NetworkError, httpx.RemoteProtocolError)):
        return ConnectionLost("network.lost/host", host=host)
    return NetworkFault()


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> TlsFault:
    number = getattr(error, "verify_code", 0)
    return TlsFault(_OF_CERTIFICATE.get(number, "network.certificate/host"), host=host)
