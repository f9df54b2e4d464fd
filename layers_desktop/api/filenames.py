"""A file's name as Layers is told it: a safe base name on every system."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

LONGEST_FILENAME = 256
"""Characters, as Layers' documentation of presign has it. Counted as UTF-16 does, the way of JavaScript and
Windows, where an emoji is two: so it holds whichever way the server counts."""

_LONGEST_EXTENSION = 32
_NAMELESS = "file"
_SEPARATORS = frozenset("/\\:")
"""Of POSIX, of Windows, of its drives and streams and of classic macOS."""

_EDGES = "." + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""Not at the ends of a name: Windows drops them, and a leading dot hides a file elsewhere."""

_EXTENSION = re.compile(r"[^\s.]+")

# Letters that are drawn as nothing (Unicode's Default_Ignorable_Code_Point that are not in category Cf):
# grapheme joiner, Hangul fillers, Khmer vowels, Mongolian and other variation selectors.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def wire_filename(name: str | None) -> str | None:
    """Return a name that is safe wherever Layers or its storage uses it; None for none.

    It has no separator of any system, no control character, nothing that is invisible or turns the writing
    direction, no dot or space at its ends, 1 to 256 characters, and the extension that the name had: the
    storage key takes it. What is not text in the file system's encoding becomes "_". Idempotent. The name
    that a person sees is another one: `media.names`.
    """
    if not name:
        return None
    visible = "".join(map(_safe, _IGNORABLE.sub("", name)))
    return _fitted(_trimmed(visible)) or _NAMELESS


def _safe(character: str) -> str:
    """Return the character, "_" for what stands for something, nothing for what is invisible anyhow."""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    unsafe = category in {"Cc", "Cs", "Zl", "Zp"} or character in _SEPARATORS or character == "\ufffd"
    return "_" if unsafe or _is_noncharacter(ord(character)) else character


def _is_noncharacter(code: int) -> bool:
    """Return whether Unicode promises that this is never a character."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _trimmed(name: str) -> str:
    """Return the name without dots and spaces at its ends; a bare extension gets a name before it."""
    name = name.rstrip(_EDGES)
    start = name.lstrip(_EDGES)
    bare = start != name and "." not in start and name.endswith(f".{start}")
    return f"{_NAMELESS}.{start}" if bare else start


def _fitted(name: str) -> str:
    """Return the name in `LONGEST_FILENAME` units: what is too long is cut before the extension."""
    if _units(name) <= LONGEST_FILENAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or not _EXTENSION.fullmatch(extension) or _units(extension) > _LONGEST_EXTENSION:
        stem, dot, extension = name, "", ""
    room = LONGEST_FILENAME - _units(dot + extension)
    kept = sum(1 for total in accumulate(map(_units, stem)) if total <= room)
    return stem[:kept].rstrip(_EDGES) + dot + extension


def _units(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)
