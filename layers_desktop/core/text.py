"""How text is compared when a person searches: without letter case and accents. Pure."""

from __future__ import annotations

import unicodedata
from typing import Final

_PLAIN: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take apart, as people type them who have no key for them."""


def casefold_key(text: str) -> str:
    """Return text as it is compared: "Café Ünïcode" is found by "cafe unicode".

    Unicode's compatibility caseless matching (chapter 3.13, D146), then without the combining marks.
    """
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).translate(_PLAIN)


def words_of(typed: str) -> tuple[str, ...]:
    """Return what a person typed as the words to look for, folded."""
    return tuple(casefold_key(typed).split())
