"""Pictures that are in their own address (`data:image/png;base64,…`), as pages carry small ones. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from layers_desktop.media.kinds import Kind, cap_bytes

_PICTURE: Final = re.compile(rb"data:image/[a-z0-9.+-]+((?:;[^,;]*)*),", re.IGNORECASE)
_LONGEST: Final = 2 * cap_bytes(Kind.IMAGE)
"""Characters: base64 makes four of three, percent signs three of one. What is longer is not unpacked."""


def is_embedded_picture(url: bytes) -> bool:
    """Return whether an encoded URL holds a picture: by its first letters, for the window's thread."""
    return _PICTURE.match(url[:200]) is not None


def embedded_picture(url: bytes) -> bytes:
    """Return the picture's bytes, b"" for what is damaged or larger than an image may be. For workers."""
    found = _PICTURE.match(url[:200])
    if found is None or len(url) > _LONGEST:
        return b""
    content = unquote_to_bytes(url[found.end() :])
    if b"base64" not in found[1].lower().split(b";"):
        return content
    try:
        return base64.b64decode(content)
    except binascii.Error:
        return b""
