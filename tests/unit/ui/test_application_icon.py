"""The program's icon: every size, three formats, sharp where it is small."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from layers_desktop.ui.theme import icons

BUILD = Path(__file__).parents[3] / "packaging" / "icons" / "build.py"
PNG = b"\x89PNG\r\n\x1a\n"


def width_of(png: bytes) -> int:
    assert png.startswith(PNG)
    return int.from_bytes(png[16:20], "big")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    result = subprocess.run(
        [sys.executable, str(BUILD), str(folder)], capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


def test_linux_gets_every_size(built: Path) -> None:
    pictures = sorted(built.glob("hicolor/*/apps/com.layers.desktop.png"))
    sizes = {int(path.parts[-3].split("x")[0]): path for path in pictures}
    assert sorted(sizes) == [16, 22, 24, 32, 48, 64, 128, 256, 512]
    assert all(width_of(path.read_bytes()) == size for size, path in sizes.items())
    assert (built / "hicolor/scalable/apps/com.layers.desktop.svg").is_file()


def test_windows_gets_one_file_with_all(built: Path) -> None:
    data = (built / "layers-desktop.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind) == (0, 1)
    sizes = []
    for number in range(count):
        side, *_, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert width_of(data[at : at + length]) == (side or 256)
        sizes.append(side or 256)
    assert sizes == [16, 24, 32, 48, 64, 256]


def test_macos_gets_one_file_with_all(built: Path) -> None:
    data = (built / "layers-desktop.icns").read_bytes()
    assert data[:4] == b"icns"
    assert int.from_bytes(data[4:8], "big") == len(data)
    found, at = {}, 8
    while at < len(data):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "big")
        found[kind] = width_of(data[at + 8 : at + length])
        at += length
    assert found[b"ic10"] == 1024
    assert {found[b"icp4"], found[b"ic11"], found[b"ic13"]} == {16, 32, 256}


def test_at_16_pixels_its_bars_stand_on_whole_pixels(built: Path) -> None:
    image = QImage(str(built / "hicolor/16x16/apps/com.layers.desktop.png"))
    column = [QColor(image.pixel(8, y)).name() for y in range(16)]
    assert column[5:7] == ["#ffffff"] * 2
    assert "#ffffff" not in column[:5] + column[7:]


def test_the_window_has_it_small_and_large(qapp: QApplication) -> None:
    del qapp
    made = icons.application_icon()
    assert {16, 24, 32, 48, 64, 128, 256} == {size.width() for size in made.availableSizes()}
    small = made.pixmap(16, 16).toImage()
    assert small.pixelColor(8, 5).name() == "#ffffff"
