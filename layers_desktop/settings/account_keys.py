"""The keys of the organizations at one Layers: each in the keyring under a name of its own.

Earlier editions kept one key for an address, whosever it was. Such a key is still found, and gets its
organization's name as soon as Layers has said whose it is.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from layers_desktop.core.secrets import ApiKey
from layers_desktop.settings.endpoint import account_name, key_name
from layers_desktop.settings.keyring import CredentialError, CredentialStore, Saved
from layers_desktop.settings.stored_accounts import StoredAccounts, StoredOrganization

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A key, and the name under which the keyring has it."""

    name: str
    key: ApiKey
    keyring: str
    """The name of the keyring that it is in, empty for one that is kept for this run only."""


class AccountKeys:
    """Blocking, for ever where a locked keyring waits for its password; safe from any thread."""

    def __init__(
        self, base_url: str, credentials: CredentialStore, kept: StoredAccounts | None = None
    ) -> None:
        """Without `kept` nothing is remembered of whose keys there are."""
        self._base_url = base_url
        self._credentials = credentials
        self._kept = kept

    def organizations(self) -> tuple[StoredOrganization, ...]:
        """Return whose keys are kept, the one used last first."""
        return self._kept.organizations(account_name(self._base_url)) if self._kept else ()

    def load(self, organization_id: str | None = None) -> NamedKey | None:
        """Return that organization's key, by default that of the one used last; None when none is kept.

        Raises CredentialError when the keyring did not answer.
        """
        for name in self._names(organization_id):
            found = self._credentials.found(name)
            if found is not None:
                return NamedKey(name, found.key, found.keyring)
        return None

    def save(self, organization_id: str, organization_name: str, key: ApiKey) -> Saved:
        """Keep the key as this organization's, in place of one without a name."""
        kept = self._kept_as(organization_id, organization_name)
        saved = self._credentials.save(kept.name, key)
        if saved.kept:
            if self._kept is not None:
                self._kept.use(kept)
            try:
                self._credentials.delete(account_name(self._base_url))
            except CredentialError as error:
                # Where there are keys with names it is not asked for any more.
                log.warning("a key without a name stays in the keyring: %s", error.problem.code)
        return saved

    def use(self, organization_id: str, organization_name: str) -> None:
        """Note that this organization was used last, if its key is kept."""
        kept = self._kept_as(organization_id, organization_name)
        if self._kept is not None and self._kept.may_have(kept.name):
            self._kept.use(kept)

    def delete(self, organization_id: str) -> None:
        """Forget the organization's key, and one without a name.

        Raises CredentialError when it may still be kept.
        """
        self._credentials.delete(account_name(self._base_url))
        self._credentials.delete(key_name(self._base_url, organization_id))

    def has_a_name(self, found: NamedKey) -> bool:
        """Tell whether the key was kept under its organization's name."""
        return found.name != account_name(self._base_url)

    def _kept_as(self, organization_id: str, organization_name: str) -> StoredOrganization:
        return StoredOrganization(
            name=key_name(self._base_url, organization_id),
            organization_id=organization_id,
            organization_name=organization_name,
        )

    def _names(self, organization_id: str | None) -> Sequence[str]:
        if organization_id is not None:
            return [key_name(self._base_url, organization_id)]
        return [*(one.name for one in self.organizations()), account_name(self._base_url)]
