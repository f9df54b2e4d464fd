"""What a second start hands over. Light: every start imports it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Files, a project, and the permission to come to the front."""

    paths: tuple[bytes, ...] = ()
    """Absolute, as the bytes the file system gave."""
    project_id: str | None = None
    activation: str = ""
    """Wayland's XDG_ACTIVATION_TOKEN of the second start: the desktop lets its bearer come to the front."""
