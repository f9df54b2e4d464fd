"""Addresses, certificates, proxies and time-outs: what is refused, and which layer the words name."""

from __future__ import annotations

import errno
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import truststore

from layers_desktop.api import errors, transport
from layers_desktop.api.client import LayersClient
from layers_desktop.core.secrets import ApiKey
from tests.support.timeouts import ENDLESS_S, TIMEOUT_S

Serve = Callable[[Callable[[socket.socket], None]], str]
MakeCertificate = Callable[..., tuple[Path, ssl.SSLContext]]
KEY = ApiKey("lp_top-secret")
HOST = "layers.example"


@pytest.mark.parametrize(
    "address",
    [
        "http://api.layers.com",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://10.0.0.1",
        "ftp://api.layers.com",
        "api.layers.com",
        "//api.layers.com",
        "https://",
        "",
        "https://user:secret@api.layers.com",
        "https://@api.layers.com",
        "https://api.layers.com?key=secret",
        "https://api.layers.com/?",
        "https://api.layers.com#x",
        "https://[::1",
        "https://a\x00b",
        "https://api.layers.com:port",
    ],
)
def test_an_address_that_could_leak_the_key_is_refused_at_once(address: str) -> None:
    with pytest.raises(errors.InsecureAddress) as caught:
        LayersClient(address, KEY)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "https://api.layers.com",
        " https://api.layers.com/ ",
        "https://127.0.0.1:8443/prefix/",
        "http://127.0.0.1:8080",
        "http://127.1.2.3",
        "http://localhost:80",
        "http://[::1]:9",
    ],
)
def test_https_and_this_computer_are_allowed(address: str) -> None:
    assert not str(transport.base_address(address)).endswith("/")


def test_a_proxy_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    with LayersClient(f"https://{HOST}", KEY) as client, pytest.raises(errors.ProxyFault, match="reached"):
        client.whoami()


@pytest.mark.parametrize(("status", "words"), [(407, "password"), (403, "refused")])
def test_a_proxy_that_refuses_is_named_and_gets_no_key(
    serve: Serve,
    read_request: Callable[[socket.socket], bytes],
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    words: str,
) -> None:
    requests = []

    def refuse(connection_: socket.socket) -> None:
        requests.append(read_request(connection_))
        connection_.sendall(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())

    monkeypatch.setenv("HTTPS_PROXY", serve(refuse))
    with LayersClient(f"https://{HOST}", KEY) as client, pytest.raises(errors.ProxyFault, match=words):
        client.whoami()
    assert requests[0].startswith(f"CONNECT {HOST}:443 ".encode())
    assert b"secret" not in requests[0]


