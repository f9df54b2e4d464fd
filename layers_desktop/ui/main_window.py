"""The window: takes values, shows them, signals what a person wants. No files, no network, no keyring.

It comes in two steps, so that it is on the screen at once: the frame with its starting page, and then, by
`build_contents()`, all that is in it. Only what the frame needs is imported at the top.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from layers_desktop.core.clock import steady_time
from layers_desktop.ui import announce, geometry
from layers_desktop.ui.pages.loading_page import LoadingPage
from layers_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from layers_desktop.core.errors import Problem
    from layers_desktop.core.findings import Finding
    from layers_desktop.instance import HandOver
    from layers_desktop.session.state import KnownAccount, SessionState
    from layers_desktop.session.watched_projects import WatchedProjects
    from layers_desktop.settings.caches import KnownProject
    from layers_desktop.settings.preferences import Preferences, ProjectSettings
    from layers_desktop.transfers.transfer import BatchSummary, Hold, Progress, Restored, Snapshot
    from layers_desktop.ui.window_contents import WindowContents

NAME: Final = "Layers Desktop"
_SIZE: Final = QSize(880, 640)
_SMALLEST: Final = QSize(520, 400)


class MainWindow(QMainWindow):
    """880 x 640, usable from 520 x 400, more for larger text. Files may be dropped on all of it."""

    command = Signal(object)
    """A `transfers.commands` value for the queue."""
    connect_requested = Signal(str)
    sandbox_requested = Signal()
    sign_out_requested = Signal()
    account_chosen = Signal(str)
    """The id of another organization, to go on with its key."""
    project_chosen = Signal(str)
    """Another project is picked, by a person or as the last one: its settings are wanted."""
    project_settings_wanted = Signal(str)
    """Something is shown of a project that is not picked: its settings are wanted too."""
    refresh_projects = Signal()
    settings_saved = Signal(object)
    project_settings_saved = Signal(str, object)
    connection_test_wanted = Signal(object)
    """Try the way to Layers as these `Preferences` have it; `on_layer_found` and `on_test_ended` follow."""
    closing = Signal(object)
    """The `WindowState` to remember."""

    def __init__(
        self,
        app_theme: Theme,
        parent: QWidget | None = None,
        *,
        native_dialogs: bool = True,
        clock: Callable[[], float] = steady_time,
    ) -> None:
        super().__init__(parent)
        self._theme = app_theme
        self._native_dialogs = native_dialogs
        self._clock = clock
        self._preferences: Preferences | None = None
        self._contents: WindowContents | None = None
        self.setWindowTitle(NAME)
        self.setAccessibleName(NAME)
        self.setMinimumSize(geometry.for_text(self, _SMALLEST))
        self.resize(geometry.for_text(self, _SIZE))
        self.starting = LoadingPage()
        self.setCentralWidget(self.starting)

    def build_contents(self) -> None:
        """Put everything into the frame; once, before any of the slots below but `show_preferences`."""
        from layers_desktop.ui.window_contents import WindowContents

        contents = WindowContents(self, self._theme, self._clock, native_dialogs=self._native_dialogs)
        self.toast = contents.toast
        self.shortcuts = contents.shortcuts
        self.header = contents.header
        self.banner = contents.banner
        self.panel = contents.panel
        self.history = contents.history
        self.pages = contents.pages
        self.footer = contents.footer
        self.projects = contents.projects
        self.intake = contents.intake
        self.copying = contents.copying
        self.settings = contents.settings
        self.notifications = contents.notifications
        self.life = contents.life
        self._contents = contents
        if self._preferences is not None:
            contents.show_preferences(self._preferences)
            contents.show_as_before(self._preferences)

    # What comes in

    @Slot(object)
    def show_session(self, state: SessionState) -> None:
        """Follow signing in and out."""
        self.pages.show_session(state)
        if self._contents is not None:
            self._contents.account_change.show_session(state)
        self.header.show_session(state)
        self.history.use_account(state.organization_id)
        self.settings.show_session(state)
        self.projects.show_session(state)
        if self.pages.at_work:
            self.banner.show_session(state)
        self.life.show_session(state)
        self.intake.show_session(state, state.organization_id if self.pages.signed_in else "")

    @Slot(object)
    def show_accounts(self, accounts: Sequence[KnownAccount]) -> None:
        """Offer these organizations to switch to."""
        self.header.accounts.show_accounts(accounts)

    @Slot(object)
    def show_projects(self, projects: Sequence[KnownProject]) -> None:
        """Offer these projects."""
        self.projects.show_projects(projects)
        self.intake.submitter.find_projects()
        if self._contents is not None:
            self._contents.question.ask()

    @Slot()
    def on_projects_listed(self) -> None:
        """Know that the projects shown last are all that Layers has for this key."""
        self.projects.listed()
        self.intake.submitter.find_projects()

    @Slot(bool)
    def show_projects_loading(self, loading: bool) -> None:
        """Say so in the list while a fresh one is on its way."""
        self.header.picker.set_loading(loading=loading)

    @Slot(object)
    def show_preferences(self, preferences: Preferences) -> None:
        """Follow the program's settings; the window's place only once, then it is the person's."""
        first = self._preferences is None
        self._preferences = preferences
        self._theme.set_preference(preferences.theme.value)
        if first and preferences.window is not None:
            geometry.restore(self, preferences.window)
        if self._contents is not None:
            self._contents.show_preferences(preferences)
            if first:
                self._contents.show_as_before(preferences)

    @Slot(object)
    def show_project_settings(self, settings: ProjectSettings, project_id: str | None = None) -> None:
        """Use these settings for that project, the picked one by default; what waited for them goes out."""
        self.projects.show_settings(settings, project_id)

    @Slot(str)
    def choose_project(self, project_id: str) -> None:
        """Pick this project, now or as soon as a list brings it."""
        self.projects.choose(project_id)

    def take(self, hand_over: HandOver, done: Callable[[bool], object] = lambda _: None) -> None:
        """Take the project and the files of a start, this one's or a second one's.

        `done` is called once the files are on disk; with False when nothing of them can be.
        """
        if hand_over.project_id is not None:
            self.projects.name(hand_over.project_id)
            if self.projects.current is None:
                self.refresh_projects.emit()  # it may be newer than the list
        self.intake.take_start(hand_over.paths, done)

    def activate_window(self, activation: str = "") -> None:
        """Show the window in front of the others; `activation` is the desktop's leave to do so."""
        self.life.leaving.activate_window(activation)

    @Slot(object)
    def on_added(self, snapshots: list[Snapshot]) -> None:
        """Show new uploads."""
        self._want_settings(snapshots)
        self.panel.on_added(snapshots)
        self.intake.submitter.on_rows(snapshots)

    @Slot(int, int)
    def on_submitted(self, ticket: int, batch_id: int) -> None:
        """Know which batch became of what a person dropped, pasted or chose; 0: of none of it."""
        drop = self.intake.submitter.on_submitted(ticket, on_disk=batch_id > 0)
        if batch_id:
            self.panel.on_submitted(batch_id, drop)

    @Slot(object)
    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Show what became of uploads."""
        self._want_settings(snapshots)
        self.panel.on_changed(snapshots)
        self.intake.submitter.on_rows(snapshots)

    @Slot(object)
    def on_removed(self, ids: list[int]) -> None:
        """Take uploads off the list."""
        self.panel.on_removed(ids)
        self.intake.submitter.on_removed(ids)

    @Slot(object)
    def on_progress(self, readings: list[Progress]) -> None:
        """Show how far uploads are."""
        self.panel.on_progress(readings)

    @Slot(object)
    def on_held(self, hold: Hold | None) -> None:
        """Show why everything waits."""
        self.panel.on_held(hold)
        self.footer.show_hold(hold)
        self.banner.show_hold(hold)
        self.header.show_hold(hold)
        self.life.show_hold(hold)

    @Slot(object)
    def on_batch_finished(self, summary: BatchSummary) -> None:
        """Show and announce how a batch ended, and copy it where its project wants that."""
        self.footer.batch_finished(summary)
        told = (self.footer.words.text(), self.panel.reasons(summary.batch_id))
        announce.politely(self.pages, announce.together(filter(None, told)))
        self.copying.batch_finished(summary)
        if self._contents is not None:
            self._contents.notify(summary)

    @Slot(object)
    def on_restored(self, restored: Restored) -> None:
        """Say that what earlier runs left goes on."""
        self.life.show_restored(restored)

    @Slot(object)
    def on_layer_found(self, found: Finding) -> None:
        """Show one layer of the way to Layers, as the test that was asked for found it."""
        self.settings.show_layer(found)

    @Slot()
    def on_test_ended(self) -> None:
        """Show that the test of the connection is over."""
        self.settings.show_test_end()

    @Slot(object)
    def show_watched(self, projects: WatchedProjects) -> None:
        """Say calmly which folders are watched."""
        self.footer.show_watched(projects)
        self.pages.empty.show_watched(projects)

    @Slot(object)
    def on_watching(self, lost: tuple[Problem, ...]) -> None:
        """Show which watched folders cannot be read at the moment."""
        self.banner.show_lost_folders(lost)
        for sign in (self.footer.watched, self.pages.empty.watched):
            sign.show_lost(lost)

    @Slot(object)
    def on_notice(self, problem: Problem) -> None:
        """Show a problem that concerns no single file."""
        self.banner.say_problem(problem)

    def _want_settings(self, snapshots: Sequence[Snapshot]) -> None:
        """Have the settings read of projects that rows are in by now."""
        self.projects.want(
            {row.transfer.project_id for row in snapshots if not row.transfer.waits_for_project}
        )

    def end(self) -> None:
        """Do not ask when closed from now on: the session ends."""
        if self._contents is not None:
            self.life.leaving.session_ends()

    # What a person does

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say where the window was; while uploads run, closing may mean something else than the end."""
        shown = self._contents.shown if self._contents is not None else "all"
        self.closing.emit(geometry.state_of(self, shown))
        if self._contents is None or self.life.leaving.may_close():
            super().closeEvent(event)
        else:
            event.ignore()
