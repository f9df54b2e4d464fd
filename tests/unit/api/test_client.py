"""The five calls of the API, over real sockets against the sandbox and against servers that misbehave."""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
from collections.abc import Callable

import pytest

from layers_desktop.api import client as client_module
from layers_desktop.api import errors
from layers_desktop.api.client import PAGE_SIZE, LayersClient
from layers_desktop.api.models import SignedUpload
from layers_desktop.api.network_backend import RequestContext
from layers_desktop.api.rate_limits import INLINE_LIMIT, RateSeen
from layers_desktop.api.storage import ObjectStorage
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.sandbox.faults import API_ERRORS

Answering = Callable[..., tuple[str, list[bytes]]]
Answer = Callable[..., bytes]
KEY = ApiKey("lp_top-secret")


def test_whoami_names_the_organization_and_the_tier(client: LayersClient, box: Sandbox) -> None:
    who = client.whoami()
    assert who.organization_id == box.world.organization_id
    assert who.organization_name == "Acme Growth"
    assert who.rate_limit_tier == "standard"
    assert not who.suspended


def test_every_api_call_carries_both_auth_headers_and_the_storage_neither(
    client: LayersClient, box: Sandbox, storage: ObjectStorage, presign: Callable[[int], SignedUpload]
) -> None:
    project = box.world.projects[0].project_id
    client.whoami()
    list(client.projects())
    signed = presign(3)
    storage.put(signed.put_url, signed.put_headers, [b"abc"], 3)
    client.finalize(project, signed.upload_id, sha256=None, idempotency_key="k1")
    client.upload_inline(
        project, kind="image", mime_type="image/png", filename="b.png", body=b"x", idempotency_key="k2"
    )
    by_step = {record.step: record for record in box.world.requests}
    assert set(by_step) == {"whoami", "projects", "presign", "put", "finalize", "inline"}
    put = by_step.pop("put")
    assert set(put.headers) == {"host", "content-type", "content-length"}
    for record in by_step.values():
        assert record.headers["x-api-key"] == box.key
        assert record.headers["authorization"] == f"Bearer {box.key}"
        assert record.headers["user-agent"].startswith("layers-desktop/")
        assert record.headers["accept-encoding"] == "identity"
    for step in ("presign", "finalize", "inline"):
        assert by_step[step].headers["idempotency-key"]


def test_a_file_goes_up_in_three_steps_and_finalize_may_be_repeated(
    client: LayersClient, box: Sandbox, storage: ObjectStorage
) -> None:
    project = box.world.projects[0].project_id
    body = bytes(range(256)) * 2_000
    digest = hashlib.sha256(body).hexdigest()
    signed = client.presign(
        project, kind="logo", mime_type="image/png", filename="ü.png", size=len(body), sha256=digest,
        idempotency_key="presign-1",
    )  # fmt: skip
    answer = storage.put(signed.put_url, signed.put_headers, [body[:99], body[99:]], len(body))
    assert answer.etag == hashlib.md5(body, usedforsecurity=False).hexdigest()
    first = client.finalize(project, signed.upload_id, sha256=digest, idempotency_key="f-1")
    again = client.finalize(project, signed.upload_id, sha256=digest, idempotency_key="f-2")
    (asset,) = box.world.assets
    assert first == again
    assert (first.asset_id, first.kind, first.mime_type) == (asset.asset_id, "logo", "image/png")
    assert (asset.filename, asset.path.read_bytes()) == ("ü.png", body)


def test_a_small_file_goes_up_in_one_call_which_may_be_repeated(client: LayersClient, box: Sandbox) -> None:
    project = box.world.projects[0].project_id
    body = bytes(INLINE_LIMIT - 1)
    for _ in range(2):
        client.upload_inline(
            project, kind="image", mime_type="image/png", filename=None, body=body, idempotency_key="once"
        )
    (asset,) = box.world.assets
    assert asset.path.read_bytes() == body
    with pytest.raises(errors.IdempotencyConflict):
        client.upload_inline(
            project, kind="image", mime_type="image/png", filename=None, body=b"other", idempotency_key="once"
        )


