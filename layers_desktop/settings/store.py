"""Where what a person chose is kept: one file for the program, one for each project that has its own."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from layers_desktop.core.translation import N_
from layers_desktop.settings.json_file import Clock, Loaded, VersionedJsonFile, utc_now
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

    def __init__(self, places: Places, *, now: Clock = utc_now) -> None:
        self._folder = places.config
        self._now = now
        self._preferences = VersionedJsonFile(
            places.config / "preferences.json",
            Preferences,
            version=Preferences.version,
            owner=N_("Your settings"),
            now=now,
        )
        self._projects: dict[str, VersionedJsonFile[ProjectSettings]] = {}
        self._lock = threading.Lock()

    def load(self) -> Loaded[Preferences]:
        """Return the program's preferences; never raises, `problem` says what was wrong with the file."""
        return self._preferences.read()

    def save(self, value: Preferences) -> None:
        """Store the program's preferences. Raises SettingsError, the old file being whole then."""
        self._preferences.write(value)

    def load_project(self, project_id: str) -> Loaded[dict[str, object]]:
        """Return what is set for this project; never raises, `problem` says what was wrong with the file."""
        return self._project(project_id).read_given()

    def load_projects(self, project_ids: Iterable[str]) -> dict[str, Overrides]:
        """Return what is set for those that have a file which can be read."""
        folder = self._folder / "projects"
        stored = {path.name for path in folder.glob("*.json")} if folder.is_dir() else set()
        wanted = [one for one in project_ids if f"{file_stem(one)}.json" in stored]
        read = {project_id: self.load_project(project_id) for project_id in wanted}
        return {project_id: one.value for project_id, one in read.items() if one.problem is None}

    def save_project(self, project_id: str, overrides: Overrides) -> None:
        """Store what is set for a project. Raises SettingsError, the old file being whole then."""
        self._project(project_id).write_given(overrides)

    def _project(self, project_id: str) -> VersionedJsonFile[ProjectSettings]:
        name = f"{file_stem(project_id)}.json"
        with self._lock:
            # One document a file: its lock is what keeps two threads from writing it at once.
            if name not in self._projects:
                self._projects[name] = VersionedJsonFile(
                    self._folder / "projects" / name,
                    ProjectSettings,
                    version=ProjectSettings.version,
                    owner=N_("The settings of this project"),
                    upgrade=without_first_defaults,
                    now=self._now,
                )
            return self._projects[name]
