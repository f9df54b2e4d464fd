"""A worker: a QThread that runs one step at a time and reports what came of it.

It holds no state between steps and decides nothing. While it sends, it counts bytes in the plain attribute
`sent`, which the queue samples; there is no signal per block.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Final

from PySide6.QtCore import QObject, QThread, Signal

from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors.base import UploadCancelled
from layers_desktop.api.storage import ObjectStorage
from layers_desktop.core.background import unexpected
from layers_desktop.core.clock import steady_time
from layers_desktop.core.errors import UserError
from layers_desktop.transfers import steps
from layers_desktop.transfers.bandwidth import Bandwidth
from layers_desktop.transfers.job import Job, Report
from layers_desktop.transfers.steps import Failed, Line, Outcome, Step, Stopped

log = logging.getLogger(__name__)

_NICE: Final = 3
"""How much less than the window and the queue a worker gets of a processor that all of them want."""


class TransferWorker(QThread):
    """Runs jobs given by `give()` until `finish()`; emits `reported(worker, Report)` after each."""

    reported = Signal(object, object)

    def __init__(
        self,
        bandwidth: Bandwidth,
        clock: Callable[[], float] = steady_time,
        parent: QObject | None = None,
    ) -> None:
        """`clock` is the clock by which the age of a link is judged."""
        super().__init__(parent)
        self._bandwidth = bandwidth
        self._clock = clock
        self._inbox: SimpleQueue[Job | None] = SimpleQueue()
        self.sent = 0
        """Bytes of the current job that were handed to the network."""
        self.job: Job | None = None
        """Set and cleared by the queue's thread only: what this worker is busy with."""

    def give(self, job: Job) -> None:
        """Hand over the next job. Queue's thread only, and only to an idle worker."""
        self.job = job
        self.sent = 0
        self._inbox.put(job)

    def finish(self) -> None:
        """Let the thread end after the job it is running; safe from any thread."""
        self._inbox.put(None)

    def run(self) -> None:
        """Work until told to finish."""
        self._give_way()
        with (
            ObjectStorage(allow_http_loopback=False) as real,
            ObjectStorage(allow_http_loopback=True) as local,
        ):
            while (job := self._inbox.get()) is not None:
                storage = local if job.allow_http_loopback else real
                self.reported.emit(self, Report(job, self._outcome(storage, job)))

    def _give_way(self) -> None:
        """Lower this thread's priority: sending at full speed must not take the window's time."""
        self.setPriority(QThread.Priority.LowPriority)
        if sys.platform.startswith("linux"):
            # There Qt's priorities change nothing; "nice", elsewhere of a process, is of a thread.
            thread = threading.get_native_id()
            with suppress(OSError):  # not allowed here
                os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + _NICE)

    def _outcome(self, storage: ObjectStorage, job: Job) -> Outcome:
        try:
            return self._run(storage, job)
        except UploadCancelled:
            return Stopped()
        except UserError as error:
            # The traceback would keep the file's blocks alive for as long as the error is shown.
            error.__traceback__ = None
            return Failed(error, all_sent=job.step is Step.PUT and self.sent == job.transfer.size)
        except Exception as error:
            # The last line of defence of this thread: one failed item and a log entry, never a dead worker.
            log.exception("step %s failed unexpectedly", job.step)
            return Failed(UserError(unexpected(error)))

    def _run(self, storage: ObjectStorage, job: Job) -> steps.Result:
        match job.step:
            case Step.INSPECT:
                return steps.inspect_file(job.transfer)
            case Step.HASH:
                return steps.hash_file(job.transfer, job.inspected, job.token)
            case Step.PRESIGN:
                return steps.presign(_client(job), job.transfer, self._clock)
            case Step.PUT:
                if job.link is None:
                    raise AssertionError("a PUT without its link")
                return steps.put(storage, job.transfer, job.inspected, job.link, self._line(job))
            case Step.FINALIZE:
                client = _client(job)
                return steps.finalize(client, job.transfer, job.inspected, job.token, unread=job.unread)
            case Step.INLINE:
                return steps.inline(_client(job), job.transfer, job.inspected, self._line(job))

    def _line(self, job: Job) -> Line:
        return Line(self._count, job.token, self._bandwidth)

    def _count(self, sent: int) -> None:
        self.sent = sent


def _client(job: Job) -> LayersClient:
    if job.client is None:
        raise AssertionError("a call to Layers without a client")
    return job.client
