"""The API key: in the system's keyring, or for this run only. Never anywhere else.

A keyring is trusted only as far as it can be seen to work: what is saved is read back, what is deleted is
looked for again. Backends that keep nothing, or keep keys in plain files, are not used. The text of a
backend's own errors is never logged or shown, because nobody knows what it quotes.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError

from layers_desktop.core.errors import Problem, Term, UserError
from layers_desktop.core.secrets import VARIABLE, ApiKey
from layers_desktop.core.translation import N_
from layers_desktop.settings.stored_accounts import StoredAccounts

__all__ = ["Keyring", "KeyringBackend", "KeyringSeen", "UnfitKeyring", "keyring_seen"]

log = logging.getLogger(__name__)

_UNFIT = {
    "keyring.backends.fail": N_("this computer has no keyring"),
    "keyring.backends.null": N_("the keyring of this computer is switched off"),
    "keyrings.alt": N_("the only keyring found here keeps keys in plain files"),
}
"""Packages of backends that are not used, and why, in words that end a sentence."""

_CALLED = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
}
"""Modules of keyring's backends, and what people call them."""


class UnfitKeyring(Exception):
    """No keyring, or one that cannot be used now; `reason` ends a sentence after "because"."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        """`keyring.absent`, `keyring.locked`, `keyring.lossy` or `keyring.failed`"""
        self.reason = reason


class Keyring:
    """One secret for each name. Blocking, for ever where it is locked; safe from any thread.

    Every call raises UnfitKeyring, and nothing else, when the keyring does not do what it is asked for.
    """

    def __init__(self, service: str, backend: KeyringBackend | None = None) -> None:
        """Use `backend`, or else the keyring of this computer, looked for at each call."""
        self._service = service
        self._backend = backend

    @property
    def title(self) -> str:
        """What the keyring in use is called by people."""
        module = keyring_seen(self._backend).name.rpartition(".")[0]
        return _CALLED.get(module, module.rpartition(".")[2])

    def read(self, name: str) -> ApiKey | None:
        """Return what is kept under that name."""
        with _translated():
            return self._read(name)

    def write(self, name: str, key: ApiKey) -> None:
        """Keep the key, and see that it is given back."""
        with _translated():
            backend = self._fit_backend()
            backend.set_password(self._service, name, key.reveal())
            if self._read(name) != key:
                # A cut or mangled key must not be found at the next start.
                with contextlib.suppress(Exception):
                    backend.delete_password(self._service, name)
                raise UnfitKeyring("keyring.lossy", N_("the keyring did not give it back"))

    def remove(self, name: str) -> None:
        """Keep nothing under that name any more, and see that it is gone."""
        with _translated():
            backend = self._fit_backend()
            # Backends say "not found" and "not allowed" by the same error: what counts is what is there then.
            with contextlib.suppress(PasswordDeleteError):
                backend.delete_password(self._service, name)
            if self._read(name) is not None:
                raise UnfitKeyring("keyring.lossy", N_("the keyring still holds it"))

    def _read(self, name: str) -> ApiKey | None:
        stored = self._fit_backend().get_password(self._service, name)
        return ApiKey(stored or "") or None

    def _fit_backend(self) -> KeyringBackend:
        """Return a backend that keeps keys, and keeps them secret. Raises UnfitKeyring with the reason."""
        reasons = [_UNFIT["keyring.backends.fail"]]
        for candidate in _candidates(self._backend or keyring.get_keyring()):
            reason = _why_unfit(candidate)
            if reason is None:
                return candidate
            reasons.append(reason)
        raise UnfitKeyring("keyring.absent", reasons[-1])


@dataclass(frozen=True, slots=True)
class KeyringSeen:
    """The keyring of this computer: its name, and why it is not used, None when it is."""

    name: str
    unfit_because: str | None


def keyring_seen(found: KeyringBackend | None = None) -> KeyringSeen:
    """Return the keyring that keys are kept in, or else the last one that is not fit. No key is asked for."""
    try:
        candidates = _candidates(found or keyring.get_keyring())
    except Exception as error:  # noqa: BLE001  # backends are plugins, looked for and configured anywhere
        return KeyringSeen("none", f"looking for one failed ({type(error).__name__})")
    seen = KeyringSeen("none", _UNFIT["keyring.backends.fail"])
    for candidate in candidates:
        kind = type(candidate)
        seen = KeyringSeen(f"{kind.__module__}.{kind.__qualname__}", _why_unfit(candidate))
        if seen.unfit_because is None:
            break
    return seen


def _candidates(found: KeyringBackend) -> list[KeyringBackend]:
    """Return what may be used: of a chain its members, as the chain itself would fall back on plain files."""
    return list(found.backends) if isinstance(found, ChainerBackend) else [found]


def _why_unfit(backend: KeyringBackend) -> str | None:
    modules = [base.__module__ for base in type(backend).__mro__]
    for package, reason in _UNFIT.items():
        if any(module == package or module.startswith(f"{package}.") for module in modules):
            return reason
    return None


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn whatever a keyring raises into UnfitKeyring, keeping none of its text."""
    try:
        yield
    except UnfitKeyring:
        raise
    except NoKeyringError:
        raise UnfitKeyring("keyring.absent", _UNFIT["keyring.backends.fail"]) from None
    except KeyringLocked:
        raise UnfitKeyring("keyring.locked", N_("the keyring is locked")) from None
    except Exception as error:  # noqa: BLE001  # backends are plugins over D-Bus and system calls: they raise anything
        log.warning("the keyring failed with %s", type(error).__name__)
        raise UnfitKeyring("keyring.failed", N_("the keyring does not work")) from None


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
        kept: StoredAccounts | None = None,
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
            raise CredentialError(_not_done("unread", unfit)) from None

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
                raise CredentialError(_not_done("not_removed", unfit)) from None
        if self._kept is not None:
            self._kept.remove(account)


def _session_only(unfit: UnfitKeyring) -> Problem:
    return Problem.of(unfit.code, reason=Term(unfit.reason), variable=VARIABLE)


def _not_done(what: str, unfit: UnfitKeyring) -> Problem:
    return Problem.of(f"{unfit.code}/{what}", reason=Term(unfit.reason))
