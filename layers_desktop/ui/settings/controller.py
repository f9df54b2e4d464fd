"""Opens the settings dialog, and keeps the one that is open up to date."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from layers_desktop.core.findings import Finding
from layers_desktop.session.state import SessionState
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.fields import Page
from layers_desktop.settings.preferences import Preferences
from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.interfaces import SessionControls, SettingsStore
from layers_desktop.ui.settings.dialog import EditedProject, SettingsDialog


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
        self._preferences = Preferences()
        self._session = SessionState()
        self.dialog: SettingsDialog | None = None

    def show_preferences(self, preferences: Preferences) -> None:
        """Follow the program's settings: the window remembers some by itself, also while they are edited."""
        self._preferences = preferences
        if self.dialog is not None:
            self.dialog.show_preferences(preferences)

    def show_session(self, session: SessionState) -> None:
        """Follow signing in and out."""
        self._session = session
        if self.dialog is not None:
            self.dialog.show_session(session)

    def show_layer(self, found: Finding) -> None:
        """Show what the test of the connection found."""
        if self.dialog is not None:
            self.dialog.test.show_layer(found)

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
        dialog = SettingsDialog(
            self._preferences, project or self._edited_project(), self._session, self._window
        )
        dialog.saved.connect(self._store.save)
        dialog.project_saved.connect(self._store.save_project)
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
