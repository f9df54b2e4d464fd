"""Widgets side by side where there is room, else below each other; and labels that know how wide they are."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QSizePolicy, QStyle, QWidget

from layers_desktop.ui.widgets.buttons import plain

_NARROWEST_WORDS: Final = 64


class WrappingLabel(QLabel):
    """Text that wants to stand on one line and wraps where it cannot.

    QLabel's own hint for text that wraps is a block of a shape that Qt likes, at any width.
    """

    def __init__(self, *, tone: str = "", role: str = "") -> None:
        super().__init__()
        plain(self, tone=tone, role=role, wrap=True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return room for each line of the text as it is."""
        self.ensurePolished()
        lines = self.text().split("\n")
        metrics = QFontMetricsF(self.font())
        # One pixel more: exactly as wide as its letters, Qt wraps a line.
        width = math.ceil(max(metrics.horizontalAdvance(line) for line in lines)) + 1
        return QSize(width, self.fontMetrics().height() * len(lines))

    def minimumSizeHint(self) -> QSize:
        """Return room for a word."""
        return QSize(min(self.sizeHint().width(), _NARROWEST_WORDS), self.fontMetrics().height())


class FlowLayout(QLayout):
    """Rows of widgets at their own width; what is left of a row goes to those that expand."""

    def __init__(self, *, gap: int, line_gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._line_gap = line_gap
        self.setContentsMargins(0, 0, 0, 0)

    def set_gap(self, gap: int) -> None:
        """Leave so many pixels between two widgets of a row."""
        self._gap = gap
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item at the end; for `addWidget`."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item; None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item up."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's virtual method
        """Want all the width there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Say that a narrower one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, area: QRect) -> None:
        """Place everything."""
        super().setGeometry(area)
        self._arrange(area, place=True)

    def sizeHint(self) -> QSize:
        """Return the size of all in one row."""
        hints = [item.sizeHint() for item in self._shown()]
        gaps = self._gap * max(len(hints) - 1, 0)
        return QSize(
            sum(hint.width() for hint in hints) + gaps, max((hint.height() for hint in hints), default=0)
        )

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's virtual method
        """Return the size of the widest that must not shrink."""
        least = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in least), default=0),
            max((size.height() for size in least), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, int]]]:
        """Return the items of each row with their widths."""
        rows: list[list[tuple[QLayoutItem, int]]] = []
        left = 0
        for item in self._shown():
            wanted = min(item.sizeHint().width(), width)
            if not rows or wanted + self._gap > left:
                rows.append([])
                left = width
            else:
                left -= self._gap
            rows[-1].append((item, wanted))
            left -= wanted
        return [self._stretched(row, width) for row in rows]

    def _stretched(self, row: list[tuple[QLayoutItem, int]], width: int) -> list[tuple[QLayoutItem, int]]:
        left = width - sum(wanted for _, wanted in row) - self._gap * (len(row) - 1)
        growing = [item for item, _ in row if item.expandingDirections() & Qt.Orientation.Horizontal]
        if not growing:
            return row
        return [(item, wanted + (left // len(growing) if item in growing else 0)) for item, wanted in row]

    def _arrange(self, area: QRect, *, place: bool) -> int:
        top = area.top()
        for row in self._rows(area.width()):
            height = max(_height(item, width) for item, width in row)
            at = area.left()
            for item, width in row:
                if place:
                    geometry = QRect(QPoint(at, top), QSize(width, height))
                    item.setGeometry(QStyle.visualRect(self._direction(), area, geometry))
                at += width + self._gap
            top += height + self._line_gap
        return max(top - self._line_gap - area.top(), 0)

    def _direction(self) -> Qt.LayoutDirection:
        parent = self.parentWidget()
        return parent.layoutDirection() if isinstance(parent, QWidget) else Qt.LayoutDirection.LeftToRight


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
