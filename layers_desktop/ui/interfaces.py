"""What the parts of the window call: each is given the ones that it uses, and does not know who is behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from layers_desktop.settings.preferences import CopyFormat, Overrides, Preferences
from layers_desktop.transfers.commands import Command
from layers_desktop.transfers.transfer import Transfer


class CommandQueue(Protocol):
    """The queue of transfers (`transfers.queue.TransferQueue`)."""

    def post(self, command: Command) -> None:
        """Ask for something; the answer comes by the queue's signals."""


class SessionControls(Protocol):
    """Who is signed in (`session.session.Session`)."""

    def connect_key(self, text: str) -> None:
        """Sign in with a key that a person typed."""

    def try_sandbox(self) -> None:
        """Sign in at a sandbox of our own."""

    def switch_account(self, organization_id: str) -> None:
        """Go on with the key of another organization."""

    def sign_out(self) -> None:
        """Forget the key."""


class SettingsStore(Protocol):
    """What a person chose (`session.settings_service.SettingsService`)."""

    preferences: Preferences
    """What counts now; the program remembers some by itself."""

    def save(self, preferences: Preferences) -> None:
        """Take and save settings of the program."""

    def save_project(self, project_id: str, overrides: Overrides) -> None:
        """Take and save what is set for a project."""

    def read_project(self, project_id: str) -> None:
        """Have the settings of a project read."""

    def project_chosen(self, project_id: str) -> None:
        """Remember the picked project, and have its settings read."""

    def remember_folder(self, folder: str) -> None:
        """Remember where files were chosen last."""


class Copier(Protocol):
    """Puts assets on the clipboard and says so (`ui.clipboard.copy_controller.CopyController`)."""

    def copies_ids(self, project_id: str | None) -> bool:
        """Tell whether Copy takes bare ids in this project."""

    def copy(self, transfers: Sequence[Transfer], copy_format: CopyFormat | None = None) -> None:
        """Copy what of these has an asset; without a format in that of its project."""

    def copy_text(self, text: str, copied: Callable[[], object] = ...) -> None:
        """Copy what is no asset, as a request id; `copied` is called once it is on the clipboard."""


class Messages(Protocol):
    """Short words at the foot of the window (`ui.widgets.toast.Toast`)."""

    def show_text(self, text: str) -> None:
        """Show a sentence in place of what was shown."""

    def show_action(self, text: str, button: str, pressed: Callable[[], None]) -> None:
        """Show a sentence with a button for a while."""

    def dismiss_action(self, pressed: Callable[[], None]) -> None:
        """Take away the button that would call this."""
