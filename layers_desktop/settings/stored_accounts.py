"""Which accounts have a key in the keyring, and whose they are; a keyring without one is left alone.

Asking a Secret Service for a key makes it offer to create its first keyring, with a password dialog. A person
who starts the program for the first time has no key to look for and must not meet that dialog.
"""

from __future__ import annotations

import logging
import threading
from typing import Annotated, ClassVar

import msgspec
from msgspec.structs import replace

from layers_desktop.core.translation import N_
from layers_desktop.settings.fields import prepared, remembered
from layers_desktop.settings.json_file import SettingsError, VersionedJsonFile
from layers_desktop.settings.paths import Places

log = logging.getLogger(__name__)


class StoredOrganization(msgspec.Struct, frozen=True, kw_only=True):
    """An organization whose key is kept."""

    name: str
    """Of the key in the keyring."""
    organization_id: str
    organization_name: str


@prepared
class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    version: ClassVar[int] = 1

    accounts: Annotated[
        tuple[str, ...], remembered("Accounts", "Accounts whose key was put into the keyring.")
    ] = ()
    organizations: Annotated[
        tuple[StoredOrganization, ...],
        remembered("Organizations", "Whose keys they are, the one used last first."),
    ] = ()


class StoredAccounts:
    """A list of account names, never of keys. Blocking; safe from any thread; raises nothing."""

    def __init__(self, places: Places) -> None:
        self._lock = threading.Lock()
        self._damaged = False
        """The file could not be read in this run: nobody knows what the keyring has."""
        path = places.config / "keyring-accounts.json"
        self._document = VersionedJsonFile(path, _Kept, version=_Kept.version, owner=N_("The accounts"))

    def may_have(self, account: str) -> bool:
        """Tell whether the keyring is worth asking; yes when it is not known."""
        noted = account in self._read().accounts
        return noted or self._damaged

    def organizations(self, address: str) -> tuple[StoredOrganization, ...]:
        """Return whose keys are kept for this address (`endpoint.account_name`), the one used last first."""
        kept = self._read().organizations
        return tuple(one for one in kept if one.name.startswith(f"{address}#"))

    def use(self, organization: StoredOrganization) -> None:
        """Note that this organization's key was used last, and what it is called now."""
        with self._lock:
            kept = self._read()
            others = (one for one in kept.organizations if one.name != organization.name)
            after = replace(kept, organizations=(organization, *others))
            if after != kept:
                self._write(after)

    def add(self, account: str) -> None:
        """Note that the keyring has this account's key."""
        with self._lock:
            kept = self._read()
            others = [known for known in kept.accounts if known != account]
            self._write(replace(kept, accounts=(*others, account)))

    def remove(self, account: str) -> None:
        """Note that it has not."""
        with self._lock:
            kept = self._read()
            accounts = tuple(known for known in kept.accounts if known != account)
            organizations = tuple(one for one in kept.organizations if one.name != account)
            if (accounts, organizations) != (kept.accounts, kept.organizations):
                self._write(replace(kept, accounts=accounts, organizations=organizations))

    def _read(self) -> _Kept:
        loaded = self._document.read()
        self._damaged = self._damaged or loaded.problem is not None
        return loaded.value

    def _write(self, kept: _Kept) -> None:
        try:
            self._document.write(kept)
        except SettingsError as error:
            # The key is safe in the keyring: at worst it is asked for again at the next start.
            log.warning("the accounts with a kept key were not noted: %s", error.problem.code)
