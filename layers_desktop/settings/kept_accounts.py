"""Which accounts have a key in the keyring, so that a keyring without one is left alone.

Asking a Secret Service for a key makes it offer to create its first keyring, with a password dialog. A person
who starts the program for the first time has no key to look for and must not meet that dialog.
"""

from __future__ import annotations

import logging
from typing import Annotated, ClassVar

import msgspec

from layers_desktop.settings.document import Document, SettingsError
from layers_desktop.settings.fields import remembered
from layers_desktop.settings.paths import Places

log = logging.getLogger(__name__)


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    version: ClassVar[int] = 1

    accounts: Annotated[
        tuple[str, ...], remembered("Accounts", "Accounts whose key was put into the keyring.")
    ] = ()


class KeptAccounts:
    """A list of account names, never of keys. Blocking; safe from any thread; raises nothing."""

    def __init__(self, places: Places) -> None:
        path = places.config / "keyring-accounts.json"
        self._document = Document(path, _Kept, version=_Kept.version, owner="The accounts")

    def may_have(self, account: str) -> bool:
        """Tell whether the keyring is worth asking; yes when it is not known."""
        loaded = self._document.read()
        return loaded.problem is not None or account in loaded.value.accounts

    def add(self, account: str) -> None:
        """Note that the keyring has this account's key."""
        others = [known for known in self._document.read().value.accounts if known != account]
        self._write((*others, account))

    def remove(self, account: str) -> None:
        """Note that it has not."""
        accounts = self._document.read().value.accounts
        if account in accounts:
            self._write(tuple(known for known in accounts if known != account))

    def _write(self, accounts: tuple[str, ...]) -> None:
        try:
            self._document.write(_Kept(accounts=accounts))
        except SettingsError as error:
            # The key is safe in the keyring: at worst it is asked for again at the next start.
            log.warning("the accounts with a kept key were not noted: %s", error.problem.code)
