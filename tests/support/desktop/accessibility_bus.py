"""All that passes on the accessibility bus: what a screen reader speaks from, and what must not be there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from jeepney import (  # type: ignore[import-untyped]  # jeepney has no types
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    Properties,
    new_method_call,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection  # type: ignore[import-untyped]  # as above
from jeepney.wrappers import DBusErrorResponse, unwrap_msg  # type: ignore[import-untyped]  # as above

from tests.support.processes import DEADLINE, wait_until

_EVENT: Final = "org.a11y.atspi.Event."
_ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
_REGISTRY: Final = DBusAddress(
    "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
)
_MONITORING: Final = DBusAddress(
    "/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus.Monitoring"
)
_MARK: Final = DBusAddress("/mark", interface="com.layers.desktop.tests.Mark")
_SHOWING: Final = 25
"""Of AT-SPI's AtspiStateType: seen on the screen, all its parents included."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a program, with what its source was like when it was read."""

    what: str
    """As "Announcement", "PropertyChange:accessible-name", "TextChanged:insert", "StateChanged:focused"."""
    value: int
    """Of a state: 1 where it begins, 0 where it ends."""
    text: str
    """What is announced, inserted or deleted."""
    path: str
    """Which thing of the program it is about."""
    role: str
    name: str
    showing: bool
    """Whether it was to be seen, a moment later; True of what was gone by then."""


class AccessibilityBus:
    """Asks for all events, as a screen reader does, and reads them.

    `everything`: reads every other message too. They are so many that a test that polls leaves it far behind.
    """

    def __init__(self, session_bus: str, *, everything: bool = False) -> None:
        with open_dbus_connection(session_bus) as session:
            launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            [address] = _call(session, new_method_call(launcher, "GetAddress"))
        self._asking = open_dbus_connection(address)
        for kind in ("object:", "window:", "focus:"):
            _call(self._asking, new_method_call(_REGISTRY, "RegisterEvent", "sass", (kind, [], "")))
        self._marking = open_dbus_connection(address)
        rules = [] if everything else ["type='signal'"]
        self._monitor = open_dbus_connection(address)
        _call(self._monitor, new_method_call(_MONITORING, "BecomeMonitor", "asu", (rules, 0)))
        self._events: list[Event] = []
        self._bodies: list[str] = []
        self._marks = self._read_marks = 0
        self._changed = threading.Condition()
        self._closing = False
        self._reader = threading.Thread(target=self._read, name="accessibility bus", daemon=True)
        self._reader.start()

    @property
    def events(self) -> list[Event]:
        """All events up to now: those that a program sent before it answered what was last asked of it."""
        self._catch_up()
        return list(self._events)

    @property
    def passed(self) -> str:
        """All that was read up to now, a message a line."""
        self._catch_up()
        return "\n".join(self._bodies)

    @property
    def announced(self) -> list[str]:
        """What was announced, in order."""
        return [event.text for event in self.events if event.what == "Announcement"]

    def wait_for(self, wanted: Callable[[Event], bool], what: str) -> Event:
        """Wait for the first event that is wanted, among those that have come already too."""
        return wait_until(lambda: next(filter(wanted, self.events), None), f"{what}; there was {self}")

    def wait_for_announcement(self, words: str) -> None:
        """Wait until some announcement holds these words."""
        wait_until(
            lambda: any(words in one for one in self.announced),
            f"{words!r} to be announced",
        )

    def close(self) -> None:
        """Read no more than what has passed."""
        self._catch_up()
        self._closing = True
        self._reader.join(DEADLINE)
        for connection in (self._monitor, self._asking, self._marking):
            connection.close()

    def _catch_up(self) -> None:
        """Wait until all that has passed is read: three questions about each event keep the reader behind."""
        if self._closing:
            return
        self._marks += 1
        self._marking.send(new_signal(_MARK, "Mark"))
        with self._changed:
            assert self._changed.wait_for(lambda: self._read_marks == self._marks, DEADLINE), (
                "nothing is read"
            )

    def _read(self) -> None:
        while not self._closing:
            try:
                message = self._monitor.receive(timeout=0.1)
            except TimeoutError:
                continue
            except (OSError, EOFError):
                return
            if message.header.fields.get(HeaderFields.sender) == self._marking.unique_name:
                with self._changed:
                    self._read_marks += 1
                    self._changed.notify()
                continue
            event = self._event_of(message)
            self._bodies.append(repr(message.body))
            if event is not None:
                self._events.append(event)

    def _event_of(self, message: Message) -> Event | None:
        header = message.header
        interface = str(header.fields.get(HeaderFields.interface, ""))
        if header.message_type is not MessageType.signal or not interface.startswith(_EVENT):
            return None
        detail, value, _, (_, data), *_ = message.body
        member = str(header.fields[HeaderFields.member])
        sender, path = str(header.fields[HeaderFields.sender]), str(header.fields[HeaderFields.path])
        source = DBusAddress(path, sender, _ACCESSIBLE)
        try:
            name = self._asked(Properties(source).get("Name"))[1]
            role = self._asked(new_method_call(source, "GetRoleName"))
            states = self._asked(new_method_call(source, "GetState"))
        except DBusErrorResponse:  # it is gone
            name, role, states = "", "", [1 << _SHOWING]
        return Event(
            what=f"{member}:{detail}" if detail else member,
            value=value,
            text=data if isinstance(data, str) else "",
            path=path,
            role=role,
            name=name,
            showing=bool(states[0] >> _SHOWING & 1),
        )

    def _asked(self, message: Message) -> Any:  # noqa: ANN401 - what the method returns
        [answer] = _call(self._asking, message)
        return answer


def _call(connection: DBusConnection, message: Message) -> tuple[Any, ...]:
    body: tuple[Any, ...] = unwrap_msg(connection.send_and_get_reply(message, timeout=DEADLINE))
    return body
