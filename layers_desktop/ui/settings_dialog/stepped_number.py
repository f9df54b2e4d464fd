"""A number over several powers of ten: the arrow keys go from one round value to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, cast

from PySide6.QtGui import QDoubleValidator, QValidator
from PySide6.QtWidgets import QAbstractSpinBox

from layers_desktop.ui.spin_box import SpinBox

_Validated: TypeAlias = tuple[QValidator.State, str, int]
_DECIMALS = 3
_PAGE = 3
"""Stops that Page Up goes: with stops of 1, 2, 5 about ten times as much."""
_QT_PAGE = 10
"""What Qt calls a page."""


class SteppedNumber(SpinBox):
    """Holds a whole number, shows it in a larger unit (1 500 as "1.5 MB/s") and steps along `stops`.

    Any number can be typed; from one between two stops the arrows go to the nearest on their side.
    """

    def __init__(self, stops: Sequence[int], per_unit: int) -> None:
        super().__init__()
        self._stops = tuple(stops)
        self._per_unit = per_unit

    def textFromValue(self, value: int) -> str:
        """Return the number without the zeros at its end: "1.5"."""
        text = self.locale().toString(value / self._per_unit, "f", _DECIMALS)
        return text.rstrip(self.locale().zeroDigit()).removesuffix(self.locale().decimalPoint())

    def valueFromText(self, text: str) -> int:
        """Return what was typed, with or without the unit behind it."""
        if text == self.specialValueText():
            return self.minimum()
        number, _ = self.locale().toDouble(self._amount(text))
        return round(number * self._per_unit)

    def validate(self, text: str, position: int) -> _Validated:
        """Take what is or may become a number between the smallest and the largest."""
        if text == self.specialValueText():
            return QValidator.State.Acceptable, text, position
        least, most = self.minimum() / self._per_unit, self.maximum() / self._per_unit
        rule = QDoubleValidator(least, most, _DECIMALS)
        rule.setNotation(QDoubleValidator.Notation.StandardNotation)
        rule.setLocale(self.locale())
        judged = cast("_Validated", rule.validate(self._amount(text), position))
        return judged[0], text, position

    def stepBy(self, steps: int) -> None:
        """Go to the next stops; Page Up and Page Down go several."""
        ends = (self.minimum(), *self._stops, self.maximum())
        here = self.value()
        further = [stop for stop in ends if stop > here] if steps > 0 else [
            stop for stop in reversed(ends) if stop < here]  # fmt: skip
        if further:
            count = abs(steps) if abs(steps) < _QT_PAGE else _PAGE
            self.setValue(further[min(count, len(further)) - 1])
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Return which way there is a stop."""
        flag = QAbstractSpinBox.StepEnabledFlag
        up = flag.StepUpEnabled if self.value() < self.maximum() else flag.StepNone
        down = flag.StepDownEnabled if self.value() > self.minimum() else flag.StepNone
        return up | down

    def _amount(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip()
