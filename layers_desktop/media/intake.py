"""What was dropped, pasted, chosen or given as arguments → paths of files.

Three steps, each for its own thread: `preview` while a drag hovers (the window's thread: names only, no file
access, the first 500 addresses), `from_uri_list` and `walk` in a worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias
from urllib.parse import quote_from_bytes

from layers_desktop.media import refusals
from layers_desktop.media.embedded import is_embedded_picture
from layers_desktop.media.folders import walk
from layers_desktop.media.foreign import foreign_extension
from layers_desktop.media.inspect import Refusal, probable_kind
from layers_desktop.media.kinds import Kind, extension_of
from layers_desktop.media.links import is_local, local_path, name_of
from layers_desktop.media.web_links import WebLink, web_link

__all__ = [
    "DropPreview",
    "LocalPath",
    "Named",
    "addresses",
    "from_uri_list",
    "is_uri_list",
    "preview",
    "walk",
]

_AROUND: Final = b" \t\r\0"
_HEADINGS: Final = frozenset({b"x-special/nautilus-clipboard", b"copy", b"cut"})
_ADDRESS: Final = re.compile(rb"(?:https?://|file:/)\S+", re.IGNORECASE)
_PATH: Final = re.compile(rb"/[^/*\s][^/]*/.*")
"""Absolute, with a folder: neither a chat's `/command` nor a program's comment."""
_MOST_LINES: Final = 1_000
_MOST_PREVIEWED: Final = 500

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


def addresses(raw: bytes) -> Iterator[bytes]:
    """Yield the encoded URLs of a file list, in any form in which programs hand one over, one by one.

    `text/uri-list` (RFC 2483), `x-special/gnome-copied-files` (its first line says copy or cut), what GNOME's
    clipboard managers keep of it as plain text (a first line `x-special/nautilus-clipboard`), and paths as
    file managers put them into plain text: Thunar one a line, Nautilus with a space between them. Some end in
    a zero byte.
    """
    start, heading = 0, True
    while start < len(raw):
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        line = raw[start:end].strip(_AROUND)
        start = end + 1
        heading = heading and line in _HEADINGS
        if not line or heading or line.startswith(b"#"):
            continue
        if _PATH.fullmatch(line) is None:
            yield line
            continue
        for path in line[1:].split(b" /"):
            yield b"file:///" + quote_from_bytes(path).encode()


def is_uri_list(text: bytes) -> bool:
    """Return whether a plain text is nothing but a list that `addresses` reads, by its first 1 000 lines."""
    head = list(islice(addresses(text), _MOST_LINES))
    return bool(head) and all(_ADDRESS.fullmatch(line) is not None for line in head)


def from_uri_list(raw: bytes, most: int | None = None) -> Named:
    """Return the files and links that a list names (see `addresses`), and a refusal for each that is neither.

    `most` bounds how many are looked at. No file access, no network, but 20 to 60 µs an address: for workers.
    """
    paths: list[LocalPath] = []
    links: list[WebLink] = []
    embedded: list[bytes] = []
    refused: list[Refusal] = []
    for url in islice(addresses(raw), most):
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
    others: int = 0
    """Those after the first 500, whatever they are."""

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
        return self.images + self.videos + self.audio + self.unknown + self.links + self.others


def preview(raw: bytes) -> DropPreview:
    """Count what a list of a drag (see `addresses`) holds by probable kind, for the window's thread.

    Names only, no file access; the first 500 are looked at, the others counted.
    """
    head = _length_of_lines(raw, _MOST_PREVIEWED)
    others = raw[head:].strip(_AROUND + b"\n")
    counts = dict.fromkeys((Kind.IMAGE, Kind.VIDEO, Kind.AUDIO), 0)
    unknown = refused = links = picture_links = 0
    reasons: dict[str, None] = {}
    for url in addresses(raw[:head]):
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
        others=others.count(b"\n") + bool(others),
    )


def _length_of_lines(raw: bytes, most: int) -> int:
    """Return how many bytes the first lines have together."""
    end = 0
    for _ in range(most):
        found = raw.find(b"\n", end)
        if found < 0:
            return len(raw)
        end = found + 1
    return end


def _surely_refused(name: str) -> str | None:
    words = foreign_extension(extension_of(name))
    return None if words is None else refusals.bare(words)
