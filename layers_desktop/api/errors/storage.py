"""Answers of the object storage, told apart by their XML `<Code>` (S3 and R2), not by their status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType

import httpx

from layers_desktop.api.errors.answers import RedirectRefused
from layers_desktop.api.errors.base import ApiError, clean
from layers_desktop.api.rate_limits import retry_after_seconds


class StorageError(ApiError):
    """Base: the storage did not take the file. `storage_code` is its own code, "" when it gave none."""

    code = "storage"
    title = "The storage did not take the file"
    storage_code = ""


class LinkExpired(StorageError):
    """The signed link was too old; a fresh one helps."""

    code = "storage.link_expired"
    title = "The upload link had expired"
    explanation = "The storage takes a file only for some minutes after Layers has announced it."
    action = "A new link is fetched by itself."


class SignatureRejected(StorageError):
    """The storage says that the request is not the one that was signed."""

    code = "storage.signature"
    title = "The storage rejected the upload link"
    explanation = "Something on the way changed the request, or the link was made for another one."
    action = "If it keeps failing, a proxy may be rewriting uploads: try another network."


class StorageTooLarge(StorageError):
    """Over what the storage takes in one piece."""

    code = "storage.too_large"
    title = "The file is too large for the storage"
    explanation = "The storage refused its size."
    action = "Make the file smaller and drop it again."


class StorageBusy(StorageError):
    """The storage asks to slow down; `retry_after` may say for how long."""

    code = "storage.busy"
    title = "The storage is busy"
    explanation = "It asks to slow down for a moment."
    action = "It is tried again by itself."


class StorageFault(StorageError):
    """The storage itself is in trouble."""

    code = "storage.fault"
    title = "The storage has a problem at the moment"
    explanation = "It answered that something failed on its side, or that data came too slowly."
    action = "It is tried again by itself."


class StorageRefused(StorageError):
    """Any other refusal. A 400 or 403 may be an expired link that does not say so."""

    code = "storage.refused"
    title = "The storage refused the file"
    explanation = "It gave no reason that this program knows."
    action = "Press Retry; if it happens again, ask whether this network blocks uploads."


class BodyLengthMismatch(StorageError):
    """The body had more or fewer bytes than announced: the file changed while it was being sent."""

    code = "file.changed"
    title = "The file changed while it was being sent"
    explanation = "Its length is not the one it had at the start."
    action = "Save the file, wait until nothing writes to it, and press Retry."


BY_CODE: Mapping[str, type[StorageError]] = MappingProxyType(
    {
        "ExpiredRequest": LinkExpired,
        "ExpiredToken": LinkExpired,
        "TokenRefreshRequired": LinkExpired,
        "RequestExpired": LinkExpired,
        "SignatureDoesNotMatch": SignatureRejected,
        "RequestTimeTooSkewed": SignatureRejected,
        "AuthorizationQueryParametersError": SignatureRejected,
        "AuthorizationHeaderMalformed": SignatureRejected,
        "InvalidArgument": SignatureRejected,
        "InvalidAccessKeyId": SignatureRejected,
        "EntityTooLarge": StorageTooLarge,
        "SlowDown": StorageBusy,
        "ServiceUnavailable": StorageBusy,
        "TooManyRequests": StorageBusy,
        "OperationAborted": StorageBusy,
        "InternalError": StorageFault,
        "RequestTimeout": StorageFault,
        "IncompleteBody": StorageFault,
        "AccessDenied": StorageRefused,
        "MissingContentLength": StorageRefused,
        "NotImplemented": StorageRefused,
        "BadDigest": StorageRefused,
        "InvalidDigest": StorageRefused,
        "XAmzContentChecksumMismatch": StorageRefused,
        "NoSuchBucket": StorageRefused,
    }
)
"""S3's and R2's error codes → type."""

_EXPLANATIONS: Mapping[str, str] = MappingProxyType(
    {
        "AccessDenied": "It says that this link does not allow the upload.",
        "MissingContentLength": "It was not told how long the file is; a proxy may have removed that.",
        "NotImplemented": "It was not told how long the file is; a proxy may have removed that.",
        "BadDigest": "What arrived is not what was sent: its checksum differs.",
        "InvalidDigest": "What arrived is not what was sent: its checksum differs.",
        "XAmzContentChecksumMismatch": "What arrived is not what was sent: its checksum differs.",
        "RequestTimeTooSkewed": "It says that the clock of the link and its own differ too much.",
        "NoSuchBucket": "The place that the link names does not exist.",
    }
)

# Only these four elements are looked for; nothing is parsed, so no entity and no nesting can do harm.
_ELEMENT = re.compile(rb"<(Code|Message|RequestId)>([^<]{0,2000})</\1>")


def from_storage_answer(
    status: int, headers: Mapping[str, str], body: bytes, *, now: float = 0.0
) -> StorageError | RedirectRefused:
    """Return the typed error of an answer of the storage that is no success.

    The body may be XML, empty or a web page. `now` (wall clock, seconds since the epoch) is for a
    `Retry-After` that is a date.
    """
    seen = httpx.Headers(headers)
    if 300 <= status < 400:
        return RedirectRefused(
            title="The storage's address led somewhere else",
            explanation="The answer pointed to another address, and files are not sent there.",
            action="Press Retry; if it happens again, this network may ask you to sign in.",
        )
    parts = {m[1].decode(): unescape(m[2].decode("utf-8", "replace")) for m in _ELEMENT.finditer(body)}
    code = clean(parts.get("Code", ""), longest=60)
    kind = _type_for(status, code, parts.get("Message", ""))
    error = kind(
        explanation=_explanation(kind, status, code),
        request_id=clean(seen.get("x-amz-request-id") or parts.get("RequestId", ""), longest=128) or None,
        retry_after=retry_after_seconds(seen, now=now),
    )
    error.storage_code = code
    return error


def _type_for(status: int, code: str, message: str) -> type[StorageError]:
    if code == "AccessDenied" and "expired" in message.lower():  # S3's way to say ExpiredRequest
        return LinkExpired
    if code in BY_CODE:
        return BY_CODE[code]
    if status in {429, 503}:
        return StorageBusy
    if status == 413:
        return StorageTooLarge
    return StorageFault if status >= 500 or status == 408 else StorageRefused


def _explanation(kind: type[StorageError], status: int, code: str) -> str | None:
    if code in _EXPLANATIONS and kind is BY_CODE[code]:
        return _EXPLANATIONS[code]
    if kind is StorageRefused:
        return f"It answered {code or f'with status {status}'} and gave no reason that this program knows."
    return None
