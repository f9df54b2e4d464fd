"""What was dropped, pasted, chosen or given as arguments → paths of files.

Three steps, each for its own thread: `preview` while a drag hovers (the window's thread: names only, no file
access), `from_urls` at the drop (likewise), `walk` in a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from layers_desktop.media import refusals
from layers_desktop.media.embedded import is_embedded_picture
from layers_desktop.media.folders import walk
from layers_desktop.media.foreign import foreign_extension
from layers_desktop.media.inspect import Refusal, probable_kind
from layers_desktop.media.kinds import Kind, extension_of
from layers_desktop.media.links import is_local, local_path, name_of
from layers_desktop.media.web_links import WebLink, web_link

__all__ = ["DropPreview", "LocalPath", "Named", "from_urls", "preview", "walk"]

LocalPath: TypeAlias = bytes
"""A path as the bytes that the file system has, so that a name in any encoding survives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What URLs name, each list in their order."""

    paths: tuple[LocalPath, ...] = ()
    links: tuple[WebLink, ...] = ()
    """To be fetched if a person says so."""
    embedded: tuple[bytes, ...] = ()
    """Addresses that hold a picture; see `embedded`."""
    refused: tuple[Refusal, ...] = ()


def from_urls(urls: Sequence[bytes]) -> Named:
    """Return the files and links that encoded URLs name, and a refusal for each that names neither.

    No file access, no network.
    """
    paths: list[LocalPath] = []
    links: list[WebLink] = []
    embedded: list[bytes] = []
    refused: list[Refusal] = []
    for url in urls:
        if is_embedded_picture(url):
            embedded.append(url)
            continue
        found = web_link(url) or local_path(url)
        match found:
            case WebLink():
                links.append(found)
            case Refusal():
                refused.append(found)
            case _:
                paths.append(found)
    return Named(paths=tuple(paths), links=tuple(links), embedded=tuple(embedded), refused=tuple(refused))


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPreview:
    """What a drag holds, judged by names alone, for the words over the window."""

    images: int = 0
    videos: int = 0
    audio: int = 0
    unknown: int = 0
    """Folders, and names whose extension says nothing."""
    links: int = 0
    """Links that may be fetched, if the person says so after the drop."""
    picture_links: int = 0
    """Those among them whose name is that of an image."""
    refused: int = 0
    """What surely cannot be sent."""
    reasons: tuple[str, ...] = ()
    """What the refused ones are, each once, in order: ("PDF", "link")."""

    @property
    def total(self) -> int:
        """How many things are dragged."""
        return self.sendable + self.refused

    @property
    def may_be_images(self) -> bool:
        """Whether a person may want to say what images are sent as."""
        return self.images + self.picture_links > 0

    @property
    def sendable(self) -> int:
        """How many of them may be sent."""
        return self.images + self.videos + self.audio + self.unknown + self.links


def preview(urls: Sequence[bytes]) -> DropPreview:
    """Count what a drag holds by probable kind. Names only, no file access: for the window's thread."""
    counts = dict.fromkeys((Kind.IMAGE, Kind.VIDEO, Kind.AUDIO), 0)
    unknown = refused = links = picture_links = 0
    reasons: dict[str, None] = {}
    for url in urls:
        if is_embedded_picture(url):
            counts[Kind.IMAGE] += 1
            continue
        link = None if is_local(url) else web_link(url)
        if isinstance(link, WebLink):
            links += 1
            picture_links += link.kind is Kind.IMAGE
            continue
        name = name_of(url) if is_local(url) else ""
        kind = probable_kind(name)
        reason = _surely_refused(name) if is_local(url) else "link"
        if kind is not None:
            counts[kind] += 1
        elif reason is not None:
            refused += 1
            reasons[reason] = None
        else:
            unknown += 1
    return DropPreview(
        images=counts[Kind.IMAGE],
        videos=counts[Kind.VIDEO],
        audio=counts[Kind.AUDIO],
        unknown=unknown,
        links=links,
        picture_links=picture_links,
        refused=refused,
        reasons=tuple(reasons),
    )


def _surely_refused(name: str) -> str | None:
    words = foreign_extension(extension_of(name))
    return None if words is None else refusals.bare(words)
