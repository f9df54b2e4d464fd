"""Between two starts on a local socket that only this user can reach: what is handed over, server, client.

The second start sends four bytes of length, then JSON; the first answers a line, after any signs of life.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import struct
import time
from collections.abc import Callable
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from layers_desktop.instance.lock import HandOver, InstanceLock

MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one message: a command line of Linux holds 2 MiB."""
MOST_PATHS: Final = 100_000
_LONGEST_PATH: Final = 32_767
"""Of Windows; Linux has 4 096."""
_LONGEST_WORD: Final = 512
LENGTH: Final = struct.Struct(">I")
_AT_IT: Final = b"at it\n"
"""A sign of life, from time to time until one of the replies is given."""
TIMEOUT_MS: Final = 5_000
"""How long a caller may take to say what it wants."""
SIGN_OF_LIFE_MS: Final = 2_000
"""How often a caller is told that what it handed over is being taken in."""
TIMEOUT_S: Final = 10.0
"""A first start on a slow computer may need some seconds until it listens, and between two signs of life."""
_AGAIN_MS: Final = 50

log = logging.getLogger(__name__)


class Reply(Enum):
    """What became of a hand-over: the line that says it."""

    TAKEN = b"taken\n"
    REFUSED = b"refused\n"
    """It was heard and not understood: the first one is of another version, say."""
    NOT_KEPT = b"not kept\n"
    """It was understood, and could not be kept: the disk is full, say."""
    SILENT = b""
    """Nobody listened, or nobody answered in time."""


class NotUnderstood(Exception):
    """A message that `to_frame` does not write."""


def to_frame(hand_over: HandOver) -> bytes:
    """Return the message with its length."""
    content = {
        "paths": [base64.b64encode(path).decode("ascii") for path in hand_over.paths],
        "project": hand_over.project_id,
        "activation": hand_over.activation,
    }
    body = json.dumps(content).encode("ascii")
    return LENGTH.pack(len(body)) + body


