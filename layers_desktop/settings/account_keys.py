"""The keys of the organizations at one Layers: each in the keyring by a name of its own, and noted in a file.

Which Layers that is, the environment says. Whether an address is safe to send a key to (https, or loopback)
is judged by `api`, not here.

Asking a Secret Service for a key makes it offer to create its first keyring, with a password dialog. A person
who starts the program for the first time has no key to look for and must not meet that dialog: the keyring is
asked only for keys that the file says it has.

Earlier editions kept one key for an address, whosever it was. Such a key is still found, and gets its
organization's name as soon as Layers has said whose it is.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from layers_desktop.core.errors import Problem, Term, UserError
from layers_desktop.core.secrets import VARIABLE, ApiKey
from layers_desktop.core.translation import N_
from layers_desktop.settings.fields import prepared
from layers_desktop.settings.json_file import SettingsError, VersionedJsonFile
from layers_desktop.settings.keyring import Keyring, KeyringBackend, UnfitKeyring
from layers_desktop.settings.paths import Places

log = logging.getLogger(__name__)

DEFAULT_BASE_URL = "https://api.layers.com"
BASE_URL_VARIABLE = "LAYERS_BASE_URL"

_DEFAULT_PORTS = {"https": 443, "http": 80}
_PARSED_DIFFERENTLY = frozenset("\\@?#")
"""Characters over which URL parsers disagree about where the host ends, or that no base URL has."""


def base_url() -> str:
    """Return the API's base URL without a trailing slash: `LAYERS_BASE_URL`, else Layers' own."""
    chosen = os.environ.get(BASE_URL_VARIABLE, "").strip()
    return chosen.rstrip("/") or DEFAULT_BASE_URL


def key_name(url: str, organization_id: str) -> str:
    """Return the name under which the keyring keeps the key of this organization at this base URL."""
    return f"{account_name(url)}#{organization_id}"


def account_name(url: str) -> str:
    """Return the name that stands for this base URL in the keyring.

    Alone it is the name of a key whose organization was not noted, as the first editions kept it.

    A key goes back only to where it was entered for: two addresses share a name only when they are the same
    server and path written differently (letter case of the host, default port, trailing slash). For
    `https://api.layers.com` it is `api.layers.com`. Anything that does not parse plainly is its own name,
    so that a crafted address cannot borrow the key of another.
    """
    plain = url.strip()
    try:
        parts = urlsplit(plain)
        host, port = parts.hostname, parts.port
    except ValueError:
        return plain
    odd = not plain.isascii() or not plain.isprintable() or " " in plain or _PARSED_DIFFERENTLY & set(plain)
    if odd or not host or parts.scheme not in _DEFAULT_PORTS:
        return plain
    name = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        name = f"{name}:{port}"
    name += parts.path.rstrip("/")
    return name if parts.scheme == "https" else f"http://{name}"


class StoredOrganization(msgspec.Struct, frozen=True, kw_only=True):
    """An organization whose key is kept."""

    name: str
    """Of the key in the keyring."""
    organization_id: str
    organization_name: str


@prepared
class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    version: ClassVar[int] = 1

    accounts: tuple[str, ...] = ()
    """The names of the keys that were put into the keyring."""
    organizations: tuple[StoredOrganization, ...] = ()
    """Whose keys they are, the one used last first."""


class StoredAccounts:
    """Which keys the keyring has, by their names in it. Blocking; one thread at a time; raises nothing."""

    def __init__(self, places: Places) -> None:
        self._damaged = False
        """The file could not be read in this run: nobody knows what the keyring has."""
        path = places.config / "keyring-accounts.json"
        self._document = VersionedJsonFile(path, _Kept, version=_Kept.version, owner=N_("The accounts"))

    def may_have(self, name: str) -> bool:
        """Tell whether the keyring is worth asking; yes when it is not known."""
        noted = name in self._read().accounts
        return noted or self._damaged

    def organizations(self, address: str) -> tuple[StoredOrganization, ...]:
        """Return whose keys are kept for this address (`endpoint.account_name`), the one used last first."""
        kept = self._read().organizations
        return tuple(one for one in kept if one.name.startswith(f"{address}#"))

    def put_first(self, organization: StoredOrganization) -> None:
        """Note that the keyring has this organization's key, that it was used last, and what it is called."""
        kept = self._read()
        accounts = (*(known for known in kept.accounts if known != organization.name), organization.name)
        others = (one for one in kept.organizations if one.name != organization.name)
        self._write(kept, replace(kept, accounts=accounts, organizations=(organization, *others)))

    def remove(self, name: str) -> None:
        """Note that the keyring has no key of this name."""
        kept = self._read()
        accounts = tuple(known for known in kept.accounts if known != name)
        organizations = tuple(one for one in kept.organizations if one.name != name)
        self._write(kept, replace(kept, accounts=accounts, organizations=organizations))

    def _read(self) -> _Kept:
        loaded = self._document.read()
        self._damaged = self._damaged or loaded.problem is not None
        return loaded.value

    def _write(self, before: _Kept, after: _Kept) -> None:
        if after == before:
            return
        try:
            self._document.write(after)
        except SettingsError as error:
            # The key is safe in the keyring: at worst it is asked for again at the next start.
            log.warning("the accounts with a kept key were not noted: %s", error.problem.code)


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key that the keyring had."""

    key: ApiKey
    keyring: str
    """The keyring's name for a person."""
    named: bool
    """Kept under its organization's name, and not by an earlier edition."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Whether the key is in the keyring; if not, the problem says why it lasts for this session only."""

    kept: bool
    problem: Problem | None = None
    words: str = ""
    """The keyring's name for a person; when the key is not kept, why, in words that end a sentence."""


