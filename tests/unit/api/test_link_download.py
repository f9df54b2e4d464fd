"""Links that people drop, fetched over real TLS on loopback, which only these tests' rules allow."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from layers_desktop.api import link_download
from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.errors.base import UploadCancelled
from layers_desktop.api.link_download import Address, LinkNotFetched, Rules, open_link
from tests.support.timeouts import ENDLESS_S, TIMEOUT_S

Handler = Callable[[socket.socket], None]
Read = Callable[[socket.socket], bytes]
Answers = Callable[..., bytes]
NAME = "layers.example"
ALL_OF_IT = 15 * 60.0
"""Seconds for a fetch with everything in it."""


class Site:
    """A TLS server on loopback that notes what it was asked and by which name it was called."""

    def __init__(self, serve: Callable[[Handler], str], read: Read, context: ssl.SSLContext) -> None:
        self.requests: list[bytes] = []
        self.names: list[str | None] = []
        self.connections = 0
        self.answers: list[bytes] = []
        self.then: Handler | None = None
        self._read = read
        self._context = context
        context.sni_callback = self._named
        self.port = int(serve(self._handle).rpartition(":")[2])

    def _named(self, _: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> None:
        self.names.append(name)

    def _handle(self, connection: socket.socket) -> None:
        self.connections += 1
        with self._context.wrap_socket(connection, server_side=True) as line:
            while request := self._read(line):
                self.requests.append(request)
                line.sendall(self.answers[min(len(self.requests), len(self.answers)) - 1])
                if self.then is not None:
                    self.then(line)
                    return

    def link(self, path: str = "/shot.png", host: str = NAME) -> str:
        return f"https://{host}:{self.port}{path}"


@pytest.fixture
def certificate(make_certificate: Callable[..., tuple[Path, ssl.SSLContext]]) -> tuple[Path, ssl.SSLContext]:
    return make_certificate()


@pytest.fixture
def site(
    serve: Callable[[Handler], str], read_request: Read, certificate: tuple[Path, ssl.SSLContext]
) -> Site:
    return Site(serve, read_request, certificate[1])


@pytest.fixture
def rules(certificate: tuple[Path, ssl.SSLContext]) -> Callable[..., Rules]:
    """Rules that allow loopback, where all names lead, and trust the site's certificate."""

    def make(**changes: object) -> Rules:
        values: dict[str, object] = {
            "allowed": lambda _: True,
            "resolve": lambda _host, _port: ["127.0.0.1"],
            "context": lambda: ssl.create_default_context(cafile=certificate[0]),
        }
        return Rules(**(values | changes))  # type: ignore[arg-type]  # of a test's own choice

    return make


def fetched(link: str, rules: Rules, cancel: CancelToken | None = None) -> bytes:
    with open_link(link, cancel or CancelToken(), rules) as answer:
        return b"".join(answer.blocks)


def refusal(link: str, rules: Rules | None = None) -> str:
    with pytest.raises(LinkNotFetched) as refused:
        fetched(link, rules or Rules())
    return refused.value.problem.words.explanation


def test_a_link_is_fetched_by_its_name_from_the_address_that_was_checked(
    site: Site, rules: Callable[..., Rules], http_answer: Answers
) -> None:
    site.answers = [http_answer(200, b"picture")]
    checked: list[Address] = []

    def allowed(address: Address) -> bool:
        checked.append(address)
        return True

    with open_link(site.link("/a%20b.png?x=1"), CancelToken(), rules(allowed=allowed)) as answer:
        assert answer.length == 7
        assert b"".join(answer.blocks) == b"picture"
    assert checked == [IPv4Address("127.0.0.1")]
    assert site.names == [NAME]
    [request] = site.requests
    assert request.startswith(b"GET /a%20b.png?x=1 HTTP/1.1\r\n")
    assert f"Host: {NAME}:{site.port}\r\n".encode() in request


