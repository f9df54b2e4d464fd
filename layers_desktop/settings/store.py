"""Where what a person chose is kept: one file for the program, one for each project that has its own."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from layers_desktop.core.translation import N_
from layers_desktop.settings.json_file import Loaded, VersionedJsonFile
from layers_desktop.settings.paths import Places, file_stem
from layers_desktop.settings.preferences import (
    Overrides,
    Preferences,
    ProjectSettings,
    without_first_defaults,
)


class PreferenceStore:
    """Reads and writes both kinds of settings. Blocking; safe from any thread.

    When two threads save, the last to arrive wins: whoever has several saves to make makes them in turn.
    """

    def __init__(self, places: Places) -> None:
        self._folder = places.config / "projects"
        self._preferences = VersionedJsonFile(
            places.config / "preferences.json",
            Preferences,
            version=Preferences.version,
            owner=N_("Your settings"),
        )
        self._lock = threading.Lock()

    def load(self) -> Loaded[Preferences]:
        """Return the program's preferences; never raises, `problem` says what was wrong with the file."""
        with self._lock:
            return self._preferences.read()

    def save(self, value: Preferences) -> None:
        """Store the program's preferences. Raises SettingsError, the old file being whole then."""
        with self._lock:
            self._preferences.write(value)

    def load_project(self, project_id: str) -> Loaded[dict[str, object]]:
        """Return what is set for this project; never raises, `problem` says what was wrong with the file."""
        with self._lock:
            return self._project(project_id).read_given()

    def load_projects(self, project_ids: Iterable[str]) -> dict[str, Overrides]:
        """Return what is set for those that have a file which can be read."""
        stored = {path.name for path in self._folder.glob("*.json")} if self._folder.is_dir() else set()
        wanted = [one for one in project_ids if _file_name(one) in stored]
        read = {project_id: self.load_project(project_id) for project_id in wanted}
        return {project_id: one.value for project_id, one in read.items() if one.problem is None}

    def save_project(self, project_id: str, overrides: Overrides) -> None:
        """Store what is set for a project. Raises SettingsError, the old file being whole then."""
        with self._lock:
            self._project(project_id).write_given(overrides)

    def _project(self, project_id: str) -> VersionedJsonFile[ProjectSettings]:
        return VersionedJsonFile(
            self._folder / _file_name(project_id),
            ProjectSettings,
            version=ProjectSettings.version,
            owner=N_("The settings of this project"),
            upgrade=without_first_defaults,
        )


def _file_name(project_id: str) -> str:
    return f"{file_stem(project_id)}.json"
