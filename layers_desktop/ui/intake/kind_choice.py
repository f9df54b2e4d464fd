"""What images are sent as: Image, Logo or Reference, in one segmented control."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
)

from layers_desktop.media.formats import IMAGE_KINDS, MediaKind
from layers_desktop.ui.intake import prompt_text
from layers_desktop.ui.theme import colors, theme
from layers_desktop.ui.widgets.buttons import Group


class KindChoice(Group):
    """Radio buttons side by side: Tab goes to the chosen one, the arrow keys choose another.

    None is chosen as long as the default is not known; then `kind` is None.
    """

    chosen = Signal(object)
    """The `Kind` that a person chose."""

    def __init__(self) -> None:
        super().__init__("segments")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._segments = {kind: QRadioButton(prompt_text.kind_name(kind)) for kind in IMAGE_KINDS}
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
        reachable = [self._segments[kind]] if kind in self._segments else list(self._segments.values())
        for segment in self._segments.values():
            focus = Qt.FocusPolicy.StrongFocus if segment in reachable else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(focus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the frame, the ground of the chosen segment, and a line between two others."""
        colours = colors.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        painter.fillPath(frame, colours.btn)
        painter.setClipPath(frame)
        for segment in self._segments.values():
            if segment.isChecked():
                painter.fillRect(segment.geometry(), colours.accent_soft)
            elif segment.underMouse():
                painter.fillRect(segment.geometry(), colours.hover)
        painter.setPen(QPen(colours.border, 1))
        for segment in list(self._segments.values())[1:]:
            at = (segment.geometry().right() + 1 if self.isRightToLeft() else segment.geometry().left()) + 0.5
            painter.drawLine(
                QRectF(at, 0, 0, self.height()).topLeft(), QRectF(at, 0, 0, self.height()).bottomLeft()
            )
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)

    @Slot(QAbstractButton)
    def _clicked(self, segment: QAbstractButton) -> None:
        for kind, one in self._segments.items():
            if one is segment:
                self.chosen.emit(kind)