def test_the_systems_certificates_are_asked_about_the_name_and_not_the_address(
    site: Site,
    rules: Callable[..., Rules],
    http_answer: Answers,
    certificate: tuple[Path, ssl.SSLContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site.answers = [http_answer(200, b"picture")]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    systems = rules(context=Rules().context)
    assert fetched(site.link(), systems) == b"picture"
    assert "another server than other.example" in refusal(site.link(host="other.example"), systems)


def test_nothing_that_tells_of_the_person_is_sent(
    site: Site, rules: Callable[..., Rules], http_answer: Answers, header_names: Callable[[bytes], list[str]]
) -> None:
    site.answers = [
        http_answer(302, b"", "Set-Cookie: seen=1; Path=/", "Location: /next.png"),
        http_answer(200, b"picture"),
    ]
    assert fetched(site.link(), rules()) == b"picture"
    for request in site.requests:
        assert set(header_names(request)) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert b"Accept-Encoding: identity" in request
    assert [request.split()[1] for request in site.requests] == [b"/shot.png", b"/next.png"]


def test_a_proxy_of_the_environment_is_not_used(
    site: Site, rules: Callable[..., Rules], http_answer: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    site.answers = [http_answer(200, b"picture")]
    assert fetched(site.link(), rules()) == b"picture"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "localhost.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "127.1",
        "0",
    ],
)
def test_by_the_rules_for_people_nothing_is_fetched_from_this_computer(site: Site, host: str) -> None:
    words = refusal(site.link(host=host))
    assert "on this computer or in its network" in words or "could not find" in words
    assert site.connections == 0


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1", "8.8.8.8"], []])
def test_a_name_with_one_address_inside_is_refused(site: Site, addresses: list[str]) -> None:
    words = refusal(site.link(), Rules(resolve=lambda _host, _port: addresses))
    assert words == f"{NAME} is on this computer or in its network: nothing is fetched there."
    assert site.connections == 0


def test_a_name_is_asked_for_once_so_that_it_cannot_change_after_the_check(
    site: Site, rules: Callable[..., Rules], http_answer: Answers
) -> None:
    site.answers = [http_answer(200, b"picture")]
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    assert fetched(site.link(), rules(resolve=resolve)) == b"picture"
    assert asked == [NAME]


def test_each_redirect_is_checked_like_the_link_itself(
    site: Site, rules: Callable[..., Rules], http_answer: Answers
) -> None:
    site.answers = [http_answer(302, b"", f"Location: https://inside.example:{site.port}/admin")]
    inside = rules(
        resolve=lambda host, _port: ["10.0.0.1"] if host == "inside.example" else ["127.0.0.1"],
        allowed=lambda address: str(address) == "127.0.0.1",
    )
    assert refusal(site.link(), inside).startswith("inside.example is on this computer or in its network")
    assert site.connections == 1


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("http://layers.example/a.png", "not encrypted"),
        ("file:///etc/passwd", "not encrypted"),
        ("//user:word@layers.example/a.png", "user name"),
        ("https://[::1", "before the answer was complete"),
    ],
)
def test_a_redirect_to_something_else_is_refused(
    site: Site, rules: Callable[..., Rules], http_answer: Answers, where: str, words: str
) -> None:
    site.answers = [http_answer(301, b"", f"Location: {where}")]
    assert words in refusal(site.link(), rules())
    assert site.connections == 1


def test_redirects_in_a_circle_end(site: Site, rules: Callable[..., Rules], http_answer: Answers) -> None:
    site.answers = [http_answer(307, b"", "Location: /again.png")]
    assert "from one address to the next" in refusal(site.link(), rules())
    assert len(site.requests) == link_download.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("http://layers.example/a.png", "not encrypted"),
        ("https://user@layers.example/a.png", "user name"),
        ("https:///a.png", "not encrypted"),
        ("https://layers.example/" + "a" * 5_000, "too long"),
        ("https://[half", "could not find"),
        ("https://layers.example:x/", "no web address"),
        ("https://" + "a" * 300 + ".example/", "could not find"),
    ],
)
def test_what_is_no_such_link_is_refused_before_anything_is_asked(link: str, words: str) -> None:
    assert words in refusal(link)


@pytest.mark.parametrize(
    ("status", "words"),
    [(403, "without signing in"), (404, "has nothing at this address"), (503, "a fault"), (429, "to wait")],
)
def test_an_answer_that_is_no_file_is_a_sentence(
    site: Site, rules: Callable[..., Rules], http_answer: Answers, status: int, words: str
) -> None:
    site.answers = [http_answer(status, b"no")]
    assert words in refusal(site.link(), rules())


def test_a_certificate_of_somebody_else_is_refused(site: Site, rules: Callable[..., Rules]) -> None:
    words = refusal(site.link(host="other.example"), rules())
    assert words == "The certificate belongs to another server than other.example."


