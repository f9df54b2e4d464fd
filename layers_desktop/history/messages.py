"""What the history may be asked, and what it answers. Frozen values that cross threads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from layers_desktop.history.asset import Asset, AssetFilter, FileDigest
from layers_desktop.transfers.transfer import Transfer

PAGE = 200
"""Assets of one answer; some screens full."""


@dataclass(frozen=True, slots=True)
class Search:
    """The newest `PAGE` assets that fit, or those below the number `before`. A first page supersedes all."""

    wanted: AssetFilter
    before: int | None = None


@dataclass(frozen=True, slots=True)
class NewerAssets:
    """What fits of what came after the number `after`."""

    wanted: AssetFilter
    after: int


@dataclass(frozen=True, slots=True)
class FindFile:
    """The size and hash of this file, if an asset of the organization may have them."""

    account_id: str
    path: bytes


@dataclass(frozen=True, slots=True)
class StopLooking:
    """Read no further in the file that is looked for."""


class ExportFormat(Enum):
    """Of a file that assets are exported to."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Export:
    """Write these assets, or all that fit, to `path`; what was there is replaced when all is written."""

    assets: tuple[Asset, ...] | AssetFilter
    path: Path
    form: ExportFormat


@dataclass(frozen=True, slots=True)
class Collect:
    """All assets that fit, however many."""

    wanted: AssetFilter


Question = Search | NewerAssets | FindFile | StopLooking | Export | Collect


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An answer to `Search` or `NewerAssets`."""

    question: Search | NewerAssets
    assets: tuple[Asset, ...]
    """Newest first."""
    more: bool
    """There may be more of them."""


@dataclass(frozen=True, slots=True)
class Collected:
    """An answer to `Collect`: the uploads that made the assets, which is what is copied."""

    question: Collect
    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many assets fit; follows the first page."""

    wanted: AssetFilter
    count: int


@dataclass(frozen=True, slots=True)
class Looking:
    """How far the file that is looked for has been read, of 1."""

    path: bytes
    part: float


@dataclass(frozen=True, slots=True)
class FileIdentified:
    """The file has been looked at; without a mark no asset of the organization has its size."""

    path: bytes
    mark: FileDigest | None


@dataclass(frozen=True, slots=True)
class Exported:
    """A file was written."""

    path: Path
    count: int
