from __future__ import annotations

import base64
import gzip
import os
import struct
import sys
import wave
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from layers_desktop.ui.thumbnails.decoder import png, square, whole
from layers_desktop.ui.thumbnails.thumbnail import FORMATS, SHOWN_TYPES, Plate, Still, Wave

WriteImage = Callable[..., bytes]

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
"""A PNG of one pixel, in base64."""
EMBEDDED = f"data:image/png;base64,{DOT}"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="44" height="44"><rect width="44" height="44"/></svg>'


def picture(path: bytes, mime_type: str, pixels: int) -> QImage:
    made = square(path, mime_type, pixels)
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
    shown = picture(write_image("picture.dat", file_format), mime_type, 88)
    assert (shown.width(), shown.height()) == (88, 88)
    middle = shown.pixelColor(44, 44)
    wanted = QColor("#3b5bdb")
    assert abs(middle.red() - wanted.red()) + abs(middle.blue() - wanted.blue()) < 12
    assert shown.pixelColor(0, 0).alpha() == 0
    assert shown.pixelColor(44, 0).alpha() == 255


def test_a_long_strip_is_shown_whole(write_image: WriteImage) -> None:
    shown = picture(write_image("strip.png", width=2_000, height=400), "image/png", 44)
    assert shown.pixelColor(22, 2).alpha() == 0
    assert shown.pixelColor(3, 22).alpha() == 255


@pytest.mark.parametrize(
    ("width", "height", "size"), [(700, 500, (123, 88)), (500, 700, (88, 123)), (2_000, 400, (88, 17))]
)
def test_a_whole_picture_keeps_its_shape(
    write_image: WriteImage, width: int, height: int, size: tuple[int, int]
) -> None:
    made = whole(write_image("wide.png", width=width, height=height), "image/png", 88)
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
    assert square(odd, "image/png", 44) is not None


def test_an_svg_named_png_is_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "drawing.png"
    path.write_bytes(SVG)
    assert square(bytes(path), "image/png", 44) is None
    assert "image/svg+xml" not in FORMATS


def test_a_damaged_image_has_no_picture(tmp_path: Path, write_image: WriteImage) -> None:
    image = Path(os.fsdecode(write_image("whole.png", width=500, height=500))).read_bytes()
    path = tmp_path / "cut.png"
    path.write_bytes(image[:60])
    assert square(bytes(path), "image/png", 44) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    assert square(bytes(path), "image/png", 44) is None


