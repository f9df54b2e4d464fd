"""Which keyring this computer has, and whether the program would use it. No key is asked for.

The rule is that of `settings.credentials`, which keeps it to itself; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

UNFIT = {
    "keyring.backends.fail": "this computer has no keyring",
    "keyring.backends.null": "the keyring of this computer is switched off",
    "keyrings.alt": "the only keyring found here keeps keys in plain files",
}
"""Packages of backends that are not used, and why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The keyring: its name, and why it is not used, None when it is."""

    name: str
    unfit_because: str | None


def keyring_seen(found: KeyringBackend | None = None) -> Seen:
    """Return the keyring that the program would use, or else the last one that it would not."""
    try:
        found = found or keyring.get_keyring()
    except Exception as error:  # noqa: BLE001  # backends are plugins, looked for and configured anywhere
        return Seen("none", f"looking for one failed ({type(error).__name__})")
    # Of a chain only the first fit member is used, as the program does it.
    candidates = found.backends if isinstance(found, ChainerBackend) else [found]
    seen = Seen("none", UNFIT["keyring.backends.fail"])
    for candidate in candidates:
        kind = type(candidate)
        seen = Seen(f"{kind.__module__}.{kind.__qualname__}", _why_unfit(kind))
        if seen.unfit_because is None:
            break
    return seen


def _why_unfit(kind: type[KeyringBackend]) -> str | None:
    for base in kind.__mro__:
        for package, reason in UNFIT.items():
            if base.__module__ == package or base.__module__.startswith(f"{package}."):
                return reason
    return None
