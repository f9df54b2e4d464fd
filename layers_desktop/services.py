"""Everything behind the window: log, engine, session, projects. Imported after the window is on the screen.

The network's libraries take longer to import than the window takes to appear, so `app` loads this module on a
background thread and the window shows itself meanwhile.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.network import Network
from layers_desktop.core.logging import Log
from layers_desktop.core.secrets import ApiKey
from layers_desktop.diagnostics.connection import WINDOW_LIMIT_SECONDS, ConnectionTest, Probe
from layers_desktop.history.service import History
from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.session.network import StorageHostRecorder, proxy_of
from layers_desktop.session.network_monitor import NetworkWatch
from layers_desktop.session.projects import ProjectCatalogue, ProjectWatchList, WatchedProjects
from layers_desktop.session.session import Session
from layers_desktop.session.settings_service import SettingsService
from layers_desktop.settings.account_keys import AccountKeys, base_url
from layers_desktop.settings.caches import ProjectCache, StorageCache
from layers_desktop.settings.paths import Places
from layers_desktop.settings.preferences import Preferences
from layers_desktop.transfers import commands
from layers_desktop.transfers.queue import Engine, QueueConfig
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.queue_feed import QueueFeed
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.window_contents import WindowContents, WindowServices


class Services(QObject):
    """Builds what is behind the window, and connects it to the window's contents. Lives in the GUI thread."""

    def __init__(self, where: Places, choices: SettingsService, key: ApiKey | None) -> None:
        """`key` is the one of the environment."""
        super().__init__()
        self._choices = choices
        self._network = Network(proxy_of(choices.preferences))
        self._log = Log(where.logs, key)
        self._decoder = PictureDecoder()
        self.pictures = PictureStore(where.data / "pasted", self._decoder, self)
        config = _queue_config(where, choices.preferences, self._network)
        self.engine = Engine(config)
        self.history = History(config.journal, old_index=where.cache / "history.sqlite3")
        self.catalogue = ProjectCatalogue(ProjectCache(where), self, network=self._network)
        self.session = Session(
            base_url=base_url(),
            keys=AccountKeys(base_url(), where),
            environment_key=key,
            network=self._network,
            start_sandbox=lambda: Sandbox(SandboxConfig()).start(),
            parent=self,
        )
        self.storage_noting = StorageHostRecorder(self._network, StorageCache(where), self)
        self.network_watch = NetworkWatch(self)
        self.watching = ProjectWatchList(choices.store, self)
        self.watching.show_preferences(choices.preferences)
        self.connection_test = ConnectionTest(self)
        self._connect_to_each_other()

    def for_window(self) -> WindowServices:
        """Return what the parts of the window call."""
        return WindowServices(
            queue=self.engine.queue,
            session=self.session,
            refresh_projects=self.catalogue.refresh,
            settings=self._choices,
            pictures=self.pictures,
            decoder=self._decoder,
            test_connection=self._test_connection,
        )

    def show_in(self, contents: WindowContents) -> None:
        """Connect what comes from the services to the contents that show it; once, before `start`."""
        queue, session, catalogue, choices = self.engine.queue, self.session, self.catalogue, self._choices
        QueueFeed(queue, contents)
        queue.submitted.connect(contents.on_submitted)
        queue.watching.connect(contents.on_watching)
        queue.notice.connect(contents.on_notice)
        session.changed.connect(contents.show_session)
        session.accounts_changed.connect(contents.header.show_accounts)
        catalogue.changed.connect(contents.show_projects)
        catalogue.listed.connect(contents.on_projects_listed)
        catalogue.loading.connect(contents.show_projects_loading)
        catalogue.problem.connect(contents.on_notice)
        choices.preferences_changed.connect(contents.show_preferences)
        choices.project_settings.connect(contents.projects.show_settings)
        self.watching.changed.connect(contents.show_watched)
        self.connection_test.found.connect(contents.settings.show_layer)
        self.connection_test.ended.connect(contents.settings.show_test_end)
        contents.history.use_history(self.history)
        self.history.problem.connect(contents.on_notice)

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
        """Stop every part, after the window's contents; True when no thread is left."""
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

    def _connect_to_each_other(self) -> None:
        queue, session, choices = self.engine.queue, self.session, self._choices
        queue.batch_finished.connect(self.storage_noting.batch_finished)
        queue.file_usage.connect(self.pictures.sort_out)
        queue.changed.connect(self.history.on_changed)
        session.account_changed.connect(self.storage_noting.use_account)
        session.account_changed.connect(self._use_account)
        session.account_changed.connect(self.catalogue.use_account)
        choices.preferences_changed.connect(self._follow_preferences)
        choices.preferences_changed.connect(self.watching.show_preferences)
        choices.project_saved.connect(self.watching.save_project)
        self.network_watch.changed.connect(self._network_changed)
        self.catalogue.changed.connect(self.watching.show_projects)
        self.watching.changed.connect(self._watch)

    @Slot(object)
    def _follow_preferences(self, preferences: Preferences) -> None:
        queue = self.engine.queue
        queue.post(commands.SetConcurrency(preferences.concurrency))
        queue.post(commands.SetBandwidthLimit(preferences.bandwidth_limit * 1_000))
        queue.post(commands.SetSmallFirst(preferences.small_first))
        if (proxy := proxy_of(preferences)) != self._network.proxy:
            self._network.proxy = proxy
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
                limit=WINDOW_LIMIT_SECONDS,
                proxy=proxy_of(preferences),
                storage=self._network.storage,
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


def _queue_config(where: Places, preferences: Preferences, network: Network) -> QueueConfig:
    return QueueConfig(
        data=where.data,
        concurrency=preferences.concurrency,
        bandwidth_limit=preferences.bandwidth_limit * 1_000,
        small_first=preferences.small_first,
        network=network,
    )
