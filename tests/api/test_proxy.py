"""The proxy that a person chose: which addresses are taken, and that every call follows, at once."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from layers_desktop.api import errors
from layers_desktop.api.client import LayersClient
from layers_desktop.api.proxy import IN_FORCE, ProxyChoice, ProxyUse, proxy_address
from layers_desktop.api.storage import LAST_SEEN, ObjectStorage
from layers_desktop.sandbox import Sandbox
from layers_desktop.secret import ApiKey
from tests.patience import FOR_EVER_S, PATIENCE_S

Serve = Callable[[Callable[[socket.socket], None]], str]
MakeCertificate = Callable[..., tuple[Path, ssl.SSLContext]]
KEY = ApiKey("lp_top-secret")
HOST = "layers.example"
WHOAMI = b'{"organizationId": "o"}'


def manual(address: str) -> ProxyChoice:
    return ProxyChoice(ProxyUse.MANUAL, address)


@dataclass
class Relay:
    """A proxy on loopback with what is behind it: each CONNECT, and each request that came through it."""

    address: str = ""
    connects: list[bytes] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)


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
                    one.may_answer.wait(FOR_EVER_S)
                    secure.sendall(http_answer(200, WHOAMI if request.startswith(b"GET") else b""))

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
    assert "Settings" in caught.value.problem.action


def test_an_unusable_address_that_got_into_the_settings_is_named_by_every_call() -> None:
    IN_FORCE.choice = manual("socks5://127.0.0.1:1080")
    with LayersClient(f"https://{HOST}", KEY) as client, pytest.raises(errors.ProxyFault, match="SOCKS"):
        client.whoami()
    with ObjectStorage(allow_http_loopback=False) as storage, pytest.raises(errors.ProxyFault, match="SOCKS"):
        storage.put(f"https://{HOST}/x", {}, [b"a"], 1)


def test_calls_and_the_put_go_through_the_given_proxy(relay: Callable[[], Relay]) -> None:
    proxy = relay()
    IN_FORCE.choice = manual(proxy.address)
    with LayersClient(f"https://{HOST}", KEY) as client, ObjectStorage(allow_http_loopback=False) as storage:
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
    IN_FORCE.choice = manual(given.address)
    with LayersClient(f"https://{HOST}", KEY) as client:
        client.whoami()
    assert (len(systems.connects), len(given.connects)) == (0, 1)


def test_no_proxy_means_none_of_the_systems_either(
    relay: Callable[[], Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = relay()
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    asked: list[str] = []

    def no_such_name(host: object, *_args: object, **_options: object) -> list[object]:
        asked.append(str(host))
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    IN_FORCE.choice = ProxyChoice(ProxyUse.NONE)
    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    with LayersClient(f"https://{HOST}", KEY) as client, pytest.raises(errors.NameNotResolved):
        client.whoami()
    assert asked == [HOST]
    assert not proxy.connects


def test_another_choice_takes_effect_with_the_next_call(relay: Callable[[], Relay]) -> None:
    one, other = relay(), relay()
    with LayersClient(f"https://{HOST}", KEY) as client, ObjectStorage(allow_http_loopback=False) as storage:
        for proxy in (one, other, one):
            IN_FORCE.choice = manual(proxy.address)
            client.whoami()
            storage.put(f"https://{HOST}/x", {}, [b"a"], 1)
    assert (len(one.requests), len(other.requests)) == (4, 2)


def test_connections_are_kept_while_the_choice_stays(relay: Callable[[], Relay]) -> None:
    proxy = relay()
    IN_FORCE.choice = manual(proxy.address)
    with LayersClient(f"https://{HOST}", KEY) as client:
        for _ in range(3):
            client.whoami()
            IN_FORCE.choice = manual(proxy.address)
    assert (len(proxy.connects), len(proxy.requests)) == (1, 3)


def test_a_call_that_runs_ends_as_it_began(
    relay: Callable[[], Relay], in_thread: Callable[[Callable[[], object]], Callable[[], object]]
) -> None:
    before, after = relay(), relay()
    before.may_answer.clear()
    IN_FORCE.choice = manual(before.address)
    with LayersClient(f"https://{HOST}", KEY) as client:
        running = in_thread(client.whoami)
        assert before.arrived.wait(PATIENCE_S)
        IN_FORCE.choice = manual(after.address)
        client.whoami()
        before.may_answer.set()
        assert running() == client.whoami()
    assert (len(before.requests), len(after.requests)) == (1, 2)


def test_an_unusable_choice_costs_no_connection_that_works(relay: Callable[[], Relay]) -> None:
    proxy = relay()
    works = manual(proxy.address)
    IN_FORCE.choice = works
    with LayersClient(f"https://{HOST}", KEY) as client:
        client.whoami()
        IN_FORCE.choice = manual("nonsense://")
        with pytest.raises(errors.ProxyFault):
            client.whoami()
        IN_FORCE.choice = works
        client.whoami()
    assert len(proxy.connects) == 1


def test_a_look_through_another_proxy_changes_nothing_for_the_others(relay: Callable[[], Relay]) -> None:
    in_force, tried = relay(), relay()
    IN_FORCE.choice = manual(in_force.address)
    with LayersClient(f"https://{HOST}", KEY, proxy=manual(tried.address)) as client:
        client.whoami()
    assert (len(in_force.connects), len(tried.connects)) == (0, 1)


def test_this_computer_is_reached_past_the_given_proxy(box: Sandbox) -> None:
    IN_FORCE.choice = manual("http://127.0.0.1:1")
    with LayersClient(box.base_url, ApiKey(box.key)) as client:
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

    IN_FORCE.choice = manual(serve(refuse).replace("http:", "https:"))
    with LayersClient(f"https://{HOST}", KEY) as client, pytest.raises(errors.ProxyFault, match="password"):
        client.whoami()
    assert connects[0].startswith(b"CONNECT ")


def test_where_a_file_was_sent_is_known_without_the_rest_of_its_link(
    relay: Callable[[], Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LAST_SEEN, "origin", "")
    IN_FORCE.choice = manual(relay().address)
    with ObjectStorage(allow_http_loopback=False) as storage:
        storage.put(f"https://{HOST}:8443/bucket/file?X-Amz-Signature=secret", {}, [b"a"], 1)
    assert LAST_SEEN.origin == f"https://{HOST}:8443"
