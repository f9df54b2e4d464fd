"""Languages that nobody speaks, made from the source strings: what is cut off or not translated shows.

`Stretched` has accents, brackets at both ends and 40 % more letters, as German and Finnish have.
`Mirrored` runs from right to left, letters and all, as Android's pseudo-locale `ar-XB` does.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QTranslator

_ACCENTS = str.maketrans(
    "aceilnorsuyzACEILNORSUYZ",
    "áçéîļñöŕšüýžÁÇÉÎĻÑÖŔŠÜÝŽ",
)
_KEPT = re.compile(r"(%[0-9n]|\{[A-Za-z0-9]*\}|&(?=\w)|<[^>]*>)")
"""Placeholders, names of a template's parts, mnemonics, markup."""
_FILL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
MARK, RIGHT_TO_LEFT, END = "\u200f", "\u202e", "\u202c"
"""The mark tells Qt, which aligns a label by the direction of its text, that this runs from right to left."""


def stretched(text: str) -> str:
    """Return `text` with accents, in brackets, 40 % longer."""
    if not text.strip():
        return text
    parts = _KEPT.split(text)
    accented = "".join(part if place % 2 else part.translate(_ACCENTS) for place, part in enumerate(parts))
    more = max(round(len(text) * 0.4) - 2, 0)
    filling = (_FILL * (more // len(_FILL) + 1))[:more].rstrip()
    return f"[{accented} {filling}]" if filling else f"[{accented}]"


def mirrored(text: str) -> str:
    """Return `text` with each word from right to left; placeholders stay as they are."""
    if not text.strip():
        return text
    # As a translator would: an arrow is the one sign here that does not turn by itself.
    text = text.replace("→", "←")
    pieces = re.split(r"(%[0-9n]|\{[A-Za-z0-9]*\}|<[^>]*>|\s+)", text)
    return "".join(
        piece if place % 2 or not piece else f"{MARK}{RIGHT_TO_LEFT}{piece}{END}"
        for place, piece in enumerate(pieces)
    )


class Stretched(QTranslator):
    """Install it before anything is translated."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the source string, stretched."""
        del context, disambiguation, n
        return stretched(text)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's virtual method
        """Return that there are translations."""
        return False


class Mirrored(QTranslator):
    """Install it before anything is translated, and set the application's layout direction."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the source string, mirrored."""
        del context, disambiguation, n
        return mirrored(text)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's virtual method
        """Return that there are translations."""
        return False
