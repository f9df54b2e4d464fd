"""A button that opens a menu, with its arrow after the words on whichever side these end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QWidget

from layers_desktop.ui import icons
from layers_desktop.ui.controls import ToolButton

_GAP = 4


class MenuButton(ToolButton):
    """Qt puts a tool button's icon before the words; mirroring the button would mirror its menu as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrow = icons.icon("chevron-down", "dim")
        self._arrow_size = icons.size()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setPopupMode(ToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("menu", True)  # the style sheet keeps the words clear of the arrow
        # No polishing yet: a widget that the style sheet knows before its font is set loses that font later.
        self.setProperty("mirrored", self.isRightToLeft())

    def changeEvent(self, event: QEvent) -> None:
        """Tell the style sheet on which side the arrow is."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._follow_direction()

    def _follow_direction(self) -> None:
        if bool(self.property("mirrored")) != self.isRightToLeft():
            self.setProperty("mirrored", self.isRightToLeft())
            self.style().unpolish(self)
            self.style().polish(self)

    def sizeHint(self) -> QSize:
        """Return room for the words and the arrow."""
        size = super().sizeHint()
        return QSize(size.width() + _GAP, max(size.height(), self._arrow_size.height()))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words are shortened by whoever sets them."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow at the end."""
        super().paintEvent(event)
        room = QRect(QPoint(), self._arrow_size)
        room.moveCenter(self.rect().center())
        room.moveRight(self.rect().right() - _GAP)
        self._arrow.paint(QPainter(self), QStyle.visualRect(self.layoutDirection(), self.rect(), room))