def test_all_pages_of_the_projects_come_once_each() -> None:
    with (
        Sandbox(SandboxConfig(project_count=450)) as box,
        LayersClient(box.base_url, ApiKey(box.key)) as client,
    ):
        pages = [page.projects for page in client.projects()]
        assert [len(page) for page in pages] == [200, 200, 50]
        found = [project.id for page in pages for project in page]
        assert found == [project.project_id for project in box.world.projects]
        one = box.world.projects[7]
        (hits,) = (page.projects for page in client.projects(search=one.name))
        assert one.project_id in {project.id for project in hits}
        assert {project.status for page in client.projects(status="active") for project in page.projects} == {
            "active"
        }


def a_page(cursor: str | None, projects: int) -> str:
    items = [{"id": f"prj_{number}"} for number in range(projects)]
    return json.dumps({"items": items, "nextCursor": cursor})


def test_an_empty_cursor_is_the_end_of_the_list(answer_with: Answering, http_answer: Answer) -> None:
    base, requests = answer_with(http_answer(200, a_page("", 1)))
    with LayersClient(base, KEY) as client:
        assert len(list(client.projects())) == 1
    assert len(requests) == 1


def test_a_list_whose_cursor_repeats_is_given_up(answer_with: Answering, http_answer: Answer) -> None:
    base, requests = answer_with(http_answer(200, a_page("same", 1)))
    with LayersClient(base, KEY) as client, pytest.raises(errors.UnexpectedAnswer, match="to an end"):
        list(client.projects())
    assert len(requests) == 2


@pytest.mark.parametrize(("size", "most"), [(PAGE_SIZE, 3), (0, 30)], ids=["full pages", "empty pages"])
def test_a_list_with_fresh_cursors_for_ever_is_given_up(
    answer_with: Answering, http_answer: Answer, monkeypatch: pytest.MonkeyPatch, size: int, most: int
) -> None:
    monkeypatch.setattr(client_module, "MOST_PROJECTS", 3 * PAGE_SIZE)
    base, requests = answer_with(*(http_answer(200, a_page(f"c{number}", size)) for number in range(100)))
    with LayersClient(base, KEY) as client:
        pages = client.projects()
        assert sum(len(page.projects) for page in itertools.islice(pages, most)) == size * most
        with pytest.raises(errors.UnexpectedAnswer, match="to an end"):
            next(pages)
    assert len(requests) == most + 1


def test_a_page_of_more_projects_than_were_asked_for_is_refused(
    answer_with: Answering, http_answer: Answer
) -> None:
    base, _ = answer_with(http_answer(200, a_page(None, PAGE_SIZE + 1)))
    with LayersClient(base, KEY) as client, pytest.raises(errors.UnexpectedAnswer, match="sent more"):
        list(client.projects())


FAULTS: dict[str, type[errors.ApiError]] = {
    "401": errors.Unauthenticated,
    "403": errors.ForbiddenScope,
    "404": errors.NotFound,
    "409": errors.IdempotencyConflict,
    "413": errors.PayloadTooLarge,
    "422": errors.ValidationFailed,
    "429": errors.RateLimited,
    "429-date": errors.RateLimited,
    "500": errors.ServerFault,
    "502": errors.ServerFault,
    "503": errors.ServerFault,
    "killswitch": errors.KillSwitch,
    "slowdown": errors.ServerFault,
    **dict.fromkeys(("400", "missing", "410", "412", "424", "425"), errors.Refused),
    "portal": errors.CaptivePortal,
    "empty": errors.MalformedAnswer,
    "null": errors.MalformedAnswer,
    "notjson": errors.MalformedAnswer,
    "wrongtypes": errors.MalformedAnswer,
    "truncated": errors.ConnectionLost,
    "reset-before": errors.ConnectionLost,
    "reset-mid": errors.ConnectionLost,
    "reset-after": errors.ConnectionLost,
}


