"""The projects of an organization: made up deterministically, listed newest first, page by page."""

from __future__ import annotations

import base64
import binascii
import json
import math
import random
import threading
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from layers_desktop.sandbox.records import ErrorResponse, ProjectRecord

STATUSES = ("active", "paused", "archived")
_START = 1_735_689_600.0  # 2025-01-01T00:00:00Z
_HANDFUL = (
    ("Café Ünïcode iOS", "active", "cust_cafe_ios", "Europe/Berlin", "de"),
    ("Northwind Coffee", "active", "cust_northwind", "America/Los_Angeles", "en"),
    ("Habit Tracker Android", "active", "cust_habit", "Europe/London", "en"),
    ("夏のキャンペーン", "active", None, "Asia/Tokyo", "ja"),
    ("Spring Launch 2025", "archived", "cust_spring", "America/New_York", "en"),
)
_FIRST = ("Acorn", "Bluebird", "Cinder", "Dune", "Ember", "Fjord", "Grove", "Harbor", "Indigo", "Juniper")
_SECOND = ("Fitness", "Bakery", "Travel", "Notes", "Finance", "Garden", "Music", "Pets", "Recipes", "Sleep")
_PLATFORM = ("iOS", "Android", "Web", "Launch", "Relaunch")
_ZONES = ("America/Los_Angeles", "America/New_York", "Europe/Berlin", "Europe/Paris", "Asia/Tokyo")
_LANGUAGES = ("en", "en", "de", "fr", "ja")


def iso(seconds: float) -> str:
    """Return a UTC time with `Z`, as Layers writes them."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def make_projects(count: int | None, seed: int) -> list[ProjectRecord]:
    """Return `count` made-up projects, the demo's handful first; only the handful when None."""
    # Projects of a sandbox are no secrets: the same seed must give the same ones.
    chance = random.Random(seed)  # noqa: S311 — not for cryptography
    rows: list[tuple[str, str, str | None, str, str]] = list(_HANDFUL)
    for number in range(len(rows), count or 0):
        name = f"{chance.choice(_FIRST)} {chance.choice(_SECOND)} {chance.choice(_PLATFORM)}"
        place = chance.randrange(len(_ZONES))
        status = chance.choices(STATUSES, weights=(90, 6, 4))[0]
        rows.append((f"{name} {number}", status, f"cust_{number:05}", _ZONES[place], _LANGUAGES[place]))
    if count is not None:
        rows = rows[:count]
    return [_project(row, number, chance) for number, row in enumerate(rows)]


def name_projects(names: Sequence[str]) -> list[ProjectRecord]:
    """Return an active project of each name, with an id of its own in every call."""
    chance = random.SystemRandom()
    rows = [(name, "active", None, "Europe/Berlin", "en") for name in names]
    return [_project(row, number, chance) for number, row in enumerate(rows)]


def _project(row: tuple[str, str, str | None, str, str], number: int, chance: random.Random) -> ProjectRecord:
    name, status, external, zone, language = row
    created = _START + 86_400.0 * 200 - 1_800.0 * number - 60.0 * chance.randrange(30)
    return ProjectRecord(
        project_id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        name=name,
        status=status,
        customer_external_id=external,
        timezone=zone,
        primary_language=language,
        owner_email=f"owner{number}@acme-growth.example",
        created_at=created,
        updated_at=created + 3_600.0 * chance.randrange(240),
    )


class ProjectList:
    """The projects; safe for any thread."""

    def __init__(self, projects: Iterable[ProjectRecord]) -> None:
        self._lock = threading.Lock()
        self._by_id = {project.project_id: project for project in projects}
        self._newest_first: list[ProjectRecord] | None = None

    def all(self) -> list[ProjectRecord]:
        """Return every project, newest first."""
        with self._lock:
            if self._newest_first is None:
                self._newest_first = sorted(self._by_id.values(), key=_position, reverse=True)
            return list(self._newest_first)

    def has(self, project_id: str) -> bool:
        """Return whether the project exists."""
        with self._lock:
            return project_id in self._by_id

    def add(self, project: ProjectRecord) -> None:
        """Add a project, or replace the one with its id."""
        with self._lock:
            self._by_id[project.project_id] = project
            self._newest_first = None

    def delete(self, project_id: str) -> None:
        """Delete a project; KeyError when there is none."""
        with self._lock:
            del self._by_id[project_id]
            self._newest_first = None

    def page(self, query: Mapping[str, str]) -> dict[str, Any]:
        """Answer one `GET /v1/projects`; Failure 422 `VALIDATION` for a bad limit, status or cursor.

        A cursor names a position, not a row, so projects that are added or deleted between two pages
        neither repeat nor hide others.
        """
        limit = _limit(query.get("limit"))
        status = query.get("status")
        if status is not None and status not in STATUSES:
            raise _invalid("status", f"must be one of {', '.join(STATUSES)}")
        after = _position_of(query["cursor"]) if "cursor" in query else None
        words = _folded(query.get("search", ""))
        found: list[ProjectRecord] = []
        for project in self.all():
            if after is not None and _position(project) >= after:
                continue
            if status is not None and project.status != status:
                continue
            if words in _folded(project.name) or words in _folded(project.customer_external_id or ""):
                found.append(project)
                if len(found) > limit:
                    break
        more = len(found) > limit
        items = found[:limit]
        return {"items": [_row(item) for item in items], "nextCursor": _cursor(items[-1]) if more else None}


@dataclass(frozen=True, slots=True)
class Organization:
    """Who a key belongs to; its projects are nobody else's."""

    organization_id: str
    name: str
    catalogue: ProjectList


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _position(project: ProjectRecord) -> tuple[float, str]:
    return project.created_at, project.project_id


def _cursor(project: ProjectRecord) -> str:
    return base64.urlsafe_b64encode(json.dumps(_position(project)).encode()).decode().rstrip("=")


def _position_of(cursor: str) -> tuple[float, str]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        value = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _invalid("cursor", "is not a cursor of this list") from error
    match value:
        case [float(created), str(project_id)] if math.isfinite(created):
            return created, project_id
        case _:
            raise _invalid("cursor", "is not a cursor of this list")


def _limit(text: str | None) -> int:
    if text is None:
        return 50
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= 200):
        raise _invalid("limit", "must be a whole number from 1 to 200")
    return int(text)


def _invalid(path: str, message: str) -> ErrorResponse:
    return ErrorResponse(422, "VALIDATION", f"{path} {message}", details=[{"path": path, "message": message}])


def _row(project: ProjectRecord) -> dict[str, Any]:
    return {
        "id": project.project_id,
        "name": project.name,
        "status": project.status,
        "customerExternalId": project.customer_external_id,
        "timezone": project.timezone,
        "primaryLanguage": project.primary_language,
        "ownerEmail": project.owner_email,
        "createdAt": iso(project.created_at),
        "updatedAt": iso(project.updated_at),
    }
