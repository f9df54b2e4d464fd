"""The API key as a value that does not show itself by accident."""

from __future__ import annotations

import hashlib
import os
from typing import final

VARIABLE = "LAYERS_API_KEY"


@final
class ApiKey:
    """An API key (`lp_…`). `repr`, `str` and format never show it; `reveal()` is the one way to read it.

    Surrounding white space is dropped, because keys are pasted.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value.strip()

    def reveal(self) -> str:
        """Return the key itself, for an `X-Api-Key` header or the keyring and for nothing else."""
        return self._value

    @property
    def fingerprint(self) -> str:
        """12 hex digits that tell two keys apart and from which no key can be made; may be written down."""
        return hashlib.blake2s(self._value.encode(), digest_size=6, person=b"lp_key").hexdigest()

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "ApiKey(•••)"

    def __str__(self) -> str:
        return "•••"

    def __format__(self, format_spec: str) -> str:
        return format(str(self), format_spec)

    def __reduce__(self) -> str:
        raise TypeError("an API key is never pickled")


def take_from_environment() -> ApiKey | None:
    """Return the key in `LAYERS_API_KEY`, to be used and never stored, or None.

    It is taken out of the environment: what this process starts (a browser, a viewer) is not to get it.
    """
    return ApiKey(os.environ.pop(VARIABLE, "")) or None
