"""The plan of faults: which step of which request goes wrong next, and how."""

from __future__ import annotations

import textwrap
import threading
from dataclasses import dataclass, replace

from layers_desktop.sandbox.fault_effects import API_ERRORS, STORAGE_ERRORS, kinds_for

STEPS = ("whoami", "projects", "presign", "put", "finalize", "inline")


@dataclass(frozen=True, slots=True)
class Fault:
    """One planned fault; ValueError when the step or kind does not exist.

    Kinds, by what was done at Layers when the client sees the fault:

    * nothing: `refused` (dropped at once; for `put` already at accept), `reset-before`, `reset-mid`,
      `early-4xx`, `portal`, `502`, `429-date`; the error rows `401 403 404 409 413 422 429 500 503 slowdown`
      of either side, `killswitch` of the API; of the storage `badsignature`, `requesttimeout`, `expired`,
      `expired-s3`, `expired-r2`, `expired-ceph`; of the API `400 missing 410 412 424 425`, codes that are in
      no table of Layers;
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
