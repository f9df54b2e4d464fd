"""The picture in a FLAC or Ogg file: a PICTURE block (RFC 9639), in Ogg as base64 in a comment."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterator
from typing import Final

from layers_desktop.media.bounded import BoundedFile, NotThere
from layers_desktop.media.front_cover import front_cover

_MOST_BLOCKS: Final = 256
_MOST_COMMENTS: Final = 10_000
_LONGEST_PACKET: Final = 16 * 1024 * 1024
_PICTURE_BLOCK: Final = 6
_KEY: Final = b"metadata_block_picture="
_COMMENT_STARTS: Final = (b"\x03vorbis", b"OpusTags")


def flac_picture(file: BoundedFile) -> bytes:
    """Return the front cover of a FLAC file, or else its first picture. Raises NotThere."""
    return front_cover(_block(file.take(start, length)) for start, length in _flac_blocks(file))


def ogg_picture(file: BoundedFile) -> bytes:
    """Return the front cover of an Ogg file (Vorbis, Opus), or else its first picture. Raises NotThere."""
    packet = _second_packet(file)
    mark = next((mark for mark in _COMMENT_STARTS if packet.startswith(mark)), None)
    if mark is None:
        raise NotThere
    comments = _comments(packet, len(mark))
    return front_cover(_block(_decoded(comment)) for comment in comments if _is_picture(comment))


def _block(block: bytes) -> tuple[int, bytes]:
    """Return what the picture is of, and the picture: kind, type, description, four numbers, picture."""
    try:
        kind, type_length = struct.unpack_from(">II", block, 0)
        (text_length,) = struct.unpack_from(">I", block, 8 + type_length)
        at = 8 + type_length + 4 + text_length + 16
        (length,) = struct.unpack_from(">I", block, at)
    except struct.error:
        raise NotThere from None
    data = block[at + 4 : at + 4 + length]
    if not data or len(data) != length:
        raise NotThere
    return kind, data


def _flac_blocks(file: BoundedFile) -> Iterator[tuple[int, int]]:
    """Yield where the PICTURE blocks stand, as (start, length)."""
    if file.take(0, 4) != b"fLaC":
        raise NotThere
    at = 4
    for _ in range(_MOST_BLOCKS):
        (head,) = file.unpack(">I", at)
        kind, length = (head >> 24) & 0x7F, head & 0xFFFFFF
        if kind == _PICTURE_BLOCK:
            yield at + 4, length
        if head & 0x80000000:
            return  # the last one
        at += 4 + length


def _second_packet(file: BoundedFile) -> bytes:
    """Return the comment packet: the second one of the stream that the file begins with (RFC 3533)."""
    serial = file.take(14, 4)
    pieces: list[bytes] = []
    packets = length = at = 0
    while length <= _LONGEST_PACKET:
        head = file.take(at, 27)
        if head[:4] != b"OggS":
            break
        table = file.take(at + 27, head[26])
        body = at + 27 + len(table)
        at = body + sum(table)
        if head[14:18] != serial:
            continue  # of another stream, as a film's
        for segment in table:
            if packets == 1:
                pieces.append(file.take(body, segment))
                length += segment
            body += segment
            # A segment that is not full ends its packet.
            packets += segment < 255
            if packets == 2:
                return b"".join(pieces)
    raise NotThere


def _comments(packet: bytes, at: int) -> Iterator[bytes]:
    try:
        (vendor,) = struct.unpack_from("<I", packet, at)
        at += 4 + vendor
        (count,) = struct.unpack_from("<I", packet, at)
        at += 4
        for _ in range(min(count, _MOST_COMMENTS)):
            (length,) = struct.unpack_from("<I", packet, at)
            yield packet[at + 4 : at + 4 + length]
            at += 4 + length
    except struct.error:
        return


def _is_picture(comment: bytes) -> bool:
    return comment[: len(_KEY)].lower() == _KEY


def _decoded(comment: bytes) -> bytes:
    try:
        return base64.b64decode(comment[len(_KEY) :], validate=True)
    except binascii.Error:
        raise NotThere from None
