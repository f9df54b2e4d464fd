"""The projects of the signed-in organization: the last known list at once, the fresh one when it is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.client import LayersClient
from layers_desktop.errors import Problem
from layers_desktop.settings.project_cache import KnownProject, ProjectCache
from layers_desktop.tasks import Tasks


def fetch_projects(account: Account) -> list[KnownProject]:
    """Return all projects but archived ones, newest first, page after page. Blocking; raises `ApiError`."""
    with LayersClient(account.base_url, account.key) as client:
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


class ProjectCatalogue(QObject):
    """Signals: `changed(list[KnownProject])`, `loading(bool)`, `problem(Problem)`. In the GUI thread."""

    changed = Signal(object)
    listed = Signal()
    """What `changed` just said is Layers' own list, not one from the last time."""
    loading = Signal(bool)
    problem = Signal(object)

    def __init__(self, cache: ProjectCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._tasks = Tasks(self, threads=2)
        self._account: Account | None = None
        self._fresh = False
        self.projects: list[KnownProject] = []

    @Slot(object)
    def use_account(self, account: Account | None) -> None:
        """Show that organization's projects; none when signed out."""
        previous, self._account = self._account, account
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
        """Ask Layers again."""
        account = self._account
        if account is None:
            return
        self.loading.emit(True)
        self._tasks.run(
            lambda: fetch_projects(account),
            lambda projects: self._fetched(account, projects),
            lambda problem: self._failed(account, problem),
        )

    def close(self) -> None:
        """Stop waiting for answers; for quit."""
        self._tasks.close()

    def _cached(self, account: Account, projects: list[KnownProject]) -> None:
        if account is self._account and not self._fresh and projects:
            self._show(projects)

    def _fetched(self, account: Account, projects: list[KnownProject]) -> None:
        if account is not self._account:
            return
        self._fresh = True
        self.loading.emit(False)
        self._show(projects)
        self.listed.emit()
        if not account.organization_id.startswith("sandbox:"):
            self._tasks.run(lambda: self._cache.save(account.organization_id, projects), lambda _: None)

    def _failed(self, account: Account, problem: Problem) -> None:
        if account is self._account:
            self.loading.emit(False)
            self.problem.emit(problem.with_action(_ASK_AGAIN))

    def _show(self, projects: list[KnownProject]) -> None:
        self.projects = projects
        self.changed.emit(projects)


_ASK_AGAIN = "Open the list of projects again to ask once more."
