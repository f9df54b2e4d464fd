"""Pictures in sounds and films, and what hostile ones cost."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.media import bounded_reader
from layers_desktop.media.picture_metadata import COVERED_TYPES, Cover, cover_of
from tests.support.tables import for_each

JPEG = b"\xff\xd8\xff\xe0" + b"front" * 20 + b"\xff\x00\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"back" * 20


def synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def tag(version: int, frames: bytes, flags: int = 0, extended: bytes = b"") -> bytes:
    content = extended + frames + b"\0" * 32
    return b"ID3" + bytes((version, 0, flags)) + synchsafe(len(content)) + content


def apic(data: bytes, *, kind: int = 3, text: bytes = b"\0", encoding: int = 0) -> bytes:
    return bytes([encoding]) + b"image/jpeg\0" + bytes([kind]) + text + data


def frame(version: int, content: bytes, name: bytes = b"", flags: int = 0) -> bytes:
    if version == 2:
        return (name or b"PIC") + len(content).to_bytes(3, "big") + content
    length = synchsafe(len(content)) if version == 4 else struct.pack(">I", len(content))
    return (name or b"APIC") + length + struct.pack(">H", flags) + content


def block(data: bytes, kind: int = 3) -> bytes:
    mime, text = b"image/jpeg", "Vorderseite – été".encode()
    lengths = struct.pack(">IIII", 1, 1, 24, 0)
    return (
        struct.pack(">II", kind, len(mime)) + mime + struct.pack(">I", len(text)) + text
        + lengths + struct.pack(">I", len(data)) + data
    )  # fmt: skip


def flac(*blocks: bytes) -> bytes:
    parts = [b"\0\0\0\x22" + b"\0" * 34]
    parts += [b"\6" + len(one).to_bytes(3, "big") + one for one in blocks]
    return b"fLaC" + b"".join(parts) + b"\x81\0\0\4\0\0\0\0sound"


def ogg(mark: bytes, *comments: bytes, page: int = 200) -> bytes:
    packet = mark + struct.pack("<I", 3) + b"abc" + struct.pack("<I", len(comments))
    packet += b"".join(struct.pack("<I", len(one)) + one for one in comments)
    packets = (b"\1head", packet, b"sound")
    lacing = [255] * (len(packet) // 255) + [len(packet) % 255]
    table = [len(packets[0]), *lacing, len(packets[2])]
    body, out = b"".join(packets), b""
    for start in range(0, len(table), page):
        part = table[start : start + page]
        out += b"OggS\0\0" + b"\0" * 8 + b"ser1" + b"\0" * 8 + bytes([len(part), *part]) + body[: sum(part)]
        out += b"OggS\0\0" + b"\0" * 8 + b"film" + b"\0" * 8 + b"\1\3xyz"  # another stream between
        body = body[sum(part) :]
    return out


def picture_comment(data: bytes) -> bytes:
    return b"Metadata_Block_Picture=" + base64.b64encode(block(data))


def box(name: bytes, *content: bytes, wide: bool = False) -> bytes:
    whole = b"".join(content)
    if wide:
        return struct.pack(">I4sQ", 1, name, len(whole) + 16) + whole
    return struct.pack(">I4s", len(whole) + 8, name) + whole


def mp4(data: bytes, *, version: bytes = b"\0\0\0\0", at_end: bool = True, torn: bool = False) -> bytes:
    cover = box(b"covr", box(b"data", struct.pack(">II", 13, 0), data))
    meta = box(b"meta", version, box(b"hdlr", b"\0" * 25), box(b"ilst", box(b"\xa9nam"), cover))
    where = box(b"udta", b"\0\0\0\4meta") + meta if torn else box(b"udta", meta)
    moov = box(b"moov", box(b"mvhd", b"\0" * 100), where)
    sound = box(b"mdat", b"\0" * 5_000, wide=True)
    return box(b"ftyp", b"M4A ") + (sound + moov if at_end else moov + sound)


def cover(data: bytes, mime_type: str) -> Cover | None:
    return cover_of(lambda at, count: data[at : at + count], len(data), mime_type)


UNSYNCHRONISED = JPEG.replace(b"\xff", b"\xff\x00")
GOOD: list[tuple[bytes, str]] = [
    (tag(2, frame(2, b"\0JPG\3\0" + JPEG)), "audio/mpeg"),
    (tag(3, frame(3, b"\0Song", b"TIT2") + frame(3, apic(JPEG))), "audio/mpeg"),
    (tag(3, frame(3, apic(JPEG)), 0x40, b"\0\0\0\6" + b"\0" * 6), "audio/mpeg"),
    (tag(3, frame(3, apic(JPEG)).replace(b"\xff", b"\xff\x00"), 0x80), "audio/mpeg"),
    (tag(4, frame(4, apic(JPEG))), "audio/mpeg"),
    (tag(4, frame(4, b"\0\0\0\1" + apic(JPEG), flags=1)), "audio/mpeg"),
    (tag(4, frame(4, apic(UNSYNCHRONISED), flags=2)), "audio/mpeg"),
    (tag(3, frame(3, apic(JPEG, text="\u0100a".encode("utf-16-be") + b"\0\0", encoding=2))), "audio/mpeg"),
    (tag(3, frame(3, apic(PNG, kind=4)) + frame(3, apic(JPEG))), "audio/mpeg"),
    (tag(3, frame(3, apic(JPEG))), "audio/aac"),
    (mp4(JPEG), "audio/mp4"),
    (mp4(JPEG, at_end=False), "video/mp4"),
    (mp4(JPEG, version=b""), "video/quicktime"),
    (mp4(JPEG, torn=True), "audio/mp4"),
    (flac(block(JPEG)), "audio/flac"),
    (flac(block(PNG, 4), block(JPEG)), "audio/flac"),
    (ogg(b"\3vorbis", b"TITLE=Song", picture_comment(JPEG)), "audio/ogg"),
    (ogg(b"OpusTags", picture_comment(JPEG), page=1), "audio/ogg"),
]


@for_each(("data", "mime_type"), GOOD)
def test_the_front_cover_is_found(data: bytes, mime_type: str) -> None:
    assert cover(data, mime_type) == Cover(JPEG, "image/jpeg")


def test_without_a_front_cover_the_first_picture_is_taken() -> None:
    both = frame(3, apic(PNG, kind=4)) + frame(3, apic(JPEG, kind=5))
    assert cover(tag(3, both), "audio/mpeg") == Cover(PNG, "image/png")
    assert cover(flac(block(PNG, 4), block(JPEG, 5)), "audio/flac") == Cover(PNG, "image/png")


@for_each(
    ("data", "mime_type"),
    [
        (tag(3, frame(3, b"\0Song", b"TIT2")), "audio/mpeg"),
        (tag(3, frame(3, apic(JPEG), flags=0x80)), "audio/mpeg"),  # compressed
        (tag(3, frame(3, apic(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))), "audio/mpeg"),
        (tag(3, frame(3, b"\0image/jpeg")), "audio/mpeg"),
        (tag(9, frame(3, apic(JPEG))), "audio/mpeg"),
        (mp4(JPEG)[:-40], "audio/mp4"),
        (box(b"moov", b"\0" * 4), "audio/mp4"),
        (flac(block(JPEG)[:-1]), "audio/flac"),
        (flac(), "audio/flac"),
        (ogg(b"OpusTags", b"METADATA_BLOCK_PICTURE=!!!"), "audio/ogg"),
        (ogg(b"Speex   ", picture_comment(JPEG)), "audio/ogg"),
        (mp4(JPEG), "video/webm"),
        (b"", "audio/mpeg"),
    ],
)
def test_what_has_no_cover_or_a_damaged_one_has_none(data: bytes, mime_type: str) -> None:
    assert cover(data, mime_type) is None


class Costs:
    """Counts what a hostile file has read."""

    def __init__(self, read: Callable[[int, int], bytes]) -> None:
        self.bytes = self.reads = 0
        self._read = read

    def __call__(self, at: int, count: int) -> bytes:
        self.reads += 1
        piece = self._read(at, count)
        self.bytes += len(piece)
        return piece

    def bounded(self) -> bool:
        return self.bytes <= bounded_reader.MOST_BYTES and self.reads <= bounded_reader.MOST_READS


ENDLESS: list[tuple[str, bytes]] = [
    ("audio/mpeg", b"ID3\3\0\0\x7f\x7f\x7f\x7f" + frame(3, b"", b"TIT2") * 5),
    ("audio/mpeg", b"ID3\3\0\x80\x7f\x7f\x7f\x7f"),
    ("audio/mp4", struct.pack(">I4s", 8, b"free")),
    ("video/mp4", struct.pack(">I4s", 8, b"moov") * 2),
    ("audio/flac", b"fLaC" + b"\6\0\0\0" * 40),
    ("audio/ogg", b"OggS\0\2" + b"\0" * 20 + b"\xff" + b"\xff" * 255),
]


@for_each(("mime_type", "pattern"), ENDLESS)
def test_a_file_that_goes_on_for_ever_is_left_within_bounds(mime_type: str, pattern: bytes) -> None:
    size = 2**40  # a sparse file of a terabyte, made of the same again and again

    def read(at: int, count: int) -> bytes:
        start = at % len(pattern)
        return (pattern * (count // len(pattern) + 2))[start : start + count]

    costs = Costs(read)
    cover_of(costs, size, mime_type)
    assert costs.bounded()


@given(
    good=st.sampled_from(GOOD),
    cut=st.integers(0, 6_000),
    junk=st.binary(max_size=60),
    at=st.integers(0, 6_000),
    mime_type=st.sampled_from(sorted(COVERED_TYPES)),
)
def test_a_spoilt_file_is_contained(
    good: tuple[bytes, str], cut: int, junk: bytes, at: int, mime_type: str
) -> None:
    whole = good[0]
    data = (whole[:at] + junk + whole[at + len(junk) :])[: cut or None]
    costs = Costs(lambda at, count: data[at : at + count])
    for type_ in (good[1], mime_type):
        found = cover_of(costs, len(data) * 2, type_)
        assert found is None or found.mime_type.startswith("image/")
    assert costs.bounded()