@pytest.mark.parametrize("step", ["whoami", "projects", "presign", "finalize", "inline"])
def test_whatever_goes_wrong_at_layers_is_a_typed_error(
    client: LayersClient,
    box: Sandbox,
    storage: ObjectStorage,
    presign: Callable[[int], SignedUpload],
    step: str,
) -> None:
    project = box.world.projects[0].project_id
    image = {"kind": "image", "mime_type": "image/png", "filename": "a.png"}
    signed = presign(1)
    storage.put(signed.put_url, signed.put_headers, [b"x"], 1)
    calls: dict[str, Callable[[str], object]] = {
        "whoami": lambda _: client.whoami(),
        "projects": lambda _: list(client.projects()),
        "presign": lambda key: client.presign(project, size=9, sha256=None, idempotency_key=key, **image),
        "inline": lambda key: client.upload_inline(project, body=b"x", idempotency_key=key, **image),
        "finalize": lambda key: client.finalize(project, signed.upload_id, sha256=None, idempotency_key=key),
    }
    assert API_ERRORS.keys() <= FAULTS.keys()
    for fault, kind in FAULTS.items():
        box.world.faults.add(f"{step}:{fault}")
        with pytest.raises(errors.ApiError) as caught:
            calls[step](fault)
        error, problem = caught.value, caught.value.problem
        assert type(error) is kind, fault
        assert error.retry_after is not None or kind is not errors.RateLimited, fault
        if fault == "403":
            wanted = {"whoami": "lacks", "projects": "projects:read"}.get(step, "projects:write")
            assert wanted in problem.sentence()
        if fault[0] == "4":
            assert (problem.request_id or "").startswith("req_"), fault


def test_a_lost_finalize_says_that_the_upload_is_gone(client: LayersClient, box: Sandbox) -> None:
    with pytest.raises(errors.NotFound, match="upload"):
        client.finalize(box.world.projects[0].project_id, "upl_x", sha256=None, idempotency_key="k")


def test_a_server_that_takes_no_connections_is_named(client: LayersClient, box: Sandbox) -> None:
    box.pause_api()
    with pytest.raises(errors.ConnectionRefused) as caught:
        client.whoami()
    assert caught.value.__context__ is None
    box.resume_api()
    assert client.whoami().organization_id


def test_a_redirect_is_refused_and_not_followed(answer_with: Answering, http_answer: Answer) -> None:
    elsewhere, stolen = answer_with(http_answer(200, "{}"))
    statuses = (301, 302, 303, 307, 308)
    there = f"Location: {elsewhere}/v1/whoami"
    base, asked = answer_with(*(http_answer(status, "", there) for status in statuses))
    with LayersClient(base, KEY) as client:
        for _ in statuses:
            with pytest.raises(errors.RedirectRefused):
                client.whoami()
    assert len(asked) == len(statuses)
    assert not stolen


def test_an_answer_of_another_shape_is_refused(answer_with: Answering, http_answer: Answer) -> None:
    shapes = (
        "", "null", "[]", "7", '"text"', "{", '{"organizationId": 5}', '{"organizationId": ""}', "{}",
        '{"organizationId": "o", "scopes": "all"}', '{"organizationId": "o", "scopes": [1]}', "\ufeff{}",
    )  # fmt: skip
    base, _ = answer_with(*(http_answer(200, shape, "X-Request-Id: req_9") for shape in shapes))
    with LayersClient(base, KEY) as client:
        for shape in shapes:
            with pytest.raises(errors.MalformedAnswer) as caught:
                client.whoami()
            assert caught.value.problem.request_id == "req_9", shape


def test_what_may_be_null_may_be_null_and_what_is_new_is_ignored(
    answer_with: Answering, http_answer: Answer
) -> None:
    who: dict[str, object] = {
        "organizationId": "o",
        "organizationName": None,
        "scopes": None,
        "rateLimitTier": None,
        "new": {},
    }
    base, _ = answer_with(http_answer(200, json.dumps(who)), http_answer(200, '{"items": null}'))
    with LayersClient(base, KEY) as client:
        assert not client.whoami().suspended
        assert [page.projects for page in client.projects()] == [()]


