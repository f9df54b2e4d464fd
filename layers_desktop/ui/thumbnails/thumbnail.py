"""What can stand in the square at the start of a row: of which files, as it is decoded, as it is painted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap

from layers_desktop.media.cover_art import COVERED_TYPES
from layers_desktop.media.waveform import WAVE_TYPES

FORMATS: Final = {
    "image/png": b"png",
    "image/jpeg": b"jpeg",
    "image/webp": b"webp",
    "image/gif": b"gif",
    "image/bmp": b"bmp",
    "image/tiff": b"tiff",
    "image/vnd.microsoft.icon": b"ico",
}
"""MIME type → Qt's decoder."""
MOST_IMAGE_MIB: Final = 256
"""Of one image before it is scaled, 64 million pixels: Qt's own limit, which holds on every system."""
MOST_BITMAP_BYTES: Final = (MOST_IMAGE_MIB + 1) * 2**20
"""Of a file that holds such an image as it is."""
SVG: Final = "image/svg+xml"
SHOWN_TYPES: Final = frozenset(FORMATS) | COVERED_TYPES | WAVE_TYPES | {SVG}
"""MIME types of files that are worth opening. Everything else shows an icon."""
LONGEST_SHAPE: Final = 4
"""A strip longer than this times its width is shown whole: cut square it would show nothing."""
WAVE_COLUMNS: Final = 9
"""Bars of a sound's wave."""


class Plate(Enum):
    """The ground that a picture with transparent parts needs to be seen."""

    LIGHT = auto()
    DARK = auto()


@dataclass(frozen=True, slots=True)
class Still:
    """A picture as it was decoded."""

    image: QImage
    plate: Plate | None = None
    """None: it is seen on any."""
    size: QSize = field(default_factory=lambda: QSize(0, 0), compare=False)
    """Pixels of the whole image, held upright; 0 × 0 of a drawing and of a sound's cover."""


@dataclass(frozen=True, slots=True)
class Wave:
    """How loud a sound is, from its beginning to its end."""

    peaks: tuple[float, ...]
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A `Still`, ready for the screen."""

    pixmap: QPixmap
    plate: Plate | None


Decoded = Still | Wave | None
"""None: there is nothing to show but an icon."""
Shown = Picture | Wave | None
