"""The keyring as a session uses it: asked one thing after another, off its thread, and with some patience."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from layers_desktop.api.account import Account
from layers_desktop.core.background import DetachedTasks
from layers_desktop.core.errors import Problem
from layers_desktop.session.account_lookup import SignInAttempt
from layers_desktop.settings.account_keys import AccountKeys, NamedKey
from layers_desktop.settings.keyring import Saved
from layers_desktop.settings.stored_accounts import StoredOrganization

PATIENCE_MS = 15_000
"""A locked keyring can block for ever behind a password dialog; after this the window stops waiting."""


class KeyringWorker(QObject):
    """Finds, keeps and deletes keys; results arrive in this object's thread, also long after `silent`."""

    silent = Signal()
    """It was asked to find or to keep a key, and has not answered for longer than a person should wait."""

    def __init__(
        self, keys: AccountKeys, *, patience_ms: int = PATIENCE_MS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._tasks = DetachedTasks(self)
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self.silent)

    def list_organizations(self, seen: Callable[[tuple[StoredOrganization, ...]], None]) -> None:
        """Look up whose keys are kept, without asking the keyring itself."""
        self._tasks.run(self._keys.organizations, seen)

    def find(
        self,
        organization_id: str | None,
        found: Callable[[NamedKey | None], None],
        failed: Callable[[Problem], None],
    ) -> None:
        """Look for that organization's key, by default that of the one used last; None where none is kept."""
        self._patience.start()
        self._tasks.run(lambda: self._keys.load(organization_id), found, failed)

    def keep(self, candidate: SignInAttempt, account: Account, kept: Callable[[Saved], None]) -> None:
        """Keep a typed key, and one without a name under the name that is known now; note who was there last.

        `kept` hears of a typed key only. Nothing of a sandbox is kept.
        """
        found, id_, name = candidate.kept, account.organization_id, account.organization_name
        if found is not None and not self._keys.has_a_name(found):
            self._tasks.run(lambda: self._keys.save(id_, name, found.key))
        elif candidate.store:
            self._patience.start()
            self._tasks.run(
                lambda: self._keys.save(id_, name, candidate.key),
                kept,
                lambda problem: kept(Saved(kept=False, problem=problem)),
            )
        elif candidate.box is None:
            self._tasks.run(lambda: self._keys.use(id_, name))

    def delete(self, organization_id: str, failed: Callable[[Problem], None]) -> None:
        """Forget that organization's key; `failed` hears when it may still be kept."""
        self._tasks.run(lambda: self._keys.delete(organization_id), on_problem=failed)

    @property
    def busy(self) -> bool:
        """True while the keyring has something left to do."""
        return self._tasks.busy

    def stop_waiting(self) -> None:
        """Do not say any more that the keyring is silent: nobody waits for what was asked."""
        self._patience.stop()

    def close(self) -> None:
        """Ask nothing more; for quit, which does not wait for a keyring that is silent."""
        self._patience.stop()
        self._tasks.close()
