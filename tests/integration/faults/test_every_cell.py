"""Every cell of the table against what decides it, the policy and the back-off: no socket, no thread."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace

import pytest

from layers_desktop.api import errors as api
from layers_desktop.api.backoff import Backoff
from layers_desktop.sandbox.faults import API_ERRORS, STORAGE_ERRORS
from layers_desktop.transfers.retry_policy import from_journal, next_step, retried
from layers_desktop.transfers.steps import Failed, Finalized, Link, Outcome, Presigned, Step, Uploaded
from layers_desktop.transfers.transfer import Hold, HoldReason, Stage
from layers_desktop.transfers.unconfirmed import with_attempt
from layers_desktop.transfers.upload_task import UploadTask, with_idempotency_key
from tests.integration.faults.fault_kinds import GivenAnswer
from tests.integration.faults.table import API_STEPS, STEPS, Case, Heals, Person, Waits, cases
from tests.unit.transfers.test_retry_policy import NOW, POLICY, SHA, WALL, transfer

MOST_CALLS = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """What the program sees of a call that met a fault, and what was really done."""

    error: api.ApiError | None = None
    done: bool = False
    all_sent: bool = False


FINE = Seen(done=True, all_sent=True)
_UNSENT: dict[str, type[api.NetworkFault]] = {
    "closed": api.ConnectionRefused,
    "no-name": api.NameNotResolved,
    "untrusted": api.TlsFault,
    "expired-certificate": api.TlsFault,
    "other-host": api.TlsFault,
    "proxy-403": api.ProxyFault,
    "proxy-407": api.ProxyFault,
    "proxy-closed": api.ProxyFault,
}
_LOST: dict[str, tuple[type[api.NetworkFault], bool, bool]] = {
    "reset-before": (api.ConnectionLost, False, False),
    "reset-mid": (api.ConnectionLost, False, False),
    "reset-after": (api.ConnectionLost, True, True),
    "half-head": (api.ConnectionLost, False, True),
    "no-http": (api.ConnectionLost, False, True),
    "notices": (api.ConnectionLost, False, True),
    "stall": (api.Timeout, False, True),
    "stall-mid": (api.Timeout, False, False),
    "timeout": (api.Timeout, True, True),
}
"""Kind → what is raised, whether it was carried out, whether the whole file had left."""
_ONLY_JSON: dict[str, type[api.ApiError]] = {
    "endless-drip": api.Timeout,
    "truncated": api.ConnectionLost,
    "empty": api.MalformedAnswer,
    "null": api.MalformedAnswer,
    "notjson": api.MalformedAnswer,
    "wrongtypes": api.MalformedAnswer,
}
"""Kind → what is raised at Layers. The storage's answer has no content to be spoilt."""
_SLOW = {"drip", "slow-line", "etag"}


def seen(case: Case) -> Seen:
    """Return what is seen of the fault at the step."""
    kind, _, seconds = case.row.kind.partition(":")
    if kind in _UNSENT:
        unsent = _UNSENT[kind]()
        unsent.unsent = True
        return Seen(unsent)
    if kind in _LOST:
        error, done, all_sent = _LOST[kind]
        return Seen(error(), done, all_sent)
    if kind in _SLOW or (kind in _ONLY_JSON and case.step == "put"):
        return FINE
    if kind in _ONLY_JSON:
        return Seen(_ONLY_JSON[kind](), done=True)
    if kind == "portal":
        return Seen(api.CaptivePortal())
    return _refused(case.step, kind, seconds)


def _refused(step: str, kind: str, seconds: str) -> Seen:
    """Return the error of an answer, as the sandbox or a gateway words it."""
    name, headers = kind.removesuffix("-after"), {"Retry-After": seconds} if seconds else {}
    if kind in GivenAnswer.ANSWERS:
        head, _, body = GivenAnswer.ANSWERS[kind].partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        status, headers = int(first.split()[1]), dict(line.split(": ", 1) for line in lines)
    elif kind == "502":
        status, headers, body = 502, {"Content-Type": "text/html"}, b""
    else:
        known = STORAGE_ERRORS if step == "put" else API_ERRORS
        early = (400, "InvalidRequest", "Refused before the body was read.")
        status, code, message = {**known, "429-date": API_ERRORS["429"], "early-4xx": early}[name]
        body = json.dumps({"error": {"code": code, "message": message}}).encode()
        if step == "put":
            body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
    done = name != kind
    if step == "put":
        return Seen(api.from_storage_answer(status, headers, body), done=done)
    return Seen(api.from_api_answer(status, headers, body, now=WALL), done=done)


