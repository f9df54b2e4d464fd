"""One case of the table on a running engine: a batch, the fault, what follows, and what must be true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from layers_desktop.api import errors as api
from layers_desktop.api.account import Account
from layers_desktop.core.errors import Problem
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Fault, Sandbox
from layers_desktop.transfers.commands import NetworkChanged, Retry, SetConcurrency, UseAccount
from layers_desktop.transfers.transfer import Activity, HoldReason, Snapshot, Stage
from tests.integration.faults.conftest import Clock
from tests.integration.faults.fault_kinds import SandboxFault, WireFault
from tests.integration.faults.table import Case, Heals, Person, Waits
from tests.support.engine_harness import Harness, make_png, sha256, steps

SMALL = 1_000
"""Bytes: inline."""
LARGE = 300_000
"""Bytes: three steps."""
LONG = 60.0
"""Seconds of the back-off where a test ends the fault during it; below the life of a link."""
THREE_STEPS = ("presign", "put", "finalize")


class Run:
    """Two files that go through the step of the case, one that goes the other way."""

    def __init__(
        self, case: Case, wire_fault: WireFault, engine: Harness, clock: Clock, folder: Path
    ) -> None:
        self.case = case
        self.wire_fault = wire_fault
        self.engine = engine
        self._clock = clock
        large, small = case.row.size if case.step == "put" else LARGE, SMALL
        here, other = (small, large) if case.step == "inline" else (large, small)
        self.subjects = [make_png(folder / f"it-{number}.png", here) for number in (1, 2)]
        self.files = [*self.subjects, make_png(folder / "other.png", other)]
        self.hit = 3 if wire_fault.lasts and case.step in {"presign", "inline"} else 2
        """Files that a lasting fault, or one that stays, meets."""

    @property
    def box(self) -> Sandbox:
        return self.wire_fault.box

    def sign_in(self) -> None:
        world = self.box.world
        account = Account(
            base_url=self.wire_fault.base_url,
            key=ApiKey(self.box.key),
            organization_id=world.organization_id,
            rate_limit_tier="partner",
        )
        self.engine.post(UseAccount(account))

    def start(self) -> None:
        """Begin the fault and send the files; a lasting one at finalize begins when their bytes have left."""
        times = None if self.case.stays else 1
        late = self.wire_fault.lasts and self.case.step == "finalize"
        if late:
            self.box.world.faults.add(Fault("put", "stall", times=2))
        else:
            self.wire_fault.begin(self.case.step, times)
        self.sign_in()
        self.engine.submit(self.box, *self.files)
        if late:
            assert self.box.world.faults.wait_held(2)
            self.engine.wait_until(lambda: self.engine.stages()[Stage.DONE] == 1)
            self.wire_fault.begin(self.case.step, times)
            self.box.world.faults.release()

    # What is expected

    def heals(self, expected: Heals) -> None:
        if self.wire_fault.lasts:
            self.engine.wait_until(lambda: len(self.retrying) == self.hit)
            self.wire_fault.end()
            self.go_on(LONG + 1)
        self.engine.wait_settled(3)
        self.all_done()
        self.late_arrivals()
        self.calls(expected)

    def fails(self, expected: Person) -> None:
        self.engine.wait_until(self.settled)
        failed = [row for row in self.engine.rows.values() if row.transfer.stage is Stage.FAILED]
        one = not self.case.stays and not self.wire_fault.lasts
        assert len(failed) == (1 if one else self.hit) or (expected.or_heals and not failed), failed
        for row in failed:
            problem = row.transfer.problem
            assert problem is not None
            check_sentence(problem, expected.code, self.box.key)
            assert problem.outlook is Outlook.GIVEN_UP, "it does not promise to go on by itself"
            if expected.most == 1 and isinstance(self.wire_fault, SandboxFault) and self.case.step != "put":
                assert problem.request_id, "what support asks for"
        self.late_arrivals()
        self.wire_fault.end()
        if not self.wire_fault.uncounted and (failed or not expected.or_heals):
            allowed = min(expected.most, self.engine.config.policy.tries)
            made = 1 + allowed if one else 2 * allowed
            # Of a call that the program gave up, a busy sandbox may not even have read the head by now.
            self.engine.wait_until(lambda: Counter(steps(self.box))[self.case.step] >= made)
            assert Counter(steps(self.box))[self.case.step] == made
        before = Counter(steps(self.box))
        self.engine.post(Retry())
        self.engine.wait_until(lambda: self.engine.stages()[Stage.DONE] == 3)
        self.all_done()
        if self.case.step == "finalize" and expected.most == 1:
            after = Counter(steps(self.box))
            assert after["put"] == before["put"], "only the failed step is done again"
            assert after["presign"] == before["presign"]

    def waits(self, expected: Waits) -> None:
        """See the hold, several times if the fault stays, and what ends it."""
        for _ in range(3 if self.case.stays else 1):
            self.engine.wait_until(lambda: self.held(expected.reason))
            hold = self.engine.hold
            assert hold is not None
            assert not self.engine.stages()[Stage.FAILED]
            if hold.problem is not None:
                check_sentence(hold.problem, expected.code, self.box.key)
            if hold.until is not None:
                self.engine.holds.clear()
                if not self.case.stays:
                    self.wire_fault.end()
                self.go_on(hold.until - self._clock() + 1)
        self.wire_fault.end()
        if expected.reason is HoldReason.WRITE_BUDGET:
            if self.case.stays:
                self.engine.wait_until(lambda: self.held(expected.reason) or not self.engine.unsettled)
                self.go_on(LONG)
        elif expected.reason is HoldReason.OFFLINE:
            self.engine.post(NetworkChanged())  # else it would look by itself a little later
        else:
            self.sign_in()
        self.engine.wait_settled(3)
        self.all_done()
        if not self.case.stays:
            self.calls(Heals())

    def settled(self) -> bool:
        """Tell whether nothing more happens. Time flies: writes are a second apart while none is answered."""
        self.go_on(0.1)
        return len(self.engine.rows) == 3 and not self.engine.unsettled

    def held(self, reason: HoldReason) -> bool:
        return self.engine.hold is not None and self.engine.hold.reason is reason

    def go_on(self, seconds: float) -> None:
        """Let time pass, and have the queue look at its clock."""
        self._clock.forward(seconds)
        self.engine.post(SetConcurrency(4))

    @property
    def retrying(self) -> list[Snapshot]:
        return [row for row in self.engine.rows.values() if row.activity is Activity.RETRYING]

    # What must be true

    def all_done(self) -> None:
        """One asset a file, of exactly its bytes; every wait had its reason; nothing leaked."""
        assert self.engine.stages() == {Stage.DONE: 3}
        self.one_asset_each()
        self.every_wait_has_a_reason()
        self.nothing_leaked()

    def one_asset_each(self) -> None:
        made = {asset.filename: asset.sha256 for asset in self.box.world.assets}
        assert made == {path.name: sha256(path) for path in self.files}
        assert len(self.box.world.assets) == 3
        for row in self.engine.rows.values():
            assert row.transfer.sha256 == made[row.transfer.name]
        ids = {row.transfer.asset_id for row in self.engine.rows.values()}
        assert ids == {asset.asset_id for asset in self.box.world.assets}

    def every_wait_has_a_reason(self) -> None:
        for seen in self.engine.all_seen.values():
            for row in seen:
                assert row.transfer.tries <= row.tries_allowed or row.activity is not Activity.RETRYING
                if row.activity is Activity.RETRYING:
                    assert row.until is not None
                    assert row.transfer.problem is not None
                    check_sentence(row.transfer.problem, None, self.box.key)

    def nothing_leaked(self) -> None:
        for request in self.box.world.requests:
            if request.side == "storage":
                assert not {"x-api-key", "authorization"} & set(request.headers)
                assert self.box.key not in str(request.headers)

    def late_arrivals(self) -> None:
        """Let requests that were held arrive after all: they must not make a second asset."""
        faults = self.box.world.faults
        held = faults.held
        if not held:
            return
        faults.clear()
        before = self._met_a_fault()
        faults.release()
        self.engine.wait_until(lambda: self._met_a_fault() >= before + held)
        if not self.engine.unsettled and self.engine.stages() == {Stage.DONE: 3}:
            self.one_asset_each()

    def _met_a_fault(self) -> int:
        return sum(request.fault is not None for request in self.box.world.requests)

    def calls(self, expected: Heals) -> None:
        """Only the failed step was done again."""
        normal = Counter(dict.fromkeys(THREE_STEPS, 2) | {"inline": 1})
        if self.case.step == "inline":
            normal = Counter(dict.fromkeys(THREE_STEPS, 1) | {"inline": 2})
        own = "" if self.wire_fault.uncounted else self.case.step
        allowed = [own if expected.again is None else expected.again]
        if expected.either is not None:
            allowed.append(expected.either)
        made = Counter(steps(self.box))
        assert made in [normal + Counter(again.split()) for again in allowed], made - normal


def check_sentence(problem: Problem, code: str | None, key: str) -> None:
    """A person can read it: what failed, what to do; no address with a query, no number alone, no class."""
    assert code is None or problem.code == code
    assert problem.words.title
    assert problem.words.action
    assert not re.fullmatch(r"\W*\d+\W*", problem.words.title)
    check_words(problem.sentence(), key)


def check_words(words: str, key: str) -> None:
    """Nothing in it is only for programs: no key, no address with a query, no name of a class."""
    assert key not in words
    assert not re.search(r"https?://\S*\?|X-Amz|Traceback", words)
    assert not set(re.findall(r"\w+", words)) & (_CLASSES - {"Timeout", "Refused"})


def _names(module_names: Sequence[str]) -> set[str]:
    return {name for name in module_names if not name.startswith("from_")}


_CLASSES = _names(api.__all__) | {
    "ConnectError",
    "ReadError",
    "ReadTimeout",
    "OSError",
    "SSLError",
    "gaierror",
}
