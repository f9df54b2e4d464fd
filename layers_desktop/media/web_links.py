"""Links to the web among what was dropped: which may be fetched if a person says so. Pure: no network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from layers_desktop.media import refusals
from layers_desktop.media.foreign import foreign_extension
from layers_desktop.media.inspect import Refusal, probable_kind
from layers_desktop.media.kinds import Kind, extension_of
from layers_desktop.media.names import displayable

_MOST_HTML: Final = 200_000
"""Characters of a page's markup that are looked at; a dragged picture has a few hundred."""
_MADE_BY_A_PROGRAM: Final = frozenset({"php", "py"})
"""Extensions that say what answers, not what is answered: `image.php?id=3` may well be a picture."""
_LINK = re.compile(r"(?:https?|file)://\S+", re.IGNORECASE)
_MOST_LINES: Final = 1_000


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
    text = url.strip().decode("ascii", "replace")
    scheme = text.partition(":")[0].lower()
    if scheme not in {"http", "https"}:
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:  # half an IPv6 address
        return None
    name = unquote_to_bytes(parts.path.rstrip("/").rpartition("/")[2]).decode("utf-8", "replace")
    extension = extension_of(name)
    surely_not = foreign_extension(extension) is not None and extension not in _MADE_BY_A_PROGRAM
    if not host or surely_not:
        return None
    shown = displayable(name) or displayable(host)
    if scheme == "http":
        problem = refusals.link(
            "It is a link without encryption (http), and only https links are fetched.",
            "Save it to this computer, then drop the file.",
        )
        return Refusal(path=b"", name=shown, size=None, problem=problem)
    return WebLink(text, displayable(host), shown, probable_kind(name))


def links_in(text: str) -> tuple[str, ...]:
    """Return the links that a text consists of, one a line; nothing when there is anything else in it."""
    lines = [line.strip() for line in text.strip().splitlines()[:_MOST_LINES] if line.strip()]
    return tuple(lines) if lines and all(_LINK.fullmatch(line) for line in lines) else ()


def picture_in(markup: str) -> str:
    """Return the address of the one picture in a dragged piece of a page; "" when there is none or several.

    A picture that is itself a link is dragged as the link of the page it leads to: the markup has its own.
    """
    found = _Pictures()
    found.feed(markup[:_MOST_HTML])
    return found.sources[0] if len(found.sources) == 1 else ""


class _Pictures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src") or ""
        if tag == "img" and source[:11].lower().startswith(("https://", "http://", "data:image/")):
            self.sources.append(source)
