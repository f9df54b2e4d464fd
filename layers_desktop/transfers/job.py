"""What a worker is handed and what it hands back; and what the crew needs of a worker. Values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.client import LayersClient
from layers_desktop.transfers.steps import FileId, Link, Outcome, Step
from layers_desktop.transfers.transfer import Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One step of one transfer, with all it needs."""

    step: Step
    transfer: Transfer
    client: LayersClient | None
    """None for a step that asks nothing of Layers."""
    token: CancelToken
    inspected: FileId = None
    link: Link | None = None
    unread: bool = False
    """For finalize: without reading the file, which is another by now."""
    allow_http_loopback: bool = False
    """Only for a Layers on this computer: its storage may be plain http on this computer too."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a job."""

    job: Job
    outcome: Outcome


class Worker(Protocol):
    """Runs one job at a time in a thread of its own."""

    job: Job | None
    """Set and cleared by the queue's thread only: what this worker is busy with."""
    sent: int
    """Bytes of the current job that were handed to the network."""

    def start(self) -> None:
        """Begin to work."""

    def give(self, job: Job) -> None:
        """Hand over the next job; only to an idle worker."""

    def finish(self) -> None:
        """Let the thread end after the job it is running."""

    def wait(self, time: int, /) -> bool:
        """Wait so many milliseconds for the thread to end; False when it has not."""
