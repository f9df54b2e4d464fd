"""Planned faults: each kind at each step, and what was really done behind it."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

import httpx
import pytest

from layers_desktop.sandbox import Fault, Sandbox, describe_faults, parse_fault
from layers_desktop.sandbox.faults import API_ERRORS, STEPS, STORAGE_ERRORS, kinds_for
from tests.support.tables import for_each

Call = Callable[..., httpx.Response]
API_AND_STORAGE = ("presign", "put")
"""One step of each of the two servers, which act a fault in code of their own."""
LOST = ("refused", "reset-before", "reset-mid", "reset-after")
STORAGE_ROWS = [kind for kind in STORAGE_ERRORS if not kind.endswith("-after")]


@for_each(
    ("text", "fault"),
    [
        ("put:reset-mid:3", Fault("put", "reset-mid", 3)),
        ("finalize:500", Fault("finalize", "500", 1)),
        (" presign:429:2:0.5 ", Fault("presign", "429", 2, 0.5)),
        ("whoami:portal:*", Fault("whoami", "portal", None)),
        ("inline:429::7", Fault("inline", "429", 1, 7.0)),
    ],
)
def test_a_fault_is_read_from_text(text: str, fault: Fault) -> None:
    assert parse_fault(text) == fault


@for_each(
    "text",
    [
        "", "put", "put:", "post:500", "put:601", "put:500:0", "put:500:x", "put:500:1:x", "put:500:1:2:3",
        "put:killswitch", "presign:expired", "presign:badsignature", "put:429:1:-1",
    ],
)  # fmt: skip
def test_a_fault_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_fault(text)


@pytest.fixture
def steps(api: Call, presign: Call, put: Call, finalize: Call) -> Callable[[Sandbox, str], httpx.Response]:
    """Prepare what a step needs, then plan the fault, then make the step."""

    def run(box: Sandbox, step: str, *planned: Fault | str) -> httpx.Response:
        project = box.world.projects[0].project_id
        inline = {"kind": "image", "mimeType": "image/png", "dataBase64": "cG5n"}
        signed = presign(box)
        if step == "finalize":
            assert put(signed).status_code == 200
        box.world.faults.add(*planned)
        match step:
            case "whoami":
                return api(box, "GET", "/v1/whoami")
            case "projects":
                return api(box, "GET", "/v1/projects")
            case "presign":
                return presign(box)
            case "put":
                return put(signed)
            case "finalize":
                return finalize(box, signed.json()["uploadId"])
            case _:
                return api(box, "POST", f"/v1/projects/{project}/media", json=inline)

    return run


Steps = Callable[..., httpx.Response]


@pytest.mark.parametrize(("step", "kind"), list(zip(STEPS, itertools.cycle(LOST), strict=False)))
def test_a_lost_connection_is_no_answer_and_then_all_is_well(
    box: Sandbox, steps: Steps, step: str, kind: str
) -> None:
    with pytest.raises(httpx.TransportError):
        steps(box, step, f"{step}:{kind}")
    assert box.world.faults.pending == ()
    assert steps(box, step).status_code in {200, 201}


@pytest.mark.parametrize("step", ["presign", "finalize", "inline"])
@pytest.mark.parametrize(("kind", "done"), [("reset-before", 0), ("reset-mid", 0), ("reset-after", 1)])
def test_only_what_was_processed_is_done(box: Sandbox, steps: Steps, step: str, kind: str, done: int) -> None:
    with pytest.raises(httpx.TransportError):
        steps(box, step, f"{step}:{kind}")
    made = len(box.world.uploads) - 1 if step == "presign" else len(box.world.assets)
    assert made == done
    assert (box.world.requests[-1].status, box.world.requests[-1].fault) == (None, kind)


@pytest.mark.parametrize(("kind", "done"), [("reset-mid", False), ("reset-after", True), ("500-after", True)])
def test_a_put_that_was_lost_has_stored_all_or_nothing(
    box: Sandbox, presign: Call, put: Call, kind: str, done: bool
) -> None:
    data = b"x" * 5_000_000
    signed = presign(box, data)
    box.world.faults.add(f"put:{kind}")
    with contextlib.suppress(httpx.TransportError):
        assert put(signed, data).status_code == 500
    assert (box.world.uploads[0].stored is not None) is done


@pytest.mark.parametrize("kind", list(API_ERRORS))
def test_every_api_error_can_be_planned(box: Sandbox, steps: Steps, kind: str) -> None:
    for suffix, made in (("", 0), ("-after", 1)):
        answer = steps(box, "inline", Fault("inline", kind + suffix, seconds=3))
        status, code, _ = API_ERRORS[kind]
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
        assert answer.json()["error"]["requestId"] == answer.headers["X-Request-Id"]
        assert answer.headers.get("Retry-After") == ("3" if kind in {"429", "503", "slowdown"} else None)
        assert len(box.world.assets) == made


@pytest.mark.parametrize("kind", STORAGE_ROWS)
def test_every_storage_error_can_be_planned(box: Sandbox, steps: Steps, kind: str) -> None:
    answer = steps(box, "put", f"put:{kind}")
    status, code, message = STORAGE_ERRORS[kind]
    assert answer.status_code == status
    assert f"<Code>{code}</Code><Message>{message}</Message>" in answer.text
    assert box.world.uploads[0].stored is None


@pytest.mark.parametrize("step", API_AND_STORAGE)
def test_a_portal_and_a_gateway_answer_with_html(box: Sandbox, steps: Steps, step: str) -> None:
    for kind, status in (("portal", 200), ("502", 502)):
        answer = steps(box, step, f"{step}:{kind}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")


@pytest.mark.parametrize("step", API_AND_STORAGE)
def test_a_date_may_say_when_to_come_back(box: Sandbox, steps: Steps, step: str) -> None:
    answer = steps(box, step, f"{step}:429-date:1:60")
    assert answer.status_code == 429
    assert parsedate_to_datetime(answer.headers["Retry-After"]).tzinfo is not None


@pytest.mark.parametrize(("kind", "body"), [("empty", ""), ("null", "null"), ("notjson", None)])
def test_an_answer_may_be_no_object(box: Sandbox, steps: Steps, kind: str, body: str | None) -> None:
    answer = steps(box, "presign", f"presign:{kind}")
    assert answer.status_code in {200, 201}
    if body is not None:
        assert answer.text == body
    else:
        with pytest.raises(json.JSONDecodeError):
            answer.json()


def test_an_answer_may_have_wrong_types(box: Sandbox, steps: Steps) -> None:
    assert steps(box, "projects", "projects:wrongtypes").json() == {
        "items": {"0": "not a list"},
        "nextCursor": "seven",
    }
    assert steps(box, "presign", "presign:wrongtypes").json()["uploadId"] == 7
    assert steps(box, "put", "put:wrongtypes").json() == {}


def test_an_answer_may_break_off(box: Sandbox, steps: Steps) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        steps(box, "finalize", "finalize:truncated")


@pytest.mark.parametrize("step", API_AND_STORAGE)
def test_a_slow_answer_is_whole(box: Sandbox, steps: Steps, step: str) -> None:
    assert steps(box, step, f"{step}:drip:1:0.05").status_code in {200, 201}


@pytest.mark.parametrize("step", ["inline", "put"])
@pytest.mark.parametrize("kind", ["stall", "stall-mid", "timeout"])
def test_a_held_request_goes_on_when_it_is_released(box: Sandbox, steps: Steps, step: str, kind: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(steps, box, step, f"{step}:{kind}")
        assert box.world.faults.wait_held()
        assert not running.done()
        done = kind == "timeout"
        assert len(box.world.assets) == (step in {"finalize", "inline"} and done)
        box.world.faults.release()
        answer = running.result(30)
    assert answer.status_code in {200, 201}
    assert box.world.faults.held == 0


def test_an_early_refusal_does_not_wait_for_the_body(box: Sandbox, presign: Call, put: Call) -> None:
    data = b"x" * 40_000_000
    signed = presign(box, data)
    box.world.faults.add("put:early-4xx")
    with contextlib.suppress(httpx.TransportError):  # often lost under the reset, as with real storages
        assert put(signed, data).status_code == 400
    assert box.world.requests[-1].status == 400
    assert put(signed, data).status_code == 200


def test_faults_are_used_up_in_order_and_by_step(box: Sandbox, api: Call) -> None:
    box.world.faults.add("whoami:500:2", Fault("whoami", "503", times=1, skip=1), "projects:404")
    assert [api(box, "GET", "/v1/whoami").status_code for _ in range(5)] == [500, 500, 200, 503, 200]
    assert box.world.faults.pending == (Fault("projects", "404"),)
    box.world.faults.clear()
    assert api(box, "GET", "/v1/projects").status_code == 200


def test_concurrent_requests_use_a_fault_up_exactly(box: Sandbox, api: Call) -> None:
    box.world.faults.add("whoami:500:10")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: api(box, "GET", "/v1/whoami").status_code, range(40)))
    assert sorted(answers) == [200] * 30 + [500] * 10


def test_the_overview_names_every_step_and_kind() -> None:
    text = describe_faults()
    for step in STEPS:
        assert step in text
        assert all(kind in text or kind.removesuffix("-after") in text for kind in kinds_for(step))
