"""The projects of the signed-in organization: the last known list at once, the fresh one when it is there.

And which of them have a watched folder, as their settings say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.backoff import ApiUnavailable, Backoff
from layers_desktop.api.client import LayersClient
from layers_desktop.api.network import Network
from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.session.state import listed_again
from layers_desktop.settings.caches import KnownProject, ProjectCache
from layers_desktop.settings.preferences import Overrides, Preferences, ProjectSettings
from layers_desktop.settings.store import PreferenceStore

QUIET_SECONDS = 10.0
"""A longer wait for the list is told; until then it is loading."""


def fetch_projects(account: Account, network: Network) -> list[KnownProject]:
    """Return all projects but archived ones, newest first, page after page. Blocking; raises `ApiError`."""
    with LayersClient(account.base_url, account.key, network) as client:
        return [
            KnownProject(
                id=project.id,
                name=project.name or project.id,
                customer_external_id=project.customer_external_id,
                status=project.status or "",
            )
            for page in client.projects()
            for project in page.projects
            if project.status != "archived"
        ]


def _ask(
    account: Account, network: Network, backoff: Backoff, failures: int
) -> list[KnownProject] | ApiUnavailable:
    """Ask for all projects after so many failures in a row; on a background thread."""
    try:
        return fetch_projects(account, network)
    except UserError as error:
        return backoff.unanswered(failures + 1, error)


class ProjectCatalogue(QObject):
    """Signals: `changed(list[KnownProject])`, `loading(bool)`, `problem(Problem)`. In the GUI thread.

    What passes by itself (a 500, a reset, a 429) is asked again as `backoff` says, or as late as Layers
    wants; meanwhile the list is still loading, up to `quiet` seconds. What takes longer is a problem.
    """

    changed = Signal(object)
    listed = Signal()
    """What `changed` just said is Layers' own list, not one from the last time."""
    loading = Signal(bool)
    problem = Signal(object)

    def __init__(
        self,
        cache: ProjectCache,
        parent: QObject | None = None,
        *,
        network: Network,
        backoff: Backoff | None = None,
        quiet: float = QUIET_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self._network = network
        self._backoff = backoff or Backoff()
        self._quiet = quiet
        self._failures = 0
        self._late: ApiUnavailable | None = None
        """Why the list comes late, while `retry` runs and that was told."""
        self._asked: Account | None = None
        """Whose projects are being asked for at this moment."""
        self.retry = QTimer(self, singleShot=True)
        """Runs until Layers is asked again."""
        self.retry.timeout.connect(self._ask)
        self._tasks = Tasks(self, threads=2)
        self._account: Account | None = None
        self._fresh = False
        self.projects: list[KnownProject] = []

    @Slot(object)
    def use_account(self, account: Account | None) -> None:
        """Show that organization's projects; none when signed out."""
        previous, self._account = self._account, account
        self.retry.stop()
        self._late = None
        if account is None:
            self.loading.emit(False)
            self._show([])
            return
        if previous is None or previous.organization_id != account.organization_id:
            self._fresh = False
            self._show([])
            self._tasks.run(
                lambda: self._cache.load(account.organization_id),
                lambda projects: self._cached(account, projects),
            )
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask Layers anew, unless it is being asked, will be in a moment, or named the time for it."""
        if self._account is None or self._asked is self._account:
            return
        if self.retry.isActive():
            if self._late is None:
                return
            if self._late.named:
                self._say_late(self._late.problem, self.retry.remainingTime() / 1_000)
                return
        self._failures = 0
        self._late = None
        self.loading.emit(True)
        self._ask()

    def close(self) -> None:
        """Stop waiting for answers; for quit."""
        self.retry.stop()
        self._tasks.close()

    def _cached(self, account: Account, projects: list[KnownProject]) -> None:
        if account is self._account and not self._fresh and projects:
            self._show(projects)

    @Slot()
    def _ask(self) -> None:
        account, network = self._account, self._network
        backoff, failures = self._backoff, self._failures
        self.retry.stop()
        if account is None:
            return
        if self._late is not None:
            self._late = None
            self.loading.emit(True)
        self._asked = account
        self._tasks.run(
            lambda: _ask(account, network, backoff, failures),
            lambda answer: self._answered(account, answer),
            lambda problem: self._answered(account, ApiUnavailable(problem)),
        )

    def _answered(self, account: Account, answer: list[KnownProject] | ApiUnavailable) -> None:
        if account is not self._account:
            return
        self._asked = None
        if not isinstance(answer, ApiUnavailable):
            self._fetched(account, answer)
        elif answer.again_in is not None:
            self._failures += 1
            self.retry.start(math.ceil(1_000 * answer.again_in))
            if answer.again_in > self._quiet:
                self._late = answer
                self.loading.emit(False)
                self._say_late(answer.problem, answer.again_in)
        else:
            self.loading.emit(False)
            self.problem.emit(answer.problem.expecting(Outlook.NOT_LISTED))

    def _say_late(self, problem: Problem, seconds: float) -> None:
        self.problem.emit(listed_again(problem, seconds))

    def _fetched(self, account: Account, projects: list[KnownProject]) -> None:
        self._fresh = True
        self.loading.emit(False)
        self._show(projects)
        self.listed.emit()
        if not account.sandboxed:
            self._tasks.run(lambda: self._cache.save(account.organization_id, projects), lambda _: None)

    def _show(self, projects: list[KnownProject]) -> None:
        self.projects = projects
        self.changed.emit(projects)


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
        self._emitted = WatchedProjects()

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
        if now != self._emitted:
            self._emitted = now
            self.changed.emit(now)
