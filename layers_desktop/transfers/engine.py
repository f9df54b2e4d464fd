"""A transfer queue in its own thread, started and stopped as one by the thread that builds it."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QMetaObject, Qt, QThread

from layers_desktop.transfers.queue import QueueConfig, TransferQueue

log = logging.getLogger(__name__)

_SPARE_SECONDS: Final = 10.0
"""Beyond what the queue joins itself: it may be busy when it is stopped, and closes its journal."""


class Engine:
    """`queue` is there from the start: connect to its signals, then `start()`; `stop()` before the end."""

    def __init__(self, config: QueueConfig) -> None:
        self._deadline_ms = int((config.join_seconds + _SPARE_SECONDS) * 1_000)
        self.queue = TransferQueue(config)
        self._thread = QThread()
        self._thread.setObjectName("queue")
        self.queue.moveToThread(self._thread)
        self._thread.started.connect(self.queue.start)

    def start(self) -> None:
        """Start the thread; the journal is opened in it."""
        self._thread.start()

    def stop(self) -> bool:
        """Stop the queue and join its thread; False when something of it still runs."""
        self.queue.stop_accepting()
        if not self._thread.isRunning():
            return True
        # Posted, not called: a busy queue must not block the window's thread beyond the deadline below.
        QMetaObject.invokeMethod(self.queue, "stop", Qt.ConnectionType.QueuedConnection)
        # The thread deletes the queue with its timers and workers when it ends: they belong to it.
        self.queue.deleteLater()
        ended = self._thread.wait(self._deadline_ms)
        if not ended:
            log.error("the queue's thread did not end in time")
        return ended and self.queue.ended
