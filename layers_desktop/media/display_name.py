"""A file's name as a person can safely be shown it."""

from __future__ import annotations

import os
import re
import unicodedata

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the writing direction: with them `gpj.exe` reads as `exe.jpg`."""

_INVISIBLE = frozenset(
    "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
)
"""Letters without a shape: with them two names look alike. Joiners, which shape emoji and Persian, stay."""
_LONGEST_STEM = 100
"""Bytes. Systems allow 255 for a name; a number and an extension follow."""
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}
)
"""Names that are devices on Windows, with any extension."""
_UNSEEN_ANYWHERE = re.compile("[\u2400-\u2421\ufffd]")
_UNSEEN = _DIRECTION | _INVISIBLE


def display_name(path: bytes) -> str:
    """Return the last part of a path for a person: one line, nothing invisible that could mislead.

    What is not text in the file system's encoding becomes U+FFFD; control characters become their visible
    pictures (␊ for a newline); marks that turn the writing direction, invisible letters and line separators
    become U+FFFD.
    """
    text = os.fsdecode(path)
    return displayable(os.path.basename(text.rstrip(os.sep)) or text)  # noqa: PTH119 - there may be thousands


def file_stem(text: str) -> str:
    """Return a text as a file's name without extension, fit for every system; "" when nothing of it is left.

    One line, without what separates folders or what Windows forbids, of at most 100 bytes.
    """
    stem = re.sub(r'[<>:"/\\|?*\s]+', " ", _UNSEEN_ANYWHERE.sub("", displayable(text)))
    stem = stem.strip(" .")[:_LONGEST_STEM].strip(" .")  # first, as each try below costs its length
    while len(stem.encode("utf-8", "replace")) > _LONGEST_STEM:
        stem = stem[:-1].strip(" .")
    return f"{stem} file" if stem.split(".")[0].strip().upper() in _DEVICES else stem


def displayable(text: str) -> str:
    """Return a text with each character that cannot or must not be shown replaced by a visible one."""
    if text.isascii() and text.isprintable():
        return text  # nearly every name, of which there may be thousands
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if character in _UNSEEN or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
        return _REPLACEMENT
    return character
