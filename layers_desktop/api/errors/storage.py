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
    """Base: the storage did not take the file."""

    code = "storage"


class LinkExpired(StorageError):
    """The signed link was too old; a fresh one helps."""

    code = "storage.link_expired"


class SignatureRejected(StorageError):
    """The storage says that the request is not the one that was signed."""

    code = "storage.signature"


class StorageTooLarge(StorageError):
    """Over what the storage takes in one piece."""

    code = "storage.too_large"


class StorageBusy(StorageError):
    """The storage asks to slow down; `retry_after` may say for how long."""

    code = "storage.busy"


class StorageFault(StorageError):
    """The storage itself is in trouble."""

    code = "storage.fault"


class StorageRefused(StorageError):
    """Any other refusal. A 400 or 403 may be an expired link that does not say so."""

    code = "storage.refused"


class BodyLengthMismatch(StorageError):
    """The body had more or fewer bytes than announced: the file changed while it was being sent."""

    code = "file.changed"


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

_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "AccessDenied": "storage.refused/denied",
        "MissingContentLength": "storage.refused/no_length",
        "NotImplemented": "storage.refused/no_length",
        "BadDigest": "storage.refused/digest",
        "InvalidDigest": "storage.refused/digest",
        "XAmzContentChecksumMismatch": "storage.refused/digest",
        "RequestTimeTooSkewed": "storage.signature/skewed",
        "NoSuchBucket": "storage.refused/no_bucket",
    }
)
"""The rows of the catalogue that know more of a code."""

# Only these four elements are looked for; nothing is parsed, so no entity and no nesting can do harm.
_ELEMENT = re.compile(rb"<(Code|Message|RequestId)>([^<]{0,2000})</\1>")


def from_storage_answer(
    status: int, headers: Mapping[str, str], body: bytes, *, now: float = 0.0, empty_checksum: bool = False
) -> StorageError | RedirectRefused:
    """Return the typed error of an answer of the storage that is no success.

    The body may be XML, empty or a web page. `now` (wall clock, seconds since the epoch) is for a
    `Retry-After` that is a date. `empty_checksum`: the link is signed for an empty file, which explains it.
    """
    seen = httpx.Headers(headers)
    if 300 <= status < 400:
        return RedirectRefused("answer.redirect/storage")
    parts = {m[1].decode(): unescape(m[2].decode("utf-8", "replace")) for m in _ELEMENT.finditer(body)}
    code = clean(parts.get("Code", ""), longest=60)
    kind = _type_for(status, code, parts.get("Message", ""))
    row = f"{kind.code}/empty_checksum" if empty_checksum else _row(kind, code)
    return kind(
        row,
        status=status,
        answer=code,
        request_id=clean(seen.get("x-amz-request-id") or parts.get("RequestId", ""), longest=128) or None,
        retry_after=retry_after_seconds(seen, now=now),
    )


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


def _row(kind: type[StorageError], code: str) -> str:
    if code in _REASONS and kind is BY_CODE[code]:
        return _REASONS[code]
    if kind is StorageRefused:
        return "storage.refused/answer" if code else "storage.refused/status"
    return kind.code
