"""What a queue is built with: its folder, its limits, its rules, its clocks."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from layers_desktop.core.clock import steady_time
from layers_desktop.transfers.ledger import Clocks
from layers_desktop.transfers.lookout import WatchTimes
from layers_desktop.transfers.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueConfig:
    """What a queue is built with."""

    data: Path
    """Folder of the journal and of the runs' locks."""
    concurrency: int = 4
    bandwidth_limit: int = 0
    """Bytes a second for all files together; 0 for no limit."""
    small_first: bool = True
    """Small files go before larger ones that were dropped earlier."""
    policy: Policy = field(default_factory=Policy)
    watch: WatchTimes = field(default_factory=WatchTimes)
    join_seconds: float = 5.0
    """How long quit waits for everything that runs beside the queue, together."""
    clocks: Clocks = field(default_factory=lambda: Clocks(monotonic=steady_time, wall=time.time))

    @property
    def journal(self) -> Path:
        """Where the journal is."""
        return self.data / "journal.sqlite3"
