"""The process that decodes pictures for the window: request by request, within limits, until its input ends.

It is the program itself, started with `WORD`. Limited are its memory, its computing and its time, and its
environment names no key. It has the user's rights: nothing takes files, keyring or network from it.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
from typing import Final

from PySide6.QtGui import QGuiApplication, QImageReader

from layers_desktop.ui.thumbnails import decoder
from layers_desktop.ui.thumbnails.protocol import (
    READY,
    Operation,
    Request,
    encode_picture,
    read_request,
    write_answer,
)
from layers_desktop.ui.thumbnails.thumbnail import MOST_IMAGE_MIB

MOST_MEMORY: Final = 1024**3
"""Bytes of address space; an idle process takes 0.1 GB of it."""


def run() -> int:
    """Answer requests on stdin by answers on stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C on a terminal is for the window
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    requests = os.fdopen(0, "rb", closefd=False)
    application = QGuiApplication(["layers-desktop"])  # fonts, for drawings with text
    QImageReader.setAllocationLimit(MOST_IMAGE_MIB)
    _limit_process()
    write_answer(answers, READY)
    while (request := read_request(requests)) is not None:
        _limit_computing(request.cpu_seconds)
        write_answer(answers, _answer(request))
    del application
    return 0


def _answer(request: Request) -> bytes:
    match request.operation:
        case Operation.SQUARE:
            return encode_picture(decoder.square(request.path, request.mime_type, request.pixels))
        case Operation.WHOLE:
            return encode_picture(decoder.whole(request.path, request.mime_type, request.pixels))
        case Operation.PNG:
            return decoder.png(request.path, request.mime_type) or b""


if sys.platform == "win32":

    def _limit_process() -> None:
        """Do nothing: the window gives the process a low priority, and ends it in time."""

    def _limit_computing(seconds: int) -> None:
        """Do nothing, as above."""

else:
    import resource

    def _limit_process() -> None:
        os.nice(5)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_AS, MOST_MEMORY)

    def _limit_computing(seconds: int) -> None:
        """Let the system end the process when it has computed so much longer."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + seconds)

    def _limit(what: int, most: int) -> None:
        _, hard = resource.getrlimit(what)
        # macOS limits no address space; there, and under a lower limit, time alone bounds what a file does.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, hard))
