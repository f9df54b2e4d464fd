"""What goes over the wire, as frozen structs: typed answers, requests spelled as Layers spells them.

Ids are opaque strings. Unknown fields are ignored, wrong types are refused (`MalformedError`), and what this
program can do without may be null.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

import msgspec

T = TypeVar("T")

Identifier = Annotated[str, msgspec.Meta(min_length=1)]
"""Opaque; never empty, because an empty one would name everything or nothing."""


class MalformedError(ValueError):
    """Bytes that are not the JSON they should be. The text names the place, never the content."""


class WhoAmI(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Who the key belongs to (`GET /v1/whoami`)."""

    organization_id: Identifier
    organization_name: str | None = None
    scopes: tuple[str, ...] | None = None
    """May be empty or `*`: then it says nothing, and the calls themselves tell."""
    rate_limit_tier: str | None = None
    api_key_id: str | None = None
    """Safe to log."""
    kill_switch: Any = None
    api_access_revoked: Any = None

    @property
    def suspended(self) -> bool:
        """Whether Layers says that this key or organization is switched off."""
        return self.kill_switch is True or self.api_access_revoked is True

    def lacks(self, scope: str) -> bool:
        """Return whether the key certainly lacks a scope ("projects:write"); False when it is not known."""
        listed = self.scopes or ()
        return bool(listed) and "*" not in listed and scope not in listed


class Project(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """One project, usually one end customer of an agency."""

    id: Identifier
    name: str | None = None
    status: str | None = None
    customer_external_id: str | None = None


class ProjectPage(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """One page of `GET /v1/projects`."""

    items: tuple[Project, ...] | None
    next_cursor: str | None = None

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects of this page; Layers may send null for none."""
        return self.items or ()


class SignedUpload(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """The answer of presign: where the bytes go, and with which headers. Its text form hides the link."""

    upload_id: Identifier
    url: str | None = None
    signed_url: str | None = None
    method: Literal["PUT"] | None = None
    headers: dict[str, str] | None = None
    expires_at: str | None = None
    """For logs only: a link's age is judged by this computer's monotonic clock, as wall clocks differ."""

    @property
    def put_url(self) -> str:
        """The signed link: `url`, or its older name `signedUrl`."""
        return self.url or self.signed_url or ""

    @property
    def put_headers(self) -> dict[str, str]:
        """Exactly the headers that the PUT must carry."""
        return self.headers or {}

    def __repr__(self) -> str:
        return f"SignedUpload(upload_id={self.upload_id!r})"


class Asset(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """The answer of finalize and of the inline upload."""

    asset_id: str
    url: str | None = None
    kind: str | None = None
    mime_type: str | None = None


class _WireAsset(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """An asset with both spellings that Layers uses: `mediaId` = `assetId`, `contentType` = `mimeType`."""

    asset_id: str | None = None
    media_id: str | None = None
    url: str | None = None
    kind: str | None = None
    mime_type: str | None = None
    content_type: str | None = None


class PresignRequest(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Body of `POST …/media/presign`."""

    kind: str
    mime_type: str
    size_bytes: int
    filename: str | None = None
    checksum_sha256: str | None = None


class FinalizeRequest(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Body of `POST …/media/finalize`."""

    upload_id: str
    checksum_sha256: str | None = None


class InlineRequest(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Body of `POST …/media`; msgspec writes bytes as base64."""

    kind: str
    mime_type: str
    data_base64: bytes
    filename: str | None = None


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """What an error body said, every part "" when it did not."""

    code: str = ""
    message: str = ""
    request_id: str = ""
    details: str = ""


def encode(request: PresignRequest | FinalizeRequest | InlineRequest) -> bytes:
    """Return a request as JSON: the same request is always the same bytes, as idempotency needs."""
    return msgspec.json.encode(request)


def decode(body: bytes, shape: type[T]) -> T:
    """Return the typed answer; raise `MalformedError` for null, no JSON, a wrong type or a missing field."""
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedError(_place(error)) from None


def decode_signed_upload(body: bytes) -> SignedUpload:
    """Return the answer of presign; without an id or a link it is `MalformedError`."""
    signed = decode(body, SignedUpload)
    if not signed.put_url:
        raise MalformedError("no url")
    return signed


def decode_asset(body: bytes) -> Asset:
    """Return the asset; without an id it is `MalformedError`."""
    wire = decode(body, _WireAsset)
    asset_id = wire.asset_id or wire.media_id
    if not asset_id:
        raise MalformedError("no assetId")
    return Asset(
        asset_id=asset_id, url=wire.url, kind=wire.kind, mime_type=wire.mime_type or wire.content_type
    )


def decode_failure(body: bytes) -> Failure:
    """Return what an error body says. It never raises: an error that cannot be read is an error still."""
    try:
        answer = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Failure()
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return Failure()
    return Failure(
        code=_text(error.get("code")),
        message=_text(error.get("message")),
        request_id=_text(error.get("requestId")),
        details=_details(error.get("details")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _details(value: object) -> str:
    """Return `details` as one line: Layers does not fix their shape (a list of fields, a mapping, a text)."""
    if isinstance(value, dict):
        message = value.get("message")
        place = value.get("path") or value.get("field")
        if isinstance(message, str):
            return f"{_details(place)}: {message}" if place else message
        return ", ".join(f"{name}: {_details(part)}" for name, part in list(value.items())[:10])
    if isinstance(value, list):
        return ", ".join(_details(part) for part in value[:10])
    return "" if value is None else str(value)


def _place(error: Exception) -> str:
    """Return what msgspec says is wrong. It names types and places ("at `$.headers`"), not values."""
    return str(error) if isinstance(error, msgspec.ValidationError) else "not JSON"
