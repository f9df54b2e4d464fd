"""All that is in the window: made, laid out and connected to each other, once the frame is on the screen.

Another organization is signed in: whose uploads are shown, and what becomes of those of the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from layers_desktop.session.state import SessionState
from layers_desktop.settings.preferences import Preferences
from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import BatchSummary
from layers_desktop.ui import actions
from layers_desktop.ui.clipboard.clipboard import AssetClipboard, this_system
from layers_desktop.ui.clipboard.copy_controller import CopyController
from layers_desktop.ui.footer import Footer
from layers_desktop.ui.header.header import Header, waiting_words
from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.history.integration import HistoryIntegration
from layers_desktop.ui.history.page import HistoryPage
from layers_desktop.ui.intake.controller import IntakeController
from layers_desktop.ui.intake.project_prompt import ProjectPrompt
from layers_desktop.ui.message_bar import MessageBar, MessageKind
from layers_desktop.ui.pages.help_dialog import DOCUMENTATION, HelpDialog
from layers_desktop.ui.pages.page_stack import PageStack
from layers_desktop.ui.pages.sign_in_page import KEY_PAGE
from layers_desktop.ui.platform.integration import DesktopIntegration
from layers_desktop.ui.platform.notifications import Notifications
from layers_desktop.ui.settings.controller import SettingsController
from layers_desktop.ui.theme import icons
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.uploads.totals import Totals
from layers_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from layers_desktop.ui.main_window import MainWindow


class AccountChange:
    """Notices the change however it came: from the header, by a key that was typed, by signing out."""

    def __init__(self, header: Header, panel: UploadsPanel, toast: Toast) -> None:
        self._header = header
        self._panel = panel
        self._toast = toast
        self._leaving = ""
        """The organization whose uploads are shown; empty: the sandbox, whose uploads end with it."""

    def show_session(self, state: SessionState) -> None:
        """Say how many uploads wait for their organization; before the header names another one."""
        if self._header.organization_name:
            self._leaving = "" if self._header.in_sandbox else self._header.organization_name
        if not self._panel.use_account(state.organization_id):
            return
        self._toast.dismiss_action(self._panel.undo_removal)
        waiting = self._panel.totals.active
        if waiting and self._leaving:
            self._toast.show_text(waiting_words(waiting, self._leaving))


class WindowContents(QObject):
    """The parts, and what one means for another. What concerns others leaves by the window's signals."""

    def __init__(
        self, window: MainWindow, app_theme: Theme, clock: Callable[[], float], *, native_dialogs: bool
    ) -> None:
        super().__init__(window)
        self._window = window
        window.setWindowIcon(icons.application_icon())
        self.toast = Toast(app_theme, window)
        self.shortcuts = actions.make(window)
        self.header = Header(app_theme, self.shortcuts.settings, self.shortcuts.history)
        self.banner = MessageBar()
        self.panel = UploadsPanel(app_theme)
        self.history = HistoryPage(app_theme, native=native_dialogs)
        self.pages = PageStack(window.starting, self.panel, self.history)
        self.account_change = AccountChange(self.header, self.panel, self.toast)
        self.footer = Footer(self.shortcuts.copy, self.shortcuts.retry, clock=clock)
        self.projects = ProjectController(self.header.picker, self, clock=clock)
        self.settings = SettingsController(window, self.projects)
        self.intake = IntakeController(app_theme, self.projects, window, native=native_dialogs)
        self.question = ProjectPrompt(
            self.banner,
            self.header.picker,
            projects=self.projects,
            waiting=lambda: self.intake.submitter.waiting,
            pages=self.pages,
            parent=self,
        )
        clipboard = AssetClipboard(self, system=this_system(clock))
        self.copying = CopyController(self.panel, self.projects, clipboard, self.toast)
        self.notifications = Notifications(window, self)
        self.notifications.copy_requested.connect(self._copy_batch)
        self.life = DesktopIntegration(window, self.banner, self.panel, self)
        self.life.preferences_changed.connect(window.settings_saved)
        self.life.command.connect(window.command)
        self.notifications.show_requested.connect(self._come_back)
        self._visit = HistoryIntegration(
            self.history,
            self.panel,
            pages=self.pages,
            copying=self.copying,
            projects=self.projects,
            toast=self.toast,
        )
        for field in (self.history.bar.search, self.panel.search_field):
            self.intake.overlay.leave_free(field)
        self._lay_out()
        self._connect_pages()
        self._connect_intake()
        self._connect_bars()
        self._connect_shortcuts()
        self._connect_settings()
        self._page_turned()

    def show_preferences(self, preferences: Preferences) -> None:
        """Follow the program's settings; the last project only once, then it is the person's."""
        self.settings.show_preferences(preferences)
        self.life.show_preferences(preferences)
        self.header.picker.set_recent(preferences.recent_projects)
        if preferences.last_folder is not None:
            self.intake.choosers.begin_in(preferences.last_folder)
        if preferences.last_project is not None:
            self.projects.choose_again(preferences.last_project)

    @property
    def shown(self) -> str:
        """Which uploads the list shows, as the settings keep it."""
        return str(self.panel.shown.value)

    def show_as_before(self, preferences: Preferences) -> None:
        """Show what the list showed when the window was closed; once, then it is the person's."""
        before = preferences.window.show if preferences.window is not None else ""
        for show in StatusFilter:
            if show.value == before:
                self.panel.show_only(show)

    def notify(self, summary: BatchSummary) -> None:
        """Tell a person who looks at something else that a batch is done, if its project wants that."""
        first = self.panel.first_of(summary.batch_id)
        project = first.project_name if first is not None else ""
        self.projects.when_known(
            summary.project_id,
            lambda settings: self.notifications.batch_finished(summary, settings, project),
        )

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
        self._window.setCentralWidget(middle)

    def _connect_pages(self) -> None:
        window = self._window
        self.pages.page_changed.connect(self._page_turned)
        self.pages.first_start.connect_requested.connect(window.connect_requested)
        self.pages.first_start.key_page_requested.connect(self._open_key_page)
        self.pages.first_start.sandbox_requested.connect(window.sandbox_requested)
        self.pages.empty.files_wanted.connect(self.shortcuts.files.trigger)
        self.pages.empty.folder_wanted.connect(self.shortcuts.folder.trigger)
        self.panel.command.connect(window.command)
        self.panel.totals_changed.connect(self._totals_changed)
        self.panel.message.connect(self.toast.show_text)
        self.panel.removed.connect(self._offer_undo)
        self.panel.undone.connect(self._undone)
        # Also where the last row is gone, and the list with it.
        window.addAction(self.panel.undo)

    def _connect_intake(self) -> None:
        window = self._window
        self.intake.submitter.command.connect(window.command)
        self.intake.given.connect(self._given)
        self.intake.overlay.accepted.connect(self._drop_accepted)
        self.intake.submitter.project_needed.connect(self.question.project_needed)
        self.intake.prompt.asking.connect(self._asked)
        self.intake.prompt.closed.connect(self._answered)
        self.intake.prompt.project_wanted.connect(self.header.picker.start_search)
        self.intake.message.connect(self.toast.show_text)
        self.intake.problem.connect(self.banner.say_problem)
        self.intake.fetching.connect(self.life.show_fetching)
        self.projects.chosen.connect(window.project_chosen)
        self.projects.chosen_by_hand.connect(self.intake.prompt.take_keyboard)
        self.projects.settings_wanted.connect(window.project_settings_wanted)
        self.projects.learned.connect(self._follow_project)
        self.projects.refresh_wanted.connect(window.refresh_projects)
        self.projects.ready.connect(self._follow_project)

    def _connect_bars(self) -> None:
        self.header.sign_out_requested.connect(self._window.sign_out_requested)
        self.header.new_key_requested.connect(self.pages.ask_key)
        self.header.accounts.added.connect(self.pages.ask_account)
        self.header.accounts.chosen.connect(self._window.account_chosen)
        self.footer.add_requested.connect(self.shortcuts.files.trigger)
        self.footer.pause_requested.connect(self._pause_all)
        self.footer.resume_requested.connect(self._resume_all)
        self.footer.copy_all_requested.connect(self.copying.copy_all)
        self.footer.copy_batches_requested.connect(self.copying.copy_batches)
        self.banner.acted.connect(self._banner_acted)
        for bar in (self.banner, self.footer, self.toast):
            bar.released.connect(self._answered)

    def _connect_settings(self) -> None:
        self.header.picker.settings_requested.connect(self.settings.open_project)
        self.pages.first_start.network_requested.connect(self.settings.open_network)
        for sign in (self.footer.watched, self.pages.empty.watched):
            sign.project_wanted.connect(self.settings.open_for)
        self.settings.saved.connect(self._window.settings_saved)
        self.settings.project_saved.connect(self._window.project_settings_saved)
        self.settings.sign_out_requested.connect(self._window.sign_out_requested)
        self.settings.test_wanted.connect(self._window.connection_test_wanted)

    def _connect_shortcuts(self) -> None:
        does = self.shortcuts
        does.files.triggered.connect(self.intake.choosers.open_files)
        does.folder.triggered.connect(self.intake.choosers.open_folder)
        does.paste.triggered.connect(self.intake.paste)
        does.copy.triggered.connect(self._visit.copy_selected)
        does.history.triggered.connect(self.pages.toggle_history)
        does.export.triggered.connect(self._visit.export)
        does.retry.triggered.connect(self._visit.retry_selected)
        does.copy_all.triggered.connect(self.copying.copy_all)
        does.project.triggered.connect(self.header.picker.start_search)
        does.settings.triggered.connect(self.settings.open)
        does.help.triggered.connect(self._open_help)

    @Slot()
    def _page_turned(self) -> None:
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
        self.life.show_totals(totals)

    @Slot(str)
    def _offer_undo(self, words: str) -> None:
        self.toast.show_action(words, self.tr("Undo"), self.panel.undo_removal)

    @Slot()
    def _undone(self) -> None:
        self.toast.dismiss_action(self.panel.undo_removal)
        self.pages.take_keyboard(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _follow_project(self) -> None:
        project = self.projects.current
        self.footer.name_copies(copies_ids=self.copying.copies_ids(project.id if project else None))
        self.panel.name_copies(self.copying.copies_ids)
        self.panel.show_picked(project.id if project else None)

    @Slot()
    def _answered(self) -> None:
        self.pages.take_keyboard(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _drop_accepted(self) -> None:
        """Come forward, with the keyboard where Ctrl+C copies; what asks something takes it afterwards."""
        self.life.leaving.activate_window()
        self.pages.take_keyboard(Qt.FocusReason.MouseFocusReason)

    @Slot(bool)
    def _asked(self, asking: bool) -> None:
        self.pages.empty.step_back(back=asking)

    @Slot()
    def _given(self) -> None:
        self.pages.leave_history()
        if not self.intake.prompt.has_keyboard:
            self.pages.take_keyboard(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _banner_acted(self, topic: MessageKind) -> None:
        if topic is MessageKind.KEY:
            self.pages.ask_key()

    @Slot(object)
    def _copy_batch(self, batch_id: int) -> None:
        if self.copying.needs_window:
            self._come_back()
        self.copying.copy_batches({batch_id})

    @Slot()
    def _come_back(self) -> None:
        self.life.leaving.activate_window(self.notifications.activation)

    @Slot()
    def _pause_all(self) -> None:
        self._window.command.emit(commands.Pause())

    @Slot()
    def _resume_all(self) -> None:
        self._window.command.emit(commands.Resume())

    @Slot()
    def _open_help(self) -> None:
        keyed = (*self._window.actions(), *self.history.actions(), *self.panel.actions())
        page = HelpDialog(self.shortcuts, keyed, self._window)
        page.documentation_wanted.connect(self._open_documentation)
        page.open()

    @Slot()
    def _open_documentation(self) -> None:
        self.toast.open_address(DOCUMENTATION)

    @Slot()
    def _open_key_page(self) -> None:
        self.toast.open_address(KEY_PAGE)
