"""`Idempotency-Key`: one operation however often it is asked for."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from layers_desktop.sandbox import Sandbox
from layers_desktop.sandbox.records import ErrorResponse, Response
from layers_desktop.sandbox.state import IdempotencyStore
from tests.support.timeouts import TIMEOUT_S

Call = Callable[..., httpx.Response]


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def inline_body(data: bytes, **changes: object) -> dict[str, object]:
    encoded = base64.b64encode(data).decode()
    return {"kind": "logo", "mimeType": "image/png", "filename": "l.png", "dataBase64": encoded, **changes}


def test_the_same_idempotency_key_gives_the_first_answer_again(
    make_box: Callable[..., Sandbox], api: Call
) -> None:
    clock = Clock()
    box = make_box(clock=clock)
    path = f"/v1/projects/{box.world.projects[0].project_id}/media"
    headers = {"Idempotency-Key": "one"}
    first = api(box, "POST", path, json=inline_body(b"a"), headers=headers)
    clock.now += 86_399
    again = api(box, "POST", path, json=inline_body(b"a"), headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(box.world.assets) == 1
    clash = api(box, "POST", path, json=inline_body(b"b"), headers=headers)
    assert code_of(clash) == (409, "IDEMPOTENCY_CONFLICT")
    other_key = {**headers, "X-Api-Key": box.world.add_key("*")}
    assert api(box, "POST", path, json=inline_body(b"b"), headers=other_key).status_code == 201
    clock.now += 1
    assert api(box, "POST", path, json=inline_body(b"b"), headers=headers).status_code == 201
    assert len(box.world.assets) == 3


def test_an_idempotency_key_of_one_route_is_not_for_another(
    box: Sandbox, presign: Call, finalize: Call
) -> None:
    headers = {"Idempotency-Key": "shared"}
    first = presign(box, headers=headers)
    assert presign(box, headers=headers).json() == first.json()
    assert len(box.world.uploads) == 1
    answer = finalize(box, first.json()["uploadId"], headers=headers)
    assert code_of(answer) == (409, "IDEMPOTENCY_CONFLICT")


def test_a_refused_call_may_be_repeated_with_its_key(
    box: Sandbox, presign: Call, put: Call, finalize: Call
) -> None:
    headers = {"Idempotency-Key": "retry"}
    signed = presign(box)
    upload_id = signed.json()["uploadId"]
    assert finalize(box, upload_id, headers=headers).status_code == 422
    put(signed)
    assert finalize(box, upload_id, headers=headers).status_code == 200


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_an_unusable_idempotency_key_is_refused(box: Sandbox, presign: Call, key: str) -> None:
    assert code_of(presign(box, headers={"Idempotency-Key": key})) == (422, "VALIDATION_FAILED")


def test_a_second_call_with_the_same_key_waits_for_the_first() -> None:
    store = IdempotencyStore(Clock())
    working, finish = threading.Event(), threading.Event()
    calls: list[int] = []

    def work() -> Response:
        calls.append(1)
        working.set()
        finish.wait(TIMEOUT_S)
        return Response(status=201, body=b"first")

    def again() -> Response:
        finish.set()
        return store.once("owner", "key", b"body", work)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(store.once, "owner", "key", b"body", work)
        assert working.wait(TIMEOUT_S)
        with pytest.raises(ErrorResponse, match="used with another request"):
            store.once("owner", "key", b"other", work)
        assert pool.submit(again).result(TIMEOUT_S).body == first.result(TIMEOUT_S).body == b"first"
    assert len(calls) == 1


def test_concurrent_calls_with_one_idempotency_key_make_one_asset(
    box: Sandbox, project: str, api: Call
) -> None:
    together = threading.Barrier(16)

    def call(_number: int) -> httpx.Response:
        together.wait(TIMEOUT_S)
        headers = {"Idempotency-Key": "at once"}
        return api(box, "POST", f"/v1/projects/{project}/media", json=inline_body(b"a"), headers=headers)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(call, range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["assetId"] for answer in answers}) == len(box.world.assets) == 1
