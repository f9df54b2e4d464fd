"""Two thousand files while one call in twenty goes wrong: each one asset, nothing grows."""

from __future__ import annotations

import gc
import os
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from layers_desktop.sandbox import Fault, Sandbox
from layers_desktop.transfers.transfer import Stage
from tests.support.engine_harness import QUICK, Harness, make_png
from tests.unit.transfers.conftest import box, make_box, make_engine

__all__ = ["box", "make_box", "make_engine"]

FILES, LARGE_ONES, FAULTY_SHARE = 2_000, 40, 0.05
KINDS = {
    "inline": [
        "reset-before",
        "reset-mid",
        "reset-after",
        "500",
        "503",
        "truncated",
        "empty",
        "null",
        "notjson",
    ],
    "presign": ["reset-before", "500", "wrongtypes", "portal"],
    "put": ["reset-mid", "reset-after", "slowdown", "expired"],
    "finalize": ["reset-after", "503", "truncated"],
}


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a count, not paths


def threads() -> int:
    """Every thread of the process: also Qt's, which Python does not know."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - a count, not paths


def resident() -> int:
    """Return the bytes that are in memory, also those that Python does not know."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def plan_faults(box: Sandbox) -> int:
    chance = random.Random(7)
    planned = 0
    for step, calls in {
        "inline": FILES - LARGE_ONES,
        "presign": LARGE_ONES,
        "put": LARGE_ONES,
        "finalize": LARGE_ONES,
    }.items():
        for _ in range(int(calls * FAULTY_SHARE)):
            box.world.faults.add(Fault(step, chance.choice(KINDS[step]), skip=chance.randrange(20)))
            planned += 1
    return planned


def test_two_thousand_files_with_faults_end_as_one_asset_each_and_nothing_grows(
    make_engine: Callable[..., Harness],
    box: Sandbox,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    engine = make_engine(box, policy=replace(QUICK, tries=12))
    files = [make_png(tmp_path / "in" / f"{n}.png", 300_000 if n < LARGE_ONES else 400) for n in range(FILES)]
    planned = plan_faults(box)
    engine.submit_and_settle(box, *files[:200], rows=200)
    gc.collect()
    before, open_files, blocks, in_memory = threads(), descriptors(), sys.getallocatedblocks(), resident()

    engine.submit(box, *files[200:])
    engine.wait_settled(FILES)

    gc.collect()
    grown = sys.getallocatedblocks() - blocks
    assert engine.stages() == {Stage.DONE: FILES}
    assert len(box.world.assets) == FILES
    assert len({asset.sha256 for asset in box.world.assets}) == FILES
    assert planned >= FILES * FAULTY_SHARE - 5
    after = threads()
    resident_grown = resident() - in_memory
    more = f"{grown} blocks of Python more, the process {resident_grown >> 20} MB"
    said = f"{before} threads, then {after}; {more}"
    request.node.user_properties.append(("figure", said))
    assert after <= before + 4  # the sandbox's own connections, and Qt's pool, come and go
    assert descriptors() <= open_files + 20
    # What stays is a row for each file here, in the engine and in the sandbox with its log: a few KB each.
    assert grown < (FILES - 200) * 200
    assert resident_grown < (FILES - 200) * 30_000
