"""The settings dialog: pages on the left, a form each, Restore defaults, Save; and what opens it.

A new field of the settings needs no line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from layers_desktop.core.findings import Finding
from layers_desktop.session.state import SessionState
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.fields import Page, changed, fields, values_of
from layers_desktop.settings.preferences import Preferences, ProjectDefaults, ProjectSettings
from layers_desktop.ui import geometry
from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.i18n.problem_text import translated
from layers_desktop.ui.interfaces import SessionControls, SettingsStore
from layers_desktop.ui.settings.page import FieldRow, SettingsPage
from layers_desktop.ui.settings.sections import AccountSection, ConnectionTestSection, CopyPreview
from layers_desktop.ui.theme import theme
from layers_desktop.ui.widgets.buttons import plain_tooltip, push_button

_SIZE = QSize(720, 540)
_SMALLEST = QSize(460, 360)
_ROW = 32
_NARROWEST, _WIDEST = 152, 224


@dataclass(frozen=True, slots=True)
class EditedProject:
    """The project that is picked, or whose settings were asked for."""

    id: str
    name: str
    settings: ProjectSettings


class SettingsDialog(QDialog):
    """Its controls are the edited copy; only Save lets it out. Open it with `open_at`."""

    test_wanted = Signal(object)
    """Try the connection as these `Preferences` have it."""

    def __init__(
        self,
        store: SettingsStore,
        project: EditedProject | None,
        session: SessionState,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(geometry.for_text(parent, _SMALLEST))
        geometry.fit(self, _SIZE, parent)
        self._store = store
        self._project = project
        self.pages = QListWidget()
        self._stack = QStackedWidget()
        self.sheets: dict[Page, SettingsPage] = {}
        self._previews: dict[Page, CopyPreview] = {}
        self._fill()
        self._before = self._values()
        self._build()
        self.pages.currentRowChanged.connect(self._turn)
        self.pages.setCurrentRow(0)
        self._show_previews()
        for page, sheet in self.sheets.items():
            sheet.edited.connect(self._show_previews if page is Page.PROJECT else self._show_defaults)
        self.account.show_session(session)

    def open_at(self, page: Page) -> None:
        """Open with this page on top."""
        if page in self.sheets:
            self.pages.setCurrentRow(list(self.sheets).index(page))
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open()

    @Slot()
    def accept(self) -> None:
        """Send what was changed, and close; stay open while something cannot be saved."""
        for page, sheet in self.sheets.items():
            wrong = sheet.wrong()
            if wrong is not None:
                self._lead_to(page, wrong)
                return
        edited = self._edited()
        if edited != self._store.preferences:
            self._store.save(edited)
        if self._project is not None:
            overrides = self.sheets[Page.PROJECT].overrides()
            if overrides != self._own(self._project.settings):
                self._store.save_project(self._project.id, overrides)
        super().accept()

    def _fill(self) -> None:
        values = values_of(self._store.preferences)
        ours = fields(Preferences)
        for page in Page:
            if page is not Page.PROJECT:
                title, shown = translated(page.label), [field for field in ours if field.page is page]
                self._add(page, SettingsPage(title, shown, values))
        self.test = ConnectionTestSection(self.sheets[Page.NETWORK])
        self.test.wanted.connect(self._test)
        self.sheets[Page.NETWORK].add_part(self.test)
        self.account = AccountSection()
        self.sheets[Page.ACCOUNT].add_part(self.account)
        self._add_preview(Page.PROJECTS)
        if self._project is not None:
            title = translated(Page.PROJECT.label).replace("%1", self._project.name)
            shared = {field.name: values[field.name] for field in fields(ProjectDefaults)}
            sheet = SettingsPage(title, fields(ProjectSettings), self._own(self._project.settings), shared)
            self._add(Page.PROJECT, sheet)
            self._add_preview(Page.PROJECT)

    def _add(self, page: Page, sheet: SettingsPage) -> None:
        self.sheets[page] = sheet
        self._stack.addWidget(sheet)
        item = QListWidgetItem(sheet.title, self.pages)
        item.setSizeHint(QSize(0, max(theme.scaled(_ROW), self.fontMetrics().height() + 12)))
        item.setToolTip(plain_tooltip(sheet.title))

    def _add_preview(self, page: Page) -> None:
        self._previews[page] = preview = CopyPreview()
        self.sheets[page].add_part(preview, after="copy_template")

    def _build(self) -> None:
        side = QFrame()
        side.setObjectName("sidebar")
        titles = [sheet.title for sheet in self.sheets.values()]
        longest = max(self.fontMetrics().horizontalAdvance(title) for title in titles)
        side.setFixedWidth(min(max(theme.scaled(_NARROWEST), longest + 56), theme.scaled(_WIDEST)))
        self.pages.setObjectName("pages")
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 12, 8, 8)
        column.addWidget(self.pages)
        self.save = push_button(self.tr("Save"), primary=True)
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        cancel = push_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.restore = push_button(self.tr("Restore defaults"))
        self.restore.clicked.connect(self._restore)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 12, 16, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self.restore)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(side)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)

    def _values(self) -> dict[str, object]:
        """Return what the pages of the program say."""
        pages = [sheet for page, sheet in self.sheets.items() if page is not Page.PROJECT]
        return {name: value for sheet in pages for name, value in sheet.values().items()}

    def _edited(self) -> Preferences:
        """Return what the program remembered meanwhile, with what was edited here."""
        now = self._values()
        edits = {name: value for name, value in now.items() if value != self._before[name]}
        return changed(self._store.preferences, edits)

    def _own(self, settings: ProjectSettings) -> dict[str, object]:
        return {name: getattr(settings, name) for name in settings.overrides}

    @Slot()
    def _show_defaults(self) -> None:
        """Show in the page of the project what counts for all."""
        if self._project is not None:
            self.sheets[Page.PROJECT].show_defaults(values_of(self._edited()))  # previews follow it
        else:
            self._show_previews()

    @Slot()
    def _show_previews(self) -> None:
        edited = self._edited()
        self._previews[Page.PROJECTS].show_settings(edited.of_project({}))
        if self._project is not None:
            settings = edited.of_project(self.sheets[Page.PROJECT].overrides())
            self._previews[Page.PROJECT].show_settings(settings, self._project.name)

    @Slot(int)
    def _turn(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        self.restore.setEnabled(bool(list(self.sheets.values())[row].rows))

    @Slot()
    def _restore(self) -> None:
        list(self.sheets.values())[self.pages.currentRow()].restore()

    def _lead_to(self, page: Page, row: FieldRow) -> None:
        self.pages.setCurrentRow(list(self.sheets).index(page))
        self.sheets[page].insist(row)

    @Slot()
    def _test(self) -> None:
        wrong = self.sheets[Page.NETWORK].wrong()
        if wrong is not None:
            self._lead_to(Page.NETWORK, wrong)
            return
        self.test.show_start()
        self.test_wanted.emit(self._edited())


class SettingsController(QObject):
    """One dialog at a time; `test` tries the way to Layers as the settings of its page have it."""

    def __init__(
        self,
        window: QWidget,
        projects: ProjectController,
        *,
        store: SettingsStore,
        account: SessionControls,
        test: Callable[[Preferences], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._projects = projects
        self._store = store
        self._account = account
        self._test = test
        self._session = SessionState()
        self.dialog: SettingsDialog | None = None

    def show_session(self, session: SessionState) -> None:
        """Follow signing in and out."""
        self._session = session
        if self.dialog is not None:
            self.dialog.account.show_session(session)

    @Slot(object)
    def show_layer(self, found: Finding) -> None:
        """Show what the test of the connection found."""
        if self.dialog is not None:
            self.dialog.test.show_layer(found)

    @Slot()
    def show_test_end(self) -> None:
        """Show that the test has ended."""
        if self.dialog is not None:
            self.dialog.test.show_end()

    @Slot()
    def open(self) -> None:
        """Open the settings."""
        self._open(Page.GENERAL)

    @Slot()
    def open_project(self) -> None:
        """Open the settings of the picked project."""
        self._open(Page.PROJECT)

    @Slot(object)
    def open_for(self, project: KnownProject) -> None:
        """Open the settings of this project, which need not be the picked one, once they are known."""
        name = project.name or project.id
        self._projects.when_known(
            project.id,
            lambda settings: self._open(Page.PROJECT, EditedProject(project.id, name, settings)),
        )

    @Slot()
    def open_network(self) -> None:
        """Open the page of the proxy."""
        self._open(Page.NETWORK)

    def _open(self, page: Page, project: EditedProject | None = None) -> None:
        if self.dialog is not None:
            self.dialog.open_at(page)
            return
        dialog = SettingsDialog(self._store, project or self._edited_project(), self._session, self._window)
        dialog.account.sign_out.clicked.connect(self._account.sign_out)
        dialog.test_wanted.connect(self._test)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.open_at(page)

    def _edited_project(self) -> EditedProject | None:
        project = self._projects.current
        if project is None or not self._projects.known:
            return None
        return EditedProject(project.id, project.name or project.id, self._projects.settings)

    @Slot()
    def _closed(self) -> None:
        self.dialog = None
