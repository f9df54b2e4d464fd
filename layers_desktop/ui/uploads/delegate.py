"""Draws rows: what the model says, where it goes. Words, actions and geometry come from their own modules."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import Snapshot, Stage, Transfer
from layers_desktop.ui.i18n import formats
from layers_desktop.ui.theme import colors, icons, theme
from layers_desktop.ui.thumbnails.cache import Picture, Shown, Thumbnails
from layers_desktop.ui.thumbnails.protocol import Plate, Wave
from layers_desktop.ui.uploads import row_text
from layers_desktop.ui.uploads.action_labels import action_name
from layers_desktop.ui.uploads.model import UploadRole
from layers_desktop.ui.uploads.row_actions import (
    RowAction,
    end_action,
    kind_is_open,
    main_action,
    second_action,
)
from layers_desktop.ui.uploads.row_layout import CHEVRON, RowLayout, RowMetrics, RowPart, compute_layout
from layers_desktop.ui.uploads.status_text import Status, Tone
from layers_desktop.ui.uploads.text_layout import Advance, draw_text, elided, project_words, size_words

BUTTONS: Final[dict[RowPart, Callable[[Snapshot], RowAction | None]]] = {
    RowPart.MAIN: main_action,
    RowPart.SECOND: second_action,
    RowPart.END: end_action,
}
"""What the painted buttons of a row do."""
_ANY_ROOM: Final = 10_000
_ICONS = {
    RowAction.PAUSE: "pause",
    RowAction.RESUME: "play",
    RowAction.CANCEL: "close",
    RowAction.REMOVE: "close",
    RowAction.MENU: "more",
}


_KIND_ICONS = {
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
_KIND_ICON = 20
_LEAST_BAR = 2.0


def _always(project_id: str) -> bool:  # noqa: ARG001 - until somebody knows better
    return True


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row, ready to be painted."""

    snapshot: Snapshot
    status: Status
    picture: Shown
    """None: an icon."""
    selected: bool
    hovered: bool
    focused: bool
    """The keyboard is here."""
    hot: RowPart | None
    """What of it the pointer is on."""
    held: bool
    """That is held down."""

    @property
    def transfer(self) -> Transfer:
        """The transfer alone."""
        return self.snapshot.transfer


class ThumbnailPainter:
    """Paints what `Thumbnails` has, in the theme's colours."""

    def __init__(self, app_theme: theme.Theme, thumbnails: Thumbnails) -> None:
        self._theme = app_theme
        self._thumbnails = thumbnails
        self._side, self._corner = theme.scaled(theme.THUMBNAIL), theme.scaled(theme.RADIUS + 1)
        self._icon_side = theme.scaled(_KIND_ICON)

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
        name = "file" if refused or transfer.kind is None else _KIND_ICONS[transfer.kind]
        icons.paint(painter, place, name, colours.dim if transfer.stage in _NOT_SENT else colours.accent)


