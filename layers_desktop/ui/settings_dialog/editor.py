"""The control of one setting, made from what the field says about itself."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from layers_desktop.settings.fields import FieldInfo, FieldType
from layers_desktop.ui import theme
from layers_desktop.ui.check_box import CheckBox
from layers_desktop.ui.combo_box import ComboBox
from layers_desktop.ui.settings_dialog.folder_field import FolderField
from layers_desktop.ui.settings_dialog.stepped_number import SteppedNumber
from layers_desktop.ui.settings_dialog.texts import said
from layers_desktop.ui.spin_box import SpinBox

_WIDEST_NUMBER = 1_000_000
_NUMBER_WIDTH = 88


class FieldEditor(QObject):
    """The control and its value."""

    edited = Signal(object)
    """A person changed it: the new value."""
    complained = Signal()
    """`complaint` is another one now."""

    def __init__(self, field: FieldInfo, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.control = self._control()
        self.control.setAccessibleName(said(field.label))
        self.control.setAccessibleDescription(said(field.help))

    @property
    def complaint(self) -> str:
        """What is wrong with what is typed, and is not its value; else empty."""
        return self.control.complaint if isinstance(self.control, SpinBox) else ""

    def drop_typed(self) -> None:
        """Show the value in place of what is typed and is none."""
        if isinstance(self.control, SpinBox):
            self.control.setValue(self.control.value())

    def show_value(self, value: object) -> None:
        """Show a value without signalling it."""
        with QSignalBlocker(self.control):
            match self.control:
                case CheckBox() as switch:
                    switch.setChecked(bool(value))
                case SpinBox() as number if number.value() != value:  # else what is being typed stays
                    number.setValue(cast("int", value))
                case QLineEdit() as text if text.text() != value:
                    text.setText(str(value))
                case ComboBox() as choice:
                    choice.setCurrentIndex(list(self.field.choices).index(value))  # type: ignore[arg-type]  # of its own enum
        self.control.update()

    def _control(self) -> QWidget:
        match self.field.type:
            case FieldType.SWITCH:
                switch = CheckBox(said(self.field.label))
                switch.toggled.connect(self._toggled)
                return switch
            case FieldType.NUMBER:
                return self._number()
            case FieldType.TEXT:
                text = FolderField() if self.field.folder else QLineEdit()
                text.setPlaceholderText(said(self.field.example))
                text.textChanged.connect(self._typed)
                return text
            case FieldType.CHOICE:
                choice = ComboBox()
                choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                for member in self.field.choices:
                    choice.addItem(said(member.label), member)
                choice.currentIndexChanged.connect(self._chosen)
                return choice

    def _number(self) -> SpinBox:
        steps = self.field.steps
        number = SteppedNumber(steps, self.field.per_unit) if steps else SpinBox()
        number.setMinimumWidth(theme.scaled(_NUMBER_WIDTH))
        number.setRange(self.field.minimum or 0, self.field.maximum or _WIDEST_NUMBER)
        number.setSpecialValueText(said(self.field.lowest))
        if self.field.unit:
            number.setSuffix(f" {said(self.field.unit)}")
        number.complained.connect(self.complained)
        number.valueChanged.connect(self._counted)
        return number

    @Slot(bool)
    def _toggled(self, on: bool) -> None:
        self.edited.emit(on)

    @Slot(int)
    def _counted(self, number: int) -> None:
        self.edited.emit(number)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.edited.emit(text)

    @Slot(int)
    def _chosen(self, row: int) -> None:
        self.edited.emit(self.field.choices[row])
