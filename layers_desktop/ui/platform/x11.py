"""What Qt does not ask of an X server, by libxcb: does it let us in, a drag's properties, a start's end.

Nothing of Qt is imported: a second start has no window, and a first one asks before there is Qt.
"""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, NamedTuple

_LONGEST_PROPERTY: Final = 1024
"""Bytes that are read."""
_CLIENT_MESSAGE: Final = 33
_PROPERTY_CHANGE: Final = 0x0040_0000
"""Who looks for changes of the root window's properties hears messages of a start."""
_INPUT_ONLY: Final = 2
_PART: Final = 20
"""Bytes that a client message carries."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _IdReply(ctypes.Structure):
    """Of `InternAtom` and `GetSelectionOwner`: both answer with one id."""

    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("pad", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32),
        ("id", ctypes.c_uint32),
    )


class _Screens(ctypes.Structure):
    """`xcb_screen_iterator_t`; a screen begins with the id of its root window."""

    _fields_ = (("root", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class _Message(ctypes.Structure):
    """`xcb_client_message_event_t`."""

    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("format", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("window", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("data", ctypes.c_char * _PART),
    )


class _Libraries(NamedTuple):
    """libxcb, and what frees its answers."""

    xcb: ctypes.CDLL
    free: Callable[[Any], None]


class XDisplay:
    """A connection to the X server that `DISPLAY` names. A window's id is 0 where there is none."""

    def __init__(self, libraries: _Libraries) -> None:
        self._xcb, self._free = libraries
        self._connection = ctypes.c_void_p(self._xcb.xcb_connect(None, None))

    @property
    def works(self) -> bool:
        """Whether the server answered."""
        return not self._xcb.xcb_connection_has_error(self._connection)

    def close(self) -> None:
        """End the connection."""
        self._xcb.xcb_disconnect(self._connection)

    def selection_owner(self, selection: bytes) -> int:
        """Return the id of the window that owns a selection."""
        cookie = self._xcb.xcb_get_selection_owner(self._connection, self._atom(selection))
        return self._id(self._xcb.xcb_get_selection_owner_reply(self._connection, cookie, None))

    def text(self, window: int, name: bytes) -> bytes:
        """Return what a property of a window says; b"" when it has none."""
        cookie = self._xcb.xcb_get_property(
            self._connection, 0, window, self._atom(name), 0, 0, _LONGEST_PROPERTY // 4
        )
        reply = self._xcb.xcb_get_property_reply(self._connection, cookie, None)
        if not reply:
            return b""
        try:
            length = self._xcb.xcb_get_property_value_length(reply)
            return ctypes.string_at(self._xcb.xcb_get_property_value(reply), length)
        finally:
            self._free(reply)

    def set_text(self, window: int, name: bytes, value: bytes) -> None:
        """Set a property of a window, and return when the server has it."""
        kind = self._atom(b"text/plain")
        self._xcb.xcb_change_property(
            self._connection, 0, window, self._atom(name), kind, 8, len(value), value
        )
        self.text(window, name)  # a question waits for its answer, and so for what was sent before it

    def broadcast(self, name: bytes, parts: list[bytes]) -> None:
        """Send text to the root window; of its messages the first is called `name` and "_BEGIN"."""
        root = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection)).root[0]
        sender = self._xcb.xcb_generate_id(self._connection)
        self._xcb.xcb_create_window(
            self._connection, 0, sender, root, -9, -9, 1, 1, 0, _INPUT_ONLY, 0, 0, None
        )
        kind = self._atom(name + b"_BEGIN")
        for part in parts:
            message = _Message(_CLIENT_MESSAGE, 8, 0, sender, kind)
            ctypes.memmove(ctypes.addressof(message) + _Message.data.offset, part, len(part))
            self._xcb.xcb_send_event(self._connection, 0, root, _PROPERTY_CHANGE, ctypes.byref(message))
            kind = self._atom(name)  # an answer comes after what was sent before

    def _atom(self, name: bytes) -> int:
        cookie = self._xcb.xcb_intern_atom(self._connection, 0, len(name), name)
        return self._id(self._xcb.xcb_intern_atom_reply(self._connection, cookie, None))

    def _id(self, reply: ctypes._Pointer[_IdReply] | None) -> int:
        if not reply:  # the window is gone, or the server is
            return 0
        try:
            return int(reply[0].id)
        finally:
            self._free(reply)


@contextmanager
def open_display() -> Iterator[XDisplay | None]:
    """Open the display as long as something is asked; None where no X server lets us in."""
    libraries = _libraries()
    if libraries is None:
        yield None
        return
    display = XDisplay(libraries)
    try:
        yield display if display.works else None
    finally:
        display.close()


@cache
def _libraries() -> _Libraries | None:
    if os.name != "posix":
        return None
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
        free = ctypes.CDLL(None).free
    except (OSError, AttributeError):
        return None
    free.argtypes, free.restype = (ctypes.c_void_p,), None
    connection, word, reply = ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(_IdReply)
    answer = (connection, _Cookie, ctypes.c_void_p)
    for name, result, arguments in (
        ("connect", connection, (ctypes.c_char_p, ctypes.c_void_p)),
        ("connection_has_error", ctypes.c_int, (connection,)),
        ("disconnect", None, (connection,)),
        ("get_setup", ctypes.c_void_p, (connection,)),
        ("setup_roots_iterator", _Screens, (ctypes.c_void_p,)),
        ("intern_atom", _Cookie, (connection, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_char_p)),
        ("intern_atom_reply", reply, answer),
        ("get_selection_owner", _Cookie, (connection, word)),
        ("get_selection_owner_reply", reply, answer),
        ("get_property", _Cookie, (connection, ctypes.c_uint8, word, word, word, word, word)),
        ("get_property_reply", ctypes.c_void_p, answer),
        ("get_property_value", ctypes.c_void_p, (ctypes.c_void_p,)),
        ("get_property_value_length", ctypes.c_int, (ctypes.c_void_p,)),
        ("change_property", _Cookie,
         (connection, ctypes.c_uint8, word, word, word, ctypes.c_uint8, word, ctypes.c_char_p)),
    ):  # fmt: skip
        function = getattr(xcb, f"xcb_{name}")
        function.restype, function.argtypes = result, arguments
    return _Libraries(xcb, free)


def end_startup() -> None:
    """Tell the desktop that a start without a window of its own is over, so that its busy pointer ends.

    By freedesktop.org's "Startup Notification Protocol". Qt does it with the first window; a second start
    hands over to one that is there. Nothing happens without the start's id or an X server.
    """
    startup = os.environ.get("DESKTOP_STARTUP_ID", "")
    if not startup or not os.environ.get("DISPLAY"):
        return
    with open_display() as display:
        if display is not None:
            display.broadcast(b"_NET_STARTUP_INFO", removal(startup))


def removal(startup: str) -> list[bytes]:
    """Return the message that ends the start of this id, in parts; the last ends with NUL."""
    quoted = re.sub(r'(["\\])', r"\\\1", startup)
    text = f'remove: ID="{quoted}"'.encode("utf-8", "replace") + b"\0"
    return [text[place : place + _PART] for place in range(0, len(text), _PART)]
