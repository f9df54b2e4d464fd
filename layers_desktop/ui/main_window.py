"""The window: takes values, shows them, signals what a person wants. No files, no network, no keyring."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from layers_desktop.errors import Problem
from layers_desktop.session.state import SessionState
from layers_desktop.settings.preferences import Preferences, ProjectSettings
from layers_desktop.settings.project_cache import KnownProject
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import BatchSummary, Hold, Progress, Snapshot
from layers_desktop.ui import announce, geometry, icons, window_actions
from layers_desktop.ui.banner import Banner, Topic
from layers_desktop.ui.clipboard import AssetClipboard
from layers_desktop.ui.copying import Copying
from layers_desktop.ui.footer import Footer
from layers_desktop.ui.header import Header
from layers_desktop.ui.pages import Pages
from layers_desktop.ui.project_choice import ProjectChoice
from layers_desktop.ui.settings_dialog import SettingsDialog
from layers_desktop.ui.theme import Theme
from layers_desktop.ui.toast import Toast
from layers_desktop.ui.transfer_list.totals import Totals
from layers_desktop.ui.transfer_list.view import TransferListPanel
from layers_desktop.ui.window_intake import WindowIntake

NAME: Final = "Layers Desktop"
HELP: Final = QUrl("https://developers.layers.com")


class MainWindow(QMainWindow):
    """880 x 640, usable from 520 x 400. Files may be dropped on all of it."""

    command = Signal(object)
    """A `transfers.commands` value for the queue."""
    connect_requested = Signal(str)
    sandbox_requested = Signal()
    sign_out_requested = Signal()
    project_chosen = Signal(str)
    """Another project is picked, by a person or as the last one: its settings are wanted."""
    refresh_projects = Signal()
    settings_saved = Signal(object)
    project_settings_saved = Signal(str, object)
    picture_pasted = Signal(object)
    """A `QImage`; once it is a file, `submit_paths` takes it."""
    closing = Signal(object)
    """The `WindowState` to remember."""

    def __init__(
        self,
        dress: Theme,
        parent: QWidget | None = None,
        *,
        native_dialogs: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._theme = dress
        self._preferences: Preferences | None = None
        self.setWindowTitle(NAME)
        self.setAccessibleName(NAME)
        self.setWindowIcon(icons.application_icon())
        self.setMinimumSize(520, 400)
        self.resize(880, 640)
        self.toast = Toast(self)
        self.shortcuts = window_actions.make(self)
        self.header = Header(dress, self.shortcuts.settings)
        self.banner = Banner()
        self.panel = TransferListPanel(dress)
        self.pages = Pages(self.panel)
        self.footer = Footer(self.shortcuts.copy, clock=clock)
        self.projects = ProjectChoice(self.header.picker, self, clock=clock)
        self.intake = WindowIntake(dress, self.projects, self, native=native_dialogs)
        self.copying = Copying(self.panel, self.projects, AssetClipboard(self, clock=clock), self.toast)
        self._lay_out()
        self._connect_pages()
        self._connect_bars()
        self._connect_shortcuts()
        self._page_turned()

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)
        column.addWidget(self.footer)
        self.setCentralWidget(middle)

    def _connect_pages(self) -> None:
        self.pages.turned.connect(self._page_turned)
        self.pages.first_start.connect_requested.connect(self.connect_requested)
        self.pages.first_start.sandbox_requested.connect(self.sandbox_requested)
        self.pages.empty.files_wanted.connect(self.shortcuts.files.trigger)
        self.pages.empty.folder_wanted.connect(self.shortcuts.folder.trigger)
        self.panel.command.connect(self.command)
        self.panel.totals_changed.connect(self._totals_changed)
        self.intake.command.connect(self.command)
        self.intake.picture_pasted.connect(self.picture_pasted)
        self.intake.project_needed.connect(self._project_needed)
        self.intake.said.connect(self.toast.say)
        self.projects.chosen.connect(self.project_chosen)
        self.projects.refresh_wanted.connect(self.refresh_projects)

    def _connect_bars(self) -> None:
        self.header.sign_out_requested.connect(self.sign_out_requested)
        self.header.new_key_requested.connect(self.pages.ask_key)
        self.footer.add_requested.connect(self.shortcuts.files.trigger)
        self.footer.pause_requested.connect(self._pause_all)
        self.footer.resume_requested.connect(self._resume_all)
        self.footer.copy_all_requested.connect(self.copying.copy_all)
        self.banner.acted.connect(self._banner_acted)
        self.banner.dismissed.connect(self._banner_dismissed)

    def _connect_shortcuts(self) -> None:
        does = self.shortcuts
        does.files.triggered.connect(self.intake.choosers.open_files)
        does.folder.triggered.connect(self.intake.choosers.open_folder)
        does.paste.triggered.connect(self.intake.paste)
        does.copy.triggered.connect(self.copying.copy_selected)
        does.copy_all.triggered.connect(self.copying.copy_all)
        does.project.triggered.connect(self.header.picker.start_search)
        does.settings.triggered.connect(self._open_settings)
        does.help.triggered.connect(self._open_help)

    # What comes in

    @Slot(object)
    def show_session(self, state: SessionState) -> None:
        """Follow signing in and out."""
        self.pages.show_session(state)
        self.header.show_session(state)
        if self.pages.at_work:
            self.banner.show_session(state)
        self.intake.open_to_drops(accepting=self.pages.signed_in)

    @Slot(object)
    def show_projects(self, projects: Sequence[KnownProject]) -> None:
        """Offer these projects."""
        self.projects.show_projects(projects)
        if not self.banner.says(Topic.CHOOSE_PROJECT):
            self._project_needed(self.intake.submission.waiting)

    @Slot(bool)
    def show_projects_loading(self, loading: bool) -> None:
        """Say so in the list while a fresh one is on its way."""
        self.header.picker.set_loading(loading=loading)

    @Slot(object)
    def show_preferences(self, preferences: Preferences) -> None:
        """Follow the program's settings; place and project only once, then they are the person's."""
        first = self._preferences is None
        self._preferences = preferences
        self._theme.set_preference(preferences.theme.value)
        self.header.picker.set_recent(preferences.recent_projects)
        if not first:
            return
        if preferences.window is not None:
            geometry.restore(self, preferences.window)
        if preferences.last_project is not None and self.projects.current is None:
            self.projects.choose(preferences.last_project)

    @Slot(object)
    def show_project_settings(self, settings: ProjectSettings, project_id: str | None = None) -> None:
        """Use these settings for that project, the picked one by default; what waited for them goes out."""
        self.projects.show_settings(settings, project_id)

    @Slot(str)
    def choose_project(self, project_id: str) -> None:
        """Pick this project, now or as soon as a list brings it."""
        self.projects.choose(project_id)

    @Slot(object)
    def submit_paths(self, paths: Sequence[bytes]) -> None:
        """Upload these files and folders to the picked project, as if they had been dropped."""
        self.intake.submission.offer(paths)

    @Slot(object)
    def on_added(self, snapshots: list[Snapshot]) -> None:
        """Show new uploads."""
        self.panel.on_added(snapshots)

    @Slot(object)
    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Show what became of uploads."""
        self.panel.on_changed(snapshots)

    @Slot(object)
    def on_removed(self, ids: list[int]) -> None:
        """Take uploads off the list."""
        self.panel.on_removed(ids)

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

    @Slot(int)
    def on_preparing(self, files: int) -> None:
        """Show how many dropped files are still being looked at."""
        self.footer.show_preparing(files)

    @Slot(object)
    def on_batch_finished(self, summary: BatchSummary) -> None:
        """Show and announce how a batch ended, and copy it where its project wants that."""
        self.footer.batch_finished(summary)
        announce.politely(self.footer, self.footer.words.text())
        self.copying.batch_finished(summary)

    @Slot(object)
    def on_notice(self, problem: Problem) -> None:
        """Show a problem that concerns no single file."""
        self.banner.say_problem(problem)

    # What a person does

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say where the window was."""
        self.closing.emit(geometry.state_of(self))
        super().closeEvent(event)

    @Slot()
    def _page_turned(self) -> None:
        at_work = self.pages.at_work
        self.header.setVisible(at_work)
        self.footer.setVisible(self.pages.currentWidget() is self.panel)
        self.banner.set_allowed(allowed=at_work)
        for action in self.shortcuts.need_account():
            action.setEnabled(at_work)

    @Slot(object)
    def _totals_changed(self, totals: Totals) -> None:
        self.pages.show_count(totals.count)
        self.footer.show_totals(totals)

    @Slot(int)
    def _project_needed(self, things: int) -> None:
        # Something may wait for the picked project's settings only: that takes no person. And before
        # anybody is signed in there is nothing to choose from.
        if things == 0 or self.projects.current is not None or not self.pages.at_work:
            self.banner.say(Topic.CHOOSE_PROJECT, None)
            return
        self.banner.say_choose_project()
        self.header.picker.start_search()

    @Slot(object)
    def _banner_acted(self, topic: Topic) -> None:
        if topic is Topic.KEY:
            self.pages.ask_key()
        elif topic is Topic.CHOOSE_PROJECT:
            self.header.picker.start_search()

    @Slot(object)
    def _banner_dismissed(self, topic: Topic) -> None:
        if topic is Topic.CHOOSE_PROJECT:
            self.intake.submission.forget()

    @Slot()
    def _pause_all(self) -> None:
        self.command.emit(commands.Pause())

    @Slot()
    def _resume_all(self) -> None:
        self.command.emit(commands.Resume())

    @Slot()
    def _open_settings(self) -> None:
        project = self.projects.current
        chosen = None
        if project is not None and self.projects.known:
            chosen = (project.id, project.name or project.id, self.projects.settings)
        dialog = SettingsDialog(self._preferences or Preferences(), chosen, self)
        dialog.saved.connect(self.settings_saved)
        dialog.project_saved.connect(self._project_settings_saved)
        dialog.open()

    @Slot(str, object)
    def _project_settings_saved(self, project_id: str, settings: ProjectSettings) -> None:
        self.projects.show_settings(settings, project_id)
        self.project_settings_saved.emit(project_id, settings)

    @Slot()
    def _open_help(self) -> None:
        QDesktopServices.openUrl(HELP)
