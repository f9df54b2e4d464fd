"""Every answer of Layers that is no success becomes its own error, in words for a person."""

from __future__ import annotations

import itertools
import json

import pytest

from layers_desktop.api import errors
from layers_desktop.api.errors.base import clean
from layers_desktop.api.link_download import LinkNotFetched
from layers_desktop.core.problem_catalogue import all_rows

NOW = 1_790_000_000.0


def body(code: str, message: str = "no", **more: object) -> bytes:
    return json.dumps({"error": {"code": code, "message": message, "requestId": "req_1", **more}}).encode()


def test_a_row_of_the_error_table_is_a_type_that_keeps_code_and_request_id() -> None:
    table: list[tuple[int, str, type[errors.ApiError]]] = [
        (401, "UNAUTHENTICATED", errors.Unauthenticated),
        (403, "FORBIDDEN_SCOPE", errors.ForbiddenScope),
        (404, "NOT_FOUND", errors.NotFound),
        (409, "IDEMPOTENCY_CONFLICT", errors.IdempotencyConflict),
        (413, "PAYLOAD_TOO_LARGE", errors.PayloadTooLarge),
        (422, "VALIDATION_FAILED", errors.ValidationFailed),
        (422, "VALIDATION", errors.ValidationFailed),
        (429, "RATE_LIMITED", errors.RateLimited),
        (503, "KILL_SWITCH", errors.KillSwitch),
        (500, "INTERNAL", errors.ServerFault),
        (503, "OVERLOADED", errors.ServerFault),
        (404, "UPLOAD_NOT_FOUND", errors.NotFound),
        (422, "OBJECT_MISSING", errors.ValidationFailed),
        *(
            (status, "NOBODY_LISTED_IT", errors.Refused)
            for status in (400, 409, 410, 412, 418, 424, 425, 499)
        ),
        *((status, "THE_ACCOUNT_S", errors.UnexpectedAnswer) for status in (402, 407, 451)),
        (400, "NOT_FOUND", errors.NotFound),
    ]
    for status, code, kind in table:
        error = errors.from_api_answer(status, {}, body(code), now=NOW)
        assert type(error) is kind, (status, code)
        assert (error.problem.code, error.problem.request_id) == (code, "req_1")


@pytest.mark.parametrize(
    "answer", [b"", b"null", b"[]", b'{"error": "no"}', b'{"error": {"code": 7}}', b"\xff"]
)
def test_without_a_readable_code_the_status_decides(answer: bytes) -> None:
    table: list[tuple[int, type[errors.ApiError]]] = [
        (301, errors.RedirectRefused),
        (401, errors.Unauthenticated),
        (402, errors.UnexpectedAnswer),
        (403, errors.ForbiddenScope),
        (404, errors.NotFound),
        (408, errors.ServerFault),
        (400, errors.Refused),
        (409, errors.Refused),
        (413, errors.PayloadTooLarge),
        (422, errors.ValidationFailed),
        (429, errors.RateLimited),
        (500, errors.ServerFault),
        (502, errors.ServerFault),
        (503, errors.ServerFault),
        (520, errors.ServerFault),
    ]
    for status, kind in table:
        error = errors.from_api_answer(status, {"x-request-id": "req_header"}, answer, now=NOW)
        assert type(error) is kind, status
        assert error.problem.request_id == "req_header", status


def test_a_web_page_of_a_firewall_says_nothing_about_the_key() -> None:
    html = {"Content-Type": "text/html"}
    table: list[tuple[int, type[errors.ApiError]]] = [
        (403, errors.UnexpectedAnswer),
        (404, errors.UnexpectedAnswer),
        (409, errors.UnexpectedAnswer),
        (429, errors.RateLimited),
        (502, errors.ServerFault),
    ]
    for status, kind in table:
        assert type(errors.from_api_answer(status, {}, b" <!DOCTYPE html><p>Blocked", now=NOW)) is kind, (
            status
        )
        assert type(errors.from_api_answer(status, html, b"Blocked", now=NOW)) is kind, status


def test_a_missing_scope_is_named_once_and_in_short() -> None:
    problem = errors.from_api_answer(
        403, {}, body("FORBIDDEN_SCOPE"), now=NOW, scope="projects:write"
    ).problem
    assert problem.words.title == "Your key may not upload (it lacks projects:write)"
    assert problem.sentence().count("projects:write") == 1
    assert problem.words.action


