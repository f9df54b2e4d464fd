"""Short blocking work (files, keyring, reads of the API) on other threads, its result on the caller's.

`Tasks` and `DetachedTasks` live in the thread that wants the results, the GUI thread or the queue's. Success
and failure come back as two separate calls *in that thread*, because they are delivered by a queued signal to
a slot of their own (a connected lambda would run on the thread that did the work). `within` gives a blocking
call up after a time: a name service, a socket, a keyring may stay silent.
"""

from __future__ import annotations

import logging
import threading
from abc import abstractmethod
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from layers_desktop.core.errors import Problem, UserError

T = TypeVar("T")
log = logging.getLogger(__name__)


def unexpected(error: BaseException) -> Problem:
    """Return the problem for a fault of our own: the details go to the log, never to the window."""
    return Problem.of("internal", type=type(error).__name__)


class _Work(QRunnable):
    def __init__(self, tasks: BackgroundTasks, ticket: int, work: Callable[[], object]) -> None:
        super().__init__()
        self._tasks = tasks
        self._ticket = ticket
        self._work = work

    def run(self) -> None:
        result: object = None
        problem: Problem | None = None
        try:
            result = self._work()
        except UserError as error:
            problem = error.problem
        except Exception as error:
            # The pool's thread has nobody above it: without this the caller would wait for ever.
            log.exception("a background task failed")
            problem = unexpected(error)
        self._tasks.report(self._ticket, result, problem)


class BackgroundTasks(QObject):
    """Takes calls and brings their results back to its thread; where they run is its subclasses' affair."""

    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[int, tuple[Callable[[Any], None] | None, Callable[[Problem], None] | None]] = {}
        self._next_ticket = 0
        self._closed = False
        self._reporting = threading.Lock()
        """Held while a result is handed over: whoever has closed may delete this object."""
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
    ) -> None:
        """Run `work` on the pool, then `on_done(result)` or `on_problem(problem)` on this object's thread.

        Call it from this object's thread. Without `on_done` nobody hears of the result, without `on_problem`
        a failure is logged only.
        """
        if self._closed:
            return
        self._next_ticket += 1
        self._waiting[self._next_ticket] = (on_done, on_problem)
        self._begin(_Work(self, self._next_ticket, work))

    @abstractmethod
    def _begin(self, work: _Work) -> None:
        """Start it on another thread."""

    def report(self, ticket: int, result: object, problem: Problem | None) -> None:
        """Hand a result over; for the threads that run the work, safe from any thread."""
        with self._reporting:
            if not self._closed:
                self._finished.emit(ticket, result, problem)

    def _forget(self) -> None:
        """Take no more work, and let no result that is still to come be delivered."""
        with self._reporting:
            self._closed = True
        self._waiting.clear()

    @property
    @abstractmethod
    def ended(self) -> bool:
        """True when no thread runs anything of it."""

    @property
    def busy(self) -> bool:
        """True while some result has not been delivered yet."""
        return bool(self._waiting)

    @Slot(object, object, object)
    def _deliver(self, ticket: int, result: object, problem: Problem | None) -> None:
        entry = self._waiting.pop(ticket, None)
        if entry is None:
            return
        on_done, on_problem = entry
        if problem is None:
            try:
                if on_done is not None:
                    on_done(result)
            except UserError as error:
                problem = error.problem
            except Exception as error:
                # Qt would only print it: the caller's other branch says so to the person instead.
                log.exception("the result of a background task could not be used")
                problem = unexpected(error)
            else:
                return
        if on_problem is not None:
            on_problem(problem)
        else:
            log.warning("a background task ended with: %s", problem.sentence())


class Tasks(BackgroundTasks):
    """Runs blocking calls on a pool of threads.

    `close()` drops results that are still to come and waits for running work, so nothing outlives quit.
    Make it before the thread that it is moved to runs: the pool connects inside (docs/decisions.md, 29).
    """

    def __init__(self, parent: QObject | None = None, *, threads: int = 4) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)

    def _begin(self, work: _Work) -> None:
        self._pool.start(work)

    @property
    def ended(self) -> bool:
        """True when no thread runs anything of it."""
        return self._pool.activeThreadCount() == 0

    def finish(self, deadline_ms: int = 5_000) -> bool:
        """Let everything that was given run to its end, its results going nowhere; True when it did.

        For work that must not be lost at quit, such as saving settings.
        """
        self._forget()
        return self._pool.waitForDone(deadline_ms)

    def close(self, deadline_ms: int = 5_000) -> bool:
        """Forget what has not started, wait for what runs; True when nothing runs any more."""
        self._forget()
        self._pool.clear()
        return self._pool.waitForDone(deadline_ms)


class DetachedTasks(BackgroundTasks):
    """Tasks for calls that another program can block for ever, such as those of a locked keyring.

    They run one after another, in the order they were asked for, on a thread that quit does not depend on:
    a thread of the pool would be waited for however long it takes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inbox: SimpleQueue[_Work | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    @property
    def ended(self) -> bool:
        """True when no thread runs anything of it."""
        return self._thread is None or not self._thread.is_alive()

    def _begin(self, work: _Work) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="stalling-tasks", daemon=True)
            self._thread.start()
        self._inbox.put(work)

    def _work(self) -> None:
        while (work := self._inbox.get()) is not None:
            work.run()

    def close(self, deadline_ms: int = 1_000) -> bool:
        """Forget results, let what was asked for end within the deadline; True when nothing runs any more."""
        self._forget()
        if self._thread is not None:
            self._inbox.put(None)
            self._thread.join(deadline_ms / 1_000)
        return self.ended


class TooLate(Exception):
    """The call did not end in time. Its thread is left to itself and does not keep the program alive."""


def within(
    seconds: float, call: Callable[[], T], *, slow: float = 0.0, say: Callable[[], object] | None = None
) -> T:
    """Return what `call` returns, or raise what it raises, or `TooLate` after `seconds`.

    `say` is called, on the asking thread, when it has not ended after the first `slow` seconds.
    """
    ended: SimpleQueue[tuple[T] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            ended.put((call(),))
        except Exception as error:  # noqa: BLE001  # raised again on the asking thread
            ended.put(error)

    threading.Thread(target=run, name="with-a-deadline", daemon=True).start()
    try:
        outcome = ended.get(timeout=seconds if say is None else slow)
    except Empty:
        if say is None:
            raise TooLate from None
        say()
        try:
            outcome = ended.get(timeout=seconds - slow)
        except Empty:
            raise TooLate from None
    if isinstance(outcome, Exception):
        raise outcome
    return outcome[0]
