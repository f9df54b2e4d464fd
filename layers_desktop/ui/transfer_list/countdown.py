"""A tick a second while words count down and somebody can see them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

TICK_MS: Final = 1_000


class Countdown(QObject):
    """Ticks only while it is wanted and its widget is shown: a window in the tray costs nothing."""

    tick = Signal()

    def __init__(self, seen: QWidget) -> None:
        super().__init__(seen)
        self._seen = seen
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        seen.installEventFilter(self)

    @property
    def ticking(self) -> bool:
        """True while there is a tick a second."""
        return self._timer.isActive()

    def want(self, *, wanted: bool) -> None:
        """Tick from now on, or no more."""
        self._wanted = wanted
        self._mind(shown=self._seen.isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget as it is shown and hidden."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._mind(shown=event.type() == QEvent.Type.Show)
        return super().eventFilter(watched, event)

    def _mind(self, *, shown: bool) -> None:
        ticks = self._wanted and shown
        if ticks and not self._timer.isActive():
            self._timer.start()
        elif not ticks:
            self._timer.stop()
