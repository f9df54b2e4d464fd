"""Where the areas of the drop overlay are, for any size of the window. Pure geometry."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from layers_desktop.media.formats import Kind
from layers_desktop.ui import theme

INSET = 7
"""The dashed line stands this far inside the window."""
_TARGET_WIDTH, _TARGET_HEIGHT = 190, 64
_GAP = 12
_FOOT = 30


@dataclass(frozen=True, slots=True)
class Areas:
    """The whole area, the room for the words above the side targets, and these as they are read."""

    whole: QRect
    words: QRect
    targets: tuple[tuple[Kind, QRect], ...] = ()

    def kind_at(self, position: QPoint) -> Kind | None:
        """Return the kind of the side target under `position`; None is the whole area."""
        for kind, rect in self.targets:
            if rect.contains(position):
                return kind
        return None


def areas(size: QSize, *, with_targets: bool, mirrored: bool = False) -> Areas:
    """Lay the overlay out; the side targets are there only when images are dragged.

    `mirrored` is for a window that is read from right to left.
    """
    whole = QRect(QPoint(0, 0), size).adjusted(INSET, INSET, -INSET, -INSET)
    foot = whole.bottom() - _FOOT
    words = whole.adjusted(24, 16, -24, -16)
    if not with_targets:
        return Areas(whole, words)
    width = min(theme.scaled(_TARGET_WIDTH), (whole.width() - 3 * _GAP) // 2)
    left = (size.width() - 2 * width - _GAP) // 2
    height = theme.scaled(_TARGET_HEIGHT)
    top = foot - height
    places = [QRect(start, top, width, height) for start in (left, left + width + _GAP)]
    if mirrored:
        places.reverse()
    targets = tuple(zip((Kind.LOGO, Kind.REFERENCE_IMAGE), places, strict=True))
    words.setBottom(top - _GAP)
    return Areas(whole, words, targets)
