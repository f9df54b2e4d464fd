"""What a file carries beside its pixels or its sound: its cover, and how an image is to be turned (Exif).

Found without a library, within bounds. Covers: ID3v2.2 to 2.4 (mp3, AAC; id3.org), `moov › udta › meta › ilst
› covr › data` (m4a, mp4, mov), the PICTURE block of FLAC (RFC 9639) and, in base64, of Ogg. What is damaged,
odd or too large has none; nothing of it is believed, the picture's type included. Exif is read in PNG and
WebP, of which Qt's decoders do not tell it.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from layers_desktop.media.bounded_reader import BoundedFile, NotThere, Read


@dataclass(frozen=True, slots=True)
class Cover:
    """An encoded picture, and what it is by its first bytes."""

    data: bytes
    mime_type: str


def cover_of(read: Read, size: int, mime_type: str) -> Cover | None:
    """Return the cover of a file of this type and size in bytes; None without one. May raise OSError."""
    pictures = _READERS.get(mime_type)
    if pictures is None:
        return None
    try:
        data = _front_cover(pictures(BoundedFile(read, size)))
    except (NotThere, struct.error):
        return None
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Cover(data, "image/webp")
    return next((Cover(data, name) for mark, name in _SIGNATURES if data.startswith(mark)), None)


_Pictures = Iterable[tuple[int, bytes]]
"""What each is of, as ID3v2 and after it RFC 9639 number that, and the picture as it is encoded."""
_FRONT_COVER: Final = 3
_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)


def _front_cover(pictures: _Pictures) -> bytes:
    """Return the front cover, or else the first; reads no further."""
    first = b""
    for kind, data in pictures:
        if kind == _FRONT_COVER:
            return data
        first = first or data
    return first


# ID3, in mp3 and AAC

_MOST_FRAMES: Final = 2_000


def _id3_pictures(file: BoundedFile) -> Iterator[tuple[int, bytes]]:
    head = file.take(0, 10)
    version, flags = head[3], head[5]
    if head[:3] != b"ID3" or not 2 <= version <= 4:
        raise NotThere
    at, end = 10, min(10 + _synchsafe(head[6:10]), file.size)
    if flags & 0x40 and version > 2:  # an extended header: 2.3 does not count these four bytes, 2.4 does
        length = file.take(at, 4)
        at += 4 + int.from_bytes(length, "big") if version == 3 else _synchsafe(length)
    coded = bool(flags & 0x80)
    if coded and version < 4:
        # The whole tag is coded then, lengths of frames counting what comes out of it.
        plain = _decoded(file.take(at, end - at))
        file, at, end = BoundedFile(lambda at, count: plain[at : at + count], len(plain)), 0, len(plain)
    for name, flags, start, stop in _id3_frames(file, version, at, end):
        if name in (b"APIC", b"PIC"):
            content = _id3_content(file.take(start, stop - start), version, flags, coded=coded)
            yield _id3_picture(content, version)


def _id3_frames(file: BoundedFile, version: int, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield (name, flags, start, end) of the frames in a tag."""
    name_length, head_length = (3, 6) if version == 2 else (4, 10)
    for _ in range(_MOST_FRAMES):
        if at + head_length > end:
            return
        head = file.take(at, head_length)
        name, rest = head[:name_length], head[name_length:]
        if not name.strip(b"\0"):
            return  # padding
        length = _synchsafe(rest[:4]) if version == 4 else int.from_bytes(rest[:name_length], "big")
        start = at + head_length
        at = start + length
        yield name, int.from_bytes(rest[4:6], "big"), start, min(at, end)


def _id3_content(content: bytes, version: int, flags: int, *, coded: bool) -> bytes:
    """Return a frame's content without what its flags put around it. Raises NotThere when it is packed."""
    if flags & {3: 0x00C0, 4: 0x000C}.get(version, 0):  # compressed or encrypted
        raise NotThere
    start = 1 if flags & {3: 0x0020, 4: 0x0040}.get(version, 0) else 0  # its group
    if version < 4:
        return content[start:]
    content = content[start + (4 if flags & 0x0001 else 0) :]  # its length, once more
    return _decoded(content) if coded or flags & 0x0002 else content


def _id3_picture(content: bytes, version: int) -> tuple[int, bytes]:
    """Read text encoding, format, kind, description, picture. 2.2 names the format by three letters."""
    kind_at = 4 if version == 2 else content.find(b"\0", 1) + 1
    if kind_at == 0 or len(content) <= kind_at + 1:
        raise NotThere
    # The description ends at one zero byte, or two on an even place in UTF-16.
    start = kind_at + 1
    step = 2 if content[0] in (1, 2) else 1
    at = content.find(bytes(step), start)
    while at >= 0 and (at - start) % step:
        at = content.find(bytes(step), at + 1)
    if at < 0:
        raise NotThere
    return content[kind_at], content[at + step :]


def _synchsafe(four: bytes) -> int:
    """Return the number of four bytes of seven bits each."""
    return sum((byte & 0x7F) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=True))


def _decoded(coded: bytes) -> bytes:
    """Undo unsynchronisation: a zero was put after each 0xFF that looked like the start of sound."""
    return coded.replace(b"\xff\x00", b"\xff")


# FLAC, and Ogg with Vorbis or Opus

