"""A number over several powers of ten: the arrow keys go from one round value to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractSpinBox

from layers_desktop.ui.spin_box import SpinBox

_PAGE = 3
"""Stops that Page Up goes: with stops of 1, 2, 5 about ten times as much."""
_QT_PAGE = 10
"""What Qt calls a page."""


class SteppedNumber(SpinBox):
    """Steps along `stops`.

    Any number can be typed; from one between two stops the arrows go to the nearest on their side.
    """

    def __init__(self, stops: Sequence[int], per_unit: int) -> None:
        super().__init__(per_unit=per_unit)
        self._stops = tuple(stops)

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
