"""Coverage's trace function reaches the threads that Qt starts."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from types import FrameType

import pytest
from PySide6.QtCore import QRunnable, QThread, QThreadPool

from tests.architecture.qt_threads import trace_qt_threads

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 12), reason="tracing is global from Python 3.12 on")
Seen = list[object]


class Thread(QThread):
    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self._seen = seen

    def run(self) -> None:
        self._seen.append(sys.gettrace())


class Runnable(QRunnable):
    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self._seen = seen

    def run(self) -> None:
        self._seen.append(sys.gettrace())


def trace(frame: FrameType, event: str, argument: object) -> None:
    del frame, event, argument


@pytest.fixture
def tracing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = threading.gettrace()
    threading.settrace(trace)
    trace_qt_threads(monkeypatch)
    yield
    threading.settrace(before)


@pytest.mark.usefixtures("tracing")
def test_a_qthread_is_traced() -> None:
    seen: Seen = []
    thread = Thread(seen)
    thread.start()
    assert thread.wait(5_000)
    assert seen == [trace]


@pytest.mark.usefixtures("tracing")
def test_a_runnable_is_traced() -> None:
    seen: Seen = []
    pool = QThreadPool()
    pool.start(Runnable(seen))
    assert pool.waitForDone(5_000)
    assert seen == [trace]
