"""What the `details` of an error say, as one line for a person. Pure.

Layers does not fix their shape, and what answers need not be Layers.
"""

from __future__ import annotations

from typing import Final

_DEEPEST: Final = 4
_LONGEST: Final = 300
"""Characters of each part."""


def in_a_line(details: object, depth: int = _DEEPEST) -> str:
    """Return them (a list of fields, a mapping, a text) bounded in depth and length."""
    if depth == 0:
        return "…"
    if isinstance(details, dict):
        message = details.get("message")
        place = details.get("path") or details.get("field")
        if isinstance(message, str):
            return f"{in_a_line(place, depth - 1)}: {_short(message)}" if place else _short(message)
        named = list(details.items())[:10]
        return ", ".join(f"{_short(name)}: {in_a_line(part, depth - 1)}" for name, part in named)
    if isinstance(details, list):
        return ", ".join(in_a_line(part, depth - 1) for part in details[:10])
    if isinstance(details, int) and not isinstance(details, bool):
        return str(details) if details.bit_length() <= 64 else "…"  # Python refuses to write the longest ones
    return "" if details is None else _short(str(details))


def _short(text: str) -> str:
    return text[:_LONGEST]
