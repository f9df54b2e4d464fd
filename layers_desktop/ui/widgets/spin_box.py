"""A number in the window's own look, typed or stepped by arrows; over powers of ten in `SteppedNumber`.

What is typed and is no number, or none of the range, stays as it is, and `complaint` says what is wrong.
The value is that of the last text that was one. Whatever the locale, a comma or a point is understood as the
decimal separator, because keyboards, habits and pasted text do not follow it. Where it could separate groups
as well ("2.250" in German), nothing is guessed: the text is ambiguous, unless the sign is the locale's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Final, TypeAlias

from PySide6.QtCore import QLocale, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox, QStyle, QWidget

from layers_desktop.ui.theme import icons, theme

_GROUPS_ONLY: Final = "'’٬\u00a0\u202f\u2009 "
"""Separators that are never decimal: apostrophes, the Arabic thousands sign, spaces."""
_DECIMAL: Final = ".,٫"
_NUMBER: Final = re.compile(rf"\d[\d.,٫{_GROUPS_ONLY}]*|[.,٫]\d+")
_IN_GROUPS: Final = re.compile(
    r"\d{1,3}(?:(?P<sign>\D)\d{3})(?:(?P=sign)\d{3})*|\d{1,2}(?P<lakh>\D)(?:\d{2}(?P=lakh))*\d{3}"
)
"""Thousands; or, as in India, two digits between the signs and three at the end."""


class Wrong(Enum):
    """Why a text is not the number that is wanted."""

    NO_NUMBER = auto()
    AMBIGUOUS = auto()
    """It has two readings, with the sign as decimal separator and without it."""
    TOO_FINE = auto()
    """More decimals than there is use for."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: a number, or what is wrong with it."""

    number: Decimal | None = None
    wrong: Wrong | None = None
    readings: tuple[Decimal, Decimal] | None = None
    """Of AMBIGUOUS: with the sign as decimal separator, and as group separator."""


def read(text: str, locale: QLocale, *, decimals: int) -> Typed:
    """Return the number that `text` is, with at most so many decimals."""
    plain = "".join(_western(letter) for letter in text.strip())
    if not _NUMBER.fullmatch(plain):
        return Typed(wrong=Wrong.NO_NUMBER)
    signs = [letter for letter in plain if letter in _DECIMAL]
    whole, sign, part = plain, "", ""
    if len(signs) == 1 or len(set(signs)) > 1:
        # Of different signs the last one is the decimal separator, and stands once; one alone that is
        # repeated separates groups.
        whole, sign, part = plain.rpartition(signs[-1])
    digits = re.sub(r"\D", "", whole)
    in_groups = digits == whole or _IN_GROUPS.fullmatch(whole)
    if not in_groups or (sign and sign in whole) or (part and not part.isdigit()):
        return Typed(wrong=Wrong.NO_NUMBER)
    number = Decimal(f"{digits or 0}.{part or 0}")
    may_be_group = digits == whole and digits[:1] != "0" and _IN_GROUPS.fullmatch(plain)
    if sign and may_be_group and sign != locale.decimalPoint():
        grouped = Decimal(digits + part)
        if decimals:
            return Typed(wrong=Wrong.AMBIGUOUS, readings=(number, grouped))
        return Typed(number=grouped)
    too_fine = len(part.rstrip("0")) > decimals
    return Typed(wrong=Wrong.TOO_FINE) if too_fine else Typed(number=number)


def _western(letter: str) -> str:
    """Return a digit of any script as 0 to 9, anything else as it is."""
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


_Validated: TypeAlias = tuple[QValidator.State, str, int]

_ARROWS_WIDTH = 24
"""The style sheet gives Qt's own two buttons the same room; they take the clicks."""
_ARROW = 12
_INSET = 8
_NEGATIVE = re.compile(r"\s*[-−]\s*\d")
_SPENT = 0.4
"""Opacity of an arrow that leads no further."""