def test_the_next_address_is_tried_when_one_takes_no_connection(
    site: Site, rules: Callable[..., Rules], http_answer: Answers
) -> None:
    site.answers = [http_answer(200, b"picture")]
    with socket.create_server(("127.0.0.2", 0)) as taken:
        free = taken.getsockname()[1]
    assert free  # nobody listens there: 127.0.0.2 refuses at the site's port
    assert fetched(site.link(), rules(resolve=lambda _h, _p: ["127.0.0.2", "127.0.0.1"])) == b"picture"


def test_an_answer_that_breaks_off_is_not_taken_for_the_whole(
    site: Site, rules: Callable[..., Rules]
) -> None:
    site.answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"]
    site.then = lambda line: line.close()
    assert "before the answer was complete" in refusal(site.link(), rules())


class Clock:
    """The clock of a fetch, which a test puts forward."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """Lets go of whoever waits for it, at the latest when the test ends."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.parametrize(
    "begun", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"]
)
def test_a_server_that_drips_is_given_up(
    site: Site, rules: Callable[..., Rules], release: threading.Event, begun: bytes
) -> None:
    clock = Clock()

    def drip(_: socket.socket) -> None:
        clock.now = ALL_OF_IT + 1
        release.wait(ENDLESS_S)

    site.answers = [begun]
    site.then = drip
    assert refusal(site.link(), rules(clock=clock)) == f"{NAME} sends too slowly."


def test_the_time_is_for_all_hops_together(
    site: Site, rules: Callable[..., Rules], http_answer: Answers
) -> None:
    site.answers = [http_answer(307, b"", "Location: /again.png")]
    clock = Clock()

    def resolve(_host: str, _port: int) -> list[str]:
        clock.now += ALL_OF_IT * 0.4
        return ["127.0.0.1"]

    assert refusal(site.link(), rules(clock=clock, resolve=resolve)) == f"{NAME} sends too slowly."
    assert len(site.requests) == 2


def test_a_name_that_is_looked_up_for_ever_is_given_up(
    site: Site, rules: Callable[..., Rules], release: threading.Event
) -> None:
    clock = Clock()

    def resolve(_host: str, _port: int) -> list[str]:
        clock.now = ALL_OF_IT + 1
        release.wait(ENDLESS_S)
        return ["127.0.0.1"]

    words = refusal(site.link(), rules(clock=clock, resolve=resolve))
    assert words == f"This computer could not find the address of {NAME}."
    assert site.connections == 0


def test_stopping_frees_a_fetch_whose_name_is_looked_up(
    site: Site,
    rules: Callable[..., Rules],
    release: threading.Event,
    in_thread: Callable[[Callable[[], object]], Callable[[], object]],
) -> None:
    asked = threading.Event()

    def resolve(_host: str, _port: int) -> list[str]:
        asked.set()
        release.wait(ENDLESS_S)
        return ["127.0.0.1"]

    cancel = CancelToken()
    result = in_thread(lambda: fetched(site.link(), rules(resolve=resolve), cancel))
    assert asked.wait(TIMEOUT_S)
    cancel.cancel()
    with pytest.raises(UploadCancelled):
        result()


@pytest.mark.parametrize("length", ["-1", "abc", "9" * 40, "²"])
def test_a_length_that_is_none_is_not_believed(site: Site, rules: Callable[..., Rules], length: str) -> None:
    site.answers = [f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nx".encode()]
    site.then = lambda line: line.close()
    with pytest.raises(LinkNotFetched):
        fetched(site.link(), rules())


def test_stopping_frees_a_fetch_that_waits(
    site: Site,
    rules: Callable[..., Rules],
    release: threading.Event,
    in_thread: Callable[[Callable[[], object]], Callable[[], object]],
) -> None:
    site.answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"]
    waiting = threading.Event()

    def hold(_: socket.socket) -> None:
        waiting.set()
        release.wait(ENDLESS_S)

    site.then = hold
    cancel = CancelToken()
    result = in_thread(lambda: fetched(site.link(), rules(), cancel))
    assert waiting.wait(TIMEOUT_S)
    cancel.cancel()
    with pytest.raises(UploadCancelled):
        result()


def test_a_fetch_that_was_stopped_before_it_began_asks_nobody(
    site: Site, rules: Callable[..., Rules]
) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(UploadCancelled):
        fetched(site.link(), rules(), cancel)
    assert site.connections == 0
