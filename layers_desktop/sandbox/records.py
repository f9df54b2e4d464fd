"""Values of the sandbox: what its state is made of, ids as Layers writes them, answers of both sides."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U


def new_id(prefix: str) -> str:
    """Return a fresh id: milliseconds in the upper 48 bits, then 80 random bits."""
    number = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
    return f"{prefix}_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One API key and what it may do."""

    secret: str
    key_id: str
    organization_id: str
    scopes: tuple[str, ...]
    """`*` allows everything. Empty does too: Layers' own answer may carry an empty list for a full key."""
    tier: str
    writes_per_minute: int
    reads_per_minute: int
    revoked: bool = False

    def allows(self, scope: str) -> bool:
        """Return whether this key may do what `scope` names."""
        return not self.scopes or "*" in self.scopes or scope in self.scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRecord:
    """One project as `GET /v1/projects` lists it; times are seconds since the epoch."""

    project_id: str
    name: str
    status: str
    customer_external_id: str | None
    timezone: str
    primary_language: str
    owner_email: str
    created_at: float
    updated_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """Bytes that the storage has taken completely."""

    path: Path
    size: int
    sha256: str
    md5: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaProperties:
    """What a presign or an inline upload declared about a file, after validation."""

    kind: str
    mime_type: str
    filename: str | None
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One presigned upload: what was declared, what arrived, what it became."""

    upload_id: str
    project_id: str
    media: MediaProperties
    created_at: float
    stored: StoredObject | None = None
    asset_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRecord:
    """One registered media item; `path` holds exactly the bytes that were sent."""

    asset_id: str
    project_id: str
    kind: str
    mime_type: str
    filename: str | None
    size: int
    sha256: str
    path: Path
    url: str
    created_at: float
    upload_id: str | None
    """None when it came inline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """One request that reached the sandbox, written down before it was answered."""

    side: str
    """`api` or `storage`."""
    step: str | None
    """whoami, projects, presign, put, finalize, inline; None for anything else."""
    method: str
    path: str
    """Without the query: a signed URL is never kept."""
    query: Mapping[str, str]
    """The API's query; always empty for the storage."""
    headers: Mapping[str, str]
    """Names in lower case; repeated ones joined by a comma. `x-amz-*` and stray credentials show here."""
    status: int | None
    """None when the connection was dropped instead of an answer."""
    fault: str | None
    """The planned fault that met this request."""
    code: str | None = None
    """The error code that was answered, of Layers or of the storage."""
    at: float = 0.0
    """When it was written down: seconds since the epoch, by the sandbox's clock."""


Json = dict[str, Any]
"""A decoded JSON object, not validated yet."""

Headers: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One HTTP answer, and how it goes over the wire when a fault wants it to go badly."""

    status: int
    headers: Headers = ()
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
        headers: Headers = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.headers = headers


def json_answer(status: int, value: object, headers: Headers = ()) -> Response:
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
    status: int, code: str, message: str, headers: Headers = (), *, close: bool = False
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
