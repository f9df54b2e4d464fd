"""The square at the start of a row: the picture, the sound's wave, or an icon of the kind."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.theme import colors, icons, theme
from layers_desktop.ui.thumbnails.cache import Thumbnails
from layers_desktop.ui.thumbnails.thumbnail import Picture, Plate, Shown, Wave

_ICONS = {
    MediaKind.IMAGE: "image",
    MediaKind.VIDEO: "video",
    MediaKind.AUDIO: "audio",
    MediaKind.LOGO: "logo",
    MediaKind.REFERENCE_IMAGE: "reference-image",
}
_NOT_SENT = (Stage.REFUSED, Stage.CANCELLED)
_WAVE_SHARE = 0.64
"""How much of the square's height the loudest part of a wave takes."""
_WAVE_MARGIN = 6
_ICON = 20
_LEAST_BAR = 2.0


class ThumbnailPainter:
    """Paints what `Thumbnails` has, in the theme's colours."""

    def __init__(self, app_theme: theme.Theme, thumbnails: Thumbnails) -> None:
        self._theme = app_theme
        self._thumbnails = thumbnails
        self._side, self._corner = theme.scaled(theme.THUMBNAIL), theme.scaled(theme.RADIUS + 1)
        self._icon_side = theme.scaled(_ICON)

    def picture(self, transfer: Transfer, ratio: float) -> Shown:
        """Return the picture for a screen of this device pixel ratio; one that is not there is wished for."""
        return self._thumbnails.picture(transfer, self._side, ratio)

    def paint(self, painter: QPainter, area: QRect, transfer: Transfer, shown: Shown, *, lit: bool) -> None:
        """Paint the square; `lit`: the row is selected or under the pointer."""
        self._plate(painter, area, shown, lit=lit)
        match shown:
            case Picture():
                painter.drawPixmap(area.topLeft(), shown.pixmap)
            case Wave():
                self._wave(painter, area, shown)
            case None:
                self._icon(painter, area, transfer)

    def _plate(self, painter: QPainter, area: QRect, shown: Shown, *, lit: bool) -> None:
        """Paint the ground: logos are often transparent, and a black one is to be seen in the dark too."""
        colours = self._theme.tokens
        ground = colours.fill if lit else colours.hover
        if isinstance(shown, Picture) and shown.plate is not None:
            if shown.plate is Plate.LIGHT and colours.dark:
                ground = colors.LIGHT.line
            elif shown.plate is Plate.DARK and not colours.dark:
                ground = colors.DARK.line
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, self._corner, self._corner)

    def _wave(self, painter: QPainter, area: QRect, wave: Wave) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.accent)
        step = (area.width() - 2 * _WAVE_MARGIN) / len(wave.peaks)
        width = step * 0.6
        left, middle = area.left() + _WAVE_MARGIN + (step - width) / 2, area.top() + area.height() / 2
        for number, peak in enumerate(wave.peaks):
            height = max(peak * area.height() * _WAVE_SHARE, _LEAST_BAR)
            bar = QRectF(left + number * step, middle - height / 2, width, height)
            painter.drawRoundedRect(bar, width / 2, width / 2)

    def _icon(self, painter: QPainter, area: QRect, transfer: Transfer) -> None:
        colours = self._theme.tokens
        place = QRect(0, 0, self._icon_side, self._icon_side)
        place.moveCenter(area.center())
        refused = transfer.stage is Stage.REFUSED or transfer.kind is None
        name = "file" if refused or transfer.kind is None else _ICONS[transfer.kind]
        icons.paint(painter, place, name, colours.dim if transfer.stage in _NOT_SENT else colours.accent)
