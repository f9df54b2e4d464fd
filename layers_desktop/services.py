"""Everything behind the window: log, engine, session, projects. Imported after the window is on the screen.

The network's libraries take longer to import than the window takes to appear, so `app` loads this module on a
background thread and the window shows itself meanwhile.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.storage import LAST_SEEN
from layers_desktop.core.logging import Log
from layers_desktop.core.secrets import ApiKey
from layers_desktop.diagnostics.connection import Probe
from layers_desktop.diagnostics.connection_test import LIMIT_SECONDS, ConnectionTest
from layers_desktop.history.service import History
from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.session import settings_service
from layers_desktop.session.network_monitor import NetworkWatch
from layers_desktop.session.projects import ProjectCatalogue
from layers_desktop.session.session import Session
from layers_desktop.session.settings_service import SettingsService
from layers_desktop.session.storage_host import StorageHostRecorder
from layers_desktop.session.watched_projects import ProjectWatchList, WatchedProjects
from layers_desktop.settings.caches import ProjectCache, StorageCache
from layers_desktop.settings.endpoint import base_url
from layers_desktop.settings.keyring import CredentialStore
from layers_desktop.settings.paths import Places
from layers_desktop.settings.preferences import Preferences
from layers_desktop.settings.stored_accounts import StoredAccounts
from layers_desktop.transfers import commands
from layers_desktop.transfers.engine import Engine
from layers_desktop.transfers.queue import QueueConfig
from layers_desktop.ui.intake.fetched_links import FetchedLinks
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.main_window import MainWindow
from layers_desktop.ui.queue_feed import QueueFeed


class Services(QObject):
    """Builds the parts and connects them to the window. Lives in the GUI thread."""

    def __init__(
        self, where: Places, window: MainWindow, choices: SettingsService, key: ApiKey | None
    ) -> None:
        """`key` is the one of the environment."""
        super().__init__()
        self._window = window
        settings_service.follow(choices.preferences)
        self._log = Log(where.logs, key)
        self.pictures = PictureStore(where.data / "pasted", window.panel.decoder, self)
        self.links = FetchedLinks(where.data / "pasted", self)
        config = _queue_config(where, choices.preferences)
        self.engine = Engine(config)
        self.history = History(where.cache / "history.sqlite3", config.journal)
        self.catalogue = ProjectCatalogue(ProjectCache(where), self)
        kept = StoredAccounts(where)
        self.session = Session(
            base_url=base_url(),
            credentials=CredentialStore(kept=kept),
            kept=kept,
            environment_key=key,
            start_sandbox=lambda: Sandbox(SandboxConfig()).start(),
            parent=self,
        )
        self.storage_noting = StorageHostRecorder(StorageCache(where), self)
        self._connect_engine(window)
        self._connect_history(window)
        self._connect_session(window)
        self.network = NetworkWatch(self)
        self.network.changed.connect(self._network_changed)
        self._connect_choices(window, choices)
        self.watching = ProjectWatchList(choices.store, self)
        self.watching.show_preferences(choices.preferences)
        choices.preferences_changed.connect(self.watching.show_preferences)
        self.watching.changed.connect(self._watch)
        self.watching.changed.connect(window.show_watched)
        self.catalogue.changed.connect(self.watching.show_projects)
        window.project_settings_saved.connect(self.watching.save_project)
        window.intake.use_stores(self.pictures, self.links)
        self.connection_test = ConnectionTest(self)
        window.connection_test_wanted.connect(self._test_connection)
        self.connection_test.found.connect(window.on_layer_found)
        self.connection_test.ended.connect(window.on_test_ended)

    def start(self, *, sandbox: bool) -> None:
        """Start the engine and sign in: to the sandbox, or with the key of the environment or the keyring."""
        self._log.start()
        self.engine.start()
        self.history.start()
        self.engine.queue.post(commands.QueryFiles(os.fsencode(self.pictures.folder)))
        if sandbox:
            self.session.try_sandbox()
        else:
            self.session.start()

    def stop(self) -> bool:
        """Stop every part; True when no thread is left."""
        self._window.panel.close_thumbnails()
        self._window.copying.close()
        self._window.notifications.close()
        self._window.life.close()
        self._window.intake.close()
        self.links.close()
        self.pictures.close()
        self.connection_test.close()
        self.watching.close()
        self.storage_noting.close()
        self.catalogue.close()
        self.session.close()
        ended = self.history.stop()
        ended = self.engine.stop() and ended
        self._log.stop()
        return ended

    def _connect_engine(self, window: MainWindow) -> None:
        queue = self.engine.queue
        window.command.connect(queue.post)
        QueueFeed(queue, window)
        queue.submitted.connect(window.on_submitted)
        queue.batch_finished.connect(self.storage_noting.batch_finished)
        queue.watching.connect(window.on_watching)
        queue.notice.connect(window.on_notice)
        queue.file_usage.connect(self.pictures.sort_out)

    def _connect_history(self, window: MainWindow) -> None:
        history, panel = self.history, window.history
        panel.requested.connect(history.post)
        self.engine.queue.changed.connect(history.on_changed)
        history.found.connect(panel.on_found)
        history.counted.connect(panel.on_counted)
        history.collected.connect(panel.copies.on_collected)
        history.grown.connect(panel.on_grown)
        history.catching_up.connect(panel.on_catching_up)
        history.looking.connect(panel.on_looking)
        history.looked.connect(panel.on_looked)
        history.exported.connect(panel.exports.on_exported)
        history.problem.connect(panel.on_problem)
        history.problem.connect(window.on_notice)

    def _connect_session(self, window: MainWindow) -> None:
        session, catalogue = self.session, self.catalogue
        window.connect_requested.connect(session.connect_key)
        window.sandbox_requested.connect(session.try_sandbox)
        window.account_chosen.connect(session.switch_account)
        window.sign_out_requested.connect(session.sign_out)
        window.rehearsal_wanted.connect(session.simulate_faults)
        window.refresh_projects.connect(catalogue.refresh)
        session.changed.connect(window.show_session)
        session.accounts_changed.connect(window.show_accounts)
        session.account_changed.connect(self.storage_noting.use_account)
        session.account_changed.connect(self._use_account)
        session.account_changed.connect(catalogue.use_account)
        catalogue.changed.connect(window.show_projects)
        catalogue.listed.connect(window.on_projects_listed)
        catalogue.loading.connect(window.show_projects_loading)
        catalogue.problem.connect(window.on_notice)

    def _connect_choices(self, window: MainWindow, choices: SettingsService) -> None:
        choices.preferences_changed.connect(window.show_preferences)
        choices.preferences_changed.connect(self._follow_preferences)
        choices.project_settings.connect(window.show_project_settings)
        window.project_chosen.connect(choices.project_chosen)
        window.project_settings_wanted.connect(choices.read_project)
        window.settings_saved.connect(choices.save)
        window.intake.choosers.folder_changed.connect(choices.remember_folder)
        window.project_settings_saved.connect(choices.save_project)

    @Slot(object)
    def _follow_preferences(self, preferences: Preferences) -> None:
        queue = self.engine.queue
        queue.post(commands.SetConcurrency(preferences.concurrency))
        queue.post(commands.SetBandwidthLimit(preferences.bandwidth_limit * 1_000))
        queue.post(commands.SetSmallFirst(preferences.small_first))
        if settings_service.follow(preferences):
            queue.post(commands.NetworkChanged())

    @Slot(object)
    def _test_connection(self, preferences: Preferences) -> None:
        """Try the way to where the person is signed in, else to where they would be."""
        account = self.session.account
        self.connection_test.start(
            Probe(
                url=account.base_url if account is not None else base_url(),
                key=account.key if account is not None else None,
                other_key=False,
                limit=LIMIT_SECONDS,
                proxy=settings_service.proxy_of(preferences),
                storage=LAST_SEEN.origin,
            )
        )

    @Slot(object)
    def _watch(self, projects: WatchedProjects) -> None:
        folders = tuple(
            commands.WatchedFolder(
                path=os.fsencode(settings.watch_folder),
                project_id=project.id,
                project_name=project.name or project.id,
                image_kind=MediaKind(settings.image_kind),
                checksum=settings.checksum,
                existing=settings.watch_existing,
            )
            for project, settings in projects.on
        )
        self.engine.queue.post(commands.WatchFolders(folders, projects.off))

    @Slot()
    def _network_changed(self) -> None:
        self.engine.queue.post(commands.NetworkChanged())

    @Slot(object)
    def _use_account(self, account: Account | None) -> None:
        # What waits for a key waits for a real one: the sandbox forgets what it was sent.
        self.engine.queue.post(commands.UseAccount(account, adopt=not self.session.state.sandbox))


def _queue_config(where: Places, preferences: Preferences) -> QueueConfig:
    return QueueConfig(
        data=where.data,
        concurrency=preferences.concurrency,
        bandwidth_limit=preferences.bandwidth_limit * 1_000,
        small_first=preferences.small_first,
    )
