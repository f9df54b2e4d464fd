"""The picture that a sound or film carries: which one, found without a library. Reads files, within bounds.

ID3v2.2 to 2.4 (mp3, AAC; id3.org), `moov › udta › meta › ilst › covr › data` (m4a, mp4, mov), the PICTURE
block of FLAC (RFC 9639) and, in base64, of Ogg. What is damaged, odd or too large has no cover; nothing of it
is believed, the picture's type included.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from layers_desktop.media.bounded_reader import BoundedFile, NotThere, Read

_FRONT_COVER: Final = 3
"""A picture's type in ID3v2, which RFC 9639 took over for FLAC."""


def front_cover(pictures: Iterable[tuple[int, bytes]]) -> bytes:
    """Return the front cover of (type, data) pairs, or else the first; reads no further. Raises NotThere."""
    first: bytes | None = None
    for kind, data in pictures:
        if kind == _FRONT_COVER:
            return data
        first = first or data
    if first is None:
        raise NotThere
    return first


_MOST_FRAMES: Final = 2_000
_HEADER: Final = 10
_UNSYNCHRONISED, _EXTENDED = 0x80, 0x40


@dataclass(frozen=True, slots=True)
class _Tag:
    version: int
    unsynchronised: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Frame:
    name: bytes
    flags: int
    start: int
    end: int


def id3_picture(file: BoundedFile) -> bytes:
    """Return the front cover, or else the first picture, as it is encoded. Raises NotThere."""
    tag = _tag(file)
    if tag.unsynchronised and tag.version < 4:
        # The whole tag is coded then, lengths of frames counting what comes out of it.
        plain = _plain(file.take(tag.start, tag.end - tag.start))
        file = BoundedFile(lambda at, count: plain[at : at + count], len(plain))
        tag = _Tag(tag.version, unsynchronised=False, start=0, end=len(plain))
    return front_cover(
        _image(_content(file, tag, frame), old=tag.version == 2)
        for frame in _frames(file, tag)
        if frame.name in (b"APIC", b"PIC")
    )


def _tag(file: BoundedFile) -> _Tag:
    head = file.take(0, _HEADER)
    version, flags = head[3], head[5]
    if head[:3] != b"ID3" or not 2 <= version <= 4:
        raise NotThere
    start, end = _HEADER, min(_HEADER + _synchsafe(head[6:10]), file.size)
    if flags & _EXTENDED and version > 2:
        length = file.take(start, 4)
        # 2.3 does not count these four bytes, 2.4 does.
        start += 4 + int.from_bytes(length, "big") if version == 3 else _synchsafe(length)
    return _Tag(version, bool(flags & _UNSYNCHRONISED), start, end)


def _frames(file: BoundedFile, tag: _Tag) -> Iterator[_Frame]:
    name_length, head_length = (3, 6) if tag.version == 2 else (4, 10)
    at = tag.start
    for _ in range(_MOST_FRAMES):
        if at + head_length > tag.end:
            return
        head = file.take(at, head_length)
        name, rest = head[:name_length], head[name_length:]
        if not name.strip(b"\0"):
            return  # padding
        length = _synchsafe(rest[:4]) if tag.version == 4 else int.from_bytes(rest[:name_length], "big")
        start = at + head_length
        yield _Frame(name, int.from_bytes(rest[4:6], "big"), start, min(start + length, tag.end))
        at = start + length


def _content(file: BoundedFile, tag: _Tag, frame: _Frame) -> bytes:
    """Return a frame's content without what its flags put around it. Raises NotThere when it is packed."""
    packed = {3: 0x00C0, 4: 0x000C}.get(tag.version, 0)  # compressed or encrypted
    grouped = {3: 0x0020, 4: 0x0040}.get(tag.version, 0)
    if frame.flags & packed:
        raise NotThere
    start = frame.start + (1 if frame.flags & grouped else 0)
    if tag.version == 4 and frame.flags & 0x0001:
        start += 4  # its length, once more
    content = file.take(start, frame.end - start)
    coded = tag.version == 4 and (frame.flags & 0x0002 or tag.unsynchronised)
    return _plain(content) if coded else content


