"""Exactly once: the engine without its threads against a small model of Layers that misbehaves, at random.

`test_every_fault_once.py` goes through all single faults in order; here they mix. The examples are the same
each time; `LAYERS_EXAMPLES=2000` takes so many others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from layers_desktop.media.formats import IMAGE_KINDS, MediaKind
from layers_desktop.transfers.journal import journal
from layers_desktop.transfers.steps import Interrupted, Step
from tests.unit.transfers.model_layers import FAULTS
from tests.unit.transfers.model_layers import REMEMBERED_SECONDS as DAY
from tests.unit.transfers.model_program import ModelProgram

EXAMPLES = int(os.environ.get("LAYERS_EXAMPLES", "0"))


@pytest.fixture(autouse=True, scope="module")
def _one_row_at_once() -> Iterator[None]:
    """Have the other files of each drop kept as text first, as those of a large one are."""
    with mock.patch.object(journal, "ENTERED_AT_ONCE", 1):
        yield


CLICKS = ["pause", "resume", "cancel", "undo", "retry", "kind", "use known", "upload again"]


class ExactlyOnce(RuleBasedStateMachine):
    """Any mixture of drops, faults, clicks, keys, edits, waits and crashes."""

    @initialize(forgets=st.booleans())
    def begin(self, forgets: bool) -> None:
        self.program = ModelProgram(forgets_finalized=forgets)

    @rule(
        sizes=st.lists(st.sampled_from([500, 400_000]), min_size=1, max_size=3),
        copy=st.booleans(),
        lacks=st.sampled_from(["", "", "a project", "a key"]),
        listed=st.booleans(),
    )
    def drop_files(self, sizes: list[int], copy: bool, lacks: str, listed: bool) -> None:
        """Files like no other, or copies of each other; where they go is known, or comes later."""
        files = [self.program.new_file(size, copy=copy) for size in sizes]
        self.program.drop(*files, project=lacks != "a project", key=lacks != "a key", listed=listed)

    @rule(kind=st.sampled_from(sorted(IMAGE_KINDS)))
    def pick_project(self, kind: MediaKind) -> None:
        self.program.pick_project(kind)

    @precondition(lambda self: self.program.layers.files)
    @rule(data=st.data(), size=st.sampled_from([500, 600, 400_000]))
    def edit(self, data: st.DataObject, size: int) -> None:
        self.program.edit(data.draw(st.sampled_from(sorted(self.program.layers.files))), size)

    @rule()
    def give_out(self) -> None:
        self.program.scheduler.schedule()

    @precondition(lambda self: self.program.busy)
    @rule(data=st.data(), fault=st.none() | st.sampled_from(sorted(FAULTS)))
    def answer(self, data: st.DataObject, fault: str | None) -> None:
        self.program.answer(data.draw(st.sampled_from(sorted(self.program.busy))), fault)

    @precondition(lambda self: self.program.writing)
    @rule(data=st.data(), then=st.sampled_from(["wait", "edit", "edit", "drop", "key", "a day", "upload"]))
    def lose_the_answer(self, data: st.DataObject, then: str) -> None:
        """The situation that everything here is about, and what makes it worse."""
        worker = data.draw(st.sampled_from(self.program.writing))
        assert worker.job is not None
        transfer = worker.job.transfer
        self.program.answer(transfer.id, "lost after")
        match then:
            case "edit":
                size = data.draw(st.sampled_from([transfer.size or 0, 600, 400_001]))
                self.program.edit(transfer.path, size)
            case "drop" if not self.program.elsewhere:
                self.program.drop_again(transfer.id)
            case "key":
                self.program.sign_in(another=True)
            case "a day":
                self.program.wait(DAY + 1)
            case "upload":
                self.program.crash(lambda _: True, off=1.0, resume=False)
                self.program.upload(transfer.path)

    @precondition(lambda self: self.program.seen and not self.program.elsewhere)
    @rule(data=st.data())
    def drop_one_again(self, data: st.DataObject) -> None:
        self.program.drop_again(data.draw(st.sampled_from(sorted(self.program.seen))))

    @rule(steps=st.integers(1, 6))
    def go_on(self, steps: int) -> None:
        """Some steps without a fault, so that what comes late in an upload is met as often."""
        self.program.go_on(steps)

    @precondition(lambda self: any(w.job.step is Step.PUT for w in self.program.busy.values()))
    @rule(data=st.data(), arrived=st.booleans())
    def interrupt_put(self, data: st.DataObject, arrived: bool) -> None:
        puts = [w for w in self.program.busy.values() if w.job is not None and w.job.step is Step.PUT]
        worker = data.draw(st.sampled_from(puts))
        assert worker.job is not None
        if arrived:
            self.program.layers.do(worker.job)
        self.program.report(worker, Interrupted())

    @rule(seconds=st.sampled_from([0.5, 5.0, 100.0, 1_000.0, DAY / 2, DAY + 1]))
    def time_passes(self, seconds: float) -> None:
        self.program.wait(seconds)

    @rule(another=st.booleans())
    def sign_in_again(self, another: bool) -> None:
        self.program.sign_in(another=another)

    @rule()
    def sign_in_elsewhere(self) -> None:
        self.program.sign_in_elsewhere()

    @rule()
    def sign_out(self) -> None:
        self.program.dispatcher.set_account(None)

    @precondition(lambda self: self.program.seen)
    @rule(
        data=st.data(),
        click=st.sampled_from(
            ["pause", "resume", "cancel", "retry", "kind", "use known", "upload again", "undo"]
        ),
        everything=st.booleans(),
    )
    def click(self, data: st.DataObject, click: str, everything: bool) -> None:
        user_actions = self.program.user_actions
        id_ = data.draw(st.sampled_from(sorted(self.program.seen)))
        ids = None if everything else (id_,)
        match click:
            case "pause":
                user_actions.pause(ids)
            case "resume":
                user_actions.resume(ids)
            case "retry":
                user_actions.retry(ids)
            case "kind":
                user_actions.change_kind((id_,), data.draw(st.sampled_from(sorted(IMAGE_KINDS))))
            case "use known":
                user_actions.use_existing_asset((id_,))
            case "upload again":
                user_actions.upload_again((id_,))
            case "undo":
                user_actions.restore((id_,))
                self.program.list_all()
            case _ if ids is not None:
                user_actions.cancel(ids)

    @rule()
    def network_is_back(self) -> None:
        self.program.user_actions.network_is_back()

    @rule(
        data=st.data(),
        off=st.sampled_from([1.0, 1.0, DAY / 2, DAY + 1]),
        another=st.booleans(),
        called=st.booleans(),
    )
    def crash(self, data: st.DataObject, off: float, another: bool, called: bool) -> None:
        """A kill; then the window again, or `upload` called for some of the files that there are."""

        def carried_out(id_: int) -> bool:
            return bool(data.draw(st.booleans(), label=f"call {id_} was carried out"))

        self.program.crash(carried_out, off=off, another=another, resume=not called)
        if called and self.program.layers.files:
            files = st.sampled_from(sorted(self.program.layers.files))
            self.program.upload(*data.draw(st.lists(files, min_size=1, max_size=3, unique=True)))

    @invariant()
    def no_file_has_two_assets_unless_a_person_was_told(self) -> None:
        if hasattr(self, "program"):
            self.program.check()

    def teardown(self) -> None:
        """Without faults everything that was not cancelled ends with its one asset."""
        if not hasattr(self, "program"):
            return
        try:
            self.program.run_to_quiet()
        finally:
            self.program.close()


ExactlyOnce.TestCase.settings = settings(
    max_examples=EXAMPLES or 120,
    derandomize=not EXAMPLES,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestExactlyOnce = ExactlyOnce.TestCase
