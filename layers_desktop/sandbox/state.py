"""The state of one sandbox: who may do what, what exists, what was asked. Tests read and change it.

Three parts of it stand on their own: answers by Idempotency-Key, budgets of calls, API keys.
"""

from __future__ import annotations

import dataclasses
import hmac
import math
import secrets
import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from layers_desktop.sandbox.config import TIERS, SandboxConfig
from layers_desktop.sandbox.faults import FaultPlan
from layers_desktop.sandbox.media_store import MediaStore
from layers_desktop.sandbox.projects import Organization, ProjectList, make_projects, name_projects
from layers_desktop.sandbox.records import (
    AssetRecord,
    ErrorResponse,
    Headers,
    Key,
    ProjectRecord,
    RequestRecord,
    Response,
    Upload,
    new_id,
)

_MINUTE = 60.0
_DAY = 86_400.0
_MAX_LENGTH = 255
"""Of an Idempotency-Key."""
_REQUESTS = 100_000
"""So many of the last requests are remembered."""


@dataclasses.dataclass(slots=True)
class _Entry:
    digest: bytes
    at: float
    answer: Response | None = None


class IdempotencyStore:
    """Remembers the answers of successful calls by (API key, idempotency key), for 24 hours. For any thread.

    Only successes are remembered: a call that was refused has done nothing, and its retry must be able
    to succeed once its cause is gone.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._entries: dict[tuple[str, str], _Entry] = {}

    def once(self, owner: str, key: str, digest: bytes, call: Callable[[], Response]) -> Response:
        """Return the remembered answer, or `call()` and remember it.

        A second caller with the same key waits for the first. Failure 409 `IDEMPOTENCY_CONFLICT` when the
        key was used with another body, 422 when the key itself is no usable one.
        """
        if not key or len(key) > _MAX_LENGTH:
            raise ErrorResponse(
                422, "VALIDATION_FAILED", f"Idempotency-Key must have 1 to {_MAX_LENGTH} characters."
            )
        place = (owner, key)
        remembered = self._claim(place, digest)
        if remembered is not None:
            return dataclasses.replace(
                remembered, headers=(*remembered.headers, ("Idempotency-Replayed", "true"))
            )
        answer: Response | None = None
        try:
            answer = call()
        finally:
            with self._changed:
                if answer is None:
                    del self._entries[place]
                else:
                    self._entries[place].answer = answer
                self._changed.notify_all()
        return answer

    def _claim(self, place: tuple[str, str], digest: bytes) -> Response | None:
        """Return the first answer, or None when the caller is the first and must do the work."""
        with self._changed:
            while True:
                self._forget_old()
                entry = self._entries.get(place)
                if entry is None:
                    self._entries[place] = _Entry(digest, self._clock())
                    return None
                if entry.digest != digest:
                    raise ErrorResponse(
                        409, "IDEMPOTENCY_CONFLICT", "This Idempotency-Key was used with another request."
                    )
                if entry.answer is not None:
                    return entry.answer
                self._changed.wait()

    def _forget_old(self) -> None:
        """Drop what is older than 24 hours; entries are in the order of their time."""
        horizon = self._clock() - _DAY
        while self._entries:
            place, entry = next(iter(self._entries.items()))
            if entry.at > horizon or entry.answer is None:
                break
            del self._entries[place]


class RateLimits:
    """Counts accepted calls over a sliding window; refused ones cost nothing. Safe for any thread."""

    def __init__(self, clock: Callable[[], float], writes_per_day: int | None) -> None:
        self._clock = clock
        self._writes_per_day = writes_per_day
        self._lock = threading.Lock()
        self._calls: dict[tuple[str, str, float], deque[float]] = {}

    def spend(self, key: Key, *, write: bool) -> Headers:
        """Count one call and return its `X-RateLimit-*` headers.

        Failure 429 `RATE_LIMITED` with the same headers and `Retry-After` (whole seconds, rounded up)
        when the minute or the day is used up.
        """
        name = "write" if write else "read"
        limit = key.writes_per_minute if write else key.reads_per_minute
        with self._lock:
            now = self._clock()
            minute = self._window(key, name, _MINUTE, now)
            windows = [(minute, limit, _MINUTE)]
            if write and self._writes_per_day is not None:
                windows.append((self._window(key, name, _DAY, now), self._writes_per_day, _DAY))
            wait = max(_wait(calls, most, seconds, now) for calls, most, seconds in windows)
            if not wait:
                for calls, _, _ in windows:
                    calls.append(now)
            remaining = max(0, limit - len(minute))
            reset = math.ceil((minute[0] if minute else now) + _MINUTE)
        headers = (
            ("X-RateLimit-Endpoint-Class", name),
            ("X-RateLimit-Limit", str(limit)),
            ("X-RateLimit-Remaining", str(remaining)),
            ("X-RateLimit-Reset", str(reset)),
        )
        if wait:
            retry = ("Retry-After", str(math.ceil(wait)))
            raise ErrorResponse(
                429, "RATE_LIMITED", f"The {name} budget is used up.", headers=(*headers, retry)
            )
        return headers

    def _window(self, key: Key, name: str, seconds: float, now: float) -> deque[float]:
        calls = self._calls.setdefault((key.key_id, name, seconds), deque())
        while calls and calls[0] <= now - seconds:
            calls.popleft()
        return calls


def _wait(calls: deque[float], limit: int, seconds: float, now: float) -> float:
    """Seconds until one more call fits, 0 when it fits now."""
    if len(calls) < limit:
        return 0.0
    if limit <= 0:
        return seconds
    # After a limit was lowered, more than one old call has to leave first.
    return max(0.001, calls[len(calls) - limit] + seconds - now)


class KeyStore:
    """All keys by their secret; safe for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, Key] = {}

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
        self, secret: str, *, writes_per_minute: int | None = None, revoked: bool | None = None
    ) -> None:
        """Change a key while it is in use; what is None stays. KeyError for an unknown key."""
        changes = {"writes_per_minute": writes_per_minute, "revoked": revoked}
        wanted: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
        with self._lock:
            self._keys[secret] = dataclasses.replace(self._keys[secret], **wanted)

    def authenticate(self, headers: Mapping[str, str]) -> Key:
        """Return whose request it is: `X-Api-Key` when it is there, else `Authorization: Bearer`.

        Failure 401 `UNAUTHENTICATED` when the key is missing, unknown or revoked.
        """
        offered = headers.get("x-api-key")
        if offered is None:
            scheme, _, token = headers.get("authorization", "").partition(" ")
            offered = token.strip() if scheme.lower() == "bearer" else ""
        if not offered:
            raise ErrorResponse(401, "UNAUTHENTICATED", "An API key is required.")
        with self._lock:
            known = list(self._keys.values())
        for key in known:
            if hmac.compare_digest(key.secret.encode(), offered.encode()) and not key.revoked:
                return key
        raise ErrorResponse(401, "UNAUTHENTICATED", "The API key is invalid or has been revoked.")


