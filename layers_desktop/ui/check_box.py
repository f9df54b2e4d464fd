"""A check box whose box is seen in both themes: Fusion's outline is darker than a dark window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle

from layers_desktop.ui import icons, theme

_BOX = 16
_GAP = 8
_HEIGHT = 24


class CheckBox(QCheckBox):
    """A rounded box, filled and ticked when it is on, ringed when it has the focus."""

    def sizeHint(self) -> QSize:
        """Return room for the box and the words."""
        return QSize(_BOX + _GAP + self.fontMetrics().horizontalAdvance(self.text()) + 2, _HEIGHT)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802 - Qt's virtual method
        """Take clicks on the box and on the words."""
        words = QRect(QPoint(0, 0), QSize(self.sizeHint().width(), self.height()))
        return QStyle.visualRect(self.layoutDirection(), self.rect(), words).contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the box and the words."""
        colours = theme.tokens(self)
        direction = self.layoutDirection()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(1, (self.height() - _BOX) // 2, _BOX, _BOX)
        box = QStyle.visualRect(direction, self.rect(), box)
        edge = colours.accent if self.isChecked() or self.hasFocus() else colours.faint
        painter.setPen(QPen(edge, 1))
        painter.setBrush(colours.accent if self.isChecked() else colours.btn)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self.isChecked():
            icons.paint(painter, box, "check", colours.on_accent)
        if self.hasFocus():
            painter.setPen(QPen(colours.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(-1, -1, 1, 1), 5, 5)
        painter.setPen(colours.text if self.isEnabled() else colours.faint)
        words = self.rect().adjusted(_BOX + _GAP, 0, 0, 0)
        alignment = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        flags = alignment | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(QStyle.visualRect(direction, self.rect(), words), flags, self.text())
