"""The table: what can go wrong on the wire, at which step, and what the program does then.

`ROWS` is read by the tests and by `docs/reliability.md`. `test_every_cell.py` holds every cell, against what
decides it; the tests with sockets take some of them, or all with LAYERS_EVERY_FAULT=1.
To add a fault: one row. Its `kind` is the sandbox's word (`sandbox/faults.py`) or one of `fault_kinds.py`;
its cells say for some steps what is expected. Where nothing answers, `test_every_cell.py` has what is seen.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from dataclasses import dataclass

from layers_desktop.transfers.transfer import HoldReason

API_STEPS = ("presign", "finalize", "inline")
"""Steps of an upload that are calls to Layers."""
STEPS = ("whoami", "projects", "presign", "put", "finalize", "inline")


@dataclass(frozen=True, slots=True)
class Heals:
    """It goes on by itself, and ends as one asset (or signed in, or with the list of projects)."""

    again: str | None = None
    """The steps that are done again for one file; None: the failed one, if its call was made at all."""
    either: str | None = None
    """Other steps that may be done again instead, where a race on the wire decides."""


@dataclass(frozen=True, slots=True)
class Person:
    """It ends as a sentence with this code; the person's click (Retry, Connect, Refresh) makes it good."""

    code: str
    most: int = 6
    """Calls of the step that one file may make until then."""
    or_heals: bool = False
    """A race on the wire decides whether the reason arrives at all; without it, it is tried again."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Nothing fails: all files wait, with this reason shown, and go on once it is gone."""

    reason: HoldReason
    code: str


Expectation = Heals | Person | Waits


@dataclass(frozen=True, slots=True)
class Cell:
    """What happens at some steps."""

    steps: str
    once: Expectation
    """When the fault is met by one call (or, where it is a state of the line, is gone after the first)."""
    stays: Expectation | None = None
    """When it does not go away; None: nothing else than once."""


@dataclass(frozen=True, slots=True)
class Row:
    """One fault."""

    title: str
    kind: str
    cells: tuple[Cell, ...]
    size: int = 300_000
    """Bytes of the files at the PUT; large where a fault must strike in the middle of them."""


HEALS = Heals()
BIG = 32_000_000
"""Bytes. Half of it is more than the buffers of loopback take: a PUT is being sent when the fault strikes."""
BUDGET = Waits(HoldReason.WRITE_BUDGET, "RATE_LIMITED")
SIGNED_OUT = Waits(HoldReason.SIGNED_OUT, "UNAUTHENTICATED")
SUSPENDED = Waits(HoldReason.SUSPENDED, "KILL_SWITCH")


def _network(code: str) -> tuple[Cell, ...]:
    """Return what a fault comes to that makes Layers, or its storage, unreachable for everything."""
    person = Person(code)
    return (
        Cell("whoami projects", HEALS, person),
        Cell("presign finalize inline", Waits(HoldReason.OFFLINE, code)),
        Cell("put", HEALS, person),
    )


def _lost(code: str, *more: Cell) -> tuple[Cell, ...]:
    """Return what it comes to when single calls are lost while Layers can be reached."""
    person = Person(code)
    return (
        Cell("whoami projects presign finalize inline", HEALS, person),
        *more,
    )


def _answer(code: str, *more: Cell) -> tuple[Cell, ...]:
    """Return what an unusable answer of Layers comes to; `more` is for the storage's answers."""
    person = Person(code)
    return (
        Cell("whoami projects", HEALS, person),
        Cell("presign finalize inline", HEALS, person),
        *more,
    )


def _said(code: str, steps: str = "whoami projects presign finalize inline") -> Cell:
    """Return what a refusal of Layers comes to: a sentence at once."""
    return Cell(steps, Person(code, most=1))


CUT = _lost("network.lost", Cell("put", HEALS, Person("network.lost")))
FRESH_LINK = Heals("presign put")
NO_MATTER = Heals("")

