"""All that is in the window: made, laid out and connected, once its frame is on the screen.

What comes from the services and concerns several parts is shown by the slots here; what a person does is
asked of the services by the parts themselves. Where another organization is signed in, it is said whose
uploads wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from layers_desktop.core.clock import steady_time
from layers_desktop.core.errors import Problem
from layers_desktop.instance import HandOver
from layers_desktop.session.projects import WatchedProjects
from layers_desktop.session.state import SessionState
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.preferences import Preferences, WindowState
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import BatchSummary, Hold, Snapshot
from layers_desktop.ui import accessibility, actions, announce, geometry
from layers_desktop.ui.clipboard.clipboard import AssetClipboard, this_system
from layers_desktop.ui.clipboard.copy_controller import CopyController
from layers_desktop.ui.footer import Footer
from layers_desktop.ui.header.header import Header, waiting_words
from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.history.page import HistoryPage
from layers_desktop.ui.intake.controller import IntakeController
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.intake.transfer_submitter import ProjectPrompt
from layers_desktop.ui.interfaces import CommandQueue, SessionControls, SettingsStore
from layers_desktop.ui.main_window import MainWindow
from layers_desktop.ui.message_bar import MessageBar, MessageKind
from layers_desktop.ui.pages.help_dialog import DOCUMENTATION, HelpDialog
from layers_desktop.ui.pages.page_stack import PageStack
from layers_desktop.ui.pages.sign_in_page import KEY_PAGE
from layers_desktop.ui.platform.integration import DesktopIntegration
from layers_desktop.ui.platform.notifications import Notifications
from layers_desktop.ui.settings.dialog import SettingsController
from layers_desktop.ui.theme import icons
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.uploads.totals import Totals
from layers_desktop.ui.widgets.toast import Toast


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowServices:
    """What is behind the window, as far as its parts call it."""

    queue: CommandQueue
    session: SessionControls
    refresh_projects: Callable[[], object]
    settings: SettingsStore
    pictures: PictureStore
    decoder: PictureDecoder
    test_connection: Callable[[Preferences], object]
    """Try the way to Layers as these settings have it; what is found comes layer by layer."""


class WindowContents(QObject):
    """The parts of the window, and what one means for another."""

    def __init__(
        self,
        window: MainWindow,
        app_theme: Theme,
        services: WindowServices,
        *,
        clock: Callable[[], float] = steady_time,
        native_dialogs: bool = True,
    ) -> None:
        super().__init__(window)
        accessibility.install()  # before any control that it speaks for
        self.window = window
        self._services = services
        self._waiting_for = ""
        """The organization whose uploads are shown; empty: the sandbox, whose uploads end with it."""
        self._shown_before = False
        queue = services.queue
        window.setWindowIcon(icons.application_icon())
        self.toast = Toast(app_theme, window)
        self.shortcuts = actions.make(window)
        self.header = Header(app_theme, self.shortcuts.settings, self.shortcuts.history)
        self.banner = MessageBar()
        self.projects = ProjectController(self.header.picker, self, clock=clock)
        clipboard = AssetClipboard(self, system=this_system(clock))
        self.copying = CopyController(self.projects, clipboard, self.toast, self)
        self.panel = UploadsPanel(
            app_theme,
            queue=queue,
            copier=self.copying,
            messages=self.toast,
            decoder=services.decoder,
            clock=clock,
        )
        self.history = HistoryPage(app_theme, self.panel, self.copying, self.toast, native=native_dialogs)
        self.pages = PageStack(window.loading, self.panel, self.history)
        self.footer = Footer(self.shortcuts.copy, self.shortcuts.retry, clock=clock)
        self.settings = SettingsController(
            window,
            self.projects,
            store=services.settings,
            account=services.session,
            test=services.test_connection,
        )
        self.intake = IntakeController(
            app_theme,
            self.projects,
            window,
            queue=queue,
            messages=self.toast,
            pictures=services.pictures,
            native=native_dialogs,
        )
        self.question = ProjectPrompt(
            self.banner,
            self.header.picker,
            projects=self.projects,
            waiting=lambda: self.intake.submitter.waiting,
            pages=self.pages,
            parent=self,
        )
        self.notifications = Notifications(window, self)
        self.desktop = DesktopIntegration(
            window, self.banner, self.panel, queue=queue, settings=services.settings, parent=self
        )
        for field in (self.history.bar.search, self.panel.search_field):
            self.intake.overlay.leave_free(field)
        window.may_close = self.desktop.leaving.may_close
        self._lay_out()
        self._connect_pages()
        self._connect_intake()
        self._connect_bars()
        self._connect_shortcuts()
        self._connect_settings()
        self._page_changed()

    # What comes from the services

    @Slot(object)
    def show_session(self, state: SessionState) -> None:
        """Follow signing in and out."""
        self.pages.show_session(state)
        self._show_who_waits(state)
        self.header.show_session(state)
        self.history.use_account(state.organization_id)
        self.settings.show_session(state)
        self.projects.show_session(state)
        if self.pages.at_work:
            self.banner.show_session(state)
        self.desktop.show_session(state)
        self.intake.show_session(state, state.organization_id if self.pages.signed_in else "")

    def _show_who_waits(self, state: SessionState) -> None:
        """Say how many uploads wait for their organization; before the header names another one."""
        if self.header.organization_name:
            self._waiting_for = "" if self.header.in_sandbox else self.header.organization_name
        another = self.panel.use_account(state.organization_id)
        waiting = self.panel.totals.active
        if another and waiting and self._waiting_for:
            self.toast.show_text(waiting_words(waiting, self._waiting_for))

    @Slot(object)
    def show_projects(self, projects: Sequence[KnownProject]) -> None:
        """Offer these projects."""
        self.projects.show_projects(projects)
        self.intake.submitter.find_projects()
        self.question.ask()

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
        """Follow the program's settings; what the list showed and the last project only once."""
        self.desktop.show_preferences(preferences)
        self.header.picker.set_recent(preferences.recent_projects)
        if preferences.last_folder is not None:
            self.intake.choosers.begin_in(preferences.last_folder)
        if preferences.last_project is not None:
            self.projects.choose_again(preferences.last_project)
        if not self._shown_before and preferences.window is not None:
            for show in StatusFilter:
                if show.value == preferences.window.show:
                    self.panel.show_only(show)
        self._shown_before = True

    def take(self, hand_over: HandOver, done: Callable[[bool], object] = lambda _: None) -> None:
        """Take the project and the files of a start, this one's or a second one's.

        `done` is called once the files are on disk; with False when nothing of them can be.
        """
        if hand_over.project_id is not None:
            self.projects.name(hand_over.project_id)
            if self.projects.current is None:
                self._services.refresh_projects()  # it may be newer than the list
        self.intake.take_start(hand_over.paths, done)

    def activate_window(self, activation: str = "") -> None:
        """Show the window in front of the others; `activation` is the desktop's leave to do so."""
        self.desktop.leaving.activate_window(activation)

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
    def on_held(self, hold: Hold | None) -> None:
        """Show why everything waits."""
        self.panel.on_held(hold)
        self.footer.show_hold(hold)
        self.banner.show_hold(hold)
        self.header.show_hold(hold)
        self.desktop.show_hold(hold)

    @Slot(object)
    def on_batch_finished(self, summary: BatchSummary) -> None:
        """Show, announce and notify how a batch ended, and copy it where its project wants that."""
        self.footer.batch_finished(summary)
        texts = (self.footer.words.text(), self.panel.reasons(summary.batch_id))
        announce.politely(self.pages, announce.together(filter(None, texts)))
        self.copying.batch_finished(summary, lambda: self.panel.done_of({summary.batch_id}))
        first = self.panel.first_of(summary.batch_id)
        project = first.project_name if first is not None else ""
        self.projects.when_known(
            summary.project_id,
            lambda settings: self.notifications.batch_finished(summary, settings, project),
        )

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

    # The window's end

    def window_state(self) -> WindowState:
        """Return where the window is and what its list shows, for the next start."""
        return geometry.state_of(self.window, str(self.panel.shown.value))

    def end(self) -> None:
        """Do not ask when closed from now on: the session ends."""
        self.desktop.leaving.session_ends()

    def shutdown(self) -> None:
        """Stop what works in the background for the parts, for quit."""
        self._services.decoder.close()  # first: workers wait for it
        self.panel.close_thumbnails()
        self.copying.close()
        self.notifications.close()
        self.desktop.close()
        self.intake.close()

    # Layout and connections

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self.intake.prompt)
        column.addWidget(self.pages, 1)
        column.addWidget(self.footer)
        self.window.setCentralWidget(middle)

    def _connect_pages(self) -> None:
        session = self._services.session
        self.pages.page_changed.connect(self._page_changed)
        self.history.closed.connect(self.pages.leave_history)
        self.panel.search_field.file_given.connect(self._find_file)
        first = self.pages.first_start
        first.connect_requested.connect(session.connect_key)
        first.key_page_requested.connect(self._open_key_page)
        first.sandbox_requested.connect(session.try_sandbox)
        self.pages.empty.files_wanted.connect(self.shortcuts.files.trigger)
        self.pages.empty.folder_wanted.connect(self.shortcuts.folder.trigger)
        self.panel.totals_changed.connect(self._totals_changed)
        self.panel.rows.undone.connect(self._return_keyboard)
        # Also where the last row is gone, and the list with it.
        self.window.addAction(self.panel.undo)

    def _connect_intake(self) -> None:
        settings = self._services.settings
        self.intake.given.connect(self._given)
        self.intake.overlay.accepted.connect(self._drop_accepted)
        self.intake.submitter.project_needed.connect(self.question.ask_for)
        self.intake.prompt.asking.connect(self._asked)
        self.intake.prompt.closed.connect(self._return_keyboard)
        self.intake.prompt.project_wanted.connect(self.header.picker.start_search)
        self.intake.problem.connect(self.banner.say_problem)
        self.intake.fetching.connect(self.desktop.show_fetching)
        self.intake.choosers.folder_changed.connect(settings.remember_folder)
        self.projects.chosen.connect(settings.project_chosen)
        self.projects.chosen_by_hand.connect(self.intake.prompt.take_keyboard)
        self.projects.settings_wanted.connect(settings.read_project)
        self.projects.learned.connect(self._follow_project)
        self.projects.refresh_wanted.connect(self._services.refresh_projects)
        self.projects.ready.connect(self._follow_project)
        self.projects.ready.connect(self._offer_project)

    def _connect_bars(self) -> None:
        session, queue = self._services.session, self._services.queue
        self.header.sign_out_requested.connect(session.sign_out)
        self.header.new_key_requested.connect(self.pages.ask_key)
        self.header.account_requested.connect(self.pages.ask_account)
        self.header.account_chosen.connect(session.switch_account)
        self.footer.add_requested.connect(self.shortcuts.files.trigger)
        self.footer.pause_requested.connect(lambda: queue.post(commands.Pause()))
        self.footer.resume_requested.connect(lambda: queue.post(commands.Resume()))
        self.footer.copy_all_requested.connect(self.panel.copy_all)
        self.footer.copy_batches_requested.connect(self.panel.copy_batches)
        self.notifications.copy_requested.connect(self._copy_batch)
        self.notifications.show_requested.connect(self._activate)
        self.banner.acted.connect(self._banner_acted)
        for bar in (self.banner, self.footer, self.toast):
            bar.released.connect(self._return_keyboard)

    def _connect_settings(self) -> None:
        self.header.picker.settings_requested.connect(self.settings.open_project)
        self.pages.first_start.network_requested.connect(self.settings.open_network)
        for sign in (self.footer.watched, self.pages.empty.watched):
            sign.project_wanted.connect(self.settings.open_for)

    def _connect_shortcuts(self) -> None:
        does = self.shortcuts
        does.files.triggered.connect(self.intake.choosers.open_files)
        does.folder.triggered.connect(self.intake.choosers.open_folder)
        does.paste.triggered.connect(self.intake.paste)
        does.copy.triggered.connect(self._copy_selected)
        does.history.triggered.connect(self.pages.toggle_history)
        does.export.triggered.connect(self._export)
        does.retry.triggered.connect(self._retry_selected)
        does.copy_all.triggered.connect(self.panel.copy_all)
        does.project.triggered.connect(self.header.picker.start_search)
        does.settings.triggered.connect(self.settings.open)
        does.help.triggered.connect(self._open_help)

    # What one part means for another

    @Slot()
    def _page_changed(self) -> None:
        at_work = self.pages.at_work
        self.header.setVisible(at_work)
        self.footer.setVisible(self.pages.currentWidget() is self.panel)
        self.banner.set_allowed(allowed=at_work)
        self.intake.prompt.set_allowed(allowed=at_work)
        self.intake.overlay.set_connected(connected=self.pages.signed_in)
        self.intake.overlay.covers_all = self.pages.currentWidget() is self.pages.empty
        for action in self.shortcuts.need_account():
            action.setEnabled(at_work)

    @Slot(object)
    def _totals_changed(self, totals: Totals) -> None:
        self.pages.show_count(totals.count)
        self.pages.first_start.show_waiting(totals.active, without_key=totals.unassigned)
        self.footer.show_totals(totals)
        self.desktop.show_totals(totals)

    @Slot()
    def _follow_project(self) -> None:
        project = self.projects.current
        self.footer.name_copies(copies_ids=self.copying.copies_ids(project.id if project else None))
        self.panel.show_picked(project.id if project else None)

    @Slot()
    def _offer_project(self) -> None:
        project = self.projects.current
        self.history.bar.offer_project(
            project.id if project else None, project.name or project.id if project else ""
        )

    @Slot(object)
    def _find_file(self, path: bytes) -> None:
        """Find the assets of a file that was given to the uploads' search: all there are, the history has."""
        self.pages.open_history()
        self.history.bar.look_for_file(path)

    @Slot()
    def _copy_selected(self) -> None:
        """Copy what is selected on the page that is in sight."""
        page = self.history if self.pages.currentWidget() is self.history else self.panel
        page.copy_selected()

    @Slot()
    def _retry_selected(self) -> None:
        """Send what is selected and failed once more, wherever the keyboard is; say so where no list is."""
        if self.pages.currentWidget() is self.panel:
            self.panel.retry_selected()
        else:
            self.toast.show_text(self.tr("Nothing to retry here: that is for rows in the list of uploads"))

    @Slot()
    def _export(self) -> None:
        """Export what is selected on the page in sight; else all that was found, or the last batch."""
        if self.pages.currentWidget() is self.history:
            self.history.export()
            return
        newest = self.panel.newest_done()
        batch = self.panel.batches({newest.batch_id}) if newest is not None else []
        self.history.exports.export_uploads(self.panel.selected_transfers() or batch)

    @Slot()
    def _return_keyboard(self) -> None:
        self.pages.take_keyboard(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _drop_accepted(self) -> None:
        """Come forward, with the keyboard where Ctrl+C copies; what asks something takes it afterwards."""
        self.desktop.leaving.activate_window()
        self.pages.take_keyboard(Qt.FocusReason.MouseFocusReason)

    @Slot(bool)
    def _asked(self, asking: bool) -> None:
        self.pages.empty.step_back(back=asking)

    @Slot()
    def _given(self) -> None:
        self.pages.leave_history()
        if not self.intake.prompt.has_keyboard:
            self._return_keyboard()

    @Slot(object)
    def _banner_acted(self, topic: MessageKind) -> None:
        if topic is MessageKind.KEY:
            self.pages.ask_key()

    @Slot(object)
    def _copy_batch(self, batch_id: int) -> None:
        if self.copying.needs_window:
            self._activate()
        self.panel.copy_batches({batch_id})

    @Slot()
    def _activate(self) -> None:
        self.activate_window(self.notifications.activation)

    @Slot()
    def _open_help(self) -> None:
        keyed = (*self.window.actions(), *self.history.actions(), *self.panel.actions())
        page = HelpDialog(self.shortcuts, keyed, self.window)
        page.documentation_wanted.connect(self._open_documentation)
        page.open()

    @Slot()
    def _open_documentation(self) -> None:
        self.toast.open_address(DOCUMENTATION)

    @Slot()
    def _open_key_page(self) -> None:
        self.toast.open_address(KEY_PAGE)