def test_what_is_gone_or_a_folder_or_no_image_has_no_picture(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.png", tmp_path):
        assert square(bytes(path), "image/png", 44) is None
        assert png(bytes(path), "image/png") is None
    assert square(bytes(tmp_path / "clip.mp4"), "video/mp4", 44) is None


RED, BLUE = QColor("#ff0000"), QColor("#0000ff")


def near(one: QColor, other: QColor) -> bool:
    parts = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return sum(abs(a - b) for a, b in parts) < 60


def tiff(orientation: int, order: str = ">") -> bytes:
    """Return a TIFF header as Exif has it."""
    mark = b"MM\0*" if order == ">" else b"II*\0"
    return mark + struct.pack(f"{order}IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def jpeg_with(data: bytes, exif: bytes) -> bytes:
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif + data[2:]


def png_with(data: bytes, exif: bytes) -> bytes:
    end = data.rindex(b"IEND") - 4
    return data[:end] + struct.pack(">I", len(exif)) + b"eXIf" + exif + b"crc!" + data[end:]


def webp_with(data: bytes, exif: bytes) -> bytes:
    extended = (
        b"VP8X" + struct.pack("<IB3x", 10, 8) + (399).to_bytes(3, "little") + (199).to_bytes(3, "little")
    )
    chunks = b"WEBP" + extended + data[12:] + b"EXIF" + struct.pack("<I", len(exif)) + exif
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


@pytest.mark.parametrize(
    ("file_format", "add"), [("jpeg", jpeg_with), ("png", png_with), ("webp", webp_with)]
)
def test_a_photograph_stands_as_its_camera_was_held(
    tmp_path: Path, file_format: str, add: Callable[[bytes, bytes], bytes]
) -> None:
    upright = QImage(400, 200, QImage.Format.Format_RGB32)
    upright.fill(RED)
    painter = QPainter(upright)
    painter.fillRect(200, 0, 200, 200, BLUE)
    painter.end()
    path = tmp_path / "turned"
    assert upright.save(str(path), file_format)  # type: ignore[call-overload]  # its stub asks for bytes
    # The camera was held upright, the picture is to be turned by 90° to the right.
    path.write_bytes(add(path.read_bytes(), tiff(6)))
    shown = square(bytes(path), f"image/{file_format}", 80)
    assert isinstance(shown, Still)
    assert near(shown.image.pixelColor(40, 10), RED)
    assert near(shown.image.pixelColor(40, 70), BLUE)
    assert shown.size == QSize(200, 400)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_orientation_is_turned_as_qt_turns_a_jpeg(tmp_path: Path, orientation: int) -> None:
    image = QImage(90, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.fillRect(0, 0, 40, 20, RED)
    painter.fillRect(50, 40, 40, 20, BLUE)
    painter.end()
    made = []
    for file_format, add in (("jpeg", jpeg_with), ("png", png_with)):
        path = tmp_path / file_format
        assert image.save(str(path), file_format, 100)  # type: ignore[call-overload]  # as above
        path.write_bytes(add(path.read_bytes(), tiff(orientation)))
        shown = whole(bytes(path), f"image/{file_format}", 60)
        assert isinstance(shown, Still)
        made.append(shown)
    by_qt, by_us = made
    assert by_us.size == by_qt.size
    assert by_us.image.size() == by_qt.image.size()
    corners = [(x, y) for x in (3, by_us.image.width() - 4) for y in (3, by_us.image.height() - 4)]
    for x, y in corners:
        assert near(by_us.image.pixelColor(x, y), by_qt.image.pixelColor(x, y)), (x, y)


@pytest.mark.parametrize("depth", [24, 32])
def test_a_bmp_from_the_top_down_is_shown(tmp_path: Path, depth: int) -> None:
    width, height = 4, 6
    head = struct.pack("<IiiHHIIiiII", 40, width, -height, 1, depth, 0, 0, 0, 0, 0, 0)
    pixels = (b"\0\0\xff\xff"[: depth // 8] * width) * 3 + (b"\xff\0\0\xff"[: depth // 8] * width) * 3
    path = tmp_path / "down.bmp"
    path.write_bytes(b"BM" + struct.pack("<IHHI", 54 + len(pixels), 0, 0, 54) + head + pixels)
    shown = whole(bytes(path), "image/bmp", 40)
    assert isinstance(shown, Still)
    assert shown.size == QSize(width, height)
    assert near(shown.image.pixelColor(20, 10), RED)
    assert near(shown.image.pixelColor(20, 50), BLUE)


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
    made = square(bytes(path), "image/png", 44)
    assert isinstance(made, Still)
    assert made.plate is plate


def test_an_opaque_picture_is_seen_on_any_ground(tmp_path: Path) -> None:
    image = QImage(100, 100, QImage.Format.Format_ARGB32)
    image.fill(QColor("black"))
    path = tmp_path / "night.png"
    assert image.save(str(path))
    made = square(bytes(path), "image/png", 44)
    assert isinstance(made, Still)
    assert made.plate is None


def test_a_drawing_is_shown_whole_with_a_margin(tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_bytes(
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
        b'<style>.a{fill:#f00}</style><rect class="a" width="100" height="100"/>'
        b'<rect x="100" width="100" height="100" style="fill:blue;stroke-dasharray:0.001"/></svg>'
    )
    shown = picture(bytes(path), "image/svg+xml", 88)
    assert near(shown.pixelColor(20, 44), RED)
    assert near(shown.pixelColor(68, 44), BLUE)
    assert shown.pixelColor(44, 10).alpha() == 0


@pytest.mark.parametrize(
    "drawing",
    [
        '<rect fill="#000000" width="9" height="9"/>',
        '<path d="M0 0h9v9h-9z" style="fill:#1e90ff"/>',
        '<style>rect{}</style><rect width="9" height="9"/>',
        '<style>rect</style><rect width="9" height="9"/>',
        '<defs><g id="a"><rect width="9" height="9"/></g></defs><use href="#a"/>',
        '<a href="https://example.com/"><text y="9" font-size="12">W</text></a>',
        '<filter id="f"><feOffset dx="1"/></filter><rect filter="url(#f)" width="9" height="9"/>',
        f'<image width="9" height="9" href="{EMBEDDED}"/>',
        f'<image width="9" height="9" href="data:image/jpg;base64,{DOT[:40]}&#10; {DOT[40:]}"/>',
        f'<defs><image id="a" width="9" height="9" href="{EMBEDDED}"/></defs><use href="#a"/>',
    ],
)
def test_an_ordinary_drawing_is_shown(tmp_path: Path, drawing: str) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{drawing}</svg>')
    shown = picture(bytes(path), "image/svg+xml", 44)
    assert any(shown.pixelColor(x, y).alpha() for x in range(44) for y in range(44))


@pytest.mark.parametrize(
    "drawing",
    [
        '<?xml-stylesheet type="text/css" href="{file}"?>{svg}<rect width="9" height="9"/></svg>',
        '{svg}<rect width="9" height="9"/><image width="9" height="9" xlink:href="{file}"/></svg>',
        '{svg}<image width="9" height="9" href=" {file}"/></svg>',
        '{svg}<image width="9" height="9" href="file://{file}"/></svg>',
        r'{svg}<image width="9" height="9" href="\\host\share\a.png"/></svg>',
        '<!DOCTYPE svg [<!ENTITY e "{file}">]>{svg}<image width="9" height="9" xlink:href="&e;"/></svg>',
    ],
)
def test_a_drawing_that_names_another_file_is_not_drawn(
    tmp_path: Path, write_image: WriteImage, drawing: str
) -> None:
    path = tmp_path / "links.svg"
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    svg = f'<svg {names} viewBox="0 0 9 9">'
    path.write_text(drawing.format(svg=svg, file=os.fsdecode(write_image("a.png"))))
    assert square(bytes(path), "image/svg+xml", 44) is None


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


INNER = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image width="9" height="9" href="%s"/></svg>'
)


@pytest.mark.parametrize(
    "link",
    [
        lambda inner: f"data:image/svg+xml;base64,{base64_of(inner)}",
        lambda inner: f"data:image/png;base64,{base64_of(inner)}",
        lambda inner: f"data:image/png;base64,{base64_of(gzip.compress(inner))}",
        lambda inner: f"data:image/png;base64,{DOT}base64,{base64_of(inner)}",
        lambda _: "data:image/png;base64,iVBORw0KGgo/red.png",
        lambda _: "data:image/png;base64,",
        lambda _: "data:x/red.png",
        lambda _: "data:,red.png",
        lambda _: "#red.png",
        lambda _: "red.png",
    ],
)
def test_no_link_of_an_image_in_a_drawing_leads_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_image: WriteImage, link: Callable[[bytes], str]
) -> None:
    monkeypatch.chdir(tmp_path)
    red = Path(os.fsdecode(write_image("red.png")))
    href = link(INNER % os.fsencode(red))
    if sys.platform != "win32" and href.endswith("red.png") and href != "red.png":
        Path(href).parent.mkdir(parents=True, exist_ok=True)
        Path(href).write_bytes(red.read_bytes())
    path = tmp_path / "links.svg"
    path.write_bytes(INNER % href.encode())
    assert square(bytes(path), "image/svg+xml", 44) is None


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
    shown = square(song(cover), "audio/mpeg", 44)
    assert isinstance(shown, Still)
    assert near(shown.image.pixelColor(22, 22), QColor("#3b5bdb"))
    assert shown.size == QSize(0, 0)
    assert square(song(png_header(60_000, 60_000) + b"\0" * 64), "audio/mpeg", 44) is None
    assert square(song(SVG), "audio/mpeg", 44) is None


def test_a_recording_shows_its_wave(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(b"\0\0" * 4_000 + b"\xff\x7f\x01\x80" * 2_000)
    made = square(bytes(path), "audio/wav", 44)
    assert isinstance(made, Wave)
    assert made.peaks[0] == 0.0
    assert made.peaks[-1] == 1.0


@pytest.mark.parametrize(
    "mime_type", ["image/heic", "image/avif", "image/jp2", "image/x-adobe-dng", "audio/midi"]
)
def test_what_nothing_here_can_read_is_not_opened(tmp_path: Path, mime_type: str) -> None:
    assert mime_type not in SHOWN_TYPES
    assert square(bytes(tmp_path / "picture"), mime_type, 44) is None
