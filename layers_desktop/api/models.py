"""What goes over the wire, as frozen structs: typed answers, requests spelled as Layers spells them.

Ids are opaque strings. Unknown fields are ignored, wrong types are refused (`MalformedError`), and what this
program can do without may be null. The `details` of an error have no fixed shape: they become one line. An
address that Layers names for an asset is handed on only if it is one of the web.
"""

from __future__ import annotations

import logging
import re
from typing import Any, Final, Literal, TypeVar

import msgspec

from layers_desktop.api.foreign_text import LONGEST_NAME, is_identifier, one_line

T = TypeVar("T")
log = logging.getLogger(__name__)

LONGEST_CURSOR = 4096
"""Characters of a cursor. It goes into an address, which has limits of its own."""
_LONGEST_WORD = 60
"""Characters of what should be one word: a tier, a status."""


class MalformedError(ValueError):
    """Bytes that are not the JSON they should be. The text names the place, never the content."""


class WhoAmI(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Who the key belongs to (`GET /v1/whoami`)."""

    organization_id: str
    organization_name: str | None = None
    scopes: tuple[str, ...] | None = None
    """May be empty or `*`: then it says nothing, and the calls themselves tell."""
    rate_limit_tier: str | None = None
    api_key_id: str | None = None
    """Safe to log."""
    kill_switch: Any = None
    api_access_revoked: Any = None

    def __post_init__(self) -> None:
        """Refuse an id that is none, keep names to one line."""
        _need_id(self.organization_id, "organizationId")
        _keep_to_a_line(self, "organization_name")
        _keep_to_a_line(self, "rate_limit_tier", longest=_LONGEST_WORD)

    @property
    def suspended(self) -> bool:
        """Whether Layers says that this key or organization is switched off."""
        return self.kill_switch is True or self.api_access_revoked is True


class Project(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """One project, usually one end customer of an agency."""

    id: str
    name: str | None = None
    status: str | None = None
    customer_external_id: str | None = None

    def __post_init__(self) -> None:
        """Refuse an id that is none, keep names to one line."""
        _need_id(self.id, "id")
        _keep_to_a_line(self, "name")
        _keep_to_a_line(self, "customer_external_id")
        _keep_to_a_line(self, "status", longest=_LONGEST_WORD)


class ProjectPage(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """One page of `GET /v1/projects`."""

    items: tuple[Project, ...] | None
    next_cursor: str | None = None

    def __post_init__(self) -> None:
        """Refuse a cursor that cannot be asked with."""
        if len(self.next_cursor or "") > LONGEST_CURSOR:
            raise ValueError("the nextCursor is too long")

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects of this page; Layers may send null for none."""
        return self.items or ()


class SignedUpload(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """The answer of presign: where the bytes go, and with which headers. Its text form hides the link."""

    upload_id: str
    url: str | None = None
    signed_url: str | None = None
    method: Literal["PUT"] | None = None
    headers: dict[str, str] | None = None
    expires_at: str | None = None
    """For logs only: a link's age is judged by this computer's monotonic clock, as wall clocks differ."""

    def __post_init__(self) -> None:
        """Refuse an id that is none."""
        _need_id(self.upload_id, "uploadId")

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


class CreatedAsset(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """The answer of finalize and of the inline upload."""

    asset_id: str
    url: str | None = None
    """A web address that can be pasted anywhere, None when Layers gave none that can."""
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

    def __post_init__(self) -> None:
        """Refuse an asset without an id, or with one that is none."""
        _need_id(self.asset_id or self.media_id or "", "assetId")


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


class ErrorBody(msgspec.Struct, frozen=True, kw_only=True):
    """What an error body said, every part "" when it did not."""

    code: str = ""
    message: str = ""
    request_id: str = ""
    details: str = ""


def encode(request: PresignRequest | FinalizeRequest | InlineRequest) -> bytes:
    """Return a request as JSON: the same request is always the same bytes, as idempotency needs."""
    return msgspec.json.encode(request)


# A decoder prepares its struct when it is made: here, while the module is imported. Left to the first answer,
# a thread that decodes another one meanwhile finds the struct half prepared, and msgspec 0.22 crashes.
_WHO_AM_I = msgspec.json.Decoder(WhoAmI)
_PROJECT_PAGE = msgspec.json.Decoder(ProjectPage)
_SIGNED_UPLOAD = msgspec.json.Decoder(SignedUpload)
_ASSET = msgspec.json.Decoder(_WireAsset)


def decode_who_am_i(body: bytes) -> WhoAmI:
    """Return whose key it is; what is no such answer is `MalformedError`."""
    return _decode(_WHO_AM_I, body)


def decode_project_page(body: bytes) -> ProjectPage:
    """Return one page of the projects; what is no such answer is `MalformedError`."""
    return _decode(_PROJECT_PAGE, body)


def decode_signed_upload(body: bytes) -> SignedUpload:
    """Return the answer of presign; without an id or a link it is `MalformedError`."""
    signed = _decode(_SIGNED_UPLOAD, body)
    if not signed.put_url:
        raise MalformedError("no url")
    return signed


def decode_asset(body: bytes) -> CreatedAsset:
    """Return the asset; without an id it is `MalformedError`.

    A `url` that is no web address (`javascript:…`) is left out: there is an asset all the same, and its id
    is what a person needs.
    """
    wire = _decode(_ASSET, body)
    asset_id = wire.asset_id or wire.media_id or ""
    url = wire.url or None
    if url is not None and not is_web_address(url):
        log.warning("the address that Layers named for the asset %s is no web address: left out", asset_id)
        url = None
    return CreatedAsset(
        asset_id=asset_id,
        url=url,
        kind=wire.kind,
        mime_type=wire.mime_type or wire.content_type,
    )


def decode_failure(body: bytes) -> ErrorBody:
    """Return what an error body says. It never raises: an error that cannot be read is an error still."""
    try:
        answer = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ErrorBody()
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return ErrorBody()
    return ErrorBody(
        code=_text(error.get("code")),
        message=_text(error.get("message")),
        request_id=_text(error.get("requestId")),
        details=in_a_line(error.get("details")),
    )


def _decode(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    """Return the typed answer; raise `MalformedError` for null, no JSON, a wrong type or a missing field."""
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedError(_place(error)) from None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _need_id(value: str, name: str) -> None:
    """Raise ValueError, which msgspec makes a ValidationError, unless the value can be an id."""
    if not is_identifier(value):
        raise ValueError(f"the {name} is missing or no id")


def _keep_to_a_line(struct: msgspec.Struct, field: str, *, longest: int = LONGEST_NAME) -> None:
    """Have a text of this fresh struct fit one line, before anybody sees it."""
    value = getattr(struct, field)
    if value is not None:
        msgspec.structs.force_setattr(struct, field, one_line(value, longest=longest))


def _place(error: Exception) -> str:
    """Return what msgspec says is wrong. It names types and places ("at `$.headers`"), not values."""
    return str(error) if isinstance(error, msgspec.ValidationError) else "not JSON"


_DEEPEST: Final = 4
_LONGEST: Final = 300
"""Characters of each part."""


def in_a_line(details: object, depth: int = _DEEPEST) -> str:
    """Return them (a list of fields, a mapping, a text) bounded in depth and length."""
    if depth == 0:
        return "…"
    if isinstance(details, dict):
        message = details.get("message")
        place = details.get("path") or details.get("field")
        if isinstance(message, str):
            return f"{in_a_line(place, depth - 1)}: {_short(message)}" if place else _short(message)
        named = list(details.items())[:10]
        return ", ".join(f"{_short(name)}: {in_a_line(part, depth - 1)}" for name, part in named)
    if isinstance(details, list):
        return ", ".join(in_a_line(part, depth - 1) for part in details[:10])
    if isinstance(details, int) and not isinstance(details, bool):
        return str(details) if details.bit_length() <= 64 else "…"  # Python refuses to write the longest ones
    return "" if details is None else _short(str(details))


def _short(text: str) -> str:
    return text[:_LONGEST]


LONGEST_ADDRESS = 2048
"""Characters; longer ones do not work in every browser."""

_WEB_ADDRESS = re.compile(
    r"(?i:https?)://(?:[A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
    r"(?:[/?#][^\x00-\x20\"<>\\^`{|}\x7f]*)?"
)


def is_web_address(text: str) -> bool:
    """Return whether a text is an `http` or `https` address without a user name that can be pasted anywhere.

    Copied as a link (Markdown, HTML) anything else could run a program or show another target than it has:
    `javascript:`, `data:`, `//host`, `https://layers.com@elsewhere`, a line break, a mark that turns it.
    """
    fits = len(text) <= LONGEST_ADDRESS and text.isprintable()
    return fits and _WEB_ADDRESS.fullmatch(text) is not None
