"""Parts of the prompt: a picture's name, what images are sent as, small pictures of what is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QLocale, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from layers_desktop.media.formats import IMAGE_KINDS, MediaKind
from layers_desktop.ui.intake import intake_text
from layers_desktop.ui.intake.mime_data import leave_paste_to_window
from layers_desktop.ui.theme import colors, icons, theme
from layers_desktop.ui.widgets.buttons import Group

MOST_PREVIEWS: Final = 4
_RADIUS: Final = theme.RADIUS + 1
_GAP: Final = 6
_SMALLEST: Final = 24
"""A very flat picture has a ground of this height."""


class NameField(QLineEdit):
    """A file's name: what is selected and replaced is what stands before the extension, which stays."""

    def __init__(self) -> None:
        super().__init__()
        self._suffix = ""
        self._offered = ""
        # A name with its extension runs from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMaxLength(255)

    @property
    def stem(self) -> str:
        """The name without its extension; what was offered where nothing is left of it."""
        text = self.text().strip()
        if self._suffix and text.lower().endswith(self._suffix.lower()):
            text = text[: -len(self._suffix)].rstrip()
        return text or self._offered

    def show_name(self, stem: str, extension: str, typed: str | None, *, anew: bool) -> None:
        """Offer `stem`, unless a person typed a name; `anew`: it is another picture's."""
        suffix = f".{extension}" if extension else ""
        if anew or (stem, suffix) != (self._offered, self._suffix):
            self._offered, self._suffix = stem, suffix
            self.setText((stem if typed is None else typed) + suffix)
            self._select_stem()

    def event(self, event: QEvent) -> bool:
        """Let Ctrl+V paste a picture into the window, where the clipboard has no text for the field."""
        if leave_paste_to_window(event):
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what typing is to replace."""
        super().focusInEvent(event)
        by_hand = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        if event.reason() not in (*by_hand, Qt.FocusReason.ActiveWindowFocusReason):
            self._select_stem()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the name as the file will have it."""
        super().focusOutEvent(event)
        kept = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in kept:
            self.setText(self.stem + self._suffix)

    def _select_stem(self) -> None:
        self.setSelection(0, len(self.text()) - len(self._suffix))


class KindChoice(Group):
    """Image, Logo or Reference: Tab goes to the chosen one, the arrow keys choose another.

    None is chosen as long as the default is not known; then `kind` is None.
    """

    chosen = Signal(object)
    """The `MediaKind` that a person chose."""

    def __init__(self) -> None:
        super().__init__("segments")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._segments = {kind: QRadioButton(intake_text.kind_name(kind)) for kind in IMAGE_KINDS}
        for segment in self._segments.values():
            segment.setAccessibleName(segment.text())
            self._group.addButton(segment)
            segment.toggled.connect(self.update)
            row.addWidget(segment)
        self._group.buttonClicked.connect(self._clicked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def kind(self) -> MediaKind | None:
        """What is chosen."""
        return next((kind for kind, segment in self._segments.items() if segment.isChecked()), None)

    def show_kind(self, kind: MediaKind | None) -> None:
        """Have this one chosen, without `chosen`."""
        self._group.setExclusive(False)
        for one, segment in self._segments.items():
            segment.setChecked(one is kind)
        self._group.setExclusive(True)
        # Of exclusive buttons Qt lets Tab reach the chosen one only; before there is one, any.
        for one, segment in self._segments.items():
            reachable = one is kind or kind not in self._segments
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reachable else Qt.FocusPolicy.ClickFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the frame, the ground of the chosen segment, and a line between two others."""
        colours = colors.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        painter.fillPath(frame, colours.btn)
        painter.setClipPath(frame)
        painter.setPen(QPen(colours.border, 1))
        for number, segment in enumerate(self._segments.values()):
            place = segment.geometry()
            if segment.isChecked():
                painter.fillRect(place, colours.accent_soft)
            elif segment.underMouse():
                painter.fillRect(place, colours.hover)
            if number:
                at = (place.right() + 1 if self.isRightToLeft() else place.left()) + 0.5
                painter.drawLine(QLineF(at, 0, at, self.height()))
        painter.setClipping(False)
        painter.drawPath(frame)

    @Slot(QAbstractButton)
    def _clicked(self, segment: QAbstractButton) -> None:
        for kind, one in self._segments.items():
            if one is segment:
                self.chosen.emit(kind)


class Preview(QWidget):
    """One picture on a ground with round corners, or words in its place. Decoration, without a name."""

    def __init__(self, *, covers: bool) -> None:
        """`covers`: fill the widget with the middle of the picture, instead of showing all of it."""
        super().__init__()
        self._covers = covers
        self._image = QImage()
        self._words = ""

    def show_image(self, image: QImage, words: str = "") -> None:
        """Show this; a null image without words is one that is still to come."""
        self._image, self._words = image, words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the picture on a ground that shows where it is transparent."""
        colours = colors.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(corners)
        painter.fillRect(self.rect(), colours.hover)
        if self._words:
            font = painter.font()
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(colours.dim)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            return
        fitting = Qt.AspectRatioMode.KeepAspectRatio
        mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding if self._covers else fitting
        place = QRect(QPoint(), self._image.size().scaled(self.size(), mode))
        if self._image.isNull():
            place.setSize(theme.icon_size() * 2)
        place.moveCenter(self.rect().center())
        if self._image.isNull():
            icons.paint(painter, place, "image", colours.faint)
        else:
            painter.drawImage(place, self._image)


class PicturePreview(Preview):
    """One picture, whole, as large as fits its bounds."""

    def __init__(self) -> None:
        super().__init__(covers=False)
        self._shape = QSize()

    def show_picture(self, image: QImage, shape: QSize) -> None:
        """Show this; `shape` is the pixels of a picture that is still to come."""
        self.show_image(image)
        self._shape = image.size() if shape.isEmpty() else shape

    def fit(self, most: QSize) -> None:
        """Take no more room than this."""
        shape = QSize(4, 3) if self._shape.isEmpty() else self._shape
        fitting = shape.scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(fitting.expandedTo(QSize(_SMALLEST, _SMALLEST)).boundedTo(most))


class PreviewStrip(QWidget):
    """Up to four squares, and how many more files there are."""

    def __init__(self) -> None:
        super().__init__()
        self.has_pictures = False
        self._squares = [Preview(covers=True) for _ in range(MOST_PREVIEWS + 1)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for square in self._squares:
            square.setFixedSize(*(theme.scaled(theme.THUMBNAIL),) * 2)
            row.addWidget(square)

    def show_previews(self, images: Sequence[QImage], count: int) -> None:
        """Show the first of these, of `count` files altogether."""
        shown = [image for image in images if not image.isNull()][:MOST_PREVIEWS]
        self.has_pictures = bool(shown)
        more = f"+{QLocale().toString(count - len(shown))}" if count > len(shown) else ""
        for number, square in enumerate(self._squares):
            if number < len(shown):
                square.show_image(shown[number])
            else:
                square.show_image(QImage(), more)
            square.setVisible(number < len(shown) + bool(more))
