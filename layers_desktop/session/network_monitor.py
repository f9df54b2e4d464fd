"""What the operating system says of the network. Lives in the GUI thread; nothing blocks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QNetworkInformation


class NetworkWatch(QObject):
    """Emits `changed()` when the system says that the network came, went or is another.

    It is a hint only: whether Layers can be reached is found out by asking it. Where the system says nothing
    (no backend of Qt's for it), nothing is emitted, and failed calls alone start the asking.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.watching = QNetworkInformation.loadDefaultBackend()
        information = QNetworkInformation.instance() if self.watching else None
        if information is not None:
            information.reachabilityChanged.connect(self._on_change)
            information.transportMediumChanged.connect(self._on_change)

    @Slot()
    def _on_change(self) -> None:
        self.changed.emit()
