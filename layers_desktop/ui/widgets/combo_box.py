"""A combo box in the window's own look: Fusion's is drawn from the palette, the arrow is ours."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from layers_desktop.ui import announce
from layers_desktop.ui.theme import icons, theme

_ARROW_ROOM = 28
_TEXT_INSET = 11


class ComboBox(QComboBox):
    """Text on the left, elided, an arrow on the right; the wheel scrolls the page, never the choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The default policy measures every item, which stutters with thousands of them.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self._arrow_room, self._arrow_side = theme.scaled(_ARROW_ROOM), theme.scaled(icons.SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentTextChanged.connect(self.say_choice)

    @Slot(str)
    def say_choice(self, text: str) -> None:
        """Announce what is chosen now: Orca reads of a closed box that it has changed, not to what."""
        if self.hasFocus():
            announce.politely(self, text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the box as the style does, the text and the arrow ourselves."""
        colours = theme.tokens(self)
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        direction = self.layoutDirection()
        inner = self.rect().adjusted(_TEXT_INSET, 0, -self._arrow_room, 0)
        inner = QStyle.visualRect(direction, self.rect(), inner)
        text, chosen = self.shown_text()
        painter.setPen(colours.text if chosen and self.isEnabled() else colours.faint)
        elided = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        alignment = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        painter.drawText(inner, alignment | Qt.AlignmentFlag.AlignVCenter, elided)
        side = self._arrow_side
        arrow = QRect(self.width() - side - 8, (self.height() - side) // 2, side, side)
        icons.paint(painter, QStyle.visualRect(direction, self.rect(), arrow), "chevron-down", colours.dim)

    def shown_text(self) -> tuple[str, bool]:
        """Return what stands in the box, and whether that is a choice (else it is a placeholder)."""
        if self.currentIndex() >= 0:
            return self.currentText(), True
        return self.placeholderText(), False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()