def test_an_endless_answer_is_cut_off(
    answer_with: Answering, http_answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "ANSWER_CAP", 100_000)
    base, _ = answer_with(http_answer(200, b" " * 100_001))
    with LayersClient(base, KEY) as client, pytest.raises(errors.MalformedAnswer, match="longer"):
        client.whoami()


def test_an_id_cannot_change_the_route(answer_with: Answering, http_answer: Answer) -> None:
    base, requests = answer_with(http_answer(404, ""))
    with LayersClient(base, KEY) as client:
        for odd in ("../../whoami", "a/b?c#d", "a b", "%2e%2e", "é", "\ud800", "a\r\nX: y"):
            with pytest.raises(errors.NotFound):
                client.finalize(odd, "u", sha256=None, idempotency_key="k")
        for impossible in ("", ".", ".."):
            with pytest.raises(errors.NotFound):
                client.finalize(impossible, "u", sha256=None, idempotency_key="k")
    assert len(requests) == 7
    for request in requests:
        _, target, _ = request.split(b"\r\n", 1)[0].split(b" ")
        assert target.startswith(b"/v1/projects/")
        assert target.endswith(b"/media/finalize")
        assert target.count(b"/") == 5


def test_a_base_address_may_have_a_path(answer_with: Answering, http_answer: Answer) -> None:
    base, requests = answer_with(http_answer(200, '{"organizationId": "o"}'))
    with LayersClient(f"{base}/layers/", KEY) as client:
        client.whoami()
    assert requests[0].startswith(b"GET /layers/v1/whoami HTTP/1.1")


def test_cookies_are_not_kept(answer_with: Answering, http_answer: Answer) -> None:
    base, requests = answer_with(http_answer(200, '{"organizationId": "o"}', "Set-Cookie: a=b"))
    with LayersClient(base, KEY) as client:
        client.whoami()
        client.whoami()
    assert b"cookie" not in requests[1].lower()


def test_what_can_be_no_key_is_not_sent(answer_with: Answering, http_answer: Answer) -> None:
    base, requests = answer_with(http_answer())
    for key in ("", "two words", "lp_\u2026", "a\nb"):
        with LayersClient(base, ApiKey(key)) as client, pytest.raises(errors.Unauthenticated):
            client.whoami()
    assert not requests


@pytest.mark.parametrize("key", ["sk-live/0123456789abcdef", "hunter2hunter2"])
@pytest.mark.parametrize("escaped", [False, True])
def test_a_key_that_a_server_repeats_is_in_no_error_whatever_it_looks_like(
    answer_with: Answering, http_answer: Answer, key: str, *, escaped: bool
) -> None:
    said = {
        "code": f"BAD {key}",
        "message": f"This is no key: {key}, " + "x" * 270 + key,
        "details": {"key": "x" * 90 + key},
        "requestId": f"req-{key}",
    }
    answer = json.dumps({"error": said})
    base, _ = answer_with(http_answer(422, answer.replace("/", "\\/") if escaped else answer))
    with LayersClient(base, ApiKey(key)) as client, pytest.raises(errors.ValidationFailed) as caught:
        client.whoami()
    told = repr(caught.value.problem) + str(caught.value)
    assert "This is no key: …" in told
    assert key[:7] not in told


def test_the_write_allowance_is_read_from_answers_of_writes(
    client: LayersClient, presign: Callable[[int], SignedUpload]
) -> None:
    client.whoami()
    seen = [client.rate]
    presign(1)
    seen.append(client.rate)
    before, rate = seen
    assert before is None
    assert isinstance(rate, RateSeen)
    assert (rate.limit, rate.remaining) == (60, 59)
    assert rate.reset_in is not None
    assert 0 < rate.reset_in <= 61


