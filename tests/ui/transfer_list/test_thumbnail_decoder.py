from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from layers_desktop.ui.transfer_list.thumbnail_decoder import FORMATS, decode

WriteImage = Callable[..., bytes]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="44" height="44"><rect width="44" height="44"/></svg>'


def png_header(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )


@pytest.mark.parametrize(
    ("file_format", "mime_type"),
    [
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("bmp", "image/bmp"),
        ("webp", "image/webp"),
        ("tiff", "image/tiff"),
    ],
)
def test_an_image_becomes_a_square_with_round_corners(
    write_image: WriteImage, file_format: str, mime_type: str
) -> None:
    square = decode(write_image("picture.dat", file_format), mime_type, 88)
    assert square is not None
    assert (square.width(), square.height()) == (88, 88)
    middle = square.pixelColor(44, 44)
    wanted = QColor("#3b5bdb")
    assert abs(middle.red() - wanted.red()) + abs(middle.blue() - wanted.blue()) < 12
    assert square.pixelColor(0, 0).alpha() == 0
    assert square.pixelColor(44, 0).alpha() == 255


def test_a_long_strip_is_shown_whole(write_image: WriteImage) -> None:
    square = decode(write_image("strip.png", width=2_000, height=400), "image/png", 44)
    assert square is not None
    assert square.pixelColor(22, 2).alpha() == 0
    assert square.pixelColor(3, 22).alpha() == 255


def test_a_name_that_is_no_text_is_read_all_the_same(write_image: WriteImage, tmp_path: Path) -> None:
    odd = bytes(tmp_path) + b"/caf\xe9.png"
    try:
        Path(os.fsdecode(write_image("plain.png"))).rename(os.fsdecode(odd))
    except OSError:
        pytest.skip("this file system takes no such names")
    assert decode(odd, "image/png", 44) is not None


def test_an_svg_named_png_is_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "drawing.png"
    path.write_bytes(SVG)
    assert decode(bytes(path), "image/png", 44) is None
    assert decode(bytes(path), "image/svg+xml", 44) is None
    assert "image/svg+xml" not in FORMATS


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (25_000_001, 1), (2**31 - 1, 2**31 - 1)])
def test_an_image_that_would_fill_the_memory_is_left_alone(tmp_path: Path, width: int, height: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(width, height) + b"\0" * 64)
    assert decode(bytes(path), "image/png", 44) is None


def test_a_damaged_image_has_no_picture(tmp_path: Path, write_image: WriteImage) -> None:
    whole = Path(os.fsdecode(write_image("whole.png", width=500, height=500))).read_bytes()
    path = tmp_path / "cut.png"
    path.write_bytes(whole[:60])
    assert decode(bytes(path), "image/png", 44) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    assert decode(bytes(path), "image/png", 44) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_that_takes_a_files_place_is_not_waited_for(
    tmp_path: Path, write_image: WriteImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    regular = os.stat(write_image("before.png"))  # noqa: PTH116 - bytes
    monkeypatch.setattr(os, "stat", lambda _path: regular)
    assert decode(bytes(path), "image/png", 44) is None


def test_what_is_gone_or_a_folder_or_no_image_has_no_picture(tmp_path: Path) -> None:
    assert decode(bytes(tmp_path / "gone.png"), "image/png", 44) is None
    assert decode(bytes(tmp_path), "image/png", 44) is None
    assert decode(bytes(tmp_path / "clip.mp4"), "video/mp4", 44) is None
