"""A connection to the desktop's session bus that never waits: calls and signals, in the thread that made it.

Why not QtDBus: `org.freedesktop.Notifications.Notify` takes a uint32, and PySide has no way to send one. It
makes every int an int32, or a uint16 in a QDBusArgument (measured with 6.11.3), which notification services
refuse. So jeepney, which keyring brings along on Linux, makes and reads the messages, and Qt's loop says when
there is something to read. Imported only where it is needed, because elsewhere there is no jeepney.
"""

from __future__ import annotations

import itertools
import logging
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jeepney import (  # type: ignore[import-untyped]  # jeepney has no types
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    Parser,
    message_bus,
    new_method_call,
    new_signal,
)
from jeepney.auth import AuthenticationError, Authenticator  # type: ignore[import-untyped]  # as above
from jeepney.bus import get_bus, get_connectable_addresses  # type: ignore[import-untyped]  # as above
from jeepney.fds import FileDescriptor, fds_buf_size  # type: ignore[import-untyped]  # as above
from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

log = logging.getLogger(__name__)

Reply = Callable[[tuple[object, ...]], None]
_BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class DBusCall:
    """A method of an object on the bus."""

    name: str
    path: str
    method: str
    signature: str | None = None
    arguments: tuple[object, ...] = ()
    interface: str = ""
    """The bus name, as it is with most services, when left out."""


class SessionBus(QObject):
    """Connects at the first call, and again at the next one when the connection was lost.

    Without a bus, without a service, or where that refuses, a call is simply never answered.
    """

    signalled = Signal(str, object)
    """The name and the arguments of a signal that was watched for."""
    _takes_files = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._waiting: list[bytes] = []
        self._replies: dict[int, tuple[Reply | None, Callable[[], None] | None]] = {}

    def call(
        self, call: DBusCall, on_reply: Reply | None = None, on_refused: Callable[[], None] | None = None
    ) -> None:
        """Call a method; `on_reply` gets the answer's arguments, if there is ever one.

        `on_refused` is told when there is no such service or method, or when that refuses.
        """
        where = DBusAddress(call.path, bus_name=call.name, interface=call.interface or call.name)
        self._post(new_method_call(where, call.method, call.signature, call.arguments), on_reply, on_refused)

    def tell(
        self, path: str, interface: str, name: str, signature: str, arguments: tuple[object, ...]
    ) -> None:
        """Emit a signal of an object of ours, for whoever listens."""
        where = DBusAddress(path, interface=interface)
        self._post(new_signal(where, name, signature, arguments))

    def _post(
        self, message: Message, on_reply: Reply | None = None, on_refused: Callable[[], None] | None = None
    ) -> None:
        if self._socket is None and not self._connect():
            return
        serial = next(self._serials)
        if on_reply is not None or on_refused is not None:
            self._replies[serial] = (on_reply, on_refused)
        self._waiting.append(message.serialise(serial=serial))
        self._send_waiting()

    def watch(self, path: str, interface: str) -> None:
        """Hear the signals of this object from now on, or until the connection is lost."""
        self._post(message_bus.AddMatch(MatchRule(type="signal", path=path, interface=interface)))

    @property
    def connected(self) -> bool:
        """True from the first call until the connection is lost."""
        return self._socket is not None

    @Slot()
    def close(self) -> None:
        """Let go of the bus; answers that are still to come are dropped."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self._waiting.clear()
        self._replies.clear()

    def _connect(self) -> bool:
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            made.setblocking(False)
            made.connect(self._address())
        except (OSError, ValueError, RuntimeError) as error:
            made.close()
            log.info("no session bus: %s", error)
            return False
        self._socket = made
        self._serials = itertools.count(1)
        self._authenticator = Authenticator(enable_fds=self._takes_files)
        self._parser = Parser()
        self._notifier = QSocketNotifier(made.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._readable)
        self._send(self._authenticator.data_to_send())
        self._post(message_bus.Hello())
        return self.connected

    @Slot()
    def _readable(self) -> None:
        if self._socket is None:
            return
        try:
            data, with_it, *_ = self._socket.recvmsg(_BLOCK, fds_buf_size() if self._takes_files else 0)
            if not data:
                raise ConnectionResetError("the bus has gone")
            self._take_in(data, FileDescriptor.from_ancdata(with_it))
        except BlockingIOError:
            return
        except (OSError, AuthenticationError) as error:
            log.info("the session bus was lost: %s", error)
            self.close()

    def _take_in(self, data: bytes, files: Sequence[FileDescriptor]) -> None:
        if self._authenticator.authenticated:
            self._parser.add_data(data, files)
            while (message := self._parser.get_next_message()) is not None:
                self._deliver(message)
            return
        self._authenticator.feed(data)
        if further := self._authenticator.data_to_send():
            self._send(further)
        if self._authenticator.authenticated:
            self._send(b"BEGIN\r\n")
            self._send_waiting()

    def _deliver(self, message: Message) -> None:
        header = message.header
        match header.message_type:
            case MessageType.signal:
                self.signalled.emit(header.fields.get(HeaderFields.member, ""), message.body)
            case MessageType.method_return | MessageType.error:
                serial = header.fields.get(HeaderFields.reply_serial)
                on_reply, on_refused = self._replies.pop(serial, (None, None))
                if header.message_type is MessageType.error:
                    log.info("the session bus refused: %s", header.fields.get(HeaderFields.error_name))
                    if on_refused is not None:
                        on_refused()
                elif on_reply is not None:
                    on_reply(message.body)

    def _send_waiting(self) -> None:
        while self._authenticator.authenticated and self._waiting and self.connected:
            self._send(self._waiting.pop(0))

    def _send(self, data: bytes) -> None:
        """Hand a few hundred bytes to the kernel; a bus that has no room for these is as good as gone."""
        if self._socket is None:
            return
        try:
            whole = self._socket.send(data) == len(data)
        except OSError:
            whole = False
        if not whole:
            log.info("the session bus does not take any more")
            self.close()

    def _address(self) -> str:
        """Return where the bus listens. Raises ValueError or RuntimeError where no place can be reached."""
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return str(get_bus("SESSION"))
        runtime = os.environ.get("XDG_RUNTIME_DIR")
        if not runtime:
            raise RuntimeError("no address is known")
        # systemd's place for it, where a login without the variable finds it too.
        return str(next(get_connectable_addresses(f"unix:path={runtime}/bus")))


class SystemBus(SessionBus):
    """The bus of the whole computer. Its answers may hold open files, which whoever asked closes."""

    _takes_files = True

    def _address(self) -> str:
        return str(get_bus("SYSTEM"))