def _image(content: bytes, *, old: bool) -> tuple[int, bytes]:
    """Return what the picture is of, and the picture: text encoding, format, kind, description, picture."""
    if old:
        kind_at = 4  # 2.2 names the format by three letters
    else:
        kind_at = content.find(b"\0", 1) + 1
        if kind_at == 0:
            raise NotThere
    if len(content) <= kind_at + 1:
        raise NotThere
    return content[kind_at], content[_after_text(content, kind_at + 1, wide=content[0] in (1, 2)) :]


def _after_text(content: bytes, start: int, *, wide: bool) -> int:
    """Return where a description ends: at one zero byte, or two on an even place in UTF-16."""
    step, mark = (2, b"\0\0") if wide else (1, b"\0")
    at = content.find(mark, start)
    while at >= 0 and (at - start) % step:
        at = content.find(mark, at + 1)
    if at < 0:
        raise NotThere
    return at + step


def _synchsafe(four: bytes) -> int:
    """Return the number of four bytes of seven bits each."""
    return sum((byte & 0x7F) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=True))


def _plain(coded: bytes) -> bytes:
    """Undo unsynchronisation: a zero was put after each 0xFF that looked like the start of sound."""
    return coded.replace(b"\xff\x00", b"\xff")


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


_MOST_BOXES: Final = 2_000
"""On one level; a film in fragments has hundreds."""
_PATHS: Final = (
    (b"moov", b"udta", b"meta", b"ilst", b"covr", b"data"),
    (b"moov", b"meta", b"ilst", b"covr", b"data"),
)
_TYPE_AND_LOCALE: Final = 8


def mp4_picture(file: BoundedFile) -> bytes:
    """Return the first cover as it is encoded. Raises NotThere."""
    for path in _PATHS:
        place = _find(file, path)
        if place is not None:
            start, end = place
            return file.take(start + _TYPE_AND_LOCALE, end - start - _TYPE_AND_LOCALE)
    raise NotThere


def _find(file: BoundedFile, path: tuple[bytes, ...]) -> tuple[int, int] | None:
    start, end = 0, file.size
    for name in path:
        if name == b"ilst":
            start += _version_of_meta(file, start)
        found = next(((s, e) for box, s, e in _boxes(file, start, end) if box == name), None)
        if found is None:
            return None
        start, end = found
    return start, end


def _version_of_meta(file: BoundedFile, start: int) -> int:
    """Return how long the version before the boxes in `meta` is: QuickTime writes none."""
    return 0 if file.take(start + 4, 4) == b"hdlr" else 4


def _boxes(file: BoundedFile, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, start, end) of the contents of the boxes between two offsets."""
    at = start
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        length, name = file.unpack(">I4s", at)
        content = at + 8
        if length == 1:
            (length,) = file.unpack(">Q", content)
            content += 8
        elif length == 0:
            length = end - at  # to the end
        if length < content - at:
            return
        yield name, content, at + length
        at += length


_READERS: Final[dict[str, Callable[[BoundedFile], bytes]]] = {
    "audio/mpeg": id3_picture,
    "audio/aac": id3_picture,
    "audio/mp4": mp4_picture,
    "video/mp4": mp4_picture,
    "video/quicktime": mp4_picture,
    "audio/flac": flac_picture,
    "audio/ogg": ogg_picture,
}
COVERED_TYPES: Final = frozenset(_READERS)
"""MIME types whose files may carry a cover."""

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)


@dataclass(frozen=True, slots=True)
class Cover:
    """An encoded picture, and what it is by its first bytes."""

    data: bytes
    mime_type: str


def cover_of(read: Read, size: int, mime_type: str) -> Cover | None:
    """Return the cover of a file of this type and size in bytes; None without one. May raise OSError."""
    reader = _READERS.get(mime_type)
    if reader is None:
        return None
    try:
        data = reader(BoundedFile(read, size))
    except NotThere:
        return None
    found = _image_type(data)
    return None if found is None else Cover(data, found)


def _image_type(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((name for mark, name in _SIGNATURES if data.startswith(mark)), None)
