"""What is remembered to be there sooner: the last list of projects, and where Layers' storage was.

The first is shown while a fresh one loads, the second lets `doctor` look at the way there: Layers names its
storage only in a signed link. Of that the server alone is kept, because a link is a secret.

A cache is a convenience: nothing it cannot do is worth a sentence to a person, so nothing is raised. What
cannot be read is not there, what cannot be written is missing next time.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from layers_desktop.settings.fields import prepared
from layers_desktop.settings.json_file import UNDECODABLE, atomic_write
from layers_desktop.settings.paths import Places, file_stem

S = TypeVar("S", bound=msgspec.Struct)
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
    """One file for each organization. Blocking; safe from any thread."""

    def __init__(self, places: Places) -> None:
        self._folder = places.cache / "projects"

    def load(self, organization_id: str) -> list[KnownProject]:
        """Return the last list saved for this organization, in its order; empty when there is none."""
        listing = _read(self._path(organization_id), _Listing)
        if listing is None or (listing.version, listing.organization_id) != (_VERSION, organization_id):
            return []
        return listing.projects

    def save(self, organization_id: str, projects: Sequence[KnownProject]) -> None:
        """Remember this list for this organization, in place of the one before."""
        listing = _Listing(version=_VERSION, organization_id=organization_id, projects=list(projects))
        _write(self._path(organization_id), listing)

    def _path(self, organization_id: str) -> Path:
        return self._folder / f"{file_stem(organization_id)}.json"


@prepared
class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    base_url: str
    origin: str


class StorageCache:
    """One file, of the Layers used last. Blocking; safe from any thread."""

    def __init__(self, places: Places) -> None:
        self._path = places.cache / "storage.json"

    def load(self, base_url: str) -> str:
        """Return the storage of this Layers as `https://host:port`, empty when none is known."""
        seen = _read(self._path, _Seen)
        if seen is None or (seen.version, seen.base_url) != (_VERSION, base_url):
            return ""
        return seen.origin

    def save(self, base_url: str, origin: str) -> None:
        """Remember where the storage of this Layers is; an empty `origin` changes nothing."""
        if origin and origin != self.load(base_url):
            _write(self._path, _Seen(version=_VERSION, base_url=base_url, origin=origin))


def _read(path: Path, struct: type[S]) -> S | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=struct)
    except FileNotFoundError:
        return None
    except (OSError, *UNDECODABLE) as error:
        log.info("a cache (%s) is unusable (%s)", struct.__name__, type(error).__name__)
        return None


def _write(path: Path, value: msgspec.Struct) -> None:
    try:
        with atomic_write(path) as file:
            file.write(msgspec.json.encode(value))
    except (OSError, UnicodeError) as error:
        log.warning("a cache (%s) was not written (%s)", type(value).__name__, type(error).__name__)
