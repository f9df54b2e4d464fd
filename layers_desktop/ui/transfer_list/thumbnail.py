"""What can stand in the square at the start of a row, as it comes from a worker and as it is painted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap


class Plate(Enum):
    """The ground that a picture with transparent parts needs to be seen."""

    LIGHT = auto()
    DARK = auto()


@dataclass(frozen=True, slots=True)
class Still:
    """A picture, made by a worker."""

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
