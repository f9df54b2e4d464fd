"""The last list of projects, shown at once while a fresh one loads."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import msgspec

from layers_desktop.settings.document import UNDECODABLE, atomic_write
from layers_desktop.settings.fields import prepared
from layers_desktop.settings.opaque_names import file_stem
from layers_desktop.settings.paths import Places

log = logging.getLogger(__name__)

_VERSION = 1


class KnownProject(msgspec.Struct, frozen=True, kw_only=True):
    """What the project picker needs to know of a project."""

    id: str
    name: str
    customer_external_id: str | None = None
    status: str = ""


@prepared
class _Listing(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    organization_id: str
    projects: list[KnownProject]


class ProjectCache:
    """One file for each organization. Blocking; safe from any thread.

    A cache is a convenience: nothing it cannot do is worth a sentence to a person, so it raises nothing. A
    list that cannot be read is no list, one that cannot be written is fetched again next time.
    """

    def __init__(self, places: Places) -> None:
        self._folder = places.cache / "projects"

    def load(self, organization_id: str) -> list[KnownProject]:
        """Return the last list saved for this organization, in its order; empty when there is none."""
        path = self._path(organization_id)
        try:
            listing = msgspec.json.decode(path.read_bytes(), type=_Listing)
        except FileNotFoundError:
            return []
        except (OSError, *UNDECODABLE) as error:
            log.info("the cached list of projects is unusable (%s)", type(error).__name__)
            return []
        if listing.version != _VERSION or listing.organization_id != organization_id:
            return []
        return listing.projects

    def save(self, organization_id: str, projects: Sequence[KnownProject]) -> None:
        """Remember this list for this organization, in place of the one before."""
        listing = _Listing(version=_VERSION, organization_id=organization_id, projects=list(projects))
        try:
            with atomic_write(self._path(organization_id)) as file:
                file.write(msgspec.json.encode(listing))
        except (OSError, UnicodeError) as error:
            log.warning("the list of projects was not cached (%s)", type(error).__name__)

    def _path(self, organization_id: str) -> Path:
        return self._folder / f"{file_stem(organization_id)}.json"
