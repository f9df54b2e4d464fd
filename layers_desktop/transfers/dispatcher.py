"""Giving out steps: who may go next, with which key, within which budget, and why nothing goes out.

Queue's thread only. It knows the ready queue and the worker pool, not the journal: what it gives out is
written already.
"""

from __future__ import annotations

from dataclasses import dataclass

from layers_desktop.api.account import Account
from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors import ApiError, CaptivePortal, NetworkFault, RateLimited
from layers_desktop.api.network import Network
from layers_desktop.api.proxy import is_loopback
from layers_desktop.api.rate_limits import WriteBudget
from layers_desktop.api.transport import base_address
from layers_desktop.core.clock import Clocks
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.transfers.ready_queue import ReadyQueue
from layers_desktop.transfers.steps import WRITES, Failed, Interrupted, Outcome, Step
from layers_desktop.transfers.transfer import Hold, HoldReason
from layers_desktop.transfers.upload_task import UploadTask
from layers_desktop.transfers.worker_pool import Job, WorkerPool

SHORT_HOLD_SECONDS = 1.0
"""A wait for the budget that is over sooner is not worth a sentence."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing goes out now."""

    hold: Hold | None = None
    """What everybody waits for, if a person is to know."""
    until: float | None = None
    """When something may go by time alone; a date that has passed meanwhile means at once."""


class Dispatcher:
    """Holds the account, its client and its write budget; gives steps to idle workers."""

    def __init__(
        self,
        ready: ReadyQueue,
        workers: WorkerPool,
        clocks: Clocks,
        senders: int,
        network: Network,
    ) -> None:
        self._ready = ready
        self._workers = workers
        self._clocks = clocks
        self._network = network
        self._client: LayersClient | None = None
        self._on_this_computer = False
        self._retired: list[LayersClient] = []
        self._budget = WriteBudget("standard", clock=clocks.monotonic)
        self._budget_of: Account | None = None
        self._block: Hold | None = Hold(HoldReason.SIGNED_OUT)
        self.account: Account | None = None
        self.paused = False
        """Pause all."""
        self.offline: Problem | None = None
        """Why Layers cannot be reached, while it cannot."""
        self.senders = senders
        workers.resize(senders)

    def close(self) -> None:
        """Close all clients; after the worker pool was shut down."""
        for client in (*self._retired, *([self._client] if self._client else [])):
            client.close()

    def resize(self, senders: int) -> None:
        """Send so many files at once."""
        self.senders = senders
        self._workers.resize(senders)

    def set_account(self, account: Account | None) -> None:
        """Go on with this account's key; None holds everything."""
        self.account = account
        if self._client is not None:
            self._retired.append(self._client)  # a step may still be using it
            self._client = None
        if account is None:
            self._block = Hold(HoldReason.SIGNED_OUT)
            self._workers.cancel_puts()
            return
        self._client = LayersClient(account.base_url, account.key, self._network, clock=self._clocks.wall)
        self._on_this_computer = is_loopback(base_address(account.base_url))
        self._block = None
        if self._budget_of is None or account.organization_id != self._budget_of.organization_id:
            self._workers.cancel_puts()
        if account != self._budget_of:
            # Layers counts writes by key: another one of the same organization has a budget of its own.
            self._budget_of = account
            self._budget = WriteBudget(account.rate_limit_tier, clock=self._clocks.monotonic)

    def update_budget(self, job: Job, outcome: Outcome) -> None:
        """Correct the budget by what Layers said of it in the answer to a write, if one came."""
        if job.client is not self._client or not _is_answer(outcome):
            return
        self._budget.answered()
        if job.client is not None and (seen := job.client.rate) is not None:
            self._budget.observe(
                seen.limit, seen.remaining, seen.reset_in, on_their_way=self._ready.at(*WRITES)
            )

    def record_failure(self, job: Job, error: UserError, hold: Hold | None) -> None:
        """Learn from a failed step: the budget's date, or that nothing more may go out."""
        if job.client is not self._client:
            return  # what the key before this one ran into says nothing of this one
        if isinstance(error, RateLimited):
            self._budget.refused(error.retry_after)
        elif hold is not None:
            self._block = hold

    def choose(self) -> tuple[Step, UploadTask] | Waiting:
        """Return what goes out now, which is to be given or put elsewhere, or what it waits for."""
        now, wall = self._clocks.monotonic(), self._clocks.wall()
        self._ready.wake(now, wall)
        idle = self._workers.idle() is not None
        if (hold := self._standing_hold()) is not None:
            # What cannot be sent is said early, also while Layers cannot be reached or nobody is signed in.
            rest = self._ready.inspect_rest(now, wall) if idle else None
            return rest or Waiting(hold, self._ready.next_wake())
        # Asked once: between two askings the date may pass, and then nothing would wake the queue.
        write_at = self._budget.earliest(on_their_way=self._ready.at(*WRITES))
        may_write = write_at <= self._clocks.monotonic()
        if idle:
            chosen = self._ready.choose(senders=self.senders, may_write=may_write, now=now, wall=wall)
            if chosen is not None:
                return chosen
        wake_at = self._ready.next_wake()
        if may_write or not self._ready.wants_write(now, wall):
            return Waiting(until=wake_at)
        return Waiting(self._budget_hold(now, wall), write_at if wake_at is None else min(write_at, wake_at))

    def give(self, step: Step, task: UploadTask) -> None:
        """Give an idle worker what was chosen."""
        worker = self._workers.idle()
        if worker is None or (self._client is None and step is not Step.INSPECT):
            raise AssertionError("nobody to give a step to")
        if step in WRITES:
            self._budget.spend()
        self._ready.started(task.transfer.id, step, self._clocks.monotonic())
        worker.give(
            Job(
                step=step,
                task=task,
                client=self._client,
                token=CancelToken(),
                allow_http_loopback=self._on_this_computer,
            )
        )

    def _budget_hold(self, now: float, wall: float) -> Hold | None:
        """Return the hold of the allowance; None while only an answer is waited for, or hardly any time."""
        until = self._budget.earliest()
        if until <= now + SHORT_HOLD_SECONDS:
            return None
        first = self._ready.next_write(senders=self.senders, now=now, wall=wall)
        return Hold(
            HoldReason.WRITE_BUDGET,
            until=until,
            writes_per_minute=self._budget.writes_per_minute,
            next_id=first.transfer.id if first is not None else None,
        )

    def _standing_hold(self) -> Hold | None:
        if self._block is not None:
            return self._block
        if self.paused:
            return Hold(HoldReason.PAUSED)
        return Hold(HoldReason.OFFLINE, problem=self.offline) if self.offline is not None else None


def _is_answer(outcome: Outcome) -> bool:
    """Return whether Layers itself answered: with what was asked for, or with an error of its own."""
    match outcome:
        case Failed(error):
            return isinstance(error, ApiError) and not isinstance(error, NetworkFault | CaptivePortal)
        case _:
            return not isinstance(outcome, Interrupted)
