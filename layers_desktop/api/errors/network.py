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
    title = "The network failed"
    explanation = "The connection from this computer could not be used."
    action = "Check the network; it is tried again by itself."
    unsent = False
    """True when no connection was made, so that nothing of the request can have arrived."""


class NameNotResolved(NetworkFault):
    """The host's name has no address: mostly no network at all."""

    code = "network.name"
    title = "No network, or its name service does not answer"
    explanation = "This computer could not find the server's address."


class NetworkUnreachable(NetworkFault):
    """There is no way from this computer to the server."""

    code = "network.unreachable"
    title = "No network"
    explanation = "This computer has no connection to the server."


class ConnectionRefused(NetworkFault):
    """The server's machine answered that nobody listens."""

    code = "network.refused"
    title = "The server takes no connections at the moment"
    explanation = "A firewall of this network, or the server itself, refused the connection."


class ConnectionLost(NetworkFault):
    """The connection broke; whether the request was carried out is unknown."""

    code = "network.lost"
    title = "The connection broke off"
    explanation = "The network or the server closed the connection before the answer was complete."


class Timeout(NetworkFault):
    """Nothing moved for too long."""

    code = "network.timeout"
    title = "The server did not answer in time"
    explanation = "The network is very slow, or something on the way holds the connection up."


class TlsFault(NetworkFault):
    """The secure connection could not be made: the certificate, or a box that looks into connections."""

    code = "network.certificate"
    title = "The connection is not secure"
    explanation = "The server's certificate is not one that this computer trusts."
    action = "On a company network, ask its administrators whether their certificate is installed here."


class ProxyFault(NetworkFault):
    """The proxy of this network, or the setting for it, is at fault."""

    code = "network.proxy"
    title = "The proxy does not let this program through"
    explanation = "The proxy server of this network refused or could not be reached."
    action = (
        "Check the proxy under Settings, Network, or the system's (HTTPS_PROXY, NO_PROXY), then try again."
    )


_UNREACHABLE = frozenset(
    getattr(errno, name)
    for name in ("ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "EADDRNOTAVAIL")
    if hasattr(errno, name)
)

# OpenSSL's X509_V_ERR_… numbers that point at a clock or a wrong host rather than at a forger.
_NOT_YET_VALID, _EXPIRED = 9, 10
_WRONG_HOST = frozenset({62, 64})  # by name, by IP address

_OF_SYSTEM: tuple[tuple[type[OSError], type[NetworkFault], str], ...] = (
    (socket.gaierror, NameNotResolved, "This computer could not find the address of {host}."),
    (ssl.SSLEOFError, ConnectionLost, "The connection to {host} ended while it was being secured."),
    (ssl.SSLZeroReturnError, ConnectionLost, "The connection to {host} ended while it was being secured."),
    (ssl.SSLError, TlsFault, "No secure connection to {host} could be agreed on."),
    (
        ConnectionRefusedError,
        ConnectionRefused,
        "Nothing takes connections at {host}, or a firewall refused.",
    ),
    (ConnectionError, ConnectionLost, "{host}, or the network on the way to it, cut the connection."),
)
"""What the operating system or OpenSSL raises → type and explanation; the first that fits."""

_TIMED_OUT: tuple[tuple[type[httpx.TimeoutException], str, str], ...] = (
    (httpx.ConnectTimeout, "The server could not be reached in time", "{host} took no connection."),
    (httpx.WriteTimeout, "Sending came to a standstill", "{host} took no data for a minute."),
    (httpx.TimeoutException, Timeout.title, "No answer came from {host}."),
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
            return ProxyFault(explanation=f"The proxy {host} of this network cannot be reached.")
    certified = next((one for one in secure if isinstance(one, ssl.SSLCertVerificationError)), None)
    if certified is not None:
        return _certificate(certified, host)
    for kind, title, text in _TIMED_OUT:
        if isinstance(error, kind):
            return Timeout(title=title, explanation=text.format(host=host))
    found = (fault for cause in _causes(error) if (fault := _from_system(cause, host)))
    return next(found, None) or _broken(error, host)


def _on_the_wire(host: str) -> str:
    """Return the name as sockets are given it: in ASCII, whatever its alphabet."""
    return httpx.URL(scheme="https", host=host).raw_host.decode("ascii").lower()


def proxy_wants_password() -> ProxyFault:
    """Return the error for a proxy that answers 407: it was given no name and password, or wrong ones."""
    return ProxyFault(
        explanation="The proxy of this network asks for a name and a password.",
        action="Give both to the system (HTTPS_PROXY=http://name:password@…), then start again.",
    )


def certificates_unreadable() -> TlsFault:
    """Return the error for a trust store of this computer that cannot be read (a bad SSL_CERT_FILE)."""
    return TlsFault(
        code="network.certificate_store",
        title="The certificates of this computer cannot be read",
        explanation="The system's list of trusted certificates (or SSL_CERT_FILE) is damaged or missing.",
        action="Correct SSL_CERT_FILE or install the system's certificates, then start again.",
    )


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
    for kind, fault, text in _OF_SYSTEM:
        if isinstance(cause, kind):
            return fault(explanation=text.format(host=host))
    return None


def _broken(error: Exception, host: str) -> NetworkFault:
    """Return the typed error where only httpx's type tells something."""
    if isinstance(error, httpx.ConnectError):
        return NetworkFault(explanation=f"No connection to {host} could be made.")
    if isinstance(error, (httpx.NetworkError, httpx.RemoteProtocolError)):
        return ConnectionLost(explanation=f"The connection to {host} ended before the answer was complete.")
    return NetworkFault()


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> TlsFault:
    number = getattr(error, "verify_code", 0)
    if number in {_NOT_YET_VALID, _EXPIRED}:
        which = "is not valid yet" if number == _NOT_YET_VALID else "has expired"
        return TlsFault(
            explanation=f"The certificate of {host} {which}, or this computer's clock is wrong.",
            action="Check the date and time of this computer, then try again.",
        )
    if number in _WRONG_HOST:
        return TlsFault(explanation=f"The certificate belongs to another server than {host}.")
    return TlsFault(explanation=f"The certificate of {host} is not one that this computer trusts.")
