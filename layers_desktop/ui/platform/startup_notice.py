"""The end of a start without a window of its own, told to X11's desktop so that its busy pointer ends.

By freedesktop.org's "Startup Notification Protocol": a message to the root window, in events of 20 bytes. Qt
sends it with the first window; a second start hands over to one that is there. On Wayland the use of the
token says it.
"""

from __future__ import annotations

import ctypes
import os
import re
from typing import Final

_CLIENT_MESSAGE: Final = 33
_PROPERTY_CHANGE: Final = 0x0040_0000
"""Who looks for changes of the root window's properties hears such messages."""
_INPUT_ONLY: Final = 2
_PART: Final = 20
"""Bytes that a client message carries."""


class _Screens(ctypes.Structure):
    """`xcb_screen_iterator_t`; a screen begins with the id of its root window."""

    _fields_ = (
        ("root", ctypes.POINTER(ctypes.c_uint32)),
        ("rem", ctypes.c_int),
        ("index", ctypes.c_int),
    )


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


class _AtomReply(ctypes.Structure):
    """`xcb_intern_atom_reply_t`."""

    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("pad", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32),
        ("atom", ctypes.c_uint32),
    )


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


def end_startup() -> None:
    """Tell the desktop that the start which has its id is over; nothing without an id or an X server."""
    startup = os.environ.get("DESKTOP_STARTUP_ID", "")
    if not startup or not os.environ.get("DISPLAY"):
        return
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    if not xcb.xcb_connection_has_error(connection):
        _send(xcb, connection, removal(startup))
    xcb.xcb_disconnect(connection)


def removal(startup: str) -> list[bytes]:
    """Return the message that ends the start of this id, in parts; the last ends with NUL."""
    quoted = re.sub(r'(["\\])', r"\\\1", startup)
    text = f'remove: ID="{quoted}"'.encode("utf-8", "replace") + b"\0"
    return [text[place : place + _PART] for place in range(0, len(text), _PART)]


def _send(xcb: ctypes.CDLL, connection: ctypes.c_void_p, parts: list[bytes]) -> None:
    xcb.xcb_get_setup.restype = ctypes.c_void_p
    xcb.xcb_setup_roots_iterator.restype = _Screens
    xcb.xcb_setup_roots_iterator.argtypes = [ctypes.c_void_p]
    root = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(connection)).root[0]
    sender = xcb.xcb_generate_id(connection)
    xcb.xcb_create_window(connection, 0, sender, root, -9, -9, 1, 1, 0, _INPUT_ONLY, 0, 0, None)
    kind = _atom(xcb, connection, b"_NET_STARTUP_INFO_BEGIN")
    more = _atom(xcb, connection, b"_NET_STARTUP_INFO")
    for part in parts:
        message = _Message(_CLIENT_MESSAGE, 8, 0, sender, kind)
        ctypes.memmove(ctypes.addressof(message) + _Message.data.offset, part, len(part))
        xcb.xcb_send_event(connection, 0, root, _PROPERTY_CHANGE, ctypes.byref(message))
        kind = more
    _atom(xcb, connection, b"_NET_STARTUP_INFO")  # an answer comes after what was sent before


def _atom(xcb: ctypes.CDLL, connection: ctypes.c_void_p, name: bytes) -> int:
    """Return the number of this name; 0 where the server gives none."""
    xcb.xcb_intern_atom.restype = _Cookie
    xcb.xcb_intern_atom_reply.restype = ctypes.POINTER(_AtomReply)
    xcb.xcb_intern_atom_reply.argtypes = [ctypes.c_void_p, _Cookie, ctypes.c_void_p]
    reply = xcb.xcb_intern_atom_reply(connection, xcb.xcb_intern_atom(connection, 0, len(name), name), None)
    # The few bytes of each answer are left to the end of the process, which is next.
    return int(reply[0].atom) if reply else 0
