"""One control for each setting, made from what the field says about itself."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from layers_desktop.settings.fields import FieldInfo, FieldType
from layers_desktop.ui.check_box import CheckBox
from layers_desktop.ui.combo_box import ComboBox

_WIDEST_NUMBER = 1_000_000
_NUMBER_WIDTH = 88


class FieldEditor(QObject):
    """The control of one field, and its value."""

    edited = Signal(str, object)
    """The field's name and its new value."""

    def __init__(self, field: FieldInfo, value: object, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.control = self._control(value)
        self.control.setAccessibleName(self.tr(field.label))
        self.control.setAccessibleDescription(self.tr(field.help))

    def _control(self, value: object) -> QWidget:
        match self.field.type:
            case FieldType.SWITCH:
                switch = CheckBox(self.tr(self.field.label))
                switch.setChecked(bool(value))
                switch.toggled.connect(self._toggled)
                return switch
            case FieldType.NUMBER:
                number = QSpinBox()
                number.setMinimumWidth(_NUMBER_WIDTH)
                number.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                number.setRange(self.field.minimum or 0, self.field.maximum or _WIDEST_NUMBER)
                if self.field.unit:
                    number.setSuffix(f" {self.tr(self.field.unit)}")
                number.setSpecialValueText(self.tr(self.field.lowest))
                number.setValue(cast("int", value))
                number.valueChanged.connect(self._counted)
                return number
            case FieldType.TEXT:
                text = QLineEdit(str(value))
                text.setPlaceholderText(self.tr(self.field.example))
                text.textChanged.connect(self._typed)
                return text
            case FieldType.CHOICE:
                choice = ComboBox()
                for member in self.field.choices:
                    choice.addItem(self.tr(member.label), member)
                choice.setCurrentIndex(list(self.field.choices).index(value))  # type: ignore[arg-type]  # of its own enum
                choice.currentIndexChanged.connect(self._chosen)
                return choice

    @Slot(bool)
    def _toggled(self, on: bool) -> None:
        self.edited.emit(self.field.name, on)

    @Slot(int)
    def _counted(self, number: int) -> None:
        self.edited.emit(self.field.name, number)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.edited.emit(self.field.name, text)

    @Slot(int)
    def _chosen(self, row: int) -> None:
        self.edited.emit(self.field.name, self.field.choices[row])
