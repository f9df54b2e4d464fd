"""What covers the window while files are dragged over it, where its areas are, and the drop itself.

It filters the drag events of the whole window: it counts at the enter, follows the pointer at each move, and
at the drop copies the URLs and returns at once, because a long drop freezes the program that is dragged from.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
)  # fmt: skip
from PySide6.QtWidgets import QWidget

from layers_desktop.media.formats import MediaKind
from layers_desktop.ui import announce
from layers_desktop.ui.intake import intake_text
from layers_desktop.ui.intake.mime_data import OfferedPicture, Peek, Unusable, peek, read
from layers_desktop.ui.theme import colors, icons, theme
from layers_desktop.ui.theme.colors import Tokens
from layers_desktop.ui.theme.theme import FadeIn, Theme
from layers_desktop.ui.widgets.file_search_field import FileSearchField

INSET = 7
"""The dashed line stands this far inside the window."""
_TARGET_WIDTH, _TARGET_HEIGHT = 190, 64
_FOOT = 30


@dataclass(frozen=True, slots=True)
class Areas:
    """The whole area, the room for the words above the side targets, and these as they are read."""

    whole: QRect
    words: QRect
    targets: tuple[tuple[MediaKind, QRect], ...] = ()

    def kind_at(self, position: QPoint) -> MediaKind | None:
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
    targets = tuple(zip((MediaKind.LOGO, MediaKind.REFERENCE_IMAGE), places, strict=True))
    words.setBottom(top - _GAP)
    return Areas(whole, words, targets)


_ARROW = 36
_GAP = 12
_FADED = 250
"""Opacity of the cover, of 255: the list is still felt, the words are read."""


class DropOverlay(QWidget):
    """Fades the window, says what the drop will do, shows the areas that accept."""

    dropped = Signal(object, object)
    """What was dropped (`MimeContent`), and the kind of the side target or None."""
    accepted = Signal()
    """Something of a drop was taken: the person is here now. Before what it is."""
    direct_save_expected = Signal()
    """What hovers can be saved directly: `use_folder` may be given an empty folder for it."""
    message = Signal(str)
    """A sentence for the toast: a drop came to nothing."""

    def __init__(self, app_theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.covers_all = False
        """Hide what is below, which says where to drop as well: two sentences in one place are none."""
        self._theme = app_theme
        self._project = ""
        self._connected = False
        self._free: list[FileSearchField] = []
        self._finding = False
        """The pointer is over one of these fields: nothing would be sent."""
        self._peek = Peek()
        self._save_in = b""
        self._target: MediaKind | None = None
        self._areas = areas(self.size(), with_targets=False)
        self._crossed = False
        """The drag was over such a field: the cover was here a moment ago, and does not fade in again."""
        self.fade = FadeIn(app_theme, self)
        self.fade.value_changed.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Drop area"))
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> tuple[str, str]:
        """The sentence, and the line below it about links and what can't be sent."""
        if self._finding:
            below = self.tr("Looked for in the history; nothing is uploaded")
            return self.tr("Find this file's asset"), below
        if self._peek.unusable is not None:
            return intake_text.unusable(self._peek.unusable), ""
        preview = self._peek.preview
        if self._peek.document is not None:
            return intake_text.document(self._peek.document), intake_text.document_is_asked_about()
        sentence = intake_text.will_be_sent(preview, self._project, self._target, connected=self._connected)
        notes = (intake_text.will_be_asked(preview), intake_text.cannot_be_sent(preview))
        return sentence, " · ".join(note for note in notes if note)

    @property
    def _hopeful(self) -> bool:
        """Whether something of it can be sent; what cannot is taken too, to be listed with its reason."""
        return self._sendable and self._peek.preview.sendable > 0

    @property
    def _sendable(self) -> bool:
        return self._peek.unusable is None

    @property
    def areas(self) -> Areas:
        """Where the side targets are, in the window's coordinates."""
        return self._areas

    @property
    def target(self) -> MediaKind | None:
        """The side target under the pointer; None is the whole window."""
        return self._target

    def leave_free(self, place: FileSearchField) -> None:
        """Do not cover this while it is to be seen: it takes files for itself, to find their assets."""
        self._free.append(place)
        place.hovered.connect(self._hovered)

    @Slot(object)
    def use_folder(self, path: bytes) -> None:
        """Have the next file that can be saved directly saved into this empty folder."""
        self._save_in = path

    def set_project(self, name: str) -> None:
        """Name the project that a drop goes to."""
        self._project = name

    def set_connected(self, *, connected: bool) -> None:
        """Know whether a key is there; without one, that is what a drop needs next."""
        self._connected = connected

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the window's drag events; nothing else."""
        match event:
            case QDragEnterEvent():
                self._enter(event)
            case QDragMoveEvent():
                self._move(event)
            case QDropEvent():
                self._drop(event)
            case _:
                if event.type() == QEvent.Type.DragLeave:
                    self.hide()
                elif event.type() == QEvent.Type.Resize:
                    self._place()
                return super().eventFilter(watched, event)
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        # A drag of our own rows or text is not for us.
        if event.source() is not None:
            event.ignore()
            return
        self._peek = peek(event.mimeData())
        if self._peek.direct_save and not self._save_in:
            self.direct_save_expected.emit()
        self._target = None
        self._finding = False
        self._come(gradually=not self._crossed)
        self._crossed = False
        for place in self._free:
            place.invite(dragging=self._peek.has_files)
        self._announce()
        _take(event)

    @Slot(bool)
    def _hovered(self, over: bool) -> None:
        """Say what a drop on the field does; the window's own drag has left by now, or enters after this."""
        self._finding = over
        self._crossed = True
        if not over:
            self.hide()
            return
        self._target = None
        self._come(gradually=False)
        self._announce()

    def _come(self, *, gradually: bool) -> None:
        """Cover the window. The drop is taken from now on, however little there is to be seen yet."""
        self._place()
        self.raise_()
        if gradually and self.isHidden():
            self.fade.start()
        self.show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the fields be fields of text again."""
        self.fade.end()
        self._finding = False
        for place in self._free:
            place.invite(dragging=False)
        super().hideEvent(event)

    def _move(self, event: QDragMoveEvent) -> None:
        if not self.isVisible() or not self._sendable:
            event.ignore()
            return
        target = self._areas.kind_at(event.position().toPoint())
        if target is not self._target:
            self._target = target
            self.update()
            self._announce()
        _take(event)

    def _drop(self, event: QDropEvent) -> None:
        if not self.isVisible() or not self._sendable:
            self.hide()
            event.ignore()
            return
        self.hide()
        kind = self._areas.kind_at(event.position().toPoint())
        _take(event)
        content = read(event.mimeData(), save_in=self._save_in)
        if isinstance(content, OfferedPicture) and content.saved_in:
            self._save_in = b""  # each folder takes one file
        if isinstance(content, Unusable):
            self.message.emit(intake_text.unusable(content.reason))
        else:
            self.accepted.emit()
            self.dropped.emit(content, kind)

    def _announce(self) -> None:
        """Say what a drop would do here, also to who cannot see it."""
        words = " ".join(part for part in self.words if part)
        self.setAccessibleDescription(words)
        announce.politely(self, words)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(QRect(QPoint(0, 0), window.size()))
            covered = QRegion(self.rect())
            for place in self._free:
                if place.isVisible():
                    covered -= QRegion(QRect(place.mapTo(window, QPoint()), place.size()))
            self.setMask(covered)
        targets = self._peek.preview.may_be_images and not self._finding
        mirrored = self.isRightToLeft()
        self._areas = areas(self.size(), with_targets=targets, mirrored=mirrored)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the cover, the dashed line, the words and the side targets."""
        colours = colors.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self.fade.opacity)
        cover = colours.bg if self.covers_all else theme.with_alpha(colours.bg, _FADED)
        painter.fillRect(self.rect(), cover)
        self._draw_frame(painter, colours)
        self._draw_words(painter, colours)
        for kind, rect in self._areas.targets:
            self._draw_target(painter, colours, kind, rect)

    def _draw_frame(self, painter: QPainter, colours: Tokens) -> None:
        here = self._sendable and self._target is None and not self._finding
        pen = QPen(colours.accent if here else colours.faint, 2 if here else 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 2.5])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._areas.whole.adjusted(1, 1, -1, -1), 8, 8)

    def _draw_words(self, painter: QPainter, colours: Tokens) -> None:
        sentence, refused = self.words
        room = self._areas.words
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        large, small = self._theme.font(22, QFont.Weight.DemiBold), self._theme.font(theme.TEXT)
        tall = QRect(room.x(), 0, room.width(), 10_000)
        painter.setFont(small)
        note = painter.boundingRect(tall, flags, refused).height() if refused else 0
        painter.setFont(large)
        height = painter.boundingRect(tall, flags, sentence).height()
        side = theme.scaled(_ARROW)
        block = side + _GAP + height + (_GAP + note if refused else 0)
        top = room.y() + max((room.height() - block) // 2, 0)
        arrow = QRect(room.center().x() - side // 2, top, side, side)
        picture = "search" if self._finding else "arrow-up" if self._hopeful else "info"
        icons.paint(painter, arrow, picture, colours.accent)
        top += side + _GAP
        painter.setPen(colours.text)
        painter.drawText(QRect(room.x(), top, room.width(), height), flags, sentence)
        painter.setFont(small)
        painter.setPen(colours.dim if self._finding else colours.warn)
        painter.drawText(QRect(room.x(), top + height + _GAP, room.width(), note), flags, refused)

    def _draw_target(self, painter: QPainter, colours: Tokens, kind: MediaKind, rect: QRect) -> None:
        here = kind is self._target
        painter.setPen(QPen(colours.accent, 2) if here else QPen(colours.dim, 1, Qt.PenStyle.DashLine))
        painter.setBrush(colours.accent_soft if here else colours.bg)
        painter.drawRoundedRect(rect, 8, 8)
        painter.setPen(colours.accent if here else colours.text)
        painter.setFont(self._theme.font(theme.TEXT, QFont.Weight.Medium))
        words = self.tr("as logo") if kind is MediaKind.LOGO else self.tr("as reference image")
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def _take(event: QDropEvent) -> None:
    # Wayland has no Link, and Move would have the other program delete its file.
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
