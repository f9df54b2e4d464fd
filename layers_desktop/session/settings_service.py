"""What a person chose, in memory: settings of the program and of projects, read and saved off this thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem
from layers_desktop.settings.fields import changed
from layers_desktop.settings.json_file import Loaded
from layers_desktop.settings.preferences import Overrides, Preferences, WindowState
from layers_desktop.settings.store import PreferenceStore


class SettingsService(QObject):
    """Keeps `preferences`; everything is read and saved in the order in which it was asked for.

    Nothing is saved before it was loaded, so that a start cannot overwrite what it has not read.
    """

    loaded = Signal(object)
    """Once: `Preferences`, as the file had them."""
    preferences_changed = Signal(object)
    """`Preferences`, after a change."""
    project_settings = Signal(object, str)
    """The `ProjectSettings` that count for a project, and its id; again when the defaults change."""
    project_saved = Signal(str, object)
    """The id of a project, and what a person set for it."""
    problem = Signal(object)
    """`Problem`: a file was damaged, or could not be saved."""

    def __init__(self, store: PreferenceStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._tasks = Tasks(self, threads=1)  # one: what is saved last is what stays
        self._is_loaded = False
        self.preferences = Preferences()
        self._overrides: dict[str, Overrides] = {}
        """Of the projects that were read or saved in this run."""
        self._saved: set[str] = set()
        """Projects that a person saved in this run: what is read of them may be older."""

    def load(self) -> None:
        """Read the program's settings; `loaded` follows in any case."""
        self._tasks.run(self.store.load, self._loaded, self._not_loaded)

    def close(self) -> None:
        """Finish what is being saved; for quit."""
        self._tasks.finish()

    @Slot(object)
    def save(self, preferences: Preferences) -> None:
        """Take these settings of the program and save them; projects follow the defaults for all."""
        other_defaults = preferences.of_project({}) != self.preferences.of_project({})
        self.preferences = preferences
        self.preferences_changed.emit(preferences)
        for project_id in self._overrides if other_defaults else ():
            self._tell(project_id)
        self._save()

    @Slot(str)
    def project_chosen(self, project_id: str) -> None:
        """Remember the picked project and read its settings."""
        if project_id != self.preferences.last_project:
            self.save(self.preferences.with_project(project_id))
        self.read_project(project_id)

    @Slot(str)
    def read_project(self, project_id: str) -> None:
        """Read the settings of a project, picked or not; `project_settings` follows in any case."""
        self._tasks.run(
            lambda: self.store.load_project(project_id),
            lambda read: self._project_loaded(project_id, read),
            lambda problem: self._project_not_loaded(project_id, problem),
        )

    @Slot(str, object)
    def save_project(self, project_id: str, overrides: Overrides) -> None:
        """Take and save what is set for a project."""
        self._saved.add(project_id)
        self._overrides[project_id] = overrides
        self._tell(project_id)
        self.project_saved.emit(project_id, overrides)
        self._tasks.run(lambda: self.store.save_project(project_id, overrides), on_problem=self.problem.emit)

    @Slot(object)
    def remember_window(self, window: WindowState) -> None:
        """Save where the window was."""
        self.preferences = changed(self.preferences, {"window": window})
        self._save()

    @Slot(str)
    def remember_folder(self, folder: str) -> None:
        """Save where files were chosen last."""
        self.save(changed(self.preferences, {"last_folder": folder}))

    def _save(self) -> None:
        preferences = self.preferences
        if self._is_loaded:
            self._tasks.run(lambda: self.store.save(preferences), on_problem=self.problem.emit)

    def _loaded(self, read: Loaded[Preferences]) -> None:
        self._is_loaded = True
        self.preferences = read.value
        self.loaded.emit(read.value)
        if read.problem is not None:
            self.problem.emit(read.problem)

    def _not_loaded(self, problem: Problem) -> None:
        self.loaded.emit(self.preferences)
        self.problem.emit(problem)

    def _project_loaded(self, project_id: str, read: Loaded[dict[str, object]]) -> None:
        if project_id not in self._saved:
            self._overrides[project_id] = read.value
        self._tell(project_id)
        if read.problem is not None:
            self.problem.emit(read.problem)

    def _project_not_loaded(self, project_id: str, problem: Problem) -> None:
        self._overrides.setdefault(project_id, {})
        self._tell(project_id)
        self.problem.emit(problem)

    def _tell(self, project_id: str) -> None:
        self.project_settings.emit(self.preferences.of_project(self._overrides[project_id]), project_id)
