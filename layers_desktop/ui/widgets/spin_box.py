"""A number in the window's own look: beside it the arrows that a field of text does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QStyle, QWidget

from layers_desktop.ui.theme import icons, theme

_Validated: TypeAlias = tuple[QValidator.State, str, int]

_ARROWS_WIDTH = 24
"""The style sheet gives Qt's own two buttons the same room; they take the clicks."""
_ARROW = 12
_INSET = 8
_SPENT = 0.4
"""Opacity of an arrow that leads no further."""
_PAGE = 3
"""Stops that Page Up goes: with stops of 1, 2, 5 about ten times as much."""
_QT_PAGE = 10
"""What Qt calls a page."""
_TYPED: Final = re.compile(r"(\d*)(?:[.,٫](\d*))?")
"""Either decimal separator, whatever the locale: keyboards and pasted text do not follow it."""


class SpinBox(QDoubleSpinBox):
    """Arrow keys and arrows count; the wheel scrolls the page, never the number.

    `amount` is a whole number, shown in a unit of `per_unit` of them: 1 500 as "1.5 MB/s". With `stops`, the
    arrows go from one to the next, and any number can be typed between.
    """

    def __init__(
        self, parent: QWidget | None = None, *, per_unit: int = 1, stops: Sequence[int] = ()
    ) -> None:
        super().__init__(parent)
        self._per_unit = per_unit
        self._stops = tuple(stops)
        self.setDecimals(len(str(per_unit)) - 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrows_width, self._arrow_side = theme.scaled(_ARROWS_WIDTH), theme.scaled(_ARROW)
        mirrored = self.isRightToLeft()
        # Digits run from left to right in every language, so Qt would put them on the left in every window.
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        arrows = self._arrows_width if mirrored else 0
        self.lineEdit().setTextMargins(arrows + (0 if mirrored else _INSET), 0, _INSET if mirrored else 0, 0)

    def set_limits(self, least: int, most: int) -> None:
        """Allow these amounts and what is between them."""
        self.setRange(least / self._per_unit, most / self._per_unit)

    @property
    def amount(self) -> int:
        """The whole number that is shown."""
        return round(self.value() * self._per_unit)

    def set_amount(self, amount: int) -> None:
        """Show a whole number."""
        self.setValue(amount / self._per_unit)

    def textFromValue(self, value: float) -> str:
        """Return the number without zeros at its end, and without group separators."""
        locale = QLocale(self.locale())
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        text = locale.toString(value, "f", self.decimals())
        if self.decimals():
            text = text.rstrip(locale.zeroDigit()).removesuffix(locale.decimalPoint())
        return text

    def valueFromText(self, text: str) -> float:
        """Return what was typed; the smallest number for none."""
        typed = _TYPED.fullmatch(self._without_unit(text))
        if typed is None or not any(typed.groups()):
            return self.minimum()
        return float(f"{typed[1] or 0}.{typed[2] or 0}")

    def validate(self, text: str, position: int) -> _Validated:
        """Refuse what is no number of enough digits; one out of the range is corrected when it is left."""
        bare = self._without_unit(text)
        typed = _TYPED.fullmatch(bare)
        special = self.specialValueText()
        if special and text == special:
            return QValidator.State.Acceptable, text, position
        if (
            typed is None
            or len(typed[2] or "") > self.decimals()
            or (not self.decimals() and bare != typed[1])
        ):
            return QValidator.State.Invalid, text, position
        known = any(typed.groups()) and self.minimum() <= self.valueFromText(text) <= self.maximum()
        return QValidator.State.Acceptable if known else QValidator.State.Intermediate, text, position

    def fixup(self, text: str) -> str:
        """Return the nearest number of the range; what was before for none."""
        if not self._without_unit(text):
            return text
        value = min(max(self.valueFromText(text), self.minimum()), self.maximum())
        return self.textFromValue(value) + self.suffix()

    def stepBy(self, steps: int) -> None:
        """Count; with stops go to the next ones, where Page Up and Page Down go several."""
        if not self._stops:
            super().stepBy(steps)
            return
        least, most = (round(end * self._per_unit) for end in (self.minimum(), self.maximum()))
        ends, here = (least, *self._stops, most), self.amount
        further = [stop for stop in ends if stop > here] if steps > 0 else [
            stop for stop in reversed(ends) if stop < here]  # fmt: skip
        if further:
            count = abs(steps) if abs(steps) < _QT_PAGE else _PAGE
            self.set_amount(further[min(count, len(further)) - 1])
        self.selectAll()

    def _without_unit(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrows over what the style draws, each faint where the number goes no further."""
        super().paintEvent(event)
        painter = QPainter(self)
        enabled = self.stepEnabled()
        colours = theme.tokens(self)
        for step, name, above in (
            (QAbstractSpinBox.StepEnabledFlag.StepUpEnabled, "chevron-up", True),
            (QAbstractSpinBox.StepEnabledFlag.StepDownEnabled, "chevron-down", False),
        ):
            painter.setOpacity(1.0 if self.isEnabled() and step in enabled else _SPENT)
            icons.paint(painter, self._arrow(above=above), name, colours.dim)

    def _arrow(self, *, above: bool) -> QRect:
        room = QRect(self.width() - self._arrows_width, 0, self._arrows_width - 4, self.height())
        side = self._arrow_side
        place = QRect(0, 0, side, side)
        place.moveCenter(room.center())
        place.translate(0, -side // 2 + 1 if above else side // 2 - 1)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()
