"""What was dropped, pasted, chosen or given as arguments → paths of files.

Three steps, each for its own thread: `preview` while a drag hovers (the window's thread: names only, no file
access), `from_urls` at the drop (likewise), `walk` in a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from layers_desktop.media import refusals
from layers_desktop.media.folders import walk
from layers_desktop.media.foreign import foreign_extension
from layers_desktop.media.inspect import Refusal, probable_kind
from layers_desktop.media.kinds import Kind, extension_of
from layers_desktop.media.links import is_local, local_path, name_of

__all__ = ["DropPreview", "LocalPath", "from_urls", "preview", "walk"]

LocalPath: TypeAlias = bytes
"""A path as the bytes that the file system has, so that a name in any encoding survives."""


def from_urls(urls: Sequence[bytes]) -> tuple[list[LocalPath], list[Refusal]]:
    """Return the paths of the files that encoded URLs name, and a refusal for each that names none.

    No file access. Order is kept in both lists.
    """
    paths: list[LocalPath] = []
    refused: list[Refusal] = []
    for url in urls:
        found = local_path(url)
        if isinstance(found, Refusal):
            refused.append(found)
        else:
            paths.append(found)
    return paths, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPreview:
    """What a drag holds, judged by names alone, for the words over the window."""

    images: int = 0
    videos: int = 0
    audio: int = 0
    unknown: int = 0
    """Folders, and names whose extension says nothing."""
    refused: int = 0
    """What surely cannot be sent."""
    reasons: tuple[str, ...] = ()
    """What the refused ones are, each once, in order: ("PDF", "link")."""

    @property
    def total(self) -> int:
        """How many things are dragged."""
        return self.images + self.videos + self.audio + self.unknown + self.refused


def preview(urls: Sequence[bytes]) -> DropPreview:
    """Count what a drag holds by probable kind. Names only, no file access: for the window's thread."""
    counts = dict.fromkeys((Kind.IMAGE, Kind.VIDEO, Kind.AUDIO), 0)
    unknown = refused = 0
    reasons: dict[str, None] = {}
    for url in urls:
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
        refused=refused,
        reasons=tuple(reasons),
    )


def _surely_refused(name: str) -> str | None:
    words = foreign_extension(extension_of(name))
    return None if words is None else refusals.bare(words)
