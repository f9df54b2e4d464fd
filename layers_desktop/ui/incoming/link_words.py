"""What is said of links: before they are fetched, and meanwhile. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from layers_desktop.media.kinds import Kind
from layers_desktop.media.web_links import WebLink
from layers_desktop.ui import formats
from layers_desktop.ui.direction import isolated
from layers_desktop.ui.drop_words import shortened
from layers_desktop.ui.intake.fetched_links import Fetching

_say = QCoreApplication.translate
_HOST: Final = 40
_NAME: Final = 40
_PROJECT: Final = 60


def question(links: Sequence[WebLink], projects: Iterable[str] = ()) -> str:
    """Return "1 link to an image from example.com → Café", "3 links from example.com and 1 other site".

    `projects` are the names of those that the links were given in; an empty name is none yet.
    """
    hosts = list(dict.fromkeys(link.host for link in links))
    words = _counted(links).replace("%1", _sites(hosts))
    goes_to = ", ".join(isolated(shortened(name, _PROJECT)) for name in dict.fromkeys(projects) if name)
    if not goes_to:
        return words
    return _say("drop", "%1 → %2").replace("%1", words).replace("%2", goes_to)


def fetch(count: int) -> str:
    """Return the words of the button."""
    return _say("links", "Fetch it") if count == 1 else _say("links", "Fetch them")


def fetching(now: Fetching, others: int) -> str:
    """Return "Fetching shot.jpg from example.com … 2.1 MB", and how many links come after it."""
    words = _say("links", "Fetching %1 from %2 …")
    words = words.replace("%2", shortened(now.link.host, _HOST)).replace(
        "%1", shortened(now.link.name, _NAME)
    )
    if now.received:
        words = f"{words} {formats.byte_size(now.received)}"
    if others:
        words = f"{words} · {_say('links', '%1 more').replace('%1', QLocale().toString(others))}"
    return words


def _counted(links: Sequence[WebLink]) -> str:
    count = len(links)
    if all(link.kind is Kind.IMAGE for link in links):
        one = _say("links", "1 link to an image from %1")
        many = _say("links", "%n links to images from %1", "", count)
    else:
        one = _say("links", "1 link from %1")
        many = _say("links", "%n links from %1", "", count)
    return one if count == 1 else many.replace("%n", QLocale().toString(count))


def _sites(hosts: list[str]) -> str:
    first = shortened(hosts[0], _HOST)
    others = len(hosts) - 1
    if not others:
        return first
    one = _say("links", "%1 and 1 other site")
    many = _say("links", "%1 and %n other sites", "", others).replace("%n", QLocale().toString(others))
    return (one if others == 1 else many).replace("%1", first)
