"""The keyring of this computer, the only place where an API key outlives the program.

A keyring is trusted only as far as it can be seen to work: what is saved is read back, what is deleted is
looked for again. Backends that keep nothing, or keep keys in plain files, are not used. The text of a
backend's own errors is never logged or shown, because nobody knows what it quotes.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError

from layers_desktop.core.secrets import ApiKey
from layers_desktop.core.translation import N_

__all__ = ["Keyring", "KeyringBackend", "KeyringSeen", "UnfitKeyring", "keyring_seen"]

log = logging.getLogger(__name__)

SERVICE: Final = "Layers Desktop"
"""What the keyring files the keys under."""

_UNFIT = {
    "keyring.backends.fail": N_("this computer has no keyring"),
    "keyring.backends.null": N_("the keyring of this computer is switched off"),
    "keyrings.alt": N_("the only keyring found here keeps keys in plain files"),
}
"""Packages of backends that are not used, and why, in words that end a sentence."""

FAILS: Final = N_("the keyring does not work")
"""Why a key is not kept, where nothing else is known; words that end a sentence."""

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

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        """Use `backend`, or else the keyring of this computer, looked for at each call."""
        self._backend = backend

    @property
    def title(self) -> str:
        """What the keyring in use is called by people."""
        module = keyring_seen(self._backend).name.rpartition(".")[0]
        return _CALLED.get(module, module.rpartition(".")[2])

    def read(self, name: str) -> ApiKey | None:
        """Return what is kept under that name."""
        with _translated():
            return _read(self._fit_backend(), name)

    def write(self, name: str, key: ApiKey) -> None:
        """Keep the key, and see that it is given back."""
        with _translated():
            backend = self._fit_backend()
            backend.set_password(SERVICE, name, key.reveal())
            if _read(backend, name) != key:
                # A cut or mangled key must not be found at the next start.
                with contextlib.suppress(Exception):
                    backend.delete_password(SERVICE, name)
                raise UnfitKeyring("keyring.lossy", N_("the keyring did not give it back"))

    def remove(self, name: str) -> None:
        """Keep nothing under that name any more, and see that it is gone."""
        with _translated():
            backend = self._fit_backend()
            # Backends say "not found" and "not allowed" by the same error: what counts is what is there then.
            with contextlib.suppress(PasswordDeleteError):
                backend.delete_password(SERVICE, name)
            if _read(backend, name) is not None:
                raise UnfitKeyring("keyring.lossy", N_("the keyring still holds it"))

    def _fit_backend(self) -> KeyringBackend:
        """Return a backend that keeps keys, and keeps them secret. Raises UnfitKeyring with the reason."""
        backend, reason = _looked_for(self._backend)
        if backend is None or reason:
            raise UnfitKeyring("keyring.absent", reason)
        return backend


@dataclass(frozen=True, slots=True)
class KeyringSeen:
    """The keyring of this computer: its name, and why it is not used, None when it is."""

    name: str
    unfit_because: str | None


def keyring_seen(found: KeyringBackend | None = None) -> KeyringSeen:
    """Return the keyring that keys are kept in, or else the last one that is not fit. No key is asked for."""
    try:
        backend, reason = _looked_for(found)
    except Exception as error:  # noqa: BLE001  # backends are plugins, looked for and configured anywhere
        return KeyringSeen("none", f"looking for one failed ({type(error).__name__})")
    kind = type(backend)
    name = f"{kind.__module__}.{kind.__qualname__}" if backend is not None else "none"
    return KeyringSeen(name, reason or None)


def _looked_for(given: KeyringBackend | None) -> tuple[KeyringBackend | None, str]:
    """Return the first backend that is fit, or else the last one and why it is not used."""
    found = given or keyring.get_keyring()
    last: KeyringBackend | None = None
    reason = _UNFIT["keyring.backends.fail"]
    # Of a chain its members may be used: the chain itself would fall back on plain files.
    for last in list(found.backends) if isinstance(found, ChainerBackend) else [found]:
        reason = _why_unfit(last)
        if not reason:
            break
    return last, reason


def _why_unfit(backend: KeyringBackend) -> str:
    modules = [base.__module__ for base in type(backend).__mro__]
    for package, reason in _UNFIT.items():
        if any(module == package or module.startswith(f"{package}.") for module in modules):
            return reason
    return ""


def _read(backend: KeyringBackend, name: str) -> ApiKey | None:
    return ApiKey(backend.get_password(SERVICE, name) or "") or None


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
        raise UnfitKeyring("keyring.failed", FAILS) from None
