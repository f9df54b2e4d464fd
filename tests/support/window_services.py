"""What is behind the window in tests of it: writes down what the parts ask for, by a signal each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from layers_desktop.settings.preferences import CopyFormat, Overrides, Preferences
from layers_desktop.transfers.commands import Command
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.window_contents import WindowServices


class RecordingQueue(QObject):
    """Takes the place of `TransferQueue`."""

    posted = Signal(object)

    def post(self, command: Command) -> None:
        self.posted.emit(command)


class RecordingSession(QObject):
    """Takes the place of `Session`."""

    key_given = Signal(str)
    sandbox_tried = Signal()
    account_switched = Signal(str)
    signed_out = Signal()

    def connect_key(self, text: str) -> None:
        self.key_given.emit(text)

    def try_sandbox(self) -> None:
        self.sandbox_tried.emit()

    def switch_account(self, organization_id: str) -> None:
        self.account_switched.emit(organization_id)

    def sign_out(self) -> None:
        self.signed_out.emit()


class RecordingProjects(QObject):
    """Takes the place of `ProjectCatalogue`."""

    refreshed = Signal()

    def refresh(self) -> None:
        self.refreshed.emit()


class RecordingSettings(QObject):
    """Takes the place of `SettingsService`."""

    saved = Signal(object)
    project_saved = Signal(str, object)
    project_read = Signal(str)
    project_picked = Signal(str)
    folder_remembered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.preferences = Preferences()

    def save(self, preferences: Preferences) -> None:
        self.saved.emit(preferences)

    def save_project(self, project_id: str, overrides: Overrides) -> None:
        self.project_saved.emit(project_id, overrides)

    def read_project(self, project_id: str) -> None:
        self.project_read.emit(project_id)

    def project_chosen(self, project_id: str) -> None:
        self.project_picked.emit(project_id)

    def remember_folder(self, folder: str) -> None:
        self.folder_remembered.emit(folder)


class RecordingServices(QObject):
    """All of them."""

    connection_tested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.queue = RecordingQueue()
        self.session = RecordingSession()
        self.projects = RecordingProjects()
        self.settings = RecordingSettings()

    def with_stores(self, pictures: PictureStore, decoder: PictureDecoder) -> WindowServices:
        """Return what a window is built with."""
        return WindowServices(
            queue=self.queue,
            session=self.session,
            refresh_projects=self.projects.refresh,
            settings=self.settings,
            pictures=pictures,
            decoder=decoder,
            test_connection=self.connection_tested.emit,
        )


class RecordingCopier(QObject):
    """Takes the place of `CopyController`."""

    copied = Signal(object)
    copied_as = Signal(object, object)
    text_copied = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.takes_ids = True

    def copies_ids(self, _project_id: str | None) -> bool:
        return self.takes_ids

    def copy(self, transfers: Sequence[Transfer], copy_format: CopyFormat | None = None) -> None:
        if copy_format is None:
            self.copied.emit(transfers)
        else:
            self.copied_as.emit(transfers, copy_format)

    def copy_text(self, text: str, copied: Callable[[], object] = lambda: None) -> None:
        self.text_copied.emit(text, copied)


class RecordingMessages(QObject):
    """Takes the place of `Toast`."""

    shown = Signal(str)
    action_shown = Signal(str, str)

    def show_text(self, text: str) -> None:
        self.shown.emit(text)

    def show_action(self, text: str, button: str, _pressed: Callable[[], None]) -> None:
        self.action_shown.emit(text, button)

    def dismiss_action(self, pressed: Callable[[], None]) -> None:
        """Have nothing to take away."""