class CredentialError(UserError):
    """The keyring did not let a key be read or removed. `problem.code` starts with `keyring.`."""


class AccountKeys:
    """Blocking, for ever where a locked keyring waits for its password; one thread at a time."""

    def __init__(self, base_url: str, places: Places, backend: KeyringBackend | None = None) -> None:
        """Use `backend`, or else the keyring of this computer, looked for at each call."""
        self._base_url = base_url
        self._unnamed = account_name(base_url)
        self._noted = StoredAccounts(places)
        self._keyring = Keyring(backend)

    def organizations(self) -> tuple[StoredOrganization, ...]:
        """Return whose keys are kept, the one used last first. The keyring itself is not asked."""
        return self._noted.organizations(self._unnamed)

    def load(self, organization_id: str | None = None) -> FoundKey | None:
        """Return that organization's key, by default that of the one used last; None when none is kept.

        Raises CredentialError when there is a keyring but it did not answer (locked, for example).
        """
        if organization_id is not None:
            names = [key_name(self._base_url, organization_id)]
        else:
            names = [*(one.name for one in self.organizations()), self._unnamed]
        for name in filter(self._noted.may_have, names):
            try:
                key = self._keyring.read(name)
            except UnfitKeyring as unfit:
                if unfit.code == "keyring.absent":
                    return None
                raise CredentialError(_not_done(f"{unfit.code}/unread", unfit)) from None
            if key is not None:
                return FoundKey(key, self._keyring.title, named=name != self._unnamed)
        return None

    def save(self, organization_id: str, organization_name: str, key: ApiKey) -> Saved:
        """Put the key into the keyring as this organization's, in place of one without a name.

        Never raises for what the keyring does.
        """
        kept = self._kept_as(organization_id, organization_name)
        try:
            self._keyring.write(kept.name, key)
        except UnfitKeyring as unfit:
            return Saved(kept=False, problem=_session_only(unfit), words=unfit.reason)
        self._noted.put_first(kept)
        try:
            self._remove(self._unnamed)
        except CredentialError as error:
            # Where there are keys with names it is not asked for any more.
            log.warning("a key without a name stays in the keyring: %s", error.problem.code)
        return Saved(kept=True, words=self._keyring.title)

    def use(self, organization_id: str, organization_name: str) -> None:
        """Note that this organization was used last, if its key is kept."""
        kept = self._kept_as(organization_id, organization_name)
        if self._noted.may_have(kept.name):
            self._noted.put_first(kept)

    def delete(self, organization_id: str) -> None:
        """Forget the organization's key, and one without a name. That none is kept is fine.

        Raises CredentialError when it may still be kept.
        """
        self._remove(self._unnamed)
        self._remove(key_name(self._base_url, organization_id))

    def _remove(self, name: str) -> None:
        if not self._noted.may_have(name):
            return
        try:
            self._keyring.remove(name)
        except UnfitKeyring as unfit:
            if unfit.code != "keyring.absent":
                raise CredentialError(_not_done(f"{unfit.code}/not_removed", unfit)) from None
        self._noted.remove(name)

    def _kept_as(self, organization_id: str, organization_name: str) -> StoredOrganization:
        return StoredOrganization(
            name=key_name(self._base_url, organization_id),
            organization_id=organization_id,
            organization_name=organization_name,
        )


def _session_only(unfit: UnfitKeyring) -> Problem:
    return Problem.of(unfit.code, reason=Term(unfit.reason), variable=VARIABLE)


def _not_done(row: str, unfit: UnfitKeyring) -> Problem:
    return Problem.of(row, reason=Term(unfit.reason))