@dataclass
class Way:
    """One file on its way, alone, with a Layers that does what it is asked but for the fault."""

    case: Case
    task: UploadTask = field(init=False)
    calls: Counter[str] = field(default_factory=Counter)
    hold: Hold | None = None
    stored: bool = False
    now: float = NOW

    def __post_init__(self) -> None:
        size = 1_000 if self.case.step == "inline" else 300_000
        self.task = UploadTask(transfer=transfer(Stage.QUEUED, size=size), file_id=(1, 1))

    def go(self, *, faulty: bool = True) -> None:
        """Do one step after the other until it is settled or held."""
        self.hold = None
        while (step := next_step(self.task, self.now, WALL)) is not None and self.hold is None:
            met = faulty and step == self.case.step and (self.case.stays or not self.calls[step])
            self.calls[step] += 1
            assert self.calls.total() < MOST_CALLS, "it comes to no end"
            self.task = with_attempt(self.task, step, key="api key", wall=WALL)
            outcome = self._met(step) if met else self._good(step)
            decision = POLICY.after(self.task, step, outcome, now=self.now, wall=WALL)
            self.task, self.hold = with_idempotency_key(decision.task), decision.hold
            self.now = max(self.now, self.task.not_before)

    def _met(self, step: Step) -> Outcome:
        fault = seen(self.case)
        outcome = self._good(step) if fault.done else None
        if isinstance(outcome, Uploaded) and self.case.row.kind == "etag":
            return Uploaded(SHA, etag_differs=True)
        if fault.error is None:
            assert outcome is not None
            return outcome
        return Failed(fault.error, all_sent=fault.all_sent and step is Step.PUT)

    def _good(self, step: Step) -> Outcome:
        match step:
            case Step.PRESIGN:
                self.stored = False
                return Presigned(f"upl_{self.calls[step]}", Link("https://storage", {}, self.now))
            case Step.PUT:
                self.stored = True
                return Uploaded(SHA)
            case Step.FINALIZE if not self.stored:
                return Failed(api.ValidationFailed())
            case _:
                return Finalized("med_1", None, SHA)

    def again(self) -> Counter[str]:
        """Return the calls that were made more than once."""
        inline = self.case.step == "inline"
        return self.calls - Counter(["inline"] if inline else ["presign", "put", "finalize"])


def what_differs(case: Case) -> object:
    """Return what became of the file where the table says something else."""
    way = Way(case)
    way.go()
    now, hold = way.task.transfer, way.hold
    match case.expected:
        case Heals():
            known = case.stays or way.again() in _allowed(case, case.expected)
            as_expected = now.stage is Stage.DONE and known
        case Person(code, most):
            told = now.problem is not None and now.problem.code == code
            as_expected = now.stage is Stage.FAILED and told
            as_expected &= way.calls[case.step] == (most if case.stays else 1)
        case Waits(HoldReason.OFFLINE, code):
            # The policy tries again; what the queue asks about, and holds for, is a fault of the network.
            error = seen(case).error
            of_network = isinstance(error, api.NetworkFault) and error.problem.code == code
            as_expected = now.stage is Stage.DONE and of_network and way.calls[case.step] == 2
        case Waits(reason, code):
            told = hold is not None and hold.problem is not None and hold.problem.code == code
            as_expected = hold is not None and hold.reason is reason and told and not way.again()
    if as_expected and now.stage is not Stage.DONE:
        if now.stage is Stage.FAILED:  # the click
            way.task = with_idempotency_key(from_journal(retried(now)))
            way.task = replace(way.task, file_id=(1, 1))
        way.go(faulty=False)
        as_expected = way.task.transfer.stage is Stage.DONE
    return None if as_expected else (now.stage, now.problem, hold, dict(way.calls))


def _allowed(case: Case, expected: Heals) -> list[Counter[str]]:
    """Return the calls that may be made again; the table leaves out those that do not reach the sandbox."""
    if expected.again is None:
        return [Counter([case.step])]
    unreached = [case.step] if case.row.kind in GivenAnswer.ANSWERS else []
    either = [] if expected.either is None else [expected.either]
    return [Counter(steps.split() + unreached) for steps in (expected.again, *either)]


@pytest.mark.parametrize("step", [step for step in STEPS if step in {*API_STEPS, "put"}])
def test_a_file_ends_as_the_table_says(step: str) -> None:
    differing = {case.id: state for case in cases(step) if (state := what_differs(case)) is not None}
    assert not differing


@pytest.mark.parametrize("step", ["whoami", "projects"])
def test_what_is_asked_for_before_is_tried_as_often_as_the_table_says(step: str) -> None:
    differing = {}
    for case in cases(step):
        error, tries = seen(case).error, 1
        while error is not None and Backoff().again_in(tries, error) is not None:
            tries += 1
        match case.expected:
            case Heals():
                as_expected = error is None or tries > 1
            case Person(code, most):
                as_expected = error is not None and (error.problem.code, tries) == (code, most)
            case _:
                as_expected = False
        if not as_expected:
            differing[case.id] = (error, tries)
    assert not differing