def test_neither_key_nor_link_gets_into_the_log_or_an_error(
    client: LayersClient,
    box: Sandbox,
    storage: ObjectStorage,
    presign: Callable[[int], SignedUpload],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    signed = presign(3)
    box.world.faults.add("put:reset-before", "put:403", "whoami:401")
    said = repr(signed)
    for _ in range(2):
        with pytest.raises(errors.ApiError) as caught:
            storage.put(signed.put_url, signed.put_headers, [b"abc"], 3)
        said += str(caught.value) + repr(caught.value.problem)
    with pytest.raises(errors.Unauthenticated) as refused:
        client.whoami()
    said += str(refused.value) + caplog.text
    query = signed.put_url.partition("?")[2]
    assert query
    assert query not in said
    assert box.key not in said


def test_a_file_name_is_sent_as_layers_takes_it(answer_with: Answering, http_answer: Answer) -> None:
    names = (
        (None, None),
        ("", None),
        ("a.png", "a.png"),
        ("x" * 300 + ".jpeg", "x" * 251 + ".jpeg"),
        ("x" * 300, "x" * 256),
        ("\udce9t\udce9.png", "_t_.png"),
    )
    made = http_answer(201, '{"mediaId": "med_1", "contentType": "image/png"}')
    base, requests = answer_with(*([made] * len(names)))
    with LayersClient(base, KEY) as client:
        for name, _ in names:
            asset = client.upload_inline(
                "p", kind="image", mime_type="image/png", filename=name, body=b"\x00\xff", idempotency_key="k"
            )
            assert (asset.asset_id, asset.mime_type) == ("med_1", "image/png")
    bodies = [json.loads(request.partition(b"\r\n\r\n")[2]) for request in requests]
    assert [body.get("filename") for body in bodies] == [sent for _, sent in names]
    assert {body["dataBase64"] for body in bodies} == {"AP8="}


def test_presign_prefers_url_and_falls_back_to_its_older_name(
    answer_with: Answering, http_answer: Answer
) -> None:
    answers = [
        {"uploadId": "upl_1", "url": "https://new", "signedUrl": "https://old", "headers": {"A": "b"}},
        {"uploadId": "upl_1", "signedUrl": "https://old", "headers": None},
        {"uploadId": "upl_1", "url": ""},
        {"uploadId": "upl_1", "url": "https://new", "method": "POST"},
        {"url": "https://new"},
        {"uploadId": "upl_1", "url": "https://new", "headers": {"Content-Length": 5}},
    ]
    base, requests = answer_with(*(http_answer(200, json.dumps(answer)) for answer in answers))
    with LayersClient(base, KEY) as client:

        def ask() -> SignedUpload:
            return client.presign(
                "p", kind="video", mime_type="video/mp4", filename=None, size=5, sha256="0" * 64,
                idempotency_key="k",
            )  # fmt: skip

        assert (ask().put_url, ask().put_headers) == ("https://new", {})
        for _ in answers[2:]:
            with pytest.raises(errors.MalformedAnswer):
                ask()
    sent = json.loads(requests[0].partition(b"\r\n\r\n")[2])
    assert sent == {"kind": "video", "mimeType": "video/mp4", "sizeBytes": 5, "checksumSha256": "0" * 64}
    assert len({request.partition(b"\r\n\r\n")[2] for request in requests}) == 1


def test_an_asset_without_an_id_is_no_asset(answer_with: Answering, http_answer: Answer) -> None:
    base, _ = answer_with(http_answer(200, '{"assetId": null, "url": "https://x"}'))
    with LayersClient(base, KEY) as client, pytest.raises(errors.MalformedAnswer, match="assetId"):
        client.finalize("p", "u", sha256=None, idempotency_key="k")


def test_a_fault_of_our_own_is_not_dressed_up_as_one_of_the_network(client: LayersClient) -> None:
    client.whoami()
    for http in client._connections._opened.values():
        http.close()
    with pytest.raises(RuntimeError):
        client.whoami()


def test_a_closed_client_opens_no_new_connections(client: LayersClient) -> None:
    client.close()
    context = RequestContext(lambda: False, host="")
    with pytest.raises(errors.UploadCancelled), client._connections.calling(client._base, context):
        pass
