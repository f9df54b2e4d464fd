"""The clipboard: copies assets, and knows whether the person copied something else meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui import copy_words
from layers_desktop.ui.asset_text import format_assets


class AssetClipboard(QObject):
    """Writes assets to the clipboard and says so."""

    copied = Signal(str)
    """Words for the toast."""

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ours = False
        self._changed_at = float("-inf")
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def copy(
        self, transfers: Sequence[Transfer], settings: ProjectSettings, *, by_person: bool = True
    ) -> bool:
        """Copy what of these has an asset; False, and the clipboard as it was, when nothing has.

        What a person copied here is theirs like what they copied elsewhere: no batch takes its place.
        """
        text = format_assets(transfers, settings)
        return self.put(text, transfers, settings, by_person=by_person)

    def put(
        self, text: str, transfers: Sequence[Transfer], settings: ProjectSettings, *, by_person: bool = True
    ) -> bool:
        """Copy the text of these that was made elsewhere, as `copy` does."""
        if not text:
            return False
        self._ours = True
        QGuiApplication.clipboard().setText(text)
        self._ours = False
        if by_person:
            self._changed_at = self._clock()
        assets = [one for one in transfers if one.asset_id]
        self.copied.emit(copy_words.copied(assets, settings.copy_format))
        return True

    def untouched_for(self, seconds: float) -> bool:
        """Return True when no person copied anything, here or elsewhere, during the last `seconds`."""
        return self._clock() - self._changed_at > seconds

    @Slot()
    def _changed(self) -> None:
        if not self._ours:
            self._changed_at = self._clock()
