"""Answers of both sides: JSON for the API, XML for the storage."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from layers_desktop.sandbox.records import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One HTTP answer, and how it goes over the wire when a fault wants it to go badly."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    file: Path | None = None
    """Sent instead of `body`."""
    code: str | None = None
    """The error code inside the body, for the log."""
    close: bool = False
    """End the connection after this answer."""
    abrupt: bool = False
    """Close at once, whatever the client is still sending: its unread bytes turn the close into a reset."""
    cut_at: int | None = None
    """Send only so many bytes of the body, then close."""
    pause: float = 0.0
    """Seconds between the ten pieces of a slow answer."""


class ErrorResponse(Exception):
    """Ends the handling of a request with an API error.

    `details` is a list of `{"path", "message"}`, one for each field that was wrong.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: list[dict[str, str]] | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.headers = headers


def json_answer(status: int, value: object, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """Return `value` as the JSON body of an answer."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(
        status=status, headers=(("Content-Type", "application/json; charset=utf-8"), *headers), body=body
    )


def error_answer(failure: ErrorResponse, request_id: str) -> Response:
    """Return Layers' error shape: `{"error": {code, message, requestId, details?}}`."""
    error: dict[str, Any] = {"code": failure.code, "message": failure.message, "requestId": request_id}
    if failure.details is not None:
        error["details"] = failure.details
    answer = json_answer(failure.status, {"error": error}, failure.headers)
    return Response(status=answer.status, headers=answer.headers, body=answer.body, code=failure.code)


def storage_error(
    status: int, code: str, message: str, headers: tuple[tuple[str, str], ...] = (), *, close: bool = False
) -> Response:
    """Return the XML error of an S3-like storage."""
    request_id = new_id("tx")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
        f"<RequestId>{request_id}</RequestId></Error>"
    )
    return Response(
        status=status,
        headers=(("Content-Type", "application/xml"), ("x-amz-request-id", request_id), *headers),
        body=body.encode(),
        code=code,
        close=close,
    )
