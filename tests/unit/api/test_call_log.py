"""The log's line for each call at level debug: which, with which end, and nothing of what it carried."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from layers_desktop.api import errors
from layers_desktop.api.client import LayersClient
from layers_desktop.api.models import SignedUpload
from layers_desktop.api.storage import ObjectStorage
from layers_desktop.api.transport import RequestLog
from layers_desktop.sandbox import Sandbox

Lines = Callable[[], list[str]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    """What the log was told of calls."""
    name = "layers_desktop.api.transport"
    with caplog.at_level(logging.DEBUG, logger=name):
        yield lambda: [record.getMessage() for record in caplog.records if record.name == name]


def test_a_call_that_was_answered_is_one_line_with_status_and_request_id(
    client: LayersClient, lines: Lines
) -> None:
    client.whoami()
    list(client.projects(search="a name of a person"))
    assert [re.sub(r"\d+ ms", "N ms", line.partition(", req_")[0]) for line in lines()] == [
        "GET /v1/whoami: 200",
        "GET /v1/projects: 200",
    ]
    assert all(re.search(r", req_\w+, \d+ ms$", line) for line in lines())


def test_a_call_that_was_refused_is_named_with_its_status(
    client: LayersClient, box: Sandbox, lines: Lines
) -> None:
    box.world.faults.add("whoami:503")
    with pytest.raises(errors.ApiError):
        client.whoami()
    (line,) = lines()
    assert line.startswith("GET /v1/whoami: 503, ")


def test_a_call_without_an_answer_says_what_ended_it(
    client: LayersClient, box: Sandbox, lines: Lines
) -> None:
    box.world.faults.add("whoami:reset-before")
    with pytest.raises(errors.NetworkFault) as lost:
        client.whoami()
    (line,) = lines()
    assert re.fullmatch(rf"GET /v1/whoami: {type(lost.value).__name__}, \d+ ms", line)


def test_a_file_that_was_sent_names_the_storage_and_nothing_of_the_link(
    storage: ObjectStorage, presign: Callable[[int], SignedUpload], lines: Lines
) -> None:
    signed = presign(3)
    storage.put(signed.put_url, signed.put_headers, [b"abc"], 3)
    link = urlsplit(signed.put_url)
    said = lines()[-1]
    assert said.startswith(f"PUT {link.scheme}://{link.netloc}: 200, ")
    assert link.path not in said
    assert link.query not in said


def test_a_file_that_did_not_arrive_is_a_line_too(
    storage: ObjectStorage, presign: Callable[[int], SignedUpload], box: Sandbox, lines: Lines
) -> None:
    signed = presign(3)
    box.world.faults.add("put:reset-before")
    with pytest.raises(errors.NetworkFault):
        storage.put(signed.put_url, signed.put_headers, [b"abc"], 3)
    assert re.fullmatch(r"PUT http://[\d.:]+: \w+, \d+ ms", lines()[-1])


def test_a_server_that_repeats_the_key_or_breaks_the_line_gets_neither_into_the_log(lines: Lines) -> None:
    key = "aKeyThatDoesNotLookLikeOne"
    note = RequestLog("GET", f"/v1/\n{key}", key=key, clock=iter([1.0, 1.25]).__next__)
    note.answered(httpx.Response(200, headers={"x-request-id": f"{key}-7"}))
    (line,) = lines()
    assert key not in line
    assert "\n" not in line
    assert line.endswith(": 200, …-7, 250 ms")
