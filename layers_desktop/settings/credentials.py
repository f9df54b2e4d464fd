"""The API key: in the system's keyring, or for this run only. Never anywhere else.

`keyrings` tells what can be trusted to the system; what cannot stays in memory, with the reason in words.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.secrets import VARIABLE, ApiKey
from layers_desktop.settings.kept_accounts import KeptAccounts
from layers_desktop.settings.keyrings import Keyring, KeyringBackend, UnfitKeyring


@dataclass(frozen=True, slots=True)
class Saved:
    """Whether the key is in the keyring; if not, the problem says why it lasts for this session only."""

    kept: bool
    problem: Problem | None = None
    words: str = ""
    """The keyring's name for a person; when the key is not kept, why, in words that end a sentence."""


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key that was kept."""

    key: ApiKey
    keyring: str
    """The name of the keyring for a person; empty for a key that is kept for this session only."""


class CredentialError(UserError):
    """The keyring did not let a key be read or removed. `problem.code` starts with `keyring.`."""


class CredentialStore:
    """Keeps one key for each account; `endpoint.account_name(base_url)` names the account.

    Blocking, and for ever where a locked keyring waits for its password: call it from a worker thread and
    show a time-out. Safe from any thread.
    """

    def __init__(
        self,
        service: str = "Layers Desktop",
        *,
        backend: KeyringBackend | None = None,
        kept: KeptAccounts | None = None,
    ) -> None:
        """Use `backend`, or else the keyring of this computer, looked for at the first call.

        With `kept` the keyring is not asked for keys that were never put into it.
        """
        self._keyring = Keyring(service, backend)
        self._kept = kept
        self._this_session: dict[str, ApiKey] = {}
        self._lock = threading.Lock()

    def load(self, account: str) -> ApiKey | None:
        """Return the account's key, or None when none is kept or this computer has no fit keyring.

        Raises CredentialError when there is a keyring but it did not answer (locked, for example).
        """
        with self._lock:
            if account in self._this_session:
                return self._this_session[account]
        if self._kept is not None and not self._kept.may_have(account):
            return None
        try:
            return self._keyring.read(account)
        except UnfitKeyring as unfit:
            if unfit.code == "keyring.absent":
                return None
            raise CredentialError(_not_done("The saved key could not be read", unfit)) from None

    def found(self, account: str) -> FoundKey | None:
        """Return the account's key and the name of its keyring; otherwise as `load`."""
        key = self.load(account)
        if key is None:
            return None
        with self._lock:
            session_only = account in self._this_session
        return FoundKey(key, "" if session_only else self._keyring.title)

    def save(self, account: str, key: ApiKey) -> Saved:
        """Put the key into the keyring and read it back; when that fails, keep it until the program ends.

        Never raises for what the keyring does. An empty key is a ValueError.
        """
        if not key:
            raise ValueError("an empty key is not a key")
        with self._lock:
            self._this_session[account] = key
        try:
            self._keyring.write(account, key)
        except UnfitKeyring as unfit:
            return Saved(kept=False, problem=_session_only(unfit), words=unfit.reason)
        with self._lock:
            self._this_session.pop(account, None)
        if self._kept is not None:
            self._kept.add(account)
        return Saved(kept=True, words=self._keyring.title)

    def delete(self, account: str) -> None:
        """Forget the account's key, here and in the keyring. That none is kept is fine.

        Raises CredentialError when the key may still be in the keyring.
        """
        with self._lock:
            self._this_session.pop(account, None)
        if self._kept is not None and not self._kept.may_have(account):
            return
        try:
            self._keyring.remove(account)
        except UnfitKeyring as unfit:
            if unfit.code != "keyring.absent":
                raise CredentialError(
                    _not_done("The key could not be removed from the keyring", unfit)
                ) from None
        if self._kept is not None:
            self._kept.remove(account)


def _session_only(unfit: UnfitKeyring) -> Problem:
    return Problem(
        code=unfit.code,
        title=f"The key will be kept for this session only, because {unfit.reason}",
        action=f"You will be asked for it at the next start; or set {VARIABLE}.",
    )


def _not_done(title: str, unfit: UnfitKeyring) -> Problem:
    return Problem(
        code=unfit.code,
        title=title,
        explanation=f"It is because {unfit.reason}.",
        action="Unlock the keyring in your system's password program, then try again.",
    )
