"""Whose key is it? An account, a reason why not, or no answer yet and when to ask again. Blocking."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Protocol

from layers_desktop.api.account import SANDBOX, Account
from layers_desktop.api.backoff import Backoff
from layers_desktop.api.client import LayersClient
from layers_desktop.api.models import WhoAmI
from layers_desktop.api.network import Network
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.secrets import ApiKey
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.settings.account_keys import NamedKey


class RunningSandbox(Protocol):
    """The part of a sandbox that a session needs; `app` injects the real one."""

    base_url: str

    @property
    def key(self) -> str:
        """The key that opens it."""

    def stop(self) -> None:
        """End it; blocking."""


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """A key on its way to becoming an account."""

    base_url: str
    key: ApiKey
    store: bool
    """True for a key that a person typed: it goes to the keyring once Layers knows it."""
    kept: NamedKey | None = None
    """What the keyring gave, if it came from there."""
    box: RunningSandbox | None = None
    """The sandbox that it is the key of, if it is one."""
    place: KeyPlace = KeyPlace.SESSION
    keyring: str = ""
    """The name of the keyring that it came from."""


def ask_whoami(
    candidate: SignInAttempt, network: Network | None, backoff: Backoff
) -> WhoAmI | ApiUnavailable:
    """Ask Layers whose key this is; on a background thread.

    There is no number of tries after which it is given up: files wait for the answer.
    """
    try:
        with LayersClient(candidate.base_url, candidate.key, network) as client:
            return client.whoami()
    except UserError as error:
        return unanswered(error, backoff, failures=1)


def account_of(candidate: SignInAttempt, answer: WhoAmI) -> Account:
    """Return the account that Layers says the key opens."""
    organization = answer.organization_id
    if candidate.box is not None:
        # Every sandbox forgets at its end what it knew: no later one must take up this one's transfers.
        organization = f"{SANDBOX}{uuid.uuid4()}"
    return Account(
        base_url=candidate.base_url,
        key=candidate.key,
        organization_id=organization,
        organization_name=answer.organization_name or organization,
        rate_limit_tier=answer.rate_limit_tier or "standard",
    )


def state_of(candidate: SignInAttempt, account: Account) -> SessionState:
    """Return what the window shows once the candidate has become that account."""
    return SessionState(
        phase=Phase.SIGNED_IN,
        sandbox=candidate.box is not None,
        organization_id=account.organization_id,
        organization_name=account.organization_name,
        tier=account.rate_limit_tier,
        key_place=candidate.place,
        key_words=candidate.keyring,
    )


@dataclass(frozen=True, slots=True)
class ApiUnavailable:
    """Why there is no answer, and whether there may be one later."""

    problem: Problem
    again_in: float | None = None
    """Seconds until the next try; None when that would not help or was tried enough."""
    named: bool = False
    """Layers named that time: it is not to be asked before."""


def unanswered(error: UserError, backoff: Backoff, failures: int) -> ApiUnavailable:
    """Return what follows after so many failures in a row, this one among them."""
    again_in = backoff.again_in(failures, error)
    named = again_in is not None and again_in == getattr(error, "retry_after", None)
    return ApiUnavailable(error.problem, again_in, named)
