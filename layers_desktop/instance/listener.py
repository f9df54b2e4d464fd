"""The first start's ear: a local socket that only this user can reach. Lives in the GUI thread."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from layers_desktop.instance.claim import Claim
from layers_desktop.instance.frames import (
    AT_IT,
    LENGTH,
    MOST_BYTES,
    NOT_KEPT,
    REFUSED,
    TAKEN,
    NotUnderstood,
    from_body,
)

log = logging.getLogger(__name__)

PATIENCE_MS: Final = 5_000
"""How long a caller may take to say what it wants."""
SIGN_OF_LIFE_MS: Final = 2_000
"""How often a caller is told that what it handed over is being taken in; it gives up after 10 s without."""


class Listener(QObject):
    """Emits `handed_over` for each second start; answers it once that was taken."""

    handed_over = Signal(object, object)
    """A `HandOver`, and what to call (`Callable[[bool], object]`) once it is safe, or cannot be kept."""

    def __init__(self, claim: Claim, parent: QObject | None = None) -> None:
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

    def __init__(self, socket: QLocalSocket, listener: Listener) -> None:
        super().__init__(listener)
        self._listener = listener
        self._socket = socket
        self._said = bytearray()
        self._gone = False
        socket.setParent(self)
        socket.disconnected.connect(self._leave)
        socket.readyRead.connect(self._hear)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._let_go)
        self._patience.start()
        self._sign_of_life = QTimer(self, interval=SIGN_OF_LIFE_MS)
        self._sign_of_life.timeout.connect(self._say_at_it)
        self._hear()

    @Slot()
    def _hear(self) -> None:
        if not self._patience.isActive():
            return
        self._said += self._socket.read(MOST_BYTES + LENGTH.size + 1 - len(self._said)).data()
        if len(self._said) < LENGTH.size:
            return
        (length,) = LENGTH.unpack_from(self._said)
        if length > MOST_BYTES or len(self._said) > length + LENGTH.size:
            self._answer(REFUSED)
        elif len(self._said) == length + LENGTH.size:
            self._take(bytes(self._said[LENGTH.size :]))

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
            self._answer(REFUSED)
            return
        self._patience.stop()  # from now on it is the caller who waits
        self._sign_of_life.start()
        self._listener.handed_over.emit(hand_over, self._taken)

    def _taken(self, safe: bool) -> None:
        if not self._gone:
            self._answer(TAKEN if safe else NOT_KEPT)

    @Slot()
    def _say_at_it(self) -> None:
        self._socket.write(AT_IT)
        self._socket.flush()

    @Slot()
    def _leave(self) -> None:
        self._gone = True
        self._sign_of_life.stop()
        self.deleteLater()

    def _answer(self, answer: bytes) -> None:
        self._patience.stop()
        self._sign_of_life.stop()
        self._socket.write(answer)
        self._socket.flush()
        self._socket.disconnectFromServer()
