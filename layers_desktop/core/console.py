"""stdout and stderr of the commands: results on one, words for a person on the other; neither breaks them."""

from __future__ import annotations

import os
import sys
from typing import TextIO
from unicodedata import category


def printable(text: str) -> str:
    """Return the text on one line that no name or value in it can break, colour or turn.

    Names of files, and what came on a command line, may hold escape sequences. The joiners of emoji and of
    Persian stay, and spaces of any width, so that a name that is shown can be typed again.
    """
    return "".join(
        char
        if char.isprintable() or char in _JOINERS or category(char) == "Zs"
        else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )


_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


class Console:
    """Two streams that may be closed, full, missing or of an encoding that lacks a letter.

    What cannot be written is noted in `results_lost`, so that the run can end honestly; it never raises.
    """

    def __init__(self, results: TextIO | None, talk: TextIO | None) -> None:
        self._results = results
        self._talk = talk
        self._line = ""
        self.results_lost = False
        self.reader_gone = False
        """The program that read the results has ended (`| head`): no fault to talk about."""
        for stream in (results, talk):
            _write_anything(stream)

    @property
    def interactive(self) -> bool:
        """True where a progress line can be drawn over itself."""
        try:
            return self._talk is not None and self._talk.isatty()
        except ValueError:
            return False

    @property
    def aligned(self) -> bool:
        """True where a person reads the results: on a terminal columns stand below each other."""
        try:
            return self._results is not None and self._results.isatty()
        except ValueError:
            return False

    def result(self, *columns: str) -> None:
        """Write one result on one line, its columns with a tab between them."""
        self.clear()
        try:
            if self._results is None:
                raise OSError("there is no standard output")  # noqa: TRY301 - the same as one that is closed
            self._results.write("\t".join(map(printable, columns)) + "\n")
            self._results.flush()
        except BrokenPipeError:
            self.results_lost = self.reader_gone = True
            _point_at_nothing(self._results)
        except (OSError, ValueError):
            self.results_lost = True
            _point_at_nothing(self._results)

    def say(self, sentence: str) -> None:
        """Write a line for a person."""
        self.clear()
        self._write(printable(sentence) + "\n")

    def progress(self, line: str) -> None:
        """Draw the progress line over the one before."""
        self._write(f"\r{line:{len(self._line)}}")
        self._line = line

    def clear(self) -> None:
        """Take the progress line away."""
        if self._line:
            self._write(f"\r{'':{len(self._line)}}\r")
            self._line = ""

    def _write(self, text: str) -> None:
        if self._talk is None:
            return
        try:
            self._talk.write(text)
            self._talk.flush()
        except (OSError, ValueError):
            _point_at_nothing(self._talk)
            self._talk = None  # nobody reads it any more; the results still count


def standard() -> Console:
    """Return the console of this process."""
    return Console(sys.stdout, sys.stderr)


def _point_at_nothing(stream: TextIO | None) -> None:
    """Let go of what a stream still holds: Python flushes it at its end, and would exit with 120."""
    if stream is None:
        return
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        return  # it was closed: nothing is held


def _write_anything(stream: TextIO | None) -> None:
    """Let every letter of a name be written: in UTF-8 to a file or pipe, replaced on a poorer terminal."""
    reconfigure = getattr(stream, "reconfigure", None)
    if stream is None or reconfigure is None:
        return
    try:
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    except (OSError, ValueError):
        return  # closed already: writing will say so