ROWS = (
    # The line
    Row("the server's port is closed", "closed", _network("network.refused")),
    Row("the name has no address", "no-name", _network("network.name")),
    Row("the connection is reset before anything is done", "reset-before", CUT, BIG),
    Row("the connection is reset in the middle of the request", "reset-mid", CUT, BIG),
    Row(
        "the connection is reset behind the last byte, the answer lost",
        "reset-after",
        _lost("network.lost", Cell("put", NO_MATTER, NO_MATTER)),
    ),
    Row(
        "the answer breaks off in its head",
        "half-head",
        _lost("network.lost", Cell("put", Heals("finalize"), Person("network.lost"))),
    ),
    Row(
        "something that is not HTTP answers",
        "no-http",
        _lost("network.lost", Cell("put", Heals("finalize"), Person("network.lost"))),
    ),
    Row(
        "not a byte comes, the request is not even read",
        "stall",
        _lost("network.timeout", Cell("put", Heals("put finalize"), Person("network.timeout"))),
    ),
    Row(
        "everything stalls in the middle of the request",
        "stall-mid",
        (
            Cell("whoami projects presign put finalize inline", HEALS),
        ),
        BIG,
    ),
    Row(
        "the request is carried out, its answer does not come in time",
        "timeout",
        _lost("network.timeout", Cell("put", NO_MATTER, NO_MATTER)),
    ),
    Row(
        "the answer drips in slowly, byte by byte",
        "drip:1.5",
        (Cell("whoami projects presign put finalize inline", NO_MATTER),),
    ),
    Row(
        "the answer drips in and comes to no end",
        "endless-drip",
        _lost("network.timeout", Cell("put", NO_MATTER, NO_MATTER)),
    ),
    Row(
        "notices (1xx) without end, and no answer",
        "notices",
        _lost("network.lost", Cell("put", Heals("finalize"), Person("network.lost"))),
    ),
    Row("the line takes the file slowly", "slow-line", (Cell("put", NO_MATTER),), BIG),
    Row("the certificate is one that nobody trusts", "untrusted", _network("network.certificate")),
    Row("the certificate has expired", "expired-certificate", _network("network.certificate")),
    Row("the certificate belongs to another host", "other-host", _network("network.certificate")),
    Row("the proxy refuses", "proxy-403", _network("network.proxy")),
    Row("the proxy wants a password", "proxy-407", _network("network.proxy")),
    Row(
        "the proxy cannot be reached",  # it is one for both hosts, so that no PUT comes that far
        "proxy-closed",
        _network("network.proxy")[:-1],
    ),
    Row(
        "a sign-in page of a guest network answers 200",
        "portal",
        _answer("network.sign_in_page", Cell("put", HEALS, Person("network.sign_in_page"))),
    ),
    Row(
        "a firewall's page answers 403",
        "403-page",
        (
            Cell("whoami projects presign finalize inline", Person("answer.unexpected", most=1)),
            Cell("put", Heals("presign"), Person("storage.refused", most=2)),
        ),
    ),
    Row(
        "the answer leads to another address",
        "302",
        (Cell("whoami projects presign put finalize inline", Person("answer.redirect", most=1)),),
    ),
    # Answers that cannot be used
    Row("the answer is cut short", "truncated", _lost("network.lost", Cell("put", NO_MATTER, NO_MATTER))),
    Row("the answer is empty", "empty", _answer("answer.malformed", Cell("put", NO_MATTER, NO_MATTER))),
    Row("the answer is null", "null", _answer("answer.malformed", Cell("put", NO_MATTER, NO_MATTER))),
    Row("the answer is no JSON", "notjson", _answer("answer.malformed", Cell("put", NO_MATTER, NO_MATTER))),
    Row(
        "the answer's values are of other types than promised",
        "wrongtypes",
        _answer("answer.malformed", Cell("put", NO_MATTER, NO_MATTER)),
    ),
    # The servers' trouble
    Row("500", "500", _answer("INTERNAL_ERROR", Cell("put", HEALS, Person("storage.fault")))),
    Row(
        "500 although it was carried out",
        "500-after",
        _answer("INTERNAL_ERROR", Cell("put", HEALS, Person("storage.fault"))),
    ),
    Row("502, a gateway's page", "502", _answer("server", Cell("put", HEALS, Person("storage.fault")))),
    Row("503", "503", _answer("SERVICE_UNAVAILABLE", Cell("put", HEALS, Person("storage.busy")))),
    Row(
        "503 although it was carried out",
        "503-after",
        _answer("SERVICE_UNAVAILABLE", Cell("put", HEALS, Person("storage.busy"))),
    ),
    Row("503, a page", "503-page", _answer("server", Cell("put", HEALS, Person("storage.busy")))),
    Row(
        "503 SlowDown",
        "slowdown",
        _answer("SERVICE_UNAVAILABLE", Cell("put", HEALS, Person("storage.busy"))),
    ),
    Row("400 RequestTimeout", "requesttimeout", (Cell("put", HEALS, Person("storage.fault")),)),
    # The budget
    Row(
        "429 with seconds",
        "429:30",
        (
            Cell("whoami projects", HEALS, Person("RATE_LIMITED")),
            Cell("presign finalize inline", BUDGET, BUDGET),
        ),
    ),
    Row(
        "429 with a date",
        "429-date:30",
        (
            Cell("whoami projects", HEALS, Person("RATE_LIMITED")),
            Cell("presign finalize inline", BUDGET, BUDGET),
        ),
    ),
    Row("429 without a word", "429-bare", (
        Cell("presign finalize inline", BUDGET, BUDGET),
        Cell("put", HEALS, Person("storage.busy")),
    )),
    Row("429, try at once", "429:0", (
        Cell("whoami projects", HEALS),
        Cell("put", HEALS, Person("storage.busy")),
    )),
    # What a person has to see to
    Row("401: the key was revoked", "401", (
        Cell("whoami projects", Person("UNAUTHENTICATED", most=1)),
        Cell("presign finalize inline", SIGNED_OUT),
        Cell("put", FRESH_LINK, Person("storage.refused", most=2)),
    )),
    Row("503 KILL_SWITCH: suspended", "killswitch", (
        Cell("whoami projects", Person("KILL_SWITCH", most=1)),
        Cell("presign finalize inline", SUSPENDED),
    )),
    Row("403: the key lacks a permission", "403", (
        _said("FORBIDDEN_SCOPE"),
        Cell("put", FRESH_LINK, Person("storage.refused", most=2)),
    )),
    Row("404: the project, or the upload, is gone", "404", (
        _said("NOT_FOUND", "presign inline"),
        Cell("finalize", HEALS, Person("NOT_FOUND")),
        Cell("put", FRESH_LINK, Person("storage.refused", most=2)),
    )),
    Row("409: a conflict", "409", (
        _said("IDEMPOTENCY_CONFLICT", "presign inline"),
        Cell("finalize", HEALS, Person("IDEMPOTENCY_CONFLICT")),
        Cell("put", HEALS, Person("storage.busy")),
    )),
    *(Row(f"{status} with a code that nobody has listed", kind, (
        _said(code, "presign inline"),
        Cell("finalize", HEALS, Person(code)),
    )) for status, kind, code in (
        (400, "400", "BAD_REQUEST"),
        (409, "missing", "UPLOAD_INCOMPLETE"),
        (410, "410", "GONE"),
        (412, "412", "PRECONDITION_FAILED"),
        (424, "424", "OBJECT_NOT_FOUND"),
        (425, "425", "TOO_EARLY"),
    )),
    Row("413: too large", "413", (
        _said("PAYLOAD_TOO_LARGE", "presign finalize inline"),
        Cell("put", Person("storage.too_large", most=1)),
    )),
    Row("422: not valid", "422", (
        _said("VALIDATION_FAILED", "presign inline"),
        Cell("finalize", HEALS, Person("VALIDATION_FAILED")),
        Cell("put", FRESH_LINK, Person("storage.refused", most=2)),
    )),
    Row("422 with details", "422-details", (_said("VALIDATION_FAILED", "presign inline"),)),
    Row("400 before the request was read, the connection cut", "early-4xx", (
        Cell("presign inline", Person("InvalidRequest", most=1, or_heals=True)),
        Cell("finalize", HEALS),
        Cell("put", Heals("put", either="presign put")),
    ), BIG),
    Row("the storage's ETag is the MD5 of other bytes", "etag", (
        Cell("put", FRESH_LINK, Heals("presign put presign put", either="presign put")),
    )),
    # The signed link
    Row("the link expired, in S3's words", "expired-s3", (
        Cell("put", FRESH_LINK, Person("storage.link_expired")),
    )),
    Row("the link expired, in R2's words", "expired-r2", (
        Cell("put", FRESH_LINK, Person("storage.link_expired")),
    )),
    Row("the link expired, 400", "400-expired", (
        Cell("put", Heals("presign"), Person("storage.link_expired")),
    )),
    Row("the link expired, in Ceph's words: none", "expired-ceph", (
        Cell("put", FRESH_LINK, Person("storage.refused", most=2)),
    )),
    Row("the signature does not match", "badsignature", (
        Cell("put", FRESH_LINK, Person("storage.signature", most=2)),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One test: a fault at a step, met once or for good."""

    row: Row
    step: str
    expected: Expectation
    stays: bool

    @property
    def id(self) -> str:
        """`put-reset-mid-stays`."""
        return f"{self.step}-{self.row.kind}-{'stays' if self.stays else 'once'}"

    @property
    def end(self) -> tuple[str, bool, type]:
        """At which step it goes on, needs a person or waits, met once or for good."""
        return self.step, self.stays, type(self.expected)


EVERY_FAULT = os.environ.get("LAYERS_EVERY_FAULT") == "1"
EACH_CLASS = ("drip:1.5", "500", "closed", "429:30", "401")
"""Kinds of fault: slow but whole, one call is lost, the line is, Layers names a time, a person is needed."""


def cases(*steps: str) -> list[Case]:
    """Return all cases of these steps."""
    return [
        Case(row, step, expected, stays)
        for row in ROWS
        for cell in row.cells
        for step in cell.steps.split()
        if step in steps
        for stays, expected in ((False, cell.once), (True, cell.stays))
        if expected is not None
    ]


def one_a_row(*steps: str) -> list[Case]:
    """Return a case of each row that passes, and one that stays: at another step from row to row."""
    if EVERY_FAULT:
        return cases(*steps)
    chosen: list[Case] = []
    for row, stays in itertools.product(ROWS, (False, True)):
        alike = [case for case in cases(*steps) if (case.row.kind, case.stays) == (row.kind, stays)]
        # the step that has had this end the least
        ends = Counter(case.end for case in chosen)
        chosen += sorted(alike, key=lambda case: ends[case.end])[:1]
    return chosen


def one_a_class(*steps: str) -> list[Case]:
    """Return the cases of `EACH_CLASS`: for those who only wait, go on, or ask a person as they are told."""
    return [case for case in cases(*steps) if EVERY_FAULT or case.row.kind in EACH_CLASS]
