"""The fields that a person fills in: standard ones, with what neither Qt nor the style can give them.

`theme.style` draws them. A subclass adds behaviour only: words that wrap, a wheel that scrolls the page,
numbers with a unit, and what a screen reader is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from PySide6.QtCore import QLocale, QRect, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSizePolicy, QWidget

from layers_desktop.ui import announce
from layers_desktop.ui.theme import theme

_Validated: TypeAlias = tuple[QValidator.State, str, int]

_NARROWEST_WORDS: Final = 120
"""From here on the words of a check box go on in another line."""
_PAGE: Final = 3
"""Stops that Page Up goes: with stops of 1, 2, 5 about ten times as much."""
_QT_PAGE: Final = 10
"""What Qt calls a page."""
_TYPED: Final = re.compile(r"(\d*)(?:[.,٫](\d*))?")
"""Either decimal separator, whatever the locale: keyboards and pasted text do not follow it."""


class CheckBox(QCheckBox):
    """A check box whose words may wrap, as those of a setting in a narrow dialog do."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Return room for the box and a few words a line."""
        words = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        whole, narrowest = self.sizeHint(), theme.check_box_inset() + max(words, _NARROWEST_WORDS) + 2
        return QSize(min(whole.width(), narrowest), whole.height())

    def hasHeightForWidth(self) -> bool:
        """Say that a narrower box is a higher one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        room = QRect(0, 0, max(width - theme.check_box_inset(), 1), 10_000)
        words = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text())
        one = self.sizeHint().height()
        return max(one, words.height() + one - self.fontMetrics().height())


class ComboBox(QComboBox):
    """A choice that `accessibility` describes, and that is announced; the wheel scrolls the page instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The default policy measures every item, which stutters with thousands of them.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentTextChanged.connect(self.say_choice)

    @Slot(str)
    def say_choice(self, text: str) -> None:
        """Announce what is chosen now: Orca reads of a closed box that it has changed, not to what."""
        if self.hasFocus():
            announce.politely(self, text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


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
        # Digits run from left to right in every language, so Qt would put them on the left in every window.
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


class KeyField(QLineEdit):
    """Takes a key typed or pasted, without the spaces and line ends around it.

    `accessibility.AccessibleKeyField` keeps its text from assistive technology, which Qt sends it in clear.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setObjectName("key")
        self.setAccessibleName(self.tr("API key"))
        self.setPlaceholderText("lp_…")
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        # Files dropped on the field are meant for the window.
        self.setAcceptDrops(False)
        self._length = 0
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say that a key was pasted over another one, of which nothing is read aloud."""
        pastes = event.matches(QKeySequence.StandardKey.Paste) and self.hasSelectedText()
        before = self.text()
        super().keyPressEvent(event)
        if pastes and self.text() != before:
            announce.politely(self, self.tr("Key pasted"))

    @Slot(str)
    def _edited(self, text: str) -> None:
        if len(text) > self._length + 1:
            announce.politely(self, self.tr("Key pasted"))
        elif not text:
            announce.politely(self, self.tr("Key deleted"))
        bare = "".join(text.split())
        if bare != text:
            self.setText(bare)

    @Slot(str)
    def _changed(self, text: str) -> None:
        self._length = len(text)
