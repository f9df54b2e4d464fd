"""The workers: QThreads that run one step at a time; which is idle, how much was sent, how they shut down.

A worker holds no state between steps and decides nothing. While it sends, it counts bytes in the plain
attribute `sent`, which the queue samples; there is no signal per block.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

from PySide6.QtCore import QObject, QThread, Signal

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors.base import UploadCancelled
from layers_desktop.api.network import Network
from layers_desktop.api.storage import ObjectStorage
from layers_desktop.core.background import unexpected
from layers_desktop.core.clock import steady_time
from layers_desktop.core.errors import UserError
from layers_desktop.transfers import steps
from layers_desktop.transfers.ready_queue import MOST_INSPECTORS
from layers_desktop.transfers.steps import Failed, Interrupted, Outcome, Step, UploadContext
from layers_desktop.transfers.throttle import BandwidthLimiter
from layers_desktop.transfers.transfer import Progress, Transfer
from layers_desktop.transfers.upload_task import UploadTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One step of one transfer, with all it needs."""

    step: Step
    task: UploadTask
    client: LayersClient | None
    """None for a step that asks nothing of Layers."""
    token: CancelToken
    allow_http_loopback: bool = False
    """Only for a Layers on this computer: its storage may be plain http on this computer too."""

    @property
    def transfer(self) -> Transfer:
        """Whose step it is."""
        return self.task.transfer


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of a job."""

    job: Job
    outcome: Outcome


_NICE: Final = 3
"""How much less than the window and the queue a worker gets of a processor that all of them want."""


class TransferWorker(QThread):
    """Runs jobs given by `give()` until `finish()`; emits `reported(worker, JobResult)` after each."""

    reported = Signal(object, object)

    def __init__(
        self,
        bandwidth: BandwidthLimiter,
        network: Network,
        clock: Callable[[], float] = steady_time,
        parent: QObject | None = None,
    ) -> None:
        """`clock` is the clock by which the age of a link is judged."""
        super().__init__(parent)
        self._bandwidth = bandwidth
        self._network = network
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
            ObjectStorage(self._network, allow_http_loopback=False) as real,
            ObjectStorage(self._network, allow_http_loopback=True) as local,
        ):
            while (job := self._inbox.get()) is not None:
                storage = local if job.allow_http_loopback else real
                self.reported.emit(self, JobResult(job, self._outcome(storage, job)))

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
            return Interrupted()
        except UserError as error:
            # The traceback would keep the file's blocks alive for as long as the error is shown.
            error.__traceback__ = None
            return Failed(error, all_sent=job.step is Step.PUT and self.sent == job.transfer.size)
        except Exception as error:
            # The last line of defence of this thread: one failed item and a log entry, never a dead worker.
            log.exception("step %s failed unexpectedly", job.step)
            return Failed(UserError(unexpected(error)))

    def _run(self, storage: ObjectStorage, job: Job) -> steps.Result:
        transfer, inspected = job.transfer, job.task.file_id
        match job.step:
            case Step.INSPECT:
                return steps.inspect_file(transfer)
            case Step.HASH:
                return steps.hash_file(transfer, inspected, job.token)
            case Step.PRESIGN:
                return steps.presign(_client(job), transfer, self._clock)
            case Step.PUT:
                if job.task.link is None:
                    raise AssertionError("a PUT without its link")
                return steps.put(storage, transfer, inspected, job.task.link, self._context(job))
            case Step.FINALIZE:
                client, unread = _client(job), job.task.skip_read
                return steps.finalize(client, transfer, inspected, job.token, unread=unread)
            case Step.INLINE:
                return steps.inline(_client(job), transfer, inspected, self._context(job))

    def _context(self, job: Job) -> UploadContext:
        return UploadContext(self._count, job.token, self._bandwidth)

    def _count(self, sent: int) -> None:
        self.sent = sent


def _client(job: Job) -> LayersClient:
    if job.client is None:
        raise AssertionError("a call to Layers without a client")
    return job.client


log = logging.getLogger(__name__)

_FOR_EVER_MS = 0x7FFF_FFFF

SPARE = 2 + MOST_INSPECTORS
"""Workers beyond those that send, so that finalize never waits behind a long PUT or a slow disk."""


class WorkerPool:
    """Owns the workers. Queue's thread only."""

    def __init__(self, make_worker: Callable[[], TransferWorker]) -> None:
        self._make_worker = make_worker
        self._workers: list[TransferWorker] = []
        self._size = 0

    def resize(self, senders: int) -> None:
        """Have `senders + SPARE` workers; surplus ones are only left idle."""
        self._size = senders + SPARE

    def idle(self) -> TransferWorker | None:
        """Return a worker without a job, starting one while there are too few; None when all are busy."""
        busy = sum(worker.job is not None for worker in self._workers)
        if busy >= self._size:
            return None
        for worker in self._workers:
            if worker.job is None:
                return worker
        worker = self._make_worker()
        self._workers.append(worker)
        worker.start()
        return worker

    @property
    def busy(self) -> bool:
        """True while a worker has a job."""
        return bool(self._jobs())

    def progress(self) -> list[Progress]:
        """Return what has been sent of each file that is being sent."""
        return [
            Progress(job.transfer.id, worker.sent)
            for worker in self._workers
            if (job := worker.job) is not None and job.step in {Step.PUT, Step.INLINE}
        ]

    def cancel(self, transfer_ids: AbstractSet[int]) -> None:
        """Interrupt the PUTs of these transfers."""
        for job in self._jobs():
            if job.transfer.id in transfer_ids and job.step is Step.PUT:
                job.token.cancel()

    def cancel_puts(self) -> None:
        """Interrupt every PUT."""
        for job in self._jobs():
            if job.step is Step.PUT:
                job.token.cancel()

    def shutdown(self, deadline_seconds: float) -> bool:
        """Cancel everything and join all threads; False when one did not end in time."""
        for job in self._jobs():
            job.token.cancel()
            if job.client is not None:
                job.client.abort()
        for worker in self._workers:
            worker.finish()
        end = time.monotonic() + deadline_seconds
        joined = [worker.wait(max(1, int((end - time.monotonic()) * 1000))) for worker in self._workers]
        if not all(joined):
            log.error("%d of %d workers did not end in time", joined.count(False), len(joined))
        return all(joined)

    def join(self) -> None:
        """Wait for all threads, however long: Qt aborts a process that deletes one that still runs."""
        for worker in self._workers:
            worker.wait(_FOR_EVER_MS)

    def _jobs(self) -> list[Job]:
        return [worker.job for worker in self._workers if worker.job is not None]
