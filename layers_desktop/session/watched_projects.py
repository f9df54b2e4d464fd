"""Which projects of the signed-in organization have a watched folder, as their settings say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.core.background import Tasks
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.preferences import Overrides, Preferences, ProjectSettings
from layers_desktop.settings.store import PreferenceStore


@dataclass(frozen=True, slots=True)
class WatchedProjects:
    """What to watch, and which projects are known to have nothing to watch any more."""

    on: tuple[tuple[KnownProject, ProjectSettings], ...] = ()
    off: tuple[str, ...] = ()


class ProjectWatchList(QObject):
    """Reads what is set for all projects of a list, off its thread, and follows what is saved. GUI thread.

    A project whose settings cannot be read is in neither list: what was noted of its folder stays.
    """

    changed = Signal(object)
    """`WatchedProjects`."""

    def __init__(self, store: PreferenceStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = Tasks(self, threads=1)
        self._projects: dict[str, KnownProject] = {}
        self._preferences = Preferences()
        self._overrides: dict[str, Overrides] = {}
        self._told = WatchedProjects()

    @Slot(object)
    def show_preferences(self, preferences: Preferences) -> None:
        """Follow the defaults for all projects."""
        self._preferences = preferences
        self._tell()

    @Slot(object)
    def show_projects(self, projects: Sequence[KnownProject]) -> None:
        """Watch for these; none when nobody is signed in."""
        self._projects = {project.id: project for project in projects}
        if not projects:
            self._overrides.clear()
            self._tell()
            return
        ids = tuple(self._projects)
        self._tasks.run(lambda: self._store.load_projects(ids), self._loaded)

    @Slot(str, object)
    def save_project(self, project_id: str, overrides: Overrides) -> None:
        """Follow what a person saved."""
        if project_id in self._projects:
            self._overrides[project_id] = overrides
            self._tell()

    def close(self) -> None:
        """Stop reading; for quit."""
        self._tasks.close()

    def _loaded(self, overrides: dict[str, Overrides]) -> None:
        # What was saved while the files were read is newer.
        self._overrides = {**overrides, **self._overrides}
        self._tell()

    def _tell(self) -> None:
        ours = [(self._projects[id_], own) for id_, own in self._overrides.items() if id_ in self._projects]
        watched = [(project, own) for project, own in ours if own.get("watch_folder")]
        now = WatchedProjects(
            on=tuple((project, self._preferences.of_project(own)) for project, own in watched),
            off=tuple(project.id for project, own in ours if not own.get("watch_folder")),
        )
        if now != self._told:
            self._told = now
            self.changed.emit(now)