_MOST_BLOCKS: Final = 256
_MOST_COMMENTS: Final = 10_000
_LONGEST_PACKET: Final = 16 * 1024 * 1024
_KEY: Final = b"metadata_block_picture="
_COMMENT_STARTS: Final = (b"\x03vorbis", b"OpusTags")


def _flac_pictures(file: BoundedFile) -> Iterator[tuple[int, bytes]]:
    if file.take(0, 4) != b"fLaC":
        raise NotThere
    at = 4
    for _ in range(_MOST_BLOCKS):
        (head,) = file.unpack(">I", at)
        kind, length = (head >> 24) & 0x7F, head & 0xFFFFFF
        if kind == 6:
            yield _block(file.take(at + 4, length))
        if head & 0x80000000:
            return  # the last one
        at += 4 + length


def _ogg_pictures(file: BoundedFile) -> Iterator[tuple[int, bytes]]:
    packet = _second_packet(file)
    mark = next((mark for mark in _COMMENT_STARTS if packet.startswith(mark)), None)
    if mark is None:
        raise NotThere
    at = len(mark)
    at += 4 + struct.unpack_from("<I", packet, at)[0]  # who wrote it
    (count,) = struct.unpack_from("<I", packet, at)
    at += 4
    for _ in range(min(count, _MOST_COMMENTS)):
        if at + 4 > len(packet):
            return  # cut off: what was found counts
        (length,) = struct.unpack_from("<I", packet, at)
        comment = packet[at + 4 : at + 4 + length]
        if comment[: len(_KEY)].lower() == _KEY:
            try:
                yield _block(base64.b64decode(comment[len(_KEY) :], validate=True))
            except binascii.Error:
                raise NotThere from None
        at += 4 + length


def _block(block: bytes) -> tuple[int, bytes]:
    """Read kind, type, description, four numbers, picture."""
    kind, type_length = struct.unpack_from(">II", block, 0)
    (text_length,) = struct.unpack_from(">I", block, 8 + type_length)
    at = 8 + type_length + 4 + text_length + 16
    (length,) = struct.unpack_from(">I", block, at)
    data = block[at + 4 : at + 4 + length]
    if not data or len(data) != length:
        raise NotThere
    return kind, data


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


# MPEG-4 and QuickTime

_COVER_PATHS: Final = (
    (b"moov", b"udta", b"meta", b"ilst", b"covr", b"data"),
    (b"moov", b"meta", b"ilst", b"covr", b"data"),
)
_TYPE_AND_LOCALE: Final = 8


def _mp4_pictures(file: BoundedFile) -> Iterator[tuple[int, bytes]]:
    for path in _COVER_PATHS:
        with suppress(NotThere):  # one that is broken does not hide another
            start, end = 0, file.size
            for name in path:
                if name == b"ilst" and file.take(start + 4, 4) != b"hdlr":
                    start += 4  # the version of `meta`; QuickTime writes none
                start, end = next(((s, e) for box, s, e in file.boxes(start, end) if box == name), (0, 0))
                if not end:
                    break
            if end:
                start += _TYPE_AND_LOCALE
                yield _FRONT_COVER, file.take(start, end - start)


_READERS: Final[dict[str, Callable[[BoundedFile], _Pictures]]] = {
    "audio/mpeg": _id3_pictures,
    "audio/aac": _id3_pictures,
    "audio/mp4": _mp4_pictures,
    "video/mp4": _mp4_pictures,
    "video/quicktime": _mp4_pictures,
    "audio/flac": _flac_pictures,
    "audio/ogg": _ogg_pictures,
}
COVERED_TYPES: Final = frozenset(_READERS)
"""MIME types whose files may carry a cover."""


# Exif

_UPRIGHT: Final = 1
"""Exif's number for an image that is shown as it is stored; the others are 2 to 8 (CIPA DC-008, 4.6.4)."""
_ORIENTATION: Final = 0x0112
_LONGEST_EXIF: Final = 64 * 1024
"""Bytes, as in a JPEG. The orientation stands among the first entries."""


def orientation_of(read: Read, size: int, mime_type: str) -> int:
    """Return Exif's orientation, 1 to 8; 1 where the file says none, or is of another type.

    May raise OSError.
    """
    file = BoundedFile(read, size)
    try:
        match mime_type:
            case "image/webp":
                chunks = file.chunks("<4sI", 12, size)
            case "image/png":
                chunks = _png_chunks(file)
            case _:
                return _UPRIGHT
        for name, start, end in chunks:
            if name.lower() == b"exif":
                return _of_exif(file.take(start, min(end - start, _LONGEST_EXIF)))
    except (NotThere, struct.error):
        pass
    return _UPRIGHT


def _png_chunks(file: BoundedFile) -> Iterator[tuple[bytes, int, int]]:
    at = 8
    while at + 8 <= file.size:
        length, name = file.unpack(">I4s", at)
        yield name, at + 8, at + 8 + length
        at += 12 + length


def _of_exif(exif: bytes) -> int:
    """Return the orientation in a TIFF header's first directory; some programs put a JPEG's mark before."""
    exif = exif.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return _UPRIGHT
    (at,) = struct.unpack_from(f"{order}I", exif, 4)
    (count,) = struct.unpack_from(f"{order}H", exif, at)
    for entry in range(count):
        tag, _type, _count, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * entry)
        if tag == _ORIENTATION:
            return value if 1 <= value <= 8 else _UPRIGHT
    return _UPRIGHT
