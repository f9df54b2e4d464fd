"""The network of the program as its settings have it, and where Layers' storage was seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.network import Network
from layers_desktop.api.proxy import ProxyChoice, ProxyUse
from layers_desktop.core.background import Tasks
from layers_desktop.settings.caches import StorageCache
from layers_desktop.settings.preferences import Preferences


def proxy_of(preferences: Preferences) -> ProxyChoice:
    """Return the choice that these settings are. Both packages use the same words for it."""
    return ProxyChoice(ProxyUse(preferences.proxy.value), preferences.proxy_address.strip())


class StorageHostRecorder(QObject):
    """Notes where the storage is each time a batch has ended, for a `doctor` that runs later by itself.

    Writes on a thread of its own.
    """

    def __init__(self, network: Network, cache: StorageCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._cache = cache
        self._tasks = Tasks(self, threads=1)
        self._base_url = ""

    @Slot(object)
    def use_account(self, account: Account | None) -> None:
        """Know whose storage the next links lead to."""
        # A sandbox's storage ends with it: noted, it would take the place of the real one.
        self._base_url = account.base_url if account is not None and not account.sandboxed else ""
        self._network.storage = ""  # another Layers may have another storage

    @Slot(object)
    def batch_finished(self, _summary: object) -> None:
        """Write down the storage that was used, if one was."""
        base_url, origin = self._base_url, self._network.storage
        if base_url and origin:
            self._tasks.run(lambda: self._cache.save(base_url, origin))

    def close(self) -> None:
        """Finish what is being written; for quit."""
        self._tasks.finish()
