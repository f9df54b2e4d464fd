"""Direct save: the program that is dragged from writes its file where it is told. X11 only, by libxcb.

The protocol is freedesktop.org's "Drag-and-Drop Direct Save Protocol for the X Window System" (XDS). The
source offers the target `XdndDirectSave0` and puts the file's name into the property of that name, on the
window that owns the selection `XdndSelection`. At the drop the target replaces the name by the address to
write to, and asks for `XdndDirectSave0`: the answer is S (saved), F (not possible this way) or E (failed).
Firefox and Thunderbird answer S at once and write after that.

Qt knows how to ask, but not of the property; so this has a connection of its own to the X server, for as
long as a drop takes. Without X11 (Wayland, macOS, Windows, offscreen) nothing is loaded and nothing happens.
"""

from __future__ import annotations

import ctypes
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, NamedTuple
from urllib.parse import quote_from_bytes

from PySide6.QtGui import QGuiApplication

TARGET: Final = "XdndDirectSave0"
_SELECTION: Final = b"XdndSelection"
_LONGEST_NAME: Final = 1024
"""Bytes of the property that are read."""
_NO_WINDOW: Final = 0


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


class _Libraries(NamedTuple):
    """libxcb, and what frees its answers."""

    xcb: ctypes.CDLL
    free: Callable[[Any], None]


class XDisplay:
    """A connection to the X server that `DISPLAY` names."""

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

    def drag_source(self) -> int:
        """Return the id of the window that a drag comes from; 0 when nothing is dragged."""
        cookie = self._xcb.xcb_get_selection_owner(self._connection, self._atom(_SELECTION))
        return self._id(self._xcb.xcb_get_selection_owner_reply(self._connection, cookie, None))

    def name(self, window: int) -> bytes:
        """Return what the direct-save property of a window says; b"" when it has none."""
        cookie = self._xcb.xcb_get_property(
            self._connection, 0, window, self._atom(TARGET.encode()), 0, 0, _LONGEST_NAME // 4
        )
        reply = self._xcb.xcb_get_property_reply(self._connection, cookie, None)
        if not reply:
            return b""
        try:
            length = self._xcb.xcb_get_property_value_length(reply)
            return ctypes.string_at(self._xcb.xcb_get_property_value(reply), length)
        finally:
            self._free(reply)

    def set_name(self, window: int, value: bytes) -> None:
        """Set the direct-save property of a window, and return when the server has it."""
        self._xcb.xcb_change_property(
            self._connection,
            0,
            window,
            self._atom(TARGET.encode()),
            self._atom(b"text/plain"),
            8,
            len(value),
            value,
        )
        self.name(window)  # a question waits for its answer, and so for what was sent before it

    def _atom(self, name: bytes) -> int:
        cookie = self._xcb.xcb_intern_atom(self._connection, 0, len(name), name)
        return self._id(self._xcb.xcb_intern_atom_reply(self._connection, cookie, None))

    def _id(self, reply: ctypes._Pointer[_IdReply] | None) -> int:
        if not reply:  # the window is gone, or the server is
            return _NO_WINDOW
        try:
            return int(reply[0].id)
        finally:
            self._free(reply)


def is_supported() -> bool:
    """Return whether drags come by X11 here."""
    return QGuiApplication.platformName() == "xcb"


def proposed_name() -> str:
    """Return the file name that the program which is dragged from proposes; "" when it proposes none."""
    with open_display() as display:
        if display is None:
            return ""
        proposal = display.name(display.drag_source())
    # A path, where a drop before this one told it where to save.
    return proposal.decode("utf-8", "replace").rpartition("/")[2]


def tell_where(path: bytes) -> bool:
    """Tell the program which is dragged from to write its file to this path; False when that is not possible.

    The caller asks for `TARGET` next, while the drop still lasts.
    """
    with open_display() as display:
        window = _NO_WINDOW if display is None else display.drag_source()
        if display is None or window == _NO_WINDOW:
            return False
        display.set_name(window, f"file://{socket.gethostname()}{quote_from_bytes(path)}".encode())
    return True


@contextmanager
def open_display() -> Iterator[XDisplay | None]:
    """Open the display as long as something is asked; None where there is no X11."""
    libraries = _libraries() if is_supported() else None
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
    """Load libxcb, as Qt has done before."""
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
