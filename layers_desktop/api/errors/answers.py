"""Answers of the Layers API that are not what was asked for: one type a row of Layers' error table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import httpx

from layers_desktop.api.errors.base import ApiError, clean, without
from layers_desktop.api.models import ErrorBody, decode_failure
from layers_desktop.api.rate_limits import retry_after_seconds


class LayersRefusal(ApiError):
    """Layers itself said no: nothing has come of the call, and another one is a new call."""


class Unauthenticated(LayersRefusal):
    """401: the key is missing or wrong. Everything waits for a new one."""

    code = "UNAUTHENTICATED"


class ForbiddenScope(LayersRefusal):
    """403: the key lacks a scope."""

    code = "FORBIDDEN_SCOPE"


class NotFound(LayersRefusal):
    """404: the project (presign, inline) or the upload (finalize) is gone."""

    code = "NOT_FOUND"


class IdempotencyConflict(LayersRefusal):
    """409: the same key for another body, which is a fault of this program."""

    code = "IDEMPOTENCY_CONFLICT"


class PayloadTooLarge(LayersRefusal):
    """413: over the cap of the kind."""

    code = "PAYLOAD_TOO_LARGE"


class ValidationFailed(LayersRefusal):
    """422: Layers does not take the file as it was described."""

    code = "VALIDATION_FAILED"


class Refused(LayersRefusal):
    """Another 4xx in a shape of Layers' own: what it was about only its words say, which may be new ones.

    At finalize the class of the answer decides: the bytes are not there.
    """

    code = "answer.refused"


class RateLimited(LayersRefusal):
    """429: never a failure; `retry_after` says how long to wait."""

    code = "RATE_LIMITED"


class KillSwitch(LayersRefusal):
    """503 KILL_SWITCH: the key or the organization is suspended, until a person acts."""

    code = "KILL_SWITCH"


class ServerFault(ApiError):
    """Any other 5xx: Layers itself is in trouble, and trying again later helps."""

    code = "server"


class UnexpectedAnswer(ApiError):
    """A status that says nothing of what was asked for: a page on the way, or a matter of the account."""

    code = "answer.unexpected"


class MalformedAnswer(ApiError):
    """A success whose content cannot be understood: nothing is known to have happened."""

    code = "answer.malformed"


class IdGivenTwice(ApiError):
    """An uploadId or an assetId that another file has: one of the two would be lost behind the other."""

    code = "answer.id_twice"


def id_given_twice(other: str) -> IdGivenTwice:
    """Return the error for an id that the file of that name has, which holds other bytes."""
    return IdGivenTwice("answer.id_twice/named", other=other)


class CaptivePortal(MalformedAnswer):
    """A web page where JSON belongs: the sign-in page of a hotel's or a company's network."""

    code = "network.sign_in_page"


class RedirectRefused(ApiError):
    """A 3xx. Following it could carry the key or the file to somebody else."""

    code = "answer.redirect"


BY_CODE: Mapping[str, type[LayersRefusal]] = MappingProxyType(
    {
        "UNAUTHENTICATED": Unauthenticated,
        "FORBIDDEN_SCOPE": ForbiddenScope,
        "NOT_FOUND": NotFound,
        "IDEMPOTENCY_CONFLICT": IdempotencyConflict,
        "PAYLOAD_TOO_LARGE": PayloadTooLarge,
        "VALIDATION_FAILED": ValidationFailed,
        "VALIDATION": ValidationFailed,
        "RATE_LIMITED": RateLimited,
        "KILL_SWITCH": KillSwitch,
    }
)
"""Layers' `error.code` → type. The code decides; the status only when the code is unknown."""

BY_STATUS: Mapping[int, type[ApiError]] = MappingProxyType(
    {
        401: Unauthenticated,
        403: ForbiddenScope,
        404: NotFound,
        408: ServerFault,
        413: PayloadTooLarge,
        422: ValidationFailed,
        429: RateLimited,
    }
)

_NOT_ABOUT_IT = frozenset({402, 407, 451})
"""4xx about the account or the way: payment, a proxy, the law."""

BYTES_MISSING = (NotFound, ValidationFailed, Refused)
"""At finalize they mean that the upload is gone, or its bytes are not there."""
_SERVERS_OWN_WORDS = (ValidationFailed, Refused, UnexpectedAnswer)
"""Here what Layers says is more exact than anything this program could say."""


def looks_like_html(headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether the body is a web page: by its Content-Type or its first tag."""
    media_type = httpx.Headers(headers).get("content-type", "").partition(";")[0].strip().lower()
    start = body[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return media_type in {"text/html", "application/xhtml+xml"} or start.startswith(
        (b"<!doctype html", b"<html")
    )


def from_api_answer(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: float,
    scope: str | None = None,
    missing: str = "project",
    key: str = "",
) -> ApiError:
    """Return the typed error of an answer that is no success.

    `now` is the wall clock in seconds since the epoch, for a `Retry-After` date. `scope` is the one that the
    call needs; `missing` says what a 404 is about: "project" or "upload". `key` is the one in use: what the
    server repeats of it is hidden.
    """
    seen = httpx.Headers(headers)
    failure = decode_failure(without(key, body.decode("utf-8", "replace")).encode())
    kind = _type_for(status, failure, web_page=looks_like_html(seen, body))
    said = _said(failure, key)
    return kind(
        _row(kind, scope, upload=missing == "upload", said=bool(said)),
        given_code=clean(failure.code, longest=60, key=key),
        request_id=clean(failure.request_id or seen.get("x-request-id", ""), longest=128, key=key) or None,
        retry_after=retry_after_seconds(seen, now=now),
        status=status,
        scope=scope or "",
        said=said,
    )


def _type_for(status: int, failure: ErrorBody, *, web_page: bool) -> type[ApiError]:
    """Return the type: by Layers' code, else by the status, which a web page's 4xx does not decide."""
    if 300 <= status < 400:
        return RedirectRefused
    if failure.code in BY_CODE:
        return BY_CODE[failure.code]
    if status >= 500:
        return ServerFault
    if web_page and status != 429:  # a firewall's or another site's page says nothing about the key
        return UnexpectedAnswer
    refused = 400 <= status < 500 and status not in _NOT_ABOUT_IT
    return BY_STATUS.get(status, Refused if refused else UnexpectedAnswer)


def _row(kind: type[ApiError], scope: str | None, *, upload: bool, said: bool) -> str:
    """Return the row of the catalogue that knows most."""
    if kind is ForbiddenScope and scope:
        return "FORBIDDEN_SCOPE/upload" if scope == "projects:write" else "FORBIDDEN_SCOPE/scope"
    if upload and kind in BYTES_MISSING:
        return f"{kind.code}/upload_said" if said else f"{kind.code}/upload"
    if said and kind in _SERVERS_OWN_WORDS:
        return f"{kind.code}/said"
    return f"{kind.code}/status" if kind in (Refused, UnexpectedAnswer) else kind.code


def _said(failure: ErrorBody, key: str) -> str:
    """Return what Layers says itself, empty when it says nothing."""
    said = clean(failure.message, key=key)
    more = f" ({clean(failure.details, key=key)})" if failure.details else ""
    return f"{said or 'it was refused'}{more}" if said or more else ""
