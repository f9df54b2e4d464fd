"""The workers: who is idle, who does what, how much was sent, and how they are sent home."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from layers_desktop.transfers.board import MOST_INSPECTORS
from layers_desktop.transfers.job import Job, Worker
from layers_desktop.transfers.steps import Step
from layers_desktop.transfers.transfer import Progress

log = logging.getLogger(__name__)

_FOR_EVER_MS = 0x7FFF_FFFF

SPARE = 2 + MOST_INSPECTORS
"""Workers beyond those that send, so that finalize never waits behind a long PUT or a slow disk."""


class Crew:
    """Owns the workers. Queue's thread only."""

    def __init__(self, make_worker: Callable[[], Worker]) -> None:
        self._make_worker = make_worker
        self._workers: list[Worker] = []
        self._size = 0

    def resize(self, senders: int) -> None:
        """Have `senders + SPARE` workers; surplus ones are only left idle."""
        self._size = senders + SPARE

    def idle(self) -> Worker | None:
        """Return a worker without a job, hiring while the crew is not complete; None when all are busy."""
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

    def dismiss(self, deadline_seconds: float) -> bool:
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
