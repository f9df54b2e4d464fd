"""What the history may be asked, and what it answers: assets. Frozen values that cross threads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import Stage, Transfer

PAGE = 200
"""Assets of one answer; some screens full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset(Transfer):
    """The finished upload that made an asset; what it says of file and project is as it was then."""

    number: int
    """Its place in the history: grows in the order in which uploads were finished."""
    batch_id: int = 0
    asset_id: str
    mime_type: str
    size: int
    stage: Stage = Stage.DONE


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What tells a file from all others; without a hash only those of another size."""

    size: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word, folded, and the kinds whose name in the person's language it is a part of."""

    text: str
    kinds: tuple[MediaKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFilter:
    """Which assets of an organization are meant: all, or those of a project, with words, with bytes."""

    account_id: str
    project_id: str | None = None
    words: tuple[Word, ...] = ()
    """An asset fits that has every one of them, in its name, id, kind, project or hash, or as its kind."""
    file: FileDigest | None = None


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

    assets: tuple[Transfer, ...] | AssetFilter
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
    """An answer to `Collect`."""

    question: Collect
    assets: tuple[Asset, ...]


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
