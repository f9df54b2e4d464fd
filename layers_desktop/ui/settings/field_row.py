"""One setting on a page: label, control, help, what is wrong with it, and the way back to its default.

The control of one setting, made from what the field says about itself.

What a text must be beyond being a text: why it cannot be saved, in a sentence. One row a field.

A field for the path of a folder: typed, pasted, or chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from layers_desktop.api.errors.network import ProxyFault
from layers_desktop.api.proxy import proxy_address
from layers_desktop.settings.fields import FieldInfo, FieldType, Labelled
from layers_desktop.ui.clipboard.asset_format import unfilled
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.i18n.bidi import margins_from_start
from layers_desktop.ui.i18n.setting_text import translated
from layers_desktop.ui.settings.form_state import FormState, SettingEntry
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.widgets.buttons import enlarge_icons, icon_button, label
from layers_desktop.ui.widgets.check_box import CheckBox, text_inset
from layers_desktop.ui.widgets.combo_box import ComboBox
from layers_desktop.ui.widgets.file_dialogs import FolderProbe
from layers_desktop.ui.widgets.spin_box import SpinBox, SteppedNumber

_CHOOSING_KEYS: Final = (Qt.Key.Key_Down, Qt.Key.Key_F4)
"""As those that open the list of a combo box."""


class FolderField(QLineEdit):
    """A text with a button in it, which the arrow down presses, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = FolderProbe(self)
        enlarge_icons(self)
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
    if not wrong:
        return ""
    words = QCoreApplication.translate("SettingsDialog", "%1 cannot be filled in: take it out or correct it.")
    return words.replace("%1", wrong)


def _proxy(text: str) -> str:
    try:
        proxy_address(text)
    except ProxyFault as fault:
        return problem_text.words(fault.problem.explanation)
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
        self.control.setAccessibleName(translated(field.label))
        self.control.setAccessibleDescription(translated(field.help))

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
                switch = CheckBox(translated(self.field.label))
                switch.toggled.connect(self._toggled)
                return switch
            case FieldType.NUMBER:
                return self._number()
            case FieldType.TEXT:
                text = FolderField() if self.field.folder else QLineEdit()
                text.setPlaceholderText(translated(self.field.example))
                text.textChanged.connect(self._typed)
                return text
            case FieldType.CHOICE:
                choice = ComboBox()
                choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                for member in self.field.choices:
                    choice.addItem(translated(member.label), member)
                choice.currentIndexChanged.connect(self._chosen)
                return choice

    def _number(self) -> SpinBox:
        steps = self.field.steps
        number = SteppedNumber(steps, self.field.per_unit) if steps else SpinBox()
        number.setMinimumWidth(theme.scaled(_NUMBER_WIDTH))
        number.setRange(self.field.minimum or 0, self.field.maximum or _WIDEST_NUMBER)
        number.setSpecialValueText(translated(self.field.lowest))
        if self.field.unit:
            number.setSuffix(f" {translated(self.field.unit)}")
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


_WIDEST_CHOICE = 320
_DIGITS = 9
"""Of a number in words: enough for each whole one."""


class FieldRow(QWidget):
    """Follows the draft; several rows may show one setting."""

    def __init__(self, draft: FormState, entry: SettingEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.entry = entry
        field = entry.field
        self.editor = FieldEditor(field, self)
        self.editor.edited.connect(self._edited)
        self.editor.complained.connect(self.follow)
        self.help = label(translated(field.help), tone="faint", role="small", wrap=True, silent=True)
        self.problem = label(tone="bad", role="small", wrap=True, silent=True)
        self.problem.hide()
        name = self.tr("Reset %1").replace("%1", translated(field.label))
        self.reset = icon_button("reset", name)
        self.reset.setToolTip(self.tr("Back to the default: %1").replace("%1", self._words(field.default)))
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.reset.clicked.connect(self._reset)
        self._insist = False
        self._lay_out()
        draft.edited.connect(self.follow)
        self.follow()

    @property
    def texts(self) -> tuple[str, ...]:
        """The words by which the setting is found."""
        field = self.entry.field
        return tuple(
            translated(text) for text in (field.label, field.help, *(one.label for one in field.choices))
        )

    @property
    def invalid(self) -> bool:
        """Whether the value cannot be saved, used or not."""
        return bool(self._why_wrong())

    @property
    def is_default(self) -> bool:
        """Whether it shows the default, and nothing else is typed."""
        return self._draft.is_default(self.entry) and not self.editor.complaint

    @property
    def wrong(self) -> bool:
        """Whether the value is used and cannot be saved."""
        return self._draft.may_be_set(self.entry) and self.invalid

    def insist(self) -> None:
        """Say what is wrong also of a field that is still empty."""
        self._insist = True
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Show the setting as the draft has it."""
        self.editor.show_value(self._draft.value(self.entry))
        may_be_set = self._draft.may_be_set(self.entry)
        self.editor.control.setEnabled(may_be_set)
        default = self.is_default
        if default and self.reset.hasFocus():
            self.editor.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reset.setVisible(not default)
        why = self._why_wrong() if may_be_set else ""
        if not (self._insist or self._draft.value(self.entry) or self.editor.complaint):
            why = ""  # an empty field is not wrong yet, it is waiting
        self.problem.setText(why)
        self.problem.setVisible(bool(why))
        self.editor.control.setAccessibleDescription(why or translated(self.entry.field.help))

    def _why_wrong(self) -> str:
        return self.editor.complaint or problem(self.entry.field.name, self._draft.value(self.entry))

    @Slot(object)
    def _edited(self, value: object) -> None:
        self._draft.put(self.entry, value)

    @Slot()
    def _reset(self) -> None:
        self.editor.drop_typed()
        self._draft.reset([self.entry])

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(4)
        control = self.editor.control
        if self.entry.field.type is FieldType.SWITCH:
            column.addLayout(row)
            # The help stands under the words, not under the box.
            inset = margins_from_start(text_inset())
            self.help.setContentsMargins(inset)
            self.problem.setContentsMargins(inset)
        else:
            name = label(translated(self.entry.field.label), wrap=True)
            name.setBuddy(control)
            column.addWidget(name)
            column.addLayout(row)
        if self.entry.field.type is FieldType.CHOICE:
            control.setMaximumWidth(theme.scaled(_WIDEST_CHOICE))
        # A choice is as wide on every page; the rest of the row is left free.
        row.addWidget(control, 1_000 if self.entry.field.type is FieldType.CHOICE else 0)
        row.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        if self.entry.field.type is not FieldType.TEXT:
            row.addStretch(1)
        column.addWidget(self.problem)
        column.addWidget(self.help)

    def _words(self, value: object) -> str:
        """Return a value of the setting as a person reads it."""
        field = self.entry.field
        match value:
            case Labelled():
                return translated(value.label)
            case bool():
                return self.tr("on") if value else self.tr("off")
            case int() if field.lowest and value == field.minimum:
                return translated(field.lowest)
            case int():
                amount = QLocale().toString(value / field.per_unit, "g", _DIGITS)
                return f"{amount} {translated(field.unit)}".strip()
        return str(value) or self.tr("empty")
