"""The organizations that one can switch to: with a key in the keyring, or with one known for this run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from layers_desktop.api.account import Account
from layers_desktop.session.candidate import Candidate
from layers_desktop.session.state import KnownAccount
from layers_desktop.settings.stored_accounts import KeptOrganization


class Roster:
    """Who was signed in in this run, with the key, and whose keys are kept, without them. No sandbox."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._candidates: dict[str, Candidate] = {}

    def enter(self, candidate: Candidate, account: Account) -> None:
        """Note who has signed in."""
        self._names[account.organization_id] = account.organization_name
        self._candidates[account.organization_id] = replace(candidate, store=False)

    def __contains__(self, organization_id: str) -> bool:
        return organization_id in self._names

    def keep(self, kept: Iterable[KeptOrganization]) -> None:
        """Note whose keys the keyring has."""
        for one in kept:
            self._names.setdefault(one.organization_id, one.organization_name)

    def leave(self, organization_id: str) -> None:
        """Forget an organization."""
        self._names.pop(organization_id, None)
        self._candidates.pop(organization_id, None)

    def candidate(self, organization_id: str) -> Candidate | None:
        """Return how to sign in there again, None when the keyring has to be asked."""
        return self._candidates.get(organization_id)

    def others(self, organization_id: str) -> list[str]:
        """Return the other organizations."""
        return [one for one in self._names if one != organization_id]

    def listed(self) -> tuple[KnownAccount, ...]:
        """Return all of them by name."""
        known = (
            KnownAccount(organization_id=id_, organization_name=name) for id_, name in self._names.items()
        )
        return tuple(sorted(known, key=lambda one: (one.organization_name.casefold(), one.organization_id)))