def test_through_a_proxy_the_key_is_seen_by_layers_alone(
    *,
    serve: Serve,
    read_request: Callable[[socket.socket], bytes],
    make_certificate: MakeCertificate,
    http_answer: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trusted, context = make_certificate()
    to_proxy, to_layers = [], []

    def tunnel(connection_: socket.socket) -> None:
        to_proxy.append(read_request(connection_))
        connection_.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with context.wrap_socket(connection_, server_side=True) as secure:
            to_layers.append(read_request(secure))
            secure.sendall(http_answer(200, '{"organizationId": "o"}'))

    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv("HTTPS_PROXY", serve(tunnel))
    with LayersClient(f"https://{HOST}", KEY) as client:
        assert client.whoami().organization_id == "o"
    assert b"secret" not in to_proxy[0]
    assert b"lp_top-secret" in to_layers[0]


def test_a_handshake_that_stalls_behind_a_proxy_is_aborted_at_once(
    serve: Serve,
    read_request: Callable[[socket.socket], bytes],
    in_thread: Callable[[Callable[[], object]], Callable[[], object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    greeted, over = threading.Event(), threading.Event()

    def tunnel_to_nowhere(connection_: socket.socket) -> None:
        read_request(connection_)
        connection_.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        connection_.recv(1_000)
        greeted.set()
        over.wait(ENDLESS_S)

    monkeypatch.setenv("HTTPS_PROXY", serve(tunnel_to_nowhere))
    with LayersClient(f"https://{HOST}", KEY) as client:
        result = in_thread(client.whoami)
        try:
            assert greeted.wait(TIMEOUT_S)
            client.abort()
            with pytest.raises(errors.UploadCancelled):
                result()
        finally:
            over.set()


def secure_server(serve: Serve, context: ssl.SSLContext, answer: bytes) -> str:
    def handle(connection_: socket.socket) -> None:
        with context.wrap_socket(connection_, server_side=True) as secure:
            secure.recv(65_536)
            secure.sendall(answer)

    return serve(handle).replace("http:", "https:")


def test_the_systems_certificates_are_trusted(
    serve: Serve,
    make_certificate: MakeCertificate,
    http_answer: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trusted, context = make_certificate()
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    base = secure_server(serve, context, http_answer(200, '{"organizationId": "o"}'))
    with LayersClient(base, KEY) as client:
        assert client.whoami().organization_id == "o"


@pytest.mark.parametrize(
    ("trust", "options", "words"),
    [
        (False, {}, "not one that this computer trusts"),
        (True, {"days": -1}, "clock"),
        (True, {"days": 20}, "not valid yet"),
        (True, {"address": "127.0.0.9"}, "another server"),
    ],
)
def test_a_certificate_that_is_not_trusted_is_explained_and_no_key_is_sent(
    *,
    serve: Serve,
    make_certificate: MakeCertificate,
    monkeypatch: pytest.MonkeyPatch,
    trust: bool,
    options: dict[str, int],
    words: str,
) -> None:
    trusted, context = make_certificate(**options)
    if trust:
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    received = []

    def handle(connection_: socket.socket) -> None:
        with context.wrap_socket(connection_, server_side=True) as secure:
            received.append(secure.recv(65_536))

    base = serve(handle).replace("http:", "https:")
    with LayersClient(base, KEY) as client, pytest.raises(errors.TlsFault, match=words):
        client.whoami()
    assert not any(received)


def test_a_server_that_does_not_speak_tls_is_explained(
    serve: Serve, http_answer: Callable[..., bytes]
) -> None:
    def handle(connection_: socket.socket) -> None:
        connection_.recv(65_536)
        connection_.sendall(http_answer())

    base = serve(handle).replace("http:", "https:")
    with LayersClient(base, KEY) as client, pytest.raises(errors.TlsFault):
        client.whoami()


def test_a_handshake_that_breaks_off_is_a_lost_connection(serve: Serve) -> None:
    base = serve(lambda connection_: connection_.close()).replace("http:", "https:")
    with LayersClient(base, KEY) as client, pytest.raises(errors.ConnectionLost):
        client.whoami()


def test_certificates_that_cannot_be_read_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_protocol: int) -> ssl.SSLContext:
        raise ssl.SSLError("no certificates")

    monkeypatch.setattr(truststore, "SSLContext", broken)
    with (
        LayersClient(f"https://{HOST}", KEY) as client,
        pytest.raises(errors.TlsFault, match="SSL_CERT_FILE"),
    ):
        client.whoami()


def test_no_answer_within_the_time_is_a_timeout(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", httpx.Timeout(5, read=0.05))
    over = threading.Event()

    def say_nothing(_connection: socket.socket) -> None:
        over.wait(ENDLESS_S)

    try:
        with LayersClient(serve(say_nothing), KEY) as client, pytest.raises(errors.Timeout, match="in time"):
            client.whoami()
    finally:
        over.set()


def test_a_name_without_an_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*_args: object, **_options: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    with LayersClient(f"https://{HOST}", KEY) as client, pytest.raises(errors.NameNotResolved, match=HOST):
        client.whoami()


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


def certificate_error(number: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError("verify failed")
    error.verify_code = number
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (httpx.ConnectTimeout("x"), errors.Timeout, "could not be reached"),
        (httpx.WriteTimeout("x"), errors.Timeout, "standstill"),
        (httpx.ReadTimeout("x"), errors.Timeout, "did not answer"),
        (httpx.PoolTimeout("x"), errors.Timeout, "did not answer"),
        (httpx.RemoteProtocolError("x"), errors.ConnectionLost, "complete"),
        (httpx.ReadError("x"), errors.ConnectionLost, "complete"),
        (httpx.LocalProtocolError("x"), errors.NetworkFault, "network"),
        (httpx.ProxyError("407 x"), errors.ProxyFault, "password"),
    ],
)
def test_every_fault_of_httpx_names_its_layer(
    error: Exception, kind: type[errors.NetworkFault], words: str
) -> None:
    fault = errors.from_transport(error, host=HOST)
    assert type(fault) is kind
    assert words in str(fault)


@pytest.mark.parametrize(
    ("cause", "kind", "words"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), errors.ConnectionRefused, HOST),
        (OSError(errno.ENETUNREACH, "x"), errors.NetworkUnreachable, "No network"),
        (OSError(errno.EHOSTUNREACH, "x"), errors.NetworkUnreachable, "No network"),
        (certificate_error(62), errors.TlsFault, "another server"),
        (certificate_error(64), errors.TlsFault, "another server"),
        (ssl.SSLError(1, "x"), errors.TlsFault, "agreed"),
        (ssl.SSLZeroReturnError(6, "x"), errors.ConnectionLost, "secured"),
        (ConnectionResetError(errno.ECONNRESET, "x"), errors.ConnectionLost, HOST),
        (BrokenPipeError(errno.EPIPE, "x"), errors.ConnectionLost, HOST),
        (OSError("x"), errors.NetworkFault, "No connection"),
    ],
)
def test_what_the_system_says_names_the_layer(
    cause: Exception, kind: type[errors.NetworkFault], words: str
) -> None:
    fault = errors.from_transport(caused(httpx.ConnectError("x"), cause), host=HOST)
    assert type(fault) is kind
    assert words in str(fault)


@pytest.mark.parametrize(
    ("error", "unsent"),
    [
        (httpx.ConnectError("x"), True),
        (httpx.ConnectTimeout("x"), True),
        (httpx.ProxyError("403 x"), True),
        (httpx.WriteError("x"), False),
        (httpx.WriteTimeout("x"), False),
        (httpx.ReadError("x"), False),
        (httpx.ReadTimeout("x"), False),
        (httpx.RemoteProtocolError("x"), False),
    ],
)
def test_only_where_no_connection_was_made_it_is_certain_that_nothing_arrived(
    error: Exception, unsent: bool
) -> None:
    assert errors.from_transport(error, host=HOST).unsent is unsent


def test_a_fault_in_reaching_the_server_itself_is_not_blamed_on_a_proxy() -> None:
    refused = caused(httpx.ConnectError("x"), ConnectionRefusedError(errno.ECONNREFUSED, "x"))
    assert type(errors.from_transport(refused, host=HOST, peer=HOST.upper())) is errors.ConnectionRefused
    assert type(errors.from_transport(refused, host=HOST, peer="proxy")) is errors.ProxyFault
    for host, peer in (("bücher.example", "xn--bcher-kva.example"), ("::1", "::1")):
        assert type(errors.from_transport(refused, host=host, peer=peer)) is errors.ConnectionRefused


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (caused(httpx.ConnectError("x"), certificate_error(20)), errors.TlsFault, "The certificate of {} is"),
        (
            caused(httpx.ConnectError("x"), certificate_error(10)),
            errors.TlsFault,
            "The certificate of {} has",
        ),
        (caused(httpx.ConnectError("x"), certificate_error(62)), errors.TlsFault, "another server than {}."),
        (caused(httpx.ConnectError("x"), ssl.SSLError("x")), errors.TlsFault, "No secure connection to {} "),
        (caused(httpx.ConnectError("x"), ssl.SSLEOFError("x")), errors.ConnectionLost, "to {} ended"),
        (httpx.ReadTimeout("x"), errors.Timeout, "No answer came from {}."),
    ],
)
def test_a_fault_is_told_of_whom_the_connection_was_with(
    error: Exception, kind: type[errors.NetworkFault], words: str
) -> None:
    for peer in (HOST, "proxy.corp.example"):
        fault = errors.from_transport(error, host=HOST, peer=peer)
        assert type(fault) is kind
        assert words.format(peer) in fault.problem.words.explanation


def test_causes_that_go_in_a_circle_come_to_an_end() -> None:
    error = httpx.ConnectError("x")
    error.__cause__ = caused(ValueError("y"), error)
    assert type(errors.from_transport(error, host=HOST)) is errors.NetworkFault
