"""An API key that does not show itself, and what is taken out of text: keys, signed links, headers.

The log and the texts of errors use the same rules.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable
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
    def digest(self) -> str:
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


SHORTEST_SECRET = 8
"""Characters. A shorter key is none, and hiding each of its occurrences would empty the log."""

_HEADERS = r"(?:proxy-)?authorization|x-api-key|(?:set-)?cookie|x-amz-[\w-]{1,60}+"
_AFTER_SCHEME = r"(?<=[a-z0-9+.-]://)"


def _from_its_query(found: re.Match[str]) -> str:
    """Return an address without its query; one that has none is matched, too, so as to be read only once."""
    mark = "?" if found[2] == "#" else found[2]
    return found[0] if found[3] is None else f"{found[1]}{mark}…"


# They read foreign texts, so each takes linear time: what may begin anywhere is bounded in length, or matched
# as a whole whether it is to be hidden or not.
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), shown)
    for pattern, shown in (
        # A header and its value, as repr, JSON (within JSON too) and HTTP write them.
        (rf"\b({_HEADERS})(\\*[\"'])?(\s*[:=,]\s*b?)(\\*[\"'])(?:(?!\4).)*", r"\1\2\3\4…"),
        (rf"\b({_HEADERS})(\\*[\"'])?(\s*[:=,]\s*)(?!b[\"'])[^\s\"'\\·…][^\n\"'·]*", r"\1\2\3… "),
        (r"\b(bearer|basic)\s+[^\s\"'\\,;]+", r"\1 …"),
        (r"(?<![a-z0-9])lp_[^\s\"'<>\\]+", "lp_…"),
        # A URL's user name and password; its query and fragment.
        (rf"{_AFTER_SCHEME}[^\s/?#\"'<>]*@", "…@"),
        (rf"{_AFTER_SCHEME}([^\s?#\"'<>]*+)(?:([?#])([^\s\"'<>]+))?+", _from_its_query),
        (r"(%3A%2F%2F(?:(?!%3F)[^\s\"'<>])*+)(?:(%3F)([^\s\"'<>]*+))?+", _from_its_query),
        # A query whose address stands elsewhere, and a piece of one.
        (r"(?<=[^\s?])\?[\w.%~-]+=[^\s\"'<>]*", "?…"),
        (r"\b(x-amz-[a-z0-9-]{1,60}+)(=|%3D)[^\s&%\"'<>]+", r"\1\2…"),
    )
)


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """Return text without API keys, the queries and passwords of URLs, and the values of secret headers.

    `secrets` are hidden wherever they stand. Hides too much rather than too little; request ids stay.
    """
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, "…")
    for pattern, shown in _RULES:
        text = pattern.sub(shown, text)
    return text
