"""What is remembered to be there sooner: the last list of projects, and where Layers' storage was.

The first is shown while a fresh one loads, the second lets `doctor` look at the way there: Layers names its
storage only in a signed link. Of that the server alone is kept, because a link is a secret.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from layers_desktop.settings.fields import prepared
from layers_desktop.settings.json_file import UNDECODABLE, atomic_write
from layers_desktop.settings.paths import Places, file_stem

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


@prepared
class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    base_url: str
    origin: str


class StorageCache:
    """One file, of the Layers used last. Blocking; safe from any thread.

    As with the list of projects, what cannot be kept is missing next time, and nothing is raised.
    """

    def __init__(self, places: Places) -> None:
        self._path = places.cache / "storage.json"

    def load(self, base_url: str) -> str:
        """Return the storage of this Layers as `https://host:port`, empty when none is known."""
        try:
            seen = msgspec.json.decode(self._path.read_bytes(), type=_Seen)
        except FileNotFoundError:
            return ""
        except (OSError, *UNDECODABLE) as error:
            log.info("the note of the storage is unusable (%s)", type(error).__name__)
            return ""
        known = seen.version == _VERSION and seen.base_url == base_url and _is_origin(seen.origin)
        return seen.origin if known else ""

    def save(self, base_url: str, origin: str) -> None:
        """Remember where the storage of this Layers is; an empty `origin` changes nothing."""
        if not origin or origin == self.load(base_url):
            return
        try:
            with atomic_write(self._path) as file:
                file.write(msgspec.json.encode(_Seen(version=_VERSION, base_url=base_url, origin=origin)))
        except (OSError, UnicodeError) as error:
            log.warning("the storage was not noted (%s)", type(error).__name__)


def _is_origin(text: str) -> bool:
    """Return whether this is a server and nothing more, whoever wrote it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname
    return (
        parts.scheme in ("https", "http")
        and bool(host)
        and (port is None or port > 0)
        and (text == f"{parts.scheme}://{parts.netloc}" and "@" not in text)
    )
