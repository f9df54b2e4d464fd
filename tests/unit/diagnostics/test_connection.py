"""The way to Layers: each layer that can break is the one that is named, and ends what comes after it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import pytest
import truststore

from layers_desktop.core.background import TooLate, within
from layers_desktop.core.findings import Verdict
from layers_desktop.core.secrets import ApiKey
from layers_desktop.diagnostics.connection import Probe, reachability
from layers_desktop.sandbox import Sandbox
from tests.support.tables import for_each
from tests.support.timeouts import ENDLESS_S

LIMIT = 5.0
ANSWER_401 = (
    b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 46\r\n\r\n"
    b'{"error": {"code": "UNAUTHENTICATED", "m": 1}}'
)
ORDER = ["Address", "DNS", "TCP", "Proxy", "TLS", "API", "Storage"]


def look(
    url: str, *, key: ApiKey | None = None, limit: float = LIMIT, other_key: bool = False
) -> dict[str, tuple[Verdict, str]]:
    findings = reachability(Probe(url=url, key=key, other_key=other_key, limit=limit))
    return {finding.subject: (finding.verdict, str(finding.text)) for finding in findings}


def verdicts(found: dict[str, tuple[Verdict, str]]) -> list[Verdict]:
    return [found[layer][0] for layer in ORDER]


def answer_401(connection: socket.socket) -> None:
    while connection.recv(65_536):
        connection.sendall(ANSWER_401)


def over_tls(context: ssl.SSLContext, handler: Callable[[socket.socket], None]) -> Callable[..., None]:
    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            handler(secure)

    return handle


@pytest.fixture
def release() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_key_that_layers_knows_is_said_with_its_organization(box: Sandbox) -> None:
    found = look(box.base_url, key=ApiKey(box.key))
    assert found["API"] == (
        Verdict.OK,
        f"Layers knows the key: organization {box.world.organization_id}, tier standard",
    )
    assert found["Storage"][0] is Verdict.UNKNOWN
    assert Verdict.FAILED not in verdicts(found)


@pytest.mark.parametrize(
    ("other_key", "words"), [(False, "there is none"), (True, "the one in the keyring was not tried")]
)
def test_without_a_key_an_answer_of_401_proves_that_layers_is_there(
    box: Sandbox, other_key: bool, words: str
) -> None:
    found = look(box.base_url, other_key=other_key)
    assert found["API"] == (Verdict.OK, f"Layers is there and asks for a key; {words}")


def test_a_key_that_layers_refuses_is_a_failure_with_its_request_id(box: Sandbox) -> None:
    verdict, text = look(box.base_url, key=ApiKey("lp_wrong"))["API"]
    assert verdict is Verdict.FAILED
    assert text.startswith("Layers did not accept your key.")
    assert "(request req_" in text
    assert "lp_wrong" not in text


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("whoami:portal", "sign-in page"),
        ("whoami:killswitch", "suspended"),
        ("whoami:502", "Layers has a problem"),
        ("whoami:notjson", "could not be understood"),
        ("whoami:reset-before", "broke off"),
    ],
)
def test_what_answers_instead_of_layers_is_named(box: Sandbox, fault: str, words: str) -> None:
    box.world.faults.add(fault)
    verdict, text = look(box.base_url, key=ApiKey(box.key))["API"]
    assert verdict is Verdict.FAILED
    assert words in text


def test_an_api_that_says_nothing_is_given_up(box: Sandbox) -> None:
    box.world.faults.add("whoami:stall")
    found = look(box.base_url, key=ApiKey(box.key), limit=0.3)
    assert found["API"] == (Verdict.FAILED, "No answer within 0.3 s.")


def test_nobody_listening_is_tcp_and_the_rest_is_skipped(box: Sandbox) -> None:
    box.pause_api()
    found = look(box.base_url)
    assert found["TCP"][0] is Verdict.FAILED
    assert "Nothing takes connections at 127.0.0.1" in found["TCP"][1]
    assert found["DNS"][0] is Verdict.OK
    assert [found[layer] for layer in ("Proxy", "TLS", "API")] == [
        (Verdict.SKIPPED, "It needs TCP, which failed.")
    ] * 3


def test_a_name_that_nobody_knows_is_dns(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    found = look("https://api.layers.example")
    assert found["DNS"][0] is Verdict.FAILED
    assert "could not find the address of api.layers.example" in found["DNS"][1]
    assert {found[layer][0] for layer in ("TCP", "Proxy", "TLS", "API")} == {Verdict.SKIPPED}


def test_a_name_service_that_says_nothing_is_given_up(
    monkeypatch: pytest.MonkeyPatch, release: threading.Event
) -> None:
    def silent(*_: object, **__: object) -> list[object]:
        release.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    found = look("https://api.layers.example", limit=0.1)
    assert found["DNS"] == (Verdict.FAILED, "No answer within 0.1 s.")


def test_a_trusted_certificate_is_told_with_issuer_and_end(
    certified: Callable[..., ssl.SSLContext], serve: Callable[..., int]
) -> None:
    port = serve(over_tls(certified(), answer_401))
    found = look(f"https://127.0.0.1:{port}")
    assert found["TLS"][0] is Verdict.OK
    assert "TLSv1.3, certificate of Tests and Sons, valid until " in found["TLS"][1]
    assert found["API"][0] is Verdict.OK


@pytest.mark.parametrize(
    ("days", "trusted", "words"),
    [(30, False, "not one that this computer trusts"), (-1, True, "has expired, or this computer's clock")],
)
def test_a_certificate_that_cannot_be_trusted_is_tls(
    certified: Callable[..., ssl.SSLContext],
    serve: Callable[..., int],
    days: int,
    trusted: bool,
    words: str,
) -> None:
    port = serve(over_tls(certified(days=days, trusted=trusted), answer_401))
    found = look(f"https://127.0.0.1:{port}")
    assert found["TCP"][0] is Verdict.OK
    assert found["TLS"][0] is Verdict.FAILED
    assert words in found["TLS"][1]
    assert found["API"][0] is Verdict.SKIPPED


def test_a_server_that_does_not_shake_hands_is_given_up(
    serve: Callable[..., int], release: threading.Event
) -> None:
    port = serve(lambda _: release.wait() and None)
    found = look(f"https://127.0.0.1:{port}", limit=0.3)
    assert found["TLS"] == (Verdict.FAILED, "No answer within 0.3 s.")


@for_each(
    "url",
    [
        "http://api.layers.example",
        "ftp://api.layers.example",
        "https://bob:hunter2@api.layers.example",
        "nothing",
    ],
)
def test_an_address_that_may_not_be_used_ends_it_all_and_is_not_repeated(url: str) -> None:
    found = look(url)
    assert found["Address"][0] is Verdict.FAILED
    assert {found[layer][0] for layer in ORDER[1:-1]} == {Verdict.SKIPPED}
    assert "hunter2" not in str(found)


def test_a_damaged_list_of_certificates_is_tls(
    monkeypatch: pytest.MonkeyPatch, serve: Callable[..., int]
) -> None:
    def broken(_protocol: int) -> ssl.SSLContext:
        raise ssl.SSLError("no certificates")

    monkeypatch.setattr(truststore, "SSLContext", broken)
    found = look(f"https://127.0.0.1:{serve(lambda _: None)}")
    assert found["TCP"][0] is Verdict.OK
    assert found["TLS"][0] is Verdict.FAILED
    assert "certificates of this computer cannot be read" in found["TLS"][1]


def test_a_late_call_is_left_and_an_error_is_passed_on(release: threading.Event) -> None:
    assert within(5, lambda: 7) == 7
    with pytest.raises(KeyError):
        within(5, lambda: {"a": 1}["missing"])
    with pytest.raises(TooLate):
        within(0.01, release.wait)
    said: list[str] = []
    with pytest.raises(TooLate):
        within(0.01, release.wait, say=lambda: said.append("slow"))
    assert said == ["slow"]


def test_a_call_that_is_slow_is_said_and_still_waited_for() -> None:
    opened = threading.Event()
    assert within(ENDLESS_S, opened.wait, say=opened.set)
    assert within(ENDLESS_S, lambda: 7, slow=ENDLESS_S, say=opened.clear) == 7
    assert opened.is_set(), "what is quick is not said to be slow"
