from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.media import bounded_reader
from layers_desktop.media.picture_metadata import orientation_of
from tests.support.tables import for_each


def exif(orientation: int, order: str = ">", before: int = 0) -> bytes:
    mark = b"MM\0*" if order == ">" else b"II*\0"
    entries = struct.pack(f"{order}HHII", 0x010F, 2, 4, 0) * before
    entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    return mark + struct.pack(f"{order}IH", 8, before + 1) + entries


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + b"crc!" for name, data in chunks
    )


def orientation(data: bytes, mime_type: str) -> int:
    return orientation_of(lambda at, count: data[at : at + count], len(data), mime_type)


@for_each(
    ("data", "mime_type", "found"),
    [
        (webp((b"VP8X", b"\x08" + b"\0" * 9), (b"VP8 ", b"odd"), (b"EXIF", exif(6))), "image/webp", 6),
        (webp((b"EXIF", b"Exif\0\0" + exif(8, "<", before=5))), "image/webp", 8),
        (png((b"IHDR", b"\0" * 13), (b"eXIf", exif(3)), (b"IDAT", b"")), "image/png", 3),
        (png((b"IDAT", b"\0" * 9_000), (b"eXIf", exif(5, "<"))), "image/png", 5),
        (png((b"eXIf", exif(0))), "image/png", 1),
        (png((b"eXIf", exif(9))), "image/png", 1),
        (png((b"eXIf", b"no TIFF at all")), "image/png", 1),
        (png((b"eXIf", b"MM\0*" + struct.pack(">I", 2**32 - 1))), "image/png", 1),
        (png((b"eXIf", exif(3)))[:-10], "image/png", 1),
        (png((b"IHDR", b"\0" * 13)), "image/png", 1),
        (webp(), "image/webp", 1),
        (b"", "image/webp", 1),
        (png((b"eXIf", exif(3))), "image/jpeg", 1),
    ],
)
def test_the_orientation_is_found_wherever_it_stands(data: bytes, mime_type: str, found: int) -> None:
    assert orientation(data, mime_type) == found


@given(st.binary(max_size=200))
def test_any_bytes_are_a_number_from_1_to_8(data: bytes) -> None:
    for file in (png((b"eXIf", data)), png() + data):
        assert 1 <= orientation(file, "image/png") <= 8
    for file in (webp((b"EXIF", data)), webp() + data):
        assert 1 <= orientation(file, "image/webp") <= 8


def test_a_file_of_countless_chunks_is_read_within_bounds() -> None:
    data = png((b"tEXt", b"")) + b"\0\0\0\0tEXtcrc!" * 30_000 + png((b"eXIf", exif(3)))[8:]
    reads = []

    def read(at: int, count: int) -> bytes:
        reads.append(count)
        return data[at : at + count]

    assert orientation_of(read, len(data), "image/png") == 1
    assert len(reads) <= bounded_reader.MOST_READS
