"""Keeps the computer awake while uploads run, and no longer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from layers_desktop.ui.desktop.inhibitors import Inhibitor
from layers_desktop.ui.desktop.under_way import UnderWay

OFFLINE_MS: Final = 10 * 60_000
"""A network that is away for longer may be away all night: then the computer may sleep, too."""


class KeepAwake(QObject):
    """Follows what is under way. Paused, waiting for a person, or long without a network: it lets go."""

    def __init__(self, inhibitor: Inhibitor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inhibitor = inhibitor
        self._under_way = UnderWay()
        self._long_offline = False
        self._offline = QTimer(self, singleShot=True, interval=OFFLINE_MS)
        self._offline.timeout.connect(self._offline_for_long)
        self.wanted = True
        """The person's setting; `follow` looks at it."""
        self.held = False

    def follow(self, under_way: UnderWay) -> None:
        """Hold or let go, as things stand now."""
        self._under_way = under_way
        if not under_way.offline:
            self._long_offline = False
            self._offline.stop()
        elif not self._long_offline and not self._offline.isActive():
            self._offline.start()
        self._decide()

    @Slot()
    def close(self) -> None:
        """Let go, for quit."""
        self._offline.stop()
        self._hold(hold=False)

    @Slot()
    def _offline_for_long(self) -> None:
        self._long_offline = True
        self._decide()

    def _decide(self) -> None:
        self._hold(hold=self.wanted and self._under_way.goes_on and not self._long_offline)

    def _hold(self, *, hold: bool) -> None:
        if hold == self.held:
            return
        self.held = hold
        if hold:
            self._inhibitor.hold(self.tr("Uploads are running"))
        else:
            self._inhibitor.release()
