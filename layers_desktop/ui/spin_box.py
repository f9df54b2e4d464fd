"""A number in the window's own look: beside it the arrows that a field of text does not have."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSpinBox, QStyle, QWidget

from layers_desktop.ui import icons, theme

ARROWS_WIDTH = 24
"""The style sheet gives Qt's own two buttons the same room; they take the clicks."""
_ARROW = 12
_INSET = 8
_SPENT = 0.4
"""Opacity of an arrow that leads no further."""


class SpinBox(QSpinBox):
    """Arrow keys and arrows count; the wheel scrolls the page, never the number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        mirrored = self.isRightToLeft()
        # Digits run from left to right in every language, so Qt would put them on the left in every window.
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        arrows = ARROWS_WIDTH if mirrored else 0
        self.lineEdit().setTextMargins(arrows + (0 if mirrored else _INSET), 0, _INSET if mirrored else 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrows over what the style draws, each faint where the number goes no further."""
        super().paintEvent(event)
        painter = QPainter(self)
        enabled = self.stepEnabled()
        colours = theme.tokens(self)
        for step, name, above in (
            (QSpinBox.StepEnabledFlag.StepUpEnabled, "chevron-up", True),
            (QSpinBox.StepEnabledFlag.StepDownEnabled, "chevron-down", False),
        ):
            painter.setOpacity(1.0 if self.isEnabled() and step in enabled else _SPENT)
            icons.paint(painter, self._arrow(above=above), name, colours.dim)

    def _arrow(self, *, above: bool) -> QRect:
        room = QRect(self.width() - ARROWS_WIDTH, 0, ARROWS_WIDTH - 4, self.height())
        place = QRect(0, 0, _ARROW, _ARROW)
        place.moveCenter(room.center())
        place.translate(0, -_ARROW // 2 + 1 if above else _ARROW // 2 - 1)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()
