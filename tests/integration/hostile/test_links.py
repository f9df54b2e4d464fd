"""Where presign sends the file, and with which headers: refused when it is not what a storage's link is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from layers_desktop.transfers.transfer import Stage
from tests.integration.hostile.engine_run import KEY, EngineRun, only_the_victim_suffers
from tests.integration.hostile.hostile_layers import HostileLayers, Json, Lie

SECRET = "X-Amz-Signature=0123456789"

LINKS: list[object] = [
    f"file:///etc/passwd?{SECRET}",
    f"http://storage.example/a?{SECRET}",
    f"ftp://storage.example/a?{SECRET}",
    "data:text/html,<script>alert(1)</script>",
    "javascript:alert(1)",
    f"//storage.example/a?{SECRET}",
    f"/store/a?{SECRET}",
    f"https://layers:word@storage.example/a?{SECRET}",
    f"http://127.0.0.1@storage.example/a?{SECRET}",
    f"https://?{SECRET}",
    f"https://storage.example\r\nX-Api-Key: a/?{SECRET}",
    "https://storage.example/" + "a" * 100_000,
    "https://[::1",
    "https://\u202eexample.storage:99999/",
    "",
    None,
    7,
    ["https://storage.example/"],
]


@pytest.mark.parametrize("link", LINKS, ids=lambda one: ascii(one)[:30])
def test_a_link_that_is_no_storage_link_gets_no_file(
    run: EngineRun, layers: HostileLayers, link: object
) -> None:
    layers.lies["presign"] = lambda good: good | {"url": link}
    run.sign_in(layers.url)
    run.send("victim.png", "good.png")
    run.send("small.png", size=1_000)
    victim = only_the_victim_suffers(run.wait(3))
    assert victim.stage is Stage.FAILED
    assert victim.problem is not None
    assert victim.problem.words.explanation
    assert "Signature" not in victim.problem.sentence()
    assert len(layers.puts) == 1
    run.check_calm()


def _with(**headers: str) -> Callable[[Json], Json]:
    added = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda good: good | {"headers": good["headers"] | added}


@pytest.mark.parametrize(
    "tell",
    [
        _with(Host="evil.example"),
        _with(X_Api_Key="a"),
        _with(Authorization="Bearer a"),
        _with(Proxy_Authorization="Basic a"),
        _with(Cookie="a=b"),
        _with(Content_Type="image/png\r\nX-Evil: 1"),
        _with(X_Line="a\nb"),
        _with(Content_Length="1"),
        _with(content_length="300000"),
        _with(content_type="text/html"),
        _with(Transfer_Encoding="chunked"),
        _with(Expect="100-continue"),
        _with(X_Long="a" * 9_000),
        _with(**{f"X-{number}": "a" for number in range(50)}),
        _with(**{"X Space": "a"}),
        _with(**{"X\u202e": "a"}),
        _with(X_Letter="\u00e9\U0001f600"),
        lambda good: good | {"headers": {"Content-Type": 7}},
        lambda good: good | {"headers": ["Content-Type"]},
        lambda good: good | {"method": "DELETE"},
    ],
)
def test_headers_that_no_link_needs_are_not_sent(
    run: EngineRun, layers: HostileLayers, tell: Callable[[Json], Json]
) -> None:
    layers.lies["presign"] = tell
    run.sign_in(layers.url)
    run.send("victim.png", "good.png")
    run.send("small.png", size=1_000)
    victim = only_the_victim_suffers(run.wait(3))
    assert victim.stage is Stage.FAILED
    assert victim.problem is not None
    assert victim.problem.words.explanation
    run.check_calm()
    (put,) = layers.puts
    assert {name.lower() for name, _ in put.headers} == {"host", "content-type", "content-length"}
    assert KEY not in str(put.headers)


@pytest.mark.parametrize("status", [301, 307])
def test_neither_file_nor_key_follows_a_redirect(run: EngineRun, layers: HostileLayers, status: int) -> None:
    with HostileLayers() as elsewhere:
        led = (("Location", f"{elsewhere.url}/store/a"),)
        layers.lies["put"] = lambda _: Lie(b"", status, led)
        run.sign_in(layers.url)
        run.send("victim.png", "good.png")
        victim = only_the_victim_suffers(run.wait(2))
        assert victim.stage is Stage.FAILED
        assert not elsewhere.puts
        assert not elsewhere.calls
