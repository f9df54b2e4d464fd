"""`make icons`: the program's icon in every size and format that a desktop asks for, in `build/icons/`.

    python packaging/icons/build.py [FOLDER]

From `resources/icons/layers.svg`; up to 24 px from `layers-small.svg`, with bars on whole pixels. Written:
`hicolor/` as Linux has it, `layers-desktop.ico` for Windows, `layers-desktop.icns` for macOS.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).parents[2]
ICONS = ROOT / "resources" / "icons"
NAME = "layers-desktop"
DESKTOP_ID = "com.layers.desktop"
SMALL = 24
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 24, 32, 48, 64, 256)
ICNS = {16: (b"icp4",), 32: (b"icp5", b"ic11"), 64: (b"icp6", b"ic12"), 128: (b"ic07",),
        256: (b"ic08", b"ic13"), 512: (b"ic09", b"ic14"), 1024: (b"ic10",)}  # fmt: skip
"""Pixels → types, the plain and the Retina ones; all of them may hold a PNG (since macOS 10.7)."""


def main() -> int:
    """Write everything; return 0."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "icons"
    write_hicolor(folder / "hicolor")
    _write(folder / f"{NAME}.ico", ico())
    _write(folder / f"{NAME}.icns", icns())
    print(f"The icons are in {folder}")
    return 0


def write_hicolor(folder: Path) -> None:
    """Write the icons of Linux into this icon theme's folder."""
    for size in SIZES:
        _write(folder / f"{size}x{size}" / "apps" / f"{DESKTOP_ID}.png", png(size))
    _write(folder / "scalable" / "apps" / f"{DESKTOP_ID}.svg", (ICONS / "layers.svg").read_bytes())


def png(size: int) -> bytes:
    """Return the icon as a PNG of this many pixels a side."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    source = "layers-small.svg" if size <= SMALL else "layers.svg"
    QSvgRenderer(str(ICONS / source)).render(painter, QRectF(image.rect()))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise SystemExit(f"Qt cannot write a PNG of {size} px")
    return bytes(buffer.data().data())


def ico() -> bytes:
    """Return the icon for Windows: a directory of 16 bytes an entry, then the PNGs."""
    pictures = [(size, png(size)) for size in ICO]
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries = b""
    for size, data in pictures:
        side = size % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return head + entries + b"".join(data for _, data in pictures)


def icns() -> bytes:
    """Return the icon for macOS: type, length and PNG one after the other."""
    parts = [(kind, png(size)) for size, kinds in ICNS.items() for kind in kinds]
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in parts)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
