"""A file's name as a person can safely be shown it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the writing direction: with them `gpj.exe` reads as `exe.jpg`."""


def display_name(path: bytes) -> str:
    """Return the last part of a path for a person: one line, nothing invisible that could mislead.

    What is not text in the file system's encoding becomes U+FFFD; control characters become their visible
    pictures (␊ for a newline); marks that turn the writing direction and line separators become U+FFFD.
    """
    text = os.fsdecode(path)
    return displayable(Path(text).name or text)


def displayable(text: str) -> str:
    """Return a text with each character that cannot or must not be shown replaced by a visible one."""
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if character in _DIRECTION or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
        return _REPLACEMENT
    return character
