"""Exactly once: policy, board, ledger and real journal against a small model of Layers that misbehaves."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from layers_desktop.api import errors as api
from layers_desktop.errors import UserError
from layers_desktop.media.kinds import Kind
from layers_desktop.transfers.control import Control
from layers_desktop.transfers.crew import Crew
from layers_desktop.transfers.dispatch import Dispatcher
from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.ledger import Audience, Clocks, Ledger, ready
from layers_desktop.transfers.policy import LINK_SECONDS, Policy
from layers_desktop.transfers.run import Run
from layers_desktop.transfers.steps import (
    Failed,
    Finished,
    Hashed,
    Link,
    Outcome,
    Signed,
    Step,
    Stopped,
    Stored,
)
from layers_desktop.transfers.transfer import LEGAL_TRANSITIONS, Snapshot, Stage, Transfer
from layers_desktop.transfers.worker import TransferWorker

SHA = "ab" * 32
FAULTS: dict[str, tuple[bool, type[api.ApiError]]] = {
    "lost before": (False, api.ConnectionLost),
    "lost after": (True, api.Timeout),
    "server fault": (False, api.ServerFault),
    "server fault after": (True, api.ServerFault),
    "unreadable answer": (True, api.MalformedAnswer),
    "strange answer": (True, api.UnexpectedAnswer),
    "refused": (False, api.ForbiddenScope),
    "rate limited": (False, api.RateLimited),
    "wrong key": (False, api.Unauthenticated),
}
"""Name → whether Layers carried the call out, and what is seen of it."""


@dataclass
class Upload:
    transfer_id: int
    signed_at: float
    stored: bool = False
    asset_id: str | None = None


@dataclass
class ModelLayers:
    """What Layers remembers. `do` carries a call out and returns its answer, or raises Layers' refusal."""

    uploads: dict[str, Upload] = field(default_factory=dict)
    assets: dict[str, int] = field(default_factory=dict)
    answers: dict[str, tuple[Step, str]] = field(default_factory=dict)
    ids: itertools.count[int] = field(default_factory=itertools.count)

    def do(self, step: Step, transfer: Transfer, link: Link | None, now: float) -> Outcome:
        key = transfer.idempotency_key
        if step is Step.PUT:
            assert link is not None
            return self._put(self.uploads[link.url], now)
        assert key is not None, "a write without a key"
        if key in self.answers:
            if self.answers[key][0] is not step:
                raise AssertionError("409: one key for two different calls")
            return self._answer(*self.answers[key], now)
        match step:
            case Step.PRESIGN:
                id_ = f"upl_{next(self.ids)}"
                self.uploads[id_] = Upload(transfer.id, now)
            case Step.FINALIZE:
                id_ = self._finalized(transfer.upload_id or "")
            case _:
                id_ = self._new_asset(transfer.id)
        self.answers[key] = (step, id_)
        return self._answer(step, id_, now)

    def _put(self, upload: Upload, now: float) -> Outcome:
        if now > upload.signed_at + LINK_SECONDS:
            raise api.LinkExpired
        upload.stored = True
        return Stored(SHA)

    def _finalized(self, upload_id: str) -> str:
        upload = self.uploads.get(upload_id)
        if upload is None:
            raise api.NotFound
        if not upload.stored:
            raise api.ValidationFailed
        if upload.asset_id is None:
            upload.asset_id = self._new_asset(upload.transfer_id)
        return upload.asset_id

    def _new_asset(self, transfer_id: int) -> str:
        asset_id = f"med_{next(self.ids)}"
        self.assets[asset_id] = transfer_id
        return asset_id

    def _answer(self, step: Step, id_: str, now: float) -> Outcome:
        if step is Step.PRESIGN:
            return Signed(id_, Link(id_, {}, now))
        return Finished(id_, None, SHA)


def _never() -> TransferWorker:
    raise AssertionError("the model does the work")


