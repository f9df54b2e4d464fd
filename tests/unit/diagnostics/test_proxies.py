"""The way through a proxy: which one is taken, and what it says. Nothing here leaves this computer."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import urllib.request
from collections.abc import Callable

import pytest

from layers_desktop.api import proxy
from layers_desktop.api.proxy import ProxyChoice, ProxyUse
from layers_desktop.core.findings import Verdict
from layers_desktop.diagnostics import system
from layers_desktop.diagnostics.connection import Probe, reachability, route_to

URL = "https://api.layers.example"


SYSTEM = ProxyChoice()


def look(url: str = URL, proxy: ProxyChoice = SYSTEM, storage: str = "") -> dict[str, tuple[Verdict, str]]:
    findings = reachability(
        Probe(url=url, key=None, other_key=False, limit=5.0, proxy=proxy, storage=storage)
    )
    return {finding.subject: (finding.verdict, str(finding.text)) for finding in findings}


def read_head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65_536)
        if not part:
            break
        head += part
    return head


def test_the_proxy_is_the_one_that_the_uploads_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "127.0.0.1:3128")
    assert route_to(URL, SYSTEM).peer == ("127.0.0.1", 3128)
    monkeypatch.setenv("NO_PROXY", "[::1], .layers.example")
    assert route_to(URL, SYSTEM).peer == ("api.layers.example", 443)


def test_a_proxy_that_wants_a_password_is_the_proxy(
    monkeypatch: pytest.MonkeyPatch, serve: Callable[..., int]
) -> None:
    heads: list[bytes] = []

    def refuse(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    monkeypatch.setenv("HTTPS_PROXY", f"http://bob:hunter2@127.0.0.1:{serve(refuse)}")
    found = look()
    assert found["DNS"][1].startswith("The proxy 127.0.0.1 is at")
    assert found["Proxy"][0] is Verdict.FAILED
    assert "asks for a name and a password" in found["Proxy"][1]
    assert found["TLS"][0] is Verdict.SKIPPED
    sent = base64.b64encode(b"bob:hunter2")
    assert any(b"Proxy-Authorization: Basic " + sent in head for head in heads)
    assert "hunter2" not in str(found)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 403 No\r\n\r\n", b"", b"nonsense"])
def test_a_proxy_that_refuses_is_the_proxy(
    monkeypatch: pytest.MonkeyPatch, serve: Callable[..., int], answer: bytes
) -> None:
    def refuse(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(answer)

    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{serve(refuse)}")
    verdict, text = look()["Proxy"]
    assert verdict is Verdict.FAILED
    assert text.endswith("The proxy 127.0.0.1 refused a connection to api.layers.example.")


def test_a_proxy_that_inspects_with_an_unknown_certificate_is_tls(
    monkeypatch: pytest.MonkeyPatch, serve: Callable[..., int], certified: Callable[..., ssl.SSLContext]
) -> None:
    context = certified(trusted=False)

    def inspect(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with contextlib.suppress(ssl.SSLError):
            context.wrap_socket(connection, server_side=True).close()

    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{serve(inspect)}")
    found = look()
    assert found["Proxy"][0] is Verdict.OK
    assert found["TLS"][0] is Verdict.FAILED
    assert "not one that this computer trusts" in found["TLS"][1]


@pytest.mark.parametrize("setting", ["socks5://bob:hunter2@127.0.0.1:1080", "http://[half"])
def test_a_setting_that_cannot_be_used_is_the_proxy(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv("ALL_PROXY", setting)
    found = look()
    assert found["Proxy"][0] is Verdict.FAILED
    assert {found[layer][0] for layer in ("DNS", "TCP", "TLS", "API")} == {Verdict.SKIPPED}
    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    "setting", ["http://bob:hunter2@proxy.example:3128", "bob:hunter2@proxy.example:3128"]
)
def test_proxies_are_listed_without_names_and_passwords(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", setting)
    text = str(system.proxies(SYSTEM))
    assert "proxy.example:3128" in text
    assert "hunter2" not in text
    assert "bob" not in text


def test_the_systems_proxy_is_listed_beside_a_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "_KEPT_IN", "registry")
    kept = {"https": "http://proxy.example:3128"}
    monkeypatch.setattr(urllib.request, "getproxies_registry", kept.copy, raising=False)
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    listed = {finding.subject: str(finding.text) for finding in system.proxies(SYSTEM)}
    assert listed == {**kept, "no": "intranet.example"}


def test_the_chosen_proxy_is_the_one_that_is_tried(
    monkeypatch: pytest.MonkeyPatch, serve: Callable[..., int]
) -> None:
    heads: list[bytes] = []

    def refuse(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(b"HTTP/1.1 403 No\r\n\r\n")

    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    found = look(proxy=ProxyChoice(ProxyUse.MANUAL, f"127.0.0.1:{serve(refuse)}"))
    assert found["Proxy"][0] is Verdict.FAILED
    assert heads[-1].startswith(b"CONNECT api.layers.example:443 ")


def test_no_proxy_is_tried_where_none_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    assert route_to(URL, ProxyChoice(ProxyUse.NONE)).proxy is None


def test_the_chosen_proxy_is_listed_before_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://system.example:3128")
    section = system.proxies(ProxyChoice(ProxyUse.MANUAL, "http://bob:hunter2@mine.example:8080"))
    assert [finding.subject for finding in section] == ["Chosen in Settings", "https"]
    assert "mine.example:8080" in str(section[0].text)
    assert "hunter2" not in str(section)
    assert "none" in str(system.proxies(ProxyChoice(ProxyUse.NONE)))


def test_the_storage_is_a_layer_of_its_own(serve: Callable[..., int]) -> None:
    reached = look("http://127.0.0.1:1", storage=f"http://127.0.0.1:{serve(lambda _: None)}")
    assert reached["TCP"][0] is Verdict.FAILED
    assert reached["Storage"][0] is Verdict.OK
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert look("http://127.0.0.1:1", storage=f"http://127.0.0.1:{port}")["Storage"][0] is Verdict.FAILED
