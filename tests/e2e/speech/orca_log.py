"""Run Orca with a speech server that writes down what it is to say, a line each: time, tab, what, tab, text.

    orca_log.py UTTERANCES --replace --disable braille

`say` is an utterance, `character` and `key` are an echo, `stop` cuts off what is being said. Runs under the
Python that has Orca.
"""

from __future__ import annotations

import re
import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import speechd  # type: ignore[import-not-found]  # of the system that has Orca
from speechd import client

UTTERANCES = Path(sys.argv.pop(1)).open("w", encoding="utf-8", buffering=1)  # noqa: SIM115 - as long as Orca


def note(what: str, text: object = "") -> None:
    """Write down one line."""
    UTTERANCES.write(f"{time.time():.2f}\t{what}\t{' '.join(str(text).split())}\n")


class Written:
    """Takes the place of speech-dispatcher's client; what it says is over at once."""

    def __init__(self, *_: object, **__: object) -> None:
        """Connect to nothing."""

    def speak(self, text: str, callback: Callable[[Any], None] | None = None, **_: object) -> None:
        """Say a sentence."""
        note("say", re.sub(r"<[^>]*>", "", text))  # marks of where each word begins
        if callback is not None:
            callback(client.CallbackType.BEGIN)
            callback(client.CallbackType.END)

    def char(self, character: str, *_: object, **__: object) -> None:
        """Say a character."""
        note("character", character)

    def key(self, key: str, *_: object, **__: object) -> None:
        """Say a key."""
        note("key", key)

    def cancel(self, *_: object) -> None:
        """Be silent."""
        note("stop")

    stop = cancel

    def list_output_modules(self) -> tuple[str, ...]:
        """Offer one that is written."""
        return ("written",)

    def get_output_module(self) -> str:
        """Return its name."""
        return "written"

    def list_synthesis_voices(self, *_: object) -> tuple[tuple[str, str, str], ...]:
        """Offer one voice."""
        return (("written", "en", "none"),)

    def get_language(self) -> str:
        """Return the voice's language."""
        return "en"

    def get_rate(self) -> int:
        """Return the middle of what is possible."""
        return 0

    get_pitch = get_volume = get_rate

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Take any other setting and do nothing with it."""
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


speechd.SSIPClient = client.SSIPClient = speechd.Speaker = client.Speaker = Written
sys.argv[0] = "orca"
runpy.run_path("/usr/bin/orca", run_name="__main__")
