"""What the prompt is asked to show, and what it answers. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from PySide6.QtGui import QImage

from layers_desktop.media.folder_scan import ScanResult
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.urls import WebLink


class Origin(Enum):
    """Where a picture comes from."""

    PASTED = auto()
    """A bitmap on the clipboard of which nothing else is known: a screenshot."""
    DROPPED = auto()
    """The same, dragged."""
    WEB = auto()
    """Out of a page: its address came along."""
    EARLIER = auto()
    """Kept by an earlier run and not answered then."""
    CELLS = auto()
    """Cells of a spreadsheet, which bring a picture of themselves along."""
    TEXT = auto()
    """Formatted text, likewise."""
    DOCUMENT = auto()
    """Part of a document or a drawing, likewise."""

    @property
    def is_byproduct(self) -> bool:
        """Whether the picture only came along: it is uploaded when a person says so, never by default."""
        return self in _BYPRODUCTS


_BYPRODUCTS = frozenset({Origin.CELLS, Origin.TEXT, Origin.DOCUMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesSubject:
    """Folders, or very many files."""

    name: str = ""
    """Of the first folder; empty when there is none. `found` has its own."""
    others: int = 0
    """How many folders and files were given besides it."""
    counted: int = 0
    """Files seen so far, while they are counted."""
    found: ScanResult | None = None
    """None while the files are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSubject:
    """One picture, which is a file by now."""

    path: bytes = b""
    stem: str
    """The name that is offered, without extension."""
    extension: str
    """Without the dot; it stays whatever the name becomes."""
    origin: Origin = Origin.PASTED
    host: str = ""
    """Of WEB: the site that the picture is from."""
    original: bool = False
    """True when these are the bytes that the site has, False for a bitmap that was made of them."""
    link: WebLink | None = None
    """Of a copy: where the original can be fetched; who agrees then agrees to that."""
    size: int | None = None
    """Bytes of the file."""
    width: int = 0
    """Pixels of the picture, not of its preview; 0 where that is not known."""
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksSubject:
    """Addresses that lead to media; nothing of them was fetched yet."""

    links: tuple[WebLink, ...]
    """At least one."""


Subject: TypeAlias = FilesSubject | PictureSubject | LinksSubject


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchProgress:
    """How far a fetch is that a person agreed to."""

    name: str
    """Of the file that is being fetched."""
    host: str
    received: int = 0
    """Bytes."""
    left: int = 0
    """How many links come after it."""


class PromptState(Enum):
    """What the prompt waits for."""

    LOOKING = auto()
    """The files are being counted."""
    READY = auto()
    """A person's answer."""
    FETCHING = auto()
    """What a person agreed to fetch."""
    NOTHING = auto()
    """Nothing: it says why nothing can be sent, and is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptRequest:
    """One question. `IntakePrompt` gets changed ones of the same `id` while it is shown."""

    id: int
    """The caller's own; no two that are asked at a time have the same."""
    subject: Subject
    project: str = ""
    """Name of the project that it goes to; empty while none is picked."""
    image_kind: MediaKind | None = None
    """What images are sent as unless a person chooses: of the side target, else of the project; None while
    that is not known."""
    previews: tuple[QImage, ...] = ()
    """Of a picture its own, of files up to four, in their own shapes; they may come later."""
    writes_per_minute: int = 0
    """The key's rate; 0 where it is not known. Nothing is said of the time then."""
    fetching: FetchProgress | None = None
    """Set while links, or a picture's original, are being fetched: there is nothing to answer meanwhile."""

    @property
    def state(self) -> PromptState:
        """What the prompt waits for."""
        if self.fetching is not None:
            return PromptState.FETCHING
        if not isinstance(self.subject, FilesSubject):
            return PromptState.READY
        found = self.subject.found
        if found is None:
            return PromptState.LOOKING
        return PromptState.READY if found.files and not found.too_many else PromptState.NOTHING

    @property
    def is_byproduct(self) -> bool:
        """Whether it is a picture that only came along with something else."""
        return isinstance(self.subject, PictureSubject) and self.subject.origin.is_byproduct

    @property
    def may_be_images(self) -> bool:
        """Whether images are, or may be, among it: then a person may say what they are sent as."""
        match self.subject:
            case FilesSubject(found=found):
                return found is not None and found.images + found.unknown > 0
            case LinksSubject(links=links):
                return any(link.kind in (MediaKind.IMAGE, None) for link in links)
            case PictureSubject():
                return True


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptAnswer:
    """What a person agreed to."""

    image_kind: MediaKind | None = None
    """None where nothing was chosen and no default known, or no image is among it."""
    stem: str = ""
    """Of one picture: its name without extension, as typed (see `media.names.file_stem`); else empty."""
    copy: bool = False
    """Of a picture whose original can be fetched: send the copy all the same."""
