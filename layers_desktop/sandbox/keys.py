"""The API keys that the sandbox knows, and who a request is."""

from __future__ import annotations

import dataclasses
import hmac
import secrets
import threading
from collections.abc import Mapping

from layers_desktop.sandbox.answers import Failure
from layers_desktop.sandbox.config import TIERS, SandboxConfig
from layers_desktop.sandbox.identifiers import new_id
from layers_desktop.sandbox.records import Key


class KeyBook:
    """All keys by their secret; safe for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, Key] = {}

    def add_main(self, config: SandboxConfig, organization_id: str) -> Key:
        """Add the key that the configuration describes."""
        return self.add(
            organization_id=organization_id,
            scopes=config.scopes,
            tier=config.tier,
            secret=config.key,
            writes_per_minute=config.writes_per_minute,
            reads_per_minute=config.reads_per_minute,
        )

    def add(
        self,
        *,
        organization_id: str,
        scopes: tuple[str, ...] = ("projects:read", "projects:write"),
        tier: str = "standard",
        secret: str | None = None,
        writes_per_minute: int | None = None,
        reads_per_minute: int | None = None,
    ) -> Key:
        """Make a key; budgets that are not named are the tier's."""
        writes, reads = TIERS.get(tier, TIERS["standard"])
        key = Key(
            secret=secret or f"lp_{secrets.token_urlsafe(32)}",
            key_id=new_id("key"),
            organization_id=organization_id,
            scopes=scopes,
            tier=tier,
            writes_per_minute=writes if writes_per_minute is None else writes_per_minute,
            reads_per_minute=reads if reads_per_minute is None else reads_per_minute,
        )
        with self._lock:
            self._keys[key.secret] = key
        return key

    def change(
        self,
        secret: str,
        *,
        scopes: tuple[str, ...] | None = None,
        writes_per_minute: int | None = None,
        reads_per_minute: int | None = None,
        suspended: bool | None = None,
        revoked: bool | None = None,
    ) -> Key:
        """Change a key while it is in use; what is None stays. KeyError for an unknown key."""
        with self._lock:
            key = self._keys[secret]
            self._keys[secret] = dataclasses.replace(
                key,
                scopes=key.scopes if scopes is None else scopes,
                writes_per_minute=key.writes_per_minute if writes_per_minute is None else writes_per_minute,
                reads_per_minute=key.reads_per_minute if reads_per_minute is None else reads_per_minute,
                suspended=key.suspended if suspended is None else suspended,
                revoked=key.revoked if revoked is None else revoked,
            )
            return self._keys[secret]

    def get(self, secret: str) -> Key:
        """Return the key as it is now; KeyError for an unknown one."""
        with self._lock:
            return self._keys[secret]

    def authenticate(self, headers: Mapping[str, str]) -> Key:
        """Return whose request it is: `X-Api-Key` when it is there, else `Authorization: Bearer`.

        Failure 401 `UNAUTHENTICATED` when the key is missing, unknown or revoked.
        """
        offered = headers.get("x-api-key")
        if offered is None:
            scheme, _, token = headers.get("authorization", "").partition(" ")
            offered = token.strip() if scheme.lower() == "bearer" else ""
        if not offered:
            raise Failure(401, "UNAUTHENTICATED", "An API key is required.")
        with self._lock:
            known = list(self._keys.values())
        for key in known:
            if hmac.compare_digest(key.secret.encode(), offered.encode()) and not key.revoked:
                return key
        raise Failure(401, "UNAUTHENTICATED", "The API key is invalid or has been revoked.")
