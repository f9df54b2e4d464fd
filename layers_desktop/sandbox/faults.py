"""Faults: which step of which request goes wrong next, and what each kind does to a call."""

from __future__ import annotations

import json
import textwrap
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import NoReturn, Protocol

from layers_desktop.sandbox.records import Headers, Response

STEPS = ("whoami", "projects", "presign", "put", "finalize", "inline")


@dataclass(frozen=True, slots=True)
class Fault:
    """One planned fault; ValueError when the step or kind does not exist.

    Kinds, by what was done at Layers when the client sees the fault:

    * nothing: `refused` (dropped at once; for `put` already at accept), `reset-before`, `reset-mid`,
      `early-4xx`, `portal`, `502`, `429-date`, and the error rows of that side (`API_ERRORS`, of which some
      have a code that is in no table of Layers, or `STORAGE_ERRORS`);
    * everything: `reset-after`, `timeout` (the answer is held), `drip`, `truncated`, `empty`, `null`,
      `notjson`, `wrongtypes`, `sameid` of the API (one id for all), `etag` of the storage (the MD5 of
      other bytes), and each error row with `-after` (`500-after`);
    * nothing until `FaultPlan.release()`: `stall`, `stall-mid` (after half of the body).
    """

    step: str
    kind: str
    times: int | None = 1
    """How many requests it meets; None means all from now on."""
    seconds: float | None = None
    """`Retry-After` of 429, 503 and slowdown; how long `drip` takes altogether."""
    skip: int = 0
    """How many requests of this step pass before it starts."""

    def __post_init__(self) -> None:
        """Refuse a fault that could never happen."""
        if self.step not in STEPS:
            raise ValueError(f"no step {self.step!r}: one of {', '.join(STEPS)}")
        if self.kind not in kinds_for(self.step):
            raise ValueError(
                f"no fault {self.kind!r} for {self.step}: {', '.join(sorted(kinds_for(self.step)))}"
            )
        if (self.times is not None and self.times < 1) or self.skip < 0 or (self.seconds or 0) < 0:
            raise ValueError("times is at least 1, skip and seconds are not negative")


def parse_fault(text: str) -> Fault:
    """Read `step:kind[:times[:seconds]]`, as in `put:reset-mid:3`; times `*` is for ever. ValueError."""
    step, *rest = text.strip().split(":")
    if not 1 <= len(rest) <= 3:
        raise ValueError(f"a fault is step:kind[:times[:seconds]], not {text!r}")
    kind, times, seconds = [*rest, "", ""][:3]
    return Fault(
        step,
        kind,
        None if times == "*" else int(times or 1),
        float(seconds) if seconds else None,
    )


def describe_faults() -> str:
    """Return the steps and what can go wrong at each, for the help of a command line."""
    rows = API_ERRORS.keys() | STORAGE_ERRORS.keys()
    plain = {step: kinds_for(step) - {f"{kind}-after" for kind in rows} for step in STEPS}
    common = frozenset.intersection(*plain.values())
    lines = [
        "A fault is STEP:KIND[:TIMES[:SECONDS]]. TIMES * is for ever; SECONDS is Retry-After or drip's time.",
        f"Steps: {', '.join(STEPS)}.",
        f"Kinds at every step: {', '.join(sorted(common))}.",
        f"At put also: {', '.join(sorted(plain['put'] - common))}.",
        f"At the others also: {', '.join(sorted(plain['inline'] - common))}.",
        f"With -after the work is done before the error is answered: {', '.join(sorted(rows))}.",
    ]
    return "\n\n".join(textwrap.fill(line, 100, break_on_hyphens=False) for line in lines)


