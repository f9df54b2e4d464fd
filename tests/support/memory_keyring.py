"""Keyrings that live as long as the test, so that none reaches the user's own; the file beside them."""

from __future__ import annotations

import json
import threading

import keyring.errors
from keyring.backend import KeyringBackend

from layers_desktop.core.files import make_folder
from layers_desktop.settings.account_keys import account_name
from layers_desktop.settings.paths import Places


def note_unnamed_key(where: Places, base_url: str) -> None:
    """Note that the keyring has a key for this address, as an edition did that knew no organizations."""
    make_folder(where.config)
    noted = {"version": 1, "accounts": [account_name(base_url)]}
    (where.config / "keyring-accounts.json").write_text(json.dumps(noted))


class MemoryKeyring(KeyringBackend):
    """A whole keyring that keeps its secrets in this object."""

    priority = 0
    """Never picked as a real one."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring does not annotate it
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.kept[service, username]
        except KeyError:
            raise keyring.errors.PasswordDeleteError("not found") from None


class LockableKeyring(MemoryKeyring):
    """One that can be locked, loses what it is given when told to, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.open = threading.Event()
        """Unset: locked, every call waits."""
        self.open.set()
        self.lossy = False

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append("load")
        self.open.wait()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked.append("save")
        self.open.wait()
        if not self.lossy:
            super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self.asked.append("delete")
        self.open.wait()
        super().delete_password(service, username)
