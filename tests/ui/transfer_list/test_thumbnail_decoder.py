from __future__ import annotations

import os
import struct
import wave
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from layers_desktop.ui.transfer_list.thumbnail import Plate, Still, Wave
from layers_desktop.ui.transfer_list.thumbnail_decoder import FORMATS, SHOWN_TYPES, decode, decode_whole

WriteImage = Callable[..., bytes]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="44" height="44"><rect width="44" height="44"/></svg>'


def picture(path: bytes, mime_type: str, pixels: int) -> QImage:
    made = decode(path, mime_type, pixels)
    assert isinstance(made, Still)
    return made.image


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
    square = picture(write_image("picture.dat", file_format), mime_type, 88)
    assert (square.width(), square.height()) == (88, 88)
    middle = square.pixelColor(44, 44)
    wanted = QColor("#3b5bdb")
    assert abs(middle.red() - wanted.red()) + abs(middle.blue() - wanted.blue()) < 12
    assert square.pixelColor(0, 0).alpha() == 0
    assert square.pixelColor(44, 0).alpha() == 255


def test_a_long_strip_is_shown_whole(write_image: WriteImage) -> None:
    square = picture(write_image("strip.png", width=2_000, height=400), "image/png", 44)
    assert square.pixelColor(22, 2).alpha() == 0
    assert square.pixelColor(3, 22).alpha() == 255


@pytest.mark.parametrize(
    ("width", "height", "size"), [(700, 500, (123, 88)), (500, 700, (88, 123)), (2_000, 400, (88, 17))]
)
def test_a_whole_picture_keeps_its_shape(
    write_image: WriteImage, width: int, height: int, size: tuple[int, int]
) -> None:
    made = decode_whole(write_image("wide.png", width=width, height=height), "image/png", 88)
    assert isinstance(made, Still)
    assert (made.image.width(), made.image.height()) == size
    assert made.size == QSize(width, height)
    assert made.image.pixelColor(0, 0).alpha() == 255


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


RED, BLUE = QColor("#ff0000"), QColor("#0000ff")


def near(one: QColor, other: QColor) -> bool:
    parts = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return sum(abs(a - b) for a, b in parts) < 60


def test_a_photograph_stands_as_its_camera_was_held(tmp_path: Path) -> None:
    upright = QImage(400, 200, QImage.Format.Format_RGB32)
    upright.fill(RED)
    painter = QPainter(upright)
    painter.fillRect(200, 0, 200, 200, BLUE)
    painter.end()
    path = tmp_path / "turned.jpg"
    assert upright.save(str(path))
    data = path.read_bytes()
    # Exif orientation 6: the camera was held upright, the picture is to be turned by 90° to the right.
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    exif = b"Exif\0\0" + tiff
    path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:])
    square = decode(bytes(path), "image/jpeg", 80)
    assert isinstance(square, Still)
    assert near(square.image.pixelColor(40, 10), RED)
    assert near(square.image.pixelColor(40, 70), BLUE)
    assert square.size == QSize(200, 400)


def test_of_an_animation_the_first_frame_is_shown(tmp_path: Path) -> None:
    def frame(index: int) -> bytes:
        return b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02" + bytes([0x44 | index << 3, 1, 0])

    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes((255, 0, 0, 0, 0, 255))
    path = tmp_path / "moving.gif"
    path.write_bytes(head + frame(0) + frame(1) + b"\x3b")
    assert near(picture(bytes(path), "image/gif", 40).pixelColor(20, 20), RED)


