"""A check box whose box is seen in both themes: Fusion's outline is darker than a dark window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QWidget

from layers_desktop.ui.theme import icons, theme

_BOX = 16
_GAP = 8
_HEIGHT = 24
_NARROWEST_WORDS = 120
"""From here on the words go on in another line."""


def text_inset() -> int:
    """Return where the words begin."""
    return theme.scaled(_BOX) + _GAP


class CheckBox(QCheckBox):
    """A rounded box, filled and ticked when it is on, ringed when it has the focus; its words may wrap."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._box, self._inset, self._height = theme.scaled(_BOX), text_inset(), theme.scaled(_HEIGHT)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return room for the box and the words on one line."""
        return QSize(self._inset + self.fontMetrics().horizontalAdvance(self.text()) + 2, self._height)

    def minimumSizeHint(self) -> QSize:
        """Return room for the box and a few words a line."""
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        narrowest = self._inset + max(longest, _NARROWEST_WORDS) + 2
        return QSize(min(self.sizeHint().width(), narrowest), self._height)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrower box is a higher one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        room = QRect(0, 0, max(width - self._inset, 1), 10_000)
        words = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text())
        return max(self._height, words.height() + self._height - self.fontMetrics().height())

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
        room = self.rect().adjusted(self._inset, 0, 0, 0)
        # All lines in the middle of the height, the box beside the first of them.
        lines = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text()).height()
        first = (self.height() - lines + self.fontMetrics().height()) // 2
        box = QRect(1, first - self._box // 2, self._box, self._box)
        box = QStyle.visualRect(direction, self.rect(), box)
        edge, width = colours.accent if self.isChecked() else colours.faint, 1.0
        inner = QRectF(box)
        if self.hasFocus() and self.isChecked():
            # On the accent no ring is seen in both themes: there is a gap between, as at primary buttons.
            painter.setPen(QPen(colours.accent, 1))
            painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            inner.adjust(2, 2, -2, -2)
        elif self.hasFocus():
            edge, width = colours.accent, 2.0
        painter.setPen(QPen(edge, width))
        painter.setBrush(colours.accent if self.isChecked() else colours.btn)
        inset = width / 2
        painter.drawRoundedRect(inner.adjusted(inset, inset, -inset, -inset), 4, 4)
        if self.isChecked():
            icons.paint(painter, inner.toRect(), "check", colours.on_accent)
        painter.setPen(colours.text if self.isEnabled() else colours.faint)
        alignment = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        flags = (
            alignment
            | Qt.AlignmentFlag.AlignVCenter
            | Qt.TextFlag.TextShowMnemonic
            | Qt.TextFlag.TextWordWrap
        )
        painter.drawText(QStyle.visualRect(direction, self.rect(), room), flags, self.text())
