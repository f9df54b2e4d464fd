"""What the window shows of the session, with the problems of signing in. Light: the window starts with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from layers_desktop.core.errors import Problem, Term
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.core.translation import N_


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


NO_KEY = Problem.of("key.missing")
KEY_GONE = Problem.of("key.gone")
SILENT_KEYRING = Problem.of("keyring.silent")
SILENCE = N_("this computer's keyring does not answer")
KEEPS_SILENT = Problem.of("keyring.silent/not_kept", reason=Term(SILENCE))


def tried_again(problem: Problem, seconds: float) -> Problem:
    """Return the problem while signing in is tried again by itself; what waits is in the journal."""
    return problem.expecting(Outlook.SIGN_IN_AGAIN, wait=_wait(seconds))


def listed_again(problem: Problem, seconds: float) -> Problem:
    """Return the problem while the list of projects is asked for again by itself."""
    return problem.expecting(Outlook.LISTED_AGAIN, wait=_wait(seconds))


def _wait(seconds: float) -> str:
    """Return a wait, rounded up, in seconds only where there are but seconds: a sentence is no clock."""
    if (whole := max(math.ceil(seconds), 1)) < 60:
        return f"{whole} s"
    hours, minutes = divmod(math.ceil(whole / 60), 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes))