class SpinBox(QSpinBox):
    """Arrow keys and arrows count; the wheel scrolls the page, never the number.

    Holds a whole number and shows it in a unit of `per_unit` of them: 1 500 as "1.5 MB/s".
    """

    complained = Signal()
    """`complaint` is another one now."""

    def __init__(self, parent: QWidget | None = None, *, per_unit: int = 1) -> None:
        super().__init__(parent)
        self._per_unit = per_unit
        self._decimals = len(str(per_unit)) - 1
        self._special = self._unit = self.complaint = ""
        self._odd: str | None = None
        """What is typed and is no number."""
        self._behind = 0
        """The value behind it: another one is shown."""
        self.lineEdit().textEdited.connect(self._edited)
        self.valueChanged.connect(self._counted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrows_width, self._arrow_side = theme.scaled(_ARROWS_WIDTH), theme.scaled(_ARROW)
        mirrored = self.isRightToLeft()
        # Digits run from left to right in every language, so Qt would put them on the left in every window.
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        arrows = self._arrows_width if mirrored else 0
        self.lineEdit().setTextMargins(arrows + (0 if mirrored else _INSET), 0, _INSET if mirrored else 0, 0)

    # Qt's own suffix and special text are put in place of whatever was typed: here they are part of the text.

    def setSuffix(self, suffix: str) -> None:  # noqa: N802 - Qt's name
        """Show this after the number."""
        self._unit = suffix
        super().setValue(self.value())

    def setSpecialValueText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show this in place of the smallest number."""
        self._special = text
        super().setValue(self.value())

    def setValue(self, value: int) -> None:  # noqa: N802 - Qt's name
        """Show a number in place of what is typed, whatever that is."""
        self._note(None, "")
        super().setValue(value)

    def stepBy(self, steps: int) -> None:
        """Count from the value, whatever is typed."""
        self.setValue(self.value() + steps)
        self.selectAll()

    def textFromValue(self, value: int) -> str:
        """Return the number without zeros at its end and its unit; what was typed while that is none."""
        if self._odd is not None and value == self._behind:
            return self._odd
        if self._special and value == self.minimum():
            return self._special
        return self._written(Decimal(value) / self._per_unit) + self._unit

    def valueFromText(self, text: str) -> int:
        """Return what was typed, with or without the unit behind it; the last value for no number."""
        found = self._read(text)
        return self.value() if isinstance(found, str) else found

    def validate(self, text: str, position: int) -> _Validated:
        """Take any text: what is wrong is said, not kept from being typed."""
        wrong = isinstance(self._read(text), str)
        return QValidator.State.Intermediate if wrong else QValidator.State.Acceptable, text, position

    def _edited(self, text: str) -> None:
        found = self._read(text)
        self._note(*((text, found) if isinstance(found, str) else (None, "")))

    @Slot()
    def _counted(self) -> None:
        # Assistive technology sets the value past `setValue`: what was typed is not it.
        # Qt tells of the same value too, when Enter is pressed.
        if self.value() != self._behind:
            self._note(None, "")

    def _note(self, odd: str | None, complaint: str) -> None:
        self._odd, self._behind = odd, self.value()
        if complaint != self.complaint:
            self.complaint = complaint
            self.complained.emit()

    def _read(self, text: str) -> int | str:
        """Return the number in what is kept, or what is wrong with the text."""
        if self._special and text.strip() == self._special:
            return self.minimum()
        typed = read(self._without_unit(text), self.locale(), decimals=self._decimals)
        least, most = self.minimum(), self.maximum()
        match typed.wrong:
            case Wrong.AMBIGUOUS if typed.readings is not None:
                return (
                    self.tr("Write %1 or %2")
                    .replace("%1", self._written(typed.readings[0]))
                    .replace("%2", self._written(typed.readings[1]))
                )
            case Wrong.TOO_FINE if not self._decimals:
                return self.tr("Use a whole number")
            case Wrong.TOO_FINE:
                return self.tr("Use at most %1 decimals").replace("%1", str(self._decimals))
        value = None if typed.number is None else int(typed.number * self._per_unit)
        if value is None or not least <= value <= most:
            odd = typed.wrong is Wrong.NO_NUMBER and not _NEGATIVE.match(text)
            words = (
                self.tr("Type a number only, from %1 to %2") if odd else self.tr("Use a number from %1 to %2")
            )
            shown = (self._written(Decimal(end) / self._per_unit) for end in (least, most))
            return words.replace("%1", next(shown)).replace("%2", next(shown))
        return value

    def _without_unit(self, text: str) -> str:
        """Return the text without the unit at its end, whatever its case and spaces."""
        kept = text
        for letter in reversed("".join(self._unit.split()).casefold()):
            kept = kept.rstrip()
            if kept[-1:].casefold() != letter:
                return text
            kept = kept[:-1]
        return kept

    def _written(self, number: Decimal) -> str:
        """Return a number without group separators, which could be taken for decimal ones."""
        locale = QLocale(self.locale())
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        text = locale.toString(float(number), "f", self._decimals)
        if self._decimals:
            text = text.rstrip(locale.zeroDigit()).removesuffix(locale.decimalPoint())
        return text

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
        room = QRect(self.width() - self._arrows_width, 0, self._arrows_width - 4, self.height())
        side = self._arrow_side
        place = QRect(0, 0, side, side)
        place.moveCenter(room.center())
        place.translate(0, -side // 2 + 1 if above else side // 2 - 1)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


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
