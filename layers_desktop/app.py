"""The composition root of the window: builds every part, connects them, starts and stops them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from layers_desktop.api.account import Account
from layers_desktop.logs import Log
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.session.choices import Choices
from layers_desktop.session.projects import ProjectCatalogue
from layers_desktop.session.session import Session
from layers_desktop.settings.credentials import CredentialStore, from_environment
from layers_desktop.settings.endpoint import base_url
from layers_desktop.settings.paths import Places, places
from layers_desktop.settings.preferences import Preferences, PreferenceStore
from layers_desktop.settings.project_cache import ProjectCache
from layers_desktop.transfers import commands
from layers_desktop.transfers.engine import Engine
from layers_desktop.transfers.queue import QueueConfig
from layers_desktop.ui.application import make_application
from layers_desktop.ui.main_window import MainWindow
from layers_desktop.ui.pasted_pictures import PastedPictures
from layers_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The arguments of the window."""

    data_dir: Path | None = None
    sandbox: bool = False
    project_id: str | None = None
    files: tuple[str, ...] = ()


def run(options: Options) -> int:
    """Show the window until it is closed; returns the exit code."""
    where = places(options.data_dir)
    application = make_application()
    with Log(where.logs):
        desktop = Desktop(options, where, Theme(application))
        desktop.start()
        code = application.exec()
        ended = desktop.stop()
    if not ended:
        # A thread that does not end would hang the interpreter's own exit.
        os._exit(code)
    return code


class Desktop(QObject):
    """All parts of the running window. Lives in the GUI thread."""

    def __init__(self, options: Options, where: Places, theme: Theme) -> None:
        super().__init__()
        self._options = options
        self.window = MainWindow(theme)
        self.engine = Engine(QueueConfig(data=where.data))
        self.pictures = PastedPictures(where.data / "pasted", self)
        self.choices = Choices(PreferenceStore(where), self)
        self.catalogue = ProjectCatalogue(ProjectCache(where), self)
        self.session = Session(
            base_url=base_url(),
            credentials=CredentialStore(),
            environment_key=from_environment(),
            start_sandbox=lambda: Sandbox(SandboxConfig()).start(),
            parent=self,
        )
        self._connect_engine()
        self._connect_session()
        self._connect_choices()
        self.window.picture_pasted.connect(self.pictures.keep)
        self.pictures.kept.connect(self.window.submit_paths)
        self.pictures.problem.connect(self.window.on_notice)

    def start(self) -> None:
        """Start reading the settings, signing in and the engine; the window follows when it knows where."""
        self.engine.start()
        self.choices.load()
        if self._options.sandbox:
            self.session.try_sandbox()
        else:
            self.session.start()
        if self._options.files:
            paths = tuple(os.fsencode(Path(file).absolute()) for file in self._options.files)
            self.window.submit_paths(paths)

    def stop(self) -> bool:
        """Stop every part; True when no thread is left."""
        self.window.panel.close_thumbnails()
        self.pictures.close()
        self.catalogue.close()
        self.session.close()
        self.choices.close()
        return self.engine.stop()

    def _connect_engine(self) -> None:
        queue, window = self.engine.queue, self.window
        window.command.connect(queue.post)
        queue.added.connect(window.on_added)
        queue.changed.connect(window.on_changed)
        queue.removed.connect(window.on_removed)
        queue.progress.connect(window.on_progress)
        queue.held.connect(window.on_held)
        queue.preparing.connect(window.on_preparing)
        queue.batch_finished.connect(window.on_batch_finished)
        queue.notice.connect(window.on_notice)

    def _connect_session(self) -> None:
        session, window = self.session, self.window
        window.connect_requested.connect(session.connect_key)
        window.sandbox_requested.connect(session.try_sandbox)
        window.sign_out_requested.connect(session.sign_out)
        window.refresh_projects.connect(self.catalogue.refresh)
        session.changed.connect(window.show_session)
        session.account_changed.connect(self._use_account)
        session.account_changed.connect(self.catalogue.use_account)
        self.catalogue.changed.connect(window.show_projects)
        self.catalogue.loading.connect(window.show_projects_loading)
        self.catalogue.problem.connect(window.on_notice)

    def _connect_choices(self) -> None:
        choices, window = self.choices, self.window
        choices.loaded.connect(self._show_window)
        choices.preferences_changed.connect(window.show_preferences)
        choices.preferences_changed.connect(self._follow_preferences)
        choices.project_settings.connect(window.show_project_settings)
        choices.problem.connect(window.on_notice)
        window.project_chosen.connect(choices.project_chosen)
        window.settings_saved.connect(choices.save)
        window.project_settings_saved.connect(choices.save_project)
        window.closing.connect(choices.remember_window)

    @Slot(object)
    def _show_window(self, preferences: Preferences) -> None:
        self.window.show_preferences(preferences)
        self._follow_preferences(preferences)
        if self._options.project_id is not None:
            self.window.choose_project(self._options.project_id)
        self.window.show()

    @Slot(object)
    def _follow_preferences(self, preferences: Preferences) -> None:
        self.engine.queue.post(commands.SetConcurrency(preferences.concurrency))

    @Slot(object)
    def _use_account(self, account: Account | None) -> None:
        self.engine.queue.post(commands.UseAccount(account))
