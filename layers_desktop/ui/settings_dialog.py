"""The settings, built from the fields of `Preferences` and `ProjectSettings`: a new field needs no line."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from layers_desktop.media.kinds import Kind
from layers_desktop.settings.fields import FieldInfo, Page, changed, fields
from layers_desktop.settings.preferences import CopyFormat, Preferences, ProjectSettings
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.asset_text import format_assets, unfilled
from layers_desktop.ui.controls import label, push_button
from layers_desktop.ui.settings_fields import FieldEditor

_PAGE_ROW = 32
_TEMPLATE = "copy_template"


class SettingsDialog(QDialog):
    """Edits copies; only Save lets them out. Open it with `open()`."""

    saved = Signal(object)
    """The `Preferences`, when they were changed."""
    project_saved = Signal(str, object)
    """The project's id and its `ProjectSettings`, when they were changed."""

    def __init__(
        self,
        preferences: Preferences,
        project: tuple[str, str, ProjectSettings] | None,
        parent: QWidget | None = None,
    ) -> None:
        """`project` is the id, the name and the settings of the project that is picked, if one is."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 440)
        self._preferences = preferences
        self._project_id, self._project_name, self._settings = project or ("", "", ProjectSettings())
        self._before = (self._preferences, self._settings)
        self.editors: dict[str, FieldEditor] = {}
        self.preview = label(tone="dim", wrap=True)
        self.template_problem = label(tone="bad", role="small", wrap=True)
        self.template_problem.hide()
        self.pages = QListWidget()
        self.pages.setObjectName("pages")
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setFixedWidth(176)
        self._stack = QStackedWidget()
        for page in Page:
            self._add_page(page)
        self.pages.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.pages.setCurrentRow(0)
        self._build()
        self._show_preview()
        self._mind_template()
        self._enable_fields()

    def _build(self) -> None:
        self.save = push_button(self.tr("Save"), self.tr("Save"), primary=True)
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        cancel = push_button(self.tr("Cancel"), self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 12, 16, 12)
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.pages)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)

    @Slot()
    def accept(self) -> None:
        """Send what was changed, and close; stay open while the template cannot be filled in."""
        if not self.template_problem.isHidden():
            self._turn_to(self.editors[_TEMPLATE].control)
            return
        preferences, settings = self._before
        if self._preferences != preferences:
            self.saved.emit(self._preferences)
        if self._settings != settings:
            self.project_saved.emit(self._project_id, self._settings)
        super().accept()

    def _add_page(self, page: Page) -> None:
        ours = [field for field in fields(Preferences) if field.page is page]
        projects = [field for field in fields(ProjectSettings) if field.page is page]
        if not ours and not (projects and self._project_id):
            return
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(6)
        self._add_section(column, self.tr("All projects"), ours, self._preferences, self._edit)
        if self._project_id:
            name = self.tr("Project %1").replace("%1", self._project_name)
            self._add_section(column, name, projects, self._settings, self._edit_project)
            if page is Page.COPYING:
                column.addSpacing(12)
                column.addWidget(label(self.tr("Looks like this"), role="small"))
                column.addWidget(self.preview)
        column.addStretch()
        entry = QListWidgetItem(self.tr(page.label), self.pages)
        entry.setSizeHint(QSize(0, _PAGE_ROW))
        self._stack.addWidget(sheet)

    def _add_section(
        self,
        column: QVBoxLayout,
        title: str,
        section: Iterable[FieldInfo],
        value: Preferences | ProjectSettings,
        slot: object,
    ) -> None:
        section = list(section)
        if not section:
            return
        if column.count():
            column.addSpacing(16)
        column.addWidget(label(title, tone="dim", role="small", wrap=True))
        for field in section:
            editor = FieldEditor(field, getattr(value, field.name), self)
            editor.edited.connect(slot)
            self.editors[field.name] = editor
            self._add_field(column, editor)

    def _add_field(self, column: QVBoxLayout, editor: FieldEditor) -> None:
        column.addSpacing(6)
        if isinstance(editor.control, QCheckBox):
            column.addWidget(editor.control)
        else:
            row = QHBoxLayout()
            name = label(self.tr(editor.field.label))
            name.setBuddy(editor.control)
            name.setMinimumWidth(130)
            row.addWidget(name)
            row.addWidget(editor.control, 0 if isinstance(editor.control, QSpinBox) else 1)
            if isinstance(editor.control, QSpinBox):
                row.addStretch(1)
            column.addLayout(row)
        column.addWidget(label(self.tr(editor.field.help), tone="faint", role="small", wrap=True))
        if editor.field.name == _TEMPLATE:
            column.addWidget(self.template_problem)

    @Slot(str, object)
    def _edit(self, name: str, value: object) -> None:
        self._preferences = changed(self._preferences, {name: value})
        self._enable_fields()

    @Slot(str, object)
    def _edit_project(self, name: str, value: object) -> None:
        self._settings = changed(self._settings, {name: value})
        self._show_preview()
        self._mind_template()
        self._enable_fields()

    def _enable_fields(self) -> None:
        """Open the fields to changes that mean something with what the others say."""
        for struct, settings in ((Preferences, self._preferences), (ProjectSettings, self._settings)):
            for field in fields(struct):
                editor = self.editors.get(field.name)
                if editor is not None and field.only_when is not None:
                    editor.control.setEnabled(field.only_when.met(settings))

    def _turn_to(self, control: QWidget) -> None:
        for row in range(self._stack.count()):
            sheet = self._stack.widget(row)
            if sheet is not None and sheet.isAncestorOf(control):
                self.pages.setCurrentRow(row)
        control.setFocus()

    def _mind_template(self) -> None:
        """Let the template be written where it is used, and say what in it is not filled in."""
        editor = self.editors.get(_TEMPLATE)
        if editor is None or not isinstance(editor.control, QLineEdit):
            return
        wanted = self._settings.copy_format is CopyFormat.TEMPLATE
        wrong = unfilled(self._settings.copy_template)
        if not wanted and wrong:
            # What cannot be filled in is not kept for later either.
            editor.control.setText(self._before[1].copy_template)
        words = self.tr("%1 cannot be filled in: take it out or correct it.").replace("%1", wrong)
        self.template_problem.setText(words if wrong else "")
        self.template_problem.setVisible(wanted and bool(wrong))
        editor.control.setAccessibleDescription(words if wanted and wrong else self.tr(editor.field.help))

    def _show_preview(self) -> None:
        self.preview.setText(format_assets([_example(self._project_name)], self._settings))


def _example(project: str) -> Transfer:
    """Return an asset as it could be, for the preview of the copy formats."""
    return Transfer(
        id=1, batch_id=1, account_id="", project_id="prj_example", project_name=project, path=b"",
        name="founder-shot.jpg", kind=Kind.IMAGE, mime_type="image/jpeg", size=482_112, stage=Stage.DONE,
        sha256="9f86d081884c7d65" * 4, asset_id="med_01HXA4MNP5RSTUVWXYZABCDEFGH",
        asset_url="https://media.layers.com/founder-shot.jpg",
    )  # fmt: skip
