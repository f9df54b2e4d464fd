"""The second start: hands over what it was given, and waits as long as the first is at it. Blocking."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from enum import Enum
from typing import Final

from PySide6.QtCore import QThread
from PySide6.QtNetwork import QLocalSocket

from layers_desktop.instance.frames import AT_IT, NOT_KEPT, TAKEN, to_frame
from layers_desktop.instance.hand_over import HandOver

PATIENCE_S: Final = 10.0
"""A first start on a slow computer may need some seconds until it listens, and between two signs of life."""
_AGAIN_MS: Final = 50


class Answer(Enum):
    """What became of it."""

    TAKEN = "taken"
    REFUSED = "refused"
    """It was heard and not understood: the first one is of another version, say."""
    NOT_KEPT = "not kept"
    """It was understood, and could not be kept: the disk is full, say."""
    SILENT = "silent"
    """Nobody listened, or nobody answered in time."""


def hand_over(
    address: str,
    message: HandOver,
    *,
    patience: float = PATIENCE_S,
    at_it: Callable[[], object] = lambda: None,
) -> Answer:
    """Give `message` to whoever listens at `address`.

    `patience`: seconds that connecting and saying it may take, and each sign of life after that. `at_it` is
    called at the first sign that it takes longer: the folders may be large, or lie on a server.
    """
    _let_come_forward()
    end = time.monotonic() + patience
    socket = QLocalSocket()
    while True:
        socket.connectToServer(address)
        if socket.waitForConnected(_left(end)):
            socket.write(to_frame(message))
            while socket.bytesToWrite() and socket.waitForBytesWritten(_left(end)):
                pass
            break
        # The first one may be starting: it holds its lock before it listens.
        if time.monotonic() >= end:
            return Answer.SILENT
        QThread.msleep(_AGAIN_MS)
    heard = _line(socket, patience)
    if heard == AT_IT:
        at_it()
    while heard == AT_IT:
        heard = _line(socket, patience)
    socket.abort()
    return _ANSWERS.get(heard, Answer.REFUSED)


def _line(socket: QLocalSocket, patience: float) -> bytes:
    """Return the next line; nothing when it did not come, or not whole, within so many seconds."""
    end = time.monotonic() + patience
    heard = b""
    while not heard.endswith(b"\n"):
        if not socket.bytesAvailable() and not socket.waitForReadyRead(_left(end)):
            return b""
        heard += socket.readLine(64).data()
    return heard


_ANSWERS: Final = {TAKEN: Answer.TAKEN, NOT_KEPT: Answer.NOT_KEPT, b"": Answer.SILENT}


def _left(end: float) -> int:
    return max(1, int((end - time.monotonic()) * 1000))


def _let_come_forward() -> None:
    """Let the first start's window come to the front (Windows gives that right to who was started last)."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - needed on Windows only

        any_process = 0xFFFFFFFF  # ASFW_ANY
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)
