"""How check boxes, radio buttons, combo boxes and spin boxes are drawn and measured, on top of Fusion.

Fusion draws outlines darker than a dark window, and a style sheet no arrow that follows the theme. Where the
sheet has a rule for one of these controls, Qt draws it by that and does not ask this style.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QProxyStyle, QStyle, QWidget
from PySide6.QtWidgets import QStyleOption as Option
from PySide6.QtWidgets import QStyleOptionButton as ButtonOption
from PySide6.QtWidgets import QStyleOptionComboBox as ComboOption
from PySide6.QtWidgets import QStyleOptionComplex as ComplexOption
from PySide6.QtWidgets import QStyleOptionSpinBox as SpinOption

from layers_desktop.ui.theme import colors, icons

RADIUS: Final = 7
"""Of buttons and fields; thumbnails have 8."""
CHECK_BOX, CHECK_BOX_GAP, _CHECK_HEIGHT, _CHECK_RADIUS = 16, 8, 24, 4
_RADIO_HEIGHT, _RADIO_PADDING = 28, 12
_COMBO_HEIGHT, _COMBO_INSET, _COMBO_ARROW, _COMBO_MARGIN = 30, 11, 28, 4
_SPIN_HEIGHT, _SPIN_INSET, _SPIN_ARROWS, _SPIN_ARROW = 28, 9, 24, 12
_SPENT = 0.4
"""Opacity of an arrow that leads no further."""

_Area = QStyle.SubElement
_Control = QStyle.ComplexControl
_Contents = QStyle.ContentsType
_Element = QStyle.ControlElement
_Flag = QStyle.StateFlag
_Metric = QStyle.PixelMetric
_Part = QStyle.SubControl
_Primitive = QStyle.PrimitiveElement
_Of: TypeAlias = QWidget | None


class ControlStyle(QProxyStyle):
    """Fusion with controls in the theme's colours, enlarged as the system's text is.

    Each call of an overridden method goes through Python, so few are; lists are drawn by their delegates.
    """

    def __init__(self, scale: float) -> None:
        super().__init__("Fusion")
        self._scale = scale

    def pixelMetric(self, metric: _Metric, option: Option | None = None, widget: _Of = None) -> int:
        """Return the size of an icon beside the system's text; all else as ever."""
        if metric in (_Metric.PM_ButtonIconSize, _Metric.PM_LineEditIconSize):
            return self._scaled(icons.SIZE)
        return super().pixelMetric(metric, option, widget)

    def sizeFromContents(self, kind: _Contents, option: Option, words: QSize, widget: _Of = None) -> QSize:
        """Return how large a control is around its words."""
        match kind:
            case _Contents.CT_CheckBox if isinstance(option, ButtonOption):
                inset = option.rect.width() - self._words_of(option).width()
                width = inset + option.fontMetrics.horizontalAdvance(option.text) + 2
                return QSize(width, self._scaled(_CHECK_HEIGHT))
            case _Contents.CT_RadioButton if isinstance(option, ButtonOption) and widget is not None:
                # Room for the bold text, so that choosing moves nothing.
                bold = QFontMetrics(_weighted(widget.font(), chosen=True))
                height = max(self._scaled(_RADIO_HEIGHT), bold.height() + 8)
                return QSize(bold.horizontalAdvance(option.text) + 2 * _RADIO_PADDING, height)
            case _Contents.CT_ComboBox:
                around = _COMBO_MARGIN + self._scaled(_COMBO_ARROW)
                return QSize(words.width() + around, self._scaled(_COMBO_HEIGHT))
            case _Contents.CT_SpinBox:
                around = _SPIN_INSET + self._scaled(_SPIN_ARROWS)
                return QSize(words.width() + around, self._scaled(_SPIN_HEIGHT))
        # The stubs of this call and the next two forget None.
        return super().sizeFromContents(kind, option, words, widget)  # type: ignore[arg-type]  # as above

    def subElementRect(self, part: _Area, option: Option, widget: _Of = None) -> QRect:
        """Take clicks on all of a check box, also where its words wrap, and of a radio button."""
        # Of a check box Qt joins the indicator with one line of words: the indicator is all of it here.
        if part in (_Area.SE_CheckBoxIndicator, _Area.SE_RadioButtonClickRect):
            return QRect(option.rect)
        return super().subElementRect(part, option, widget)  # type: ignore[arg-type]  # as above

    def subControlRect(
        self, control: _Control, option: ComplexOption, part: _Part, widget: _Of = None
    ) -> QRect:
        """Return where the number and the arrows of a spin box are."""
        if control is not _Control.CC_SpinBox:
            return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # as above
        area, width = option.rect, self._scaled(_SPIN_ARROWS)
        half, place = area.height() // 2, QRect(area)
        match part:
            case _Part.SC_SpinBoxUp:
                place.adjust(area.width() - width, 0, 0, half - area.height())
            case _Part.SC_SpinBoxDown:
                place.adjust(area.width() - width, half, 0, 0)
            case _Part.SC_SpinBoxEditField:
                place.adjust(_SPIN_INSET, 2, -width, -2)
        return QStyle.visualRect(option.direction, area, place)

    def drawPrimitive(
        self, element: _Primitive, option: Option, painter: QPainter, widget: _Of = None
    ) -> None:
        """Draw no ground under the number of a spin box, which has the box's."""
        inside = widget is not None and isinstance(widget.parentWidget(), QAbstractSpinBox)
        if not inside or element is not _Primitive.PE_PanelLineEdit:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(self, element: _Element, option: Option, painter: QPainter, widget: _Of = None) -> None:
        """Draw a check box, a radio button, or the words of a combo box."""
        if element is _Element.CE_CheckBox and isinstance(option, ButtonOption):
            self._draw_check_box(option, painter)
        elif element is _Element.CE_RadioButton and isinstance(option, ButtonOption):
            _draw_segment(option, painter)
        elif element is _Element.CE_ComboBoxLabel and isinstance(option, ComboOption):
            self._draw_choice(option, painter, is_placeholder=_is_empty(widget))
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self, control: _Control, option: ComplexOption, painter: QPainter, widget: _Of = None
    ) -> None:
        """Draw a combo box without its words, or a spin box without its number."""
        if control is _Control.CC_ComboBox:
            lit = option.state & _Flag.State_Enabled and option.state & _Flag.State_MouseOver
            _draw_frame(option, painter, lit=bool(lit))
            self._draw_arrow(option, painter, "chevron-down", icons.SIZE, inset=8)
        elif control is _Control.CC_SpinBox and isinstance(option, SpinOption):
            _draw_frame(option, painter)
            self._draw_steps(option, painter)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _scaled(self, pixels: int) -> int:
        return round(pixels * self._scale)

    def _words_of(self, option: Option) -> QRect:
        return option.rect.adjusted(self._scaled(CHECK_BOX) + CHECK_BOX_GAP, 0, 0, 0)

    def _draw_check_box(self, option: ButtonOption, painter: QPainter) -> None:
        """Draw all lines of words that may wrap in the middle of the height, and the box beside the first."""
        tokens, area, side = colors.tokens(), option.rect, self._scaled(CHECK_BOX)
        checked, focused = option.state & _Flag.State_On, option.state & _Flag.State_HasFocus
        words = self._words_of(option)
        lines = option.fontMetrics.boundingRect(words, Qt.TextFlag.TextWordWrap, option.text).height()
        first = area.center().y() + 1 - (lines - option.fontMetrics.height()) // 2
        box = QRect(area.left() + 1, first - side // 2, side, side)
        inner = QRectF(QStyle.visualRect(option.direction, area, box))
        if focused and checked:
            # On the accent no ring is seen in both themes: there is a gap between, as at primary buttons.
            _draw_rounded(painter, inner, QPen(tokens.accent, 1), _CHECK_RADIUS)
            inner.adjust(2, 2, -2, -2)
        edge = QPen(
            tokens.accent if checked or focused else tokens.faint, 2 if focused and not checked else 1
        )
        _draw_rounded(painter, inner, edge, _CHECK_RADIUS, tokens.accent if checked else tokens.btn)
        if checked:
            icons.paint(painter, inner.toRect(), "check", tokens.on_accent)
        painter.setPen(tokens.text if option.state & _Flag.State_Enabled else tokens.faint)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic
        _draw_text(option, painter, words, option.text, flags)

    def _draw_choice(self, option: ComboOption, painter: QPainter, *, is_placeholder: bool) -> None:
        tokens = colors.tokens()
        shown = option.state & _Flag.State_Enabled and not is_placeholder
        painter.setPen(tokens.text if shown else tokens.faint)
        room = option.rect.adjusted(_COMBO_INSET, 0, -self._scaled(_COMBO_ARROW), 0)
        text = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room.width())
        _draw_text(option, painter, room, text, Qt.AlignmentFlag.AlignVCenter)

    def _draw_steps(self, option: SpinOption, painter: QPainter) -> None:
        side = self._scaled(_SPIN_ARROW)
        inset = (self._scaled(_SPIN_ARROWS) - 4 - side) // 2 + 4
        for step, name, down in (
            (QAbstractSpinBox.StepEnabledFlag.StepUpEnabled, "chevron-up", 1 - side // 2),
            (QAbstractSpinBox.StepEnabledFlag.StepDownEnabled, "chevron-down", side // 2 - 1),
        ):
            further = option.state & _Flag.State_Enabled and step in option.stepEnabled
            painter.setOpacity(1.0 if further else _SPENT)
            self._draw_arrow(option, painter, name, _SPIN_ARROW, inset=inset, down=down)
        painter.setOpacity(1.0)

    def _draw_arrow(
        self, option: Option, painter: QPainter, name: str, pixels: int, *, inset: int, down: int = 0
    ) -> None:
        """Draw an arrow so far from the end, and below the middle."""
        area, side = option.rect, self._scaled(pixels)
        place = QRect(area.width() - side - inset, (area.height() - side) // 2 + down, side, side)
        icons.paint(painter, QStyle.visualRect(option.direction, area, place), name, colors.tokens().dim)


def _is_empty(widget: _Of) -> bool:
    """Return whether nothing is chosen in a combo box, which shows its placeholder then."""
    return isinstance(widget, QComboBox) and widget.currentIndex() < 0


def _weighted(font: QFont, *, chosen: bool) -> QFont:
    weighted = QFont(font)
    weighted.setWeight(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
    return weighted


def _draw_segment(option: ButtonOption, painter: QPainter) -> None:
    """Draw a radio button as one of several words in the frame of their group, ringed with the focus."""
    tokens, chosen = colors.tokens(), bool(option.state & _Flag.State_On)
    painter.setFont(_weighted(painter.font(), chosen=chosen))
    painter.setPen(tokens.accent if chosen else tokens.text)
    painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, option.text)
    if option.state & _Flag.State_HasFocus:
        ring = QRectF(option.rect).adjusted(2, 2, -2, -2)
        _draw_rounded(painter, ring, QPen(tokens.accent, 1.5), RADIUS - 3)


def _draw_text(option: Option, painter: QPainter, room: QRect, text: str, flags: int) -> None:
    start = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
    painter.drawText(QStyle.visualRect(option.direction, option.rect, room), start | flags, text)


def _draw_frame(option: Option, painter: QPainter, *, lit: bool = False) -> None:
    """Draw the ground of a field, and its outline: twice as wide where the keyboard is."""
    tokens = colors.tokens()
    focused = option.state & (_Flag.State_HasFocus | _Flag.State_On)  # on: the list of a combo box is open
    edge = QPen(tokens.accent, 2) if focused else QPen(tokens.border, 1)
    _draw_rounded(painter, QRectF(option.rect), edge, RADIUS, tokens.hover if lit else tokens.btn)


def _draw_rounded(
    painter: QPainter, area: QRectF, edge: QPen, radius: int, ground: QColor | None = None
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(edge)
    painter.setBrush(ground or Qt.BrushStyle.NoBrush)
    inset = edge.widthF() / 2
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()
