"""Answers of the Layers API that are not what was asked for: one type a row of Layers' error table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import httpx

from layers_desktop.api.errors.base import ApiError, clean, without
from layers_desktop.api.models import ErrorBody, decode_failure
from layers_desktop.api.rate_limits import retry_after_seconds
from layers_desktop.core.errors import part


class Unauthenticated(ApiError):
    """401: the key is missing or wrong. Everything waits for a new one."""

    code = "UNAUTHENTICATED"
    title = "Layers did not accept your key"
    explanation = "The key was removed, replaced or mistyped."
    kept = "Your files wait and go on with a new key."
    action = "Paste a key from Layers' settings and connect again."


class ForbiddenScope(ApiError):
    """403: the key lacks a scope."""

    code = "FORBIDDEN_SCOPE"
    title = "Your key may not do this"
    explanation = "Layers says that this key lacks a permission."
    action = "Connect with a key that has projects:read and projects:write."


class NotFound(ApiError):
    """404: the project (presign, inline) or the upload (finalize) is gone."""

    code = "NOT_FOUND"
    title = "Layers does not know this project any more"
    explanation = "It was removed, or your key belongs to another organization."
    action = "Pick another project and drop the file again."


class IdempotencyConflict(ApiError):
    """409: the same key for another body, which is a fault of this program."""

    code = "IDEMPOTENCY_CONFLICT"
    title = "Layers took this for another upload"
    explanation = "Layers Desktop reused a mark it should not have reused; the fault is in this program."
    action = "Press Retry to start this upload afresh."


class PayloadTooLarge(ApiError):
    """413: over the cap of the kind."""

    code = "PAYLOAD_TOO_LARGE"
    title = "The file is too large for Layers"
    explanation = "Layers takes images up to 50 MB, audio up to 200 MB and video up to 1 GB."
    action = "Make the file smaller and drop it again."


class ValidationFailed(ApiError):
    """422: Layers does not take the file as it was described."""

    code = "VALIDATION_FAILED"
    title = "Layers does not take this file"
    explanation = "Layers checked what was sent and refused it."
    action = "Change the file or its kind and try again."


class Refused(ApiError):
    """Another 4xx in a shape of Layers' own: what it was about only its words say, which may be new ones.

    At finalize the class of the answer decides: the bytes are not there.
    """

    code = "answer.refused"
    title = "Layers did not accept this"
    action = "Try again later; if it happens again, send the request id to Layers' support."


class RateLimited(ApiError):
    """429: never a failure; `retry_after` says how long to wait."""

    code = "RATE_LIMITED"
    title = "Layers asks to wait a moment"
    explanation = "Your key has used up what Layers allows a minute."
    action = "Nothing to do: it goes on by itself."


class KillSwitch(ApiError):
    """503 KILL_SWITCH: the key or the organization is suspended, until a person acts."""

    code = "KILL_SWITCH"
    title = "Layers has suspended this key or organization"
    explanation = "Layers answers nothing until the suspension is lifted."
    kept = "Your files wait."
    action = "Ask Layers' support, then connect again."


class ServerFault(ApiError):
    """Any other 5xx: Layers itself is in trouble, and trying again later helps."""

    code = "server"
    title = "Layers has a problem at the moment"
    explanation = "Layers answered that something failed on its side."
    action = "It is tried again by itself."


class UnexpectedAnswer(ApiError):
    """A status that says nothing of what was asked for: a page on the way, or a matter of the account."""

    code = "answer.unexpected"
    title = "Layers answered in an unexpected way"
    action = "Try again later; if it happens again, send the request id to Layers' support."


class MalformedAnswer(ApiError):
    """A success whose content cannot be understood: nothing is known to have happened."""

    code = "answer.malformed"
    title = "The answer of Layers could not be understood"
    explanation = "Something between this computer and Layers may have changed it."
    action = "Try again; if it happens again, look for a newer version of Layers Desktop."


class IdGivenTwice(ApiError):
    """An uploadId or an assetId that another file has: one of the two would be lost behind the other."""

    code = "answer.id_twice"
    title = "Layers gave this file the id of another one"
    action = "Send the names of both to Layers' support; Retry sends this file again."


def id_given_twice(other: str) -> IdGivenTwice:
    """Return the error for an id that the file of that name has, which holds other bytes."""
    return IdGivenTwice(explanation=f"“{other}” has this id already, and holds something else.")


class CaptivePortal(MalformedAnswer):
    """A web page where JSON belongs: the sign-in page of a hotel's or a company's network."""

    code = "network.sign_in_page"
    title = "A sign-in page of the network answered instead of Layers"
    explanation = "Hotel, train and guest networks do so until you have signed in to them."
    action = "Open any web page in your browser, sign in to the network, then try again."


class RedirectRefused(ApiError):
    """A 3xx. Following it could carry the key or the file to somebody else."""

    code = "answer.redirect"
    title = "Layers' address led somewhere else"
    explanation = "The answer pointed to another address, and your key and files are not sent there."
    action = "Check the address of Layers (LAYERS_BASE_URL), or whether this network asks you to sign in."


BY_CODE: Mapping[str, type[ApiError]] = MappingProxyType(
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

_ABOUT_THE_UPLOAD: Mapping[type[ApiError], str] = MappingProxyType(
    {
        NotFound: "Layers does not know this upload any more",
        ValidationFailed: "Layers did not find the bytes of this file",
        Refused: "Layers did not find the bytes of this file",
    }
)
"""At finalize: what its refusals mean."""
_COLLECTED = "Uploads that are not finished within 24 hours are removed."
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
    title, explanation, action = _words(kind, status, failure, scope, key)
    if missing == "upload" and kind in _ABOUT_THE_UPLOAD:
        title = _ABOUT_THE_UPLOAD[kind]
        explanation = _said(failure, key) or (_COLLECTED if kind is NotFound else explanation)
        action = "Press Retry to send the file again."
    return kind(
        code=clean(failure.code, longest=60, key=key) or None,
        title=title,
        explanation=explanation,
        action=action,
        request_id=clean(failure.request_id or seen.get("x-request-id", ""), longest=128, key=key) or None,
        retry_after=retry_after_seconds(seen, now=now),
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


def _words(
    kind: type[ApiError], status: int, failure: ErrorBody, scope: str | None, key: str
) -> tuple[str | None, str | None, str | None]:
    """Return title, explanation and action where something better is known than the type's own words."""
    if kind is ForbiddenScope and scope:
        verb = part("upload") if scope == "projects:write" else part("do this")
        return (
            f"Your key may not {verb} (it lacks {scope})",
            "",
            "Connect with a key that has this permission.",
        )
    if kind in _SERVERS_OWN_WORDS and (said := _said(failure, key)):
        return None, said, None
    if kind is Refused:
        return None, f"Its answer had the status {status} and gave no reason.", None
    if kind is UnexpectedAnswer:
        return None, f"Something on the way, or Layers itself, answered with status {status}.", None
    return None, None, None


def _said(failure: ErrorBody, key: str) -> str:
    """Return what Layers says itself, empty when it says nothing."""
    said = clean(failure.message, key=key)
    more = f" ({clean(failure.details, key=key)})" if failure.details else ""
    return f"Layers says: {said or 'it was refused'}{more}" if said or more else ""
