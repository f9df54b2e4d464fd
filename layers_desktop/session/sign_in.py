"""What a session deals with: a key and where it came from, who was signed in with one, sandboxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from layers_desktop.api.account import Account
from layers_desktop.core.secrets import ApiKey
from layers_desktop.session.state import KeyPlace, KnownAccount
from layers_desktop.settings.account_keys import StoredOrganization


class RunningSandbox(Protocol):
    """The part of a sandbox that a session needs; `services` injects the real one."""

    base_url: str

    @property
    def key(self) -> str:
        """The key that opens it."""

    def stop(self) -> None:
        """End it; blocking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempt:
    """A key on its way to becoming an account."""

    base_url: str
    key: ApiKey
    place: KeyPlace
    """Where it is kept: a key that a person typed is for the session, until the keyring has it."""
    keyring: str = ""
    """KEYRING: its name. SESSION: why the keyring does not have it, in words that end a sentence."""
    typed: bool = False
    """By a person, just now: the keyring gets it once Layers knows it, and nothing is tried twice."""
    named: bool = True
    """False for a key of the keyring that has no organization's name yet."""
    box: RunningSandbox | None = None
    """The sandbox that it is the key of, if it is one."""


class SandboxPool:
    """Starts sandboxes and knows those that run, so that none outlives the program."""

    def __init__(self, start: Callable[[], RunningSandbox]) -> None:
        self._start = start
        self._running: list[RunningSandbox] = []

    def open(self) -> RunningSandbox:
        """Start a sandbox. Blocking."""
        box = self._start()
        self._running.append(box)
        return box

    def end(self, box: RunningSandbox) -> None:
        """End a sandbox. Blocking."""
        box.stop()
        self._running.remove(box)

    def close(self) -> None:
        """End all of them, in the caller's thread: at quit there is no window any more that would wait."""
        for box in self._running:
            box.stop()
        self._running.clear()


class KnownAccounts:
    """Who was signed in in this run, with the key, and whose keys are kept, without them. No sandbox."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._attempts: dict[str, SignInAttempt] = {}

    def enter(self, attempt: SignInAttempt, account: Account) -> None:
        """Note who has signed in."""
        self._names[account.organization_id] = account.organization_name
        self._attempts[account.organization_id] = replace(attempt, typed=False, named=True)

    def keep(self, kept: Iterable[StoredOrganization]) -> None:
        """Note whose keys the keyring has."""
        for one in kept:
            self._names.setdefault(one.organization_id, one.organization_name)

    def leave(self, organization_id: str) -> None:
        """Forget an organization."""
        self._names.pop(organization_id, None)
        self._attempts.pop(organization_id, None)

    def attempt(self, organization_id: str) -> SignInAttempt | None:
        """Return how to sign in there again, None when the keyring has to be asked."""
        return self._attempts.get(organization_id)

    def others(self, organization_id: str) -> list[str]:
        """Return the other organizations."""
        return [one for one in self._names if one != organization_id]

    def listed(self) -> tuple[KnownAccount, ...]:
        """Return all of them by name."""
        known = (
            KnownAccount(organization_id=id_, organization_name=name) for id_, name in self._names.items()
        )
        return tuple(sorted(known, key=lambda one: (one.organization_name.casefold(), one.organization_id)))