def test_a_404_says_whether_project_or_upload_is_gone() -> None:
    project = errors.from_api_answer(404, {}, body("NOT_FOUND"), now=NOW).problem
    upload = errors.from_api_answer(
        404, {}, body("NOT_FOUND", "No object."), now=NOW, missing="upload"
    ).problem
    silent = errors.from_api_answer(404, {}, b"", now=NOW, missing="upload").problem
    assert "project" in project.words.title
    assert "upload" in upload.words.title
    assert upload.words.explanation == "Layers says: No object."
    assert "24 hours" in silent.words.explanation


def test_a_refused_file_shows_the_message_and_the_details() -> None:
    table: list[tuple[object, str]] = [
        ([{"path": "sizeBytes", "message": "must be positive"}], "sizeBytes: must be positive"),
        ({"kind": ["unknown", None]}, "kind: unknown"),
        ([{"message": "too big"}], "too big"),
        ({"limit": 5, "exact": True}, "limit: 5"),
        ("plain", "plain"),
    ]
    for details, shown in table:
        answer = body("VALIDATION_FAILED", "Bad size.", details=details)
        explanation = errors.from_api_answer(422, {}, answer, now=NOW).problem.words.explanation
        assert "Bad size." in explanation
        assert shown in explanation


def test_an_unknown_refusal_still_names_what_is_known() -> None:
    assert "418" in errors.from_api_answer(418, {}, b"", now=NOW).problem.words.explanation
    assert (
        "Pay first"
        in errors.from_api_answer(402, {}, body("CREDITS", "Pay first"), now=NOW).problem.words.explanation
    )


def test_retry_after_is_seconds_or_a_date_on_the_servers_clock() -> None:
    table: list[tuple[dict[str, str], float | None]] = [
        ({}, None),
        ({"Retry-After": "23"}, 23.0),
        ({"Retry-After": " 1.5 "}, 1.5),
        ({"Retry-After": "-4"}, 0.0),
        ({"Retry-After": "999999999"}, 86_400.0),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "1_0"}, None),
        ({"Retry-After": "1-0"}, None),
        ({"Retry-After": "1" * 400}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Mon, 21 Sep 2026 14:15:30 GMT"}, 130.0),
        ({"Retry-After": "Mon, 21 Sep 2026 14:15:30 -0000"}, 130.0),
        ({"Retry-After": "Mon, 21 Sep 2020 14:15:30 GMT"}, 0.0),
        ({"Retry-After": "Mon, 99 Sep 2026 14:15:30 GMT"}, None),
        (
            {"Retry-After": "Mon, 21 Sep 2026 14:15:30 GMT", "Date": "Mon, 21 Sep 2026 14:15:00 GMT"},
            30.0,
        ),
    ]
    for (headers, seconds), (status, code) in itertools.product(table, ((429, "RATE_LIMITED"), (503, "X"))):
        error = errors.from_api_answer(status, headers, body(code), now=NOW)
        assert error.retry_after == seconds, (headers, status)


def every_type(base: type[errors.ApiError] = errors.ApiError) -> list[type[errors.ApiError]]:
    return [base, *(kind for child in base.__subclasses__() for kind in every_type(child))]


def test_every_type_has_its_code_in_the_catalogue() -> None:
    assert {kind.code for kind in every_type()} <= set(all_rows())
    assert {kind.__name__ for kind in every_type()} - {LinkNotFetched.__name__} <= set(errors.__all__)


def test_neither_key_nor_signed_query_nor_control_characters_get_into_words() -> None:
    said = "key lp_secret-1 at https://r2.example/a?X-Amz-Signature=abc\r\nnext\u202e " + "x" * 500
    error = errors.from_api_answer(422, {}, body("VALIDATION", said), now=NOW)
    sentence = error.problem.sentence() + str(error)
    for secret in ("secret", "X-Amz", "abc", "\r", "\n", "\u202e"):
        assert secret not in sentence
    assert clean(said).startswith("key lp_… at https://r2.example/a")
    assert len(clean("x" * 500)) == 300
