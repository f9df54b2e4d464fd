"""The proxy that a person chose: which addresses are taken, and that every call follows, at once."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from layers_desktop.api import errors, proxy
from layers_desktop.api.client import LayersClient
from layers_desktop.api.network import Network
from layers_desktop.api.proxy import ProxyChoice, ProxyUse, excepted, proxy_address, proxy_for
from layers_desktop.api.storage import ObjectStorage
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox
from tests.support.timeouts import ENDLESS_S, TIMEOUT_S

Serve = Callable[[Callable[[socket.socket], None]], str]
MakeCertificate = Callable[..., tuple[Path, ssl.SSLContext]]
KEY = ApiKey("lp_top-secret")
HOST = "layers.example"
WHOAMI = b'{"organizationId": "o"}'


def manual(address: str) -> ProxyChoice:
    return ProxyChoice(ProxyUse.MANUAL, address)


def no_names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let no name but loopback's have an address; returns the list of the others that are asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def only_loopback(host: str, *args: int, **options: int) -> object:
        if host == "127.0.0.1":
            return real(host, *args, **options)
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", only_loopback)
    return asked


@dataclass
class Relay:
    """A proxy on loopback with what is behind it: each CONNECT, and each request that came through it."""

    address: str = ""
    connects: list[bytes] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def relay(
    serve: Serve,
    read_request: Callable[[socket.socket], bytes],
    make_certificate: MakeCertificate,
    http_answer: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], Relay]]:
    """Start proxies that lead to a TLS server of their own for whatever host is asked for."""
    trusted, context = make_certificate()
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    made: list[Relay] = []

    def start() -> Relay:
        one = Relay()
        one.may_answer.set()

        def tunnel(line: socket.socket) -> None:
            one.connects.append(read_request(line))
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with context.wrap_socket(line, server_side=True) as secure:
                while request := read_request(secure):
                    one.requests.append(request)
                    one.arrived.set()
                    one.may_answer.wait(ENDLESS_S)
                    secure.sendall(http_answer(200, WHOAMI if request.startswith(b"GET") else b""))
            one.left.set()

        one.address = serve(tunnel)
        made.append(one)
        return one

    yield start
    for one in made:
        one.may_answer.set()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        ("  proxy.example:3128 ", "http://proxy.example:3128"),
        ("https://proxy.example", "https://proxy.example"),
        ("http://proxy.example:3128/", "http://proxy.example:3128/"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_http_proxy_is_taken_as_it_is_typed(typed: str, meant: str) -> None:
    assert str(proxy_address(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter the proxy's address"),
        ("   ", "Enter the proxy's address"),
        ("socks5://127.0.0.1:1080", "not SOCKS"),
        ("SOCKS://127.0.0.1:1080", "not SOCKS"),
        ("http://bob:hunter2@proxy.example:3128", "name and a password"),
        ("bob@proxy.example", "name and a password"),
        ("ftp://proxy.example", "not an address of a proxy"),
        ("http://", "not an address"),
        ("http://proxy.example/path", "not an address of a proxy"),
        ("http://proxy.example?x", "not an address of a proxy"),
        ("proxy example", "not an address"),
        ("http://proxy.example:0", "not an address"),
        ("http://proxy.example:99999", "not an address"),
        ("http://[::1", "not an address"),
        ("a\x00b", "not an address"),
    ],
)
def test_what_is_no_http_proxy_is_refused_with_a_sentence(typed: str, words: str) -> None:
    with pytest.raises(errors.ProxyFault, match=words) as caught:
        proxy_address(typed)
    assert "hunter2" not in str(caught.value)
    assert "Settings" in caught.value.problem.words.action


HTTPS = {"HTTPS_PROXY": "http://proxy.example:3128"}


def system_proxy(url: str, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str | None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    proxy = proxy_for(httpx.URL(url), ProxyChoice())
    return None if proxy is None else str(proxy)


@pytest.mark.parametrize(
    ("variables", "taken"),
    [
        ({}, None),
        (HTTPS, "http://proxy.example:3128"),
        ({"https_proxy": " proxy.example:3128 "}, "http://proxy.example:3128"),
        (
            {"HTTPS_PROXY": "http://upper.example:1", "https_proxy": "http://lower.example:2"},
            "http://lower.example:2",
        ),
        ({"ALL_PROXY": "http://all.example:1"}, "http://all.example:1"),
        # What does not apply to https, or is not needed, may say what it wants.
        (HTTPS | {"ALL_PROXY": "socks5h://127.0.0.1:9050"}, "http://proxy.example:3128"),
        (HTTPS | {"HTTP_PROXY": "socks4://127.0.0.1:1080"}, "http://proxy.example:3128"),
        ({"HTTP_PROXY": "socks4://127.0.0.1:1080", "FTP_PROXY": "nonsense://"}, None),
        ({"HTTPS_PROXY": "socks5://127.0.0.1:1080", "NO_PROXY": "layers.example"}, None),
        ({"NO_PROXY": "[::1]"}, None),
        (
            HTTPS | {"NO_PROXY": "[::1],fe80::/10,[fe80::]/10,:::,[half,http://[,10.0.0.0/99"},
            "http://proxy.example:3128",
        ),
    ],
)
def test_of_the_system_only_what_applies_to_https_and_the_host_counts(
    variables: dict[str, str], taken: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert system_proxy(f"https://{HOST}", variables, monkeypatch) == taken


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"ALL_PROXY": "socks://127.0.0.1:1080"}, "ALL_PROXY names socks://127.0.0.1:1080, and"),
        ({"HTTPS_PROXY": "SOCKS5://bob:hunter2@tor:1"}, "HTTPS_PROXY names SOCKS5://tor:1, and"),
        (HTTPS | {"https_proxy": "ftp://bob:hunter2@files"}, "https_proxy is ftp://files, which is not"),
        ({"https_proxy": "http://", "NO_PROXY": "[::1]"}, "https_proxy is http://, which is not"),
        ({"ALL_PROXY": "http://[half"}, "ALL_PROXY is"),
        ({"HTTPS_PROXY": "bob:hunter2@"}, "HTTPS_PROXY is"),
        ({"HTTPS_PROXY": "http://proxy.example:99999"}, "HTTPS_PROXY is http://proxy.example:99999, which"),
    ],
)  # fmt: skip
def test_a_setting_of_the_system_that_applies_and_cannot_be_used_is_named(
    variables: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with LayersClient(f"https://{HOST}", KEY) as client, pytest.raises(errors.ProxyFault) as at_layers:
        client.whoami()
    with (
        ObjectStorage(allow_http_loopback=False) as storage,
        pytest.raises(errors.ProxyFault) as at_storage,
    ):
        storage.put(f"https://{HOST}/x", {}, [b"a"], 1)
    for caught in (at_layers, at_storage):
        assert caught.value.problem.words.explanation.startswith(named)
        assert caught.value.problem.code == "network.proxy_setting"
        assert "hunter2" not in str(caught.value)


def test_a_setting_of_windows_or_macos_is_named_as_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def bypass(host: str) -> bool:
        asked.append(host)
        return host == "in.example"

    settings = {"http": "http://plain.example:1", "https": "socks://127.0.0.1:1080"}
    monkeypatch.setattr(proxy, "_KEPT_IN", "registry")
    monkeypatch.setattr(urllib.request, "getproxies_registry", settings.copy, raising=False)
    monkeypatch.setattr(urllib.request, "proxy_bypass_registry", bypass, raising=False)
    with pytest.raises(errors.ProxyFault, match="The system's setting names socks"):
        proxy_for(httpx.URL(f"https://{HOST}"), ProxyChoice())
    assert proxy_for(httpx.URL("https://in.example"), ProxyChoice()) is None
    settings["https"] = "http://proxy.example:8080"
    assert str(proxy_for(httpx.URL(f"https://{HOST}"), ProxyChoice())) == settings["https"]
    assert asked == [HOST, "in.example", HOST]
    # What names no proxy for https leaves them in force; NO_PROXY counts beside them.
    for name in ("HTTP_PROXY", "FTP_PROXY", "NO_PROXY"):
        monkeypatch.setenv(name, "other.example")
        assert str(proxy_for(httpx.URL(f"https://{HOST}"), ProxyChoice())) == settings["https"]
        assert proxy_for(httpx.URL("https://in.example"), ProxyChoice()) is None
    assert proxy_for(httpx.URL("https://other.example"), ProxyChoice()) is None
    monkeypatch.setenv("ALL_PROXY", "http://all.example:1")
    assert str(proxy_for(httpx.URL("https://in.example"), ProxyChoice())) == "http://all.example:1"


@pytest.mark.parametrize(
    ("url", "exceptions"),
    [
        ("https://layers.example", "*"),
        ("https://layers.example", "other.example, LAYERS.example"),
        ("https://api.layers.example", "layers.example"),
        ("https://api.layers.example", ".layers.example"),
        ("https://layers.example", ".layers.example"),
        ("https://api.layers.example", "*.layers.example"),
        ("https://api.layers.example.", "api.layers.example"),
        ("https://layers.example", "one.example\tlayers.example"),
        ("https://layers.example", "layers.example:443"),
        ("https://layers.example:8443", "layers.example:8443"),
        ("https://layers.example", "https://layers.example/"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("https://bücher.example", "bücher.example"),
        ("https://10.1.2.3", "10.0.0.0/8"),
        ("https://10.1.2.3", "10.1.2.3:443"),
        ("https://10.1.2.3", "10.*"),
        ("https://[fe80::1]", "fe80::/10"),
        ("https://[fe80::1]", "[fe80::1]"),
        ("https://[fe80::1]:8443", "[fe80::1]:8443"),
        ("https://[2001:db8::1]", "2001:DB8:0::1"),
    ],
)
def test_no_proxy_names_this_host(url: str, exceptions: str) -> None:
    assert excepted(httpx.URL(url), exceptions)


@pytest.mark.parametrize(
    ("url", "exceptions"),
    [
        ("https://layers.example", ""),
        ("https://layers.example", ", ,. [] : / ://"),
        ("https://notlayers.example", "layers.example"),
        ("https://layers.example.evil", "layers.example"),
        ("https://layers.example", "api.layers.example"),
        ("https://layers.example", "layers.example:8443"),
        ("https://layers.example:8443", "layers.example:443"),
        ("https://11.1.2.3", "10.0.0.0/8"),
        ("https://10.1.2.3", "10.0.0.0/99"),
        ("https://[2001:db8::1]", "fe80::/10,[::1],10.0.0.0/8"),
        ("https://[fe80::1]", "[fe80::1]:8443"),
    ],
)
def test_no_proxy_names_another_host(url: str, exceptions: str) -> None:
    assert not excepted(httpx.URL(url), exceptions)


def test_the_storage_may_be_excepted_where_layers_is_not(
    relay: Callable[[], Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = relay()
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    monkeypatch.setenv("NO_PROXY", "[::1],.storage.example")
    asked = no_names(monkeypatch)
    with LayersClient(f"https://{HOST}", KEY) as client, ObjectStorage(allow_http_loopback=False) as storage:
        assert client.whoami().organization_id == "o"
        with pytest.raises(errors.NameNotResolved):
            storage.put("https://bucket.storage.example/x", {}, [b"a"], 1)
        storage.put(f"https://{HOST}/x", {}, [b"a"], 1)
    assert asked == ["bucket.storage.example"]
    assert [request.split(b" ")[0] for request in proxy.requests] == [b"GET", b"PUT"]


def test_a_name_and_a_password_of_the_system_reach_the_proxy_alone(
    relay: Callable[[], Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = relay()
    monkeypatch.setenv("HTTPS_PROXY", proxy.address.replace("//", "//bob:hun%20ter@"))
    with LayersClient(f"https://{HOST}", KEY) as client:
        assert client.whoami().organization_id == "o"
    assert b"Proxy-Authorization: Basic " + base64.b64encode(b"bob:hun ter") in proxy.connects[0]
    assert b"asic" not in proxy.requests[0]


def test_an_unusable_address_that_got_into_the_settings_is_named_by_every_call() -> None:
    network = Network(manual("socks5://127.0.0.1:1080"))
    with (
        LayersClient(f"https://{HOST}", KEY, network) as client,
        pytest.raises(errors.ProxyFault, match="SOCKS"),
    ):
        client.whoami()
    with (
        ObjectStorage(network, allow_http_loopback=False) as storage,
        pytest.raises(errors.ProxyFault, match="SOCKS"),
    ):
        storage.put(f"https://{HOST}/x", {}, [b"a"], 1)


def test_calls_and_the_put_go_through_the_given_proxy(relay: Callable[[], Relay]) -> None:
    proxy = relay()
    network = Network(manual(proxy.address))
    with (
        LayersClient(f"https://{HOST}", KEY, network) as client,
        ObjectStorage(network, allow_http_loopback=False) as storage,
    ):
        assert client.whoami().organization_id == "o"
        storage.put(f"https://{HOST}/file?signature=1", {"Content-Type": "image/png"}, [b"bytes"], 5)
    assert [line.split(b" ")[0:2] for line in proxy.connects] == [[b"CONNECT", f"{HOST}:443".encode()]] * 2
    assert [request.split(b" ")[0] for request in proxy.requests] == [b"GET", b"PUT"]
    assert not any(b"top-secret" in head or b"signature" in head for head in proxy.connects)


def test_the_given_proxy_comes_before_the_systems(
    relay: Callable[[], Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    systems, given = relay(), relay()
    monkeypatch.setenv("HTTPS_PROXY", systems.address)
    network = Network(manual(given.address))
    with LayersClient(f"https://{HOST}", KEY, network) as client:
        client.whoami()
    assert (len(systems.connects), len(given.connects)) == (0, 1)


def test_no_proxy_means_none_of_the_systems_either(
    relay: Callable[[], Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = relay()
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    asked = no_names(monkeypatch)
    network = Network(ProxyChoice(ProxyUse.NONE))
    with LayersClient(f"https://{HOST}", KEY, network) as client, pytest.raises(errors.NameNotResolved):
        client.whoami()
    assert asked == [HOST]
    assert not proxy.connects


def test_another_choice_takes_effect_with_the_next_call(relay: Callable[[], Relay]) -> None:
    one, other, network = relay(), relay(), Network()
    with (
        LayersClient(f"https://{HOST}", KEY, network) as client,
        ObjectStorage(network, allow_http_loopback=False) as storage,
    ):
        for proxy in (one, other, one):
            network.proxy = manual(proxy.address)
            client.whoami()
            storage.put(f"https://{HOST}/x", {}, [b"a"], 1)
    assert (len(one.requests), len(other.requests)) == (4, 2)


def test_the_connections_of_another_choice_are_closed_once_no_call_uses_them(
    relay: Callable[[], Relay], in_thread: Callable[[Callable[[], object]], Callable[[], object]]
) -> None:
    one, other = relay(), relay()
    one.may_answer.clear()
    network = Network(manual(one.address))
    with LayersClient(f"https://{HOST}", KEY, network) as client:
        running = in_thread(client.whoami)
        assert one.arrived.wait(TIMEOUT_S)
        network.proxy = manual(other.address)
        client.whoami()
        assert not one.left.is_set()
        one.may_answer.set()
        assert running() == client.whoami()
        assert one.left.wait(TIMEOUT_S)
        assert not other.left.is_set()
    assert (len(one.requests), len(other.requests)) == (1, 2)


def test_connections_are_kept_while_the_choice_stays(relay: Callable[[], Relay]) -> None:
    proxy = relay()
    network = Network(manual(proxy.address))
    with LayersClient(f"https://{HOST}", KEY, network) as client:
        for _ in range(3):
            client.whoami()
            network.proxy = manual(proxy.address)
    assert (len(proxy.connects), len(proxy.requests)) == (1, 3)


def test_an_unusable_choice_costs_no_connection_that_works(relay: Callable[[], Relay]) -> None:
    proxy = relay()
    works = manual(proxy.address)
    network = Network(works)
    with LayersClient(f"https://{HOST}", KEY, network) as client:
        client.whoami()
        network.proxy = manual("nonsense://")
        with pytest.raises(errors.ProxyFault):
            client.whoami()
        network.proxy = works
        client.whoami()
    assert len(proxy.connects) == 1


@pytest.mark.parametrize("choice", [ProxyChoice(), manual("http://127.0.0.1:1")])
def test_this_computer_is_reached_past_every_proxy(
    box: Sandbox, choice: ProxyChoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "socks://127.0.0.1:1")
    network = Network(choice)
    with LayersClient(box.base_url, ApiKey(box.key), network) as client:
        assert client.whoami().organization_id


def test_a_proxy_that_speaks_tls_is_trusted_as_the_system_trusts(
    serve: Serve,
    read_request: Callable[[socket.socket], bytes],
    make_certificate: MakeCertificate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trusted, context = make_certificate()
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    connects: list[bytes] = []

    def refuse(line: socket.socket) -> None:
        with context.wrap_socket(line, server_side=True) as secure, contextlib.suppress(OSError):
            connects.append(read_request(secure))
            secure.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    network = Network(manual(serve(refuse).replace("http:", "https:")))
    with (
        LayersClient(f"https://{HOST}", KEY, network) as client,
        pytest.raises(errors.ProxyFault, match="password"),
    ):
        client.whoami()
    assert connects[0].startswith(b"CONNECT ")


def test_a_certificate_or_a_broken_handshake_is_told_of_whom_it_is(
    serve: Serve,
    read_request: Callable[[socket.socket], bytes],
    make_certificate: MakeCertificate,
) -> None:
    _, context = make_certificate()

    def secured(line: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(line, server_side=True) as secure:
            secure.recv(65_536)

    def tunnel(line: socket.socket) -> None:
        read_request(line)
        line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")

    def tunnel_to_secured(line: socket.socket) -> None:
        tunnel(line)
        secured(line)

    def tunnel_to_nowhere(line: socket.socket) -> None:
        tunnel(line)
        line.recv(65_536)

    def plain(line: socket.socket) -> None:
        line.recv(65_536)
        line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    def explained(proxy: str, kind: type[errors.NetworkFault]) -> str:
        network = Network(manual(proxy))
        with (
            LayersClient(f"https://{HOST}", KEY, network) as client,
            pytest.raises(errors.NetworkFault) as at_layers,
        ):
            client.whoami()
        with (
            ObjectStorage(network, allow_http_loopback=False) as storage,
            pytest.raises(errors.NetworkFault) as at_storage,
        ):
            storage.put(f"https://{HOST}/x", {}, [b"a"], 1)
        assert type(at_layers.value) is type(at_storage.value) is kind
        assert at_layers.value.problem.words.explanation == at_storage.value.problem.words.explanation
        return at_layers.value.problem.words.explanation

    proxys = explained(serve(secured).replace("http:", "https:"), errors.TlsFault)
    assert proxys == "The certificate of 127.0.0.1 is not one that this computer trusts."
    servers = explained(serve(tunnel_to_secured), errors.TlsFault)
    assert servers == f"The certificate of {HOST} is not one that this computer trusts."
    no_tls = explained(serve(plain).replace("http:", "https:"), errors.TlsFault)
    assert no_tls == "No secure connection to 127.0.0.1 could be agreed on."
    broken = explained(serve(tunnel_to_nowhere), errors.ConnectionLost)
    assert broken == f"The connection to {HOST} ended while it was being secured."


def test_where_a_file_was_sent_is_known_without_the_rest_of_its_link(relay: Callable[[], Relay]) -> None:
    network = Network(manual(relay().address))
    with ObjectStorage(network, allow_http_loopback=False) as storage:
        storage.put(f"https://{HOST}:8443/bucket/file?X-Amz-Signature=secret", {}, [b"a"], 1)
    assert network.storage == f"https://{HOST}:8443"
