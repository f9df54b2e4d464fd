"""Start, stop, many connections, and the wire itself."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from layers_desktop.sandbox import Sandbox, SandboxConfig
from tests.support.processes import killed_at_end, wait_until

Call = Callable[..., httpx.Response]


def sandbox_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("sandbox-")]


def connect(url: str) -> socket.socket:
    host, port = url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def test_stop_leaves_no_thread_no_socket_and_no_folder(upload: Call) -> None:
    box = Sandbox().start()
    folder = box.folder
    idle = [connect(url) for url in (box.base_url, box.storage_url) for _ in range(20)]
    assert upload(box).status_code == 200
    box.world.faults.add("whoami:stall")
    idle[0].sendall(b"GET /v1/whoami HTTP/1.1\r\n\r\n")
    idle[25].sendall(b"PUT /half/a/head")
    assert box.world.faults.wait_held()
    box.stop()
    box.stop()
    assert sandbox_threads() == []
    assert not folder.exists()
    for sock in idle:
        with sock:
            assert sock.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        connect(box.base_url)


def test_it_is_idle_once_what_a_client_left_behind_is_answered_and_written_down(
    make_box: Callable[..., Sandbox],
) -> None:
    """So a test tells the requests of one process from those of the next."""
    box = make_box(latency_ms=50)
    assert box.is_idle()
    for url in (box.base_url, box.storage_url):
        with connect(url) as sock:
            assert not box.is_idle(), "also while it is not accepted yet"
            sock.sendall(b"GET /v1/whoami HTTP/1.1\r\n\r\n")
    wait_until(box.is_idle, "what was asked to be answered")
    assert sorted(request.side for request in box.world.requests) == ["api", "storage"]


def test_what_a_fault_holds_is_in_nobodys_way_until_it_is_let_go(box: Sandbox) -> None:
    box.world.faults.add("whoami:stall")
    with connect(box.base_url) as sock:
        sock.sendall(b"GET /v1/whoami HTTP/1.1\r\n\r\n")
        assert box.world.faults.wait_held()
        assert box.is_idle()
    box.world.faults.release()
    wait_until(box.is_idle, "the request that was held to be answered")
    assert [request.fault for request in box.world.requests] == ["stall"]


def test_a_taken_port_is_an_error_that_leaves_nothing_open(box: Sandbox) -> None:
    before = sandbox_threads()
    taken = int(box.base_url.rpartition(":")[2])
    with pytest.raises(OSError, match=os.strerror(errno.EADDRINUSE)):
        Sandbox(SandboxConfig(port=taken)).start()
    assert sandbox_threads() == before


def test_hundreds_of_uploads_over_many_connections(box: Sandbox) -> None:
    project = box.world.projects[0].project_id
    base = f"{box.base_url}/v1/projects/{project}/media"
    headers = {"X-Api-Key": box.key}

    def batch(number: int) -> None:
        with httpx.Client(trust_env=False, timeout=30) as client:
            for item in range(10):
                data = f"{number}/{item}".encode()
                body = {"kind": "image", "mimeType": "image/png", "sizeBytes": len(data)}
                reply = client.post(f"{base}/presign", json=body, headers=headers).json()
                assert client.put(reply["url"], content=data, headers=reply["headers"]).status_code == 200
                done = client.post(f"{base}/finalize", json={"uploadId": reply["uploadId"]}, headers=headers)
                assert done.status_code == 200

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(batch, range(20)))
    assert {asset.path.read_bytes().decode() for asset in box.world.assets} == {
        f"{number}/{item}" for number in range(20) for item in range(10)
    }
    assert len(box.world.requests) == 600


@pytest.mark.parametrize("side", ["api", "storage"])
def test_a_closed_port_refuses_and_comes_back(
    box: Sandbox, api: Call, presign: Call, put: Call, side: str
) -> None:
    signed = presign(box)

    def call() -> int:
        return (api(box, "GET", "/v1/whoami") if side == "api" else put(signed)).status_code

    assert call() == 200
    pause, resume = (
        (box.pause_api, box.resume_api) if side == "api" else (box.pause_storage, box.resume_storage)
    )
    pause()
    pause()
    with pytest.raises(httpx.ConnectError):
        call()
    resume()
    resume()
    assert call() == 200
    pause()  # and stop() copes with a port that is closed already


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / SPDY/3\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nname : x\r\n\r\n",
        b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 101 + b"\r\n",
    ],
)
def test_what_is_not_http_is_told_so(box: Sandbox, sent: bytes) -> None:
    for url in (box.base_url, box.storage_url):
        with connect(url) as sock:
            sock.sendall(sent)
            answer = sock.recv(65_536)
            assert answer.startswith(b"HTTP/1.1 400 ")
            assert (b"X-Request-Id" in answer) is (url == box.base_url)


def test_a_body_of_unknown_length_is_refused_by_the_api(box: Sandbox, http: httpx.Client) -> None:
    url = f"{box.base_url}/v1/projects/{box.world.projects[0].project_id}/media/presign"
    answer = http.post(url, content=iter([b"{}"]), headers={"X-Api-Key": box.key})
    assert (answer.status_code, answer.json()["error"]["code"]) == (411, "LENGTH_REQUIRED")


def test_a_fault_of_the_sandbox_itself_is_a_500(
    box: Sandbox, api: Call, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(box.world.catalogue, "page", lambda _query: 1 / 0)
    answer = api(box, "GET", "/v1/projects")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "INTERNAL_ERROR")
    assert "ZeroDivisionError" in caplog.text


def test_the_log_says_what_was_asked_and_answered(box: Sandbox, api: Call) -> None:
    for path in ("/v1/projects?search=x", "/v1/none"):
        api(box, "GET", path)
    first, second = box.world.requests
    assert (first.path, first.query, first.step) == ("/v1/projects", {"search": "x"}, "projects")
    assert (second.path, second.step, second.status, second.code) == ("/v1/none", None, 404, "NOT_FOUND")


@pytest.mark.skipif(os.name != "posix", reason="signals of other systems end a process outright")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_says_where_it_is_and_ends_by_a_signal(number: signal.Signals) -> None:
    program = "from layers_desktop.sandbox import *; serve(SandboxConfig(key='lp_known'))"
    started = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with killed_at_end(started) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(6)]
        rows = {line[:10].strip(): line[10:].strip() for line in said}
        assert rows["API key"] == "lp_known"
        answer = httpx.get(
            f"{rows['base URL']}/v1/whoami", headers={"X-Api-Key": "lp_known"}, trust_env=False
        )
        assert answer.status_code == 200
        assert Path(rows["folder"]).is_dir()
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert not Path(rows["folder"]).exists()
