"""What a presign or an inline body may say. The server's own reading of Layers' documentation."""

from __future__ import annotations

import base64
import binascii
import json
import re

from layers_desktop.sandbox.records import ErrorResponse, Json, MediaProperties

FAMILIES = {"image": "image", "logo": "image", "reference_image": "image", "audio": "audio", "video": "video"}
"""Kind → the first half of the MIME types it takes."""
CAPS = {**dict.fromkeys(("image", "logo", "reference_image"), 50 << 20), "audio": 200 << 20, "video": 1 << 30}
"""Kind → largest size in bytes. Layers: 50 MB, 200 MB, 1 GB, without saying whether a MB is 10⁶ or 2²⁰."""
INLINE_BELOW = 256 * 1024
"""Decoded inline bodies must be smaller. Layers: "files under 256 KB"."""
MAX_JSON = 1024 * 1024
"""Largest JSON body: an inline one of 256 KB is 350 KB as base64."""

_MIME_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_MAX_FILENAME = 256


class Problems:
    """Collects every field that is wrong, so that one answer names them all."""

    def __init__(self) -> None:
        self.details: list[dict[str, str]] = []

    def add(self, path: str, message: str) -> None:
        """Note one wrong field."""
        self.details.append({"path": path, "message": message})

    def check(self) -> None:
        """Failure 422 `VALIDATION_FAILED` when anything was noted."""
        if self.details:
            message = "; ".join(f"{row['path']} {row['message']}" for row in self.details)
            raise ErrorResponse(422, "VALIDATION_FAILED", message, details=self.details)


def decode_object(body: bytes) -> Json:
    """Return the JSON object in a body; Failure 422 when there is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ErrorResponse(422, "VALIDATION_FAILED", "The body must be a JSON object.")
    return value


def read_presign(body: Json) -> MediaProperties:
    """Validate a presign body; Failure 422 `VALIDATION_FAILED` or 413 `PAYLOAD_TOO_LARGE`."""
    problems = Problems()
    media = _read_media(body, problems, size=_size(body, problems), sha256=read_checksum(body, problems))
    problems.check()
    if media.size is not None:
        refuse_over_cap(media.kind, media.size)
    return media


def read_inline(body: Json) -> tuple[MediaProperties, bytes]:
    """Validate an inline body and return what it declares and its bytes; Failure 422 or 413."""
    problems = Problems()
    data = b""
    try:
        data = base64.b64decode(body["dataBase64"].encode("ascii"), validate=True)
        if not data:
            problems.add("dataBase64", "is empty")
    except (KeyError, AttributeError, UnicodeEncodeError, binascii.Error):
        problems.add("dataBase64", "must be base64 text")
    media = _read_media(body, problems, size=len(data), sha256=None)
    problems.check()
    if len(data) >= INLINE_BELOW:
        raise ErrorResponse(
            413, "PAYLOAD_TOO_LARGE", "Inline media must be smaller than 256 KB: use presign."
        )
    return media, data


def read_checksum(body: Json, problems: Problems) -> str | None:
    """Return `checksumSha256` in lower case, noting a bad one."""
    value = body.get("checksumSha256")
    if value is None:
        return None
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        problems.add("checksumSha256", "must be 64 hexadecimal digits")
        return None
    return value.lower()


def refuse_over_cap(kind: str, size: int) -> None:
    """Failure 413 `PAYLOAD_TOO_LARGE` when a file is over its kind's cap."""
    if size > CAPS[kind]:
        message = f"A file of kind {kind} may have at most {CAPS[kind]} bytes, not {size}."
        raise ErrorResponse(413, "PAYLOAD_TOO_LARGE", message)


def _read_media(body: Json, problems: Problems, *, size: int | None, sha256: str | None) -> MediaProperties:
    kind = body.get("kind")
    if not isinstance(kind, str) or kind not in FAMILIES:
        problems.add("kind", f"must be one of {', '.join(FAMILIES)}")
        kind = ""
    mime_type = body["mimeType"] if "mimeType" in body else body.get("contentType")
    if not isinstance(mime_type, str) or not _MIME_TYPE.fullmatch(mime_type):
        problems.add("mimeType", "must be a MIME type")
        mime_type = ""
    elif kind and mime_type.partition("/")[0].lower() != FAMILIES[kind]:
        problems.add("mimeType", f"{mime_type} is not allowed for kind {kind}")
    filename = body.get("filename")
    if filename is not None and not _is_filename(filename):
        problems.add("filename", "must have 1 to 256 characters")
        filename = None
    return MediaProperties(kind=kind, mime_type=mime_type, filename=filename, size=size, sha256=sha256)


def _is_filename(value: object) -> bool:
    # JSON can spell half of a surrogate pair, which no URL and no file system can carry.
    return (
        isinstance(value, str)
        and 1 <= len(value) <= _MAX_FILENAME
        and not any("\ud800" <= letter <= "\udfff" for letter in value)
    )


def _size(body: Json, problems: Problems) -> int | None:
    value = body["sizeBytes"] if "sizeBytes" in body else body.get("byteSize")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        problems.add("sizeBytes", "must be a whole number of at least 1")
        return None
    return value