class RowPainter:
    """Knows the fonts and the theme's colours; measures a row's text and draws its pieces."""

    def __init__(self, app_theme: theme.Theme, thumbnails: Thumbnails) -> None:
        self._theme = app_theme
        self._pictures = ThumbnailPainter(app_theme, thumbnails)
        self._name_font = app_theme.font(theme.TEXT, QFont.Weight.DemiBold)
        self._button_font = app_theme.font(theme.TEXT, QFont.Weight.Medium)
        self._small_font = app_theme.font(theme.SMALL)
        self._id_font = app_theme.fixed_font(theme.SMALL)
        self.copies_ids: Callable[[str], bool] = _always
        """Whether Copy takes bare ids in this project; then the button says so."""
        self.picked: str | None = None
        """The id of the project that the header names: rows of any other say theirs. None: no row does."""
        self._name_advance, self._small_advance = Advance(self._name_font), Advance(self._small_font)
        self._button_advance = Advance(self._button_font)
        widest = (formats.percent(88, 100), formats.speed(888_800_000.0), formats.time_left(59 * 60))
        self._widest = tuple(map(self._small_advance, widest))
        """What the columns after a bar need at most, so that nothing jumps."""
        self._thumbnail, self._button_height = (
            theme.scaled(theme.THUMBNAIL),
            theme.scaled(theme.BUTTON_HEIGHT),
        )
        self._chevron, self._icon_size = theme.scaled(CHEVRON), theme.icon_size()
        self._id_metrics = QFontMetrics(self._id_font)
        self._name_metrics = QFontMetrics(self._name_font)
        self._small_metrics = QFontMetrics(self._small_font)

    def picture(self, transfer: Transfer, ratio: float) -> Shown:
        """Return the picture of a row on a screen of this device pixel ratio, as far as there is one."""
        return self._pictures.picture(transfer, ratio)

    def setting(self, transfer: Transfer) -> tuple[object, ...]:
        """Return what decides, beside a `ShownRow`, how it looks."""
        return self._theme.tokens, self.picked, self.copies_ids(transfer.project_id)

    def image(self, row: ShownRow, size: QSize, direction: Qt.LayoutDirection, ratio: float) -> QPixmap:
        """Return the row as it looks in `size` device-independent pixels."""
        # Rounded up: at 110 % a row ends within a pixel, which would stay empty.
        image = QPixmap(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
        image.setDevicePixelRatio(ratio)
        image.fill(self._theme.tokens.bg)  # on transparent ground, text would lose its subpixels
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setLayoutDirection(direction)
            self._paint(painter, QRect(QPoint(), size), row)
        finally:
            painter.end()
        return image

    def _paint(self, painter: QPainter, rect: QRect, row: ShownRow) -> None:
        layout = compute_layout(rect, painter.layoutDirection(), self.measures(row.snapshot, row.status))
        self._ground(painter, rect, row)
        lit = row.selected or row.hovered
        self._pictures.paint(painter, layout.thumbnail, row.transfer, row.picture, lit=lit)
        self._first_line(painter, layout, row)
        self._status_line(painter, layout, row.status)
        buttons = {RowPart.MAIN: layout.main, RowPart.SECOND: layout.second, RowPart.END: layout.end}
        for part, area in buttons.items():
            self._button(painter, row, area, part)

    def measures(self, snapshot: Snapshot, status: Status) -> RowMetrics:
        """Return what the row's text measures in the fonts in use."""
        transfer = snapshot.transfer
        columns: tuple[int, ...] = ()
        if status.fraction is not None:
            columns = tuple(
                max(self._small_advance(part), wide if part else 0)
                for part, wide in zip(status.parts, self._widest, strict=True)
            )
        return RowMetrics(
            name_height=self._name_metrics.height(),
            status_height=self._small_metrics.height(),
            name=self._name_advance(row_text.display_name(transfer.name)),
            kind=self._small_advance(row_text.kind_name(transfer.kind)),
            kind_is_open=kind_is_open(snapshot),
            size=self._small_advance(size_words(transfer)),
            project=self._small_advance(self._project(transfer, _ANY_ROOM)),
            main=self._button_width(main_action(snapshot), transfer),
            second=self._button_width(second_action(snapshot), transfer),
            end=self._button_width(end_action(snapshot), transfer),
            thumbnail=self._thumbnail,
            button=self._button_height,
            chevron=self._chevron,
            columns=columns,
        )

    def _ground(self, painter: QPainter, rect: QRect, row: ShownRow) -> None:
        colours = self._theme.tokens
        if row.selected:
            painter.fillRect(rect, colours.accent_soft)
        elif row.hovered:
            painter.fillRect(rect, colours.hover)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.line)
        if row.focused:
            painter.setPen(QPen(colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -4), theme.RADIUS, theme.RADIUS)

    def _first_line(self, painter: QPainter, layout: RowLayout, row: ShownRow) -> None:
        colours = self._theme.tokens
        name = row_text.display_name(row.transfer.name)
        if self._name_advance(name) > layout.name.width():
            name = self._name_metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, layout.name.width())
        draw_text(painter, layout.name, name, self._name_font, colours.text)
        kind = row_text.kind_name(row.transfer.kind)
        tint = colours.text if row.hot is RowPart.KIND else colours.dim
        self._small(painter, layout.kind, kind, tint)
        if not layout.chevron.isEmpty():
            icons.paint(painter, layout.chevron, "chevron-down", tint)
        size = size_words(row.transfer, painter.layoutDirection())
        self._small(painter, layout.size, size, colours.dim)
        room = layout.project.width()
        project = self._project(row.transfer, room, painter.layoutDirection())
        self._small(painter, layout.project, project, colours.dim)

    def _project(
        self, transfer: Transfer, room: int, direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight
    ) -> str:
        """Return the project of a row that is not of the picked one; empty for all others."""
        name = row_text.other_project(transfer, self.picked)
        return project_words(name, transfer, self._small_metrics, room, direction) if name else ""

    def _status_line(self, painter: QPainter, layout: RowLayout, status: Status) -> None:
        colours = self._theme.tokens
        if status.fraction is not None:
            self._bar(painter, layout.bar, status.fraction)
            for area, part in zip(layout.columns, status.parts, strict=True):
                self._small(painter, area, part, colours.dim)
            return
        tone = {
            Tone.QUIET: colours.dim,
            Tone.GOOD: colours.ok,
            Tone.WAITS: colours.warn,
            Tone.BAD: colours.bad,
        }[status.tone]
        font = self._id_font if status.is_id else self._small_font
        metrics = self._id_metrics if status.is_id else self._small_metrics
        shown = elided(metrics, status, layout.status.width())
        draw_text(painter, layout.status, shown, font, tone)

    def _bar(self, painter: QPainter, area: QRect, fraction: float) -> None:
        colours = self._theme.tokens
        radius = area.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.fill)
        painter.drawRoundedRect(area, radius, radius)
        filled = QRect(area)
        filled.setWidth(max(round(area.width() * fraction), area.height()))
        filled = QStyle.visualRect(painter.layoutDirection(), area, filled)
        if fraction > 0.0:
            painter.setBrush(colours.accent)
            painter.drawRoundedRect(filled, radius, radius)

    def _button(self, painter: QPainter, row: ShownRow, area: QRect, part: RowPart) -> None:
        action = BUTTONS[part](row.snapshot)
        if action is None or area.isEmpty():
            return
        colours, hot = self._theme.tokens, row.hot is part
        label, held = self._button_label(action, row.transfer), hot and row.held
        if label:
            painter.setPen(QPen(colours.border, 1))
            painter.setBrush(colours.fill if held else colours.hover if hot else colours.btn)
            painter.drawRoundedRect(area.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
            draw_text(painter, area, label, self._button_font, colours.text, centred=True)
            return
        if hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent_soft if held else colours.fill)
            painter.drawRoundedRect(area, theme.RADIUS, theme.RADIUS)
        icon = QRect(QPoint(), self._icon_size)
        icon.moveCenter(area.center())
        icons.paint(painter, icon, _ICONS[action], colours.text if hot else colours.dim)

    def _button_width(self, action: RowAction | None, transfer: Transfer) -> int:
        label = self._button_label(action, transfer)
        if label:
            return self._button_advance(label) + 26
        return self._button_height if action else 0

    def _button_label(self, action: RowAction | None, transfer: Transfer) -> str:
        """Return the text of a button; empty for one that is an icon."""
        if action is None or action in _ICONS:
            return ""
        return action_name(action, copies_ids=self.copies_ids(transfer.project_id))

    def _small(self, painter: QPainter, area: QRect, text: str, colour: QColor) -> None:
        if text and not area.isEmpty():
            if self._small_advance(text) > area.width():
                text = self._small_metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            draw_text(painter, area, text, self._small_font, colour)


Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints uploads in the theme's colours, all of one height."""

    def __init__(self, app_theme: theme.Theme, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.painter = RowPainter(app_theme, thumbnails)
        self._row_height = theme.scaled(theme.ROW_HEIGHT)
        self._painted: dict[int, tuple[tuple[object, ...], QPixmap]] = {}
        """How the rows of a screen were painted, by transfer; the one that was shown longest ago first."""
        self.hot: tuple[int, RowPart] | None = None
        """The transfer and the part of its row that the pointer is on."""
        self.pressed = False
        """The button under the pointer is held down."""
        self.focus_ring = False
        """The keyboard is in use: the current row shows where it is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - all rows are alike
        """Return the one size of all rows."""
        return QSize(0, self._row_height)

    def layout_of(self, rect: QRect, direction: Qt.LayoutDirection, index: Index) -> RowLayout:
        """Return where everything is in a row that is painted in `rect`."""
        return compute_layout(rect, direction, self.painter.measures(*_contents(index)))

    def part_at(
        self, rect: QRect, direction: Qt.LayoutDirection, index: Index, point: QPoint
    ) -> RowPart | None:
        """Return what of the row painted in `rect` is under the pointer."""
        return self.layout_of(rect, direction, index).part_at(point)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Name the icon under the pointer; elsewhere the row's own tooltip is shown."""
        part = self.part_at(option.rect, option.direction, index, event.pos()) if index.isValid() else None
        snapshot = index.data(UploadRole.SNAPSHOT) if part else None
        if snapshot is None or part not in BUTTONS:
            return super().helpEvent(event, view, option, index)
        action = BUTTONS[part](snapshot)
        name = (
            action_name(action, copies_ids=self.painter.copies_ids(snapshot.transfer.project_id))
            if action
            else ""
        )
        QToolTip.showText(event.globalPos(), name, view)
        return True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row: as it was painted before, unless something of it has changed."""
        snapshot, status = _contents(index)
        transfer, state, size = snapshot.transfer, option.state, option.rect.size()
        ratio = painter.device().devicePixelRatioF()
        hot = self.hot[1] if self.hot and self.hot[0] == transfer.id else None
        row = ShownRow(
            snapshot=snapshot,
            status=status,
            picture=self.painter.picture(transfer, ratio),
            selected=bool(state & QStyle.StateFlag.State_Selected),
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=self.focus_ring and bool(state & QStyle.StateFlag.State_HasFocus),
            hot=hot,
            held=hot is not None and self.pressed,
        )
        look = row, size, option.direction, ratio, self.painter.setting(transfer)
        before, image = self._painted.pop(transfer.id, (None, None))
        if image is None or before != look:
            image = self.painter.image(row, size, option.direction, ratio)
        self._painted[transfer.id] = look, image
        if len(self._painted) > option.widget.height() // self._row_height + 2:
            del self._painted[next(iter(self._painted))]
        painter.drawPixmap(option.rect.topLeft(), image)


def _contents(index: Index) -> tuple[Snapshot, Status]:
    return index.data(UploadRole.SNAPSHOT), index.data(UploadRole.STATUS)
