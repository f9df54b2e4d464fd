"""A dragged or copied piece of a page: its only picture, and whether it is more than that. Pure.

Foreign markup is scanned forward once, in linear time, and however malformed it is, nothing is raised.
`html.parser` promises neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

_MOST: Final = 200_000
"""Characters in which tags are looked for; a dragged picture has a few hundred. Its `src` may be longer."""
_TAG: Final = re.compile(r"<(?:(!--)|(img|table)(?=[\s/>]))", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"[\s/]*([^\s/>=]+)\s*(=?)\s*")
_UNQUOTED: Final = re.compile(r"[^\s>]*")
_PICTURE: Final = ("https://", "http://", "data:image/")


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of a page holds."""

    picture: str = ""
    """The address of its only picture (`http:`, `https:` or `data:`); "" when there is none or several."""
    has_text: bool = False
    has_table: bool = False


def parse_fragment(markup: str) -> Fragment:
    """Return what is in a piece of HTML; what comes after its first 200 000 characters is not looked for."""
    pictures: list[str] = []
    has_table = False
    at = 0
    while len(pictures) < 2 and (tag := _TAG.search(markup, at, _MOST)) is not None:
        at = tag.end()
        if tag[1]:
            end = markup.find("-->", at)
            at = end if end >= 0 else len(markup)
        elif tag[2].lower() == "table":
            has_table = True
        else:
            source, at = _source(markup, at)
            if source[:11].lower().startswith(_PICTURE):
                pictures.append(source)
    picture = pictures[0] if len(pictures) == 1 else ""
    return Fragment(picture, _has_text(markup[:_MOST]), has_table)


def _source(markup: str, at: int) -> tuple[str, int]:
    """Return the `src` among the attributes that begin here, and where they end."""
    source = ""
    while at < _MOST and (name := _ATTRIBUTE.match(markup, at)) is not None:
        at = start = name.end()
        if not name[2]:
            continue
        quote = markup[at : at + 1]
        if quote in {'"', "'"}:
            start, end = at + 1, markup.find(quote, at + 1)
            if end < 0:
                return "", len(markup)
            at = end + 1
        else:
            value = _UNQUOTED.match(markup, at)
            at = end = value.end() if value is not None else at
        if not source and name[1].lower() == "src":
            source = _unescaped(markup[start:end]).strip()
    return source, at


def _unescaped(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # a character's number of more digits than Python reads
        return text


def _has_text(markup: str) -> bool:
    """Return whether anything is to be read between the tags."""
    first, *tags = markup.split("<")
    between = (first, *(tag.partition(">")[2] for tag in tags))
    return any(_unescaped(text).strip("\ufeff\xa0 \t\r\n\x00") for text in between)
