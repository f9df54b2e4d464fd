"""Lets coverage see what runs in Qt's threads: a pytest plugin, named in tests/conftest.py.

Before Python 3.12 a trace function belongs to one thread. Python's `threading` hands it to the threads it
starts; Qt starts its own, so that the code of a QThread or a QRunnable would count as never run. Without
coverage nothing is changed.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QRunnable, QThread, QThreadPool


def traced(run: Callable[[], None]) -> Callable[[], None]:
    """Return `run` so that it first takes over the trace function of Python's own threads."""

    def with_trace() -> None:
        sys.settrace(threading.gettrace())
        run()

    return with_trace


def trace_qt_threads(patch: pytest.MonkeyPatch) -> None:
    """Trace every QThread and QRunnable that is started from now on."""
    start_thread, start_runnable = QThread.start, QThreadPool.start

    # Qt's signatures are overloaded; what is given is passed on as it is.
    def start(self: QThread, *arguments: Any) -> None:  # noqa: ANN401
        self.run = traced(self.run)  # type: ignore[method-assign]  # Qt calls what the instance has
        start_thread(self, *arguments)

    def start_in_pool(self: QThreadPool, runnable: Any, *arguments: Any) -> None:  # noqa: ANN401
        if isinstance(runnable, QRunnable):
            runnable.run = traced(runnable.run)  # type: ignore[method-assign]  # as above
        start_runnable(self, runnable, *arguments)

    patch.setattr(QThread, "start", start)
    patch.setattr(QThreadPool, "start", start_in_pool)


def trace_one_at_a_time(patch: pytest.MonkeyPatch) -> None:
    """Let no thread begin to be traced in the middle of another's beginning: Python refuses that.

    Installing a trace function tells the audit hooks, which tests have too, and they let other threads run.
    """
    install, one = sys.settrace, threading.Lock()

    def settrace(function: Any) -> None:  # noqa: ANN401
        with one:
            install(function)

    patch.setattr(sys, "settrace", settrace)


@pytest.fixture(scope="session", autouse=True)
def _trace_qt_threads() -> Any:  # noqa: ANN401 - a generator fixture
    with pytest.MonkeyPatch.context() as patch:
        if threading.gettrace() is not None:
            trace_qt_threads(patch)
            trace_one_at_a_time(patch)
        yield
