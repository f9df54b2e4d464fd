"""Small pictures of what is asked about: one large, or a row of squares. Decoration, without a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLocale, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from layers_desktop.ui.theme import colors, icons, theme

MOST_PREVIEWS: Final = 4
_RADIUS: Final = theme.RADIUS + 1
_GAP: Final = 6
_SMALLEST: Final = 24
"""A very flat picture has a ground of this height."""


class PicturePreview(QWidget):
    """One picture, whole, as large as fits its bounds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._shape = QSize()
        self._most = QSize(200, 150)

    def show_picture(self, image: QImage, shape: QSize) -> None:
        """Show this; a null image is one that is still to come, `shape` the pixels that it will have."""
        self._image, self._shape = image, shape
        self._fit()
        self.update()

    def set_bounds(self, most: QSize) -> None:
        """Take no more room than this."""
        if most != self._most:
            self._most = most
            self._fit()

    def _fit(self) -> None:
        shape = self._shape if self._shape.isValid() and not self._shape.isEmpty() else self._image.size()
        if shape.isEmpty():
            shape = QSize(4, 3)
        fitting = shape.scaled(self._most, Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(fitting.expandedTo(QSize(_SMALLEST, _SMALLEST)).boundedTo(self._most))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the picture on a ground that shows where it is transparent."""
        painter = QPainter(self)
        _round(painter, self.rect())
        painter.fillRect(self.rect(), colors.tokens().hover)
        if self._image.isNull():
            place = QRect(QPoint(), theme.icon_size() * 2)
            place.moveCenter(self.rect().center())
            icons.paint(painter, place, "image", colors.tokens().faint)
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawImage(place, _scaled(self._image, size, self.devicePixelRatioF()))


class PreviewStrip(QWidget):
    """Up to four squares, and how many more there are; fewer where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: tuple[QImage, ...] = ()
        self._count = 0
        self._room = 0
        self._side = theme.scaled(theme.THUMBNAIL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_previews(self, images: Sequence[QImage], count: int) -> None:
        """Show the first of these, of `count` files altogether."""
        self._images = tuple(image for image in images if not image.isNull())[:MOST_PREVIEWS]
        self._count = count
        self._follow()

    def set_room(self, width: int) -> None:
        """Take no more room than this; nothing is shown where it is not enough for a picture."""
        self._room = width
        self._follow()

    def _follow(self) -> None:
        self.setVisible(bool(self._shown))
        self.updateGeometry()
        self.update()

    @property
    def _shown(self) -> tuple[QImage, ...]:
        fitting = (self._room + _GAP) // (self._side + _GAP)
        if len(self._images) == self._count <= fitting:
            return self._images
        return self._images[: max(fitting - 1, 0)]

    def sizeHint(self) -> QSize:
        """Return the size of all squares side by side."""
        squares = len(self._shown) + (self._count > len(self._shown))
        return QSize(squares * (self._side + _GAP) - _GAP, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the squares, from the side where lines begin."""
        painter = QPainter(self)
        shown = self._shown
        for number, image in enumerate(shown):
            painter.save()
            square = self._begin(painter, number)
            _cover(painter, square, image, self.devicePixelRatioF())
            painter.restore()
        if self._count > len(shown):
            square = self._begin(painter, len(shown))
            font = painter.font()
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(colors.tokens().dim)
            more = QLocale().toString(self._count - len(shown))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, f"+{more}")

    def _begin(self, painter: QPainter, number: int) -> QRect:
        """Draw in this square from now on, on its ground."""
        square = self._square(number)
        _round(painter, square)
        painter.fillRect(square, colors.tokens().hover)
        return square

    def _square(self, number: int) -> QRect:
        at = number * (self._side + _GAP)
        if self.isRightToLeft():
            at = self.width() - at - self._side
        return QRect(at, 0, self._side, self._side)


def _round(painter: QPainter, area: QRect) -> None:
    """Draw with round corners from now on."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    corners = QPainterPath()
    corners.addRoundedRect(QRectF(area), _RADIUS, _RADIUS)
    painter.setClipPath(corners)


def _cover(painter: QPainter, square: QRect, image: QImage, ratio: float) -> None:
    size = image.size().scaled(square.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    place = QRect(0, 0, size.width(), size.height())
    place.moveCenter(square.center())
    painter.drawImage(place, _scaled(image, size, ratio))


def _scaled(image: QImage, size: QSize, ratio: float) -> QImage:
    """Return the picture for `size` device-independent pixels: reduced well where it is much larger."""
    wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))
    if image.width() <= wanted.width():
        return image
    return image.scaled(
        wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