class ExactlyOnce(RuleBasedStateMachine):
    """Any mixture of drops, faults, clicks, waits and crashes."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="exactly-once-"))
        self.now = 1_000.0
        self.layers = ModelLayers()
        self.policy = Policy(jitter=lambda: 0.0, rest=0.0)
        self.seen: dict[int, Transfer] = {}
        self.running: dict[int, tuple[Step, Transfer, Link | None]] = {}
        self.start_program()

    def start_program(self) -> None:
        clocks = Clocks(monotonic=lambda: self.now, wall=lambda: 1_700_000_000.0 + self.now)
        audience = Audience(
            added=self.see,
            changed=self.see,
            removed=lambda _: None,
            batch_finished=lambda _: None,
            restored=lambda _: None,
        )
        self.run_lock = Run(self.folder / "runs")
        self.journal = Journal(self.folder / "journal.sqlite3")
        # the promises are about this program's logic, not about the disk's cache
        self.journal._db.execute("PRAGMA synchronous = OFF")
        self.ledger = Ledger(self.journal, self.run_lock, clocks, audience, self.policy)
        crew = Crew(_never)
        self.dispatcher = Dispatcher(self.ledger.board, crew, clocks, senders=2)
        self.control = Control(self.ledger, self.dispatcher, crew, clocks.wall)
        self.ledger.open_account("org", resume=True)

    def see(self, snapshots: list[Snapshot]) -> None:
        for snapshot in snapshots:
            now = snapshot.transfer
            before = self.seen.get(now.id)
            if before is not None and before.stage is not now.stage:
                assert now.stage in LEGAL_TRANSITIONS[before.stage], (before.stage, now.stage)
            written = self.journal.transfer(now.id)
            assert written == now, "what is shown is not what is written down"
            self.seen[now.id] = now

    @rule(sizes=st.lists(st.sampled_from([500, 400_000]), min_size=1, max_size=3))
    def drop_files(self, sizes: list[int]) -> None:
        self.ledger.enter(
            [
                Transfer(
                    id=0,
                    batch_id=0,
                    account_id="org",
                    project_id="project",
                    project_name="Project",
                    path=b"/it.png",
                    name="it.png",
                    kind=Kind.IMAGE,
                    mime_type="image/png",
                    size=size,
                    mtime_ns=1,
                )
                for size in sizes
            ]
        )

    def give_one(self) -> bool:
        wall = 1_700_000_000.0 + self.now
        board = self.ledger.board
        board.wake(self.now, wall)
        if self.dispatcher.paused:
            return False
        chosen = board.choose(senders=2, may_write=True, now=self.now, wall=wall)
        if chosen is None:
            return False
        step, work = chosen
        written = self.journal.transfer(work.transfer.id)
        assert written is not None
        assert written.idempotency_key == work.transfer.idempotency_key, "the key is not written down"
        board.started(work.transfer.id, step)
        self.running[work.transfer.id] = (step, work.transfer, work.link)
        return True

    @rule()
    def give_out(self) -> None:
        self.give_one()

    @precondition(lambda self: self.running)
    @rule(data=st.data(), fault=st.none() | st.sampled_from(sorted(FAULTS)))
    def answer(self, data: st.DataObject, fault: str | None) -> None:
        self.answer_one(data.draw(st.sampled_from(sorted(self.running))), fault)

    @precondition(lambda self: any(job[0] is Step.PUT for job in self.running.values()))
    @rule(data=st.data(), arrived=st.booleans())
    def interrupt_put(self, data: st.DataObject, arrived: bool) -> None:
        puts = sorted(id_ for id_, job in self.running.items() if job[0] is Step.PUT)
        id_ = data.draw(st.sampled_from(puts))
        if arrived:
            self.outcome_of(id_)
        self.report(id_, Stopped())

    def answer_one(self, id_: int, fault: str | None) -> None:
        if fault is None:
            self.report(id_, self.outcome_of(id_))
            return
        happened, error = FAULTS[fault]
        if happened:
            real = self.outcome_of(id_)
            if isinstance(real, Failed):
                self.report(id_, real)
                return
        self.report(id_, Failed(error(), all_sent=happened and self.running[id_][0] is Step.PUT))

    def outcome_of(self, id_: int) -> Outcome:
        if self.running[id_][0] is Step.HASH:
            return Hashed(f"{id_:064x}")  # nothing is at Layers yet, and no two of these files are alike
        try:
            return self.layers.do(*self.running[id_], self.now)
        except UserError as error:
            return Failed(error)

    def report(self, id_: int, outcome: Outcome) -> None:
        """What the queue does with a worker's report."""
        step, _, _ = self.running.pop(id_)
        self.ledger.board.ended(id_)
        wall = 1_700_000_000.0 + self.now
        decision = self.policy.after(self.ledger.board[id_], step, outcome, now=self.now, wall=wall)
        after = ready(decision.work)
        if self.control.wants_out(id_) and not isinstance(outcome, Finished):
            self.ledger.take_out(after)
        else:
            self.ledger.store(after)

    @rule(seconds=st.sampled_from([0.5, 5.0, 100.0, 1_000.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @precondition(lambda self: self.seen)
    @rule(
        data=st.data(),
        click=st.sampled_from(["pause", "resume", "cancel", "retry"]),
        everything=st.booleans(),
    )
    def click(self, data: st.DataObject, click: str, everything: bool) -> None:
        ids = None if everything else (data.draw(st.sampled_from(sorted(self.seen))),)
        match click:
            case "pause":
                self.control.pause(ids)
            case "resume":
                self.control.resume(ids)
            case "retry":
                self.control.retry(ids)
            case _ if ids is not None:
                self.control.cancel(ids)

    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        for id_ in sorted(self.running):
            if data.draw(st.booleans(), label=f"call {id_} was carried out"):
                self.outcome_of(id_)
        self.running.clear()
        self.ledger.close()
        self.start_program()

    @invariant()
    def no_transfer_has_two_assets(self) -> None:
        owners = list(getattr(self, "layers", ModelLayers()).assets.values())
        assert len(owners) == len(set(owners))

    def teardown(self) -> None:
        """Without faults everything that was not cancelled ends with its one asset."""
        if not hasattr(self, "folder"):
            return
        try:
            self.run_to_quiet()
        finally:
            self.ledger.close()
            shutil.rmtree(self.folder)

    def run_to_quiet(self) -> None:
        self.control.resume(None)
        for _ in range(1_000):
            self.control.retry(None)
            if self.running:
                self.answer_one(min(self.running), None)
            elif not self.give_one():
                if all(work.transfer.settled for work in self.ledger.board):
                    break
                self.now += 100.0
        by_owner = {owner: asset_id for asset_id, owner in self.layers.assets.items()}
        assert len(by_owner) == len(self.layers.assets), "a file became two assets"
        for id_, transfer in self.seen.items():
            assert transfer.stage in {Stage.DONE, Stage.CANCELLED}
            if transfer.stage is Stage.DONE:
                assert transfer.asset_id == by_owner[id_]


ExactlyOnce.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestExactlyOnce = ExactlyOnce.TestCase