def from_body(body: bytes) -> HandOver:
    """Return what a message says. Raises NotUnderstood for anything that `to_frame` does not write."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstood("no JSON") from None
    if not isinstance(content, dict):
        raise NotUnderstood("no object")
    paths, project = content.get("paths"), content.get("project")
    if not isinstance(paths, list) or len(paths) > MOST_PATHS:
        raise NotUnderstood("no list of paths")
    return HandOver(
        paths=tuple(_path(path) for path in paths),
        project_id=None if project is None else _word(project),
        activation=_word(content.get("activation")),
    )


def _path(text: object) -> bytes:
    if not isinstance(text, str):
        raise NotUnderstood("a path is no text")
    try:
        path = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotUnderstood("a path is not in base64") from None
    # os.path.isabs would do, but a drive of Windows is no absolute path to the tests on Linux.
    absolute = path.startswith((b"/", b"\\\\")) or path[1:3] in (b":\\", b":/")
    if not absolute or b"\0" in path or len(path) > _LONGEST_PATH:
        raise NotUnderstood("no absolute path")
    return path


def _word(text: object) -> str:
    if not isinstance(text, str) or len(text) > _LONGEST_WORD or not (text.isprintable() or not text):
        raise NotUnderstood("no printable word")
    return text


class InstanceServer(QObject):
    """Emits `handed_over` for each second start; answers it once that was taken."""

    handed_over = Signal(object, object)
    """A `HandOver`, and what to call (`Callable[[bool], object]`) once it is safe, or cannot be kept."""

    def __init__(self, claim: InstanceLock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        if not claim.held or not claim.address:
            return
        # Whoever held the lock before is dead, so a socket that is there listens to nobody.
        QLocalServer.removeServer(claim.address)
        if not self._server.listen(claim.address):
            log.info("a second start will not find this one: %s", self._server.errorString())

    @property
    def listening(self) -> bool:
        """True when a second start can be heard."""
        return self._server.isListening()

    def close(self) -> None:
        """Hear nobody any more."""
        self._server.close()

    @Slot()
    def _called(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Caller(socket, self)


class _Caller(QObject):
    """One second start, until it was answered, went away or took too long."""

    def __init__(self, socket: QLocalSocket, listener: InstanceServer) -> None:
        super().__init__(listener)
        self._listener = listener
        self._socket = socket
        self._received = bytearray()
        self._gone = False
        socket.setParent(self)
        socket.disconnected.connect(self._leave)
        socket.readyRead.connect(self._hear)
        self._timeout = QTimer(self, singleShot=True, interval=TIMEOUT_MS)
        self._timeout.timeout.connect(self._let_go)
        self._timeout.start()
        self._sign_of_life = QTimer(self, interval=SIGN_OF_LIFE_MS)
        self._sign_of_life.timeout.connect(self._say_at_it)
        self._hear()

    @Slot()
    def _hear(self) -> None:
        if not self._timeout.isActive():
            return
        self._received += self._socket.read(MOST_BYTES + LENGTH.size + 1 - len(self._received)).data()
        if len(self._received) < LENGTH.size:
            return
        (length,) = LENGTH.unpack_from(self._received)
        if length > MOST_BYTES or len(self._received) > length + LENGTH.size:
            self._answer(Reply.REFUSED)
        elif len(self._received) == length + LENGTH.size:
            self._take(bytes(self._received[LENGTH.size :]))

    @Slot()
    def _let_go(self) -> None:
        log.info("a second start took too long to say what it wants")
        self._socket.abort()
        self.deleteLater()

    def _take(self, body: bytes) -> None:
        try:
            hand_over = from_body(body)
        except NotUnderstood as error:
            log.warning("what a second start said cannot be used: %s", error)
            self._answer(Reply.REFUSED)
            return
        self._timeout.stop()  # from now on it is the caller who waits
        self._sign_of_life.start()
        self._listener.handed_over.emit(hand_over, self._taken)

    def _taken(self, safe: bool) -> None:
        if not self._gone:
            self._answer(Reply.TAKEN if safe else Reply.NOT_KEPT)

    @Slot()
    def _say_at_it(self) -> None:
        self._socket.write(_AT_IT)
        self._socket.flush()

    @Slot()
    def _leave(self) -> None:
        self._gone = True
        self._sign_of_life.stop()
        self.deleteLater()

    def _answer(self, reply: Reply) -> None:
        self._timeout.stop()
        self._sign_of_life.stop()
        self._socket.write(reply.value)
        self._socket.flush()
        self._socket.disconnectFromServer()


def hand_over(
    address: str,
    message: HandOver,
    *,
    timeout: float = TIMEOUT_S,
    at_it: Callable[[], object] = lambda: None,
) -> Reply:
    """Give `message` to whoever listens at `address`.

    `timeout`: seconds that connecting and saying it may take, and each sign of life after that. `at_it` is
    called at the first sign that it takes longer: the folders may be large, or lie on a server.
    """
    end = time.monotonic() + timeout
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
            return Reply.SILENT
        QThread.msleep(_AGAIN_MS)
    heard = _line(socket, timeout)
    if heard == _AT_IT:
        at_it()
    while heard == _AT_IT:
        heard = _line(socket, timeout)
    socket.abort()
    return Reply(heard) if heard in {reply.value for reply in Reply} else Reply.REFUSED


def _line(socket: QLocalSocket, timeout: float) -> bytes:
    """Return the next line; nothing when it did not come, or not whole, within so many seconds."""
    end = time.monotonic() + timeout
    heard = b""
    while not heard.endswith(b"\n"):
        if not socket.bytesAvailable() and not socket.waitForReadyRead(_left(end)):
            return b""
        heard += socket.readLine(64).data()
    return heard


def _left(end: float) -> int:
    return max(1, int((end - time.monotonic()) * 1000))
