"""Text that came from outside: what of it may be shown on one line, and what can be an id."""

from __future__ import annotations

import re

LONGEST_ID = 256
"""Characters. Layers' own ids have about thirty; one that fills a screen is none."""
LONGEST_NAME = 200
"""Characters of the name of a project or an organization that are kept."""

# Controls, line and paragraph separators, halves of surrogate pairs, and what turns the writing direction or
# hides in a line: `gpj.exe` must not read as `exe.jpg`, nor two different names look alike.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]+"
)


def one_line(text: str, *, longest: int = LONGEST_NAME) -> str:
    """Return foreign text as one printable line of at most `longest` characters, cut with an ellipsis.

    What cannot be seen or would turn the line becomes a space. The joiners of emoji and of Persian stay.
    """
    # Cut first: a megabyte of text must not cost a megabyte of work.
    line = " ".join(_UNPRINTABLE.sub(" ", text[: longest * 4]).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def is_identifier(text: str) -> bool:
    """Return whether a text can be an id: 1 to `LONGEST_ID` printable characters, no space at its ends.

    An id is opaque, but it is shown in the list, copied to the clipboard and pasted into other programs, so
    it must be what it looks like.
    """
    return 0 < len(text) <= LONGEST_ID and text.isprintable() and text == text.strip()