class SandboxState:
    """Everything that Layers would keep in its databases; every part is safe for any thread."""

    def __init__(self, config: SandboxConfig, folder: Path) -> None:
        self.config = config
        self.storage_origin = ""
        """Set by the server when the storage's port is known."""
        projects = make_projects(config.project_count, config.seed)
        self._main = Organization(new_id("org"), config.organization, ProjectList(projects))
        self._organizations = {self._main.organization_id: self._main}
        self.keys = KeyStore()
        self.main_key = self.keys.add(
            organization_id=self.organization_id,
            tier=config.tier,
            secret=config.key,
            writes_per_minute=config.writes_per_minute,
            reads_per_minute=config.reads_per_minute,
        )
        self.limits = RateLimits(config.clock, config.writes_per_day)
        self.idempotency = IdempotencyStore(config.clock)
        self.media = MediaStore(folder, config, self._asset_url)
        self.faults = FaultPlan(config.faults)
        self._stopping = threading.Event()
        self.suspended = False
        self._log_lock = threading.Lock()
        self._log: deque[RequestRecord] = deque(maxlen=_REQUESTS)

    @property
    def organization_id(self) -> str:
        """The id of the main key's organization."""
        return self._main.organization_id

    @property
    def organization_name(self) -> str:
        """The name of the main key's organization."""
        return self._main.name

    @property
    def catalogue(self) -> ProjectList:
        """The projects of the main key's organization."""
        return self._main.catalogue

    def organization_of(self, key: Key) -> Organization:
        """Return whose key it is."""
        return self._organizations[key.organization_id]

    @property
    def projects(self) -> list[ProjectRecord]:
        """Every project of the main key's organization, newest first."""
        return self.catalogue.all()

    @property
    def assets(self) -> list[AssetRecord]:
        """Every asset, oldest first; `path` holds the stored bytes until the sandbox stops."""
        return self.media.assets

    @property
    def uploads(self) -> list[Upload]:
        """Every upload that was not collected, oldest first."""
        return self.media.uploads

    @property
    def requests(self) -> list[RequestRecord]:
        """What was asked, in the order of the answers."""
        with self._log_lock:
            return list(self._log)

    def record(self, request: RequestRecord) -> None:
        """Write one request down."""
        with self._log_lock:
            self._log.append(request)

    def add_key(self, *scopes: str, tier: str = "standard", writes_per_minute: int | None = None) -> str:
        """Make another key of the organization with these scopes, and return its secret."""
        return self.keys.add(
            organization_id=self.organization_id,
            scopes=scopes,
            tier=tier,
            writes_per_minute=writes_per_minute,
        ).secret

    def add_organization(self, name: str, *project_names: str) -> str:
        """Make another organization with these projects and a key, and return the key's secret."""
        added = Organization(new_id("org"), name, ProjectList(name_projects(project_names)))
        self._organizations[added.organization_id] = added
        return self.keys.add(organization_id=added.organization_id).secret

    def revoke_key(self, secret: str) -> None:
        """Make a key answer 401 from now on."""
        self.keys.change(secret, revoked=True)

    def suspend(self) -> None:
        """Suspend the organization: every authenticated call answers 503 `KILL_SWITCH`."""
        self.suspended = True

    def unsuspend(self) -> None:
        """End the suspension."""
        self.suspended = False

    def delete_project(self, project_id: str) -> None:
        """Delete a project while it is in use; KeyError when there is none."""
        self.catalogue.delete(project_id)

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond the end of the sandbox."""
        self._stopping.wait(seconds)

    def stop(self) -> None:
        """End every wait and hold."""
        self._stopping.set()
        self.faults.stop()

    def _asset_url(self, asset_id: str, filename: str | None) -> str:
        return f"{self.storage_origin}/media/{asset_id}/{quote(filename or 'file', safe='')}"
