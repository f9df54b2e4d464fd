"""One setting on a page: the control that its field asks for, what is wrong with its value, and its help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from layers_desktop.api.errors.network import ProxyFault
from layers_desktop.api.proxy import proxy_address
from layers_desktop.settings.fields import Labelled, Setting
from layers_desktop.ui.clipboard.asset_format import unfilled
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.i18n.bidi import margins_from_start
from layers_desktop.ui.i18n.setting_text import translated
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.widgets.buttons import label
from layers_desktop.ui.widgets.file_dialogs import FolderProbe
from layers_desktop.ui.widgets.inputs import CheckBox, ComboBox, SpinBox

_CHOOSING_KEYS: Final = (Qt.Key.Key_Down, Qt.Key.Key_F4)
"""As those that open the list of a combo box."""
_NUMBER_WIDTH = 88
_WIDEST_CHOICE = 320


class FolderField(QLineEdit):
    """A text with a button in it, which the arrow down presses, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = FolderProbe(self)
        self.choose = self.addAction(icons.icon("folder", "dim"), QLineEdit.ActionPosition.TrailingPosition)
        self.choose.setText(self.tr("Choose folder"))
        self.choose.setToolTip(self.tr("Choose folder"))
        self.choose.triggered.connect(self.open_chooser)

    @Slot()
    def open_chooser(self) -> None:
        """Let a person choose; nothing changes when they do not."""
        self._look.begin_in(self.text(), self._open)

    def _open(self, folder: str) -> None:
        dialog = QFileDialog(self.window(), self.tr("Choose folder"), folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.setText)
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chooser by the keyboard."""
        if event.key() in _CHOOSING_KEYS:
            self.open_chooser()
        else:
            super().keyPressEvent(event)


def problem(name: str, value: object) -> str:
    """Return why this value of the field cannot be saved, an empty text when it can."""
    check = _CHECKS.get(name)
    return check(value) if check is not None and isinstance(value, str) else ""


def _template(text: str) -> str:
    wrong = unfilled(text)
    if not text.strip():
        return QCoreApplication.translate("Settings", "An empty template copies nothing.")
    if not wrong:
        return ""
    words = QCoreApplication.translate("SettingsDialog", "%1 cannot be filled in: take it out or correct it.")
    return words.replace("%1", wrong)


def _proxy(text: str) -> str:
    try:
        proxy_address(text)
    except ProxyFault as fault:
        return problem_text.words(fault.problem).explanation
    return ""


def _folder(text: str) -> str:
    if not text or PurePath(text).is_absolute():
        return ""
    return QCoreApplication.translate("Settings", "This is no whole path: choose the folder.")


_CHECKS: Final[Mapping[str, Callable[[str], str]]] = {
    "copy_template": _template,
    "proxy_address": _proxy,
    "watch_folder": _folder,
}


class FieldRow(QWidget):
    """A control with its value under its name, over what is wrong with it and its help.

    A row that follows has one value more: None, for that of all projects.
    """

    edited = Signal()

    def __init__(self, field: Setting, *, follows: bool) -> None:
        super().__init__()
        self.field = field
        self._follows = follows
        self._before: object = None
        self.control = self._control()
        self.control.setAccessibleName(translated(field.label))
        self._problem = label(tone="bad", role="small", wrap=True, silent=True)
        self._problem.hide()
        self._help = label(translated(field.help), tone="faint", role="small", wrap=True, silent=True)
        line = QHBoxLayout()
        # A choice is as wide on every page; the rest of the row is left free.
        line.addWidget(self.control, 1_000 if isinstance(self.control, ComboBox) else 0)
        if not isinstance(self.control, QLineEdit):
            line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if not isinstance(self.control, CheckBox):
            name = label(translated(field.label), wrap=True)
            name.setBuddy(self.control)
            column.addWidget(name)
        column.addLayout(line)
        column.addWidget(self._problem)
        column.addWidget(self._help)
        if isinstance(self.control, CheckBox):
            # The help stands under the words, not under the box.
            self._help.setContentsMargins(margins_from_start(theme.check_box_inset()))
        self.follow(may_be_set=True)

    @property
    def value(self) -> object:
        """What a person chose; a text that is not used and cannot be saved is what it was before."""
        shown = self._shown()
        return self._before if not self.control.isEnabled() and problem(self.field.name, shown) else shown

    @property
    def is_wrong(self) -> bool:
        """Whether the value is used and cannot be saved."""
        return bool(problem(self.field.name, self.value)) and self.control.isEnabled()

    def show_value(self, value: object) -> None:
        """Show a value."""
        self._before = value
        match self.control:
            case CheckBox() as switch:
                switch.setChecked(bool(value))
            case SpinBox() as number if isinstance(value, int):
                number.set_amount(value)
            case QLineEdit() as text:
                text.setText("" if value is None else str(value))
            case ComboBox() as choice:
                choice.setCurrentIndex(self._choices().index(value))

    def show_default(self, default: object) -> None:
        """Name the value of all projects, which counts where a project has none of its own."""
        match self.control:
            case QLineEdit() as text:
                text.setPlaceholderText(str(default))
            case ComboBox() as choice:
                words = self._words(default)
                choice.setItemText(0, self.tr("As for all projects (%1)").replace("%1", words))

    def follow(self, *, may_be_set: bool, insist: bool = False) -> None:
        """Say what is wrong with the value; of an empty field, which waits for one, only with `insist`."""
        self.control.setEnabled(may_be_set)
        why = problem(self.field.name, self.value) if may_be_set and (self.value or insist) else ""
        self._problem.setText(why)
        self._problem.setVisible(bool(why))
        self.control.setAccessibleDescription(why or translated(self.field.help))

    @Slot()
    def _changed(self) -> None:
        self.edited.emit()

    def _shown(self) -> object:
        match self.control:
            case CheckBox() as switch:
                return switch.isChecked()
            case SpinBox() as number:
                return number.amount
            case QLineEdit() as text:
                return text.text() or (None if self._follows else "")
            case ComboBox() as choice:
                return self._choices()[choice.currentIndex()]
        return None

    def _choices(self) -> list[object]:
        own = (True, False) if self.field.type is bool else self.field.choices
        return [None, *own] if self._follows else [*own]

    def _words(self, value: object) -> str:
        if isinstance(value, Labelled):
            return translated(value.label)
        return self.tr("On") if value else self.tr("Off")

    def _control(self) -> QWidget:
        field = self.field
        if field.type is str:
            text = FolderField() if field.folder else QLineEdit()
            text.setPlaceholderText(translated(field.example))
            text.textChanged.connect(self._changed)
            return text
        if field.type is int:
            number = SpinBox(per_unit=field.per_unit, stops=field.steps)
            number.setMinimumWidth(theme.scaled(_NUMBER_WIDTH))
            number.set_limits(field.minimum, field.maximum)
            number.setSpecialValueText(translated(field.lowest))
            number.setSuffix(f" {translated(field.unit)}" if field.unit else "")
            number.valueChanged.connect(self._changed)
            return number
        if field.type is bool and not self._follows:
            switch = CheckBox(translated(field.label))
            switch.toggled.connect(self._changed)
            return switch
        choice = ComboBox()
        choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        choice.setMaximumWidth(theme.scaled(_WIDEST_CHOICE))
        for value in self._choices():
            choice.addItem("" if value is None else self._words(value))
        choice.currentIndexChanged.connect(self._changed)
        return choice
