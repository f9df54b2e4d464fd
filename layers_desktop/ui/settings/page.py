"""A page of the settings: a form of fields, each the control that it asks for, what is wrong and its help."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from layers_desktop.api.errors.network import ProxyFault
from layers_desktop.api.proxy import proxy_address
from layers_desktop.settings.fields import NOT_EMPTY, Labelled, Setting
from layers_desktop.ui.clipboard.asset_format import unfilled
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.i18n.bidi import margins_from_start
from layers_desktop.ui.i18n.problem_text import translated
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.widgets.buttons import label
from layers_desktop.ui.widgets.file_dialogs import FileDialogs
from layers_desktop.ui.widgets.inputs import CheckBox, ComboBox, SpinBox

_CHOOSING_KEYS: Final = (Qt.Key.Key_Down, Qt.Key.Key_F4)
"""As those that open the list of a combo box."""
_NUMBER_WIDTH = 88
_WIDEST_CHOICE = 320


class FolderField(QLineEdit):
    """A text with a button in it, which the arrow down presses, too."""

    def __init__(self) -> None:
        super().__init__()
        self._dialogs = FileDialogs(self)
        self._dialogs.chosen.connect(self._take)
        self.choose = self.addAction(icons.icon("folder", "dim"), QLineEdit.ActionPosition.TrailingPosition)
        self.choose.setText(self.tr("Choose folder"))
        self.choose.setToolTip(self.tr("Choose folder"))
        self.choose.triggered.connect(self.open_chooser)

    @Slot()
    def open_chooser(self) -> None:
        """Let a person choose; nothing changes when they do not."""
        self._dialogs.begin_in(self.text())
        self._dialogs.open_folder()

    @Slot(object)
    def _take(self, folders: tuple[bytes, ...]) -> None:
        self.setText(os.fsdecode(folders[0]))

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


class SettingsPage(QScrollArea):
    """The controls are the edited copy: `values` reads them. The focus is always scrolled into view.

    Where there are `defaults`, the values of all projects, a field that has one can follow it.
    """

    edited = Signal()

    def __init__(
        self,
        title: str,
        fields: Sequence[Setting],
        values: Mapping[str, object],
        defaults: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__()
        self.title = title
        self.setAccessibleName(title)
        self.setObjectName("sheet")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        # Not Qt's form layout: it gives texts that wrap the height of another width when a page grows.
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(20, 20, 20, 20)
        self._column.setSpacing(16)
        self._column.addStretch()
        self.setWidget(inside)
        self._defaults = dict(defaults or {})
        self.rows = {field.name: FieldRow(field, follows=field.name in self._defaults) for field in fields}
        for name, row in self.rows.items():
            row.show_value(values.get(name, self._default(name)))
            self.add_part(row)
            row.edited.connect(self._follow)
        self.show_defaults(self._defaults)

    def add_part(self, part: QWidget, *, after: str = "") -> None:
        """Put something below this field, else at the end."""
        place = self._column.indexOf(self.rows[after]) + 1 if after else self._column.count() - 1
        self._column.insertWidget(place, part)

    def values(self) -> dict[str, object]:
        """Return what the controls say; fields that follow the defaults are left out."""
        shown = {name: row.value for name, row in self.rows.items()}
        return {name: value for name, value in shown.items() if value is not None}

    def overrides(self) -> dict[str, object]:
        """Return what is set here beside the defaults."""
        now = self.values()
        return {name: now[name] for name in now if name in self._defaults or now[name] != self._default(name)}

    def show_defaults(self, defaults: Mapping[str, object]) -> None:
        """Follow the values of all projects."""
        self._defaults = {name: defaults[name] for name in self._defaults}
        for name, default in self._defaults.items():
            self.rows[name].show_default(default)
        self._follow()

    def restore(self) -> None:
        """Put every field back to its default: that of all projects where there is one."""
        for name, row in self.rows.items():
            row.show_value(self._default(name))

    def wrong(self) -> FieldRow | None:
        """Return the first row that cannot be saved."""
        return next((row for row in self.rows.values() if row.is_wrong), None)

    def insist(self, row: FieldRow) -> None:
        """Lead to a row, and say what is wrong with it."""
        row.follow(may_be_set=True, insist=True)
        row.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _default(self, name: str) -> object:
        return None if name in self._defaults else self.rows[name].field.default

    @Slot()
    def _follow(self) -> None:
        now = {**self._defaults, **self.values()}
        for row in self.rows.values():
            row.follow(may_be_set=_met(row.field.only_when, now))
        self.edited.emit()


def _met(condition: tuple[str, object] | None, values: Mapping[str, object]) -> bool:
    if condition is None:
        return True
    name, wanted = condition
    return bool(values[name]) if wanted is NOT_EMPTY else values[name] == wanted
