"""One setting on a page: label, control, help, what is wrong with it, and the way back to its default."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from layers_desktop.settings.fields import FieldType, Labelled
from layers_desktop.ui import theme
from layers_desktop.ui.check_box import text_inset
from layers_desktop.ui.controls import icon_button, label
from layers_desktop.ui.direction import margins_from_start
from layers_desktop.ui.settings_dialog.checks import problem
from layers_desktop.ui.settings_dialog.draft import Draft, Entry
from layers_desktop.ui.settings_dialog.editor import FieldEditor
from layers_desktop.ui.settings_dialog.texts import said

_WIDEST_CHOICE = 320
_DIGITS = 9
"""Of a number in words: enough for each whole one."""


class FieldRow(QWidget):
    """Follows the draft; several rows may show one setting."""

    def __init__(self, draft: Draft, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.entry = entry
        field = entry.field
        self.editor = FieldEditor(field, self)
        self.editor.edited.connect(self._edited)
        self.editor.complained.connect(self.follow)
        self.help = label(said(field.help), tone="faint", role="small", wrap=True, silent=True)
        self.problem = label(tone="bad", role="small", wrap=True, silent=True)
        self.problem.hide()
        name = self.tr("Reset %1").replace("%1", said(field.label))
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
        return tuple(said(text) for text in (field.label, field.help, *(one.label for one in field.choices)))

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
        self.editor.control.setAccessibleDescription(why or said(self.entry.field.help))

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
            name = label(said(self.entry.field.label), wrap=True)
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
                return said(value.label)
            case bool():
                return self.tr("on") if value else self.tr("off")
            case int() if field.lowest and value == field.minimum:
                return said(field.lowest)
            case int():
                amount = QLocale().toString(value / field.per_unit, "g", _DIGITS)
                return f"{amount} {said(field.unit)}".strip()
        return str(value) or self.tr("empty")
