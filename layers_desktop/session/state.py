"""What the window shows of the session, with the problems of signing in. Light: the window starts with it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
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
    key_place: KeyPlace = KeyPlace.NONE
    key_words: str = ""
    """KEYRING: the keyring's name. SESSION: why it lasts no longer, in words that end a sentence."""
    notice: Problem | None = None
    """Why connecting failed, or why the key is for this session only."""

    @property
    def key_kept(self) -> bool:
        """False once it is known that the key is held for this run only."""
        return self.key_place is not KeyPlace.SESSION or not self.key_words


NO_KEY = Problem(
    code="key.missing",
    title="No key was entered",
    action="Paste the API key of your organization; it starts with lp_.",
)
KEY_GONE = Problem(
    code="key.gone",
    title="The keyring has no key of that organization any more",
    action="Add the account anew with its key.",
)
SILENT_KEYRING = Problem(
    code="keyring.silent",
    title="This computer's keyring does not answer",
    explanation="It may be locked, with its password dialog behind another window.",
    action="Unlock it and start again, or paste the key for this session.",
)
SILENCE = "this computer's keyring does not answer"
KEEPS_SILENT = Problem(
    code="keyring.silent",
    title=f"The key is kept for this session only, because {SILENCE}",
    explanation="It may be locked, with its password dialog behind another window.",
    action="Unlock it; or you will be asked for the key at the next start.",
)


def tried_again(problem: Problem, seconds: float) -> Problem:
    """Return what to say while signing in is tried again by itself; what waits is in the journal."""
    again = f"It is tried again in {_wait(seconds)}."
    return replace(problem, kept="Your uploads are kept.", action=again)


def listed_again(problem: Problem, seconds: float) -> Problem:
    """Return what to say of the list of projects while it is asked for again by itself."""
    return replace(problem, kept="", action=f"The projects are asked for again in {_wait(seconds)}.")


def not_listed_again(problem: Problem) -> Problem:
    """Return what to say of the list of projects once it was asked for often enough."""
    return replace(problem, kept="", action="Open the list of projects again to ask once more.")


def not_tried_again(problem: Problem) -> Problem:
    """Return what to say where nobody is signed in: no file waits, and nothing is tried again."""
    action = "Connect again in a moment." if "by itself" in problem.action else problem.action
    return replace(problem, kept="", action=action)


def _wait(seconds: float) -> str:
    """Return a wait, rounded up, in seconds only where there are but seconds: a sentence is no clock."""
    if (whole := max(math.ceil(seconds), 1)) < 60:
        return f"{whole} s"
    hours, minutes = divmod(math.ceil(whole / 60), 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes))
