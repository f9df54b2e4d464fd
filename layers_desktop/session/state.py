"""What the window shows of the session. Values only: light, because the window starts with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from layers_desktop.core.errors import Problem


class Phase(StrEnum):
    """How far signing in has come."""

    STARTING = "starting"
    """The keyring is being asked."""
    SIGNED_OUT = "signed_out"
    CONNECTING = "connecting"
    """Layers is being asked whose key it is."""
    SIGNED_IN = "signed_in"


class KeyPlace(StrEnum):
    """Where the key of the account is kept."""

    NONE = "none"
    """Nobody is signed in."""
    KEYRING = "keyring"
    ENVIRONMENT = "environment"
    SESSION = "session"
    """For this run only."""
    SANDBOX = "sandbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAccount:
    """An organization that one can switch to: its key is in the keyring, or known for this run."""

    organization_id: str
    organization_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """What the window shows of the session."""

    phase: Phase = Phase.STARTING
    sandbox: bool = False
    organization_id: str = ""
    organization_name: str = ""
    tier: str = ""
    key_kept: bool = True
    """False when the key is held for this run only."""
    key_place: KeyPlace = KeyPlace.NONE
    key_words: str = ""
    """KEYRING: the keyring's name. SESSION: why it lasts no longer, in words that end a sentence."""
    notice: Problem | None = None
    """Why connecting failed, or why the key is for this session only."""
