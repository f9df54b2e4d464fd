"""What the sandbox's state is made of: frozen values that tests compare, and ids as Layers writes them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    suspended: bool = False
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
