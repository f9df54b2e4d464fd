"""What leaves this computer for support says nothing about whose it is or what was uploaded.

Beyond keys and links, which no text of the program holds anyway:

* the home folder is written `~`;
* the names of media files become `….png`: a request id and a transfer's number are what support needs;
* any other quoted path becomes `…`, except paths of program files, which are what a traceback is read for.

The program's own log lines name no file; exceptions of the operating system do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from layers_desktop.core.secrets import redacted
from layers_desktop.media.formats import FORMATS

_MEDIA = "|".join(sorted({extension for form in FORMATS for extension in form.extensions}))
_QUOTED_MEDIA = re.compile(rf"([\"'])(?:(?!\1)[^\n])*\.({_MEDIA})\1", re.IGNORECASE)
_BARE_MEDIA = re.compile(rf"(?<![^\s\"'<>])[^\s\"'<>]*[^\s\"'<>…]\.({_MEDIA})(?![\w.])", re.IGNORECASE)
_QUOTED_PATH = re.compile(r"([\"'])(?:~|file:)?(?:[A-Za-z]:)?[\\/](?:(?!\1)[^\n])*\1")
_PROGRAM_FILE = (".py", ".pyc", ".so", ".dll", ".pyd", ".dylib")


@dataclass(frozen=True, slots=True)
class Discretion:
    """Makes texts fit to be sent."""

    homes: tuple[str, ...]
    """Every way in which this computer writes the home folder, the longest first."""
    secrets: tuple[str, ...]

    @classmethod
    def of_this_computer(cls, secrets: Iterable[str]) -> Self:
        """Return the discretion for whoever runs the program."""
        try:
            home = Path.home()
        except RuntimeError:  # a user without a home
            return cls((), tuple(secrets))
        spelled = {str(home), str(home.resolve())} - {home.anchor}
        spelled |= {text.replace("\\", "\\\\") for text in spelled}
        return cls(tuple(sorted(spelled, key=len, reverse=True)), tuple(secrets))

    def told(self, text: str) -> str:
        """Return a text of the program's own, without secrets and without the home folder's name."""
        text = redacted(text, self.secrets)
        for home in self.homes:
            text = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text)
        return text

    def sent(self, text: str) -> str:
        """Return a text that may hold anything, without the names of a person's files too."""
        text = _QUOTED_MEDIA.sub(r"\1….\2\1", self.told(text))
        text = _BARE_MEDIA.sub(r"….\1", text)
        return _QUOTED_PATH.sub(_path, text)


def _path(found: re.Match[str]) -> str:
    quote = found[1]
    is_program = found[0][:-1].lower().endswith(_PROGRAM_FILE)
    return found[0] if is_program else f"{quote}…{quote}"