class FaultPlan:
    """The faults still to come, each used up as it is met. Safe for any thread."""

    def __init__(self, faults: tuple[Fault, ...] = ()) -> None:
        self._changed = threading.Condition()
        self._plan = list(faults)
        self._generation = 0
        self._held = 0
        self._stopped = False

    def add(self, *faults: Fault | str) -> None:
        """Plan more faults; texts are read by `parse_fault`."""
        parsed = [parse_fault(fault) if isinstance(fault, str) else fault for fault in faults]
        with self._changed:
            self._plan += parsed

    def replace(self, *faults: Fault | str) -> None:
        """Plan these in place of everything that was still planned."""
        parsed = [parse_fault(fault) if isinstance(fault, str) else fault for fault in faults]
        with self._changed:
            self._plan = parsed

    def clear(self) -> None:
        """Forget what is still planned."""
        with self._changed:
            self._plan.clear()

    @property
    def pending(self) -> tuple[Fault, ...]:
        """What is still planned, with the times that are left."""
        with self._changed:
            return tuple(self._plan)

    def take(self, step: str, *, only: str | None = None) -> Fault | None:
        """Use up and return the fault that this request meets: the first that was planned for its step.

        With `only`, nothing is used up unless that first one is of this kind.
        """
        with self._changed:
            for place, fault in enumerate(self._plan):
                if fault.step != step:
                    continue
                if only is not None and (fault.skip or fault.kind != only):
                    return None
                if fault.skip:
                    self._plan[place] = replace(fault, skip=fault.skip - 1)
                    return None
                if fault.times == 1:
                    del self._plan[place]
                elif fault.times is not None:
                    self._plan[place] = replace(fault, times=fault.times - 1)
                return fault
        return None

    @property
    def held(self) -> int:
        """How many requests a stall or timeout is holding now."""
        with self._changed:
            return self._held

    def hold(self) -> bool:
        """Wait until `release()` (True) or the end of the sandbox (False)."""
        with self._changed:
            generation = self._generation
            self._held += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._stopped or generation != self._generation)
            return not self._stopped

    def wait_held(self, count: int = 1, timeout: float = 30.0) -> bool:
        """Wait until at least `count` requests are held; False after `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._held >= count, timeout)

    def release(self) -> None:
        """Let every held request go on."""
        with self._changed:
            self._generation += 1
            self._held = 0  # at once, not when their threads wake up: none is held from now on
            self._changed.notify_all()

    def stop(self) -> None:
        """End every hold, now and later."""
        with self._changed:
            self._stopped = True
            self._held = 0
            self._changed.notify_all()


class FaultyCall(Protocol):
    """One request that a fault is carried out on."""

    side: str
    """`api` or `storage`."""

    def process(self) -> Response:
        """Do what was asked, with all checks, and return its answer without sending it."""

    def drain(self) -> None:
        """Read the body and forget it; nothing is done."""

    def at_half(self, act: Callable[[], None]) -> bool:
        """Call `act` when half of the body has been read; False when there is no body."""

    def drop(self) -> NoReturn:
        """Reset the connection (RST) without an answer."""

    def hold(self) -> None:
        """Wait until `FaultPlan.release()` or the end of the sandbox."""

    def error(self, status: int, code: str, message: str, headers: Headers) -> Response:
        """Return an error in the shape of this side: JSON for the API, XML for the storage."""


Effect = Callable[[float | None, FaultyCall], Response]
"""`(seconds of the fault, call) → answer`; raises when the connection ends instead."""

_PORTAL = b"<!doctype html><html><head><title>Hotel Wi-Fi</title></head><body>Please sign in.</body></html>"
_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_JSON = (("Content-Type", "application/json; charset=utf-8"),)

API_ERRORS: dict[str, tuple[int, str, str]] = {
    "400": (400, "BAD_REQUEST", "The object of this upload is not complete."),
    "401": (401, "UNAUTHENTICATED", "The API key is invalid or has been revoked."),
    "403": (403, "FORBIDDEN_SCOPE", "The API key lacks the scope projects:write."),
    "404": (404, "NOT_FOUND", "Not found."),
    "409": (409, "IDEMPOTENCY_CONFLICT", "This Idempotency-Key was used with another request."),
    "missing": (409, "UPLOAD_INCOMPLETE", "The bytes of this upload have not arrived."),
    "410": (410, "GONE", "The upload is over."),
    "412": (412, "PRECONDITION_FAILED", "There is no such object."),
    "413": (413, "PAYLOAD_TOO_LARGE", "The file is over the cap of its kind."),
    "422": (422, "VALIDATION_FAILED", "The body is not valid."),
    "424": (424, "OBJECT_NOT_FOUND", "The storage does not know the object."),
    "425": (425, "TOO_EARLY", "The object is not there yet."),
    "429": (429, "RATE_LIMITED", "The budget is used up."),
    "500": (500, "INTERNAL_ERROR", "Something went wrong."),
    "503": (503, "SERVICE_UNAVAILABLE", "Try again later."),
    "slowdown": (503, "SERVICE_UNAVAILABLE", "Please reduce your request rate."),
    "killswitch": (503, "KILL_SWITCH", "API access of this organization is suspended."),
}
STORAGE_ERRORS: dict[str, tuple[int, str, str]] = {
    "401": (401, "Unauthorized", "Unauthorized"),
    "403": (403, "AccessDenied", "Access Denied"),
    "404": (404, "NoSuchBucket", "The specified bucket does not exist."),
    "409": (409, "OperationAborted", "A conflicting operation is in progress."),
    "413": (413, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size."),
    "422": (422, "InvalidRequest", "The request is not valid."),
    "429": (429, "TooManyRequests", "Please reduce your request rate."),
    "500": (500, "InternalError", "We encountered an internal error. Please try again."),
    "503": (503, "ServiceUnavailable", "Service is unable to handle request."),
    "slowdown": (503, "SlowDown", "Please reduce your request rate."),
    "requesttimeout": (400, "RequestTimeout", "Your socket connection was idle for too long."),
    "badsignature": (403, "SignatureDoesNotMatch", "The request signature we calculated does not match."),
    "expired": (403, "AccessDenied", "Request has expired"),
    "expired-s3": (403, "AccessDenied", "Request has expired"),
    "expired-r2": (403, "ExpiredRequest", "Request has expired"),
    "expired-ceph": (403, "AccessDenied", ""),
}
_RETRY_AFTER = {"429": 1.0, "503": None, "slowdown": None}
"""Kinds that may carry `Retry-After`, and how many seconds when the fault names none."""


def _reset_before(_seconds: float | None, call: FaultyCall) -> Response:
    call.drop()


def _reset_mid(_seconds: float | None, call: FaultyCall) -> Response:
    if call.at_half(call.drop):
        call.drain()
    return _truncated(None, call)


def _reset_after(_seconds: float | None, call: FaultyCall) -> Response:
    call.process()
    call.drop()


def _stall(_seconds: float | None, call: FaultyCall) -> Response:
    call.hold()
    return call.process()


def _stall_mid(_seconds: float | None, call: FaultyCall) -> Response:
    if not call.at_half(call.hold):
        call.hold()
    return call.process()


def _timeout(_seconds: float | None, call: FaultyCall) -> Response:
    answer = call.process()
    call.hold()
    return answer


def _drip(seconds: float | None, call: FaultyCall) -> Response:
    return replace(call.process(), pause=(1.0 if seconds is None else seconds) / 10)


def _portal(_seconds: float | None, call: FaultyCall) -> Response:
    call.drain()
    return Response(status=200, headers=_HTML, body=_PORTAL)


def _bad_gateway(_seconds: float | None, call: FaultyCall) -> Response:
    call.drain()
    return Response(status=502, headers=_HTML, body=_GATEWAY)


def _too_many_until_date(seconds: float | None, call: FaultyCall) -> Response:
    call.drain()
    # An HTTP date has whole seconds only, so a wait below one would already be over.
    date = formatdate(time.time() + (2.0 if seconds is None else seconds), usegmt=True)
    return call.error(429, "RATE_LIMITED", "The budget is used up.", (("Retry-After", date),))


def _early(_seconds: float | None, call: FaultyCall) -> Response:
    answer = call.error(400, "InvalidRequest", "Refused before the body was read.", ())
    return replace(answer, close=True, abrupt=True)


def _truncated(_seconds: float | None, call: FaultyCall) -> Response:
    answer = call.process()
    return replace(answer, cut_at=len(answer.body) // 2)


def _wrong_etag(_seconds: float | None, call: FaultyCall) -> Response:
    """Store the bytes and answer another MD5 than theirs, as a storage with a key service does."""
    answer = call.process()
    others = tuple((name, value) for name, value in answer.headers if name.lower() != "etag")
    return replace(answer, headers=(*others, ("ETag", f'"{"0badc0de" * 4}"')))


def _same_id(_seconds: float | None, call: FaultyCall) -> Response:
    """Answer the same id each time, whatever it was asked for."""
    answer = call.process()
    try:
        value = json.loads(answer.body)
    except ValueError:
        return answer
    same = {name: "id_of_another" for name in ("uploadId", "assetId", "mediaId") if name in value}
    return replace(answer, body=json.dumps(value | same).encode())


def _body(body: bytes) -> Effect:
    def effect(_seconds: float | None, call: FaultyCall) -> Response:
        return replace(call.process(), headers=_JSON, body=body)

    return effect


def _wrong_types(_seconds: float | None, call: FaultyCall) -> Response:
    """Answer with every value in another type than promised: numbers as texts, texts as numbers."""
    answer = call.process()
    try:
        value = json.loads(answer.body)
    except ValueError:  # the storage's answers have no JSON to spoil
        value = {}
    return replace(answer, headers=_JSON, body=json.dumps(_spoilt(value)).encode())


def _spoilt(value: object) -> object:
    match value:
        case dict():
            return {name: _spoilt(inner) for name, inner in value.items()}
        case list():
            return {"0": "not a list"}
        case str():
            return 7
        case _:
            return "seven"


def _error(kind: str, *, after: bool) -> Effect:
    def effect(seconds: float | None, call: FaultyCall) -> Response:
        if after:
            call.process()
        else:
            call.drain()
        status, code, message = (API_ERRORS if call.side == "api" else STORAGE_ERRORS)[kind]
        wait = _RETRY_AFTER.get(kind) if seconds is None else seconds
        headers = (("Retry-After", f"{wait:g}"),) if kind in _RETRY_AFTER and wait is not None else ()
        return call.error(status, code, message, headers)

    return effect


def _table() -> dict[str, Effect]:
    table: dict[str, Effect] = {
        "refused": _reset_before,
        "reset-before": _reset_before,
        "reset-mid": _reset_mid,
        "reset-after": _reset_after,
        "stall": _stall,
        "stall-mid": _stall_mid,
        "timeout": _timeout,
        "drip": _drip,
        "portal": _portal,
        "502": _bad_gateway,
        "429-date": _too_many_until_date,
        "early-4xx": _early,
        "truncated": _truncated,
        "empty": _body(b""),
        "null": _body(b"null"),
        "notjson": _body(b"<<< this is not JSON"),
        "wrongtypes": _wrong_types,
        "sameid": _same_id,
        "etag": _wrong_etag,
    }
    for kind in API_ERRORS.keys() | STORAGE_ERRORS.keys():
        table[kind] = _error(kind, after=False)
        table[f"{kind}-after"] = _error(kind, after=True)
    return table


EFFECTS = _table()
"""Kind of fault → what it does."""


def kinds_for(step: str) -> frozenset[str]:
    """Return the kinds that make sense for a step: storage words at the storage, Layers' at the API."""
    own, other = (STORAGE_ERRORS, API_ERRORS) if step == "put" else (API_ERRORS, STORAGE_ERRORS)
    foreign = other.keys() - own.keys() | {"sameid" if step == "put" else "etag"}
    return frozenset(EFFECTS) - foreign - {f"{kind}-after" for kind in foreign}
