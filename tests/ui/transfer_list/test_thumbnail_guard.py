"""Images that are small on the disk and large in the memory get an icon, whatever is in them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter

from layers_desktop.ui.transfer_list import thumbnail_decoder
from layers_desktop.ui.transfer_list.thumbnail import Still
from layers_desktop.ui.transfer_list.thumbnail_decoder import FORMATS, decode
from layers_desktop.ui.transfer_list.thumbnail_guard import (
    LONGEST_ICON,
    MOST_COMPRESSED_CHUNKS,
    MOST_SCANS,
)

Save = Callable[[bytes], bytes]


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(extra: bytes = b"", side: int = 10) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * (side * 3 + 1) * side))
    return b"\x89PNG\r\n\x1a\n" + head + extra + pixels + chunk(b"IEND", b"")


def text(number: int) -> bytes:
    return chunk(b"zTXt", b"k%d\0\0" % number + zlib.compress(b"a" * 100))


def icon(*pictures: bytes) -> bytes:
    at = 6 + 16 * len(pictures)
    entries = b""
    for picture in pictures:
        entries += struct.pack("<BBBBHHII", 0, 0, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def jpeg(*, progressive: bool = False, side: int = 64) -> bytes:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpeg")
    writer.setProgressiveScanWrite(progressive)
    assert writer.write(image)
    return bytes(buffer.data().data())


def with_sides(data: bytes, height: int, width: int) -> bytes:
    at = data.index(b"\xff\xc2") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    path = tmp_path / "image"

    def write(data: bytes) -> bytes:
        path.write_bytes(data)
        return bytes(path)

    return write


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The formats of the images that Qt was given."""
    given_to_qt: list[bytes] = []
    really = thumbnail_decoder._read_scaled

    def noting(file: object, file_format: bytes, pixels: int) -> Still | None:
        given_to_qt.append(file_format)
        return really(file, file_format, pixels)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(thumbnail_decoder, "_read_scaled", noting)
    return given_to_qt


def test_a_png_with_a_few_compressed_texts_is_shown(save: Save) -> None:
    extra = b"".join(map(text, range(MOST_COMPRESSED_CHUNKS)))
    assert decode(save(png(extra)), "image/png", 44) is not None


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_png_whose_texts_would_unpack_to_gigabytes_never_reaches_qt(
    save: Save, reads: list[bytes], name: bytes
) -> None:
    unpacked = zlib.compress(b"a" * 7_900_000, 9)
    extra = b"".join(chunk(name, b"k\0\0" + unpacked) for _ in range(MOST_COMPRESSED_CHUNKS + 1))
    assert decode(save(png(extra)), "image/png", 44) is None
    assert not reads


def test_a_png_of_countless_chunks_never_reaches_qt(save: Save, reads: list[bytes]) -> None:
    assert decode(save(png(chunk(b"teXt", b"") * 100_001)), "image/png", 44) is None
    assert not reads


def test_a_progressive_jpeg_is_shown(save: Save) -> None:
    assert decode(save(jpeg(progressive=True)), "image/jpeg", 44) is not None


def test_a_large_progressive_jpeg_never_reaches_qt(save: Save, reads: list[bytes]) -> None:
    assert decode(save(with_sides(jpeg(progressive=True), 5_001, 5_000)), "image/jpeg", 44) is None
    assert not reads


def test_a_jpeg_of_countless_scans_never_reaches_qt(save: Save, reads: list[bytes]) -> None:
    data = jpeg(progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    # Across the borders of the blocks that are read, too.
    long = data[:-2] + (scan + b"\0" * 65_521) * MOST_SCANS + data[-2:]
    assert decode(save(long), "image/jpeg", 44) is None
    assert not reads


def test_a_baseline_jpeg_keeps_the_larger_limit(save: Save, reads: list[bytes]) -> None:
    assert decode(save(jpeg(side=512)), "image/jpeg", 44) is not None
    assert reads == [b"jpeg"]


def test_an_icon_with_a_png_inside_is_shown(save: Save) -> None:
    assert decode(save(icon(png(side=48))), "image/x-icon", 44) is not None


@pytest.mark.parametrize(
    "picture",
    [png(side=2_000), png(b"".join(map(text, range(9)))), png() + b"\0" * LONGEST_ICON],
    ids=["large", "texts", "long"],
)
def test_an_icon_with_a_bomb_inside_never_reaches_qt(save: Save, reads: list[bytes], picture: bytes) -> None:
    assert decode(save(icon(png(), picture)), "image/x-icon", 44) is None
    assert not reads


@pytest.mark.parametrize("mime_type", sorted(FORMATS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_any_bytes_get_an_answer(save: Save, mime_type: str, data: st.DataObject) -> None:
    good = {b"png": png(text(1)), b"jpeg": jpeg(progressive=True), b"ico": icon(png())}.get(
        FORMATS[mime_type], b""
    )
    cut = data.draw(st.integers(0, len(good)))
    decode(save(good[:cut] + data.draw(st.binary(max_size=200))), mime_type, 44)
