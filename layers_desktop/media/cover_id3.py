"""The picture in an ID3v2 tag, as mp3 and AAC files carry it at their start (id3.org: 2.2, 2.3 and 2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from layers_desktop.media.bounded import BoundedFile, NotThere
from layers_desktop.media.front_cover import front_cover

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


def picture(file: BoundedFile) -> bytes:
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
