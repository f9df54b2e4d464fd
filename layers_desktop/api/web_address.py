"""Whether an address that Layers names for an asset may be handed on to people, pages and documents."""

from __future__ import annotations

import re

LONGEST_ADDRESS = 2048
"""Characters; longer ones do not work in every browser."""

_WEB_ADDRESS = re.compile(
    r"(?i:https?)://(?:[A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
    r"(?:[/?#][^\x00-\x20\"<>\\^`{|}\x7f]*)?"
)


def is_web_address(text: str) -> bool:
    """Return whether a text is an `http` or `https` address without a user name that can be pasted anywhere.

    Copied as a link (Markdown, HTML) anything else could run a program or show another target than it has:
    `javascript:`, `data:`, `//host`, `https://layers.com@elsewhere`, a line break, a mark that turns it.
    """
    fits = len(text) <= LONGEST_ADDRESS and text.isprintable()
    return fits and _WEB_ADDRESS.fullmatch(text) is not None
