"""Links to the web among what was dropped: which may be fetched if a person says so. Pure: no network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import QUrl

from layers_desktop.media import refusals
from layers_desktop.media.foreign import foreign_extension
from layers_desktop.media.inspect import Refusal, probable_kind
from layers_desktop.media.kinds import Kind, extension_of
from layers_desktop.media.links import name_in
from layers_desktop.media.names import displayable

_MADE_BY_A_PROGRAM: Final = frozenset({"php", "py"})
"""Extensions that say what answers, not what is answered: `image.php?id=3` may well be a picture."""
_ENCODED: Final = re.compile(rb"[!-~]*")


@dataclass(frozen=True, slots=True)
class WebLink:
    """An https link that may lead to media."""

    url: str
    """Encoded, ASCII. It may sign what it leads to: it is shown nowhere."""
    host: str
    """As the name service knows it (`xn--…`), so that nobody is misled by letters that look alike."""
    name: str
    """The last part of its path, for a person; the host where there is none."""
    kind: Kind | None
    """What its name says it is; None when that shows only after it was fetched."""


def web_link(url: bytes) -> WebLink | Refusal | None:
    """Return the link that an encoded URL is, why it is not fetched, or None when it is none to the web.

    A link whose name surely is something else (`page.html`, `report.pdf`) is None too: it is refused like
    any other link.
    """
    url = url.strip()
    scheme = url[:6].partition(b":")[0].lower()
    if scheme not in {b"http", b"https"}:
        return None
    if _ENCODED.fullmatch(url) is None:  # as a person or a program writes it: Qt reads that as browsers do
        url = bytes(QUrl(url.decode("utf-8", "replace")).toEncoded().data())
    text = url.decode("ascii")
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:  # half an IPv6 address
        return None
    name = name_in(url)
    extension = extension_of(name)
    surely_not = foreign_extension(extension) is not None and extension not in _MADE_BY_A_PROGRAM
    if not host or surely_not:
        return None
    shown = displayable(name) or displayable(host)
    if scheme == b"http":
        problem = refusals.link(
            "It is a link without encryption (http), and only https links are fetched.",
            "Save it to this computer, then drop the file.",
        )
        return Refusal(path=b"", name=shown, size=None, problem=problem)
    return WebLink(text, displayable(host), shown, probable_kind(name))
