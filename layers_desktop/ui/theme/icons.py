"""The icon set: SVGs of `resources/icons`, drawn in the colour of the text around them, sharp at any scale.

`currentColor` in a file is replaced by a colour of the theme when it is painted, so an icon that was made
once follows light and dark by itself. Files are read once each: those of the frame before it is shown, all
others by `preload` on a background thread. They lie beside the program's own code.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, Literal

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from layers_desktop.core.resources import resource
from layers_desktop.ui.theme import colors

Tint = Literal["text", "dim", "faint", "accent", "on_accent", "ok", "warn", "bad", "line"]

SIZE: Final = 16
"""Side of an icon in a row or on a button beside text of the usual size, device-independent pixels."""

SMALL_ICON: Final = 24
"""Up to this side the program's own icon is drawn from its small version."""


@cache
def _source(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()


def preload() -> None:
    """Read every icon's file, so that none is read while the window is painted. Safe from any thread."""
    for path in resource("icons").glob("*.svg"):
        _source(path.stem)


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode("ascii"))))


@lru_cache(maxsize=512)
def _drawn(name: str, width: int, height: int, ratio: float, colour: str) -> QPixmap:
    drawn = QPixmap(round(width * ratio), round(height * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    try:
        _renderer(name, colour).render(painter, QRectF(drawn.rect()))
    finally:
        painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def pixmap(name: str, size: QSize, ratio: float, colour: QColor) -> QPixmap:
    """Return the icon at `size` device-independent pixels for a screen of this device pixel ratio."""
    return _drawn(name, size.width(), size.height(), ratio, colour.name())


def paint(painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
    """Draw the icon into `rect`; for delegates. Drawn once for each size, scale and colour, then kept."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(rect.topLeft(), pixmap(name, rect.size(), ratio, colour))


class _Engine(QIconEngine):
    """Draws one SVG in a colour of the theme that is on when it is painted."""

    def __init__(self, name: str, tint: Tint) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.topLeft(), self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802, ARG002 - Qt's virtual method
        colours = colors.tokens()
        tint: Tint = "faint" if mode == QIcon.Mode.Disabled else self._tint
        colour: QColor = getattr(colours, tint)
        # Qt 6.8 gives the size in device pixels and sets the ratio itself, later ones in device-independent
        # pixels: size * scale is sharp in both.
        return pixmap(self._name, size, scale, colour)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._tint)


@cache
def icon(name: str, tint: Tint = "text") -> QIcon:
    """Return the icon for a button or an action, in this colour of whichever theme is on.

    Each is made once and kept: Python's garbage collector may free the engine of an icon that is garbage
    before the icon itself, which then ends the process (PySide 6.11).
    """
    return QIcon(_Engine(name, tint))


def application_icon(largest: int = 256) -> QIcon:
    """Return the program's own icon, for windows, docks and task bars, up to this side.

    The large ones take longest to draw: the frame is shown with small ones, and gets the others later.
    """
    made = QIcon()
    for side in (side for side in (16, 24, 32, 48, 64, 128, 256) if side <= largest):
        # The small one has its bars on whole pixels.
        name = "layers-small" if side <= SMALL_ICON else "layers"
        made.addPixmap(_drawn(name, side, side, 1.0, "#000000"))
    return made