@pytest.mark.parametrize(
    ("colour", "plate"), [("#000000", Plate.LIGHT), ("#ffffff", Plate.DARK), ("#7f7f7f", None)]
)
def test_a_transparent_picture_asks_for_the_ground_that_it_is_seen_on(
    tmp_path: Path, colour: str, plate: Plate | None
) -> None:
    image = QImage(100, 100, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.fillRect(30, 30, 40, 40, QColor(colour))
    painter.end()
    path = tmp_path / "logo.png"
    assert image.save(str(path))
    made = decode(bytes(path), "image/png", 44)
    assert isinstance(made, Still)
    assert made.plate is plate


def test_an_opaque_picture_is_seen_on_any_ground(tmp_path: Path) -> None:
    image = QImage(100, 100, QImage.Format.Format_ARGB32)
    image.fill(QColor("black"))
    path = tmp_path / "night.png"
    assert image.save(str(path))
    made = decode(bytes(path), "image/png", 44)
    assert isinstance(made, Still)
    assert made.plate is None


def test_a_drawing_is_shown_whole_with_a_margin(tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_bytes(
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
        b'<style>.a{fill:#f00}</style><rect class="a" width="100" height="100"/>'
        b'<rect x="100" width="100" height="100" style="fill:blue;stroke-dasharray:0.001"/></svg>'
    )
    square = picture(bytes(path), "image/svg+xml", 88)
    assert near(square.pixelColor(20, 44), RED)
    assert near(square.pixelColor(68, 44), BLUE)
    assert square.pixelColor(44, 10).alpha() == 0


def test_a_drawing_that_is_a_bomb_has_no_picture(tmp_path: Path) -> None:
    tens = [f'<use href="#a{n}"/>' * 10 for n in range(12)]
    uses = "".join(f'<g id="a{n + 1}">{ten}</g>' for n, ten in enumerate(tens))
    path = tmp_path / "bomb.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><path id="a0" d="M0 0h1"/>{uses}</svg>')
    assert decode(bytes(path), "image/svg+xml", 44) is None


def test_a_song_shows_its_cover_and_a_bomb_in_it_does_not_go_off(
    tmp_path: Path, write_image: WriteImage
) -> None:
    def song(image: bytes) -> bytes:
        frame = b"\0image/png\0\3front\0" + image
        tag = b"APIC" + struct.pack(">IH", len(frame), 0) + frame
        size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
        path = tmp_path / "song.mp3"
        path.write_bytes(b"ID3\3\0\0" + size + tag)
        return bytes(path)

    cover = Path(os.fsdecode(write_image("cover.png"))).read_bytes()
    shown = decode(song(cover), "audio/mpeg", 44)
    assert isinstance(shown, Still)
    assert near(shown.image.pixelColor(22, 22), QColor("#3b5bdb"))
    assert shown.size == QSize(0, 0)
    assert decode(song(png_header(60_000, 60_000) + b"\0" * 64), "audio/mpeg", 44) is None
    assert decode(song(SVG), "audio/mpeg", 44) is None


def test_a_recording_shows_its_wave(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(b"\0\0" * 4_000 + b"\xff\x7f\x01\x80" * 2_000)
    made = decode(bytes(path), "audio/wav", 44)
    assert isinstance(made, Wave)
    assert made.peaks[0] == 0.0
    assert made.peaks[-1] == 1.0


@pytest.mark.parametrize(
    "mime_type", ["image/heic", "image/avif", "image/jp2", "image/x-adobe-dng", "audio/midi"]
)
def test_what_nothing_here_can_read_is_not_opened(tmp_path: Path, mime_type: str) -> None:
    assert mime_type not in SHOWN_TYPES
    assert decode(bytes(tmp_path / "picture"), mime_type, 44) is None


def test_a_drawing_whose_outline_crosses_itself_too_often_has_no_picture(tmp_path: Path) -> None:
    def star(corners: int) -> bytes:
        points = " ".join(f"{n * 37 % 100},{n * 61 % 100}" for n in range(corners))
        path = tmp_path / "star.svg"
        path.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99">'
            f'<polygon stroke="red" points="{points}"/></svg>'
        )
        return bytes(path)

    assert decode(star(60), "image/svg+xml", 44) is not None
    assert decode(star(60_000), "image/svg+xml", 44) is None
