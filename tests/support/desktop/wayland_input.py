"""A pointer and a keyboard on a Wayland compositor, spoken on its socket: docs/decisions.md, 38.

By wlr-virtual-pointer-unstable-v1, virtual-keyboard-unstable-v1 and, for a launcher, xdg-activation-v1. The
devices stay as long as the connection: a seat without a keyboard gives no window the focus.
"""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.support.processes import DEADLINE

_DISPLAY: Final = 1
"""The object that every connection begins with."""
_KEYMAP: Final = b"""xkb_keymap {
    xkb_keycodes { include "evdev+aliases(qwerty)" };
    xkb_types { include "complete" };
    xkb_compat { include "complete" };
    xkb_symbols { include "pc+us+inet(evdev)" };
};\0"""
_ROWS: Final = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'`", 44: "zxcvbnm,./"}
_SHIFTED: Final = {'"': "'", "_": "-", ":": ";", "?": "/", "+": "=", "!": "1", "&": "7"}
_NAMED: Final = {
    "Escape": 1, "BackSpace": 14, "Tab": 15, "Return": 28, "space": 57, "Home": 102, "Up": 103, "End": 107,
    "Down": 108, "Delete": 111, "Menu": 127, "Shift_L": 42, "F1": 59, "F10": 68, "comma": 51,
}  # fmt: skip
_MODIFIERS: Final = {"shift": (42, 1), "ctrl": (29, 4), "alt": (56, 8)}
"""The key's code in evdev, and its bit in XKB's state."""
_CODES: Final = {
    letter: first + place for first, row in _ROWS.items() for place, letter in enumerate(row)
} | _NAMED
LEFT: Final = 0x110
RIGHT: Final = 0x111
"""Buttons, by their codes in evdev."""


class VirtualInput:
    """One pointer and one keyboard. Each call returns once the compositor has taken it."""

    def __init__(self, address: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(DEADLINE)
        self._socket.connect(str(address))
        self._last_id = _DISPLAY
        self._received = b""
        self._registry = self._new_id()
        self._send(_DISPLAY, 1, self._registry)  # wl_display.get_registry
        names = dict(self._globals())
        seat = self._bind(names, "wl_seat")
        pointers = self._bind(names, "zwlr_virtual_pointer_manager_v1")
        keyboards = self._bind(names, "zwp_virtual_keyboard_manager_v1")
        self._activation = self._bind(names, "xdg_activation_v1")
        self._pointer, self._keyboard = self._new_id(), self._new_id()
        self._send(pointers, 0, seat, self._pointer)  # create_virtual_pointer
        self._send(keyboards, 0, seat, self._keyboard)  # create_virtual_keyboard
        file = os.memfd_create("keymap")
        os.write(file, _KEYMAP)
        self._send(self._keyboard, 0, 1, len(_KEYMAP), file=file)  # keymap, in XKB's first format
        os.close(file)
        self._round_trip()

    def move(self, x: int, y: int, size: tuple[int, int]) -> None:
        """Put the pointer on this point of an area of that size: the whole output."""
        self._send(self._pointer, 1, _now(), x, y, *size)  # motion_absolute
        self._send(self._pointer, 4)  # frame
        self._round_trip()

    def button(self, button: int, *, down: bool) -> None:
        """Press or release a button of the pointer."""
        self._send(self._pointer, 2, _now(), button, int(down))
        self._send(self._pointer, 4)
        self._round_trip()

    def key(self, name: str) -> None:
        """Press and release a key by its X name, with its modifiers: `ctrl+k`, `Return`."""
        *modifiers, key = name.split("+") if len(name) > 1 else [name]
        state = 0
        for modifier in modifiers:
            code, bit = _MODIFIERS[modifier]
            state |= bit
            self._send(self._keyboard, 1, _now(), code, 1)  # key
            self._send(self._keyboard, 2, state, 0, 0, 0)  # modifiers
        self._send(self._keyboard, 1, _now(), _CODES[key], 1)
        self._send(self._keyboard, 1, _now(), _CODES[key], 0)
        for modifier in modifiers:
            self._send(self._keyboard, 1, _now(), _MODIFIERS[modifier][0], 0)
        self._send(self._keyboard, 2, 0, 0, 0, 0)
        self._round_trip()

    def write(self, text: str) -> None:
        """Type ASCII text as on a keyboard of the United States."""
        for letter in text:
            plain = _SHIFTED.get(letter, letter.lower())
            key = {" ": "space"}.get(plain, plain)
            self.key(f"shift+{key}" if plain != letter else key)

    def activation_token(self) -> str:
        """Return a token by which a window may come to the front, as a launcher asks for one."""
        token = self._new_id()
        self._send(self._activation, 1, token)  # get_activation_token
        self._send(token, 3)  # commit
        for sender, _, body in self._until_done():
            if sender == token:
                (length,) = struct.unpack_from("=I", body)
                return body[4 : 3 + length].decode()
        raise AssertionError("the compositor gives no token")

    def close(self) -> None:
        """Take both devices away."""
        self._socket.close()

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _bind(self, names: dict[str, int], interface: str) -> int:
        text = interface.encode() + b"\0"
        padded = text + bytes(-len(text) % 4)
        bound = self._new_id()
        arguments = struct.pack("=II", names[interface], len(text)) + padded + struct.pack("=II", 1, bound)
        self._write(self._registry, 0, arguments)  # wl_registry.bind, in version 1
        return bound

    def _globals(self) -> Iterator[tuple[str, int]]:
        """Return the name of each interface of the compositor."""
        for sender, opcode, body in self._until_done():
            if (sender, opcode) == (self._registry, 0):
                name, length = struct.unpack_from("=II", body)
                yield body[8 : 7 + length].decode(), name

    def _round_trip(self) -> None:
        for _ in self._until_done():
            pass

    def _until_done(self) -> Iterator[tuple[int, int, bytes]]:
        """Return all events until the compositor has done what it was asked for."""
        callback = self._new_id()
        self._send(_DISPLAY, 0, callback)  # wl_display.sync
        while True:
            sender, opcode, body = self._event()
            if sender == callback:
                return
            if (sender, opcode) == (_DISPLAY, 0):
                raise AssertionError(f"the compositor does not take it: {body!r}")
            yield sender, opcode, body

    def _event(self) -> tuple[int, int, bytes]:
        sender, word = struct.unpack("=II", self._read(8))
        return sender, word & 0xFFFF, self._read((word >> 16) - 8)

    def _read(self, count: int) -> bytes:
        while len(self._received) < count:
            more = self._socket.recv(65_536)
            if not more:
                raise AssertionError("the compositor has closed the connection")
            self._received += more
        found, self._received = self._received[:count], self._received[count:]
        return found

    def _send(self, receiver: int, opcode: int, *arguments: int, file: int | None = None) -> None:
        self._write(receiver, opcode, struct.pack(f"={len(arguments)}I", *arguments), file)

    def _write(self, receiver: int, opcode: int, arguments: bytes, file: int | None = None) -> None:
        message = struct.pack("=II", receiver, (len(arguments) + 8) << 16 | opcode) + arguments
        if file is None:
            self._socket.sendall(message)
        else:
            socket.send_fds(self._socket, [message], [file])


def _now() -> int:
    """Return milliseconds of some clock, as events have them."""
    return int(time.monotonic() * 1000) & 0xFFFFFFFF
