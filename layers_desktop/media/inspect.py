"""Placeholder of the media room's contract; see media's own work."""

from __future__ import annotations

from dataclasses import dataclass

from layers_desktop.errors import Problem
from layers_desktop.media.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A file that can be sent."""

    path: bytes
    name: str
    kind: Kind
    mime_type: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that cannot be sent, with the reason."""

    path: bytes
    name: str
    size: int | None
    problem: Problem
