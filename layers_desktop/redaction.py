"""What must not be read by others, taken out of text: keys, signed links, values of secret headers.

The log and the texts of errors use the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORTEST_SECRET = 8
"""Characters. A shorter key is none, and hiding each of its occurrences would empty the log."""

_HEADERS = r"(?:proxy-)?authorization|x-api-key|(?:set-)?cookie|x-amz-[\w-]+"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), shown)
    for pattern, shown in (
        # A header and its value, as repr, JSON (within JSON too) and HTTP write them.
        (rf"\b({_HEADERS})(\\*[\"'])?(\s*[:=,]\s*b?)(\\*[\"'])(?:(?!\4).)*", r"\1\2\3\4…"),
        (rf"\b({_HEADERS})(\\*[\"'])?(\s*[:=,]\s*)(?!b[\"'])[^\s\"'\\·…][^\n\"'·]*", r"\1\2\3… "),
        (r"\b(bearer|basic)\s+[^\s\"'\\,;]+", r"\1 …"),
        (r"(?<![a-z0-9])lp_[^\s\"'<>\\]+", "lp_…"),
        # A URL's user name and password; its query and fragment.
        (r"\b([a-z][a-z0-9+.-]*://)[^\s/?#\"'<>]*@", r"\1…@"),
        (r"\b([a-z][a-z0-9+.-]*://[^\s?#\"'<>]*)[?#][^\s\"'<>]+", r"\1?…"),
        (r"(%3A%2F%2F[^\s\"'<>]*?)%3F[^\s\"'<>]*", r"\1%3F…"),
        # A query whose address stands elsewhere, and a piece of one.
        (r"(?<=[^\s?])\?[\w.%~-]+=[^\s\"'<>]*", "?…"),
        (r"\b(x-amz-[a-z0-9-]+)(=|%3D)[^\s&%\"'<>]+", r"\1\2…"),
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
