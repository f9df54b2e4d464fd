"""Waits of tests are long: a wait that ends early only says that the computer was busy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEventLoop, QTimerEvent
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

TIMEOUT_MS = 60_000
"""In place of pytest-qt's five seconds, where a test does not say how long it waits."""
TIMEOUT_S = TIMEOUT_MS / 1_000
"""The same for what waits in seconds: threads, events, barriers."""
AN_HOUR_MS = 3_600_000
"""In place of what the program does by itself after a while, in tests that are not about that."""
ENDLESS_S = 600.0
"""So long holds what must not end before `TIMEOUT_S`: a test's own server, a time-out of the client."""


class _Pause(QEventLoop):
    """An event loop that ends by itself, without a connection."""

    def last(self, ms: int) -> None:
        timer = self.startTimer(ms)
        self.exec()
        self.killTimer(timer)

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: ARG002 - Qt's
        self.quit()


_pauses: list[_Pause] = []
"""Those that nobody is in: a wait may be inside another."""


class LongWaitBot(QtBot):
    """pytest-qt's bot, waiting a minute unless told otherwise."""

    def wait(self, ms: int) -> None:
        """Process events for so long.

        pytest-qt connects an object of its own, no QObject, for each wait, and lets it go after 10 ms. A
        thread that connects something at this moment can wait for ever (docs/decisions.md, 29).
        """
        pause = _pauses.pop() if _pauses else _Pause()
        try:
            pause.last(ms)
        finally:
            _pauses.append(pause)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = TIMEOUT_MS) -> None:  # noqa: N802 - pytest-qt's
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # noqa: N802 - pytest-qt's
        self,
        signal: Any,  # noqa: ANN401 - pytest-qt's
        *,
        timeout: int = TIMEOUT_MS,
        raising: bool | None = None,
        check_params_cb: Callable[..., bool] | None = None,
    ) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb)
