"""What a second start hands over. Light: every start imports it."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Files, a project, and the permission to come to the front."""

    paths: tuple[bytes, ...] = ()
    """Absolute, as the bytes the file system gave."""
    project_id: str | None = None
    activation: str = ""
    """The second start's `activation_token`: Wayland's desktops let its bearer come to the front."""


def activation_token() -> str:
    """Return what the desktop gave to who was started by a click; desktops before it had an id for that."""
    return os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID", "")
