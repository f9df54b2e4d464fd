"""Pictures that are in their own address (`data:image/png;base64,…`), as pages carry small ones. Pure."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

_PICTURE: Final = re.compile(rb"data:image/[a-z0-9.+-]+((?:;[^,;]*)*),", re.IGNORECASE)
_BLOCK: Final = 64 * 1024
"""Characters that are decoded at a time: `unquote_to_bytes` takes 200 bytes of memory for each escape."""
_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64: Final = bytes(set(range(256)) - set(_BASE64))


def is_embedded_picture(url: bytes) -> bool:
    """Return whether an encoded URL holds a picture: by its first letters, for the window's thread."""
    return _PICTURE.match(url[:200]) is not None


def embedded_blocks(url: bytes) -> Iterator[bytes]:
    """Yield the picture's bytes, at most 64 KiB at a time; nothing for an address without one. For workers.

    Raises ValueError when its last letter of base64 is half a byte.
    """
    found = _PICTURE.match(url[:200])
    if found is None:
        return iter(())
    blocks = _unescaped(url, found.end())
    return _from_base64(blocks) if b"base64" in found[1].lower().split(b";") else blocks


def _unescaped(url: bytes, at: int) -> Iterator[bytes]:
    while at < len(url):
        end = at + _BLOCK
        cut = url.rfind(b"%", end - 2, end)
        if cut >= 0:  # an escape (`%2B`) is not cut in two
            end = cut
        yield unquote_to_bytes(url[at:end])
        at = end


def _from_base64(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Decode as browsers do: what is no letter of base64 is skipped, and padding may be missing."""
    rest = b""
    for block in blocks:
        letters = rest + block.translate(None, _NOT_BASE64)
        whole = len(letters) - len(letters) % 4
        rest = letters[whole:]
        yield binascii.a2b_base64(letters[:whole])
    yield binascii.a2b_base64(rest + b"=" * (-len(rest) % 4))
